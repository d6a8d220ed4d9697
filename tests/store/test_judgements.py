"""What people decide holds over what the machine found, and can be taken back."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from store_values import TEXT, a_report, an_analysis, find

from onrecord.errors import InputError, StoreError
from onrecord.ids import make_id
from onrecord.model import Analysis, Entity, EntityLink, EntityRef, Mention, Published, Span, Story
from onrecord.store import (
    Correction,
    EntityFilter,
    Judgement,
    Merge,
    Record,
    Ruling,
    Signature,
    Split,
    StatementFilter,
    Undo,
    open_record,
    report_key,
)
from onrecord.store.sqlite import SqliteDatabase

REPORTS = ("a", "b", "c")
BY = Signature(author="Ana", why="I was there")
DAYS = ("2026-01-28", "2026-01-30", None)


def person(report_id: str, name: str, words: str) -> Entity:
    return Entity(
        id=make_id("entity", "person", name.casefold()), name=name, type="person", mentions=(Mention(span=find(TEXT, words), kind="name"),)
    )


def analysis_of(report_id: str, names: tuple[str, ...] = ("Ana Ruiz", "Teo Lind")) -> Analysis:
    """The statement of TEXT is the first one's, and so are its refusal and its figure."""
    report = a_report(report_id)
    analysis = an_analysis(report)
    people = tuple(person(report_id, name, "Ana Ruiz") for name in names)
    speaker = EntityRef(entity=people[0].id, name=people[0].name)
    said, unknown = analysis.statements
    said = replace(said, speaker=speaker, moves=tuple(replace(m, actor=speaker, on_behalf_of=speaker) for m in said.moves))
    figures = tuple(replace(f, according_to=None) for f in analysis.figures)
    people = (replace(people[0], roles=analysis.entities[0].roles), *people[1:])
    return replace(analysis, statements=(said, unknown), entities=people, figures=figures)


def fill(record: Record) -> None:
    """Three reports in one story, linked by name."""
    run = record.start_run("add", "e")
    for report_id, day in zip(REPORTS, DAYS, strict=True):
        published = Published(value=day, precision="day", basis="page") if day else None
        record.add_report(run, a_report(report_id, published=published), analysis_of(report_id))
    record.finish_run(run)
    record.replace_stories([Story(id="s", title=None, reports=REPORTS)])
    link(record)


def link(record: Record) -> frozenset[str]:
    """Everybody to the entity of the same name."""
    links = []
    for report_id in REPORTS:
        analysis, report = record.analysis(report_id), record.report(report_id)
        assert analysis and report
        for e in analysis.entities:
            key = report_key(report_id, report.text_sha256)
            links.append(EntityLink(report_key=key, local=e.id, entity=e.id, score=0.9, reasons=("the name itself",)))
    return record.replace_entity_links(links)


@pytest.fixture
def filled(record: Record) -> Record:
    fill(record)
    return record


def view(record: Record) -> tuple[object, ...]:
    """What people see."""
    moves = record._database.all("SELECT act, actor, on_behalf_of, statement FROM moves_told ORDER BY statement")
    figures = record._database.all("SELECT figure, according_to FROM figures_given ORDER BY figure")
    return list(record.statements()), record.entity_links(), list(record.entities()), moves, figures


def machine(record: Record) -> list[Analysis | None]:
    return [record.analysis(report_id) for report_id in REPORTS]


def decide(record: Record, ruling: Ruling, by: Signature = BY) -> Judgement:
    (made,) = record.judge(ruling, by).judgements
    return made


def said_in(report_id: str, which: int = 0) -> str:
    return analysis_of(report_id).statements[which].id


def row_of(record: Record, report_id: str, which: int = 0) -> Any:
    return record.statement_rows([said_in(report_id, which)])[said_in(report_id, which)]


def names_of(record: Record, **wanted: Any) -> list[str]:
    return [entity.name for entity in record.entities(EntityFilter(**wanted))]


def test_a_corrected_speaker_is_seen_everywhere_and_the_machines_value_is_kept(filled: Record) -> None:
    before = machine(filled)
    judged = filled.judge(Correction(statement=said_in("a"), speaker="teo lind"), BY)
    (made,) = judged.judgements
    assert judged.stories == {"s"}
    assert (made.kind, made.was, made.now, made.state, made.report) == ("speaker", "Ana Ruiz", "Teo Lind", "in force", "a")
    assert made.about == "“We will not sign,” … “Not ever.”"
    row = row_of(filled, "a")
    assert row.speaker.name == row.statement.speaker.name == "Teo Lind" and row.role is None
    assert [(c.field, c.author, c.why, c.judgement) for c in row.corrected] == [("speaker", "Ana", "I was there", made.id)]
    assert row.statement.reasons[-1] == f"Ana corrected this on {made.at[:10]} (speaker): I was there"
    (move,) = row.statement.moves
    assert (move.actor.name, move.on_behalf_of) == ("Teo Lind", None)
    assert machine(filled) == before
    assert [r.report for r in filled.statements(StatementFilter(speaker="Lind"))] == ["a"]
    assert filled._database.value("SELECT corrected FROM who_said_what WHERE statement = ?", (said_in("a"),)).startswith(
        "speaker by Ana on "
    )
    assert [(e.name, e.statements) for e in filled.entities()] == [("Ana Ruiz", 2), ("Teo Lind", 1)]
    brief = [(e.id, e.name, e.type, e.reports) for e in filled.entities()]
    assert [(e.id, e.name, e.type, e.reports) for e in filled.named_first(EntityFilter(), size=9)] == brief
    assert link(filled) == frozenset()  # linking again moves nobody
    assert row_of(filled, "a") == row


def test_an_unknown_speaker_gets_a_name_and_a_named_one_none(filled: Record) -> None:
    decide(filled, Correction(statement=said_in("a", 1), speaker="Xu  Li", speaker_type="person"))
    decide(filled, Correction(statement=said_in("b", 1), speaker="xu li"))
    assert (
        row_of(filled, "a", 1).speaker
        == row_of(filled, "b", 1).speaker
        == EntityRef(entity=make_id("entity", "person", "xu li"), name="Xu Li")
    )
    (new,) = filled.entities(EntityFilter(name="li"))
    assert (new.name, new.reports, new.statements, new.spellings) == ("Xu Li", 2, 2, ())
    assert filled._database.all("SELECT according_to FROM figures_given WHERE report = 'a'") == [("Xu Li",)]
    decide(filled, Correction(statement=said_in("a"), unknown_speaker=True))
    assert row_of(filled, "a").speaker is None
    decide(filled, Merge(entities=("Teo Lind", "Xu Li")))
    assert row_of(filled, "a", 1).speaker.name == "Teo Lind"


def test_a_corrected_span_is_cut_from_the_text(filled: Record) -> None:
    start = TEXT.index("We will not")
    filled.judge(Correction(statement=said_in("a"), content=(Span(start, start + 16),), source=(), said="2026-01"), BY)
    row = row_of(filled, "a")
    assert (row.content_text, row.source_text, row.statement.source) == ("We will not sign", "", ())
    assert (row.statement.said.value, row.statement.said.precision, row.statement.said.span) == ("2026-01", "month", None)
    assert [c.field for c in row.corrected] == ["content", "said", "source"]
    assert {hit.id for hit in filled.search("ever").hits if hit.kind == "statement"} == {said_in("b"), said_in("c")}


def test_what_is_no_statement_is_left_out_and_what_it_quotes_stands_alone(filled: Record) -> None:
    analysis = analysis_of("a")
    outer, inner = analysis.statements
    filled.replace_analysis(
        report_key("a", a_report("a").text_sha256), replace(analysis, statements=(outer, replace(inner, parent=outer.id)))
    )
    assert row_of(filled, "a", 1).statement.parent == outer.id
    made = decide(filled, Correction(statement=outer.id, not_a_statement=True))
    assert row_of(filled, "a", 1).statement.parent is None
    assert outer.id not in {row.statement.id for row in filled.statements()}
    assert outer.id not in {hit.id for hit in filled.search("sign").hits}
    assert filled.statement_rows([outer.id]) == {}
    stored = filled.analysis("a")
    assert stored and stored.statements == (outer, replace(inner, parent=outer.id))
    decide(filled, Undo(judgement=made.id))
    assert row_of(filled, "a", 1).statement.parent == outer.id


def test_a_merge_and_a_split_and_their_undoing(filled: Record) -> None:
    before = view(filled)
    merge = decide(filled, Merge(entities=("Teo Lind", "Ana Ruiz")))
    (one,) = filled.entities()
    assert (one.name, one.reports, one.statements) == ("Teo Lind", 3, 3)
    assert [(s.name, s.reports) for s in one.spellings] == [("Ana Ruiz", 3), ("Teo Lind", 3)]
    assert one.reasons == (f"Ana took them for one on {merge.at[:10]}: I was there", "the name itself")
    assert [(r.title, r.as_of.value if r.as_of else None, r.report) for r in one.roles] == [("Minister", "2026-01-28", "a")]
    split = decide(filled, Split(entity="Ana Ruiz", report="b"))
    assert split.report == "b"
    assert row_of(filled, "b").speaker.name == "Ana Ruiz" and row_of(filled, "a").speaker.name == "Teo Lind"
    apart = decide(filled, Split(entity=one.id, name="ANA RUIZ"))
    assert row_of(filled, "a").speaker.entity != row_of(filled, "b").speaker.entity
    assert link(filled) == frozenset()
    for made in (merge, apart, split):
        decide(filled, Undo(judgement=made.id[:25]))
    assert view(filled) == before
    assert [j.state for j in filled.judgements()] == ["undone"] * 3 + ["in force"] * 3
    again = decide(filled, Undo(judgement=next(j.undone_by or "" for j in filled.judgements() if j.id == merge.id)))
    assert names_of(filled) == ["Teo Lind"] and again.kind == "undo"


def test_judgements_hold_for_the_next_analysis_or_wait_for_it(filled: Record) -> None:
    key = report_key("a", a_report("a").text_sha256)
    old = analysis_of("a")
    speaker = decide(filled, Correction(statement=old.statements[0].id, speaker="Xu Li"))
    said = decide(filled, Correction(statement=old.statements[1].id, said="2026-01-02"))
    merge = decide(filled, Merge(entities=("Teo Lind", "Ana Ruiz")))
    other_cue = replace(old.statements[0], id="statement-new", cue=(find(TEXT, "told reporters"),))
    new = replace(old, engine="tagger 2", statements=(other_cue,), figures=(), events=())
    filled.replace_analysis(key, new)
    assert filled.analysis("a") == new
    states = {j.id: (j.state, j.problem) for j in filled.judgements()}
    assert states[speaker.id] == ("in force", None)
    assert states[said.id] == ("waiting", "the record does not hold the statement now")
    assert filled.statement_rows(["statement-new"])["statement-new"].speaker.name == "Xu Li"  # type: ignore[union-attr]
    (problem,) = [p for p in filled.problems() if p.where == said.id]
    assert problem.why == "this judgement waits: the record does not hold the statement now" and problem.report == "a"
    assert [p for p in filled.problems(story="s") if p.where == said.id] and not [p for p in filled.problems("run-0")]
    link(filled)
    assert [j.state for j in filled.judgements()] == ["in force", "waiting", "in force"]
    nobody = replace(old, entities=tuple(e for e in old.entities if e.name != "Teo Lind"))
    for report_id in REPORTS:
        text = a_report(report_id).text_sha256
        filled.replace_analysis(report_key(report_id, text), replace(nobody, report_id=report_id, statements=(), figures=(), events=()))
    link(filled)
    assert {j.id: j.problem for j in filled.judgements()}[merge.id] == "nobody is called Teo Lind (person) now"
    assert len(list(filled.judgements())) == 3
    for report_id in REPORTS:
        filled.replace_analysis(report_key(report_id, a_report(report_id).text_sha256), analysis_of(report_id))
    link(filled)
    assert [j.state for j in filled.judgements()] == ["in force"] * 3
    assert row_of(filled, "a").speaker.name == "Xu Li" and names_of(filled) == ["Teo Lind", "Xu Li"]


def test_a_later_correction_overtakes_until_it_is_undone(filled: Record) -> None:
    first = decide(filled, Correction(statement=said_in("a"), speaker="Teo Lind"))
    second = decide(filled, Correction(statement=said_in("a"), unknown_speaker=True))
    assert (second.was, second.now) == ("Teo Lind", None)
    assert [j.state for j in filled.judgements()] == ["overtaken", "in force"]
    decide(filled, Undo(judgement=second.id))
    assert row_of(filled, "a").speaker.name == "Teo Lind"
    assert [c.judgement for c in row_of(filled, "a").corrected] == [first.id]
    with pytest.raises(InputError, match="was undone already"):
        decide(filled, Undo(judgement=second.id))


def test_a_correction_of_what_has_changed_meanwhile_is_refused(filled: Record) -> None:
    seen = row_of(filled, "a").version
    ruling = Correction(statement=said_in("a"), speaker="Teo Lind")
    filled.judge(ruling, replace(BY, based_on=seen))
    with pytest.raises(InputError, match=r"not any more what the correction is based on \(speaker by Ana on "):
        filled.judge(Correction(statement=said_in("a"), unknown_speaker=True), replace(BY, based_on=seen))
    assert len(list(filled.judgements())) == 1


@pytest.mark.parametrize(
    ("ruling", "said"),
    [
        (Merge(entities=("Ana Ruiz", "ana  ruiz")), "takes two"),
        (Merge(entities=("Ana Ruiz", "Nobody")), "no entity 'Nobody'. List them with: onrecord entities"),
        (Split(entity="Ana Ruiz"), "Give --report or --name"),
        (Split(entity="Ana Ruiz", report="z"), "has nothing there: 'z'. It has: a, b, c"),
        (Split(entity="Ana Ruiz", name="Ana Ruiz"), "nothing would be left"),
        (Correction(statement="statement-0", not_a_statement=True), "no statement 'statement-0'"),
        (Correction(statement="statement-", not_a_statement=True), "6 statements begin with"),
        (Correction(statement=said_in("a")), "Give a speaker"),
        (Correction(statement=said_in("a"), content=()), "never empty"),
        (Correction(statement=said_in("a"), content=(Span(0, 4000),)), "ends after the text, which has"),
        (Correction(statement=said_in("a"), content=(Span(5, 9), Span(0, 6))), "overlap or stand in the wrong order"),
        (Correction(statement=said_in("a"), speaker=" "), "--unknown-speaker"),
        (Correction(statement=said_in("a"), speaker="X", unknown_speaker=True), "one of the two"),
        (Correction(statement=said_in("a"), speaker="entity-0"), "no entity 'entity-0'"),
        (Correction(statement=said_in("a"), said="soon"), "is not a date"),
        (Undo(judgement="judgement-0"), "no judgement 'judgement-0'"),
    ],
)
def test_what_cannot_be_done_is_refused_and_changes_nothing(filled: Record, ruling: Ruling, said: str) -> None:
    before = view(filled)
    with pytest.raises(InputError, match=said.replace("(", r"\(")):
        filled.judge(ruling, BY)
    assert view(filled) == before and list(filled.judgements()) == []


@pytest.mark.parametrize("by", [Signature(author=" ", why="so"), Signature(author="Ana", why="")])
def test_a_judgement_has_an_author_and_a_reason(filled: Record, by: Signature) -> None:
    with pytest.raises(InputError, match="needs an author and a reason"):
        filled.judge(Correction(statement=said_in("a"), not_a_statement=True), by)


def test_a_name_that_several_have_is_asked_about(filled: Record) -> None:
    decide(filled, Split(entity="Ana Ruiz", report="b"))
    with pytest.raises(InputError, match="2 entities go by 'Ana Ruiz'. Give the id of one: entity-.* .Ana Ruiz, person., entity-"):
        decide(filled, Correction(statement=said_in("a", 1), speaker="Ana Ruiz"))
    one, _ = (e.id for e in filled.entities(EntityFilter(name="Ana Ruiz")))
    decide(filled, Correction(statement=said_in("a", 1), speaker=one))
    link(filled)
    assert row_of(filled, "a", 1).speaker.entity == one


def test_rows_of_judgements_stay_as_they_are(filled: Record) -> None:
    decide(filled, Correction(statement=said_in("a"), unknown_speaker=True))
    for sql, why in (("UPDATE judgement SET why = 'x'", "never changes"), ("DELETE FROM judgement", "never removed")):
        with pytest.raises(StoreError, match=why):
            filled._database.run(sql)
    (before,) = filled.judgements()
    columns = "id, kind, target, value, was, author, at"
    again = f"INSERT INTO judgement ({columns}, why) SELECT {columns}, 'x' FROM judgement"
    if isinstance(filled._database, SqliteDatabase):
        filled._database.run(again.replace("INSERT", "INSERT OR REPLACE", 1))
    filled._database.run(again)
    assert list(filled.judgements()) == [before]


@pytest.mark.parametrize(
    ("damage", "found"),
    [
        ("UPDATE statement SET hidden = 1", "is not what was judged"),
        ("UPDATE entity SET folded = 'x'", "is found by another name"),
        ("UPDATE overruled SET judgement = (SELECT id FROM judgement WHERE why = 'undone')", "overruled follows it, and it does not hold"),
        ("UPDATE entity_link SET judgement = (SELECT id FROM judgement WHERE why = 'undone')", "entity_link follows it"),
    ],
)
def test_verify_finds_what_no_judgement_says(tmp_path: Path, damage: str, found: str) -> None:
    with open_record(tmp_path / "damaged.db") as record:
        fill(record)
        gone = decide(record, Correction(statement=said_in("a"), cue=()), Signature(author="Ana", why="undone"))
        decide(record, Undo(judgement=gone.id))
        decide(record, Correction(statement=said_in("a"), unknown_speaker=True))
        assert record.verify() == []
        record._database.run(damage)
        assert any(found in problem.why for problem in record.verify()), record.verify()


def test_reports_that_nothing_links_yet_can_be_judged(record: Record) -> None:
    run = record.start_run("add", "e")
    for report_id in REPORTS:
        record.add_report(run, a_report(report_id), analysis_of(report_id))
    assert [(e.name, e.reports, e.statements) for e in record.entities()] == [("Ana Ruiz", 3, 3), ("Teo Lind", 3, 0)]
    before = view(record)
    merge = decide(record, Merge(entities=("Ana Ruiz", "Teo Lind")))
    assert [(e.name, e.reports) for e in record.entities()] == [("Ana Ruiz", 3)]
    decide(record, Undo(judgement=merge.id))
    assert view(record) == before


def test_entities_are_chosen(filled: Record) -> None:
    assert names_of(filled, type="person", story="s") == ["Ana Ruiz", "Teo Lind"]
    assert names_of(filled, name="RUIZ") == ["Ana Ruiz"]
    assert names_of(filled, type="state") == names_of(filled, story="none") == names_of(filled, name="Rui") == []


# Whatever is decided in whatever order: with all of it undone, people see what they saw before

_statements = st.sampled_from([said_in(report_id, which) for report_id in REPORTS for which in (0, 1)])
_names = st.sampled_from(["Ana Ruiz", "Teo Lind", "Xu Li", "Ana Ruiz", "Li"])
_pieces = st.lists(st.integers(0, len(TEXT)), min_size=2, max_size=6, unique=True).map(
    lambda cuts: tuple(Span(a, b) for a, b in zip(sorted(cuts)[::2], sorted(cuts)[1::2], strict=False))
)
_corrections = st.builds(
    Correction,
    statement=_statements,
    speaker=st.none() | _names,
    content=st.none() | _pieces,
    source=st.none() | _pieces | st.just(()),
    cue=st.none() | _pieces,
    said=st.none() | st.just("2026-02"),
    not_a_statement=st.booleans(),
) | st.builds(Correction, statement=_statements, unknown_speaker=st.just(True))
_rulings = (
    _corrections
    | st.builds(Merge, entities=st.tuples(_names, _names))
    | st.builds(Split, entity=_names, report=st.sampled_from(REPORTS))
    | st.builds(Split, entity=_names, name=_names)
)


@settings(max_examples=40, deadline=None)
@given(st.lists(_rulings, max_size=6), st.randoms(use_true_random=False))
def test_with_everything_undone_the_view_is_the_first_one(rulings: list[Ruling], chance: Any) -> None:
    with TemporaryDirectory() as folder, open_record(Path(folder) / "r.db") as record:
        fill(record)
        before, found = view(record), machine(record)
        for ruling in rulings:
            try:
                record.judge(ruling, BY)
            except InputError:
                continue
            assert machine(record) == found
        seen = view(record)
        link(record)
        assert view(record) == seen, "linking again changes nothing"
        made = [j.id for j in record.judgements()]
        chance.shuffle(made)
        for judgement in made:
            decide(record, Undo(judgement=judgement))
            assert record.verify() == []
        assert view(record) == before


_DECIDE = """
import sys
sys.path.insert(0, {folder!r})
from test_judgements import BY, Correction, Merge, REPORTS, Undo, said_in
from onrecord.store import open_record
with open_record({path!r}) as record:
    for number in range(6):
        ruling = Correction(statement=said_in(REPORTS[number % 3]), speaker=f"Speaker {{sys.argv[1]}} {{number}}")
        (made,) = record.judge(ruling, BY).judgements
        if number % 2:
            record.judge(Undo(judgement=made.id), BY)
        print(made.id, flush=True)
"""


def test_several_processes_may_judge_at_once(tmp_path: Path, filled: Record) -> None:
    script = _DECIDE.format(folder=str(Path(__file__).parent), path=str(filled.path))
    children = [subprocess.Popen([sys.executable, "-c", script, str(n)], stdout=subprocess.PIPE, text=True) for n in range(3)]
    said = [child.communicate()[0].split() for child in children]
    assert [child.returncode for child in children] == [0] * 3
    made = list(filled.judgements())
    assert {j.id for j in made if j.kind == "speaker"} == set(sum(said, []))
    assert len(made) == 27 and len({j.at for j in made}) == 27
    assert sum(j.state == "undone" for j in made) == 9
