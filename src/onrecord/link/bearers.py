"""Whom of a story's people a name or title stands for that does not say it by itself: a name that fits several people of the
record, a bare surname, an office without its holder."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from onrecord.lexicon import read_pairs
from onrecord.link.forms import LITTLE, Word, read_name
from onrecord.link.local import LocalEntity, LocalKey
from onrecord.link.offices import find_holder
from onrecord.link.score import SAME, PairScore
from onrecord.link.spelling import compare_words, skeleton
from onrecord.model import Standing

Placing = tuple[str, PairScore]
"""The record's entity, how sure, and why."""

_VOWELS = re.compile(r"[aeiouy]+")
_ONLY_ONE = 0.85
_HOLDER = 0.7  # the office says it, no name does; and the other report may be older


def place_in_story(local: Sequence[LocalEntity], standings: Mapping[LocalKey, Standing]) -> dict[LocalKey, Placing]:
    """Placings of those local entities of one story that it says more about, one way or the other. ``standings``: what the name of each
    stands for before the story is asked."""
    placed = dict(_open_names(local, standings))
    entity_of = {x.key: placed[x.key][0] if x.key in placed else standings[x.key].entity for x in local}
    people = _Bearers([x for x in local if x.entity.type == "person"], entity_of)
    for x in local:
        if x.entity.type == "person" and x.key not in placed and (bare := bare_name(x)) is not None:
            found = _surname(people.of(bare), entity_of[x.key])
        elif x.entity.type == "office":
            found = _office(x, people.roles())
        else:
            continue
        if found is not None:
            placed[x.key] = found
    return placed


def bare_name(x: LocalEntity) -> Word | None:
    """The only full word of a person's name; None when it has more."""
    words = [w for w in read_name(x.entity.name, "person").words if w.kind not in LITTLE]
    return words[0] if len(words) == 1 and words[0].kind == "word" else None


def _open_names(local: Sequence[LocalEntity], standings: Mapping[LocalKey, Standing]) -> Iterator[tuple[LocalKey, Placing]]:
    named = {standings[x.key].entity for x in local if standings[x.key].rivals is None}
    for x in local:
        own, rivals = standings[x.key].entity, standings[x.key].rivals
        if rivals is None:
            continue
        here = sorted(rivals & named)
        if len(here) == 1:
            yield x.key, (here[0], PairScore(score=_ONLY_ONE, reasons=("the only one of the story whom the name fits",)))
        else:  # how many of the record there are is not said: it would be out of date with the next report
            yield x.key, (own, PairScore(score=1.0, reasons=(f"the name fits several of the record, {len(here)} of them in the story",)))


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

    def roles(self) -> dict[str, frozenset[str]]:
        return {entity: frozenset(titles) for entity, titles in sorted(self._roles.items())}


def _family_names(words: Sequence[Word]) -> Iterator[Word]:
    """The last word; and the first, where it is of one syllable and no given name that we know: in China, Korea and Vietnam the
    family name stands first, and has one syllable."""
    yield words[-1]
    first = words[0]
    if first is not words[-1] and first.plain not in read_pairs("first-names") and len(_VOWELS.findall(first.plain)) == 1:
        yield first
