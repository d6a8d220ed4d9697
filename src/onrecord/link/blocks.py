"""Which names are worth comparing: those that share a key which no spelling that merges can change."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations

from onrecord.link.forms import LITTLE, Word, read_name, romanised
from onrecord.link.score import acronyms, place_name
from onrecord.link.spelling import nicknames, skeleton, variants
from onrecord.model import EntityType

_SCORED: frozenset[EntityType] = frozenset({"person", "organisation", "state", "place"})
_ACRONYM = range(3, 9)  # letters


def block_keys(name: str, kind: EntityType) -> frozenset[str]:
    """The keys of a name: the consonants of all its words together; of a person those of every two words (with short forms and
    variants), and of a word with an initial; of bodies the initials; of places the name they are compared as.

    Two names with one key are worth comparing. A key that begins with ``?`` is one that a full name has only for those who write an
    initial: two that both have it so are not. Names of other types are one when they are equal, and have no keys.

    >>> "r mskr" in block_keys("Yuri Mishkar", "person") & block_keys("Iouri Mishkar", "person")
    True
    """
    if kind not in _SCORED:
        return frozenset()
    words = [w for w in read_name(name, kind).words if w.kind not in LITTLE]
    forms = [_consonants(w.plain if w.kind == "number" else w.key) for w in words]
    keys = {f"={''.join(forms)}", f"={''.join(sorted(forms))}"}
    if kind == "person":
        keys.update(key for one, other in permutations(words, 2) for key in _of_two(one, other))
    if kind in ("place", "state"):
        keys.add(f"@{place_name(name)}")
    if kind == "organisation":
        keys.update(f"#{a}" for a in ([words[0].plain] if len(words) == 1 else acronyms(words)) if len(a) in _ACRONYM)
    return frozenset(keys)


def _consonants(key: str) -> str:
    return skeleton(key) or key


def _of_two(one: Word, other: Word) -> Iterator[str]:
    """Keys of a full word beside another word or initial; none of an initial by itself."""
    if one.kind != "word":
        return
    first = _consonants(one.key)
    letters = {other.plain[0], other.key[0]}
    if other.kind == "initial":
        yield from (f"{first} {letter}." for letter in letters)
    else:
        yield from (f"?{first} {letter}." for letter in letters)
        yield from (f"{first} {_consonants(romanised(form))}" for form in {other.plain} | variants(other.plain) | nicknames(other.plain))
