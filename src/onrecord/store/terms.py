"""What somebody typed into a search box, as phrases that can be searched for without taking long."""

from __future__ import annotations

import re
import unicodedata

from onrecord.store.database import Phrase

MAX_TERMS = 16  # a 600-byte query of 100 terms took 10.6 s on 100,000 short rows; quoting alone does not help
MAX_BYTES = 512
MIN_PREFIX = 3

_TERM = re.compile(r'"([^"]*)"|([^\s"]+)')


def search_terms(query: str) -> tuple[str, ...]:
    """At most 16 different terms of the first 512 bytes: words, or "several words" in quotation marks; ``ferr*`` is the
    beginning of a word. A term without a letter or digit is left out. Never raises.

    >>> search_terms('ferry "Sella Narrows" FERRY - coll*')
    ('ferry', 'Sella Narrows', 'coll*')
    """
    query = query.replace("\x00", " ").encode("utf-8", "ignore")[:MAX_BYTES].decode("utf-8", "ignore")
    query = unicodedata.normalize("NFKC", query)
    found: dict[str, str] = {}
    words = 0
    for match in _TERM.finditer(query):
        term = " ".join((match[1] or match[2] or "").split())
        size = len(term.split())
        if not any(c.isalnum() for c in term) or term.casefold() in found:
            continue
        if words + size > MAX_TERMS:
            break
        words += size
        found[term.casefold()] = term
    return tuple(found.values())


def search_phrases(query: str) -> tuple[tuple[Phrase, ...], tuple[str, ...]]:
    """A phrase for every term, all of which are to be found; none: nothing can be searched for. The first term with a star and three
    letters before it is a prefix.

    >>> [(phrase.words, phrase.prefix) for phrase in search_phrases("it's ferr*")[0]]
    [("it's", False), ('ferr', True)]
    """
    terms = search_terms(query)
    phrases: list[Phrase] = []
    for term in terms:
        bare = term.rstrip("*")
        starred = not any(p.prefix for p in phrases) and len(bare) >= MIN_PREFIX and bare != term and bare[-1].isalnum()
        phrases.append(Phrase(words=bare if starred else term, prefix=starred))
    return tuple(phrases), terms
