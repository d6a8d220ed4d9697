"""Whom of a story's people a name or title stands for that does not say it by itself: a name that fits several people of the
record, a bare surname, an office without its holder."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from onrecord.lexicon import read_pairs
from onrecord.link.forms import LITTLE, Word, read_name
from onrecord.link.local import LocalEntity, LocalKey
from onrecord.link.offices import find_holder
from onrecord.link.score import SAME, PairScore
from onrecord.link.spelling import compare_words, skeleton

Placing = tuple[str, PairScore]
"""The record's entity, how sure, and why."""

_VOWELS = re.compile(r"[aeiouy]+")
_ONLY_ONE = 0.85
_HOLDER = 0.7  # the office says it, no name does; and the other report may be older


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What is known before the story is asked: the entity of every local one; of names that fit several entities, these; of
    local entities that people parted from others, the entities of those."""

    entity_of: Mapping[LocalKey, str]
    rivals: Mapping[LocalKey, frozenset[str]]
    barred: Mapping[LocalKey, frozenset[str]]


def place_in_story(local: Sequence[LocalEntity], settled: Settled, fixed: Collection[LocalKey] = ()) -> dict[LocalKey, Placing]:
    """Placings of those local entities of one story that it says more about, one way or the other; ``fixed`` are left alone."""
    asked = [x for x in local if x.key not in fixed]
    placed = dict(_open_names(asked, local, settled))
    entity_of = {x.key: placed[x.key][0] if x.key in placed else settled.entity_of[x.key] for x in local}
    people = _Bearers([x for x in local if x.entity.type == "person"], entity_of)
    for x in asked:
        barred = settled.barred.get(x.key, frozenset())
        if x.entity.type == "person" and x.key not in placed and (bare := bare_name(x)) is not None:
            found = _surname(people.of(bare) - barred, entity_of[x.key])
        elif x.entity.type == "office":
            found = _office(x, people.roles(barred))
        else:
            continue
        if found is not None:
            placed[x.key] = found
    return placed


def bare_name(x: LocalEntity) -> Word | None:
    """The only full word of a person's name; None when it has more."""
    words = [w for w in read_name(x.entity.name, "person").words if w.kind not in LITTLE]
    return words[0] if len(words) == 1 and words[0].kind == "word" else None


def _open_names(asked: Sequence[LocalEntity], local: Sequence[LocalEntity], settled: Settled) -> Iterator[tuple[LocalKey, Placing]]:
    named = {settled.entity_of[x.key] for x in local if x.key not in settled.rivals}
    for x in asked:
        rivals = settled.rivals.get(x.key)
        if rivals is None:
            continue
        here = sorted((rivals & named) - settled.barred.get(x.key, frozenset()))
        if len(here) == 1:
            yield x.key, (here[0], PairScore(score=_ONLY_ONE, reasons=("the only one of the story whom the name fits",)))
        else:
            why = f"the name fits {len(rivals)} of the record, {len(here)} of them in the story"
            yield x.key, (settled.entity_of[x.key], PairScore(score=1.0, reasons=(why,)))


def _surname(found: frozenset[str], own: str) -> Placing | None:
    if len(found) == 1:
        return min(found), PairScore(score=_ONLY_ONE, reasons=("the only bearer of the surname in the story",))
    if found:
        return own, PairScore(score=1.0, reasons=(f"{len(found)} people in the story bear this surname",))
    return None


def _office(x: LocalEntity, roles: Mapping[str, frozenset[str]]) -> Placing | None:
    holder = find_holder(x.entity.name, roles)
    if holder is None:
        return None
    entity, words = holder
    return entity, PairScore(score=_HOLDER, reasons=(f"another report of the story gives this office as “{words}”",))


class _Bearers:
    """The people of a story who are named in full."""

    def __init__(self, people: Sequence[LocalEntity], entity_of: Mapping[LocalKey, str]) -> None:
        self._words: dict[str, set[tuple[Word, str]]] = defaultdict(set)
        self._roles: dict[str, set[str]] = defaultdict(set)
        for x in people:
            words = [w for w in read_name(x.entity.name, "person").words if w.kind == "word"]
            if bare_name(x) is None and words:
                for word in _family_names(words):
                    self._words[skeleton(word.key)].add((word, entity_of[x.key]))
                self._roles[entity_of[x.key]].update(role.title for role in x.entity.roles)

    def of(self, name: Word) -> frozenset[str]:
        found = self._words.get(skeleton(name.key), set())
        return frozenset(entity for word, entity in found if compare_words(word, name).score >= SAME)

    def roles(self, barred: frozenset[str]) -> dict[str, frozenset[str]]:
        return {entity: frozenset(titles) for entity, titles in sorted(self._roles.items()) if entity not in barred}


def _family_names(words: Sequence[Word]) -> Iterator[Word]:
    """The last word; and the first, where it is of one syllable and no given name that we know: in China, Korea and Vietnam the
    family name stands first, and has one syllable."""
    yield words[-1]
    first = words[0]
    if first is not words[-1] and first.plain not in read_pairs("first-names") and len(_VOWELS.findall(first.plain)) == 1:
        yield first
