"""What every move gets once its act is known: the thing, the terms, a target from "with him", the side that the actor speaks for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.analyse.calendar import days_of
from onrecord.analyse.moves.fit import begins_anew
from onrecord.analyse.moves.found import Found, Place, speaker_of
from onrecord.analyse.moves.frames import is_listed, word_list
from onrecord.analyse.moves.grammar import DETERMINERS
from onrecord.analyse.moves.scene import Range, Scene, Who
from onrecord.analyse.moves.shapes import Window, term_at
from onrecord.analyse.moves.sides import Sides
from onrecord.analyse.moves.terms import read_terms
from onrecord.analyse.moves.things import Thing, read_thing
from onrecord.lexicon import read_sections
from onrecord.model import Act, Span, Term, TermKey

# What a spokesman does by telling what the side would do; the rest is another's move reported.
_BY_PROXY: frozenset[Act] = frozenset(
    ("accept", "refuse", "promise", "guarantee", "propose", "invite", "condition", "threaten", "withdraw")
)
_ASKED: frozenset[Act] = frozenset(("propose", "invite", "demand", "request", "urge", "order", "condition"))
_ON_OTHERS: frozenset[Act] = frozenset(("demand", "urge", "request", "order", "recommend", "propose"))
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_INHERITED: frozenset[TermKey] = frozenset(("place", "not_place", "format", "level", "amount"))


def complete(scene: Scene, place: Place, found: Found, sides: Sides, earlier: Sequence[Found]) -> None:
    """Fills the thing, terms, target and side of a move. ``earlier``: the moves before it in the report."""
    thing = read_thing(scene, found.fit, found.trigger, _answering(scene, found, earlier))
    if thing.span is None and found.act in ("accept", "refuse"):
        thing = _asked_before(found, earlier) or thing
    found.thing = thing.span
    found.reasons.append(f"what: {thing.reason}")
    window = _window(scene, place, found)
    found.clause = (found.clause[0], max(window[1], found.trigger + 1))
    read = read_terms(scene, Window(within=window, thing=thing.span, taken=found.taken))
    who = place.draft.source  # "Ruiz, who led the port until he was elected, accused": nothing of his past is a term
    found.terms += [t for t in read if not _is_of_telling(scene, found, t) and not any(t.span.overlaps(s) for s in who)]
    if thing.earlier is not None:
        _inherit(scene, found, earlier)
    _set_condition(scene, found)
    _add_own_terms(scene, found)
    if found.target is None and found.act in ("accept", "refuse", "guarantee", "condemn", "deny"):
        _answer_owner(scene, place, found)
    if found.target is None:
        found.target = _partner(scene, place, found, window) or _of_clause(scene, place, found)
    if found.act == "withdraw" and found.modality in ("will", "would") and any(t.key in ("conditions", "until") for t in found.terms):
        found.act = "threaten"
        found.reasons.append("to withdraw an offer on a condition is to threaten with it")
    _speak_for(scene, place, found, sides)


def _is_of_telling(scene: Scene, found: Found, term: Term) -> bool:
    """ "Agreed Thursday to", "opened in Geneva with a demand that": when and where it was said. So is what lies in the past, but for
    "to meet on Thursday", where the day is the meeting's, whichever was reckoned."""
    if term.key not in ("time", "place") or found.modality is not None:
        return False
    what = found.fit.what
    if what is not None and what[0] > found.trigger and found.act != "condition" and term.span.end <= scene.tokens.starts[what[0]]:
        return True
    return term.key == "time" and found.fit.shape != "verb" and _is_over(scene, term)


def _is_over(scene: Scene, term: Term) -> bool:
    """A day not after the one of publication: nobody offers or demands anything for it."""
    days = days_of(scene.page.report.published)
    return bool(days) and _DAY.fullmatch(term.value) is not None and term.value <= days[-1].isoformat()


def add_terms(scene: Scene, place: Place, found: Found) -> None:
    """What a fragment that goes on from a move adds to it: "By Friday. In writing.", "…, she said, as long as they pay"."""
    held = {t.key for t in found.terms}
    new = [t for t in read_terms(scene, Window(within=(place.first, place.stop), thing=found.thing, taken=None)) if t.key not in held]
    if new:
        found.terms += new
        found.reasons.append("terms: some stand in another piece of the statement")


def _asked_before(found: Found, earlier: Sequence[Found]) -> Thing | None:
    """What a bare yes or no answers: the last thing that somebody else asked or offered."""
    asked = (f for f in reversed(earlier) if f.act in _ASKED and f.thing is not None)
    last = next((f for f in asked if f.actor.entity is None or f.actor.entity != found.actor.entity), None)
    if last is None or last.thing is None:
        return None
    return Thing(last.thing, f"answers the move “{last.act}” before it", last.thing)


def _answering(scene: Scene, found: Found, earlier: Sequence[Found]) -> list[Span]:
    """The things of the moves that the words may go back to: "the invitation" is what somebody else invited to."""
    moves = [f for f in earlier if f.thing]
    if found.act in ("accept", "refuse"):
        moves = [f for f in moves if f.actor.entity is None or f.actor.entity != found.actor.entity] or moves
    if found.fit.what is not None:
        noun = scene.low[scene.head(found.fit.what[0], scene.phrase_end(*found.fit.what))]
        acts = read_sections("move-nouns").get(noun)
        moves = moves if acts is None else [f for f in moves if f.act in acts]
    return [f.thing for f in moves if f.thing]


def _window(scene: Scene, place: Place, found: Found) -> Range:
    """From the subject to the end of the clause's sentence; an "if" before the subject belongs to it."""
    first = found.clause[0]
    for k in range(first - 1, max(place.low, first - 30) - 1, -1):
        if scene.low[k] in (".", ";", "?", "!"):
            break
        if scene.low[k] in ("if", "unless", "until", "once"):
            first = k
            break
    end = found.trigger + 1 if found.fit.what is None else max(found.trigger + 1, found.fit.what[0] + 1)
    while end < place.stop and scene.low[end] not in (".", ";", "?", "!", "–", "—"):
        if scene.low[end] == "and" and end + 1 < place.stop and begins_anew(scene, end + 1):
            break
        if scene.low[end] in ("after", "while") and scene.low[end - 1] not in ("only", "until"):
            break  # what went before, or beside it
        if scene.low[end] == "," and (end + 1 >= place.stop or not _goes_on(scene, end + 1)):
            break
        end += 1
    return first, end


def _goes_on(scene: Scene, k: int) -> bool:
    """Whether what stands behind a comma limits what stands before it."""
    return (
        scene.low[k] in word_list("limiting")
        or (scene.low[k] == "but" and scene.low[k + 1 : k + 2] in (["not"], ["only"]))
        or scene.time_over(k) is not None
    )


def _inherit(scene: Scene, found: Found, earlier: Sequence[Found]) -> None:
    """An answer to "the idea" answers it with its terms, unless it gives its own."""
    asked = next((f for f in reversed(earlier) if f.thing == found.thing), None)
    held = {t.key for t in found.terms}
    if asked is not None:
        terms = [t for t in asked.terms if t.key in _INHERITED]
    elif found.thing is not None:
        k = scene.tokens.first_at(found.thing.start)
        terms = [
            t for t in read_terms(scene, Window(within=(k, scene.sentence(k)[1]), thing=found.thing, taken=None)) if t.key in _INHERITED
        ]
    else:
        terms = []
    new = [t for t in terms if t.key not in held]
    if new:
        found.terms += new
        found.reasons.append("terms: some are those of what it answers")


def _set_condition(scene: Scene, found: Found) -> None:
    """ "Not unless", "no talks before": a refusal that says what would end it sets a condition."""
    limits = (t for t in found.terms if t.key in ("conditions", "until"))
    words = (scene.low[scene.tokens.first_at(t.span.start) - 1] for t in limits)
    if found.act == "refuse" and any(w in ("unless", "until", "before") for w in words):
        found.act = "condition"
        found.reasons.append("a refusal that says what would end it is a condition")


def _add_own_terms(scene: Scene, found: Found) -> None:
    """What the act itself makes a term of: what is guaranteed, what is set as a condition, whose move is denied."""
    new: Term | None = None
    held = {t.key for t in found.terms}
    first = found.fit.what[0] if found.fit.what else found.trigger
    if found.act == "guarantee" and found.fit.what is not None and "guarantee" not in held:
        new = term_at(scene, "guarantee", first, _until_condition(scene, *found.fit.what))
    elif found.act in ("demand", "request", "propose", "promise") and found.thing is not None and "guarantee" not in held:
        k = scene.tokens.holding(found.thing.end - 1)
        if scene.low[scene.head(first, k + 1)] in ("guarantee", "guarantees"):
            new = Term(key="guarantee", value=found.thing.of(scene.page.text), span=found.thing)
    elif found.act == "condition" and scene.low[found.trigger] == "must":
        new = term_at(scene, "conditions", found.trigger + 1, max(found.fit.end, found.clause[1]))
        found.terms = [t for t in found.terms if new is None or not new.span.contains(t.span)]
    elif found.act == "condition" and "conditions" not in held and "until" not in held:
        start = max(found.trigger + 1, found.fit.what[1] if found.fit.what and found.fit.what[0] < found.trigger else first)
        new = term_at(scene, "conditions", start, max(found.fit.end, found.clause[1]))
    if new is not None:
        found.terms = [*(t for t in found.terms if t.key != new.key or not t.span.overlaps(new.span)), new]
    name_proposer(scene, found)


def name_proposer(scene: Scene, found: Found) -> None:
    """Whose act a denial or confirmation is about, as a term of it."""
    by = term_at(scene, "proposer", *found.reported_by) if found.reported_by is not None else None
    if by is not None:
        found.terms.append(by)


def _until_condition(scene: Scene, first: int, end: int) -> int:
    return next((k for k in range(first + 1, end) if scene.low[k] in ("if", "unless", "provided", "once")), end)


def _answer_owner(scene: Scene, place: Place, found: Found) -> None:
    """Who rejects "Velmora's offer" answers Velmora, who made it."""
    if found.fit.what is None or found.thing is None or found.fit.shape != "phrase":
        return
    first, end = found.fit.what[0], scene.phrase_end(*found.fit.what)
    owner = _owner_of(scene, first, end)
    if owner is not None and scene.is_party(*owner):
        found.target = scene.who(*owner, place.draft)
        by = term_at(scene, "proposer", *owner)
        if by is not None and found.act in ("accept", "refuse"):
            found.terms.append(by)
        return
    state = next((s for k in range(first, end) if (s := scene.sides.named_by(scene.low[k])) is not None), None)
    if state is not None and state != found.actor.entity:
        found.target = Who(state, "whose it is, by the adjective")


def _owner_of(scene: Scene, first: int, end: int) -> Range | None:
    """ "Velmora's offer", "an offer from Velmora"."""
    k = scene.find(("'s",), first + 1, end)
    if k is not None:
        return first, k
    if end + 1 < len(scene.low) and scene.low[end] in ("from", "by"):
        return end + 1, scene.phrase_end(end + 1, min(len(scene.low), end + 8))
    return None


def _of_clause(scene: Scene, place: Place, found: Found) -> Who | None:
    """ "Demanded that the council leave", "demanded Ruiz do the same": who is to do it."""
    if found.act not in _ON_OTHERS or found.fit.what is None or found.fit.shape == "verb":
        return None
    first, end = found.fit.what
    subject = (first, scene.phrase_end(first, end))
    mention = scene.mention_over(first)
    if mention is not None:
        subject = first, min(end, scene.tokens.first_at(mention[1].end))
    elif found.fit.shape == "phrase" or not scene.is_party(*subject):
        return None
    following = scene.low[subject[1]] if subject[1] < end else ""
    if found.fit.shape == "phrase" and following not in word_list("actions"):
        return None
    who = scene.who(*subject, place.draft, besides=found.actor.entity)
    return who if who.entity is not None and who.entity != found.actor.entity else None


def _partner(scene: Scene, place: Place, found: Found, window: Range) -> Who | None:
    """ "Talks with him", "to meet her": with whom."""
    first, end = window
    for k in range(first, end - 1):
        word = scene.low[k]
        with_him = word == "with" and (
            is_listed(scene.low[k - 1], "offers") or scene.low[k - 1] in ("meet", "talk", "talks", "speak", "negotiate")
        )
        met = word in word_list("meeting") and (scene.low[k + 1] not in DETERMINERS or scene.low[k - 1] in ("to", "not"))
        if not (with_him or met):
            continue
        last = k + 2 if scene.low[k + 1] in ("him", "her", "them") else scene.phrase_end(k + 1, end)
        mention = scene.mention_over(scene.head(k + 1, last)) if last > k + 1 else None
        pronoun = scene.low[k + 1] in ("him", "her", "them", "you")
        if pronoun or (mention is not None and scene.cast.entities[mention[0]].type in ("person", "state", "organisation")):
            who = scene.who(k + 1, last, place.draft, besides=found.actor.entity)
            return who if who.entity is not None else None
    return None


def _speak_for(scene: Scene, place: Place, found: Found, sides: Sides) -> None:
    """A spokesman who tells what the side would do does it for the side; another's move stays the other's."""
    speaker, actor = place.draft.speaker, found.actor.entity
    if speaker is not None and actor is not None and actor != speaker and found.act in _BY_PROXY and sides.same(speaker, actor):
        name = scene.cast.entities[actor].name
        found.actor, found.side = speaker_of(place), actor
        found.reasons.append(f"the speaker speaks for {name} by the title the report gives")
    elif actor is not None and found.side is None:
        found.side = sides.of(actor)
        if found.side is not None:
            found.reasons.append(f"by title on the side of {scene.cast.entities[found.side].name}")
