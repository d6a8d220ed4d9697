"""Which names are worth comparing: those that share a key which no spelling that merges can change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from itertools import combinations
from typing import TypeVar

from onrecord.link.forms import LITTLE, Word, read_name
from onrecord.link.score import place_name
from onrecord.link.spelling import nicknames, skeleton, variants
from onrecord.model import EntityType

Node = TypeVar("Node", bound=Hashable)

_LARGE = 60  # names in a block from which on a pair needs a second key in common
_TOO_LARGE = 300  # names in a block of two keys from which on it is not compared: of 300 Kim J.s, only those who share a word more
_ACRONYM = range(3, 9)  # letters


def block_keys(name: str, kind: EntityType) -> frozenset[str]:
    """The keys of a name: of each word the consonants, of all words together too; of bodies the initials; of places the name
    they are compared as. Keys that begin with ``^`` (a letter that an initial may stand for) count only beside another.

    >>> block_keys("Yuri Ushkan", "person") & block_keys("Iouri Ouchkan", "person") >= {"r"}
    True
    """
    words = [w for w in read_name(name, kind).words if w.kind not in LITTLE]
    keys = {f"={skeleton(''.join(w.key for w in words))}"}
    for word in words:
        keys.update(_of_word(word))
    if kind in ("place", "state"):
        keys.add(f"@{place_name(name)}")
    if kind == "organisation":
        keys.update(_initials(words))
    return frozenset(keys)


def _of_word(word: Word) -> Iterator[str]:
    for form in {word.plain} | variants(word.plain) | nicknames(word.plain):
        yield f"^{form[0]}"
    yield f"^{word.key[0]}"
    if word.kind not in ("initial", "number"):
        yield skeleton(word.key) or word.key


def _initials(words: list[Word]) -> Iterator[str]:
    if len(words) == 1 and len(words[0].plain) in _ACRONYM:
        yield f"#{words[0].plain}"
    elif len(words) in _ACRONYM:
        yield "#" + "".join(w.plain[0] for w in words)


def candidate_pairs(keys: Mapping[Node, Iterable[str]]) -> Iterator[tuple[Node, Node]]:
    """Every pair of nodes that is worth comparing, some more than once; each pair in the order of ``keys``."""
    for block in _blocks(keys, keys, letters=False):
        if len(block) <= _LARGE:
            yield from combinations(block, 2)
            continue
        for narrow in _blocks(block, keys, letters=True):
            if len(narrow) <= _TOO_LARGE and len(narrow) < len(block):
                yield from combinations(narrow, 2)


def _blocks(nodes: Iterable[Node], keys: Mapping[Node, Iterable[str]], *, letters: bool) -> Iterator[list[Node]]:
    blocks: dict[str, list[Node]] = defaultdict(list)
    for node in nodes:
        for key in keys[node]:
            if letters or not key.startswith("^"):
                blocks[key].append(node)
    return (block for block in blocks.values() if len(block) > 1)
