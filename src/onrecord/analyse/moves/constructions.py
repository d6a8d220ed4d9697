"""Moves without a word for the act: "we will respond", "you must stop", "come and see", "no talks until …"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from onrecord.analyse.moves.fit import Fit, clause_end, fit_frame, is_offer
from onrecord.analyse.moves.force import Force, is_supposed, read_force
from onrecord.analyse.moves.found import Found, Place, speaker_of
from onrecord.analyse.moves.frames import Entry, is_listed, word_list
from onrecord.analyse.moves.grammar import AUXILIARIES, BE, DETERMINERS, MODALS, OBJECTS, PREPOSITIONS, SELVES, is_adverb, is_number
from onrecord.analyse.moves.own import is_own_side
from onrecord.analyse.moves.scene import Range, Scene, Who
from onrecord.analyse.moves.subjects import find_subject
from onrecord.model import Act

_SCORE = 0.55
_CONDITION_WITHIN = 30  # tokens of "If …," and "Until …,"


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
    if subject is None and force.negated and _is_in_hand(scene, place, at):
        barred = find_subject(scene, force.start, place.low) or (force.start, force.start)
        end = clause_end(scene, at, place.stop)
        return _announced(scene, place, at, ("refuse", Fit(end=end, what=(at, end), shape="verb"), force), (barred[0], barred[0]))
    if subject is None:
        return _fate(scene, place, at, [e for e in entries if e.frame.kind == "fate"], force)
    for entry in entries:
        fit = fit_frame(scene, entry.frame, at + 1, place.stop)
        if fit is not None and entry.frame.kind != "fate" and (entry.frame.kind == "wont") == force.negated:
            shown = Fit(end=max(fit.end, at + 1), target=fit.target, what=(at, max(fit.end, at + 1)), shape="verb")
            return _announced(scene, place, at, (entry.frame.act, shown, force), subject)
    if force.negated and _is_deed(scene.low[at]) and not place.in_cue:
        end = max(at + 1, clause_end(scene, at, place.stop))
        return _announced(scene, place, at, ("refuse", Fit(end=end, what=(at, end), shape="verb"), force), subject)
    if not force.negated and _is_bid(scene, at, place, force):
        end = clause_end(scene, at, place.stop)
        return _announced(scene, place, at, ("propose", Fit(end=end, what=(at, end), shape="verb"), force), subject)
    if not force.negated and scene.low[at] in word_list("serving") and at + 1 < place.stop and scene.low[at + 1].isalpha():
        end = clause_end(scene, at, place.stop)
        return _announced(scene, place, at, ("promise", Fit(end=end, what=(at, end), shape="verb"), force), subject)
    return None


def _is_in_hand(scene: Scene, place: Place, at: int) -> bool:
    """ "He will not leave while I hold the key": it is the speaker's to bar."""
    words = scene.low[at : place.stop]
    held = (a in ("while", "as", "until") and b in (*SELVES, "my", "our") for a, b in zip(words, words[1:], strict=False))
    return any(held) or any(a == "on" and b in ("my", "our") and c == "watch" for a, b, c in zip(words, words[1:], words[2:], strict=False))


def _is_bid(scene: Scene, at: int, place: Place, force: Force) -> bool:
    """What is announced as one side of a bargain: "in exchange for", or with "would" for a figure, or "only"."""
    words = scene.low[at + 1 : clause_end(scene, at, place.stop)]
    exchanged = any(a == "in" and b in ("exchange", "return") for a, b in zip(words, words[1:], strict=False))
    figure = force.modal == "would" and (any(is_number(w) for w in words[:4]) or "only" in words)
    return exchanged or (figure and scene.low[at] in word_list("bidding"))


def find_suggested(scene: Scene, place: Place, at: int) -> Found | None:
    """ "The two sides could meet on a ship", "the pause could begin on Friday": ``at`` is the "could" or "might"."""
    verb = at + 1
    while verb < place.stop and (is_adverb(scene.low[verb]) or scene.low[verb] == "be"):
        verb += 1
    subject = find_subject(scene, at, place.low)
    if verb >= place.stop or subject is None or place.in_cue or is_supposed(scene, subject[0], place.low):
        return None
    head = scene.low[scene.head(*subject)]
    meets = head in word_list("both sides") and scene.low[verb] in word_list("negotiating")
    begins = is_offer(scene, *subject) and not is_listed(head, "harms") and scene.low[verb] in word_list("beginning")
    if not (meets or begins):
        return None
    end = clause_end(scene, verb, place.stop)
    what = (verb, end) if meets else subject
    found = _found("propose", (subject[0], end), at, speaker_of(place), Fit(end=end, what=what, shape="verb" if meets else "phrase"))
    found.modality = scene.low[at]
    found.reasons.append(f"“{scene.word(at)}” puts it forward")
    return found


def find_unwilling(scene: Scene, place: Place, at: int) -> Found | None:
    """ "I'm not buying", "we are not signing": the speaker's own deed, denied in the present; ``at`` is the verb."""
    word = scene.low[at]
    base = word[:-3]
    known = any(b in word_list("actions") for b in (base, base + "e", base[:-1]))
    if place.in_cue or not known or scene.low[at - 1] != "not" or scene.low[at - 2] not in BE:
        return None
    subject = find_subject(scene, at - 2, place.low)
    if subject is None or scene.low[subject[0]] not in SELVES or base in word_list("mental"):
        return None
    end = clause_end(scene, at, place.stop)
    found = _found("refuse", (subject[0], end), at, speaker_of(place), Fit(end=end, what=(at, end), shape="verb"))
    found.reasons.append("the speaker says what the speaker is not doing")
    return found


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


def _is_deed(verb: str) -> bool:
    return verb in word_list("actions") and verb not in word_list("mental")


def _own_subject(scene: Scene, place: Place, force: Force) -> Range | None:
    subject = find_subject(scene, force.start, place.low)
    if subject is None or is_supposed(scene, subject[0], place.low):
        return None
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


def find_obligation(scene: Scene, place: Place, at: int) -> Found | None:
    """ "The council must act", "the raids must be halted", "any meeting must be prepared": ``at`` is the modal."""
    verb = at + 1
    while verb < place.stop and (is_adverb(scene.low[verb]) or scene.low[verb] in ("not", "be", "to")):
        verb += 1
    subject = find_subject(scene, at, place.low)
    if verb >= place.stop or subject is None or place.in_cue or is_supposed(scene, subject[0], place.low):
        return None
    strong, milder = scene.low[at] == "must", "recommend" if scene.low[at] == "ought" else "urge"
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


def find_barred(scene: Scene, place: Place, at: int) -> Found | None:
    """ "There will be no talks until …" sets a condition; without one it refuses. ``at`` is the "no" or "any"."""
    end = scene.phrase_end(at, place.stop)
    head = scene.head(at, end)
    before = scene.low[max(place.low, at - 5) : at]
    there = "there" in before and any(w in ("will", "can", "would", "'ll", "is") for w in before)
    if head == at or not is_listed(scene.low[head], "offers") or not there or not set(before) & BE:
        return None
    stop = clause_end(scene, end, place.stop)
    limit = next((k for k in range(end, stop) if scene.low[k] in ("until", "unless", "without", "before")), None)
    if limit is None and not ("will" in before or "can" in before or "would" in before):
        return None
    act: Act = "refuse" if limit is None else "condition"
    found = _found(act, (at - len(before) + before.index("there"), stop), at, speaker_of(place), Fit(end=stop, what=(head, end)))
    found.reasons.append("“there will be no …”")
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
    elif _is_deed(word) and _goes_on(scene, at + 1):
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
    if scene.low[place.low] not in ("until", "unless") or place.in_cue or scene.time_over(place.low + 1) is not None:
        return None
    end = min(place.stop, place.low + _CONDITION_WITHIN)
    comma = next((k for k in range(place.low + 2, end) if scene.low[k] == ","), None)
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
