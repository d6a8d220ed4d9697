"""An invented record of a given size, for the benches of the desk and of large records: stories of one to sixty reports, agency copies,
moves, figures, and all that adding to it looks at: profiles, and the names that are known."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from onrecord.engines.embedding import load_embedder
from onrecord.ids import make_id, span_key, text_hash
from onrecord.link import profile_of
from onrecord.model import (
    Act,
    Analysis,
    Entity,
    EntityRef,
    Figure,
    Finding,
    Manner,
    Mention,
    Move,
    Published,
    Report,
    Role,
    Span,
    Statement,
    Story,
    Term,
)
from onrecord.pipeline.linking import link_names
from onrecord.store import Record, open_record
from onrecord.store.place import Place

A_REPORT = 16  # statements
AT_ONCE = 64  # stories in one transaction
PEOPLE, OUTLETS, WORDS = 4_000, 120, 9_000  # people of 100,000 statements; of more, more, as bench/simulate.py fitted them
GROWTH = 0.78
NUMBERS = 384  # of an embedding
FIRST_DAY = date(2026, 1, 1)
_SYLLABLES = [a + b for a in "bdfghjklmnprstvw" for b in "aeiou"]
_ACTS: tuple[Act, ...] = ("propose", "refuse", "accept", "demand")
_ROLES = ("Minister", "President", "spokesman", "envoy", "Mayor")


@dataclass(frozen=True, slots=True)
class _Affair:
    """What the reports of one story have in common."""

    id: str
    begins: int
    reports: int
    people: tuple[str, ...]
    thing: str
    places: tuple[str, str]

    def place(self, number: int) -> str:
        return self.places[number % 2]


class _Invented:
    """Texts and what they say, from one random stream."""

    def __init__(self, seed: int, statements: int) -> None:
        self.rng = random.Random(seed)
        people = round(PEOPLE * max(1.0, statements / 100_000) ** GROWTH)
        self.words = sorted({"".join(self.rng.choices(_SYLLABLES, k=self.rng.randint(1, 4))) for _ in range(WORDS)})
        firsts = sorted({"".join(self.rng.choices(_SYLLABLES, k=2)).title() for _ in range(300)})
        lasts = sorted({"".join(self.rng.choices(_SYLLABLES, k=3)).title() for _ in range(5000)})
        self.people = sorted({f"{self.rng.choice(firsts)} {self.rng.choice(lasts)}" for _ in range(people)})
        self.outlets = [f"The {self.rng.choice(lasts)} Post" for _ in range(OUTLETS)]

    def said(self) -> str:
        return " ".join(self.rng.choices(self.words, k=self.rng.randint(8, 24)))

    def affair(self, number: int) -> _Affair:
        size = min(60, int(self.rng.paretovariate(1.5) * 2.5))  # median 4, one in twenty above 18
        # A few people are everywhere, most in a story or two.
        people = {self.people[int(len(self.people) * self.rng.random() ** 3)] for _ in range(4)}
        people |= set(self.rng.sample(self.people, 6))
        return _Affair(
            id=make_id("story", str(number)),
            begins=self.rng.randint(0, 320),
            reports=size,
            people=tuple(sorted(people)),
            thing=f"the {self.rng.choice(self.words)} talks",
            places=(self.rng.choice(self.words).title(), self.rng.choice(self.words).title()),
        )

    def report(self, affair: _Affair, number: int, heard: list[tuple[str, str]]) -> tuple[Report, Analysis]:
        text, statements, people = "", [], dict[str, list[Span]]()
        report_id = f"{affair.id}-{number}"
        for n in range(A_REPORT):
            if heard and self.rng.random() < 0.4:
                who, words = self.rng.choice(heard)
            else:
                who, words = self.rng.choice(affair.people), self.said()
                heard.append((who, words))
            begin = len(text)
            moving = n % 5 == 0
            clause = f"we {('will', 'will not')[n % 2]} go to {affair.place(n)} for {affair.thing}" if moving else ""
            text += f"“{words} {clause}”" if clause else f"“{words}”"
            content = Span(begin + 1, len(text) - 1)
            source = Span(len(text) + 1, len(text) + 1 + len(who))
            cue = Span(source.end + 1, source.end + 5)
            text += f" {who} said.\n\n" if n % 4 == 3 else f" {who} said. "
            people.setdefault(who, []).append(source)
            statements.append(_statement((report_id, n), (content, source, cue), who, self._move(affair, text, content, who, n)))
        killed = f"{self.rng.randint(2, 40)} people died"
        span = Span(len(text), len(text) + len(killed))
        text += f"{killed}, it was reported."
        day = FIRST_DAY + timedelta(days=affair.begins + number // 3)
        report = Report(
            id=report_id,
            text=text,
            text_sha256=text_hash(text),
            url=f"https://example.org/{report_id}",
            outlet=self.rng.choice(self.outlets),
            title=" ".join(self.rng.choices(self.words, k=7)).capitalize(),
            language="en",
            published=Published(value=day.isoformat(), precision="day", basis="page"),
        )
        count = float(killed.split()[0])
        figure = Figure(id=make_id("figure", report_id), span=span, low=count, high=count, unit="person", measure="killed", score=0.8)
        entities = tuple(_entity(who, spans, n) for n, (who, spans) in enumerate(people.items()))
        about = {"report_id": report_id, "text_sha256": report.text_sha256, "engine": "invented"}
        return report, Analysis(statements=tuple(statements), entities=entities, figures=(figure,), **about)

    def _move(self, affair: _Affair, text: str, content: Span, who: str, n: int) -> tuple[Move, ...]:
        if n % 5:
            return ()
        place = affair.place(n)
        at, thing = text.index(place, content.start), text.index(affair.thing, content.start)
        term = Term(key="place", value=place, span=Span(at, at + len(place)))
        what = Span(thing, thing + len(affair.thing))
        actor = _ref(who)
        return (Move(act=_ACTS[n % 4], span=content, actor=actor, what=affair.thing, what_span=what, terms=(term,), score=0.9),)


def _ref(who: str) -> EntityRef:
    return EntityRef(entity=make_id("entity", "person", who), name=who)


def _statement(at: tuple[str, int], spans: tuple[Span, Span, Span], who: str, moves: tuple[Move, ...]) -> Statement:
    content, source, cue = spans
    manner: Manner = "direct"
    return Statement(
        id=make_id("statement", *at, span_key([content])),
        manner=manner,
        source=(source,),
        cue=(cue,),
        content=(content,),
        speaker=_ref(who),
        moves=moves,
        score=0.5 + (at[1] % 50) / 100,
    )


def _entity(who: str, spans: list[Span], number: int) -> Entity:
    roles = (Role(title=_ROLES[number % len(_ROLES)], span=spans[0]),) if number % 2 else ()
    return Entity(id=_ref(who).entity, name=who, type="person", mentions=tuple(Mention(span=s, kind="name") for s in spans), roles=roles)


class _Directions:
    """An Embedder: texts of one affair point the same way."""

    def __init__(self, affair: _Affair, version: str) -> None:
        self.version = version
        self._numbers = np.random.default_rng(int(affair.begins + 400 * len(affair.thing)))
        self._way = self._numbers.normal(size=NUMBERS)

    def embed(self, text: str) -> tuple[float, ...]:
        near = self._way + 0.7 * self._numbers.normal(size=NUMBERS)
        return tuple((near / np.linalg.norm(near)).tolist())


def make_record(place: Place, statements: int, seed: int = 7) -> None:
    """A record of at least so many statements at ``place``, where none may be."""
    invented, number, held = _Invented(seed, statements), 0, 0
    version = load_embedder().version
    with open_record(place) as record:
        if isinstance(place, Path):
            record._database.run("PRAGMA synchronous = OFF")  # the disk is not what is measured
        run = record.start_run("add", "invented")
        while held < statements:
            with record.transaction():
                for _ in range(AT_ONCE):
                    affair = invented.affair(number)
                    held += _keep(record, run, affair, version, list(_reports(invented, affair)))
                    number += 1
                    if held >= statements:
                        break
            link_names(record)
        record.finish_run(run)
        record._database.run("DELETE FROM uncompared")
        record._database.run("ANALYZE")


def _reports(invented: _Invented, affair: _Affair) -> Iterator[tuple[Report, Analysis]]:
    heard: list[tuple[str, str]] = []
    for number in range(affair.reports):
        yield invented.report(affair, number, heard)


def _keep(record: Record, run: str, affair: _Affair, version: str, told: list[tuple[Report, Analysis]]) -> int:
    embedder = _Directions(affair, version)
    for report, analysis in told:
        record.add_report(run, report, analysis, profile_of(report, embedder))
    days = [report.published.value for report, _ in told if report.published]
    title, ids = told[0][0].title, tuple(report.id for report, _ in told)
    record.replace_stories([Story(id=affair.id, title=title, reports=ids, first=min(days), last=max(days))])
    record.replace_findings(affair.id, _findings(affair, told))
    return sum(len(analysis.statements) for _, analysis in told)


def _findings(affair: _Affair, told: list[tuple[Report, Analysis]]) -> Iterator[Finding]:
    """Repeats, as the words say; and now and then two that differ."""
    first: dict[str, Statement] = {}
    for report, analysis in told:
        for n, statement in enumerate(analysis.statements):
            words = statement.content[0].of(report.text)
            same = first.setdefault(words, statement)
            if same is not statement:
                kind = "differs" if n % 15 == 0 else "repeats"
                yield Finding(
                    id=make_id("finding", kind, same.id, statement.id),
                    type=kind,
                    slot="place" if kind == "differs" else None,
                    story=affair.id,
                    a=(same.id,),
                    b=(statement.id,),
                    why="the same words" if kind == "repeats" else "another place",
                    score=0.9,
                )
