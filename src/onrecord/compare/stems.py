"""Words without their endings, by which tellings in other words are compared."""

from __future__ import annotations

import re
from functools import cache, lru_cache

import Stemmer

from onrecord.lexicon import read_sections, read_words
from onrecord.text import fold

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@cache
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("english")


@lru_cache(maxsize=1 << 14)
def stem(word: str) -> str:
    """The folded word without its endings, by the Snowball stemmer of English (Porter, 2001).

    >>> stem("meetings"), stem("negotiated"), stem("negotiation")
    ('meet', 'negoti', 'negoti')
    """
    return str(_stemmer().stemWord(word))


def content_stems(text: str) -> list[str]:
    """The stems of the words that are no function words, in order; numbers are left out."""
    return [stem(w) for m in _WORD.finditer(fold(text)) if (w := m.group()) not in read_words("closed-classes")]


@cache
def stems(section: str) -> frozenset[str]:
    """The stems of a section of ``lexicon/data/oppositions.txt``: words that set a statement against another, or make it an answer."""
    return frozenset(stem(w) for w in read_sections("oppositions")[section])
