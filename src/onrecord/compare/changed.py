"""One speaker, later: another number for the same thing, or a word on what was still open.

Two statements of one speaker on two days that mean nearly the same and hold other numbers are a change only where the later one says that
it revises; else it may be another count. Who was "still reviewing" and later welcomes has changed from open to a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import product

from onrecord.compare.bonds import bond_of
from onrecord.compare.cuts import units_of
from onrecord.compare.keyed import keyed
from onrecord.compare.matching import near_in_time
from onrecord.compare.paired import Alike
from onrecord.compare.renderings import Rendering, Said
from onrecord.compare.topics import stem
from onrecord.lexicon import read_sections
from onrecord.model import Finding
from onrecord.text import fold

_COSINE, _COSINE_OPEN = 0.65, 0.55
_MOST = 5.0  # times: what is many times as much counts something else
_LEAST = 10.0  # smaller numbers count whatever stands beside them
_DAYS = 120
_DATE = re.compile(r"^(?:1[89]|20)\d\d$")


def find_changes(story: str, said: Iterable[Said], alike: Alike) -> list[Finding]:
    """``changes`` (``a``: before, ``b``: after), sorted by id. ``alike`` as in ``match_renderings``."""
    units = [r for r in units_of(said) if r.said.speaker is not None and r.said.day]
    left_open = {r.said.statement for r in units if _is_open(r)}
    revising = {r.said.statement for r in units if _revises(r)}
    found: list[Finding] = []
    for n, a in enumerate(units):
        for b in units[n + 1 :]:
            opened = a.said.statement in left_open and b.said.statement not in left_open
            if opened or b.said.statement in revising:
                found += _between(story, (a, b), opened, alike)
    return sorted({f.id: f for f in found}.values(), key=lambda f: f.id)


def _between(story: str, pair: tuple[Rendering, Rendering], opened: bool, alike: Alike) -> Iterator[Finding]:
    """``opened``: the first leaves open what it speaks of, and the second does not; else the second says that it revises."""
    a, b = pair
    if b.said.day[:10] <= a.said.day[:10] or not near_in_time(a.said.day, b.said.day, _DAYS):
        return
    bond = bond_of(a.said, b.said)
    if bond is None or not bond.firm:
        return
    numbers = _others(a, b)
    if not opened and numbers is not None and alike(a.said.content, b.said.content) >= _COSINE:
        yield _finding(story, (a, b), "number", f"{numbers[0]:,.0f}, later {numbers[1]:,.0f}")
    elif opened and len(a.content & b.content) >= 2 and alike(a.said.content, b.said.content) >= _COSINE_OPEN:
        yield _finding(story, (a, b), None, "open at first, later a word on it")


def _others(a: Rendering, b: Rendering) -> tuple[float, float] | None:
    """A number of the first and another of the second that may count the same, where they share none."""
    x, y = _numbers(a), _numbers(b)
    if not x or not y or set(x) & set(y):
        return None
    fitting = [(max(u, v) / min(u, v), u, v) for u, v in product(x, y) if max(u, v) <= _MOST * min(u, v)]
    return min(fitting)[1:] if fitting else None


def _numbers(r: Rendering) -> Sequence[float]:
    """With the scale behind them: "143 million" is 143,000,000."""
    found = []
    for word, after in zip(r.words, [*r.words[1:], None], strict=True):
        if word.kind == "number" and not _DATE.match(word.key):
            try:
                value = float(word.key)
            except ValueError:
                continue
            value *= _SCALES.get(after.form if after else "", 1.0)
            if value >= _LEAST:
                found.append(value)
    return found


_SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}


def _revises(r: Rendering) -> bool:
    told = {stem(w.strip('.,:;"“”')) for w in fold(f"{r.said.before} {r.said.cue} {r.said.content}").split()}
    return bool(told & _stems("revising"))


def _is_open(r: Rendering) -> bool:
    text = f"{r.said.cue} {r.said.content}".replace("’", "'").lower()
    return any(phrase in text for phrase in read_sections("oppositions")["open"])


@cache
def _stems(section: str) -> frozenset[str]:
    return frozenset(stem(w) for w in read_sections("oppositions")[section])


def _finding(story: str, pair: tuple[Rendering, Rendering], slot: str | None, what: str) -> Finding:
    a, b = (r.said for r in pair)
    name = a.speaker.name if a.speaker else "somebody"
    return Finding(
        **keyed("changes", [a.statement], [b.statement]),
        slot=slot,
        story=story,
        why=f"{name}: {what}",
        score=0.6,
        reasons=("one speaker, a later day", "the later statement says that it revises" if slot else "the earlier one leaves it open"),
    )
