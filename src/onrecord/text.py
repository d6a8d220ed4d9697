"""Looking at a text without changing it: lines, paragraphs, words. Every result is a span of the text given."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from onrecord.model import Span

_LINE = re.compile(r"[^\n\r]+")
WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_LOOKALIKES = str.maketrans({"ı": "i", "ſ": "s", "\u0307": None})  # "İ".lower() is "i" and a dot
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_ARTICLE = re.compile(r"^(?:the )+")


def lines(text: str) -> Iterator[Span]:
    """The lines that hold something other than white space, without the white space at their ends.

    >>> [s.of("One.  \\n\\n Two.") for s in lines("One.  \\n\\n Two.")]
    ['One.', 'Two.']
    """
    for match in _LINE.finditer(text):
        line = trim(text, match.start(), match.end())
        if line is not None:
            yield line


def words(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """The words within ``[start, end)``; an apostrophe, full stop or hyphen inside a word belongs to it."""
    return [Span(m.start(), m.end()) for m in WORD.finditer(text, start, len(text) if end is None else end)]


def trim(text: str, start: int, end: int) -> Span | None:
    """``[start, end)`` without white space at its ends; None when nothing is left."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None


@lru_cache(maxsize=1 << 14)
def fold(name: str) -> str:
    """A name for comparison: case, accents, apostrophes' shape, doubled space and a leading article do not count.

    >>> fold("The  Café d’Or")
    "cafe d'or"
    """
    plain = name if name.isascii() else _NOT_ASCII.sub(_uncombined, unicodedata.normalize("NFKD", name))
    plain = " ".join(plain.replace("’", "'").replace("`", "'").casefold().split())
    return _ARTICLE.sub("", plain)


def _uncombined(found: re.Match[str]) -> str:
    return "" if unicodedata.combining(found[0]) else found[0]


def lowered(words: str) -> str:
    """In lower case as ``re.IGNORECASE`` sees it, so that what such a pattern found of a list is found in the list.

    >>> lowered("ThIRD"), lowered("thırd"), lowered("perıſhed")
    ('third', 'third', 'perished')
    """
    return words.lower().translate(_LOOKALIKES)


def any_of(phrases: Iterable[str]) -> str:
    """A pattern for any of them, the longest that fits. What they begin with alike is tried once: of hundreds in a row each place would
    cost hundreds of looks.

    >>> any_of(["say", "says", "speak"])
    's(?:ay(?:s)?|peak)'
    """
    by_first: dict[str, list[str]] = {}
    ends = False
    for phrase in sorted(set(phrases)):
        if phrase:
            by_first.setdefault(phrase[0], []).append(phrase[1:])
        else:
            ends = True
    parts = [re.escape(first) + any_of(rest) for first, rest in by_first.items()]
    grouped = parts[0] if len(parts) == 1 and not ends else f"(?:{'|'.join(parts)})" if parts else ""
    return f"{grouped}?" if ends and parts else grouped


def phrases_of(phrases: Iterable[str]) -> str:
    """As ``any_of``, where any white space may part the words of a phrase."""
    return any_of(phrases).replace("\\ ", r"\s")
