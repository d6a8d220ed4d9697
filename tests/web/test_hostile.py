"""Words of strangers in every field, on every page that shows them: they stay words."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from served import Served, keep, listening, report, serving

from onrecord.store import Correction, Signature

HOSTILE = (
    "<script>window.struck = 1</script>",
    "\"><img src=x onerror=\"window.struck = 1\">",
    "' autofocus onfocus='window.struck = 1",
    "</title></textarea></script><svg onload=window.struck=1>",
    "javascript:window.struck=1//",
    "{{ 7 * 7 }}{% raw %}${7*7}<%= 7 %>",
    "<a data-source=\"../../add\" href=\"javascript:window.struck=1\">in its text</a>",
    "<style>body { display: none }</style><base href=//evil.example>",
    "\u202e<b>txet\u202c \U000e0041\u200b&#60;script&#62;",
    "<form action=//evil.example><button formaction=javascript:window.struck=1>Undo",
    "=HYPERLINK(\"https://evil.example\")",
    "]]><script>window.struck=1</script><![CDATA[",
)  # fmt: skip
MADE = (
    *("<script>window", "<img src=x", "<svg onload", "<style>body", "<base", "<button formaction", "<form action=//"),
    *('href="javascript:', "<b>txet"),
)
FEED = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>{0}</title><id>urn:x</id><updated>2026-01-02T00:00:00Z</updated>
<entry><id>urn:{1}</id><title>{0}</title><author><name>{0}</name></author><link href="javascript:alert(1)"/>
<updated>2026-01-02T00:00:00Z</updated>
<content type="html">{2}</content></entry></feed>"""


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;").translate({0xE0041: None})


@pytest.fixture(scope="module")
def struck(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A record whose every field is hostile, kept by hand and read through the readers."""
    folder = tmp_path_factory.mktemp("hostile")
    told = []
    for n, words in enumerate(HOSTILE):
        text = f"Before. {words} says “{words}”, again “{words} twice”.\n{words}"
        about: dict[str, Any] = {"url": f"javascript:{n}", "outlet": words, "byline": words, "agency": words}
        told.append((report(f"{n} {words}", text, title=words, **about), [(words, f"{words} twice"), (words, f"“{words}”")]))
    keep(folder / "r.db", *told, story="story-hostile")
    with serving(folder / "r.db") as served:
        for n, words in enumerate(HOSTILE):
            (folder / f"f{n}.atom").write_text(
                FEED.format(escaped(words), n, escaped(f"<p>“{words}” the mayor said.</p>")), encoding="utf8"
            )
            (folder / f"p{n}.jsonl").write_text(
                json.dumps({"id": f"l{n}", "text": f"{words} said: “{words}”", "title": words, "outlet": words})
            )
        with served.records.write() as record:
            record.add([*sorted(folder.glob("*.atom")), *sorted(folder.glob("*.jsonl"))])
            statements = [row.statement.id for row in record.statements()]
            for words, statement in zip(HOSTILE, statements, strict=False):
                record.judge(Correction(statement=statement, speaker=words), Signature(author=words, why=words))
        files = [("files", (f"{words}.{kind}", b"%PDF-1.7", "")) for words in HOSTILE for kind in ("txt", "pdf")]
        job = served.client().post("/add", files=files, follow_redirects=False).headers["location"]
        while served.client().get(f"/api/v1{job}").json()["state"] in ("waiting", "running"):
            time.sleep(0.05)
        yield served


def pages(served: Served, most: int = 30) -> list[str]:
    """``most``: of one kind."""
    client = served.client()
    found = [
        "/",
        "/statements",
        "/findings",
        "/entities",
        "/review",
        "/judgements",
        "/problems",
        "/runs",
        "/changes?since=2026",
        "/versions",
        "/add",
    ]
    found += ["/stories/story-hostile", "/stories/story-hostile/positions"]
    found += [f"/search?q={quote(words)}" for words in HOSTILE]
    found += [f"/statements?speaker={quote(words)}&outlet={quote(words)}&text={quote(words)}" for words in HOSTILE[:4]]
    statements = client.get("/statements.json?size=500").json()["statements"]
    found += [f"/statements/{s['id']}" for s in statements[:most]]
    found += [f"/source?report={quote(r, safe='')}" for r in sorted({s["report"] for s in statements})[:most]]
    found += [f"/entities/{e['id']}" for e in client.get(f"/entities.json?size={most}").json()["entities"]]
    found += [f"/jobs/{job['id']}" for job in client.get("/api/v1/jobs").json()["jobs"][:most]]
    found += [f"/runs/{r['id']}" for r in client.get("/runs.json").json()["runs"]]
    return found


def test_no_hostile_word_becomes_markup(struck: Served) -> None:
    client = struck.client()
    for path in pages(struck):
        answer = client.get(path)
        assert answer.status_code == 200, (path, answer.text[:300])
        for made in MADE:
            assert made not in answer.text, (path, made)


def test_nothing_hostile_runs_in_a_browser(chromium: Any, struck: Served) -> None:
    context = chromium.new_context(viewport={"width": 1300, "height": 900})
    page, against = context.new_page(), []
    page.on("dialog", lambda d: (against.append(d.message), d.dismiss()))
    page.on("console", lambda m: against.append(m.text) if "Content Security Policy" in m.text else None)
    page.on("request", lambda r: against.append(r.url) if "127.0.0.1" not in r.url and not r.url.startswith("data:") else None)
    with listening(struck.app) as address:
        for path in pages(struck, most=len(HOSTILE)):
            page.goto(address + path)
            assert page.evaluate("window.struck") is None, path
            bad = page.evaluate(
                "[...document.querySelectorAll('a[href], form[action], base')].map(e => e.href || e.action)"
                ".filter(a => !/^https?:\\/\\/127\\.0\\.0\\.1/.test(a) && !/^https:\\/\\/example/.test(a))"
            )
            assert bad == [], path
        page.goto(f"{address}/stories/story-hostile")
        for link in page.locator("a.to-source:visible").all()[:5]:
            link.click()
            page.wait_for_timeout(60)
            assert page.evaluate("window.struck") is None
    context.close()
    assert against == []


def test_what_is_written_to_csv_is_no_formula(struck: Served) -> None:
    text = struck.client().get("/statements.csv?size=500").text
    assert "=HYPERLINK" in text
    for line in text.splitlines():
        for cell in line.split(","):
            assert not cell.lstrip('"').startswith("=HYPERLINK")
