"""Words as PostgreSQL's index keeps them, and as it is asked for them.

Cut and folded here and not by PostgreSQL, whose parser reads hyphens, addresses and numbers in ways of its own and whose letters depend
on the server's locale: so the same words find the same statements whatever keeps the record.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence

from onrecord.store.database import Phrase

_WORD = re.compile(r"[^\W_]+")
_WEIGHTS = "ABCD"  # one for each column
_BETWEEN = 10  # places between columns, so that no phrase reaches over
_LAST_PLACE = 16_383  # PostgreSQL counts no further
_MOST_PLACES = 255  # of one word
_MOST_BYTES = 1_000_000  # PostgreSQL takes 1,048,575
_LONGEST = 500  # characters; PostgreSQL takes 2,046 bytes


def cut(text: str) -> Iterator[str]:
    """The words of a text without case and accents."""
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return (match[0] for match in _WORD.finditer(text.casefold()) if len(match[0]) <= _LONGEST)


def vector(columns: Sequence[str | None]) -> str:
    """The words of a row and their places, as a ``tsvector``. Of a text of more words than PostgreSQL can hold, the first."""
    places: dict[str, list[str]] = defaultdict(list)
    place = size = 0
    for weight, text in zip(_WEIGHTS, columns, strict=False):
        for word in cut(text or ""):
            place += 1
            size += 2 if word in places else 12 + len(word.encode())
            if size > _MOST_BYTES:
                break
            if len(places[word]) < _MOST_PLACES:
                places[word].append(f"{min(place, _LAST_PLACE)}{weight}")
        place += _BETWEEN
    return " ".join(f"'{word}':{','.join(found)}" for word, found in places.items())


def query(phrases: Sequence[Phrase], columns: Sequence[str]) -> str:
    """What finds every phrase, as a ``tsquery``; empty: there is nothing to look for."""
    return " & ".join(filter(None, (_phrase(phrase, columns) for phrase in phrases)))


def _phrase(phrase: Phrase, columns: Sequence[str]) -> str:
    weight = _WEIGHTS[columns.index(phrase.column)] if phrase.column else ""
    words = list(cut(phrase.words))
    marks = [weight] * (len(words) - 1) + [("*" if phrase.prefix else "") + weight]
    return " <-> ".join(f"'{word}':{mark}" if mark else f"'{word}'" for word, mark in zip(words, marks, strict=False))
