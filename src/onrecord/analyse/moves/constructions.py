"""Moves without a word for the act: "we will respond", "you must stop", "come and see", "no talks until …"."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.analyse.moves.fit import Fit, clause_end, is_offer
from onrecord.analyse.moves.force import is_supposed
from onrecord.analyse.moves.found import Found, Place, speaker_of
from onrecord.analyse.moves.frames import word_list
from onrecord.analyse.moves.grammar import AUXILIARIES, DETERMINERS, MODALS, OBJECTS, PREPOSITIONS, SELVES, is_adverb, is_deed
from onrecord.analyse.moves.scene import Range, Scene, Who
from onrecord.analyse.moves.subjects import find_subject
from onrecord.model import Act

_SCORE = 0.55
_CONDITION_WITHIN = 30  # tokens of "If …," and "Until …,"


def find_obligation(scene: Scene, place: Place, at: int) -> Found | None:
    """ "The council must act", "the raids must be halted", "any meeting must be prepared": ``at`` is the modal."""
    verb = at + 1
    while verb < place.stop and (is_adverb(scene.low[verb]) or scene.low[verb] in ("not", "be", "to")):
        verb += 1
    subject = find_subject(scene, at, place.low)
    if verb >= place.stop or subject is None or place.in_cue or is_supposed(scene, subject[0], place.low):
        return None
    strong = scene.low[at] == "must"
    milder: Act = "recommend" if scene.low[at] == "ought" else "urge"
    passive = "be" in scene.low[at:verb]
    end = clause_end(scene, verb, place.stop)
    if passive and scene.low[verb] in word_list("stopped"):
        return _obliged(scene, place, "demand" if strong else "urge", (subject, at), Fit(end=end, what=subject))
    if strong and is_offer(scene, *subject) and scene.low[subject[0]] not in ("it", "this", "that", "they"):
        return _obliged(scene, place, "condition", (subject, at), Fit(end=end, target=None, what=subject))
    own = scene.low[subject[0]] in SELVES or scene.who(*subject, place.draft).entity == place.draft.speaker
    if passive or own or not scene.is_party(*subject) or scene.low[verb] not in word_list("actions") or scene.low[verb] == "be":
        return None
    found = _obliged(scene, place, "demand" if strong else milder, (subject, at), Fit(end=end, what=(verb, end), shape="verb"))
    found.target, found.taken = scene.who(*subject, place.draft), subject
    return found


def _obliged(scene: Scene, place: Place, act: Act, at: tuple[Range, int], fit: Fit) -> Found:
    subject, modal = at
    found = _found(act, (subject[0], fit.end), modal, speaker_of(place), fit)
    found.reasons.append(f"“{scene.word(modal)}” lays it on somebody or something")
    return found


def find_imperatives(scene: Scene, place: Place) -> Iterator[Found]:
    """A verb at the head of the speaker's very words asks somebody: "Stop the strikes", "Please wait", "Come to Velm"."""
    at, polite, negated = _behind_condition(scene, place), False, False
    while at < place.stop and (scene.low[at] in ("please", ",", "so", "and", "but", "do", "just", "then") or is_adverb(scene.low[at])):
        polite |= scene.low[at] == "please"
        at += 1
    if at < place.stop and scene.low[at] in ("not", "never"):
        negated, at = True, at + 1
    if at + 1 >= place.stop or place.in_cue:
        return
    word, following = scene.low[at], scene.low[at + 1]
    end = clause_end(scene, at, place.stop)
    if word == "let" and (following in OBJECTS or following == "'s"):
        act: Act = (
            "invite"
            if following in ("him", "her", "them") and scene.low[at + 2 : at + 3] and scene.low[at + 2] in word_list("coming")
            else "urge"
        )
        if following in ("him", "her", "them") and act != "invite":
            return
        yield _imperative(scene, place, act, at, Fit(end=end, what=(min(at + 2, end - 1), end), shape="verb"))
    elif is_deed(word) and _goes_on(scene, at + 1):
        act = (
            "request"
            if polite
            else "invite"
            if word in word_list("coming") and not negated
            else "demand"
            if word in word_list("stopping")
            else "urge"
        )
        yield _imperative(scene, place, act, at, Fit(end=end, what=(at, end), shape="verb"))


def _behind_condition(scene: Scene, place: Place) -> int:
    """Behind "If …," at the head of the sentence; else its head."""
    if scene.low[place.low] != "if":
        return place.low
    return next((k + 1 for k in range(place.low, min(place.stop, place.low + _CONDITION_WITHIN)) if scene.low[k] == ","), place.low)


def find_until(scene: Scene, place: Place) -> Found | None:
    """ "Until the raids end, the border stays closed": the condition comes first, what hangs on it behind the comma."""
    if (
        scene.low[place.low] not in ("until", "unless")
        or place.in_cue
        or place.low + 1 >= place.stop
        or scene.time_over(place.low + 1) is not None
    ):
        return None
    end = min(place.stop, place.low + _CONDITION_WITHIN)
    comma = scene.find((",",), place.low + 2, end)
    if comma is None or comma + 2 >= place.stop or not any(w in MODALS for w in scene.low[comma : comma + 12]):
        return None
    stop = clause_end(scene, comma + 1, place.stop)
    found = _found("condition", (place.low, stop), place.low, speaker_of(place), Fit(end=stop, what=(comma + 1, stop), shape="clause"))
    found.reasons.append(f"“{scene.word(place.low)} …,” says what has to come first")
    return found


def _goes_on(scene: Scene, k: int) -> bool:
    """What follows a verb in the imperative, and not a noun that looks like one: no verb."""
    word = scene.low[k]
    if word in AUXILIARIES or word in ("of", ",", "that"):
        return False
    return (
        word in DETERMINERS
        or word in PREPOSITIONS
        or word in OBJECTS
        or word in ("and", "here", "home", "now")
        or scene.mention_over(k) is not None
    )


def _imperative(scene: Scene, place: Place, act: Act, at: int, fit: Fit) -> Found:
    found = _found(act, (at, fit.end), at, speaker_of(place), fit)
    found.reasons.append(f"“{scene.word(at)}” stands in the imperative")
    if place.draft.addressee is not None:
        found.target = Who(place.draft.addressee[0], "whoever is spoken to")
    return found


def _found(act: Act, clause: Range, at: int, actor: Who, fit: Fit) -> Found:
    return Found(act=act, clause=clause, trigger=at, actor=actor, fit=fit, score=_SCORE, taken=fit.target)
