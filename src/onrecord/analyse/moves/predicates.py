"""Adjectives, and verbs of things, that do something: "is ready to meet", "is unacceptable", "the invitation stands"."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.analyse.moves.fit import Fit, clause_end, fit_frame, is_offer
from onrecord.analyse.moves.force import Force, is_supposed, read_force
from onrecord.analyse.moves.found import Found, Place, speaker_of
from onrecord.analyse.moves.frames import Entry, frames, is_listed, word_list
from onrecord.analyse.moves.grammar import ANAPHORS, AUXILIARIES, PREPOSITIONS
from onrecord.analyse.moves.scene import Range, Scene
from onrecord.analyse.moves.settle import Settled, settle
from onrecord.analyse.moves.subjects import find_subject
from onrecord.analyse.moves.tokens import STOPS
from onrecord.analyse.moves.verbs import is_own

_SCORE = 0.65
_NOUN_WITHIN = 30  # tokens between "the invitation" and "stands"
_OFFER_WITHIN = 8

_PLAIN = frozenset(("acceptable", "unacceptable", "out-of-the-question", "off-the-table", "non-negotiable"))  # of whatever they are said
_Read = tuple[int, Range, Fit, Force]  # the predicate's token, its subject, what follows, what stands before


def find_predicate(scene: Scene, place: Place, at: int, entries: Sequence[Entry]) -> Found | None:
    """The move of the predicate at the token, by the first of its frames that fits; None when none does."""
    for entry in entries:
        found = _of_thing(scene, place, at, entry) if entry.frame.kind == "s" else _of_adjective(scene, place, at, entry)
        if found is not None:
            return found
    return None


def _of_adjective(scene: Scene, place: Place, at: int, entry: Entry) -> Found | None:
    behind = at + 1 + len(entry.frame.rest)
    if tuple(scene.low[at + 1 : behind]) != entry.frame.rest:
        return None
    force = read_force(scene, at, "word", place.low)
    subject = find_subject(scene, force.start, place.low)
    if subject is None and entry.frame.kind == "w" and force.finite and force.start > place.low:
        subject = (place.low, min(force.start, place.low + _OFFER_WITHIN))  # "A trial, however, is out of the question"
    verbless = subject is not None and subject[0] == place.low and force.start == at  # a headline leaves "is" out
    if subject is None or not (force.finite or verbless) or is_supposed(scene, subject[0], place.low):
        return None
    fit = fit_frame(scene, entry.frame, at + 1, place.stop)
    if fit is None:
        return None
    if entry.frame.kind == "w":
        return _of_subject(scene, place, entry, (at, subject, fit, force))
    if not scene.is_party(*subject) or (entry.frame.act == "accept" and not _about_offer(scene, place, subject, fit)):
        return None
    if entry.frame.kind == "t":
        found = _found(scene, place, entry, (at, subject, fit, force))
        if found is not None:
            found.target, found.taken = scene.who(*subject, place.draft), subject
        return found
    found = _found(scene, place, entry, (at, subject, fit, force), subject)
    if found is not None and fit.target is not None:
        found.target = scene.who(*fit.target, place.draft)
    return found


def _about_offer(scene: Scene, place: Place, subject: Range, fit: Fit) -> bool:
    """ "Ready to fight" accepts nothing; "We are ready." does, in answer."""
    if fit.what is None:
        return place.direct and scene.low[subject[0]] in ("we", "i")
    first, end = fit.what
    words = scene.low[first : min(end, first + _OFFER_WITHIN)]
    return (fit.shape == "verb" and words[0] in word_list("negotiating")) or any(is_listed(w, "offers") for w in words)


def _of_subject(scene: Scene, place: Place, entry: Entry, read: _Read) -> Found | None:
    """The subject is the thing: an offer, "this", or "it" where "to" says later what."""
    at, subject, fit, _ = read
    subject = _offer_before(scene, subject, place.low)
    anaphor = subject[1] - subject[0] == 1 and scene.low[subject[0]] in ANAPHORS
    behind = _extraposed(scene, at + 1 + len(entry.frame.rest), place.stop) if anaphor and scene.low[subject[0]] == "it" else None
    if behind is not None:
        fit = behind
    elif entry.frame.act in ("refuse", "accept") and anaphor and scene.low[subject[0]] == "it":
        return None
    elif anaphor or is_offer(scene, *subject) or entry.frame.act == "deny" or entry.frame.lemma in _PLAIN:
        fit = Fit(end=fit.end, what=subject) if fit.what is None or entry.frame.act != "condition" else fit
    else:
        return None
    return _found(scene, place, entry, (read[0], subject, fit, read[3]))


def _offer_before(scene: Scene, subject: Range, low: int) -> Range:
    """The whole of "a meeting in X or Y", of which the subject found may be the last name only."""
    if is_offer(scene, *subject):
        return subject
    for k in range(subject[0] - 1, max(low - 1, subject[0] - _OFFER_WITHIN), -1):
        if scene.low[k] in STOPS or scene.low[k] == "," or scene.low[k] in AUXILIARIES:
            break
        if is_listed(scene.low[k], "offers") and scene.low[k + 1] in PREPOSITIONS:
            return k, subject[1]
    return subject


def _extraposed(scene: Scene, at: int, stop: int) -> Fit | None:
    """ "… for me to meet him": the verb behind "to", where it is one of dealing with others."""
    end = clause_end(scene, at, stop)
    for k in range(at, min(end - 1, at + 6)):
        if scene.low[k] == "to" and scene.low[k + 1] in word_list("negotiating"):
            return Fit(end=end, what=(k + 1, end), shape="verb")
    return None


def _of_thing(scene: Scene, place: Place, at: int, entry: Entry) -> Found | None:
    """ "The invitation for Ruiz to come still stands": the noun's own frame gives target and thing."""
    fit = fit_frame(scene, entry.frame, at + 1, place.stop)
    force = read_force(scene, at, entry.form, place.low)
    if fit is None or not force.finite or entry.form == "ing":
        return None
    noun = _noun_before(scene, at, place.low, entry)
    if noun is None:
        return None
    named = frames().get(scene.low[noun])
    inner = next((f for e in (named.nouns if named else ()) if (f := fit_frame(scene, e.frame, noun + 1, at))), None)
    about = Fit(end=fit.end, what=(noun, noun + 1)) if entry.frame.act != "condition" else fit
    found = _found(scene, place, entry, (at, (noun, at), about, force))
    if found is not None and inner is not None and inner.target is not None:
        found.target, found.taken = scene.who(*inner.target, place.draft), inner.target
    return found


def _noun_before(scene: Scene, at: int, low: int, entry: Entry) -> int | None:
    for k in range(at - 1, max(low - 1, at - _NOUN_WITHIN), -1):
        word = scene.low[k]
        if word in entry.frame.subjects or (not entry.frame.subjects and is_listed(word, "offers")):
            return k
    return None


def _found(scene: Scene, place: Place, entry: Entry, read: _Read, actor: Range | None = None) -> Found | None:
    at, subject, fit, force = read
    who = speaker_of(place) if actor is None else scene.who(*actor, place.draft)
    own = is_own(scene, place, actor, who)
    settled = settle(entry.frame.act, force, own=own, in_cue=False)
    denied = force.negated or scene.low[max(0, at - 2) : at] == ["no", "longer"]
    if entry.frame.kind == "s" and denied and entry.frame.act in ("propose", "invite"):
        settled = Settled("withdraw", "an offer that no longer stands is taken back")
    if settled is None or settled.reported is not None:
        return None
    found = Found(
        act=settled.act,
        clause=(subject[0], fit.end),
        trigger=at,
        actor=who,
        fit=fit,
        score=_SCORE,
        modality=force.modal,
        reasons=[f"“{scene.word(at)}” is a predicate of the frame “{entry.frame.act}”"],
    )
    found.settle(settled)
    return found
