"""A draft beside the record: what each line says, and that nothing else is done."""

from __future__ import annotations

from pathlib import Path

import pytest
from quay import Page, keep

from onrecord.desk import Screening, Wanted, screen_draft
from onrecord.errors import InputError
from onrecord.pipeline import LiveRecord, open_record
from onrecord.store import StatementRow
from onrecord.store.sqlite import SqliteDatabase as Database

QUAY = "“We will not sign a paper that gives away the northern quay to strangers,” Ana Ruiz said."
CRANES = "Teo Lind said the sale would cost nine crane drivers their jobs before the spring."


def pages() -> list[Page]:
    post = Page("post", f"{QUAY} {CRANES}").say("Ana Ruiz", "We will not sign a paper that gives away the northern quay to strangers")
    post.say("Teo Lind", "the sale would cost nine crane drivers their jobs before the spring", manner="indirect")
    return [post]


def kinds(found: Screening) -> list[str]:
    return [line.kind for line in found.lines]


def screen(record: LiveRecord, page: Page, *quoted: str, **wanted: str) -> Screening:
    return screen_draft(record, page.draft(*quoted), Wanted(**wanted))


def test_what_is_on_the_record_is_shown_with_its_place(record: LiveRecord) -> None:
    keep(record, *pages())
    words = "We will not sign a paper that gives away the northern quay to strangers"
    found = screen(record, Page("draft", f"Ana Ruiz: »{words}«").say("Ana Ruiz", words), words)
    (line,) = found.lines
    (row,) = line.on_record
    assert (line.kind, line.text, line.spans[0].of(found.draft.text)) == ("known", words, words)
    assert isinstance(row, StatementRow) and (row.report, row.outlet) == ("post", "The Harbour Post")
    assert row.statement.content[0].of(QUAY) == words and line.reasons[0] == "same speaker"
    assert not found.at_odds and found.complete and found.story == "story-quay"


def test_what_nobody_said_is_new(record: LiveRecord) -> None:
    keep(record, *pages())
    words = "the gulls had come back early"
    found = screen(record, Page("draft", f"Ana Ruiz said that {words}.").say("Ana Ruiz", words))
    assert kinds(found) == ["new"] and found.lines[0].on_record == () and found.lines[0].reasons and not found.at_odds


def test_another_number_is_at_odds_and_shows_both(record: LiveRecord) -> None:
    keep(record, *pages())
    words = "the sale would cost twelve crane drivers their jobs before the spring"
    found = screen(record, Page("draft", f"Teo Lind said {words}.").say("Teo Lind", words, manner="indirect"))
    (line,) = found.lines
    assert line.kind == "at odds" and found.at_odds
    assert [(d.slot, d.a, d.b) for d in line.differs] == [("number", "twelve", "nine")]


def test_a_quotation_is_held_against_the_characters(record: LiveRecord) -> None:
    keep(record, *pages())
    same = "we will not  sign a paper that gives away the northern quay,"
    assert kinds(screen(record, Page("draft", f"Ana Ruiz: “{same}”").say("Ana Ruiz", same), same)) == ["known"]
    other = "We will never sign papers that give away the northern quay to strangers"
    found = screen(record, Page("draft", f"Ana Ruiz: “{other}”").say("Ana Ruiz", other), other)
    line = next(line for line in found.lines if line.kind == "quotation not verbatim")
    assert [(d.a, d.b) for d in line.differs] == [("never", "not"), ("papers", "a paper"), ("give", "gives")]
    assert line.text == other and found.at_odds


def test_a_short_misquotation_by_one_speaker_is_shown(record: LiveRecord) -> None:
    keep(record, Page("post", "“We never invited anybody,” Ana Ruiz said.").say("Ana Ruiz", "We never invited anybody"))
    words = "We have never invited anyone"
    found = screen(record, Page("draft", f"Ana Ruiz: “{words}”").say("Ana Ruiz", words), words)
    assert kinds(found) == ["quotation not verbatim"]
    assert [(d.a, d.b) for d in found.lines[0].differs] == [("have", ""), ("anyone", "anybody")]


def test_a_quotation_that_is_only_reported_says_so(record: LiveRecord) -> None:
    keep(record, *pages())
    words = "the sale would cost nine crane drivers their jobs before the summer"
    found = screen(record, Page("draft", f"Teo Lind: “{words}”").say("Teo Lind", words), words)
    line = next(line for line in found.lines if line.kind == "quotation not verbatim")
    assert line.reasons[0] == "the record has it in indirect speech only"


def test_the_same_words_by_another_name(record: LiveRecord) -> None:
    keep(record, *pages())
    words = "We will not sign a paper that gives away the northern quay to strangers"
    found = screen(record, Page("draft", f"Piet Amsel: “{words}”").say("Piet Amsel", words), words)
    (line,) = found.lines
    assert line.kind == "attribution differs" and found.at_odds
    assert [(d.slot, d.a, d.b) for d in line.differs] == [("who", "Piet Amsel", "Ana Ruiz")]


def test_figures_known_out_of_date_at_odds_and_new(record: LiveRecord) -> None:
    first = Page("one", "Ana Ruiz said 12 people died.", "2026-01-28").count("12", 12, 12)
    second = Page("two", "Ana Ruiz said 17 people died.", "2026-01-30").count("17", 17, 17)
    keep(record, first, second)
    draft = Page("draft", "12, 17 or 19 people died, and 40 were hurt.").count("12", 12, 12).count("17", 17, 17).count("19", 19, 19)
    found = screen(record, draft.count("40", 40, 40, "injured"), story="story-quay")
    assert kinds(found) == ["figure out of date", "figure known", "figure at odds", "figure new"]
    old, known, odd, new = found.lines
    assert [(d.a, d.b) for d in old.differs] == [("12", "17")] and [(d.a, d.b) for d in odd.differs] == [("19", "17")]
    assert [[row.report for row in line.on_record] for line in (old, known, odd, new)] == [["two"], ["two"], ["two"], []]
    assert "last on the record on 2026-01-28" in old.reasons[1]
    early = screen(record, draft, story="story-quay", as_of="2026-01-29")
    assert kinds(early)[:2] == ["figure known", "figure at odds"]


def test_the_clocks_and_the_story_limit_what_is_looked_at(record: LiveRecord) -> None:
    keep(record, *pages())
    words = "We will not sign a paper that gives away the northern quay to strangers"
    page = Page("draft", f"Ana Ruiz: {words}").say("Ana Ruiz", words)
    for wanted in ({"as_of": "2026-01-29"}, {"known_at": "2020"}, {"story": "story-other"}):
        assert kinds(screen(record, page, **wanted)) == ["new"]


def test_a_name_spelled_otherwise_on_the_record_is_the_same_speaker(record: LiveRecord) -> None:
    words = "We will not sign a paper that gives away the northern quay"
    keep(record, Page("a", f"Anna Ruis: {words}").say("Anna Ruis", words), Page("b", f"Ana Ruiz: {words}").say("Ana Ruiz", words))
    record.merge("Anna Ruis", "Ana Ruiz", why="one minister", author="Test")
    found = screen(record, Page("draft", f"Ana Ruiz: {words}").say("Ana Ruiz", words))
    assert kinds(found) == ["known"] and len(found.lines[0].on_record) == 2


def test_words_of_every_statement_cost_no_more_in_a_larger_record(record: LiveRecord, monkeypatch: pytest.MonkeyPatch) -> None:
    words = "the talks about the quay will go on in April"
    keep(record, *(Page(f"r{n}", f"Ana Ruiz said {words}.").say("Ana Ruiz", words, manner="indirect") for n in range(340)), story=None)
    read = 0
    rows_until = Database.rows_until

    def counted(self: Database, stop: float, sql: str, bindings: tuple[object, ...]) -> tuple[list[tuple[object, ...]], bool]:
        nonlocal read
        rows, whole = rows_until(self, stop, sql, bindings)
        assert len(rows) <= 301
        read += len(rows)
        return rows, whole

    monkeypatch.setattr(Database, "rows_until", counted)
    found = screen(record, Page("draft", f"Ana Ruiz said {words}.").say("Ana Ruiz", words, manner="indirect"))
    assert kinds(found) == ["known"] and read > 0


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record that the shipped models made."""
    folder = tmp_path_factory.mktemp("shipped")
    (folder / "post.txt").write_text(f"Ruiz will not sign\n\n{QUAY}\n\n{CRANES}\n", encoding="utf-8")
    with open_record(folder / "record.db") as record:
        record.add([folder / "post.txt"])
    return folder / "record.db"


def test_a_text_is_read_analysed_and_not_stored(shipped: Path) -> None:
    before = shipped.read_bytes()
    with open_record(shipped, read_only=True) as record:
        found = record.screen("“We will not sign a paper that gives away the northern quay to anyone,” Ana Ruiz said.")
        assert "quotation not verbatim" in kinds(found) and found.at_odds
        for line in found.lines:
            assert " … ".join(span.of(found.draft.text) for span in line.spans) == line.text
        with pytest.raises(InputError, match="The draft cannot be read"):
            record.screen("   ")
    assert shipped.read_bytes() == before
