"""The words and stops of a text, numbered: what the shallow grammar of the moves counts in."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import lru_cache

from onrecord.lexicon import read_words
from onrecord.model import Span

# Quotation marks are no tokens, since a clause runs through them.
_TOKEN = re.compile(r"\d+(?:[.,]\d+)++|[^\W_]+(?:['’.-][^\W_]+)*|[.,;:!?…()–—-]|[$£€¥]")
_SPLIT = re.compile(r"(?:n['’]t|['’](?:s|ll|ve|re|m|d))$", re.IGNORECASE)
STOPS = frozenset(".;:!?…()")


@dataclass(frozen=True, slots=True)
class Tokens:
    """``low[k]`` is token k in lower case with straight apostrophes, "n't" as "not"; it stands at ``[starts[k], ends[k])``."""

    starts: list[int]
    ends: list[int]
    low: list[str]

    def first_at(self, offset: int) -> int:
        """The first token that starts at the offset or behind it."""
        return bisect_left(self.starts, offset)

    def within(self, span: Span) -> tuple[int, int]:
        """The half-open range of the tokens that begin in the span."""
        return bisect_left(self.starts, span.start), bisect_left(self.starts, span.end)

    def holding(self, offset: int) -> int:
        """The last token that starts at the offset or before it; -1 before the first."""
        return bisect_right(self.starts, offset) - 1

    def span(self, first: int, end: int) -> Span:
        """The characters from token ``first`` to the one before ``end``."""
        return Span(self.starts[first], self.ends[end - 1])


@lru_cache(maxsize=1)  # two steps of one report's analysis ask for the same
def read_tokens(text: str) -> Tokens:
    """ "didn't" is two tokens, "Ruiz's" and "we'll" too.

    >>> read_tokens("We didn't, Ruiz's aide.").low
    ['we', 'did', 'not', ',', 'ruiz', "'s", 'aide', '.']
    """
    starts: list[int] = []
    ends: list[int] = []
    low: list[str] = []
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        word = "u.s." if match.group() == "US" else match.group().lower()  # the state, not "us"
        if word == "." and _shortens(text, start, low):
            continue
        if "'" in word or "’" in word:
            word = word.replace("’", "'")
            ending = _SPLIT.search(word)
            if ending is not None and ending.start() and len(word) == end - start:
                cut = start + ending.start()
                starts.append(start)
                ends.append(cut)
                low.append(word[: ending.start()])
                start, word = cut, "not" if ending.group() == "n't" else ending.group()
        starts.append(start)
        ends.append(end)
        low.append(word)
    return Tokens(starts=starts, ends=ends, low=low)


def _shortens(text: str, stop: int, low: list[str]) -> bool:
    """Whether the stop belongs to the word before it: "6 a.m. on Monday", "Oct. 8", "Gov. Tate"."""
    if not low or not text[stop - 1].isalpha() or not ("." in low[-1] or low[-1] in read_words("abbreviations")):
        return False
    following = text[stop + 1 : stop + 3].lstrip()
    return text[stop + 1 : stop + 2] == " " and (following[:1].islower() or following[:1].isdigit() or low[-1] in read_words("honorifics"))
