"""Two renderings word by word: which words of the one the other has not."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from rapidfuzz.distance import Indel

from onrecord.text import fold, words

_ALIKE = 0.4  # of the words of both: where less is in common, nearly every word would be marked, which shows nothing

Stretch = tuple[str, bool]  # characters in a row, and whether they are words that the other has not


def unlike_words(pieces: Sequence[str], other: Sequence[str]) -> list[list[Stretch]] | None:
    """Each piece as stretches that together are the piece, character by character. Case, accents and the shape of apostrophes do not make
    another word, nor do marks of punctuation. None when the two have too little in common to be read word by word.

    >>> unlike_words(["We will not sign."], ["we will sign"])
    [[('We will ', False), ('not', True), (' sign.', False)]]
    """
    places = [(number, span) for number, piece in enumerate(pieces) for span in words(piece)]
    own = [fold(span.of(pieces[number])) for number, span in places]
    theirs = [fold(span.of(piece)) for piece in other for span in words(piece)]
    if not own or not theirs or Indel.normalized_similarity(own, theirs) < _ALIKE:
        return None
    marked = [bytearray(len(piece)) for piece in pieces]
    for step in Indel.opcodes(own, theirs):
        if step.tag == "delete":
            for number, same in groupby(places[step.src_start : step.src_end], key=lambda place: place[0]):
                run = [span for _, span in same]
                marked[number][run[0].start : run[-1].end] = b"\1" * (run[-1].end - run[0].start)
    return [_stretches(piece, marks) for piece, marks in zip(pieces, marked, strict=True)]


def _stretches(piece: str, marks: bytearray) -> list[Stretch]:
    found, at = [], 0
    for differs, same in groupby(marks):
        end = at + sum(1 for _ in same)
        found.append((piece[at:end], bool(differs)))
        at = end
    return found
