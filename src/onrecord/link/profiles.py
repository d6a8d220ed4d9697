"""What grouping compares of a report: where title and lead point, whom and what it names, and its day."""

from __future__ import annotations

import math
import re
import struct
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

from onrecord.engines.protocols import Embedder
from onrecord.lexicon import read_words
from onrecord.model import Profile, Report
from onrecord.text import words

LEAD_CHARS = 500
NAMES_KEPT = 100
KEY_NAMES = 16
_SHORTEST_KEY = 4
SCALE = 1000  # weights and vectors are kept in thousandths: sums of whole numbers are exact in whatever order they are made
_NAME = re.compile(r"(?<![.!?\n“\"„«] )(?<![\n“\"„«])\b[^\W\d_a-z][\w’'-]{2,}")
_YEAR, _MONTH = 4, 7


def profile_of(report: Report, embedder: Embedder) -> Profile:
    """The report's profile by this embedder; see ``Profile`` for its parts."""
    body = body_of(report)
    names = name_profile(report.title, body)
    directions = (embedder.embed(_lead(report.title, body)), embedder.embed(report.title or body[:LEAD_CHARS]))
    numbers = [round(x * SCALE) for direction in directions for x in direction]
    return Profile(
        report=report.id,
        model=embedder.version,
        day=day_of(report.published.value) if report.published else None,
        vector=struct.pack(f"<{len(numbers)}h", *numbers),
        names=names,
        keys=tuple(sorted(set(_keys(report.title, names)))),
    )


def body_of(report: Report) -> str:
    """The text without furniture."""
    pieces, at = [], 0
    for f in report.furniture:
        pieces.append(report.text[at : f.span.start])
        at = max(at, f.span.end)
    return "".join([*pieces, report.text[at:]]).strip()


def _lead(title: str | None, body: str) -> str:
    title = title or ""
    return f"{title}. {body.removeprefix(title).strip()}"[:LEAD_CHARS]


def name_profile(title: str | None, text: str) -> dict[str, int]:
    """Weights, in thousandths, of the hundred commonest capitalised words that do not begin a sentence: 1 + log of their
    count, at unit length.

    >>> sorted(name_profile(None, "Talks in Velmora between Ruiz and Bell. Then Ruiz left."))
    ['Bell', 'Ruiz', 'Velmora']
    """
    counts = Counter(m.group() for m in _NAME.finditer(f"{title or ''}\n{text}"))
    common = [w for w in sorted(counts, key=lambda w: (-counts[w], w)) if w not in read_words("calendar-words")][:NAMES_KEPT]
    weights = {w: 1 + math.log(counts[w]) for w in common}
    norm = math.sqrt(math.fsum(x * x for x in weights.values()))
    return {w: round(SCALE * x / norm) for w, x in weights.items()}


def _keys(title: str | None, names: Mapping[str, int]) -> Iterable[str]:
    """The heaviest names, and the words of the title in lower case: for reports without names, and for what is no name."""
    yield from sorted(names, key=lambda w: (-names[w], w))[:KEY_NAMES]
    for span in words(title or "")[:KEY_NAMES]:
        word = span.of(title or "").lower()
        if len(word) >= _SHORTEST_KEY and word not in read_words("closed-classes"):
            yield word


def day_of(value: str) -> int | None:
    """The day of an ISO 8601 value, counted as ``date.toordinal`` does: of a month or a year its middle, of an interval
    its beginning. None when the value names no day.

    >>> day_of("2031-05-02T08:00:00+02:00") - day_of("2031-05-01"), day_of("2031-05") - day_of("2031-05-01"), day_of("soon")
    (1, 14, None)
    """
    try:
        if value[_YEAR : _YEAR + 2] == "-W":
            return date.fromisoformat(f"{value[:8]}-1").toordinal()
        padded = {_YEAR: f"{value}-07-01", _MONTH: f"{value}-15"}.get(len(value), value[:10])
        return date.fromisoformat(padded).toordinal()
    except ValueError:
        return None
