"""Who may ask what, signing in and out, and whose name a judgement bears."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from served import Served
from starlette.routing import BaseRoute, Mount, Route
from starlette.testclient import TestClient

from onrecord.accounts import Accounts, open_accounts, passwords
from onrecord.api import api_routes
from onrecord.errors import InputError
from onrecord.serving import Doors, Proxy, make_app, proxy_of
from onrecord.serving.attempts import Attempts
from onrecord.settings import ServeLimits
from onrecord.web import desk_routes

WORDS = "a lamp under four stairs"
PROXY = proxy_of(["10.0.0.5"], "X-Forwarded-User")
ROLES = ("anyone", "reader", "annotator", "editor", "admin")

# Every address, and from which role on it may be asked. Whoever adds a route decides here, once more, who may.
LOOKS = """
/ /stories{shape:shape} /stories/{id:id}{shape:shape} /stories/{id:id}/positions{shape:shape} /statements{shape:shape}
/statements/{id:id}{shape:shape} /statements/{id:id}/panel /source{shape:shape} /findings{shape:shape} /entities{shape:shape}
/entities/{id:id}{shape:shape} /search{shape:shape} /review{shape:shape} /judgements{shape:shape} /versions{shape:shape}
/compare{shape:shape} /changes{shape:shape} /runs{shape:shape} /runs/{id:id}{shape:shape} /problems{shape:shape} /health{shape:shape} /keys
/screen /add /jobs/{id:id} /account /statements.atom /changes.atom /jobs/{id:id}/events /{path:path}
/api/v1/openapi.json /api/v1/stories /api/v1/stories/{id} /api/v1/stories/{id}/positions /api/v1/statements /api/v1/statements/{id}
/api/v1/source /api/v1/findings /api/v1/entities /api/v1/entities/{id} /api/v1/search /api/v1/review /api/v1/judgements /api/v1/versions
/api/v1/compare /api/v1/changes /api/v1/runs /api/v1/runs/{id} /api/v1/problems /api/v1/health /api/v1/jobs /api/v1/jobs/{id}
/api/v1/jobs/{id}/events /api/v1/{path:path}
/reconcile /reconcile/suggest/entity /reconcile/suggest/type /reconcile/suggest/property /reconcile/extend/propose /reconcile/preview
"""
TABLE = {("GET", path): "reader" for path in LOOKS.split()} | {
    ("GET", "/sign-in"): "anyone",
    ("GET", "/static/{digest}/{name}"): "anyone",
    ("GET", "/robots.txt"): "anyone",
    ("GET", "/audit{shape:shape}"): "admin",
    ("POST", "/sign-in"): "anyone",
    ("POST", "/screen"): "reader",
    ("POST", "/settings"): "reader",
    ("POST", "/account/password"): "reader",
    ("POST", "/account/sign-out"): "reader",
    ("POST", "/reconcile"): "reader",
    ("POST", "/statements/{id:id}/correct"): "annotator",
    ("POST", "/findings/{id:id}/dismiss"): "annotator",
    ("POST", "/judgements/{id:id}/undo"): "annotator",
    ("POST", "/stories/{id:id}/merge"): "editor",
    ("POST", "/stories/{id:id}/split"): "editor",
    ("POST", "/entities/{id:id}/merge"): "editor",
    ("POST", "/entities/{id:id}/split"): "editor",
    ("POST", "/add"): "editor",
    ("POST", "/api/v1/screen"): "reader",
    ("POST", "/api/v1/statements/{id}/corrections"): "annotator",
    ("POST", "/api/v1/findings/{id}/corrections"): "annotator",
    ("POST", "/api/v1/judgements/{id}/undo"): "annotator",
    ("POST", "/api/v1/stories/{id}/merge"): "editor",
    ("POST", "/api/v1/stories/{id}/split"): "editor",
    ("POST", "/api/v1/entities/{id}/merge"): "editor",
    ("POST", "/api/v1/entities/{id}/split"): "editor",
    ("POST", "/api/v1/reports"): "editor",
}


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords at a cost that only a test may have; tests/accounts holds what they cost."""
    hasher = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    monkeypatch.setattr(passwords, "_hasher", lambda: hasher)
    passwords._nobodys.cache_clear()


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Accounts]:
    """Somebody of each role, called by it, who signs in with the same words."""
    with open_accounts(tmp_path / "accounts", create=True) as accounts:
        for role in reversed(ROLES[1:]):
            accounts.people.add(role, role, WORDS)  # type: ignore[arg-type]
        yield accounts


Opened = Callable[..., TestClient]


@pytest.fixture
def opened(house: Accounts) -> Opened:
    """A browser before a desk with accounts."""

    def client(
        served: Served, *, proxy: Proxy = Proxy(), peer: str = "10.0.0.9", base: str = "https://desk.example", **limits: Any
    ) -> TestClient:
        routes = [*api_routes(served.records, served.intake), *desk_routes(served.records, served.intake)]
        doors = Doors(house, limits=ServeLimits(**limits), proxy=proxy)
        app = make_app(routes, doors, names=["desk.example"])
        return TestClient(app, base_url=base, client=(peer, 50_000), follow_redirects=False, raise_server_exceptions=False)

    return client


def signed_in(client: TestClient, name: str = "editor", password: str = WORDS, **more: Any) -> Any:
    return client.post("/sign-in", data={"name": name, "password": password, **more})


def said(house: Accounts) -> list[tuple[str, str, str]]:
    return [(entry.who, entry.what, entry.about) for entry in reversed(house.log.entries())][1:]


def leaves(routes: list[BaseRoute], prefix: str = "") -> Iterator[tuple[str, str]]:
    for route in routes:
        if isinstance(route, Mount):
            yield from leaves(route.routes, prefix + route.path)
        else:
            assert isinstance(route, Route), route
            yield from ((method, prefix + route.path) for method in (route.methods or ()) if method != "HEAD")


def test_every_route_has_a_row_in_the_table_and_none_is_too_many(desks: dict[str, Served]) -> None:
    served = desks["empty"]
    assert sorted(leaves([*api_routes(served.records, served.intake), *desk_routes(served.records, served.intake)])) == sorted(TABLE)


@pytest.mark.parametrize("role", ROLES)
def test_each_route_is_for_its_roles_and_no_other(desks: dict[str, Served], opened: Opened, role: str) -> None:
    client = opened(desks["empty"], proxy=PROXY, peer="10.0.0.5", writes=1000)
    headers = {"x-forwarded-user": role} if role != "anyone" else {}
    for (method, template), needed in TABLE.items():
        path = re.sub(r"\{[^}]*shape\}", "", template)
        path = re.sub(r"\{[^}]*\}", "none", path)
        answer = client.request(method, path, headers=headers | ({"if-match": "x"} if method == "POST" else {}))
        refused = answer.status_code in (401, 403) or answer.headers.get("location", "").startswith("/sign-in?")
        if (method, path) in (("POST", "/sign-in"), ("POST", "/account/sign-out")):
            refused = answer.status_code != (401 if path == "/sign-in" else 303) or "?" in answer.headers.get("location", "")
        assert refused == (ROLES.index(role) < ROLES.index(needed)), (role, method, template, answer.status_code)
        assert answer.status_code < 500, (method, template)


def test_a_route_without_a_role_is_not_served(desks: dict[str, Served]) -> None:
    async def endpoint(_: object) -> None: ...

    with pytest.raises(TypeError, match="/forgotten does not say who may ask it"):
        make_app([Mount("/api", routes=[Route("/forgotten", endpoint)])])


def test_who_is_not_signed_in_is_led_to_where_they_can_and_back(desks: dict[str, Served], opened: Opened) -> None:
    client = opened(desks["typical"])
    answer = client.get("/statements", params={"speaker": "Ruiz"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?to=%2Fstatements%3Fspeaker%3DRuiz")
    form = client.get(answer.headers["location"])
    assert 'value="/statements?speaker=Ruiz"' in form.text and form.headers["cache-control"] == "no-store"
    answer = signed_in(client, to="/statements?speaker=Ruiz")
    assert (answer.status_code, answer.headers["location"]) == (303, "/statements?speaker=Ruiz")
    assert client.get("/statements").status_code == 200
    assert client.get("/statements.json", headers={"cookie": ""}).status_code in (200, 401)
    lost = opened(desks["typical"]).post("/statements/x/correct", data={"why": "x"})
    assert "lost=yes" in lost.headers["location"]
    for path in ("/statements.json", "/api/v1/stories", "/statements.atom"):
        refused = opened(desks["typical"]).get(path)
        assert refused.status_code == 401, path
    assert refused.headers["content-type"].startswith("text/html") and signed_in(client, to="//evil.example").headers["location"] == "/"


def test_the_cookie_of_a_session_is_out_of_reach(desks: dict[str, Served], opened: Opened) -> None:
    encrypted = signed_in(opened(desks["empty"])).headers["set-cookie"]
    assert encrypted.startswith("__Host-onrecord=")
    assert {part.strip().lower() for part in encrypted.split(";")[1:]} >= {"httponly", "secure", "samesite=lax", "path=/", "max-age=604800"}
    unencrypted = signed_in(opened(desks["empty"], base="http://127.0.0.1"))
    assert "strict-transport-security" not in unencrypted.headers
    plain = unencrypted.headers["set-cookie"]
    assert plain.startswith("onrecord=") and "secure" not in plain.lower()
    behind = opened(desks["empty"], base="http://desk.example", proxy=PROXY, peer="10.0.0.5")
    headers = {"x-forwarded-proto": "https", "origin": "https://desk.example"}
    assert "__Host-" in behind.post("/sign-in", data={"name": "editor", "password": WORDS}, headers=headers).headers["set-cookie"]
    here = opened(desks["empty"], base="http://127.0.0.1", proxy=PROXY, peer="127.0.0.1")
    del headers["origin"]
    assert "__Host-" not in here.post("/sign-in", data={"name": "editor", "password": WORDS}, headers=headers).headers["set-cookie"]


def test_what_is_for_accounts_stays_in_no_cache_and_goes_encrypted(desks: dict[str, Served], opened: Opened) -> None:
    client = opened(desks["empty"])
    signed_in(client)
    for path in ("/", "/statements.json", "/api/v1/stories", "/nowhere"):
        headers = client.get(path).headers
        assert headers["cache-control"] == "no-store" and headers["strict-transport-security"] == "max-age=31536000", path


def test_signing_in_anew_gives_another_session_and_ends_the_one_before(desks: dict[str, Served], opened: Opened, house: Accounts) -> None:
    client = opened(desks["empty"])
    signed_in(client)
    first = client.cookies["__Host-onrecord"]
    signed_in(client)
    assert client.cookies["__Host-onrecord"] != first and len(house.sessions.of("editor")) == 1
    assert house.sessions.find(first, "browser") is None
    planted = opened(desks["empty"])
    planted.cookies.set("__Host-onrecord", "x" * 43)
    assert f"={'x' * 43};" not in signed_in(planted).headers["set-cookie"]
    assert house.sessions.find("x" * 43, "browser") is None


def test_signing_out_ends_it_here_and_on_the_server(desks: dict[str, Served], opened: Opened, house: Accounts) -> None:
    client, elsewhere = opened(desks["empty"]), opened(desks["empty"])
    signed_in(client)
    signed_in(elsewhere)
    kept = client.cookies["__Host-onrecord"]
    page = client.get("/account").text
    other = next(key for key in re.findall(r'name="session" value="(\w+)"', page) if key != house.sessions.find(kept, "browser").key)  # type: ignore[union-attr]
    assert client.post("/account/sign-out", data={"session": other}).headers["location"] == "/account"
    assert elsewhere.get("/").status_code == 303 and client.get("/").status_code == 200
    answer = client.post("/account/sign-out")
    assert '"cache"' in answer.headers["clear-site-data"] and client.get("/").status_code == 303
    assert house.sessions.find(kept, "browser") is None
    assert [what for _, what, _ in said(house)] == ["signed in", "signed in", "signed out", "signed out"]


def test_nobody_ends_the_session_of_another(desks: dict[str, Served], opened: Opened, house: Accounts) -> None:
    client = opened(desks["empty"])
    signed_in(client, "reader")
    house.sessions.begin(house.people.named("admin"), "")
    (other,) = house.sessions.of("admin")
    assert client.post("/account/sign-out", data={"session": other.key}).status_code == 404
    assert house.sessions.of("admin") == [other]


def test_wrong_words_are_refused_alike_and_counted(desks: dict[str, Served], opened: Opened, house: Accounts) -> None:
    client = opened(desks["empty"], sign_ins=3)
    house.people.disable("annotator")
    answers = [signed_in(client, name, word) for name, word in (("editor", "x"), ("nobody", WORDS), ("annotator", WORDS))]
    assert {answer.status_code for answer in answers} == {401}
    assert len({re.sub(r'value="[^"]*"', "", answer.text) for answer in answers}) == 1
    assert [signed_in(client, name, "x").status_code for name in ("Editor", "the  édïtor", "EDITOR")] == [401, 401, 429]
    assert signed_in(client, "editor", WORDS).status_code == 429
    assert signed_in(client, "reader", WORDS).status_code == 303
    assert signed_in(opened(desks["empty"], peer="10.0.0.77"), "editor", WORDS).status_code == 303
    assert [what for _, what, _ in said(house)].count("sign-in refused") == 6  # of the two that came too late, one is told


def test_many_names_from_one_address_are_counted_together() -> None:
    now = [0.0]
    tries = Attempts(2, 10, clock=lambda: now[0])
    assert [tries.allowed("a"), tries.allowed("a"), tries.allowed("a"), tries.allowed("b")] == [True, True, False, True]
    now[0] = 10
    assert tries.allowed("a")


def test_one_account_changes_so_much_in_a_minute(desks: dict[str, Served], opened: Opened) -> None:
    client = opened(desks["empty"], writes=2)
    signed_in(client)
    assert [client.post("/settings").status_code for _ in range(3)] == [303, 303, 429]
    assert client.get("/").status_code == 200


def test_a_judgement_bears_the_name_of_the_account(own: Served, opened: Opened, house: Accounts) -> None:
    client = opened(own)
    signed_in(client, "annotator")
    statement = next(s for s in client.get("/api/v1/statements").json()["statements"] if s["speaker"])
    page = client.get(f"/statements/{statement['id']}").text
    assert re.search(r'name="author"[^>]*value="annotator"[^>]*readonly', page)
    client.post(f"/statements/{statement['id']}/correct", data={"unknown_speaker": "yes", "why": "unsure", "author": "Somebody Else"})
    (judged,) = client.get("/judgements.json").json()["judgements"]
    assert judged["author"] == "annotator"
    body = {"why": "sure again", "author": "Somebody Else"}
    undone = client.post(f"/api/v1/judgements/{judged['id']}/undo", json=body)
    assert undone.json()["judgements"][0]["author"] == "annotator"
    rows = [row for row in said(house) if row[1] == "judged"]
    assert [who for who, _, _ in rows] == ["annotator"] * 2
    assert judged["id"] in rows[0][2] and statement["id"] in rows[0][2] and undone.json()["judgements"][0]["id"] in rows[1][2]


def test_the_log_has_what_was_handed_in_exported_and_refused(own: Served, opened: Opened, house: Accounts) -> None:
    client = opened(own)
    signed_in(client)
    client.post("/add", data={"text": " "})
    client.post("/api/v1/reports", json={"text": "The quay at Orsk was closed at noon, the harbour office said."})
    client.get("/statements.csv", params={"text": "a query that is nobody's business"})
    assert client.get("/audit").status_code == 403 and client.get("/audit.json").status_code == 403
    rows = said(house)
    assert [(what, who) for who, what, _ in rows] == [(w, "editor") for w in ("signed in", "handed in", "exported", "refused", "refused")]
    assert not any("business" in about for _, _, about in rows)
    signed_in(client, "admin")
    assert "Every row is as it was written" in client.get("/audit").text
    found = client.get("/audit.json", params={"what": "handed in"}).json()
    assert found["faults"] == [] and [entry["who"] for entry in found["entries"]] == ["editor"]
    assert client.get("/audit.csv").text.splitlines()[0] == "n,at,who,what,about,before,hash"


def test_a_program_asks_by_a_token_within_its_role(own: Served, opened: Opened, house: Accounts) -> None:
    token = house.sessions.token(house.people.named("admin"), "reader", 1, "a script")
    client = opened(own)
    headers = {"authorization": f"Bearer {token}"}
    assert client.get("/api/v1/stories", headers=headers).status_code == 200
    assert client.post("/api/v1/reports", json={"text": "x"}, headers=headers).status_code == 403
    assert (
        client.get("/api/v1/stories", headers={"authorization": "Bearer nothing"}).headers["www-authenticate"] == 'Bearer realm="onrecord"'
    )
    assert client.get("/api/v1/stories", params={"token": token}).status_code in (400, 401)  # addresses are kept in logs and histories
    for path in ("/account", "/sign-in"):
        assert client.get(path, headers=headers).status_code == 400
    assert client.post("/account/sign-out", headers=headers).status_code == 400 and house.sessions.of("admin")
    client.cookies.set("__Host-onrecord", token)
    assert client.get("/api/v1/stories").status_code == 401  # a token is no cookie: another site's form could send that along


def test_another_password_needs_the_present_one_and_ends_what_was(desks: dict[str, Served], opened: Opened, house: Accounts) -> None:
    client, elsewhere = opened(desks["empty"]), opened(desks["empty"])
    signed_in(client)
    signed_in(elsewhere)
    new = "seven lamps under the stairs"
    for fields in (
        {"now": "wrong", "new": new, "again": new},
        {"now": WORDS, "new": new, "again": "x"},
        {"now": WORDS, "new": "x", "again": "x"},
    ):
        assert 'role="alert"' in client.post("/account/password", data=fields).text
        assert house.people.is_right("editor", WORDS)
    assert client.post("/account/password", data={"now": WORDS, "new": new, "again": new}).status_code == 303
    assert client.get("/").status_code == 200 and elsewhere.get("/").status_code == 303
    assert house.people.is_right("editor", new) and not house.people.is_right("editor", WORDS)


def test_the_word_of_a_proxy_counts_from_its_address_only(desks: dict[str, Served], opened: Opened, house: Accounts) -> None:
    house.people.disable("annotator")
    trusted, stranger = opened(desks["empty"], proxy=PROXY, peer="10.0.0.5"), opened(desks["empty"], proxy=PROXY, peer="10.0.0.6")
    for name, status in (("editor", 200), ("EDITOR", 200), ("annotator", 303), ("nobody", 303), ("", 303)):
        assert trusted.get("/", headers={"x-forwarded-user": name}).status_code == status, name
        assert stranger.get("/", headers={"x-forwarded-user": name}).status_code == 303
    assert trusted.get("/", headers=[("x-forwarded-user", "reader"), ("x-forwarded-user", "admin")]).status_code == 303
    assert "says who you are" in trusted.get("/account", headers={"x-forwarded-user": "editor"}).text
    assert [(who, what) for who, what, _ in said(house)] == [
        ("editor", "signed in"),
        ("annotator", "sign-in refused"),
        ("nobody", "sign-in refused"),
    ]
    assert opened(desks["empty"], peer="10.0.0.5").get("/", headers={"x-forwarded-user": "editor"}).status_code == 303


def test_nobody_goes_past_the_proxy_unencrypted(desks: dict[str, Served], opened: Opened) -> None:
    headers = {"x-forwarded-proto": "https", "x-forwarded-user": "admin"}
    for peer, base, status in (
        ("10.0.0.6", "http://desk.example", 403),
        ("nobody", "http://desk.example", 403),
        ("10.0.0.6", "https://desk.example", 200),
        ("10.0.0.5", "http://desk.example", 200),
        ("127.0.0.1", "http://127.0.0.1", 200),
        ("::1", "http://127.0.0.1", 200),
    ):
        assert opened(desks["empty"], base=base, proxy=PROXY, peer=peer).get("/sign-in", headers=headers).status_code == status, peer


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("10.0.0.9", "1.1.1.1", "10.0.0.9"),
        ("10.0.0.5", "1.1.1.1", "1.1.1.1"),
        ("10.0.0.5", "9.9.9.9, 1.1.1.1, 10.0.0.5", "1.1.1.1"),
        ("::ffff:10.0.0.5", "1.1.1.1", "1.1.1.1"),
        ("10.0.0.5", "", ""),
        ("not an address", "1.1.1.1", "not an address"),
    ],
)
def test_from_where_is_told_by_proxies_of_ours_only(peer: str, forwarded: str, client: str) -> None:
    from starlette.datastructures import Headers  # noqa: PLC0415

    assert PROXY.client(peer, Headers({"x-forwarded-for": forwarded})) == client


@pytest.mark.parametrize(("addresses", "header"), [(["0.0.0.0/0"], None), (["::/0"], "x"), (["proxy"], None), ([], "x-user")])
def test_nobody_trusts_everybody(addresses: list[str], header: str | None) -> None:
    with pytest.raises(InputError):
        proxy_of(addresses, header)


def test_programs_of_this_machine_have_no_way_around_the_accounts(desks: dict[str, Served], opened: Opened) -> None:
    client = opened(desks["empty"], base="http://127.0.0.1")
    for headers in ({"origin": "http://127.0.0.1:3333"}, {"origin": "http://localhost:3333", "sec-fetch-site": "same-site"}):
        answer = client.get("/reconcile", headers=headers)
        assert answer.status_code == 401 and "access-control-allow-origin" not in answer.headers
        assert client.post("/reconcile", headers=headers).status_code == 403


def test_without_accounts_there_is_nothing_to_sign_in_to(desks: dict[str, Served]) -> None:
    client = desks["empty"].client()
    for path in ("/sign-in", "/account", "/audit"):
        assert client.get(path).status_code == 404
    assert client.post("/sign-in", data={"name": "x", "password": "y"}).status_code == 404


def test_a_log_is_kept_without_accounts_too(own: Served, tmp_path: Path) -> None:
    with open_accounts(tmp_path / "log", create=True) as house:
        routes = [*api_routes(own.records, own.intake), *desk_routes(own.records, own.intake)]
        client = TestClient(make_app(routes, log=house.log), base_url="http://127.0.0.1")
        found = client.get("/api/v1/entities", params={"type": "person"}).json()["entities"]
        client.post(f"/entities/{found[0]['id']}/merge", data={"with": found[1]["id"], "why": "one", "author": "Ana"})
        assert [(who, what) for who, what, _ in said(house)] == [("Ana", "judged")]
        assert client.get("/audit").status_code == 200
