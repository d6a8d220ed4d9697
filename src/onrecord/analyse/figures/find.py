"""The attributed figures of a report."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from onrecord.analyse.figures.context import Surroundings, look_around, place_of, revises_of, scope_of, time_of
from onrecord.analyse.figures.measures import find_measures
from onrecord.analyse.figures.readings import Reading, read_page
from onrecord.analyse.page import Page
from onrecord.analyse.spans import innermost
from onrecord.ids import make_id, span_key
from onrecord.model import Entity, EntityRef, Figure, Span, Statement, Time

_UNTOLD = "the report gives no source for it"
_SURE, _SHARED, _BARE = 0.9, 0.7, 0.5
_ACCORDING = re.compile(r"\b(?:according\sto|as\sper|data\sfrom|figures\sfrom|estimates?\sby)\s(?:the\s)?", re.IGNORECASE)
_PUT = re.compile(r"\s(?:has\s|have\s|had\s)?put(?:s|ting)?\s(?:the\s|its\s)?[^.;:]{0,50}\sat\s$", re.IGNORECASE)
_SAID = re.compile(
    r"\s(?:(?:previously|also|earlier|later|initially|had|has|have)\s)?(?:said|says|say|reports?|reported|estimates?d?|announced|confirmed)\s(?:that\s)?[^.;:,“”\"]{0,40}$"
)
_TELLS = re.compile(r"according|as\sper|data\sfrom|figures\sfrom|estimate|put|sa[iy]|report|announced|confirmed", re.IGNORECASE)
_NEAR = 160
_GOES_ON = re.compile(r",\s[a-z]+ing\b[^.;:,“”\"]{0,60}")


def find_figures(page: Page, statements: Sequence[Statement], entities: Sequence[Entity], times: Sequence[Time]) -> list[Figure]:
    """Every number of the text that counts or measures something, in text order and disjoint, with who gives it.

    A number inside a statement belongs to its speaker (None where the speaker is unknown); outside, to whoever "according
    to" or "put the toll at" names in the sentence. Dates, clock times, labels and numbers in furniture are left out, and
    numbers of which nothing tells what they count. ``event`` is None. Never raises on any text.
    """
    readings = find_measures(page, read_page(page, times))
    around = look_around(page, entities, times)
    holders = {id(r): s for r, s in zip(readings, innermost(statements, [r.span for r in readings]), strict=True)}
    names = sorted(((m.span, EntityRef(entity=e.id, name=e.name)) for e in entities for m in e.mentions), key=lambda x: x[0])
    told = [m.start() for m in _TELLS.finditer(page.text)]
    beside = _Beside(page, statements)
    return [
        _figure(around, names, told, reading, holders[id(reading)] or holders.get(id(reading.part_of)) or beside.of(reading))
        for reading in readings
    ]


class _Beside:
    """Statements by sentence, for figures that stand in what is said and outside the content found: before it, where the
    speaker closes the sentence ("Nine people fell ill and the ferry stopped, the mayor said"), or in a participle behind it."""

    def __init__(self, page: Page, statements: Sequence[Statement]) -> None:
        self._page = page
        self._by_sentence: dict[int, list[Statement]] = {}
        for s in statements:
            if s.parent is None and s.cue and page.sentence_at(s.cue[0].start) == page.sentence_at(s.content[0].start):
                self._by_sentence.setdefault(page.sentence_at(s.cue[0].start), []).append(s)

    def of(self, reading: Reading) -> Statement | None:
        """The only statement of the sentence, when the figure is so placed."""
        found = self._by_sentence.get(reading.sentence, ())
        return found[0] if len(found) == 1 and self._holds(found[0], reading.span) else None

    def _holds(self, statement: Statement, figure: Span) -> bool:
        first, last, cue = statement.content[0], statement.content[-1], statement.cue[0]
        if figure.end <= first.start:
            return cue.start >= last.end and not self._page.quoted(first.start)
        behind = self._page.text[last.end : figure.start]
        return cue.end <= first.start and _GOES_ON.fullmatch(behind) is not None


def _figure(
    around: Surroundings, names: Sequence[tuple[Span, EntityRef]], told: Sequence[int], reading: Reading, statement: Statement | None
) -> Figure:
    page, number = around.page, reading.number
    assert reading.measure is not None
    stretch = Span(reading.span.start, reading.end)
    holder, reason = _holder(page, names, told, reading, statement)
    return Figure(
        id=make_id("figure", page.report.id, page.report.text_sha256, span_key([reading.span])),
        span=reading.span,
        low=number.low,
        high=number.high,
        unit=reading.unit,
        measure=reading.measure,
        scope=scope_of(around, reading),
        place=place_of(around, reading.sentence, stretch),
        as_of=time_of(around, reading.sentence, stretch),
        according_to=holder,
        statement=statement.id if statement else None,
        revises=revises_of(page.text, reading),
        score=_score(reading),
        reasons=(*reading.reasons, *([f"“{number.bound}”"] if number.bound else []), reason),
    )


def _score(reading: Reading) -> float:
    """How sure number, unit and measure are: told by words beside it, shared with a neighbour, or without a noun of its own."""
    if reading.cue is not None or reading.counted.sort not in ("noun", ""):
        return _SURE
    return _SHARED if reading.counted.unit is not None else _BARE


def _teller(statement: Statement) -> tuple[EntityRef | None, str]:
    """Who says it; where nobody is named, the medium nearest to them that carries it."""
    if statement.speaker is not None:
        return statement.speaker, "it stands in what the speaker says"
    if statement.relay:
        link = statement.relay[0]
        return EntityRef(entity=link.entity, name=link.name), "nobody is named for it; this medium carries it"
    return None, "it stands in a statement whose speaker is unknown"


def _holder(
    page: Page, names: Sequence[tuple[Span, EntityRef]], told: Sequence[int], reading: Reading, statement: Statement | None
) -> tuple[EntityRef | None, str]:
    """``told``: where the text has a word of those by which a source is named, so that nothing is looked for where none is near."""
    if statement is not None:
        return _teller(statement)
    sentence = page.sentences[reading.sentence]
    k = bisect_left(told, max(sentence.start, reading.span.start - _NEAR))
    if k == len(told) or told[k] >= reading.end + _NEAR:
        return None, _UNTOLD
    cited = _ACCORDING.search(page.text, max(sentence.start, reading.span.start - _NEAR), min(sentence.end, reading.end + _NEAR))
    if cited is not None:
        k = bisect_left(names, cited.end(), key=lambda x: x[0].start)
        if k < len(names) and names[k][0].start - cited.end() <= 30 and names[k][0].end <= sentence.end:
            return names[k][1], f"“{cited.group().strip()}” names the source"
    said = _SAID.search(page.text, max(sentence.start, reading.span.start - _NEAR), reading.span.start)
    put = said or _PUT.search(page.text, max(sentence.start, reading.span.start - _NEAR), reading.span.start)
    if put is not None:
        k = bisect_left(names, put.start() + 1, key=lambda x: x[0].start) - 1
        if k >= 0 and names[k][0].end >= put.start() - 1 and names[k][0].start >= sentence.start:
            return names[k][1], "the source stands before it"
    return None, _UNTOLD
