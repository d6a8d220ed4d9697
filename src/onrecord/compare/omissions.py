"""What the shorter of two renderings leaves out, where that limits or changes the sense.

Any shorter quotation leaves something out. What counts is a stretch inside a sentence that both tell, which limits it (``limits``), and
which the shorter rendering's report tells nowhere else among its statements. A hedge dropped is modality, a condition dropped is
condition, anything else omission or bound.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from rapidfuzz.distance import LCSseq

from onrecord.compare.answering import answering_word
from onrecord.compare.hedges import unhedged
from onrecord.compare.limits import Stretch, limit_of, yardstick_in
from onrecord.compare.renderings import Rendering, Word, shown
from onrecord.lexicon import read_pairs
from onrecord.quotations import MARKS

_LEAST_SHARED = 2  # words of weight in the sentence that both tell
_MOST_OF = 0.5  # of the shorter rendering's: then the sentence is what it renders
_REST = 0.6  # of the other words of weight in that sentence, or between the first and the last that both have: the shorter one has them
_BESIDE = 8  # words before the first and behind the last that both have: they belong to these
_OWN = 0.25  # of the shorter one's words of weight, and one more: with more of its own it is worded otherwise, and lacks nothing
_TOLD = 0.75  # of the stretch's words of weight, in one other statement of the report or beside the shorter rendering
_LONGEST = 30  # words
_FEW = 4  # words of weight
_SAYING = frozenset(
    "is are was were be been has have had do does did will would can could may might must not to it he she they we i you".split()  # noqa: SIM905
)
_PRONOUNS = frozenset("he she it they him her them this that these those who".split())  # noqa: SIM905

Limited = tuple[Sequence[Word], str, str]  # words of the fuller one, the slot they fill, and in what way they limit


@dataclass(frozen=True, slots=True)
class Omission:
    """Words of the fuller rendering that the shorter one lacks; ``slot`` is what they fill."""

    words: str
    slot: str
    why: str


def find_omissions(full: Rendering, short: Rendering, told: Collection[frozenset[str]] = ()) -> Iterator[Omission]:
    """What ``short`` leaves out of ``full``, in order. ``told``: the words of weight of the other statements in its report."""
    found = [*_limiting(full, short), *_deciding(full, short)]
    if all(slot != "modality" for _, slot, _ in found):
        found += _asserted(full, short)
    for words, slot, why in found:
        weighty = {w.key for w in words if w.kind != "function"}
        fresh = weighty - short.content
        moved = bool(weighty) and not fresh
        if not moved and not any(fresh and len(fresh & other) >= _TOLD * len(fresh) for other in told):
            yield Omission(words=shown(full, words), slot=slot, why=why)


def _limiting(full: Rendering, short: Rendering) -> Iterator[Limited]:
    aligned = _aligned(full, short)
    if _says_otherwise(full, short, aligned) or _says_nothing(short):
        return
    for stretch in _stretches(full, short, aligned):
        limit = limit_of(stretch, short) if len(stretch.words) <= _LONGEST else None
        if limit is not None:
            yield stretch.words[limit.at :], limit.slot, limit.why


def _deciding(full: Rendering, short: Rendering) -> Iterator[Limited]:
    """By what an offer will be answered ("review the bid to determine …"), where the other says only that it will be."""
    if not (answering_word(full) and answering_word(short)) or yardstick_in(short.words) is not None:
        return
    at = yardstick_in(full.words)
    if at is not None:
        words = [w for w in full.words[at:] if w.sentence == full.words[at].sentence]
        yield words, "omission", "it says by what the answer is decided"


def _asserted(full: Rendering, short: Rendering) -> Iterator[Limited]:
    for words, hedge in unhedged(full, short):
        yield words, "modality", f"“{hedge}” keeps it short of a fact"


def _says_otherwise(full: Rendering, short: Rendering, aligned: Mapping[int, int]) -> bool:
    """Whether the shorter one has so many words of its own, up to the last that both have, that it is worded otherwise."""
    last = max((at for n, at in aligned.items() if full.words[n].kind != "function"), default=len(short.words))
    own = {w.key for w in short.words[:last] if w.kind != "function"} - full.content
    return len(own) > 1 + _OWN * len(short.content)


def _says_nothing(short: Rendering) -> bool:
    """Whether it is a bare phrase of a few words ("peace on the strait"), which lacks nothing."""
    if len(short.content) > _FEW or short.quoted or any(mark in short.said.content for mark in MARKS):
        return False
    return not any(w.form in _SAYING or w.form.endswith("ed") or w.form in _past() for w in short.words)


@cache
def _past() -> frozenset[str]:
    forms = (form for forms in read_pairs("irregular-verbs").values() for form in forms.split())
    return frozenset(form for form in forms if not form.endswith("ing"))


def _stretches(full: Rendering, short: Rendering, aligned: Mapping[int, int]) -> Iterator[Stretch]:
    """Within the sentences of the fuller one that the shorter one renders. What a pronoun stands for is not left out."""
    for sentence in _sentences(full):
        weighty = [n for n in sentence if full.words[n].kind != "function"]
        shared = {full.keys[n] for n in weighty if full.keys[n] in short.content}
        if len(shared) < max(_LEAST_SHARED, _MOST_OF * len(short.content)):
            continue
        both = [n for n in weighty if n in aligned]
        runs = [(run, _instead(run[0], run[-1], aligned, short)) for run in _runs(sentence, aligned)]
        meant = {n for run, instead in runs for n in run if any(w.form in _PRONOUNS for w in instead)}
        for run, instead in runs:
            near = bool(both) and both[0] - _BESIDE <= run[0] and run[-1] <= both[-1] + _BESIDE
            rest = [full.keys[n] for n in weighty if n not in run and n not in meant and (not near or both[0] <= n <= both[-1])]
            if meant.isdisjoint(run) and sum(key in short.content for key in rest) >= _REST * len(rest):
                words = full.words
                yield Stretch(words[run[0] : run[-1] + 1], words[sentence[0] : run[0]], words[run[-1] + 1 : sentence[-1] + 1], instead)


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


def _aligned(full: Rendering, short: Rendering) -> dict[int, int]:
    """Places of the fuller one that the shorter one has in the same order, and where. Words of weight decide; a function word belongs to
    them where it stands next to one in both."""
    heavy = [[n for n, w in enumerate(r.words) if w.kind != "function"] for r in (full, short)]
    same = LCSseq.opcodes([full.keys[n] for n in heavy[0]], [short.keys[n] for n in heavy[1]])
    blocks = (zip(heavy[0][o.src_start : o.src_end], heavy[1][o.dest_start : o.dest_end], strict=True) for o in same if o.tag == "equal")
    places = dict(pair for block in blocks for pair in block)
    for step, order in ((1, range(len(full.keys))), (-1, range(len(full.keys) - 1, -1, -1))):
        for n in order:
            at = places.get(n - step, -2) + step
            if n not in places and 0 <= at < len(short.keys) and short.keys[at] == full.keys[n] and full.words[n].kind == "function":
                places[n] = at
    return places


def _instead(first: int, last: int, aligned: Mapping[int, int], short: Rendering) -> tuple[Word, ...]:
    """What the shorter one has between the words that stand before and behind the stretch in both; empty at either end."""
    before, behind = aligned.get(first - 1), aligned.get(last + 1)
    return short.words[before + 1 : behind] if before is not None and behind is not None else ()


def _sentences(full: Rendering) -> Iterator[list[int]]:
    found: dict[int, list[int]] = {}
    for n, word in enumerate(full.words):
        found.setdefault(word.sentence, []).append(n)
    yield from found.values()
