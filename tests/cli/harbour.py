"""A small record for the tests of the command line: two stories, four reports, invented."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from onrecord.ids import make_id, span_key, text_hash
from onrecord.model import (
    Analysis,
    Entity,
    EntityLink,
    EntityRef,
    Event,
    Finding,
    Manner,
    Mention,
    Problem,
    Published,
    Relay,
    Report,
    Role,
    Span,
    Statement,
    Story,
)
from onrecord.store import open_record, report_key

POST = (
    "“We will not sign a paper that gives away the quay,” Harbour Minister Ana Ruiz told reporters on Friday. "
    "Her spokesman, Teo Lind, said the offer stood until 1 April, the Merid agency reported. “Nobody was asked,” an official said."
)
BELL = (
    "ELLINGHAM (Merid) – Ana Ruiz refused to sign. “We will not sign a paper that gives away the quay,” she said. "
    "Lind said the offer stood from 1 April."
)
LATE = "“I asked her twice, and I have it in writing,” said Mayor Piet Amsel of the quay. A storm is on its way to the outer islands."
SPORT = "‘I was asked how I was, twice,’ said the winger, Lucan Odrey."


def _report(report_id: str, text: str, outlet: str, published: str | None, title: str) -> Report:
    when = Published(value=published, precision="day", basis="page") if published else None
    problems = () if when else (Problem(where="head", why="nothing says when this was published; give --published"),)
    return Report(
        id=report_id,
        text=text,
        text_sha256=text_hash(text),
        outlet=outlet,
        title=title,
        agency="Merid" if "(Merid)" in text else None,
        published=when,
        problems=problems,
    )


REPORTS = (
    _report("post-0130", POST, "The Harbour Post", "2026-01-30", "Minister will not sign quay paper"),
    _report("bell-0131", BELL, "Ellingham Bell", "2026-01-31", "Ruiz refuses to sign"),
    _report("bell-late", LATE, "Ellingham Bell", None, "Mayor: I asked twice"),
    _report("bell-sport", SPORT, "Ellingham Bell", "2026-01-31", "Odrey: ‘I was asked how I was’"),
)


def span(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def _said(report: Report, manner: Manner, words: Sequence[str], score: float = 0.9, **more: object) -> Statement:
    """``words``: speaker's name to show, source, cue, content; an empty one is not there."""
    name, source, cue, *content = words
    text = report.text
    places = [tuple(span(text, x) for x in found if x) for found in ((source,), (cue,), content)]
    speaker = EntityRef(entity=make_id("entity", name), name=name) if name else None
    return Statement(
        id=make_id("statement", report.id, report.text_sha256, *(span_key(x) for x in places)),
        manner=manner,
        source=places[0],
        cue=places[1],
        content=places[2],
        speaker=speaker,
        score=score,
        **more,  # type: ignore[arg-type]
    )


def _statements(report: Report) -> tuple[Statement, ...]:
    quay = "We will not sign a paper that gives away the quay,"
    reporters = EntityRef(entity=make_id("entity", "reporters"), name="reporters")
    if report.id == "post-0130":
        merid = Relay(entity=make_id("entity", "Merid"), name="Merid", span=span(POST, "Merid"))
        return (
            _said(report, "direct", ("Ana Ruiz", "Ana Ruiz", "told", quay), addressee=reporters),
            _said(report, "indirect", ("Teo Lind", "Teo Lind", "said", "the offer stood until 1 April"), relay=(merid,)),
            _said(report, "direct", ("", "an official", "said", "“Nobody was asked,”"), 0.6, reasons=("“an official” names nobody",)),
        )
    if report.id == "bell-0131":
        return (
            _said(report, "direct", ("Ana Ruiz", "she", "said", quay)),
            _said(report, "indirect", ("Lind", "Lind", "said", "the offer stood from 1 April"), 0.7),
        )
    if report.id == "bell-late":
        return (_said(report, "direct", ("Piet Amsel", "Mayor Piet Amsel", "said", "“I asked her twice, and I have it in writing,”")),)
    return (_said(report, "direct", ("Lucan Odrey", "Lucan Odrey", "said", "‘I was asked how I was, twice,’")),)


def _analysis(report: Report) -> Analysis:
    statements = _statements(report)
    people = {s.speaker.entity: s for s in statements if s.speaker}
    entities = []
    for entity, statement in people.items():
        minister = (Role(title="Harbour Minister", span=span(POST, "Harbour Minister")),) if "Harbour Minister Ana" in report.text else ()
        assert statement.speaker
        name = statement.speaker.name
        roles = minister if name == "Ana Ruiz" else ()
        mentions = (Mention(span=statement.source[0], kind="name"),)
        entities.append(Entity(id=entity, name=name, type="person", mentions=mentions, roles=roles))
    return Analysis(
        report_id=report.id,
        text_sha256=report.text_sha256,
        engine="test",
        statements=statements,
        entities=tuple(entities),
        events=_events(report, entities),
    )


def _events(report: Report, entities: Sequence[Entity]) -> tuple[Event, ...]:
    """The storm of the late report, as its mayor tells it."""
    if report.id != "bell-late":
        return ()
    storm = span(LATE, "storm")
    mayor = EntityRef(entity=entities[0].id, name=entities[0].name)
    return (Event(id=make_id("event", "storm"), type="disaster", span=storm, mentions=(storm,), according_to=mayor, score=0.5),)


ANALYSES = tuple(_analysis(report) for report in REPORTS)


def make_record(path: Path) -> None:
    """The record at ``path``, linked and compared by hand."""
    with open_record(path) as record:
        run = record.start_run("add", "test")
        for report, analysis in zip(REPORTS, ANALYSES, strict=True):
            record.add_report(run, report, analysis)
        record.finish_run(run)
        record.replace_entity_links(_links())
        quay, sport = tuple(r.id for r in REPORTS[:3]), (REPORTS[3].id,)
        record.replace_stories(
            [
                Story(id="story-quay", title="Minister will not sign quay paper", reports=quay, first="2026-01-30", last="2026-01-31"),
                Story(id="story-sport", title=REPORTS[3].title, reports=sport, first="2026-01-31", last="2026-01-31"),
            ]
        )
        record.replace_findings("story-quay", _findings())


def _links() -> list[EntityLink]:
    ids = (make_id("entity", "Teo Lind"), make_id("entity", "Lind"))
    keys = [report_key(report.id, report.text_sha256) for report in REPORTS[:2]]
    reasons = ("same surname",)
    return [EntityLink(report_key=k, local=i, entity="entity-lind", score=0.9, reasons=reasons) for k, i in zip(keys, ids, strict=True)]


def _findings() -> list[Finding]:
    post, bell = ANALYSES[0].statements, ANALYSES[1].statements
    first = Finding(id="f-1", type="repeats", slot=None, story="story-quay", a=(post[0].id,), b=(bell[0].id,), why="same words", score=0.99)
    why = "“until 1 April” against “from 1 April”"
    second = Finding(id="f-2", type="differs", slot="time", story="story-quay", a=(post[1].id,), b=(bell[1].id,), why=why, score=0.8)
    return [first, second]
