"""Times against the ``<date>`` spans of a TEI-marked news corpus (GUM: one XML and one CoNLL-U file a report).

The text is that of the CoNLL-U (``# text``, a new line at each ``# newpar``); a gold span runs from the first to the last token of
its ``<date>``. The day of publication is the dateline that the report prints (the file's ``dateCreated`` is another day in three
of 22 reports, and the annotators read "yesterday" by the dateline).

**Found**: a gold span is found when a time overlaps it; a time is right when it overlaps a gold span. So a time that joins two gold
spans ("Sunday night (March 4)") finds both. GUM marks neither repetitions ("every year") nor durations that no dates bound ("for
two hours"), onrecord does: ``F1`` leaves these two kinds out of the wrong ones, ``F1 strict`` counts them.

**Value**: both sides are taken as a first and a last day: ``when`` as its own stretch (2015: 1 January to 31 December; with a
time of day, that minute), ``from``/``to`` and ``notBefore``/``notAfter`` as they stand, where one of a pair is missing it matches
nothing. Equal stretches are right. ``value`` is over the found spans with ``when``, ``value of stretches`` over the others.
"""

from __future__ import annotations

import html
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from onrecord.analyse.calendar import end_of
from onrecord.analyse.page import open_page
from onrecord.analyse.times import find_times
from onrecord.model import Time
from onrecord.read.draft import Draft, Given
from onrecord.read.finish import finish

_MOST_BETWEEN_TOKENS = 3
Days = tuple[date, date] | None


@dataclass(frozen=True, slots=True)
class Gold:
    """One ``<date>``: its place in the text, and its attributes."""

    start: int
    end: int
    attributes: dict[str, str]


def measure_dates(folder: Path) -> dict[str, float]:
    """F1 of finding and shares of right values, in per cent."""
    counts = dict.fromkeys(("gold", "found", "times", "right", "extra", "when", "when right", "stretch", "stretch right"), 0)
    for path in sorted(folder.glob("*.xml")):
        text, gold, dateline = read_marked(path)
        report = finish(Draft(text=text), Given(published=dateline), fallback_id=path.stem, where=path.name)
        times, _ = find_times(open_page(report))
        _count(counts, gold, times)
    recall = counts["found"] / counts["gold"]
    return {
        "F1": _f1(counts["right"] / (counts["times"] - counts["extra"]), recall),
        "F1 strict": _f1(counts["right"] / counts["times"], recall),
        "value": 100 * counts["when right"] / counts["when"],
        "value of stretches": 100 * counts["stretch right"] / max(1, counts["stretch"]),
    }


def read_marked(path: Path) -> tuple[str, list[Gold], str]:
    """The text, its dates, and the day of the dateline. Exits where the two files of a report do not hold the same tokens."""
    text = "".join(_sentences(path.with_suffix(".conllu")))
    position, gold, waiting = 0, [], []
    for line in path.read_text(encoding="utf8").splitlines():
        if line.startswith("<date"):
            waiting.append([dict(re.findall(r'(\w+)="([^"]*)"', line)), -1])
        elif line.startswith("</date"):
            attributes, start = waiting.pop()
            gold.append(Gold(start, position, attributes))
        elif "\t" in line:
            token = html.unescape(line.split("\t")[0])
            start = text.find(token, position)
            if not 0 <= start - position <= _MOST_BETWEEN_TOKENS:
                sys.exit(f"{path.name}: the token {token!r} is not where the text goes on")
            position = start + len(token)
            for opened in waiting:
                opened[1] = start if opened[1] < 0 else opened[1]
    dateline = next(g for g in gold if g.attributes.get("rend") == "bold" or re.match(r"\w+day, \w+ \d", text[g.start : g.end]))
    return text, sorted(gold, key=lambda g: g.start), dateline.attributes["when"]


def _sentences(path: Path) -> Iterator[str]:
    joint = ""
    for line in path.read_text(encoding="utf8").splitlines():
        if line.startswith("# newpar") and joint:
            joint = "\n"
        elif line.startswith("# text = "):
            yield joint + line.removeprefix("# text = ")
            joint = " "


def _count(counts: dict[str, int], gold: list[Gold], times: list[Time]) -> None:
    hits = [[t for t in times if t.span and t.span.start < g.end and g.start < t.span.end] for g in gold]
    matched = {t.span for hit in hits for t in hit}
    counts["gold"] += len(gold)
    counts["times"] += len(times)
    counts["right"] += len(matched)
    counts["extra"] += sum(t.span not in matched and t.precision in ("duration", "set") for t in times)
    for g, hit in zip(gold, hits, strict=True):
        kind = "when" if "when" in g.attributes else "stretch"
        counts["found"] += bool(hit)
        counts[kind] += bool(hit)
        counts[f"{kind} right"] += any(_agrees(g.attributes, t) for t in hit)


def _agrees(attributes: dict[str, str], time: Time) -> bool:
    when = attributes.get("when")
    if when and "T" in when:
        return time.value == when[:16]
    if when:
        return days(time.value) == days(when)
    first, last = attributes.get("from") or attributes.get("notBefore"), attributes.get("to") or attributes.get("notAfter")
    if first is None or last is None:
        return False
    start, end = days(first), days(last)
    return start is not None and end is not None and days(time.value) == (start[0], end[1])


def days(value: str) -> Days:
    """The first and the last day of an ISO 8601 value as the wire format has them; None for durations and repetitions."""
    if value[:1] in ("P", "R"):
        return None
    if "/" in value:
        first, last = value.split("/")
        return date.fromisoformat(first), date.fromisoformat(last)
    if iso := re.fullmatch(r"(\d{4})-W(\d\d)(-WE)?", value):
        year, week = int(iso[1]), int(iso[2])
        return date.fromisocalendar(year, week, 6 if iso[3] else 1), date.fromisocalendar(year, week, 7)
    if quarter := re.fullmatch(r"(\d{4})-Q(\d)", value):
        last = end_of(f"{quarter[1]}-{3 * int(quarter[2]):02d}")
        return (date(int(quarter[1]), 3 * int(quarter[2]) - 2, 1), last) if last else None
    if last := end_of(value):
        return date.fromisoformat(f"{value}-01-01"[:10]), last
    return date.fromisoformat(value[:10]), date.fromisoformat(value[:10])


def _f1(precision: float, recall: float) -> float:
    return 200 * precision * recall / (precision + recall)
