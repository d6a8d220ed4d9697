"""What the shorter of two renderings leaves out, where that limits or changes the sense.

Any shorter quotation leaves something out. What counts is a stretch inside a sentence that both tell, which begins with a word that limits
("if", "when", "after", "along with"), or holds one that hedges, bounds or denies, and which the shorter rendering's report tells
nowhere else among its statements. A hedge dropped is modality, a condition dropped is condition, anything else omission.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from rapidfuzz.distance import LCSseq

from onrecord.compare.renderings import Rendering, Word, slot_of
from onrecord.lexicon import read_sections

_LEAST_SHARED = 2  # words of weight in the sentence that both tell
_MOST_OF = 0.5  # of the shorter rendering's: then the sentence is what it renders
_REST = 0.6  # of the other words of weight in that sentence: the shorter one has them
_OWN = 0.25  # of the shorter one's words of weight, and one more: with more of its own it is worded otherwise, and lacks nothing
_TOLD = 0.75  # of the stretch's words of weight, in one other statement of the report or beside the shorter rendering
_LONGEST = 30  # words
_LONGEST_BOUND = 10
_OPENER_WITHIN = 2  # words from the beginning of the stretch, or the one before it
_WORDS_SHOWN = 12
_ALL = frozenset({"every", "entire", "only"})


@dataclass(frozen=True, slots=True)
class Omission:
    """Words of the fuller rendering that the shorter one lacks; ``slot`` is what they fill."""

    words: str
    slot: str
    why: str


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Words of the fuller one's sentence that are not in the shorter one, and what stands before them."""

    words: tuple[Word, ...]
    before: Word | None


def find_omissions(full: Rendering, short: Rendering, told: Collection[frozenset[str]] = ()) -> Iterator[Omission]:
    """What ``short`` leaves out of ``full``, in order. ``told``: the words of weight of the other statements in its report."""
    own = short.content - full.content
    if len(own) > 1 + _OWN * len(short.content):
        return
    for stretch in _stretches(full, short):
        fresh = {w.key for w in stretch.words if w.kind != "function"} - short.content
        slot, why = _limits(stretch, short) if len(stretch.words) <= _LONGEST else (None, "")
        if slot is None or (fresh and any(len(fresh & other) >= _TOLD * len(fresh) for other in told)):
            continue
        yield Omission(words=_shown(stretch.words), slot=slot, why=why)


def _stretches(full: Rendering, short: Rendering) -> Iterator[_Stretch]:
    """Within the sentences of the fuller one that the shorter one renders."""
    aligned = _aligned(full, short)
    for sentence in _sentences(full.words):
        weighty = [n for n in sentence if full.words[n].kind != "function"]
        shared = {full.keys[n] for n in weighty if full.keys[n] in short.content}
        if len(shared) < max(_LEAST_SHARED, _MOST_OF * len(short.content)):
            continue
        for run in _runs(sentence, aligned):
            rest = [full.keys[n] for n in weighty if n not in run]
            if sum(key in short.content for key in rest) >= _REST * len(rest):
                before = full.words[run[0] - 1] if run[0] > sentence[0] else None
                yield _Stretch(tuple(full.words[k] for k in run), before)


def _runs(sentence: Sequence[int], aligned: Collection[int]) -> Iterator[list[int]]:
    run: list[int] = []
    for n in sentence:
        if n not in aligned:
            run.append(n)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _aligned(full: Rendering, short: Rendering) -> set[int]:
    """Places of the fuller one that the shorter one has in the same order. A function word by itself between words that are not aligned
    belongs to them."""
    places = {n for o in LCSseq.opcodes(full.keys, short.keys) if o.tag == "equal" for n in range(o.src_start, o.src_end)}
    inside = range(1, len(full.words) - 1)
    return places - {n for n in places if n in inside and full.words[n].kind == "function" and not {n - 1, n + 1} & places}


def _sentences(words: Sequence[Word]) -> Iterator[list[int]]:
    found: dict[int, list[int]] = {}
    for n, word in enumerate(words):
        found.setdefault(word.sentence, []).append(n)
    yield from found.values()


def _limits(stretch: _Stretch, short: Rendering) -> tuple[str | None, str]:
    """The slot that the stretch fills, and the word that says so."""
    forms = [w.form for w in stretch.words]
    opening = forms[:_OPENER_WITHIN] + ([stretch.before.form] if stretch.before else [])
    heavy = sum(w.kind != "function" for w in stretch.words)
    hedge = next(
        (f for n, f in enumerate(forms) if _is_hedge(f, "".join(forms[n + 1 : n + 2])) and _hedges_what_stays(stretch.words[n + 1 :])), None
    )
    if hedge is not None and not _hedged(short):
        return "modality", f"“{hedge}” is left out"
    condition = next((f for f in opening if slot_of().get(f) == "condition"), None)
    if condition is not None and heavy:
        return "condition", f"what begins with “{condition}” is left out"
    whole = heavy >= 2 and len(forms) <= _LONGEST_BOUND  # the "every" of a clause of its own limits that clause
    bound = next((f for f in forms if f in _bounds() or (whole and slot_of().get(f) == "bound" and f in _ALL)), None)
    if bound is not None and bound not in {w.form for w in short.words}:
        return "omission", f"“{bound}” is left out"
    opener = next((f for f in opening if f in _openers() and (f != "when" or stretch.before is not None)), None)
    if opener is not None and heavy >= 2:
        return "omission", f"what begins with “{opener}” is left out"
    return None, ""


def _is_hedge(form: str, after: str) -> bool:
    """Whether the word takes what follows out of fact: "believed to be", but not "who believed him"."""
    return form in _hedges() and (form not in _hedging() or after in ("that", "to", ""))


def _hedges_what_stays(after: Sequence[Word]) -> bool:
    """Whether it hedges a clause, or nothing of what it hedges is left out with it ("believed to be his own" hedges nothing else)."""
    return [w.form for w in after[:1]] == ["that"] or all(w.kind == "function" for w in after)


def _hedged(short: Rendering) -> bool:
    """Whether the shorter one hedges in its own words, or the words that introduce it do."""
    told = {w.form for w in short.words} | {w.strip(".,;:") for w in short.said.cue.lower().split()}
    return not told.isdisjoint(_hedges() | _hedging())


@cache
def _hedges() -> frozenset[str]:
    """Those that take a whole assertion out of fact."""
    return frozenset(read_sections("drift-words")["hedges"]) | {"may", "might"}


@cache
def _hedging() -> frozenset[str]:
    """Words of any modality: who says "could" or reports a belief still hedges."""
    return frozenset(w for w, slot in slot_of().items() if slot == "modality") | frozenset(read_sections("drift-words")["hedging"])


@cache
def _openers() -> frozenset[str]:
    return frozenset(read_sections("drift-words")["limits"])


@cache
def _bounds() -> frozenset[str]:
    return frozenset(read_sections("drift-words")["limited"])


def _shown(words: Sequence[Word]) -> str:
    shown = [w.form for w in words[:_WORDS_SHOWN]]
    return " ".join(shown) + (" …" if len(words) > _WORDS_SHOWN else "")
