"""Who is answered, and what every answer tells the browser."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from served import ROOT, Served

from onrecord.cli import main
from onrecord.serving import Intake, Records, make_app
from onrecord.serving.guard import Guard
from onrecord.web import desk_routes
from onrecord.web.text import fragment_url, safe_url, shown

STATIC = ROOT / "src" / "onrecord" / "web" / "static"
AXE = Path(__file__).parent / "axe"


def test_every_answer_has_a_strict_policy(desks: dict[str, Served]) -> None:
    client = desks["typical"].client()
    for path in ("/", "/stories.json", "/nowhere", "/api/v1/stories", "/static/0/none.css"):
        headers = client.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy and "frame-ancestors 'none'" in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cross-origin-opener-policy"] == headers["cross-origin-resource-policy"] == "same-origin"


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "", "[::2]"])
def test_another_name_is_not_answered(desks: dict[str, Served], host: str) -> None:
    answer = desks["typical"].client().get("/", headers={"host": host})
    assert answer.status_code == 421
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8017", "localhost:9", "[::1]:8017"])
def test_this_machine_is_answered(desks: dict[str, Served], host: str) -> None:
    assert desks["typical"].client().get("/keys", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"sec-fetch-site": "same-origin"}, 303),
        ({"sec-fetch-site": "none"}, 303),
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "http://["}, 403),
        ({"origin": "http://127.0.0.1:3333"}, 403),
        ({"origin": "http://127.0.0.1"}, 303),
        ({}, 303),
    ],
)
def test_only_this_desk_writes_through_a_browser(desks: dict[str, Served], headers: dict[str, str], status: int) -> None:
    answer = desks["typical"].client().post("/settings", data={"theme": "dark"}, headers=headers, follow_redirects=False)
    assert answer.status_code == status


def test_nothing_is_changed_by_looking(desks: dict[str, Served]) -> None:
    client = desks["typical"].client()
    for path in ("/statements/x/correct", "/judgements/x/undo", "/entities/x/merge", "/entities/x/split", "/settings"):
        assert client.get(path).status_code in (404, 405), path


def test_a_body_without_measure_is_refused(own: Served) -> None:
    small = type(own)(own.records, own.intake, Guard(own.app, max_body_bytes=1000)).client()
    assert small.post("/add", data={"text": "x" * 2000}).status_code == 413

    def endless():  # type: ignore[no-untyped-def]
        yield from (b"x" * 500 for _ in range(10))

    assert small.post("/api/v1/screen", content=endless()).status_code == 413


def test_the_way_back_never_leads_elsewhere(desks: dict[str, Served]) -> None:
    client = desks["typical"].client()
    for to in ("//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)", "/a\r\nx: y", "\\\\evil"):
        answer = client.post("/settings", data={"to": to}, follow_redirects=False)
        assert answer.headers["location"] == "/"
    answer = client.post("/settings", data={"to": "/statements?q=1"}, follow_redirects=False)
    assert answer.headers["location"] == "/statements?q=1"
    assert "httponly" in answer.headers["set-cookie"].lower() and "samesite=strict" in answer.headers["set-cookie"].lower()


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.4", "::", "example.org"])
def test_serve_refuses_other_addresses_in_clear_words(host: str, tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["serve", "--record", str(tmp_path / "r.db"), "--host", host])
    assert result.exit_code == 1
    assert ("has no accounts" in result.output or "is no address" in result.output) and host in result.output
    assert not (tmp_path / "r.db").exists()


def test_what_is_vendored_is_what_was_taken() -> None:
    for folder, name in ((AXE, "source.json"), (STATIC, "fonts.json")):
        told = json.loads((folder / name).read_text())
        assert told["sha256"]
        for file, digest in told["sha256"].items():
            assert hashlib.sha256((folder / file).read_bytes()).hexdigest() == digest, file
    assert (AXE / "LICENSE").exists() and (STATIC / "OFL.txt").exists()
    assert {p.name for p in STATIC.glob("*.woff2")} == set(json.loads((STATIC / "fonts.json").read_text())["sha256"])


def test_no_template_trusts_a_text() -> None:
    for template in (ROOT / "src" / "onrecord" / "web" / "templates").glob("*.html"):
        text = template.read_text(encoding="utf8")
        assert "|safe" not in text and "autoescape" not in text and "Markup(" not in text, template.name
        assert "javascript:" not in text and " style=" not in text and " onclick" not in text, template.name


def test_a_text_is_shown_as_text() -> None:
    assert str(shown('<script>"x"</script>')) == "&lt;script&gt;&#34;x&#34;&lt;/script&gt;"
    assert str(shown("a\u202eb")) == 'a<bdi class="unseen" data-code="U+202E">\u202e</bdi>b'
    assert str(shown("zero\u200dwidth joiner")) == "zero\u200dwidth joiner"


def test_only_web_addresses_become_links() -> None:
    scripts = ("javascript:alert(1)", "java\nscript:alert(1)", "data:text/html,x")
    for url in (*scripts, "//evil.example", "http:\\evil", "https://u:p@e.example", "", None):
        assert safe_url(url) is None
    assert fragment_url("https://a.example/x#y", "we will - not") == "https://a.example/x#:~:text=we%20will%20%2D%20not"


@pytest.mark.parametrize("path", ["/stories", "/stories.json", "/api/v1/stories"])
def test_what_breaks_inside_is_told_without_its_words(
    own: Served, path: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def breaks(*_: object, **__: object) -> None:
        raise RuntimeError("the secret of /home/ana")

    monkeypatch.setattr(type(own.records), "read", breaks)
    answer = own.client().get(path)
    assert answer.status_code == 500 and "Something went wrong inside" in answer.text
    assert "secret" not in answer.text and "Traceback" not in answer.text
    assert "the secret of /home/ana" in caplog.text, "whoever runs it is told"


def test_what_is_handed_out_bears_a_name_of_ours(desks: dict[str, Served]) -> None:
    asked = desks["typical"].client().get("/statements.csv", params={"q": '"; filename="../evil.exe', "name": "evil.exe"})
    assert asked.headers["content-disposition"] == 'inline; filename="ledger.csv"'


def test_what_a_page_asks_of_the_record_has_its_time(files: dict[str, Path]) -> None:
    records = Records(files["larger"], question_seconds=1e-9)
    intake = Intake(records)
    try:
        client = Served(records, intake, make_app(desk_routes(records, intake))).client()
        answer = client.get("/statements")
        assert answer.status_code == 503 and "takes longer than one may" in answer.text
        assert client.get("/keys").status_code == 200
    finally:
        intake.close()
        records.close()
