"""The figures of a draft held against the series of its story."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from onrecord.compare import OF_THE_AFFAIR, Difference, Given, Series, agree, counted, is_of_now, outgrows
from onrecord.desk.values import Draft, Place, ScreenKind, ScreenLine, Wanted
from onrecord.model import Figure
from onrecord.store import FigureRow, Record
from onrecord.storyline import series_of
from onrecord.text import fold

_SAME = "same measure, unit and scope"


def screen_figures(record: Record, draft: Draft, story: str | None, wanted: Wanted) -> Iterator[ScreenLine]:
    """A line for each figure of the draft, by the story's series; every one is new when ``story`` is None."""
    series = series_of(record, story, as_of=wanted.as_of, known_at=wanted.known_at) if story else []
    by_count = {counted(s.given[0].figure): s for s in series}
    for figure in draft.analysis.figures:
        text = figure.span.of(draft.report.text)
        own = Place(spans=(figure.span,), text=text, manner=None, speaker=figure.according_to)
        kind, given, reasons = _judge(figure, by_count.get(counted(figure)), story)
        rows = record.entries(list(dict.fromkeys(g.figure.id for g in given)))
        on_record = tuple(row for g in given if isinstance(row := rows.get(g.figure.id), FigureRow))
        other = kind in ("figure out of date", "figure at odds")
        values = dict.fromkeys(" ".join(g.words.split()) for g in given) if other else ()
        ours = " ".join(text.split())
        differs = tuple(Difference(a=ours, b=words, slot="number", why="another value of the same series") for words in values)
        yield own.line(kind, on_record=on_record, differs=differs, score=figure.score, reasons=reasons)


Judged = tuple[ScreenKind, Sequence[Given], tuple[str, ...]]


def _judge(figure: Figure, series: Series | None, story: str | None) -> Judged:
    """What the series says of the value, by which of its figures."""
    given = [g for g in series.given if _same_place(figure, g.figure)] if series else []
    if not given:
        of_story = "no figure of this measure, unit and scope is on the record of the story"
        return "figure new", (), (of_story if story else "no story on the record is like the draft",)
    if figure.measure in OF_THE_AFFAIR and figure.place is None:
        given = [g for g in given if is_of_now(g)] or given
    same = [g for g in given if agree(figure, g.figure)]
    if figure.measure not in OF_THE_AFFAIR:
        # A count of things or a price belongs to what its sentence is about: another value may be of another thing.
        why = _SAME if same else f"{len(given)} figures of this measure, unit and scope have other values, and may count other things"
        return ("figure known", same, (why,)) if same else ("figure new", (), (why,))
    equal = [g for g in same if (g.figure.low, g.figure.high) == (figure.low, figure.high)]
    last = max((g.day for g in equal or same), default="")
    later = _newest(g for g in given if g.day > last and (outgrows(g.figure, figure) or g.figure.revises))
    if not same:
        return "figure at odds", _newest(given), (_SAME, "no report has this value; these have the latest")
    if later and equal:
        return "figure out of date", later, (_SAME, f"last on the record on {last or 'an unknown day'}; another value on {later[0].day}")
    return "figure known", equal or same, (_SAME,)


def _newest(given: Iterable[Given]) -> list[Given]:
    """Those of the last day, in order."""
    found = list(given)
    last = max((g.day for g in found), default="")
    return [g for g in found if g.day == last]


def _same_place(a: Figure, b: Figure) -> bool:
    return a.place is None or b.place is None or fold(a.place.name) == fold(b.place.name)
