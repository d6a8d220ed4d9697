"""Moves in words that no frame knows: the moves model says which words carry which act, the grammar finds the rest."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from onrecord.analyse.moves.fit import Fit, clause_end, fit_frame
from onrecord.analyse.moves.force import modal_in, read_force
from onrecord.analyse.moves.found import Found, Place, speaker_of
from onrecord.analyse.moves.frames import frames, word_list
from onrecord.analyse.moves.grammar import AUXILIARIES, BE, DETERMINERS, PREPOSITIONS, SELVES, is_number
from onrecord.analyse.moves.scene import Range, Scene, Who
from onrecord.analyse.moves.subjects import find_subject
from onrecord.analyse.moves.verbs import WISHED, agent, does_nothing, is_own
from onrecord.engines.protocols import TaggedAct
from onrecord.model import Act, Span

LEAST_SCORE = 0.6
_SURE = 0.5
_THICK = 1.2  # sure moves in a hundred tokens, in the reports the model is made for
_AS_IF = 1.5  # hundreds of tokens of such a report that are taken for read: a short text says little of its own thickness
_SHARPNESS = 3.0
_UNANSWERED = frozenset(
    ("respond", "responded", "reply", "replied", "return", "returned", "reached", "available", "response", "contacted", "approached")
)
_BESIDE_A_FRAME = 0.95  # within a clause of which a frame has told another act already
_OVERRULES = 0.88  # the act that a frame tells in the same words
_WORTH = 0.8  # of the model's own score: of moves that it alone saw, about so many were right
# Said of somebody else in reported words, these are that one's acts ("said that Velmora had agreed"); of the others only what is told by a
# verb of telling ("said that Velmora had accused it").
_OF_SUBJECT: frozenset[Act] = frozenset(
    ("accept", "refuse", "propose", "promise", "withdraw", "invite", "request", "guarantee", "threaten", "condition", "decline to comment")
)
_MAYBE: frozenset[Act] = frozenset(("propose", "recommend", "request", "warn", "threaten"))  # done by what only may be
_POSSIBLE = frozenset(("might", "may"))
_FRAGMENT = 5  # tokens


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What the model saw, in tokens ``[first, end)``. ``raw`` is its own score, ``score`` that in the light of the whole report."""

    first: int
    end: int
    act: Act
    score: float
    raw: float
    negated: bool


class Sights:
    """All that the model saw in a report, by place.

    It learnt from passages full of moves. A report on a quarrel is like them, a feature is not, and there the same words tell a move less
    often. So its odds are weighed by how thickly the report is sown with what both the model and the lexicon know.
    """

    def __init__(self, scene: Scene, acts: Sequence[TaggedAct]) -> None:
        read = [(scene.tokens.within(a.span), a) for a in acts]
        read = [(at, a) for at, a in read if at[0] < at[1] and not _is_unanswered(scene, at, a.act)]
        sure = sum(a.score >= _SURE and is_listed_act(scene, at, a.act) for at, a in read)
        hundreds = len(scene.low) / 100
        weight = min(1.0, (sure + _AS_IF * _THICK) / ((hundreds + _AS_IF) * _THICK)) ** _SHARPNESS
        self._all = [
            Seen(first=at[0], end=at[1], act=a.act, score=_weighed(a.score, weight), raw=a.score, negated=a.negated) for at, a in read
        ]
        self._firsts = [s.first for s in self._all]

    def __iter__(self) -> Iterator[Seen]:
        return iter(self._all)

    def within(self, first: int, end: int) -> Sequence[Seen]:
        """Those that begin in the tokens."""
        return self._all[bisect_left(self._firsts, first) : bisect_left(self._firsts, end)]


def _is_unanswered(scene: Scene, at: Range, act: Act) -> bool:
    """ "Did not respond to a request for comment", "was contacted for comment": nobody declined."""
    return act == "decline to comment" and not _UNANSWERED.isdisjoint(scene.low[at[0] : at[1]])


def _weighed(score: float, weight: float) -> float:
    return weight * score / (weight * score + 1 - score) if score < 1 else score


def is_listed_act(scene: Scene, at: Range, act: Act) -> bool:
    """Whether one of the words opens a frame of the act."""
    for word in scene.low[at[0] : at[1]]:
        entries = frames().get(word) if word not in AUXILIARIES else None
        if entries is not None and any(e.frame.act == act for e in (*entries.verbs, *entries.nouns, *entries.predicates)):
            return True
    return False


def find_learnt(scene: Scene, place: Place, sights: Sights, done: Sequence[Found], inner: Sequence[Span]) -> Iterator[Found]:
    """The moves of the place that the model saw and no frame did. Those that both saw become surer. ``inner`` belongs to others."""
    for seen in sights.within(place.first, place.stop):
        start = scene.tokens.starts[seen.first]
        if (place.in_cue and not any(c.start <= start < c.end for c in place.draft.cue)) or any(s.start <= start < s.end for s in inner):
            continue
        same = [f for f in done if _is_same(f, seen)]
        for found in same:
            _agree(found, seen)
        told = [f for f in done if seen.first <= f.trigger < seen.end]
        for found in () if same or seen.score < _OVERRULES else told:
            if found.reported is None:  # "we did indeed ask": the act that is confirmed is not the one that is done
                _overrule(found, seen)
        if same or told:
            continue
        if is_undone(scene, seen) or (done and (seen.act == "condition" or place.stop - place.first <= _FRAGMENT)):
            continue  # what a move hangs on, and what a fragment adds to it, are its terms
        beside = any(f.clause[0] <= seen.first < f.clause[1] for f in done)
        if seen.score >= (_BESIDE_A_FRAME if beside else LEAST_SCORE):
            yield _found(scene, place, seen)


def is_undone(scene: Scene, seen: Seen) -> bool:
    """The words are known, and do nothing: they hope, leave it open, limit what was said, or what follows undoes them."""
    words = scene.low[seen.first : seen.end]
    hoped = seen.act in ("promise", "guarantee") and not word_list("hoping").isdisjoint(words)
    open_ = seen.act not in _MAYBE and not _POSSIBLE.isdisjoint(words)
    limits = words[0] in PREPOSITIONS and (len(words) <= 2 or "." in words)  # "By Friday. In writing."
    return hoped or open_ or limits or any(_is_undone_verb(scene, k, seen.act) for k in range(seen.first, seen.end))


def _is_undone_verb(scene: Scene, k: int, act: Act) -> bool:
    """ "Refused to rule out", "suggested they had met", "asked for comment": the verb is the act's, what it takes is not."""
    entries, stop = frames().get(scene.low[k]), scene.sentence(k)[1]
    known = [e.frame for e in (entries.verbs if entries else ()) if e.frame.act == act]
    fits = [(frame, fit) for frame in known if (fit := fit_frame(scene, frame, k + 1, stop)) is not None]
    unfit = not fits and k + 1 < stop and scene.low[k + 1] != ","
    return any(does_nothing(scene, *read) for read in fits) or (unfit and any(f.lemma in WISHED for f in known))


def _is_same(found: Found, seen: Seen) -> bool:
    """Of one act, and in one clause; "please" stands before it."""
    return found.act == seen.act and found.clause[0] <= seen.end and seen.first < max(found.clause[1], found.trigger + 1)


def _agree(found: Found, seen: Seen) -> None:
    found.score = round(1 - (1 - found.score) * (1 - _WORTH * seen.raw), 3)
    found.reasons.append(f"the moves model gives {seen.raw:.2f} for “{seen.act}” too")


def _overrule(found: Found, seen: Seen) -> None:
    """Where the two disagree on the very words, a sure model is right more often than a frame."""
    found.reasons.append(f"the moves model gives {seen.raw:.2f} for “{seen.act}”, where the frame tells “{found.act}”")
    found.act = seen.act


def _found(scene: Scene, place: Place, seen: Seen) -> Found:
    start = group_start(scene, seen, place.low)
    subject = None if place.in_cue else party_before(scene, start, place.low)
    passive = is_passive(scene, start, seen)
    actor, taken = _actor(scene, place, seen, subject, passive=passive)
    end = clause_end(scene, seen.end, place.stop)
    told = scene.tokens.span(seen.first, seen.end).of(scene.page.text)
    found = Found(
        act=seen.act,
        clause=(start if subject is None else subject[0], max(end, seen.end)),
        trigger=seen.end - 1,
        actor=actor,
        fit=read_fit(scene, seen.end, end),
        score=round(_WORTH * seen.score, 3),
        taken=taken,
        subject=subject,
        negated=seen.negated,
        modality=modal_in(scene.low[start : seen.end]),
        reasons=[f"the moves model gives {seen.raw:.2f} for “{seen.act}” in “{told}”", f"in this report that is worth {seen.score:.2f}"],
    )
    if taken is not None:
        found.target = scene.who(*taken, place.draft, besides=actor.entity)
    return found


def group_start(scene: Scene, seen: Seen, low: int) -> int:
    """The first token of the verb group that the words end."""
    return read_force(scene, seen.first, "past", low).start if seen.first > low else seen.first


def party_before(scene: Scene, start: int, low: int) -> Range | None:
    """The subject of the group, where it is somebody."""
    subject = find_subject(scene, start, low) if start > low else None
    return subject if subject is not None and scene.is_party(*subject) and scene.low[subject[1] - 1] != "'s" else None


def is_passive(scene: Scene, start: int, seen: Seen) -> bool:
    """ "Was turned down", where the words before or of the group hold a form of "be" and a participle follows."""
    words = scene.low[start : seen.end]
    at = next((k for k, w in enumerate(words) if w in BE and w != "'s"), None)
    return at is not None and any(w.endswith(("ed", "en", "wn", "ung", "old", "id")) for w in words[at + 1 :])


def _actor(scene: Scene, place: Place, seen: Seen, subject: Range | None, *, passive: bool) -> tuple[Who, Range | None]:
    """Who acts, and who stands as the object of the act in the place of the subject."""
    if place.in_cue or subject is None:
        return speaker_of(place), None
    if passive:
        by = agent(scene, seen.end, place.stop)
        return (speaker_of(place) if by is None else scene.who(*by, place.draft)), subject
    who = scene.who(*subject, place.draft)
    if is_own(scene, place, subject, who):
        return speaker_of(place), None
    if seen.act == "propose" and not {"could", "might"}.isdisjoint(scene.low[subject[1] : seen.end]):
        return speaker_of(place), None  # "the two sides could meet on a ship": put forward by who says so
    if seen.act in _OF_SUBJECT or is_listed_act(scene, (seen.first, seen.end), seen.act):
        return who, None
    return speaker_of(place), subject  # "they must leave", "he had lied": said to or of them


def read_fit(scene: Scene, at: int, end: int) -> Fit:
    """What follows the words: an infinitive, a clause or a phrase, without the word that links it."""
    if at >= end:
        return Fit(end=max(at, end))
    word = scene.low[at]
    if word == "that" and at + 2 < end:
        return Fit(end=end, what=(at + 1, end), shape="clause")
    if word == "to" and at + 1 < end:
        named = scene.low[at + 1] in DETERMINERS or scene.mention_over(at + 1) is not None or is_number(scene.low[at + 1])
        return Fit(end=end, what=(at + 1, end), shape="phrase" if named else "verb")
    first = at + (word in PREPOSITIONS)
    return Fit(end=end, what=(first, end)) if first < end and scene.low[first] not in (",", "and", "but") else Fit(end=end)


def is_speakers(scene: Scene, subject: Range) -> bool:
    """ "We", "I": outside quotation marks the reader or the page."""
    return scene.low[subject[0]] in SELVES or scene.low[subject[0]] == "you"
