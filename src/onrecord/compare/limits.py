"""What makes a stretch of words limit the sense of the sentence that it stands in: with it the sentence claims less, or of less.

By Quirk et al. (1985): adverbials that state a condition, a contrast, an exception, a company or a yardstick (15.31-15.53, 9.37-9.60),
hedges and bounds (8.104-8.115), adverbs of frequency (8.64), the several of which one is meant (5.4: "one of
the biggest"), the field in which a superlative holds (7.86), and the complement that an adjective asks for (16.69: "responsible for").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, partial

from onrecord.compare.hedges import hedge_in, hedges_too
from onrecord.compare.renderings import Rendering, Word, slot_words
from onrecord.lexicon import read_sections, read_words, section_words
from onrecord.text import fold

_section = partial(section_words, "drift-words")
_LONGEST_BOUND = 10  # words: the "every" of a clause of its own limits that clause
_OPENER_WITHIN = 4  # words from the beginning of the stretch, or the one before it
_LEAST_HEAVY = 2  # words of weight behind a word that opens
_AFTER = 20  # characters
_FIELD_WITHIN = 4  # words from a superlative to where its field begins
_ALL = frozenset({"every", "entire", "only"})
_HOW_OFTEN = frozenset({"time", "times", "never", "ever", "daily"})  # "at all times" is "always"
_RELATIVE = frozenset({"who", "which", "whose", "whom", "that"})  # what follows limits somebody else
_PARTITIVE = ("one", "of")
_FIELD = frozenset({"in", "since", "ever", "outside", "within", "under", "on", "inside", "until", "till"})
_ANYBODY = frozenset({"man", "woman", "person", "someone", "somebody", "individual"})
_SHORT = 3  # words
_ORDINALS = frozenset({"first", "second", "third", "last", "only", "most", "least", "best", "worst"})


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words of the fuller one's sentence that are not in the shorter one, and those of the sentence before and after them;
    ``against``: what the shorter one has in their place."""

    words: tuple[Word, ...]
    before: tuple[Word, ...]
    after: tuple[Word, ...]
    against: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class Limit:
    """The slot that a stretch fills, in what way it limits, and from which of its words on."""

    slot: str
    why: str
    at: int = 0


def limit_of(stretch: Stretch, short: Rendering) -> Limit | None:
    """None: the stretch limits nothing."""
    rules = (_hedged, _conditioned, _bounded, _partitive, _opened, _field, _complement, _whom)
    return next((found for rule in rules if (found := rule(stretch, short))), None)


def _hedged(stretch: Stretch, short: Rendering) -> Limit | None:
    hedge = hedge_in(stretch.words)
    return None if hedge is None or hedges_too(short) else Limit("modality", f"“{hedge}” keeps it short of a fact")


def _conditioned(stretch: Stretch, short: Rendering) -> Limit | None:
    """Where the other tells no condition, in these words or others."""
    at = _opening(stretch, 2, slot_words("condition"))
    if at is None or not _heavy(stretch.words) or any(w.form in slot_words("condition") for w in short.words):
        return None
    return Limit("condition", f"“{_form(stretch, at)}” opens a condition", max(at, 0))


def _bounded(stretch: Stretch, short: Rendering) -> Limit | None:
    told = {w.form for w in short.words}
    whole = _heavy(stretch.words) >= _LEAST_HEAVY and len(stretch.words) <= _LONGEST_BOUND
    for w in stretch.words:
        if w.form in _section("frequency") and told.isdisjoint(_section("frequency") | _HOW_OFTEN):
            return Limit("bound", f"“{w.form}” says how often")
        if w.form not in told and (w.form in _section("limited") or (whole and w.form in _ALL)):
            return Limit("omission", f"“{w.form}” bounds what is said")
    return None


def _partitive(stretch: Stretch, short: Rendering) -> Limit | None:
    """ "One of the biggest" for "the biggest"."""
    forms = tuple(w.form for w in stretch.words)
    tail = tuple(f for f in forms if f not in ("the", "my", "his", "her", "our", "their", "its"))
    return Limit("bound", "it is one of several") if tail[-2:] == _PARTITIVE and _superlative(stretch.after[:3]) else None


def _opened(stretch: Stretch, short: Rendering) -> Limit | None:
    if _heavy(stretch.words) < _LEAST_HEAVY:
        return None
    at = _opening(stretch, _OPENER_WITHIN, _section("limits") - slot_words("condition"))
    if at is not None and (_form(stretch, at) != "when" or stretch.before) and _form(stretch, at) not in _goes_on(short):
        return Limit("omission", f"“{_form(stretch, at)}” limits what stands beside it", max(at, 0))
    at, phrase = _find(stretch.words, "limits")
    if phrase and at <= _OPENER_WITHIN and _RELATIVE.isdisjoint(w.form for w in stretch.words[:at]):
        return Limit("omission", f"“{phrase}” limits what stands beside it", at)
    return None


def _field(stretch: Stretch, short: Rendering) -> Limit | None:
    """What a superlative holds in: "the first in the north"."""
    if stretch.words[0].form in _FIELD and _heavy(stretch.words) and _superlative(stretch.before[-_FIELD_WITHIN:]):
        return Limit("omission", "it says within what that holds")
    return None


def _complement(stretch: Stretch, short: Rendering) -> Limit | None:
    """What an adjective takes behind it: "responsible for the delay"."""
    if not stretch.before or not _heavy(stretch.words):
        return None
    pair = f"{stretch.before[-1].form} {stretch.words[0].form}"
    return Limit("omission", f"“{pair}” asks for what follows") if pair in _section("complements") else None


def _whom(stretch: Stretch, short: Rendering) -> Limit | None:
    """Who somebody is, where the other has only that it is somebody: "the driver" for "a man"."""
    anybody = next((w.form for w in stretch.against if w.form in _ANYBODY), None)
    if anybody is None or len(stretch.words) > _SHORT or stretch.words[-1].form not in read_words("title-nouns"):
        return None
    return Limit("omission", f"“{anybody}” does not say who it is")


def _superlative(words: Sequence[Word]) -> bool:
    return any(w.form in _ORDINALS or (w.form.endswith("est") and len(w.form) > 5 and w.kind == "content") for w in words)


def _opening(stretch: Stretch, within: int, openers: frozenset[str]) -> int | None:
    """Which of its first words opens what the stretch says; -1: the word before it. None: none does."""
    if stretch.before and stretch.before[-1].form in openers:
        return -1
    forms = [w.form for w in stretch.words[:within]]
    at = next((n for n, form in enumerate(forms) if form in openers), None)
    return at if at is None or _RELATIVE.isdisjoint(forms[:at]) else None


def _goes_on(short: Rendering) -> list[str]:
    """The words with which its report goes on behind it: "…, but then" tells what "but soon" tells."""
    return fold(short.said.beside.partition("\n")[2][:_AFTER]).split()


def _form(stretch: Stretch, at: int) -> str:
    return stretch.before[-1].form if at < 0 else stretch.words[at].form


def _heavy(words: Sequence[Word]) -> int:
    return sum(w.kind != "function" for w in words)


@cache
def _phrases(section: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(entry.split()) for entry in read_sections("drift-words")[section] if " " in entry)


def _find(words: Sequence[Word], section: str) -> tuple[int, str]:
    """Where the first phrase of the section begins, and the phrase; "" when there is none."""
    forms = tuple(w.form for w in words)
    found = ((n, p) for n in range(len(forms)) for p in _phrases(section) if forms[n : n + len(p)] == p)
    at, phrase = next(found, (0, ()))
    return at, " ".join(phrase)


def yardstick_in(words: Sequence[Word]) -> int | None:
    """Where the words begin that say by what something is decided; None: nothing says it."""
    at, phrase = _find(words, "yardsticks")
    return at if phrase else None
