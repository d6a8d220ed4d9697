"""What the record has learnt since a moment, and the feed of it."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from datetime import UTC, datetime

import pytest
from quay import Page, keep

from onrecord.errors import InputError
from onrecord.export import atom_text, dump
from onrecord.export.desk import change_line
from onrecord.pipeline import LiveRecord
from onrecord.storyline import findings_at, findings_of, standing_of, utterances_of

URL = "https://post.example/quay?a=1&b=2"
SALE = "the sale would cost nine crane drivers their jobs before the spring"
SOLD = SALE.replace("nine", "twelve")
ATOM = "{http://www.w3.org/2005/Atom}"


def moment() -> str:
    return datetime.now(UTC).isoformat()


def compare(record: LiveRecord) -> None:
    record.replace_findings("story-quay", findings_of(record, "story-quay"))


@pytest.fixture
def then(record: LiveRecord) -> str:
    """The moment after the first report and before the others."""
    first = Page("post", f"Teo Lind said {SALE}. Ana Ruiz: the quay, yes.", "2026-01-28", url=URL, title="A <quay> & “more”\x0b")
    keep(record, first.say("Teo Lind", SALE, manner="indirect").say("Ana Ruiz", "the quay, yes", act="accept"))
    compare(record)
    now = moment()
    second = Page("bell", f"Teo Lind said {SOLD}. Ana Ruiz: the quay, no.", "2026-01-30", outlet="Ellingham Bell")
    version = Page("post~2", f"Teo Lind said {SALE}.", "2026-01-29", url=URL, title="A quay")
    keep(record, second.say("Teo Lind", SOLD, manner="indirect").say("Ana Ruiz", "the quay, no", act="refuse"))
    keep(record, version.say("Teo Lind", SALE, manner="indirect"))
    compare(record)
    record.merge("Teo Lind", "Ana Ruiz", why="a test", author="Test")
    compare(record)
    return now


def test_everything_new_is_there_and_nothing_old(record: LiveRecord, then: str) -> None:
    found = record.changes(then)
    assert {c.entry.id for c in found.of("report")} == {"bell", "post~2"}  # type: ignore[union-attr]
    assert {c.entry.report for c in found.of("statement")} == {"bell", "post~2"}  # type: ignore[union-attr]
    assert "differs" in {c.entry.type for c in found.of("finding")}  # type: ignore[union-attr]
    assert [c.entry.stance for c in found.of("position")] == ["refuses"]  # type: ignore[union-attr]
    (page,) = found.of("version")
    assert "1 removed" in page.summary and "title changed" in page.summary
    assert [c.entry.kind for c in found.of("judgement")] == ["merge"]  # type: ignore[union-attr]
    assert all(c.at >= then for c in found.entries) and [c.at for c in found.entries] == sorted(c.at for c in found.entries)


def test_the_same_moment_gives_the_same_and_a_later_one_nothing(record: LiveRecord, then: str) -> None:
    one, other = record.changes(then), record.changes(then)
    assert atom_text(one) == atom_text(other)
    assert [dump(change_line(one, c)) for c in one.entries] == [dump(change_line(other, c)) for c in other.entries]
    assert {c.id for c in one.entries} <= {c.id for c in record.changes("2020").entries}
    assert record.changes(moment()).entries == ()
    with pytest.raises(InputError):
        record.changes("soon")


def test_the_feed_is_atom_whatever_a_title_holds(record: LiveRecord, then: str) -> None:
    feed = ET.fromstring(atom_text(record.changes("2020")).encode())
    assert feed.tag == f"{ATOM}feed" and [feed.find(f"{ATOM}{name}") is not None for name in ("id", "title", "updated", "author")]
    entries = feed.findall(f"{ATOM}entry")
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(ids) == len(set(ids)) > 5 and all(i and i.startswith("urn:onrecord:change-") for i in ids)
    for entry in entries:
        assert all(entry.findtext(f"{ATOM}{name}") for name in ("title", "updated", "content"))
        assert datetime.fromisoformat(entry.findtext(f"{ATOM}updated") or "").tzinfo is not None
    first = next(e for e in entries if "A <quay> & “more”" in (e.findtext(f"{ATOM}title") or ""))
    assert first.find(f"{ATOM}link").attrib["href"] == URL  # type: ignore[union-attr]
    assert "Teo Lind: the sale" in (first.findtext(f"{ATOM}content") or "").replace("Ana Ruiz", "Teo Lind")
    assert feed.findtext(f"{ATOM}updated") == max(e.findtext(f"{ATOM}updated") or "" for e in entries)


def test_an_empty_feed_is_one_too(record: LiveRecord) -> None:
    feed = ET.fromstring(atom_text(record.changes("2026-02")).encode())
    assert feed.findtext(f"{ATOM}updated") == "2026-02-01T00:00:00Z" and feed.findall(f"{ATOM}entry") == []


def test_a_result_at_fixed_clocks_stays(record: LiveRecord) -> None:
    first = Page("a", f"Teo Lind said {SALE}.", "2026-01-28").say("Teo Lind", SALE, manner="indirect")
    second = Page("b", f"Teo Lind said {SOLD}.", "2026-01-29").say("Teo Lind", SOLD, manner="indirect")
    keep(record, first, second)
    compare(record)
    now = moment()

    def shown() -> tuple[object, ...]:
        found = findings_at(record, "story-quay", known_at=now)
        return found, standing_of(record, "story-quay", known_at=now), [u.id for u in utterances_of(record, "story-quay", known_at=now)]

    before = shown()
    assert before[0] == findings_at(record, "story-quay") and before[0]
    late = Page("c", f"Teo Lind said {SALE}. Ana Ruiz: the quay, no.", "2026-01-27").say("Teo Lind", SALE, manner="indirect")
    keep(record, late.say("Ana Ruiz", "the quay, no", act="refuse"))
    compare(record)
    assert shown() == before and findings_at(record, "story-quay") != before[0]
    assert findings_at(record, "story-quay", as_of="2026-01-28", known_at=now) == []
