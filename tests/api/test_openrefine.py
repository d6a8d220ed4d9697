"""The record as a reconciliation service: what OpenRefine asks, from its server and from its page, and who else is let in."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from served import Served, keep, report, serving
from starlette.routing import Mount, Route

from onrecord.api import api_routes
from onrecord.api.reconcile import MOST_BYTES, MOST_LETTERS, PATH
from onrecord.desk.reconcile import MOST_QUERIES
from onrecord.serving import SharedRoute
from onrecord.web import desk_routes

REFINE = "http://127.0.0.1:3333"
HOSTILE = "Zora <img src=x onerror=alert(1)>\"'&"
LOOKS = ("", "/suggest/entity?prefix=a", "/suggest/type?prefix=p", "/suggest/property?prefix=r", "/extend/propose?type=person")
POSTED = {"queries": '{"q": {"query": "Ana Ruiz"}}'}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    path = tmp_path_factory.mktemp("refine") / "told.db"
    text = f"“The quay </ul><script>alert(2)</script> is open,” said {HOSTILE}. “It is shut,” said Ana Ruiz."
    lines = [(HOSTILE, "The quay </ul><script>alert(2)</script> is open"), ("Ana Ruiz", "It is shut")]
    keep(path, (report("r1", text, outlet="Bell", title="The quay"), lines))
    with serving(path) as served:
        yield served


def matched(served: Served, *queries: Any, **more: Any) -> Any:
    batch = {f"q{at}": query for at, query in enumerate(queries)}
    return served.client().post(PATH, data={"queries": json.dumps(batch)}, **more)


def local(url: str) -> str:
    assert url.startswith("http://127.0.0.1/")
    return url


def test_from_the_manifest_to_a_preview(told: Served) -> None:
    client, page = told.client(), {"origin": REFINE, "sec-fetch-site": "same-site"}
    manifest = client.get(PATH, headers=page).json()
    assert manifest["versions"] == ["0.2"]
    found = matched(told, {"query": "Ana Ruiz", "type": "person", "limit": 3}, {"query": "Nobody Atall"}).json()
    (candidate,) = found["q0"]["result"]
    assert (candidate["name"], candidate["match"], found["q1"]) == ("Ana Ruiz", True, {"result": []})
    assert client.get(PATH, params={"queries": json.dumps({"q0": {"query": "Ana Ruiz"}})}).json()["q0"]["result"] == [candidate]
    preview = client.get(local(manifest["preview"]["url"]).replace("{{id}}", candidate["id"]))
    assert preview.status_code == 200 and "It is shut" in preview.text and "Bell" in preview.text
    assert client.get(local(manifest["view"]["url"]).replace("{{id}}", candidate["id"])).status_code == 200

    for name, prefix, wanted in (("entity", "rui", candidate["id"]), ("type", "per", "person"), ("property", "rol", "role")):
        service = manifest["suggest"][name]
        answer = client.get(local(service["service_url"]) + service["service_path"], params={"prefix": prefix}, headers=page)
        assert wanted in [one["id"] for one in answer.json()["result"]]
    service = manifest["extend"]["propose_properties"]
    address = local(service["service_url"]) + service["service_path"]
    proposed = client.get(address, params={"type": "person", "limit": "2"}, headers=page).json()
    assert len(proposed["properties"]) == 2
    wanted = {"ids": [candidate["id"], "gone"], "properties": [{"id": "statements"}]}
    extended = client.post(PATH, data={"extend": json.dumps(wanted)}).json()
    assert extended["rows"] == {candidate["id"]: {"statements": [{"int": 1}]}, "gone": {"statements": []}}


def test_what_is_taken_in_later_is_matched(tmp_path: Path) -> None:
    path = tmp_path / "later.db"
    keep(path, (report("r1", "“It is shut,” said Ana Ruiz.", title="One"), [("Ana Ruiz", "It is shut")]))
    with serving(path) as served:
        assert matched(served, {"query": "Yuri Mishkar"}).json()["q0"]["result"] == []
        keep(path, (report("r2", "“It is open,” said Yuri Mishkar.", title="Two"), [("Yuri Mishkar", "It is open")]))
        assert matched(served, {"query": "Yuri Mishkar"}).json()["q0"]["result"][0]["match"] is True


def test_a_hostile_name_is_inert(told: Served) -> None:
    answer = matched(told, {"query": HOSTILE})
    assert answer.headers["content-type"] == "application/json" and answer.headers["x-content-type-options"] == "nosniff"
    candidate = answer.json()["q0"]["result"][0]
    assert candidate["name"] == HOSTILE
    preview = told.client().get(f"{PATH}/preview", params={"id": candidate["id"]})
    tags = re.findall(r"<(\w+)([^>]*)", preview.text)
    assert {tag for tag, _ in tags} == {"html", "head", "meta", "style", "title", "body", "h1", "p", "ul", "li"}
    assert not [about for _, about in tags if re.search(r"\b(on\w+|src|href|style)\s*=", about)]
    assert "&lt;img src=x" in preview.text and "&lt;script&gt;alert(2)" in preview.text


def test_only_the_preview_may_be_framed_and_only_on_this_machine(told: Served) -> None:
    client = told.client()
    preview = client.get(f"{PATH}/preview", params={"id": matched(told, {"query": "Ana Ruiz"}).json()["q0"]["result"][0]["id"]})
    policy = preview.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-") and "unsafe" not in policy and "script-src" not in policy
    assert policy.endswith("; sandbox; frame-ancestors http://127.0.0.1:* http://localhost:*")
    assert "x-frame-options" not in preview.headers and "access-control-allow-origin" not in preview.headers
    for path in (*(PATH + look for look in LOOKS), "/", f"{PATH}/", f"{PATH}/preview/", f"{PATH}/nowhere", "/api/v1/stories"):
        headers = client.get(path, headers={"origin": REFINE}).headers
        assert headers["x-frame-options"] == "DENY" and "frame-ancestors 'none'" in headers["content-security-policy"], path


@pytest.mark.parametrize("origin", [REFINE, "http://localhost:3333", "http://[::1]:3333", "https://localhost", "http://127.0.0.1"])
@pytest.mark.parametrize("site", ["cross-site", "same-site", None])
def test_pages_of_this_machine_are_answered(told: Served, origin: str, site: str | None) -> None:
    headers = {"origin": origin} | ({"sec-fetch-site": site} if site else {})
    answer = told.client().post(PATH, data=POSTED, headers=headers)
    assert answer.status_code == 200 and answer.headers["access-control-allow-origin"] == origin
    assert "origin" in answer.headers["vary"]
    for look in LOOKS:
        answer = told.client().get(PATH + look, headers=headers)
        assert answer.status_code == 200 and answer.headers["access-control-allow-origin"] == origin
        assert "access-control-allow-credentials" not in answer.headers and "origin" in answer.headers["vary"]


ELSEWHERE = (
    *(
        "https://evil.example",
        "null",
        "http://127.0.0.1.evil.example",
        "http://localhost:3333.evil.example",
        "http://127.0.0.1:x@evil.example",
    ),
    *("http://[", "", "file://127.0.0.1", "http://127.0.0.1:3333/", "http://evil.example:3333", "http://127.0.0.10", "HTTP://LOCALHOST, *"),
)


@pytest.mark.parametrize("origin", ELSEWHERE)
def test_pages_from_elsewhere_learn_nothing(told: Served, origin: str) -> None:
    headers = {"origin": origin, "sec-fetch-site": "cross-site"}
    assert told.client().post(PATH, data=POSTED, headers=headers).status_code == 403
    assert told.client().post(PATH, data=POSTED, headers={"origin": origin}).status_code == 403
    for look in LOOKS:
        assert "access-control-allow-origin" not in told.client().get(PATH + look, headers=headers).headers
    assert told.client().get(f"{PATH}?callback=x", headers=headers).status_code == 400  # as a script element would ask
    assert told.client().get(PATH, headers={"host": "evil.example"}).status_code == 421


def test_a_program_that_is_no_browser_is_answered(told: Served) -> None:
    answer = told.client().post(PATH, data=POSTED)
    assert answer.status_code == 200 and "access-control-allow-origin" not in answer.headers


def test_no_other_address_is_opened(told: Served) -> None:
    """Every route that takes a POST and is not shared refuses what a page of a neighbour posts; what is shared is just this."""
    flat: list[Route] = []
    routes = [*api_routes(told.records, told.intake), *desk_routes(told.records, told.intake)]
    for route in routes:
        below = route.routes if isinstance(route, Mount) else [route]
        flat += [Route((route.path if isinstance(route, Mount) else "") + r.path, r.endpoint, methods=r.methods) for r in below]  # type: ignore
    shared = {route.path for route in routes if isinstance(route, SharedRoute)}
    assert shared == {PATH, f"{PATH}/preview", *(PATH + look.partition("?")[0] for look in LOOKS)}
    posts = [route.path for route in flat if route.path not in shared and (route.methods is None or "POST" in route.methods)]
    assert len(posts) > 15
    for path in (*posts, f"{PATH}/", "/reconcile%2f", "//reconcile", f"{PATH}/../add"):
        answer = told.client().post(path.replace("{id:id}", "x").replace("{id}", "x"), data=POSTED, headers={"origin": REFINE})
        assert answer.status_code == 403 and "access-control-allow-origin" not in answer.headers, path


def test_asking_changes_nothing(told: Served) -> None:
    def state() -> list[Any]:
        return [told.client().get(f"/api/v1/{path}").json() for path in ("entities", "statements", "judgements", "jobs")]

    before = state()
    for data in (POSTED, {"extend": '{"ids": ["x"], "properties": [{"id": "role"}]}'}, {"with": "x", "author": "A", "why": "y"}):
        told.client().post(PATH, data=data, headers={"origin": REFINE})
    for look in LOOKS:
        assert told.client().post(PATH + look, data=POSTED).status_code == (405 if look else 200)
    assert state() == before


QUERY = {"query": "Ana"}


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({"queries": "{"}, 400),
        ({"queries": "[]"}, 400),
        ({"queries": "[" * 100_000}, 400),
        ({"queries": '{"q": {"query": "\\ud800"}}'}, 400),
        ({"queries": json.dumps({str(at): QUERY for at in range(MOST_QUERIES)})}, 200),
        ({"queries": json.dumps({str(at): QUERY for at in range(MOST_QUERIES + 1)})}, 400),
        ({"queries": json.dumps({"q": {"query": "x" * MOST_LETTERS}})}, 200),
        ({"queries": json.dumps({"q": {"query": "x" * (MOST_LETTERS + 1)}})}, 400),
        ({"queries": json.dumps({"q": {"query": "x" * MOST_BYTES}})}, 413),
        ({"queries": "{}", "extend": '{"ids": [], "properties": []}'}, 400),
        ({"queries": "{}", "callback": "x"}, 400),
        ({"extend": "{}"}, 400),
        ({"extend": '{"ids": 5, "properties": []}'}, 400),
        ({"extend": '{"ids": ["x", 5, null], "properties": [{"id": []}, {"id": "role"}, 7]}'}, 200),
        ({"extend": json.dumps({"ids": ["x"] * (MOST_QUERIES + 1), "properties": []})}, 400),
        ({}, 415),
        ({"other": "x"}, 400),
        ({str(at): "x" for at in range(100)}, 400),
    ],
)
def test_a_batch_has_its_limits(told: Served, data: dict[str, str], status: int) -> None:
    answer = told.client().post(PATH, data=data)
    assert answer.status_code == status, answer.text[:300]
    assert answer.headers["content-type"] == ("application/json" if status == 200 else "application/problem+json")
    if status != 200:
        assert answer.json()["status"] == status and answer.json()["detail"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        *(("/preview", 400), ("/preview?id=gone", 404), ("/preview?id=%00", 404), ("/suggest/entity?prefix=a&callback=f", 400)),
        *(("/suggest/entity?prefix=a&cursor=-1", 400), ("/suggest/entity?prefix=a&cursor=²", 400), ("/extend/propose?limit=x", 400)),
        *((f"/suggest/type?prefix={'x' * (MOST_LETTERS + 1)}", 400), ("?callback=f", 400), ("?queries=x", 400), ("?queries=%FF", 400)),
    ],
)
def test_what_goes_wrong_is_a_problem(told: Served, path: str, status: int) -> None:
    answer = told.client().get(PATH + path)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert answer.json()["detail"]


def test_what_is_no_form_is_refused(told: Served) -> None:
    form = {"content-type": "application/x-www-form-urlencoded"}
    assert told.client().post(PATH, json={"queries": {}}).status_code == 415
    for body in (b"queries=\xff", b"queries=%FF"):
        assert told.client().post(PATH, content=body, headers=form).status_code == 400

    def endless() -> Iterator[bytes]:
        yield from (b"x" * 65536 for _ in range(MOST_BYTES // 65536 + 1))

    assert told.client().post(PATH, content=endless(), headers=form).status_code == 413


_ANY = st.recursive(
    st.none() | st.booleans() | st.text() | st.integers() | st.floats(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
_QUERY = st.dictionaries(st.sampled_from(["query", "type", "limit", "properties", "type_strict"]), _ANY)
_EXTEND = st.fixed_dictionaries({}, optional={"ids": _ANY | st.lists(st.text()), "properties": _ANY | st.lists(st.just({"id": "role"}))})
_BATCH = _ANY | st.dictionaries(st.text(max_size=5), _QUERY, max_size=4) | _EXTEND


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None)
@given(name=st.sampled_from(["queries", "extend"]), batch=_BATCH.map(json.dumps) | st.text(), posted=st.booleans())
@example(name="queries", batch='{"q": {"query": "Ana", "limit": 1' + "0" * 400 + "}}", posted=True)
@example(name="queries", batch='{"q": {"query": "Ana", "limit": NaN, "type": [{}]}}', posted=False)
@example(name="queries", batch='{"q": {"query": "Ana", "limit": -Infinity}}', posted=True)
@example(name="extend", batch='{"ids": ["\\ud800"], "properties": [{"id": {}}]}', posted=True)
def test_any_batch_is_answered_or_refused(told: Served, name: str, batch: str, posted: bool) -> None:
    client = told.client()
    answer = client.post(PATH, data={name: batch}) if posted else client.get(PATH, params={name: batch})
    assert answer.status_code == 200 or 400 <= answer.status_code < 500, (batch, answer.text)
    assert isinstance(answer.json(), dict)
