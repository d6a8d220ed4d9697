"""Nouns that name an act: "his refusal to", "made an offer of", "a warning from"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from onrecord.analyse.moves.fit import Fit, fit_frame
from onrecord.analyse.moves.force import is_supposed, read_force
from onrecord.analyse.moves.found import Found, Place, speaker_of
from onrecord.analyse.moves.frames import Entry, Form, forms_of, word_list
from onrecord.analyse.moves.grammar import OWNERS, PREPOSITIONS
from onrecord.analyse.moves.scene import Range, Scene, Who
from onrecord.analyse.moves.settle import settle
from onrecord.analyse.moves.subjects import find_subject, shared_subject
from onrecord.analyse.moves.tokens import STOPS
from onrecord.analyse.moves.verbs import is_own
from onrecord.model import Act

_LIGHT_WITHIN = 6  # tokens between a light verb and its noun
_LIGHT, _OWNED = 0.7, 0.55
_NAMED_BY_NOUN: frozenset[Act] = frozenset(("accept", "refuse", "deny", "withdraw", "condemn", "concede"))
_NO_FIT = Fit(end=0)


def find_noun(scene: Scene, place: Place, at: int, entries: Sequence[Entry]) -> Found | None:
    """The move that the noun makes with a light verb before it ("issued an apology"), or that its owner made where the noun says what
    it is about ("his refusal to")."""
    light = light_verb(scene, at, place.low)
    for entry in entries:
        fit = fit_frame(scene, entry.frame, at + 1, place.stop)
        if fit is None:
            continue
        found = None
        if light is not None:
            found = _withlight_verb(scene, place, light, at, entry)
        elif fit.what is not None and (fit.shape != "phrase" or entry.frame.act in _NAMED_BY_NOUN):
            found = _with_owner(scene, place, at, entry) or _brought(scene, place, at, entry)
        if found is not None:
            found.fit, found.clause, found.taken = fit, (found.clause[0], fit.end), fit.target
            if fit.target is not None:
                found.target = scene.who(*fit.target, place.draft, besides=found.actor.entity)
            return found
    return None


def light_verb(scene: Scene, at: int, low: int) -> tuple[int, Form] | None:
    """The verb near before the noun that only carries it ("issued", "gave"), and its form."""
    for k in range(at - 1, max(low - 1, at - _LIGHT_WITHIN), -1):
        word = scene.low[k]
        if word == "with" and scene.low[k - 1] in word_list("answering"):
            return k - 1, _light_forms()[scene.low[k - 1]]
        if word in PREPOSITIONS or word in STOPS or word == ",":
            return None
        form = _light_forms().get(word)
        if form is not None:
            return k, form
    return None


def _withlight_verb(scene: Scene, place: Place, light: tuple[int, Form], at: int, entry: Entry) -> Found | None:
    verb, form = light
    force = read_force(scene, verb, form, place.low)
    if "no" in scene.low[verb + 1 : at]:
        force = replace(force, negated=not force.negated, past=True)
    if not force.finite or force.passive or scene.low[verb].startswith("receiv"):
        return None
    subject = None if place.in_cue else find_subject(scene, force.start, place.low)
    if subject is None and not place.in_cue:
        subject = shared_subject(scene, force.start, place.low)
    if not place.in_cue and (subject is None or not scene.is_party(*subject) or is_supposed(scene, subject[0], place.low)):
        return None
    actor = speaker_of(place) if subject is None else scene.who(*subject, place.draft)
    own = is_own(scene, place, subject, actor)
    settled = settle(entry.frame.act, force, own=own, in_cue=place.in_cue)
    if settled is None:
        return None
    first = verb if subject is None else subject[0]
    found = _found(scene, (first, at), entry, actor, _LIGHT)
    found.modality, found.subject = force.modal, subject
    found.settle(settled)
    if settled.reported is not None:
        found.actor, found.reported_by = speaker_of(place), subject
    return found


def _with_owner(scene: Scene, place: Place, at: int, entry: Entry) -> Found | None:
    owner = _owner(scene, at, place.low)
    if owner is None:
        return None
    own = scene.low[owner[0]] in ("our", "my")
    actor = speaker_of(place) if own else scene.owner(owner, place.draft)
    found = _found(scene, (owner[0], at), entry, actor, _OWNED)
    found.subject = owner if scene.low[owner[0]] not in OWNERS else None
    return found


def _brought(scene: Scene, place: Place, at: int, entry: Entry) -> Found | None:
    """ "Opened the session with a demand that": the subject of the clause brings it."""
    if scene.low[at - 2 : at] not in (["with", "a"], ["with", "an"]):
        return None
    subject = shared_subject(scene, at, place.low)
    if subject is None:
        return None
    found = _found(scene, (subject[0], at), entry, scene.who(*subject, place.draft), _OWNED)
    found.subject = subject
    return found


def _owner(scene: Scene, at: int, low: int) -> Range | None:
    for k in range(at - 1, max(low - 1, at - 4), -1):
        word = scene.low[k]
        if word in OWNERS:
            return k, k + 1
        if word == "'s" and k > low:
            mention = scene.mention_over(k - 1)
            return None if mention is None else (scene.tokens.first_at(mention[1].start), k)
        if word in PREPOSITIONS or word in STOPS or word == ",":
            return None
    return None


@cache
def _light_forms() -> dict[str, Form]:
    return {form: name for lemma in word_list("light") for form, name in forms_of(lemma)}


def _found(scene: Scene, reach: Range, entry: Entry, actor: Who, score: float) -> Found:
    """``reach``: the first token of the clause, and the noun."""
    first, at = reach
    from_noun = f"“{scene.word(at)}” is a noun of the frame “{entry.frame.act}”"
    return Found(act=entry.frame.act, clause=(first, at + 1), trigger=at, actor=actor, fit=_NO_FIT, score=score, reasons=[from_noun])
