"""Sentences, by punctuation and a list of abbreviations; linear in the length of the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.lexicon import read_words
from onrecord.model import Span
from onrecord.text import lines, trim

_CLOSING = "\"'”’“»«)]"
_MARKS = "[" + re.escape(_CLOSING) + "]"
_END = re.compile(  # possessive: a line of a million full stops is read once
    rf"(?<![.!?…])[.!?…]++{_MARKS}*+(?=\s)"
    rf"|(?<=[a-z][a-z])[.!?]{_MARKS}?+(?=[A-Z][a-z]+[ ,])"  # "the chief added.Ruiz said": the space was lost with the markup
)
_NEXT = re.compile(r"\S")
_LAST_WORD = re.compile(r"[\w.]+$")
_GAP = re.compile(r"\s+")
_LONGEST = 4_000  # code points: what goes on longer without an end is a table or a list, and is cut between words


def find_sentences(text: str) -> list[Span]:
    """The sentences of the text in order; none crosses a line, and together they hold every character but white space.

    >>> [s.of("Mr. Ruiz left. He did!") for s in find_sentences("Mr. Ruiz left. He did!")]
    ['Mr. Ruiz left.', 'He did!']
    """
    return [sentence for line in lines(text) for sentence in _split(text, line)]


def _split(text: str, line: Span) -> Iterator[Span]:
    start = line.start
    for match in _END.finditer(text, line.start, line.end):
        if _ends_sentence(text, line, match):
            yield from _pieces(text, start, match.end())
            start = match.end()
    yield from _pieces(text, start, line.end)


def _pieces(text: str, start: int, end: int) -> Iterator[Span]:
    """The sentence, an endless one in pieces."""
    while end - start > _LONGEST and (gap := _GAP.search(text, start + _LONGEST // 2, end)):
        piece = trim(text, start, gap.start())
        if piece is not None:
            yield piece
        start = gap.end()
    rest = trim(text, start, end)
    if rest is not None:
        yield rest


def _ends_sentence(text: str, line: Span, match: re.Match[str]) -> bool:
    following = _NEXT.search(text, match.end(), line.end)
    if following is None or following.group().islower():
        return False
    if match.group()[0] != "." or len(match.group().rstrip(_CLOSING)) > 1:
        return True
    word = _LAST_WORD.search(text, max(line.start, match.start() - 20), match.start())
    if word is None:
        return True
    last = word.group()
    initial = len(last) == 1 and last.isupper()
    return not initial and last.lower() not in read_words("abbreviations")
