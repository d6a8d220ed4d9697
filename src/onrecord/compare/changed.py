"""One speaker, later: another number for the same thing, or a word on what was still open.

Two statements of one speaker on two days that mean nearly the same and hold other numbers are a change only where the later one says that
it revises; else it may be another count. Who was "still reviewing" and later welcomes has changed from open to a word.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import product

from onrecord.compare.bonds import bond_of
from onrecord.compare.cuts import side_nearest, units_of
from onrecord.compare.keyed import keyed, once
from onrecord.compare.matching import near_in_time
from onrecord.compare.paired import Alike, bearers_of
from onrecord.compare.renderings import Rendering, Said, words_of
from onrecord.compare.stems import stem, stems
from onrecord.lexicon import read_sections
from onrecord.model import Finding
from onrecord.text import fold

_COSINE, _COSINE_OPEN = 0.65, 0.55
_COSINE_CORRECTED = 0.5
_MOST, _MOST_CORRECTED = 5.0, 25.0  # times: what is many times as much counts something else, unless the report sets both side by side
_NEXT = 200  # characters between the two where it does
_EARLIER = re.compile(r"\b(?:previously|earlier|initially|originally|at first)\b", re.IGNORECASE)
_LEAST = 10.0  # smaller numbers count whatever stands beside them
_DAYS = 120
_OWNER = re.compile(r"\b([A-Z]\w+)['’]s\b")
_BOTH = 2  # words of weight of what was open, in what is no longer
_OPENING = 10  # words of which one says what the answer is
_STILL = frozenset({"consider", "evaluate", "review", "study", "weigh"})  # an answer that gives none
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}\b)")
_DATE = re.compile(r"^(?:1[89]|20)\d\d$")


def find_changes(story: str, said: Iterable[Said], alike: Alike) -> list[Finding]:
    """``changes`` (``a``: before, ``b``: after), sorted by id. ``alike`` as in ``match_renderings``."""
    units = [r for r in units_of(said) if r.said.speaker is not None and r.said.day]
    left_open = {r.said.statement for r in units if _is_open(r)}
    counted = [n for n, r in enumerate(units) if _numbers(r.said.content)]
    revising = [n for n in counted if _revises(units[n])]
    found: list[Finding] = []
    closing = [r for r in units if r.said.statement not in left_open] if left_open else []
    bearers, owned = bearers_of(r.content for r in closing), bearers_of(map(_owners, closing))
    for n, a in enumerate(units):
        if a.said.statement in left_open:
            found += (f for k in _may_close(a, bearers, owned) for f in _between(story, (a, closing[k]), True, alike))
        if _EARLIER.search(a.said.cue):
            found += (f for b in units[n + 1 :] if a.said.report == b.said.report for f in _corrected(story, (a, b), alike))
    for b in (units[n] for n in revising):
        earlier = (units[n] for n in counted if units[n].said.day < b.said.day)
        over = (a for a in earlier if b.said.statement in left_open or a.said.statement not in left_open)
        found += (f for a in over if _others(a, b) for f in _between(story, (a, b), False, alike))
    return once(found)


def _may_close(r: Rendering, bearers: Mapping[str, Sequence[int]], owned: Mapping[str, Sequence[int]]) -> list[int]:
    """Which have two of its words of weight, or name the same owner."""
    shared = Counter(n for key in r.content for n in bearers.get(key, ()))
    two = (n for n, both in shared.items() if both >= _BOTH)
    return sorted({*two, *(n for owner in _owners(r) for n in owned.get(owner, ()))})


def _between(story: str, pair: tuple[Rendering, Rendering], opened: bool, alike: Alike) -> Iterator[Finding]:
    """``opened``: the first leaves open what it speaks of, and the second does not; else the second says that it revises."""
    a, b = pair
    if b.said.day[:10] <= a.said.day[:10] or not near_in_time(a.said.day, b.said.day, _DAYS):
        return
    bond = bond_of(a.said, b.said)
    firm = bond is not None and bond.firm
    # Two who speak for one body are one where the first leaves open what that body will say.
    if not firm and not (opened and a.said.side is not None and a.said.side == b.said.side):
        return
    who = "one speaker" if firm else "both speak for one body"
    numbers = None if opened else _others(a, b)
    if numbers is not None and alike(a.said.content, b.said.content) >= _COSINE:
        reasons = (f"{who}, a later day", "the later statement says that it revises")
        yield _finding(story, (a, b), _numbers_told(numbers), reasons, alike)
    elif opened and (
        _gives_the_answer(a, b) or (len(a.content & b.content) >= _BOTH and alike(a.said.content, b.said.content) >= _COSINE_OPEN)
    ):
        reasons = (f"{who}, a later day", "the earlier statement leaves it open")
        yield _finding(story, (a, b), (None, "open at first, later a word on it"), reasons, alike)


def _gives_the_answer(a: Rendering, b: Rendering) -> bool:
    """Whether the one still thinks about somebody's words or wishes, and the other welcomes or refuses that somebody's: "Ruiz's offer"."""
    told = {w.key for w in b.words[:_OPENING]}
    return bool(_owners(a) & _owners(b)) and bool(told & (stems("answering") - {stem(w) for w in _STILL}))


def _owners(r: Rendering) -> set[str]:
    """Whose something is told of: "Ruiz's"."""
    return {m[1] for m in _OWNER.finditer(r.said.content)}


def _corrected(story: str, pair: tuple[Rendering, Rendering], alike: Alike) -> Iterator[Finding]:
    """What somebody said before, and the other number that the report tells next: "previously said 900, now says 80"."""
    a, b = pair
    bond = bond_of(a.said, b.said)
    numbers = _others(a, b, most=_MOST_CORRECTED)
    if bond is None or not bond.firm or numbers is None or not b.said.follows(a.said, _NEXT):
        return
    clauses = [b.said.content, *(c.content for c in b.said.cuts if c.clause)]
    if max(alike(a.said.content, c) for c in clauses) >= _COSINE_CORRECTED:
        reasons = ("one speaker", "the report says that the one was said before")
        yield _finding(story, pair, _numbers_told(numbers), reasons, alike)


def _numbers_told(numbers: tuple[float, float]) -> tuple[str, str]:
    return "number", f"{numbers[0]:,.0f}, later {numbers[1]:,.0f}"


def _others(a: Rendering, b: Rendering, most: float = _MOST) -> tuple[float, float] | None:
    """A number of the first and another of the second that may count the same, where they share none."""
    x, y = _numbers(a.said.content), _numbers(b.said.content)
    if not x or not y or set(x) & set(y):
        return None
    fitting = [(max(u, v) / min(u, v), u, v) for u, v in product(x, y) if max(u, v) <= most * min(u, v)]
    return min(fitting)[1:] if fitting else None


@lru_cache(maxsize=1 << 14)
def _numbers(content: str) -> Sequence[float]:
    """With the scale behind them: "143 million" is 143,000,000."""
    words = words_of(_THOUSANDS.sub("", content))
    found = []
    for word, after in zip(words, [*words[1:], None], strict=True):
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
    return bool(told & stems("revising"))


def _is_open(r: Rendering) -> bool:
    text = f"{r.said.cue} {r.said.content}".replace("’", "'").lower()
    return any(phrase in text for phrase in read_sections("oppositions")["open"])


def _finding(
    story: str, pair: tuple[Rendering, Rendering], told: tuple[str | None, str], reasons: tuple[str, ...], alike: Alike
) -> Finding:
    """``told``: the slot, and what has changed."""
    slot, what = told
    a, b = pair
    name = a.said.speaker.name if a.said.speaker else "somebody"
    ends = keyed("changes", [side_nearest(a, b.said.content, alike)], [side_nearest(b, a.said.content, alike)])
    return Finding(**ends, slot=slot, story=story, why=f"{name}: {what}", score=0.6, reasons=reasons)
