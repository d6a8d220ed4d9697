"""Every screen, empty, typical and larger, in every shape; and the text of a source, character for character."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter, deque
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote, urljoin, urlsplit
from xml.etree import ElementTree

import pytest
from served import Served, keep, report, serving

from onrecord.views.findings import ORDER, PARTING

SCREENS = (
    *("/", "/statements", "/findings", "/entities", "/search", "/review", "/judgements", "/versions", "/compare", "/changes"),
    *("/runs", "/problems", "/health", "/keys", "/screen", "/add"),
)
SHAPED = ("/stories", *(s for s in SCREENS[1:13]))
RECORDS = ("empty", "typical", "larger")


class Page(HTMLParser):
    """What the tests ask of a page: its links, its ids, the text of the source."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[str] = []
        self.ids: list[str] = []
        self.bare: list[str] = []
        self.source = ""
        self._depth = 0
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "a" and found.get("href"):
            self.links.append(found["href"] or "")
        if found.get("id"):
            self.ids.append(found["id"] or "")
        self.bare += [name for name in found if name.startswith("on") or name == "style"]
        if tag in ("script", "style") and not found.get("src"):
            self.bare.append(tag)
        if tag == "div" and (self._depth or "text" in (found.get("class") or "").split()):
            self._depth += 1

    def handle_endtag(self, tag: str) -> None:
        if tag == "div" and self._depth:
            self._depth -= 1

    def handle_data(self, data: str) -> None:
        if self._depth:
            self.source += data


@pytest.mark.parametrize("size", RECORDS)
@pytest.mark.parametrize("path", SCREENS)
def test_a_screen_is_whole(desks: dict[str, Served], size: str, path: str) -> None:
    answer = desks[size].client().get(path)
    assert answer.status_code == 200
    page = Page(answer.text)
    assert page.bare == [], "no inline script or style: the policy would stop it"
    assert len(page.ids) == len(set(page.ids)), sorted(i for i in page.ids if page.ids.count(i) > 1)
    assert answer.text.count("<h1") == 1
    assert answer.text.rstrip().endswith("</html>")


@pytest.mark.parametrize("size", RECORDS)
@pytest.mark.parametrize("path", SHAPED)
def test_a_screen_is_also_json_and_csv(desks: dict[str, Served], size: str, path: str) -> None:
    client = desks[size].client()
    assert isinstance(client.get(f"{path}.json").json(), dict)
    answer = client.get(f"{path}.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    head, *rows = csv.reader(io.StringIO(answer.text))
    assert all(len(row) == len(head) for row in rows)


@pytest.mark.parametrize("size", ["typical", "larger"])
def test_every_link_leads_somewhere(desks: dict[str, Served], size: str) -> None:
    client, seen, wanted, most = desks[size].client(), set[str](), deque(["/"]), 350
    bad = []
    while wanted and len(seen) < most:
        path = wanted.popleft()
        if path in seen:
            continue
        seen.add(path)
        answer = client.get(path)
        if answer.status_code != 200:
            bad.append((path, answer.status_code))
        if "text/html" in answer.headers["content-type"]:
            for link in Page(answer.text).links:
                parts = urlsplit(urljoin(f"http://127.0.0.1{path}", link))
                if parts.netloc == "127.0.0.1":
                    wanted.append(parts.path + (f"?{parts.query}" if parts.query else ""))
    assert bad == []
    assert len(seen) > 100


def test_pages_and_their_json_say_the_same(desks: dict[str, Served]) -> None:
    client = desks["typical"].client()
    found = client.get("/statements.json?manner=direct&size=50").json()
    page = client.get("/statements?manner=direct").text
    assert found["statements"]
    for statement in found["statements"]:
        assert f'id="row-{statement["id"]}"' in page


def test_the_cursor_of_the_ledger_visits_every_statement_once(desks: dict[str, Served]) -> None:
    client = desks["larger"].client()
    for order in ("newest", "oldest"):
        seen: list[str] = []
        token = ""
        while True:
            found = client.get("/statements.json", params={"size": 300, "order": order, "next": token}).json()
            seen += [s["id"] for s in found["statements"]]
            token = found["next"]
            if token is None:
                break
        assert len(seen) == len(set(seen)) == found["count"]["number"]
        days = [s["published"]["value"] for s in found["statements"]]
        assert days == sorted(days, reverse=order == "newest")


@pytest.mark.parametrize(("path", "entries"), [("/", "stories"), ("/findings", "findings"), ("/runs/{run}", "entries")])
@pytest.mark.parametrize("size", ["typical", "larger"])
def test_a_listing_goes_on_where_its_page_ended(desks: dict[str, Served], size: str, path: str, entries: str) -> None:
    client = desks[size].client()
    path = f"{path.format(run=client.get('/runs.json').json()['runs'][0]['id'])}.json".replace("/.json", "/stories.json")
    whole = client.get(path, params={"size": 1000}).json()
    assert whole["next"] is None and len(whole[entries]) > 1
    pieces, token = [], ""
    while token is not None:
        found = client.get(path, params={"size": 1 + len(whole[entries]) // 4, "next": token}).json()
        pieces += found[entries]
        token = found["next"]
    assert pieces == whole[entries]


def test_the_weightiest_findings_come_first(desks: dict[str, Served]) -> None:
    """As they do where those of one story, or of a day, are put in order; and every one is counted."""
    with desks["typical"].records.read() as record:
        kept = list(record.findings())
        shown = sorted((f for f in kept if f.type in PARTING), key=lambda f: (ORDER.index(f.type), -f.score, f.id))
    found = desks["typical"].client().get("/findings.json?size=1000").json()
    assert [f["id"] for f in found["findings"]] == [f.id for f in shown]
    assert len({f.type for f in shown}) > 1
    assert found["numbers"] == Counter(f.type for f in kept)


def test_filters_leave_what_fits(desks: dict[str, Served]) -> None:
    client = desks["typical"].client()
    for asked, fits in (
        ({"speaker": "Vetrych"}, lambda s: "Vetr" in s["speaker"]["name"]),
        ({"outlet": "the daily harrier"}, lambda s: s["outlet"] == "The Daily Harrier"),
        ({"min_score": "0.9"}, lambda s: s["score"] >= 0.9),
        ({"until": "2026-03-10"}, lambda s: s["published"]["value"] <= "2026-03-10T99"),
    ):
        found = client.get("/statements.json", params=asked).json()["statements"]
        assert found and all(map(fits, found)), asked


TEXTS = {
    "emoji": "💩 نص The minister said “we are 👩‍👩‍👧‍👦 here”, and e\u0301 left.\n\nSecond line.",
    "rtl": "אמר השר: ״לא נבוא״. Ana said “we will come”.\n  indented\tand tabbed",
    "bidi": "Ana said “we \u202erefuse\u202c the offer” on\u200b Friday\u2028and\x0c more.",
    "returns": "One line\r\nAna said “two lines”\r\n\r\n\r\nthree\r",
    "markup": "<b>Ana</b> said “5 < 6 && \"x\" 'y' &amp;” </p></div>",
}


@pytest.mark.parametrize("name", TEXTS)
def test_the_source_is_the_text_character_for_character(tmp_path: Path, name: str) -> None:
    text = TEXTS[name]
    words = re.search(r"“([^”]*)”", text)
    assert words is not None
    who = "Ana" if "Ana" in text else "The minister"
    keep(tmp_path / "r.db", (report("a", text, title="A"), [(who, words[1])]))
    with serving(tmp_path / "r.db") as served:
        page = Page(served.client().get("/source?report=a").text)
    assert page.source == text


def test_every_sample_is_shown_character_for_character(desks: dict[str, Served]) -> None:
    client = desks["typical"].client()
    with desks["typical"].records.read() as record:
        texts = {r.id: r.text for r in record.reports()}
    for report_id, text in texts.items():
        assert Page(client.get(f"/source?report={quote(report_id, safe='')}").text).source == text


def test_what_a_report_hid_is_shown_as_hidden(desks: dict[str, Served]) -> None:
    with desks["typical"].records.read() as record:
        hiding = next(r.id for r in record.reports() if any(f.kind == "hidden" for f in r.furniture))
    page = desks["typical"].client().get(f"/source?report={quote(hiding, safe='')}").text
    assert 'class="fur hidden-text"' in page
    assert "where no reader saw it" in page


def test_no_card_without_both_of_its_sides(desks: dict[str, Served]) -> None:
    found = desks["typical"].client().get("/findings.json").json()["findings"]
    assert found
    for finding in found:
        for side in ("a", "b"):
            assert finding["sides"][side]
            assert all(entry["outlet"] for entry in finding["sides"][side])


def test_words_that_one_side_has_are_marked_in_words_that_stay_as_they_are(desks: dict[str, Served]) -> None:
    page = desks["typical"].client().get("/findings").text
    assert '<mark class="w">underlined</mark>: words that the other side has not' in page
    quoted = [re.sub(r"<[^>]+>", "", said) for said in re.findall(r'<bdi class="said">(.*?)</bdi></blockquote>', page)]
    found = desks["typical"].client().get("/findings.json?size=20").json()["findings"]
    texts = [entry["text"] for finding in found for side in "ab" for entry in finding["sides"][side][:3] if not entry["figure"]]
    assert [unescape(said).strip("“”") for said in quoted] == [text.strip("“”") for text in texts]


def test_what_was_considered_and_is_not_comparable_names_both(desks: dict[str, Served]) -> None:
    client = desks["typical"].client()
    story = max(client.get("/stories.json").json()["stories"], key=lambda s: len(s["story"]["reports"]))["story"]["id"]
    found = client.get(f"/findings.json?story={story}").json()["considered"]
    page = client.get(f"/findings?story={story}").text
    assert found and all(entry[side]["outlet"] and entry["because"] for entry in found for side in "ab")
    assert all(f'id="{entry["id"]}"' in page for entry in found)
    assert f"{len(found)} pairs considered, not comparable" in client.get(f"/stories/{story}").text
    assert "considered" not in client.get("/findings").text


def test_a_feed_is_atom_with_lasting_ids(desks: dict[str, Served]) -> None:
    client = desks["typical"].client()
    root = ElementTree.fromstring(client.get("/statements.atom?speaker=Vetrych").text)
    ids = [e.text for e in root.iter("{http://www.w3.org/2005/Atom}id")]
    assert len(ids) > 5 and len(ids) == len(set(ids))
    assert client.get("/statements.atom?speaker=Vetrych").text == client.get("/statements.atom?speaker=Vetrych").text
    ElementTree.fromstring(client.get("/changes.atom").text)


HOSTILE = ('"', "a AND", "NEAR(", "*", "-w1", "OPS-306", "it's", "x" * 5000, "\u202e", "%00", "💩", "a:b", "(((", "^", "' OR 1=1 --")


@pytest.mark.parametrize("asked", HOSTILE)
def test_no_search_is_an_error_page(desks: dict[str, Served], asked: str) -> None:
    assert desks["typical"].client().get("/search", params={"q": asked}).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        *("/statements?since=yesterday", "/statements?manner=loud", "/statements?min_score=2", "/statements?size=0", "/?as_of=13"),
        *("/statements?next=%FF", "/findings?type=wrong", "/entities?next=abc", "/review?queue=none", "/statements?next=WzFd"),
    ],
)
def test_what_cannot_be_asked_is_said_so(desks: dict[str, Served], path: str) -> None:
    answer = desks["typical"].client().get(path)
    assert answer.status_code == 400
    assert "That cannot be asked" in answer.text


def test_what_is_not_there_is_said_so(desks: dict[str, Served]) -> None:
    client = desks["typical"].client()
    for path in ("/stories/none", "/statements/none", "/entities/none", "/source?report=none", "/runs/none", "/jobs/none", "/nowhere"):
        answer = client.get(path)
        assert (answer.status_code, "Not in the record" in answer.text) == (404, True), path
    answer = client.get("/stories/none.json")
    assert answer.headers["content-type"] == "application/problem+json"


def test_every_statement_that_a_finding_names_can_be_looked_at(desks: dict[str, Served]) -> None:
    client = desks["typical"].client()
    sides = [side for finding in client.get("/findings.json").json()["findings"] for side in finding["sides"].values()]
    named = {entry["statement"] for side in sides for entry in side if entry["statement"]}
    assert {client.get(f"/statements/{statement}").status_code for statement in named} == {200}
