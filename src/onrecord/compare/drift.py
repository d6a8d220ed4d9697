"""What two renderings of one act of saying differ in, word by word, and whether the difference changes a slot.

Renderings are aligned word by word (Levenshtein over stems). A stretch that differs is *drift* when it puts another value in
a slot (a number, a name, a time) or has a word that fills one (a negation, a hedge, a condition, a bound) where the other has
none; the tense of indirect speech ("will", "would") is none. Everything else is mere wording. Where a rendering begins later
or ends earlier than the other, only a hedge or condition that stands right at the cut counts: the rest is a shorter quotation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from onrecord.compare.renderings import Rendering, Word, present_of, shown, slot_of
from onrecord.lexicon import read_pairs, read_sections, section_words

_AT_CUT = 6  # words beyond the other's first or last word that still belong to what both say
_SHORT = 6  # words of both sides together: a longer stretch is another thought, not another value
_LEAST_SHARED = 3  # words besides function words
_MOST_OF = 0.6  # of those of the shorter rendering
_FEW = 2  # words of weight in a stretch inside
_ONE_NAME = 75.0  # rapidfuzz ratio of two spellings of one name
_YEAR = re.compile(r"^(?:1[6-9]|20)\d\d$")
_WEAK = frozenset(
    {"will", "would", "shall", "all", "about", "around", "over", "under", "both", "every", "many", "several", "few", "some", "more", "hope"}
)
_SAYS = {
    "polarity": "says that it is not so",
    "modality": "says how sure it is",
    "condition": "says when it holds",
    "bound": "says how much of it",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A stretch of words in which two renderings differ: those of either side ("" none) and the slot that it changes.
    ``slot`` None: mere wording."""

    a: str
    b: str
    slot: str | None
    why: str


def find_drift(a: Rendering, b: Rendering) -> list[Difference]:
    """The differences that change a slot, in order; [] when it is mere wording, or when the two share too little for a word more
    or less to mean anything: what is left out of a paraphrase is not changed."""
    shared = _shared(a, b)
    if len(shared & a.content) < max(_LEAST_SHARED, _MOST_OF * min(len(a.content), len(b.content))):
        return []
    return [d for d in compare(a, b) if d.slot is not None]


def compare(a: Rendering, b: Rendering) -> Iterator[Difference]:
    """Every stretch in which the renderings differ."""
    elsewhere = _shared(a, b) | (set(a.keys) & set(b.keys))
    for (i, j), (m, n), edge in _stretches(a, b):
        left, right = _of_one_sentence(a.words, i, j, edge), _of_one_sentence(b.words, m, n, edge)
        slot, why = _judge(left, right, edge, elsewhere)
        yield Difference(a=shown(a, left), b=shown(b, right), slot=slot, why=why)


def _of_one_sentence(words: Sequence[Word], start: int, end: int, edge: str | None) -> Sequence[Word]:
    """At either end of a rendering, only what stands in the sentence that both tell: another sentence is another thought."""
    if edge == "start" and end < len(words):
        return [w for w in words[start:end] if w.sentence == words[end].sentence]
    if edge == "end" and start > 0:
        return [w for w in words[start:end] if w.sentence == words[start - 1].sentence]
    return words[start:end]


def _shared(a: Rendering, b: Rendering) -> set[str]:
    return {k for op in _ops(a, b) if op[0] == "equal" for k in a.keys[op[1] : op[2]]}


def _ops(a: Rendering, b: Rendering) -> list[tuple[str, int, int, int, int]]:
    return [(o.tag, o.src_start, o.src_end, o.dest_start, o.dest_end) for o in Levenshtein.opcodes(a.keys, b.keys)]


def _stretches(a: Rendering, b: Rendering) -> list[tuple[tuple[int, int], tuple[int, int], str | None]]:
    """Runs of unequal words in both, each with where it stands: "start", "end" or None for inside."""
    runs: list[tuple[tuple[int, int], tuple[int, int]]] = []
    open_ = False
    for tag, i, j, m, n in _ops(a, b):
        if tag == "equal":
            open_ = False
        elif open_:
            runs[-1] = ((runs[-1][0][0], j), (runs[-1][1][0], n))
        else:
            runs.append(((i, j), (m, n)))
            open_ = True
    ends = (len(a.keys), len(b.keys))
    return [(x, y, "start" if x[0] == 0 and y[0] == 0 else "end" if (x[1], y[1]) == ends else None) for x, y in runs]


def _judge(a: Sequence[Word], b: Sequence[Word], edge: str | None, elsewhere: set[str]) -> tuple[str | None, str]:
    """The slot that the difference changes, and how; None: mere wording."""
    slot, why = None, ""
    if edge is not None:
        a, b = _at_cut(a, edge), _at_cut(b, edge)
    if len(a) + len(b) <= _SHORT:
        slot, why = _value(a, b, elsewhere, edge) if a and b and edge != "start" else (None, "")
        if slot is None:
            slot, why = _filled(a, b, edge, elsewhere)
    return slot, why or "mere wording"


def _at_cut(side: Sequence[Word], edge: str) -> Sequence[Word]:
    return side[-_AT_CUT:] if edge == "start" else side[:_AT_CUT]


def _value(a: Sequence[Word], b: Sequence[Word], elsewhere: set[str], edge: str | None) -> tuple[str | None, str]:
    """Another value in the same slot: numbers, times or names on both sides with nothing in common. A word that the other has in
    another place is no other value; nor is a name spelled nearly the same, or a typing error. At the end only times are compared:
    what else the one says there the other may leave out."""
    if any(w.key in elsewhere for w in (*a, *b) if w.kind != "function"):
        return None, ""
    dated = [any(w.form in _kinds() for w in side) for side in (a, b)]
    found = _times(a, b)
    if found is None and edge is None and not any(dated):
        found = next((("number", x, y) for x, y in [(_numbers(a), _numbers(b))] if x and y and x.isdisjoint(y)), None)
    if found is None and edge is None:
        x, y = _names(a), _names(b)
        if x and y and x.isdisjoint(y) and not (_initials(x, y) or _near(x, y)):
            found = ("place" if (x | y) & _places() else "name", x, y)
    return (None, "") if found is None else (found[0], " against ".join(sorted(", ".join(sorted(side)) for side in found[1:])))


def _numbers(side: Sequence[Word]) -> set[str]:
    return {w.key for w in side if w.kind == "number"}


def _times(a: Sequence[Word], b: Sequence[Word]) -> tuple[str, set[str], set[str]] | None:
    """Calendar words of one kind that exclude one another: two weekdays, two years, two days of a month. "Monday" and "5 May", or "in the
    morning" and "at five", may be the same."""
    for kind in ("months", "weekdays", "days", "parts", "years"):
        x, y = ({w.form for w in side if (_kinds().get(w.form) or ("years" if _YEAR.match(w.form) else "")) == kind} for side in (a, b))
        if x and y and x.isdisjoint(y):
            return "time", x, y
        if kind == "months" and x and y and (days := [_numbers(side) for side in (a, b)]) and all(days) and days[0].isdisjoint(days[1]):
            return "time", x | days[0], y | days[1]
    return None


def _names(side: Sequence[Word]) -> set[str]:
    """The names, where the stretch holds nothing else of weight."""
    if any(w.kind in ("content", "number") for w in side):
        return set()
    return {w.form for w in side if w.kind == "name" and w.form not in _kinds() and not w.inserted}


def _initials(x: set[str], y: set[str]) -> bool:
    """Whether one side is an abbreviation of the other: its letters begin the other's words."""
    short, long = sorted((x, y), key=lambda s: sum(map(len, s)))
    return any(len(s) <= 6 and sorted(s.replace(".", "")) == sorted(w[0] for w in long) for s in short) or any(
        s.startswith(w) or w.startswith(s) for s in short for w in long
    )


def _near(x: set[str], y: set[str]) -> bool:
    return max(fuzz.ratio(s, t) for s in x for t in y) >= _ONE_NAME


@cache
def _kinds() -> dict[str, str]:
    """The kind of each calendar word."""
    return {word: kind for kind in ("months", "weekdays", "days", "parts") for word in read_sections("drift-words")[kind]}


def _places() -> frozenset[str]:
    return frozenset(form.lower() for form in read_pairs("states"))


def _filled(a: Sequence[Word], b: Sequence[Word], edge: str | None, elsewhere: set[str]) -> tuple[str | None, str]:
    """A word that fills a slot on one side only. Weak words count only against another word of their slot: "will" for "may".
    Inside, the stretch must be hardly more than that word; a longer one says something else."""
    if edge is None and max(sum(w.kind != "function" or w.form in slot_of() for w in side) for side in (a, b)) > _FEW:
        return None, ""
    x, y = ({_present(w.form): slot_of()[w.form] for w in side if w.form in slot_of()} for side in (a, b))
    for form, slot in [*x.items(), *y.items()]:
        opposed = slot in (y if form in x else x).values()
        if (form in x) == (form in y) or form in elsewhere or (form in _WEAK and not opposed):
            continue
        if form in read_sections("drift-words")["hedging"] and not (_governs(form, a) or _governs(form, b)):
            continue  # "that seemed boring" for "of course anything boring" is another wording
        if edge is None or (edge == "end" and slot == "condition") or (edge == "start" and form in section_words("drift-words", "hedges")):
            other = next((f for f, s in (y if form in x else x).items() if s == slot and f not in (x if form in x else y)), None)
            return slot, " against ".join(sorted((f"“{form}”", f"“{other}”"))) if other else f"“{form}” {_SAYS[slot]}"
    return None, ""


def _governs(form: str, side: Sequence[Word]) -> bool:
    """Whether the word takes what follows out of fact: "suggest that", "believed to be"."""
    forms = [w.form for w in side]
    return form in forms and forms[forms.index(form) + 1 : forms.index(form) + 2] in (["that"], ["to"])


def _present(form: str) -> str:
    return present_of().get(form, form)
