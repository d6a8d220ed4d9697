"""Invented reports on a quay, with analyses written by hand."""

from __future__ import annotations

from onrecord.desk import Draft
from onrecord.ids import make_id, span_key, text_hash
from onrecord.model import (
    Act,
    Analysis,
    Entity,
    EntityRef,
    Figure,
    Manner,
    Measure,
    Mention,
    Move,
    Published,
    Report,
    Span,
    Statement,
    Story,
)
from onrecord.store import Record


def span(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def ref(name: str) -> EntityRef:
    return EntityRef(entity=make_id("entity", name), name=name)


class Page:
    """A report in the making: ``say`` and ``count`` find their words in its text."""

    def __init__(self, report_id: str, text: str, day: str | None = "2026-01-30", **about: str) -> None:
        when = Published(value=day, precision="day", basis="given") if day else None
        about = {"outlet": "The Harbour Post", **about}
        self.report = Report(id=report_id, text=text, text_sha256=text_hash(text), published=when, **about)  # type: ignore[arg-type]
        self._statements: list[Statement] = []
        self._figures: list[Figure] = []
        self._people: dict[str, Span] = {}

    def say(self, speaker: str | None, *content: str, manner: Manner = "direct", act: Act | None = None) -> Page:
        pieces = tuple(span(self.report.text, words) for words in content)
        source: tuple[Span, ...] = ()
        if speaker:
            self._people.setdefault(speaker, span(self.report.text, speaker))
            source = (self._people[speaker],)
        who = ref(speaker) if speaker else None
        what = span(self.report.text, "the quay") if act else None
        move = (Move(act=act, span=pieces[0], actor=who, what="the quay", what_span=what, score=0.9),) if act else ()
        self._statements.append(
            Statement(
                id=make_id("statement", self.report.id, self.report.text_sha256, span_key(pieces), speaker or ""),
                manner=manner,
                source=source,
                cue=(),
                content=pieces,
                speaker=who,
                moves=move,
                score=0.9,
            )
        )
        return self

    def count(self, words: str, low: float | None, high: float | None, measure: Measure = "killed", unit: str = "person") -> Page:
        place = span(self.report.text, words)
        figure = make_id("figure", self.report.id, self.report.text_sha256, span_key([place]))
        self._figures.append(Figure(id=figure, span=place, low=low, high=high, unit=unit, measure=measure, score=0.8))
        return self

    @property
    def analysis(self) -> Analysis:
        people = tuple(
            Entity(id=ref(name).entity, name=name, type="person", mentions=(Mention(span=place, kind="name"),))
            for name, place in self._people.items()
        )
        about = {"report_id": self.report.id, "text_sha256": self.report.text_sha256, "engine": "test"}
        return Analysis(statements=tuple(self._statements), figures=tuple(self._figures), entities=people, **about)

    def draft(self, *quoted: str) -> Draft:
        return Draft(report=self.report, analysis=self.analysis, quotations=tuple(span(self.report.text, words) for words in quoted))


def keep(record: Record, *pages: Page, story: str | None = "story-quay") -> None:
    """The pages in the record, in one story with what it holds already."""
    run = record.start_run("add", "test")
    for page in pages:
        record.add_report(run, page.report, page.analysis)
    record.finish_run(run)
    if story is not None:
        held = tuple(r for s in record.stories() if s.id == story for r in s.reports)
        record.replace_stories([Story(id=story, title="The quay", reports=(*held, *(page.report.id for page in pages)))])
