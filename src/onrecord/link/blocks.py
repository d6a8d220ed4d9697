"""Which names are worth comparing: those that share a key which no spelling that merges can change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from itertools import combinations, permutations
from typing import TypeVar

from onrecord.link.forms import LITTLE, Word, read_name, romanised
from onrecord.link.score import acronyms, place_name
from onrecord.link.spelling import nicknames, skeleton, variants
from onrecord.model import EntityType

Node = TypeVar("Node", bound=Hashable)

_LARGE = 200  # names in a block from which on a pair needs a second key in common, so that blocks do not cost their square
_ACRONYM = range(3, 9)  # letters


def block_keys(name: str, kind: EntityType) -> frozenset[str]:
    """The keys of a name: the consonants of all its words together; of a person those of every two words (with short forms and
    variants), and of a word with an initial; of bodies the initials; of places the name they are compared as.

    A key that begins with ``?`` is one that a full name has only for those who write an initial: see ``candidate_pairs``.

    >>> "r mskr" in block_keys("Yuri Mishkar", "person") & block_keys("Iouri Mishkar", "person")
    True
    """
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


def candidate_pairs(keys: Mapping[Node, Iterable[str]]) -> Iterator[tuple[Node, Node]]:
    """Every pair of nodes that is worth comparing, some more than once; each pair in the order of ``keys``. Of a key ``k`` those
    who have it meet one another and those who have ``?k``; these do not meet one another."""
    order = {node: n for n, node in enumerate(keys)}
    for asking, asked in _blocks(keys, keys):
        narrow = [(asking, asked)] if len(asking) + len(asked) <= _LARGE else _blocks([*asking, *asked], keys)
        for some, others in narrow:
            if len(some) + len(others) <= _LARGE:
                yield from combinations(some, 2)
                yield from ((a, b) if order[a] < order[b] else (b, a) for a in some for b in others if a != b)


def _blocks(nodes: Iterable[Node], keys: Mapping[Node, Iterable[str]]) -> Iterator[tuple[list[Node], list[Node]]]:
    """By key: the nodes that have it, and those that have it with a question mark."""
    blocks: dict[str, tuple[list[Node], list[Node]]] = defaultdict(lambda: ([], []))
    for node in nodes:
        for key in keys[node]:
            blocks[key.removeprefix("?")][key.startswith("?")].append(node)
    return (block for block in blocks.values() if block[0] and len(block[0]) + len(block[1]) > 1)
