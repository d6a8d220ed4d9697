"""Numbers that are no figure: labels ("flight 302"), clock times, years, scores, parts of identifiers."""

from __future__ import annotations

import re

from onrecord.analyse.figures.numbers import Number, label_words
from onrecord.lexicon import read_words

_BEFORE = 24
_LAST_WORD = re.compile(r"([^\W\d_][\w.’'-]*)(?P<gap>[\s\u00a0]|\s#)$")
_CLOCK = re.compile(r"\s?(?:[ap]\.?m\b|o['’]clock|hrs?\b(?!\s\w)|(?-i:GMT|UTC|E[SD]T|CES?T|BST|ET|IST)\b)|[:.]\d\d\b", re.IGNORECASE)
_TORN = re.compile(r"[/:]\d|['’]?s\b|(?:st|nd|rd|th)\b|[A-Za-z_@]|-(?:\d|[A-Z](?!\w*[a-z]))|[.]\d|\.[a-z]|,\d")
_SCORE = re.compile(r"[-–]$|[/:]$")
_COUNTER = re.compile(r"[A-Z]\w+\s\d+\sof\s$")
_LIST_MARK = re.compile(r"[.)]\s")
_FROM, _TO = 1000, 2100  # a bare whole number in between may be a year
_YEARS = (1900, 2099)


def is_label(text: str, number: Number, line_start: int) -> bool:
    """Whether the number names, dates or ranks something instead of counting it. ``line_start``: where its line begins."""
    if number.currency or number.is_part:
        return False
    at, end = number.core.start, number.core.end
    if not text[at].isdigit():
        return _follows_label(text, at, spelled=True)
    if _CLOCK.match(text, end) or _SCORE.search(text, max(0, at - 2), at):
        return True
    if number.is_plain and _COUNTER.search(text, max(0, at - _BEFORE), at):
        return True
    if number.is_plain and at == line_start and _LIST_MARK.match(text, end):
        return True
    return (number.is_plain and _is_year(text, number)) or (number.is_plain and _follows_label(text, at, spelled=False))


def is_torn(text: str, number: Number) -> bool:
    """Whether the digits go on as something else: "9/11", "1950s", "3rd", "4x4". Asked once no unit was found to follow."""
    return text[number.core.start].isdigit() and _TORN.match(text, number.core.end) is not None


def _follows_label(text: str, at: int, *, spelled: bool) -> bool:
    m = _LAST_WORD.search(text, max(0, at - _BEFORE), at)
    if m is None:
        return False
    word = m.group(1)
    folded = word.lower()
    if folded in label_words():
        return word[0].isupper() or not spelled
    return False if spelled else word[0].isupper() and not _is_common(folded)


def _is_common(word: str) -> bool:
    """A word that may begin a sentence or name a day: what follows it is counted."""
    return word in read_words("number-openers") or word in read_words("counted-ends")


def _is_year(text: str, number: Number) -> bool:
    value = number.low
    if value is None or value != int(value) or "," in number.core.of(text):
        return False
    return len(number.core.of(text)) == 4 and _YEARS[0] <= value <= _YEARS[1]
