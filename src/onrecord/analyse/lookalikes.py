"""Words that mix letters of two alphabets which look alike: "Ruiz" with a Cyrillic "u" is found by nobody who searches for Ruiz."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from onrecord.model import Problem

# Cyrillic, and of Greek only what looks Latin: "IFNγ" and "μm" are words of their own.
_OTHER = "\u0400-\u052fΑΒΕΖΗΙΚΜΝΟΡΤΥΧοιν"
_MEET = re.compile(rf"[A-Za-z][{_OTHER}]|[{_OTHER}][A-Za-z]")
_LETTERS = re.compile(r"[^\W\d_]{0,40}")
_MOST = 5  # a text of nothing but these is told enough


def find_lookalikes(text: str) -> Iterator[Problem]:
    """One problem for each of the first such words.

    >>> [problem.where for problem in find_lookalikes("Ana R\u0443iz said so.")]
    ['[4:8]']
    """
    return islice(_mixed(text), _MOST)


def _mixed(text: str) -> Iterator[Problem]:
    taken = 0
    for meeting in _MEET.finditer(text):
        at = meeting.start()
        if at < taken:
            continue
        before = _LETTERS.match(text[max(taken, at - 40) : at][::-1])
        after = _LETTERS.match(text, at)
        assert before is not None and after is not None, "both patterns match the empty string"
        start, taken = at - before.end(), max(after.end(), meeting.end())
        why = f"“{text[start:taken]}” mixes letters of two alphabets that look alike. It may not be the word that it seems to be."
        yield Problem(where=f"[{start}:{taken}]", why=why)
