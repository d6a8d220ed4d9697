"""Whether quoted words stand in another text character by character.

White space, quotation marks and the shape of an apostrophe do not count; nor do, at either end of the quotation and where the other text
breaks its own quotation off, the marks of punctuation and the first letter's case, which belong to the sentence around.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from onrecord.compare.drift import Difference

_MARKS = "\"“”„«»‟〝〞'‘’‚`"
_LONGER = 2  # words that a piece may have more or fewer than what it comes from
_PUNCTUATION = ".,;:!?…—–-()[]"
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "`": "'"})


@dataclass(frozen=True, slots=True)
class _Token:
    """A word as it is printed, without quotation marks; ``bare``: what counts of it where a quotation ends."""

    printed: str
    bare: str


def stands_verbatim(piece: str, pieces: Sequence[str]) -> bool:
    """Whether the words of ``piece`` stand in a row in the text, which is given in pieces where it breaks its quotation off."""
    wanted, _ = _tokens([piece])
    found, breaks = _tokens(pieces)
    return bool(wanted) and any(_fits(wanted, found, at, breaks) for at in range(len(found) - len(wanted) + 1))


def _tokens(pieces: Sequence[str]) -> tuple[list[_Token], frozenset[int]]:
    """The tokens, and which of them end a piece."""
    found: list[_Token] = []
    breaks = set()
    for piece in pieces:
        for printed in piece.split():
            plain = printed.translate(_APOSTROPHES).strip(_MARKS)
            bare = plain.strip(_PUNCTUATION + _MARKS)
            if bare:
                found.append(_Token(plain, bare))
        breaks.add(len(found) - 1)
    return found, frozenset(breaks)


def _fits(wanted: Sequence[_Token], found: Sequence[_Token], at: int, breaks: frozenset[int]) -> bool:
    if _first(wanted[0]) != _first(found[at]):
        return False
    for n, token in enumerate(wanted[1:], 1):
        other, place = found[at + n], at + n
        loose = n == len(wanted) - 1 or place in breaks or place - 1 in breaks
        if (token.bare != other.bare) if loose else (token.printed != other.printed):
            return False
    return True


def _first(token: _Token) -> str:
    return token.bare[:1].lower() + token.bare[1:]


def closeness(piece: str, pieces: Sequence[str]) -> float:
    """How much of the piece stands in the part of the text that is most like it: 1 less the share of words to be changed, 0 to 1."""
    wanted, others = _comparable(piece, pieces)
    if not wanted or not others:
        return 0.0
    start, end = _nearest(wanted, others)
    return max(0.0, 1 - Levenshtein.distance(wanted, others[start:end]) / len(wanted))


def differing_words(piece: str, pieces: Sequence[str]) -> list[Difference]:
    """The stretches in which the piece (``a``) and the part of the text that is most like it (``b``) differ, as printed.

    Where one of them only begins earlier or ends later than the other, it is a longer quotation, and that is no difference.
    """
    keys, others = _comparable(piece, pieces)
    if not keys or not others:
        return []
    wanted, (found, breaks) = _tokens([piece])[0], _tokens(pieces)
    at, stop = _nearest(keys, others)
    stretches: list[list[int]] = []
    end = None
    for o in Levenshtein.opcodes(keys, others[at:stop]):
        if o.tag == "equal":
            continue
        if stretches and end == (o.src_start, o.dest_start):
            stretches[-1][1::2] = [o.src_end, o.dest_end]
        else:
            stretches.append([o.src_start, o.src_end, o.dest_start, o.dest_end])
        end = (o.src_end, o.dest_end)
    return [
        Difference(a=_shown(wanted[i:j]), b=_shown(found[at + m : at + n]), slot=None, why="other words")
        for i, j, m, n in stretches
        if not _is_edge((i, j, len(keys)), (m, n))
        and not _is_break(wanted[i:j], found[at + m : at + n], breaks.intersection(range(at + m - 1, at + n)))
    ]


def _is_edge(a: tuple[int, int, int], b: tuple[int, int]) -> bool:
    """Whether only one of the two has the words, before or after what both have."""
    start, end, length = a
    return (start in (0, length) and start == end) or (b[0] == b[1] and (start == 0 or end == length))


def _is_break(a: Sequence[_Token], b: Sequence[_Token], breaks: object) -> bool:
    """Whether only the punctuation differs, where the text breaks its quotation off."""
    return bool(breaks) and [t.bare for t in a] == [t.bare for t in b]


def _comparable(piece: str, pieces: Sequence[str]) -> tuple[list[str], list[str]]:
    """The tokens of both as they are compared: what does not count at the piece's ends does not count in the text's like tokens."""
    wanted, found = _tokens([piece])[0], _tokens(pieces)[0]
    if not wanted:
        return [], []
    ends: tuple[tuple[str, Callable[[_Token], str]], ...] = ((_first(wanted[0]), _first), (wanted[-1].bare, _bare))
    keys, others = ([next((end for end, form in ends if form(t) == end), t.printed) for t in side] for side in (wanted, found))
    return keys, others


def _nearest(wanted: Sequence[str], others: Sequence[str]) -> tuple[int, int]:
    """The stretch of about as many tokens that needs the fewest changes."""
    sizes = range(max(1, len(wanted) - _LONGER), len(wanted) + _LONGER + 1)
    stretches = ((n, n + size) for size in sizes for n in range(len(others)))
    return min(stretches, key=lambda s: (Levenshtein.distance(wanted, others[s[0] : s[1]]), abs(s[1] - s[0] - len(wanted)), s))


def _bare(token: _Token) -> str:
    return token.bare


def _shown(tokens: Sequence[_Token]) -> str:
    return " ".join(t.printed for t in tokens)
