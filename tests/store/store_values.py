"""Reports and analyses for the tests of the store: one written by hand, and any."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, get_args

from hypothesis import strategies as st

from onrecord.ids import make_id, text_hash
from onrecord.model import (
    Act,
    Analysis,
    Entity,
    EntityLink,
    EntityRef,
    EntityType,
    Event,
    Figure,
    Finding,
    Furniture,
    Measure,
    Mention,
    MentionKind,
    Move,
    Problem,
    Profile,
    Published,
    Relay,
    Report,
    Role,
    Span,
    Statement,
    Story,
    Term,
    TermKey,
    Time,
)
from onrecord.store import Record, report_key

TEXT = "“We will not sign,” Minister Ana Ruiz told reporters on Friday, the Merid agency said. “Not ever.”\nA storm is near."


def a_report(report_id: str = "harbour-1", text: str = TEXT, **changes: object) -> Report:
    report = Report(
        id=report_id,
        text=text,
        text_sha256=text_hash(text),
        url=f"https://harbour.example/{report_id}",
        outlet="The Harbour Post",
        title="Ruiz: we will not sign",
        agency="Merid",
        language="en",
        published=Published(value="2026-01-30", precision="day", basis="given"),
        furniture=(Furniture(span=Span(0, 1), kind="other"),),
        problems=(Problem(where="head", why="no byline"),),
    )
    return replace(report, **changes)  # type: ignore[arg-type]


def find(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def an_analysis(report: Report) -> Analysis:
    """What TEXT says."""
    text = report.text
    ruiz = Entity(
        id=make_id("entity", report.id, "ana ruiz"),
        name="Ana Ruiz",
        type="person",
        mentions=(Mention(span=find(text, "Ana Ruiz"), kind="name"),),
        roles=(Role(title="Minister", span=find(text, "Minister")),),
    )
    content = (find(text, "“We will not sign,”"), find(text, "“Not ever.”"))
    refusal = Move(
        act="refuse",
        span=find(text, "will not sign"),
        actor=EntityRef(entity=ruiz.id, name=ruiz.name),
        what="sign",
        what_span=find(text, "sign"),
        terms=(
            Term(key="time", value="2026-01-30", span=find(text, "Friday")),
            Term(key="level", value="Minister", span=find(text, "Minister")),
        ),
        score=0.5,
        reasons=("a refusal in the first person",),
    )
    statement = Statement(
        id=make_id("statement", report.id, report.text_sha256, str(content)),
        manner="direct",
        source=(find(text, "Ana Ruiz"),),
        cue=(find(text, "told"),),
        content=content,
        speaker=EntityRef(entity=ruiz.id, name=ruiz.name),
        addressee=EntityRef(entity=make_id("entity", report.id, "reporters"), name="reporters"),
        relay=(Relay(entity=make_id("entity", report.id, "merid"), name="Merid", span=find(text, "Merid")),),
        said=Time(value="2026-01-30", precision="day", span=find(text, "Friday")),
        moves=(refusal,),
        score=0.97,
        reasons=("a quotation and its cue",),
    )
    unknown = Statement(
        id=make_id("statement", report.id, report.text_sha256, "storm"),
        manner="indirect",
        source=(),
        cue=(),
        content=(find(text, "A storm is near"),),
        speaker=None,
        score=0.4,
        reasons=("nobody is named near it",),
    )
    storm, distance = make_id("event", report.id, "storm"), make_id("figure", report.id, "near")
    figure = Figure(
        id=distance,
        span=find(text, "near"),
        low=None,
        high=10.5,
        unit="mile",
        measure="distance",
        as_of=Time(value="2026-01-30", precision="day", span=find(text, "Friday")),
        according_to=EntityRef(entity=ruiz.id, name=ruiz.name),
        event=storm,
        statement=unknown.id,
        reasons=("a distance in words",),
    )
    event = Event(
        id=storm,
        type="storm",
        span=find(text, "storm"),
        mentions=(find(text, "storm"),),
        when=Time(value="2026-01-30", precision="day", span=find(text, "Friday")),
        figures=(distance,),
    )
    return Analysis(
        report_id=report.id,
        text_sha256=report.text_sha256,
        engine="tagger 1",
        statements=(statement, unknown),
        entities=(ruiz,),
        events=(event,),
        figures=(figure,),
        times=(Time(value="2026-01-30", precision="day", span=find(text, "Friday")),),
        problems=(Problem(where="[80:90]", why="one mark is not closed"),),
    )


def words_of(number: int) -> str:
    return f"Zorvanthian quayside{number} remarks came late, and harbourmaster Quillon{number} wrote them down in a ledger."


def fill(record: Record, count: int = 4) -> list[Report]:
    """Reports, two to a story; the first three are versions of one page."""
    run, reports = record.start_run("add", "e"), []
    for number in range(count):
        report = a_report(
            f"secret-name-{number}", f"{TEXT}\n{words_of(number)}", title=f"Headline{number} of the day", outlet=f"Outlet{number}"
        )
        report = replace(report, url="https://harbour.example/page" if number < 3 else f"https://harbour.example/other{number}")
        analysis = an_analysis(report)
        local = replace(analysis.entities[0], name=f"Ana Ruiz{number}")
        analysis = replace(analysis, entities=(local, *analysis.entities[1:]))
        record.add_report(run, report, analysis, replace(a_profile(report.id), names={f"quillon{number}": 900}))
        reports.append(report)
    record.finish_run(run)
    relate(record, reports)
    return reports


def relate(record: Record, reports: list[Report]) -> None:
    for number in range(0, len(reports), 2):
        pair = [r.id for r in reports[number : number + 2]]
        record.replace_stories([Story(id=f"story-{number}", title=reports[number].title, reports=tuple(pair), reasons=(words_of(number),))])
        a, b = ([row.statement.id for row in record.statements() if row.report == report][:1] for report in pair)
        why = f"both say {words_of(number)}"
        found = Finding(
            id=f"finding-{number}",
            type="repeats",
            slot=None,
            story=f"story-{number}",
            a=tuple(a),
            b=tuple(b),
            why=why,
            score=1.0,
            reasons=(),
        )
        record.replace_findings(f"story-{number}", [found])
    links = []
    for report in reports:
        entity = record.analysis(report.id).entities[0]  # type: ignore[union-attr]
        key = report_key(report.id, report.text_sha256)
        links.append(EntityLink(report_key=key, local=entity.id, entity=f"entity-{entity.name}", score=1.0, reasons=(entity.name,)))
    record.replace_entity_links(links)


words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12)
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=80)
scores = st.floats(0, 1)


@st.composite
def spans(draw: st.DrawFn, text: str) -> Span:
    start = draw(st.integers(0, len(text) - 1))
    return Span(start, draw(st.integers(start + 1, len(text))))


def several(strategy: st.SearchStrategy[object], least: int = 0) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(strategy, min_size=least, max_size=3).map(tuple)


def moves(text: str) -> st.SearchStrategy[Move]:
    span, somebody = spans(text), st.none() | st.builds(EntityRef, entity=words, name=words)

    def of_words(key: str, place: Span) -> Term:
        return Term(key=key, value=place.of(text), span=place)  # type: ignore[arg-type]

    def about(place: Span | None, **more: Any) -> Move:
        return Move(what=place.of(text) if place else None, what_span=place, **more)

    return st.builds(
        about,
        place=st.none() | span,
        act=st.sampled_from(get_args(Act)),
        span=span,
        actor=somebody,
        target=somebody,
        on_behalf_of=somebody,
        terms=several(st.builds(of_words, st.sampled_from(get_args(TermKey)), span)),
        negated=st.booleans(),
        modality=st.none() | words,
        score=scores,
        reasons=several(words),
    )


def events(text: str, figures: list[str]) -> st.SearchStrategy[Event]:
    span, somebody = spans(text), st.none() | st.builds(EntityRef, entity=words, name=words)
    when = st.builds(Time, value=words, precision=st.just("day"), span=st.none() | span)
    return st.builds(
        Event,
        id=words,
        type=words,
        span=span,
        mentions=several(span),
        actor=somebody,
        target=somebody,
        place=somebody,
        when=st.none() | when,
        instrument=st.none() | words,
        according_to=somebody,
        figures=several(st.sampled_from(figures)) if figures else st.just(()),
        score=scores,
        reasons=several(words),
    )


def figures(text: str, statements: list[str]) -> st.SearchStrategy[Figure]:
    span, somebody = spans(text), st.none() | st.builds(EntityRef, entity=words, name=words)
    number = st.none() | st.integers(0, 10**12) | st.floats(allow_nan=False, allow_infinity=False)
    when = st.builds(Time, value=words, precision=st.just("day"), span=st.none() | span)
    return st.builds(
        Figure,
        id=words,
        span=span,
        low=number,
        high=number,
        unit=st.none() | words,
        measure=st.sampled_from(get_args(Measure)),
        scope=st.none() | words,
        place=somebody,
        as_of=st.none() | when,
        according_to=somebody,
        statement=st.sampled_from([None, *statements]),
        revises=st.none() | words,
        score=scores,
        reasons=several(words),
    )


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Report, Analysis]:
    """Any report with any analysis that points at its text."""
    text, report_id = draw(texts), draw(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=8))
    span, ref = spans(text), st.builds(EntityRef, entity=words, name=words)
    problem = st.builds(Problem, where=words, why=words)
    when = st.builds(Time, value=words, precision=st.just("day"), span=st.none() | span)
    dates = st.sampled_from(["2026", "2026-01", "2026-01-30", "2026-W05", "2026-01-27/2026-01-28", "soon"])
    report = Report(
        id=report_id,
        text=text,
        text_sha256=text_hash(text),
        title=draw(st.none() | words),
        outlet=draw(st.none() | words),
        published=draw(st.none() | st.builds(Published, value=dates, precision=st.just("day"), basis=st.just("page"))),
        furniture=draw(several(st.builds(Furniture, span=span, kind=st.just("other")))),
        problems=draw(several(problem)),
    )
    mention = st.builds(Mention, span=span, kind=st.sampled_from(get_args(MentionKind)))
    entity = st.builds(
        Entity,
        id=words,
        name=words,
        type=st.sampled_from(get_args(EntityType)),
        mentions=several(mention),
        roles=several(st.builds(Role, title=words, span=span)),
    )
    statement = st.builds(
        Statement,
        id=words.map(lambda word: make_id("statement", report_id, text, word)),
        manner=st.sampled_from(["direct", "indirect", "mixed"]),
        source=several(span),
        cue=several(span),
        content=several(span, least=1),
        speaker=st.none() | ref,
        addressee=st.none() | ref,
        relay=several(st.builds(Relay, entity=words, name=words, span=span)),
        said=st.none() | when,
        parent=st.none() | words,
        moves=several(moves(text)),
        score=scores,
        reasons=several(words),
    )
    said = draw(st.lists(statement, max_size=3, unique_by=lambda s: s.id))
    given = draw(st.lists(figures(text, [s.id for s in said]), max_size=3, unique_by=lambda f: f.id))
    happened = draw(st.lists(events(text, [f.id for f in given]), max_size=3, unique_by=lambda e: e.id))
    about = st.sampled_from([None, *[e.id for e in happened]])
    analysis = Analysis(
        report_id=report_id,
        text_sha256=report.text_sha256,
        engine=draw(words),
        statements=tuple(said),
        entities=tuple(draw(st.lists(entity, max_size=3, unique_by=lambda e: e.id))),
        events=tuple(happened),
        figures=tuple(replace(figure, event=draw(about)) for figure in given),
        times=draw(several(when)),
        problems=draw(several(problem)),
    )
    return report, analysis


def a_profile(report: str, day: int | None = 740_000, keys: tuple[str, ...] = ("Lisnow", "Velmora"), model: str = "m") -> Profile:
    return Profile(report=report, model=model, day=day, vector=b"\x01\x00\xff\x7f", names={"Velmora": 800, "Lisnow": 600}, keys=keys)
