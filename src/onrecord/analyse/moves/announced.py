"""What the speaker says will or will not be done: "we will respond", "I'm not signing", "they will pay a price"."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.analyse.moves.fit import Fit, clause_end, fit_frame
from onrecord.analyse.moves.force import Force, is_supposed, read_force
from onrecord.analyse.moves.found import Found, Place, speaker_of
from onrecord.analyse.moves.frames import Entry, word_list
from onrecord.analyse.moves.grammar import SELVES, is_deed, is_number
from onrecord.analyse.moves.own import is_own_side
from onrecord.analyse.moves.scene import Range, Scene, Who
from onrecord.analyse.moves.subjects import find_subject
from onrecord.model import Act

_SCORE = 0.55
_HOPED_WITHIN = 4  # tokens


def find_announced(scene: Scene, place: Place, at: int, entries: Sequence[Entry]) -> Found | None:
    """What the speaker says will, or will not, be done by the speaker: a promise, a threat, a refusal."""
    if scene.low[at - 1 : at] == ["to"] and scene.low[at - 2 : at - 1] != ["going"]:
        return None
    if scene.low[at].endswith("ing") and entries and entries[0].form == "ing" and scene.low[at - 1] != "be":
        return None
    force = read_force(scene, at, "base", place.low)
    if force.modal not in ("will", "would") or (place.in_cue and not force.negated):
        return None
    subject = (force.start, force.start) if place.in_cue else _own_subject(scene, place, force)
    if subject is None:
        return _of_others(scene, place, at, entries, force)
    return _framed(scene, place, at, (entries, force), subject) or _plain(scene, place, at, force, subject)


def _of_others(scene: Scene, place: Place, at: int, entries: Sequence[Entry], force: Force) -> Found | None:
    """What somebody else will not be let do, or will suffer."""
    if not (force.negated and _is_in_hand(scene, place, at)):
        return _fate(scene, place, at, [e for e in entries if e.frame.kind == "fate"], force)
    barred = find_subject(scene, force.start, place.low) or (force.start, force.start)
    return _announced(scene, place, at, ("refuse", _deed(scene, place, at), force), (barred[0], barred[0]))


def _framed(scene: Scene, place: Place, at: int, read: tuple[Sequence[Entry], Force], subject: Range) -> Found | None:
    """By the first frame of the verb that fits."""
    entries, force = read
    for entry in entries:
        fit = fit_frame(scene, entry.frame, at + 1, place.stop)
        if fit is not None and entry.frame.kind != "fate" and (entry.frame.kind == "wont") == force.negated:
            shown = Fit(end=max(fit.end, at + 1), target=fit.target, what=(at, max(fit.end, at + 1)), shape="verb")
            return _announced(scene, place, at, (entry.frame.act, shown, force), subject)
    return None


def _plain(scene: Scene, place: Place, at: int, force: Force, subject: Range) -> Found | None:
    """By the kind of the deed: denied, put forward as one side of a bargain, or of service to somebody."""
    act: Act | None = None
    if force.negated:
        act = "refuse" if is_deed(scene.low[at]) and not place.in_cue else None
    elif _is_bid(scene, at, place, force):
        act = "propose"
    elif scene.low[at] in word_list("serving") and at + 1 < place.stop and scene.low[at + 1].isalpha():
        act = "promise"
    return None if act is None else _announced(scene, place, at, (act, _deed(scene, place, at), force), subject)


def _deed(scene: Scene, place: Place, at: int) -> Fit:
    end = max(at + 1, clause_end(scene, at, place.stop))
    return Fit(end=end, what=(at, end), shape="verb")


def _fate(scene: Scene, place: Place, at: int, entries: Sequence[Entry], force: Force) -> Found | None:
    """ "They will pay a price": what others are told will befall them."""
    subject = find_subject(scene, force.start, place.low)
    if subject is None or force.negated or not (scene.is_party(*subject) or scene.low[at] == "be"):
        return None
    for entry in entries:
        fit = fit_frame(scene, entry.frame, at + 1, place.stop)
        if fit is not None:
            shown = Fit(end=max(fit.end, at + 1), what=(at, max(fit.end, at + 1)), shape="verb")
            found = _found(entry.frame.act, (subject[0], shown.end), at, speaker_of(place), shown)
            found.reasons.append(f"what will befall somebody else: “{scene.word(at)}”")
            if scene.is_party(*subject):
                found.target, found.taken = scene.who(*subject, place.draft, besides=place.draft.speaker), subject
            return found
    return None


def _is_bid(scene: Scene, at: int, place: Place, force: Force) -> bool:
    """What is announced as one side of a bargain: "in exchange for", or with "would" for a figure, or "only"."""
    words = scene.low[at + 1 : clause_end(scene, at, place.stop)]
    exchanged = any(a == "in" and b in ("exchange", "return") for a, b in zip(words, words[1:], strict=False))
    figure = force.modal == "would" and (any(is_number(w) for w in words[:4]) or "only" in words)
    return exchanged or (figure and scene.low[at] in word_list("bidding"))


def _is_in_hand(scene: Scene, place: Place, at: int) -> bool:
    """ "He will not leave while I hold the key": it is the speaker's to bar."""
    words = scene.low[at : place.stop]
    held = (a in ("while", "as", "until") and b in (*SELVES, "my", "our") for a, b in zip(words, words[1:], strict=False))
    return any(held) or any(a == "on" and b in ("my", "our") and c == "watch" for a, b, c in zip(words, words[1:], words[2:], strict=False))


def _own_subject(scene: Scene, place: Place, force: Force) -> Range | None:
    subject = find_subject(scene, force.start, place.low)
    if subject is None or is_supposed(scene, subject[0], place.low):
        return None
    if set(scene.low[max(place.low, subject[0] - _HOPED_WITHIN) : subject[0]]) & word_list("hoping"):
        return None  # "we trust that our government will"
    unnamed = place.draft.speaker is None and not place.direct and force.negated and scene.is_party(*subject)
    return subject if unnamed or is_own_side(scene, place, subject) else None


def _announced(scene: Scene, place: Place, at: int, read: tuple[Act, Fit, Force], subject: Range) -> Found:
    act, fit, force = read
    actor = speaker_of(place)
    if actor.entity is None and subject[1] > subject[0] and scene.low[subject[0]] not in SELVES:
        actor = scene.who(*subject, place.draft)
    verb = "will not" if force.negated else "will"
    found = _found(act, (subject[0], fit.end), at, actor, fit)
    found.modality = force.modal
    found.reasons.append(f"the speaker says what the speaker {verb} do: “{scene.word(at)}”")
    if fit.target is not None:
        found.target = scene.who(*fit.target, place.draft)
    return found


def _found(act: Act, clause: Range, at: int, actor: Who, fit: Fit) -> Found:
    return Found(act=act, clause=clause, trigger=at, actor=actor, fit=fit, score=_SCORE, taken=fit.target)
