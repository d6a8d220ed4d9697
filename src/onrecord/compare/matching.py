"""Whether two statements render one act of saying, by the words, by what they mean, and by who speaks when.

Named people are held apart, unless the words are the same at length: then one of the reports has the name wrong, and that is
said. Words alone decide where many stand in a row; where they do not, one speaker, one occasion and a likeness of meaning have
to come together, and numbers must not clash.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from onrecord.compare.answering import answering_word
from onrecord.compare.bonds import Bond, bond_of
from onrecord.compare.paired import Alike, Pair, Weights, nearest, other_numbers, side_by_side, stands_in
from onrecord.compare.renderings import Rendering
from onrecord.compare.stems import stem, stems
from onrecord.quotations import MARKS
from onrecord.text import fold

LEAST_WORDS = 3  # "the idea" renders nothing
RUN = 6  # words in a row that nobody says twice by chance within one affair
VERBATIM = 10  # words in a row that outweigh another name
_COVER = 0.6  # of the rarer words of the shorter, when one speaker says both
_COVER_OF_MANY = 0.55  # the same at one time, where both have at least five words of weight
_COVER_RUN = 0.5  # the same with a long run
_ONE_OCCASION = ((7, 0.35), (6, 0.45))  # words in a row and cover, of one speaker at one time
_SHARED_QUOTE = 2  # words of weight that both put between quotation marks
_QUOTED, _QUOTED_UNNAMED = (3, 1), (4, 2)  # words of a quoted piece, and how many of weight, that stand in the other in a row
_SHORT_RUN, _MOST_OF = 3, 0.6  # words in a row that are most of a short quotation
_DAYS = 3  # between two reports of what was said on one occasion
_LEAST_ALIKE = 5  # words of the shorter: what fewer mean depends on what stands around
# Cosine of the two, and how much of the shorter one's rarer words the longer has: what the words lack the meaning has to give.
# Chosen on the development stories by reading what each step lets in (docs/decisions/0019-one-act-of-saying.md).
_ALIKE: tuple[tuple[float, float], ...] = ((0.76, 0.3), (0.70, 0.4), (0.60, 0.55))
_RUN_UNNAMED, _COVER_UNNAMED = 8, 0.7  # "the far side of the moon" is six words that anybody says
_COVER_QUOTED = 0.7
_LEAST_BARE = 9  # words
_SAYING = frozenset(
    "is are was were be been has have had do does did will would can could may might he she it they we i that who".split()  # noqa: SIM905
)
_COVER_WHOLE, _COVER_LONGER, _MANY = 0.9, 0.7, 5  # of the shorter one's and the longer one's words; and how many of them
_LEAST_COSINE = 0.45  # of words that both have, but not in a row: they may be about something else
_ALIKE_UNNAMED = ((0.75, 0.7, 4), (0.70, 0.85, 3))  # and how many words of weight both have
_ALIKE_LATER = (0.70, 0.8, 4)  # the same where it is told again on a later day
_ALIKE_HELD = 0.5  # where the longer has all words of weight of the shorter, and two of them are no names
NAMED_DIFFERENTLY = "named differently, but the same word for word"


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """That two statements render one act: how sure, and why."""

    score: float
    reasons: tuple[str, ...]


def match_renderings(
    a: Rendering, b: Rendering, weights: Weights, *, outweighs: int = VERBATIM, alike: Alike | None = None
) -> Match | None:
    """Whether the two render one act of saying, by the words' weights among all that is looked at; None: no.

    ``outweighs``: so many words in a row are one act though two people are named for it. ``alike``: how near two texts are in
    meaning, from -1 to 1; None: words alone decide.
    """
    pair, bond = side_by_side(a, b, weights), bond_of(a.said, b.said)
    if bond is None and pair.cover < _COVER_RUN:
        return None
    if _denies(a.said.cue) != _denies(b.said.cue):
        return None  # what one denies another says
    if other_numbers(pair) or _is_fragment(pair):
        return None
    why = _why(pair, bond, outweighs)
    if why is not None and (alike is None or pair.run >= RUN or nearest(pair, alike) >= _LEAST_COSINE):
        score = min(1.0, pair.cover)
        return Match(score=score, reasons=(why, f"{pair.run} words in a row", _covered(pair)))
    if bond is None or _other_counts(pair) or _contradicts(pair, bond):
        return None
    why = _of_one_occasion(pair, bond) if near_in_time(a.said.day, b.said.day) else None
    if why is not None:
        return Match(score=max(0.5, min(1.0, pair.cover)), reasons=(bond.why, why, _covered(pair)))
    if alike is None:
        return None
    cosine = _likeness(pair, bond, alike)
    if cosine is None:
        return None
    return Match(score=min(1.0, cosine), reasons=(bond.why, f"alike in meaning (cosine {cosine:.2f})", _covered(pair)))


def _covered(pair: Pair) -> str:
    return f"{round(100 * pair.cover)} % of the shorter one's words, by weight"


def _why(pair: Pair, bond: Bond | None, outweighs: int) -> str | None:
    """Why the words alone make it one act; None: they do not."""
    if pair.cover < _COVER_RUN or _contradicts(pair, bond):
        return None
    whole = pair.run >= pair.shorter >= LEAST_WORDS
    same = pair.a.keys == pair.b.keys
    if bond is None:
        judged = pair.a.said.judged or pair.b.said.judged
        return NAMED_DIFFERENTLY if not judged and (pair.run >= outweighs or _nearly_whole(pair)) else None
    if (pair.run >= RUN and (bond.firm or pair.run >= _RUN_UNNAMED or pair.cover >= _COVER_UNNAMED)) or (
        pair.plain and ((whole and pair.run >= 4) or same)
    ):
        return bond.why
    if (
        bond.firm
        and pair.plain
        and not _quoted_otherwise(pair)
        and pair.cover >= _COVER
        and (pair.shared >= 3 or (pair.run >= _SHORT_RUN and pair.run >= _MOST_OF * pair.shorter) or _all_plain(pair))
    ):
        return bond.why
    return None


def _all_plain(pair: Pair) -> bool:
    """Whether the two words that both have are no names, and all that the shorter one says."""
    return pair.plain >= _SHARED_QUOTE and pair.cover >= _COVER_WHOLE


def _is_fragment(pair: Pair) -> bool:
    """Whether both are the same bare noun phrase, which says nothing: "the 2031 model", cut from a sentence that two reports share."""
    keys = pair.a.keys
    bare = keys == pair.b.keys and keys[0] in ("the", "a", "an") and len(keys) < _LEAST_BARE and _SAYING.isdisjoint(keys)
    return bare and not any(mark in r.said.content for r in (pair.a, pair.b) for mark in MARKS)


def _nearly_whole(pair: Pair) -> bool:
    """Whether hardly a word of weight of either is missing in the other."""
    longer = max(len(r.content) for r in (pair.a, pair.b))
    return pair.run >= RUN and pair.cover >= _COVER_WHOLE and _MANY <= pair.shared >= _COVER_LONGER * longer


def _contradicts(pair: Pair, bond: Bond | None) -> bool:
    """Whether one denies and the other does not, and nothing says that one speaker is meant: two may well say the opposite."""
    return (bond is None or not bond.firm) and pair.a.negated != pair.b.negated and pair.run < VERBATIM


@lru_cache(maxsize=1 << 12)
def _denies(cue: str) -> bool:
    """Whether the words that introduce it deny it."""
    return any(stem(w) in stems("denying") for w in fold(cue).split())


def _other_counts(pair: Pair) -> bool:
    """Whether both have numbers, and no number of the one is in the other."""
    x, y = pair.a.numbers, pair.b.numbers
    return bool(x and y) and x.isdisjoint(y)


def _of_one_occasion(pair: Pair, bond: Bond) -> str | None:
    """What makes it one act when it is of one occasion: fewer words in a row, or a quoted piece that stands in the other."""
    if bond.firm and any(pair.cover >= cover and pair.run >= run for run, cover in _ONE_OCCASION):
        return f"{pair.run} words in a row"
    if bond.firm and pair.shared >= _MANY and pair.cover >= _COVER_OF_MANY and not _quoted_otherwise(pair):
        return f"{pair.shared} words of weight"
    if bond.firm and answering_word(pair.a) and answering_word(pair.b):
        return "both answer an offer"
    if not pair.a.quoted and not pair.b.quoted:
        return None
    named = pair.a.names | pair.b.names  # a title in quotation marks is no quotation
    both = [piece for piece in pair.a.quoted if piece in pair.b.quoted and named.isdisjoint(piece)]
    if bond.firm and any(sum(key in pair.a.content for key in piece) >= _SHARED_QUOTE for piece in both):
        return "both quote the same words"
    least = _QUOTED if bond.firm else _QUOTED_UNNAMED
    for one, other in ((pair.a, pair.b), (pair.b, pair.a)):
        for piece in one.quoted:
            weighty = sum(key in one.content for key in piece)
            if len(piece) >= least[0] and weighty >= least[1] and stands_in(piece, other.keys):
                return f"a quoted piece of {len(piece)} words stands in the other"
            if (
                pair.cover >= _COVER_RUN
                and bond.firm
                and weighty >= _SHARED_QUOTE
                and named.isdisjoint(piece)
                and stands_in(piece, other.keys)
            ):
                return f"{weighty} quoted words stand in the other"
    return None


@lru_cache(maxsize=1 << 12)
def near_in_time(a: str, b: str, days: int = _DAYS) -> bool:
    """Whether two days (ISO 8601) are at most so many apart; one that is not known is near any."""
    try:
        return abs((date.fromisoformat(a[:10]) - date.fromisoformat(b[:10])).days) <= days
    except ValueError:  # undated, or to the month
        return not a or not b


def _quoted_otherwise(pair: Pair) -> bool:
    """Whether both are quotations from end to end, in other words: who is quoted twice in other words has spoken twice, unless the
    words are nearly the same, as two translations are."""
    return pair.cover < _COVER_QUOTED and all(r.said.content.strip()[:1] in MARKS and not r.quoted for r in (pair.a, pair.b))


def _likeness(pair: Pair, bond: Bond, alike: Alike) -> float | None:
    """The cosine, where it and the words together are enough."""
    if pair.shorter < _LEAST_ALIKE or pair.shared < 2 or _quoted_otherwise(pair):
        return None
    later = not near_in_time(pair.a.said.day, pair.b.said.day)
    told = [_ALIKE_LATER] if later else [(*step, 2) for step in _ALIKE] if bond.firm else [*_ALIKE_UNNAMED]
    steps = [cosine for cosine, cover, shared in told if pair.cover >= cover and pair.shared >= shared]
    steps += [_ALIKE_HELD] if not later and _all_plain(pair) else []
    if not steps:
        return None
    cosine = round(nearest(pair, alike), 3)
    return cosine if cosine >= min(steps) else None
