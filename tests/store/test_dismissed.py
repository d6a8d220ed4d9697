"""A finding that people judged to be no conflict stays out until that is undone, whatever is analysed or compared anew."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from store_values import TEXT, a_report, an_analysis

from onrecord.errors import InputError, MissingError
from onrecord.ids import make_id
from onrecord.model import Analysis, Finding, FindingType, Span, Story
from onrecord.store import Correction, Judgement, NotAConflict, Record, Signature, Undo, report_key

BY = Signature(author="Ana", why="two strikes, not one")
A, B = (an_analysis(a_report(report_id)) for report_id in ("a", "b"))


def finding(kind: FindingType, a: str, b: str, slot: str | None = None) -> Finding:
    return Finding(id=make_id("finding", kind, slot or "", a, b), type=kind, slot=slot, story="s", a=(a,), b=(b,), why="w", score=0.5)


DISPUTE = finding("disputes", A.statements[0].id, B.statements[0].id, "number")
OTHER_SLOT = finding("disputes", A.statements[0].id, B.statements[0].id, "time")
OTHER_TYPE = finding("denies", A.statements[0].id, B.statements[0].id, "number")
FIGURES = finding("updates", A.figures[0].id, B.figures[0].id)
ALL = [DISPUTE, OTHER_SLOT, OTHER_TYPE, FIGURES]


@pytest.fixture
def filled(record: Record) -> Record:
    run = record.start_run("add", "e")
    for report_id, analysis in (("a", A), ("b", B)):
        record.add_report(run, a_report(report_id), analysis)
    record.finish_run(run)
    record.replace_stories([Story(id="s", title=None, reports=("a", "b"))])
    record.replace_findings("s", ALL)
    return record


def dismiss(record: Record, found: Finding) -> Judgement:
    (made,) = record.judge(NotAConflict(finding=found.id), BY).judgements
    return made


def shown(record: Record) -> set[str]:
    return {f.id for f in record.findings(story="s")}


def ids(*findings: Finding) -> set[str]:
    return {f.id for f in findings}


def renewed(record: Record, report_id: str, analysis: Analysis) -> None:
    record.replace_analysis(report_key(report_id, a_report(report_id).text_sha256), analysis)


def test_it_is_left_out_of_lists_and_counts_and_comes_back(filled: Record) -> None:
    made = dismiss(filled, DISPUTE)
    assert (made.kind, made.state, made.author, made.why, made.report) == ("not a conflict", "in force", "Ana", BY.why, None)
    assert made.about.startswith("disputes: “We will not sign,” … “Not ever.” ↔ ")
    assert made.targets == (DISPUTE.id, *DISPUTE.a, *DISPUTE.b)
    left = ids(OTHER_SLOT, OTHER_TYPE, FIGURES)
    assert shown(filled) == left
    assert filled.sizes() == (1, 3) and filled.amounts().findings == 3
    assert filled.story_tallies(["s"])["s"].findings == Counter(f.type for f in ALL if f != DISPUTE)
    assert {row[0] for row in filled._database.rows("SELECT finding FROM finding_texts")} == left
    assert filled.verify() == []
    undo = filled.judge(Undo(judgement=made.id), BY).judgements[0]
    assert shown(filled) == ids(*ALL)
    filled.judge(Undo(judgement=undo.id), BY)
    assert shown(filled) == left
    assert filled.verify() == []


def test_it_stays_out_when_everything_is_compared_anew(filled: Record) -> None:
    dismiss(filled, DISPUTE)
    dismiss(filled, FIGURES)
    turned = replace(DISPUTE, id="finding-turned", a=DISPUTE.b, b=DISPUTE.a)
    filled.replace_findings("s", [turned, OTHER_SLOT, OTHER_TYPE, FIGURES])
    assert shown(filled) == ids(OTHER_SLOT, OTHER_TYPE)


def test_it_holds_for_what_a_new_analysis_gives_other_ids(filled: Record) -> None:
    made = [dismiss(filled, DISPUTE), dismiss(filled, FIGURES)]
    said, *rest = A.statements
    statements = (replace(said, id="statement-other"), *(replace(s, parent=None) for s in rest))
    figures = tuple(replace(f, id="figure-other", statement=None, event=None) for f in A.figures[:1])
    renewed(filled, "a", replace(A, statements=statements, figures=figures, events=()))
    assert shown(filled) == set()  # what stood on the old analysis is gone until it is compared anew
    found = [replace(DISPUTE, id="f-1", a=("statement-other",)), replace(OTHER_SLOT, id="f-2", a=("statement-other",))]
    filled.replace_findings("s", [*found, replace(FIGURES, id="f-3", a=("figure-other",))])
    assert shown(filled) == {"f-2"}
    assert [j.state for j in filled.judgements()] == ["in force"] * 2
    filled.judge(Undo(judgement=made[0].id), BY)
    assert shown(filled) == {"f-1", "f-2"}


def test_it_waits_while_a_side_is_gone(filled: Record) -> None:
    dismiss(filled, DISPUTE)
    renewed(filled, "a", replace(A, statements=(), figures=(), events=()))
    (waiting,) = filled.judgements()
    assert (waiting.state, waiting.problem) == ("waiting", "the record does not hold the statements or figures of the finding now")
    assert [p.where for p in filled.problems() if "waits" in p.why] == [waiting.id]
    renewed(filled, "a", A)
    filled.replace_findings("s", ALL)
    assert [j.state for j in filled.judgements()] == ["in force"]
    assert shown(filled) == ids(OTHER_SLOT, OTHER_TYPE, FIGURES)


def test_a_correction_of_a_side_does_not_bring_it_back(filled: Record) -> None:
    dismiss(filled, DISPUTE)
    start = TEXT.index("We will not")
    filled.judge(Correction(statement=DISPUTE.a[0], content=(Span(start, start + 16),)), BY)
    filled.replace_findings("s", ALL)
    assert DISPUTE.id not in shown(filled) and filled.verify() == []


def test_what_is_compared_by_a_clock_follows_what_was_judged_by_then(filled: Record) -> None:
    made = dismiss(filled, DISPUTE)
    assert {f.id for f in filled.without_dismissed(ALL)} == ids(OTHER_SLOT, OTHER_TYPE, FIGURES)
    assert filled.without_dismissed(ALL, "2020") == ALL
    undo = filled.judge(Undo(judgement=made.id), BY).judgements[0]
    assert filled.without_dismissed(ALL) == ALL
    assert DISPUTE not in filled.without_dismissed(ALL, made.at) and DISPUTE in filled.without_dismissed(ALL, undo.at)


def test_what_cannot_be_judged_is_told_and_nothing_is_written(filled: Record) -> None:
    for wanted in ("finding-0", "", "finding-"):
        with pytest.raises(MissingError, match=r"no finding|findings begin with"):
            filled.judge(NotAConflict(finding=wanted), BY)
    with pytest.raises(InputError, match="needs an author and a reason"):
        filled.judge(NotAConflict(finding=DISPUTE.id), replace(BY, why=" "))
    assert list(filled.judgements()) == []
    made = dismiss(filled, DISPUTE)
    with pytest.raises(InputError, match=f"already, by {made.id}"):
        dismiss(filled, DISPUTE)
    assert len(list(filled.judgements())) == 1
