"""Which names are worth comparing: those that share a key which no spelling that merges can change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import TypeVar

from onrecord.link.forms import LITTLE, Word, read_name
from onrecord.link.score import acronyms, place_name
from onrecord.link.spelling import nicknames, skeleton, variants
from onrecord.model import EntityType

Node = TypeVar("Node", bound=Hashable)

_LARGE = 200  # names in a block from which on a pair needs a second key in common, so that blocks do not cost their square
_ACRONYM = range(3, 9)  # letters


def block_keys(name: str, kind: EntityType) -> frozenset[str]:
    """The keys of a name: the consonants of all its words together; of a person each word's consonants with a letter by which
    another of the words may begin (so that initials and short forms meet); of bodies the initials; of places the name they are
    compared as.

    >>> block_keys("Yuri Ushkan", "person") & block_keys("Iouri Ouchkan", "person") >= {"r/u"}
    True
    """
    words = [w for w in read_name(name, kind).words if w.kind not in LITTLE]
    forms = [_consonants(w) for w in words]
    keys = {f"={''.join(forms)}", f"={''.join(sorted(forms))}"}
    if kind == "person":
        keys.update(f"{form}/{letter}" for k, form in enumerate(forms) for letter in _letters(words, k))
    if kind in ("place", "state"):
        keys.add(f"@{place_name(name)}")
    if kind == "organisation":
        keys.update(f"#{a}" for a in ([words[0].plain] if len(words) == 1 else acronyms(words)) if len(a) in _ACRONYM)
    return frozenset(keys)


def _consonants(word: Word) -> str:
    return word.plain if word.kind == "number" else skeleton(word.key) or word.key


def _letters(words: Sequence[Word], but: int) -> Iterator[str]:
    """By which letters the words but one may begin; none for an initial, which is no key by itself."""
    if words[but].kind == "word":
        for k, word in enumerate(words):
            if k != but:
                yield word.key[0]
                yield from (form[0] for form in {word.plain} | variants(word.plain) | nicknames(word.plain))


def candidate_pairs(keys: Mapping[Node, Iterable[str]]) -> Iterator[tuple[Node, Node]]:
    """Every pair of nodes that is worth comparing, some more than once; each pair in the order of ``keys``."""
    for block in _blocks(keys, keys):
        if len(block) <= _LARGE:
            yield from combinations(block, 2)
        else:
            yield from (pair for narrow in _blocks(block, keys) if len(narrow) <= _LARGE for pair in combinations(narrow, 2))


def _blocks(nodes: Iterable[Node], keys: Mapping[Node, Iterable[str]]) -> Iterator[list[Node]]:
    blocks: dict[str, list[Node]] = defaultdict(list)
    for node in nodes:
        for key in keys[node]:
            blocks[key].append(node)
    return (block for block in blocks.values() if len(block) > 1)
