"""Text whose lines were broken to a width, as mails, wire copy and old archives are: a line is no paragraph there.

The analysis reads such a text with blanks for the breaks that only keep the width. Nothing moves by it: every offset is that of the
text that is stored.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

_NARROWEST, _WIDEST = 40, 120  # code points of the longest line: nothing is set narrower, and what is wider is a paragraph
_FEWEST = 3  # breaks within paragraphs: fewer tell no width
_ODD = 0.03  # share of the lines that may be longer than the width (an address that could not be broken)
_FULL = 0.85  # share of the width that a line and the word behind it must pass: some programs set the last lines of a page narrower
_MOST_HARD = 0.4  # share of the breaks that may come before the width is full: paragraphs without a blank line between them
_LEAST_RUNNING = 0.25  # share of the breaks behind which a sentence plainly goes on
_LINE_END = re.compile(r"\n")
_FIRST_WORD = re.compile(r"\S+")
_CLOSED = (".", "!", "?", ":", ";", '"', "”", "’", ")")


def unwrapped(text: str) -> str:
    """The text, of the same length, with a blank for each line end that only keeps the width; as it is where lines are paragraphs.

    A line was broken for the width if the first word of the next one had no room on it (the greedy rule that all programs use), and a text
    is taken for such a one only if most of its lines were, and sentences run on over many of them.
    """
    breaks = list(_breaks(text))
    if len(breaks) < _FEWEST:
        return text
    lengths = sorted(end - start for start, end in breaks)
    width = lengths[-1 - int(_ODD * len(lengths))]
    if not _NARROWEST <= width <= _WIDEST:
        return text
    soft = {end for start, end in breaks if end - start + 1 + _room_needed(text, end) > _FULL * width}
    running = {end for _, end in breaks if text[end + 1].islower() and not text.endswith(_CLOSED, 0, end)}
    if len(soft) < (1 - _MOST_HARD) * len(breaks) or len(soft & running) < max(2, _LEAST_RUNNING * len(breaks)):
        return text
    found = list(text)
    for end in soft | running:
        found[end] = " "
    return "".join(found)


def _breaks(text: str) -> Iterator[tuple[int, int]]:
    """The lines that another one follows without a blank line between: start, and where the line end stands."""
    ends = [match.start() for match in _LINE_END.finditer(text)]
    for before, end in pairwise([-1, *ends]):
        follows = text[end + 1 : end + 2]
        if end > before + 1 and follows and not follows.isspace():
            yield before + 1, end


def _room_needed(text: str, end: int) -> int:
    word = _FIRST_WORD.match(text, end + 1)
    return len(word.group()) if word else 0
