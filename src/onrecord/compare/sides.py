"""Which side somebody speaks for, by what the reports call them. The speaker for a side is not the side, and both are kept."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from os.path import commonprefix

from onrecord.ids import make_id
from onrecord.lexicon import read_pairs, read_words
from onrecord.model import EntityRef, EntityType
from onrecord.text import fold

_WORD = re.compile(r"[\w’'.-]+")
_FORMER = re.compile(r"\b(?:former|ex|then|ousted|late)\b", re.IGNORECASE)
_OFFICE = re.compile(
    r"\bspokes(?:man|woman|person|people) (?:for|of|in|at) (?:.* )?(?P<who>[A-Z][\w-]*)['’]s (?:office|government|administration)\b"
)
_LONGEST = 4  # words of a form: "Democratic Republic of the Congo" is told by a shorter one
_STEM = 5  # letters that a name and its adjective share at least: "Velmora", "Velmoran"


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """Somebody in a story: the record's entity and every title that the story's reports give it, the most frequent first."""

    ref: EntityRef
    type: EntityType
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A state or body that people speak for, or somebody who speaks for nobody else. ``role``: the words that say so, None
    when the voice is the side itself."""

    ref: EntityRef
    role: str | None
    reason: str


def side_of(voice: Voice, bodies: Mapping[str, EntityRef]) -> Side:
    """The side that the voice speaks for: the state or body in a title of an office that speaks for one; else itself.

    ``bodies``: the states, organisations and places that the story names, by folded name.
    """
    state = stands_for(voice.ref.name)
    if state is not None and (voice.type != "person" or not voice.roles):
        why = f"“{voice.ref.name}” stands for {state}" if fold(state) != fold(voice.ref.name) else "a state"
        return Side(ref=_reference(state, bodies), role=None, reason=why)
    titles = voice.roles if voice.type == "person" else (voice.ref.name, *voice.roles)
    for title in titles:
        if voice.type in ("person", "office", "anonymous", "group") and _speaks(title):
            found = _body_in(title, bodies)
            if found is not None:
                return Side(ref=found, role=title, reason=f"speaks for {found.name} as “{title}”")
    return Side(ref=voice.ref, role=None, reason="no title says that they speak for somebody else")


def sides_of(voices: Iterable[Voice]) -> dict[str, Side]:
    """The side of each, by entity. Who speaks for somebody's office speaks for what that somebody speaks for."""
    known = list(voices)
    bodies = bodies_of(known)
    found = {v.ref.entity: side_of(v, bodies) for v in known}
    heads: dict[str, set[EntityRef]] = defaultdict(set)
    for v in known:
        if v.type == "person" and found[v.ref.entity].role is not None:
            for word in v.ref.name.split():
                heads[word].add(found[v.ref.entity].ref)
    for v in known:
        office = next((m for title in (v.ref.name, *v.roles) if (m := _OFFICE.search(title))), None)
        if office is not None and found[v.ref.entity].role is None and len(heads.get(office["who"], ())) == 1:
            (body,) = heads[office["who"]]
            found[v.ref.entity] = Side(ref=body, role=office.string, reason=f"speaks for {body.name} as “{office.string}”")
    return found


def _speaks(title: str) -> bool:
    """Whether the title is a present office that speaks for a body."""
    if _FORMER.search(title):
        return False
    found = [w.group().lower().strip(".'’") for w in _WORD.finditer(title)]
    singular = {w.removesuffix("s") for w in found} | set(found)
    return not singular.isdisjoint(_offices())


@cache
def _offices() -> frozenset[str]:
    """The single words of the offices: "secretary general" speaks by either."""
    return frozenset(word for office in read_words("speaking-offices") for word in office.split() if word not in ("of", "general"))


def _body_in(title: str, bodies: Mapping[str, EntityRef]) -> EntityRef | None:
    """The longest name of a state or body in the title; a state where both are of one length."""
    found = [w.group().removesuffix("'s").removesuffix("’s") for w in _WORD.finditer(title)]
    for size in range(min(_LONGEST, len(found)), 0, -1):
        for start in range(len(found) - size + 1):
            words = found[start : start + size]
            if not words[0][0].isupper():
                continue
            form = " ".join(words)
            state = stands_for(form)
            if state is not None:
                return _reference(state, bodies)
            if fold(form) in bodies:
                return bodies[fold(form)]
    return next((ref for w in found if (ref := _adjective_of(w, bodies)) is not None), None)


def _adjective_of(word: str, bodies: Mapping[str, EntityRef]) -> EntityRef | None:
    """The body whose name the word is made from ("Velmoran", of Velmora), when exactly one is."""
    key = fold(word)
    if len(key) <= _STEM or not word[0].isupper():
        return None
    alike = ((name, ref) for name, ref in bodies.items() if name.startswith(key[:_STEM]) and " " not in name)
    fitting = {ref for name, ref in alike if len(commonprefix((key, name))) >= len(name) - 1}
    return fitting.pop() if len(fitting) == 1 else None


def stands_for(name: str) -> str | None:
    """The state that goes by the name, or is meant by that of its capital; None: no state."""
    return _states().get(fold(name))


@cache
def _states() -> dict[str, str]:
    return {fold(form): state for form, state in read_pairs("states").items()}


def _reference(state: str, bodies: Mapping[str, EntityRef]) -> EntityRef:
    return bodies.get(fold(state)) or EntityRef(entity=make_id("entity", "state", fold(state)), name=state)


def bodies_of(voices: Iterable[Voice]) -> dict[str, EntityRef]:
    """States, organisations and places by folded name; of two with one name the state, then the organisation."""
    order: dict[str, int] = {"state": 0, "organisation": 1, "place": 2}
    known = sorted((v for v in voices if v.type in order), key=lambda v: (order[v.type], v.ref.entity))
    bodies: dict[str, EntityRef] = {}
    for voice in known:
        bodies.setdefault(fold(voice.ref.name), voice.ref)
    return bodies
