"""Short answers, for which English needs no verb of the act: "Never.", "No deal.", "I won't.", "His answer was no.", "No to any date"."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from onrecord.analyse.moves.fit import Fit, clause_end, is_offer
from onrecord.analyse.moves.found import Found, Place, speaker_of
from onrecord.analyse.moves.frames import frames, is_listed, word_list
from onrecord.analyse.moves.grammar import BE, MODALS
from onrecord.analyse.moves.own import is_own_side
from onrecord.analyse.moves.scene import Range, Scene
from onrecord.analyse.moves.subjects import find_subject
from onrecord.analyse.moves.tokens import STOPS
from onrecord.lexicon import read_sections
from onrecord.model import Act

_SCORE = 0.5
_ASKED: frozenset[Act] = frozenset(("propose", "invite", "request", "demand", "urge", "order", "recommend", "condition"))
_LONGEST = 7  # words of a bare answer
_DENYING = 6  # tokens between "no" and its verb


def find_answer(scene: Scene, place: Place, earlier: Sequence[Found]) -> Found | None:
    """The answer that the whole sentence is, or None."""
    if place.in_cue:
        return None
    words = _words(scene, place)
    if not words:
        return None
    found = _bare(scene, place, words, earlier) if place.direct else None
    found = found or _elliptic(scene, place, earlier) or _answered(scene, place)
    return found or _undone(scene, place) or (_thanks(scene, place) if place.direct else None)


def _words(scene: Scene, place: Place) -> list[str]:
    return [w for w in scene.low[place.first : place.stop] if w not in STOPS and w not in (",", "–", "—", "-")]


def _bare(scene: Scene, place: Place, words: list[str], earlier: Sequence[Found]) -> Found | None:
    """A fragment that says yes or no; a lone "no" or "yes" only where something was asked or offered before."""
    text = " ".join(words)
    for act, phrases in _answers().items():
        if phrases.fit(text, short=len(words) <= _LONGEST):
            return _found(scene, place, act, place.first)  # type: ignore[arg-type]  # the sections are acts
    if words[0] in ("no", "yes", "not") and len(words) > 1:
        return _to_what(scene, place, words)
    asked = bool(earlier) and earlier[-1].act in _ASKED and earlier[-1].actor.entity != place.draft.speaker
    if text in ("no", "yes") and asked:
        return _found(scene, place, "refuse" if text == "no" else "accept", place.first)
    return None


class _Phrases:
    """The phrases of an answer, ready to be looked for."""

    def __init__(self, phrases: Sequence[str]) -> None:
        self._whole = frozenset(phrases)
        self._open = tuple(p[:-1] for p in phrases if p.endswith(" …"))
        self._not_a = tuple(p + " " for p in phrases if p.startswith("not a"))

    def fit(self, text: str, *, short: bool) -> bool:
        """Whether the words are one of the phrases, or go on from one that ends in "…"; from "not a" only a fragment does."""
        return (short and (text in self._whole or text.startswith(self._not_a))) or f"{text} ".startswith(self._open)


@cache
def _answers() -> dict[str, _Phrases]:
    return {act: _Phrases(phrases) for act, phrases in read_sections("move-answers").items()}


def _to_what(scene: Scene, place: Place, words: list[str]) -> Found | None:
    """ "No to any date", "not accepted"."""
    first = place.first
    if words[1] == "to" and words[0] != "not" and first + 2 < place.stop:
        end = clause_end(scene, first + 2, place.stop)
        return _found(scene, place, "refuse" if words[0] == "no" else "accept", first, Fit(end=end, what=(first + 2, end)))
    entries = frames().get(words[1])
    if words[0] == "not" and entries is not None:
        act = next((e.frame.act for e in entries.verbs if e.form == "past" and e.frame.act in ("accept", "refuse")), None)
        if act is not None:
            found = _found(scene, place, act, first, Fit(end=min(first + 2, place.stop)))
            found.negated = True
            return found
    return None


def _elliptic(scene: Scene, place: Place, earlier: Sequence[Found]) -> Found | None:
    """ "I won't.", "Eighteen months is not.": what is left out was said just before."""
    end = place.stop
    while end > place.low and (scene.low[end - 1] in STOPS or scene.low[end - 1] in (",", "–", "—")):
        end -= 1
    if end - place.low < 3 or scene.low[end - 1] != "not":
        return None
    auxiliary = scene.low[end - 2]
    subject = find_subject(scene, end - 2, place.low)
    if subject is None or scene.low[max(place.low, subject[0] - 1)] in ("if", "whether", "or"):
        return None
    if auxiliary in ("wo", "will", "ca", "can", "would") and auxiliary in MODALS | {"wo", "ca"} and is_own_side(scene, place, subject):
        return _narrowed(scene, _found(scene, place, "refuse", end - 2), (subject[0], end))
    last = earlier[-1] if earlier else None
    same = last is not None and last.act == "accept" and last.actor.entity == place.draft.speaker
    if auxiliary in BE and same:
        return _narrowed(scene, _found(scene, place, "refuse", end - 2, Fit(end=end, what=subject)), (subject[0], end))
    return None


def _answered(scene: Scene, place: Place) -> Found | None:
    """ "His answer was no"."""
    for k in range(place.first, place.stop - 2):
        if scene.low[k] in ("answer", "reply", "response") and scene.low[k + 1] in BE:
            last = k + 2 + (scene.low[k + 2] in ("still", "a", "simply", "always"))
            word = scene.low[last] if last < place.stop else ""
            if word in ("no", "yes"):
                return _narrowed(
                    scene, _found(scene, place, "refuse" if word == "no" else "accept", last), (max(place.first, k - 1), last + 1)
                )
    return None


def _undone(scene: Scene, place: Place) -> Found | None:
    """ "Nothing has been dropped", "no year was mentioned", "there was no offer": the speaker says that it is not so."""
    for k in range(place.first, min(place.stop - 1, place.first + 4)):
        if scene.low[k] not in ("no", "nothing", "none"):
            continue
        if scene.low[k] == "no" and scene.low[max(place.first, k - 2) : k - 1] == ["there"] and scene.low[k - 1] in ("was", "were"):
            end = scene.phrase_end(k + 1, place.stop) if k + 1 < place.stop else k
            if end > k + 1 and is_offer(scene, k + 1, end) and not is_listed(scene.low[scene.head(k + 1, end)], "harms"):
                stop = clause_end(scene, end, place.stop)
                return _narrowed(scene, _found(scene, place, "deny", k, Fit(end=stop, what=(k + 1, end))), (k - 2, stop))
        verb = scene.find(word_list("dealt with"), k + 1, min(place.stop, k + _DENYING))
        if verb is not None and scene.low[verb - 1] in ("been", "was", "were") and "will" not in scene.low[k:verb]:
            stop = clause_end(scene, verb, place.stop)
            return _narrowed(scene, _found(scene, place, "deny", verb, Fit(end=stop, what=(k, verb + 1))), (k, stop))
    return None


def _thanks(scene: Scene, place: Place) -> Found | None:
    for k in range(place.first, place.stop - 1):
        if scene.low[k] in ("thank", "thanks") and scene.low[k + 1] == ("you" if scene.low[k] == "thank" else "to"):
            return _narrowed(scene, _found(scene, place, "thank", k, Fit(end=clause_end(scene, k, place.stop))), (place.first, place.stop))
    return None


def _found(scene: Scene, place: Place, act: Act, at: int, fit: Fit | None = None) -> Found:
    found = Found(
        act=act, clause=(place.first, place.stop), trigger=at, actor=speaker_of(place), fit=fit or Fit(end=place.stop), score=_SCORE
    )
    found.reasons.append(f"“{scene.tokens.span(*found.clause).of(scene.page.text)}” is an answer by itself")
    return found


def _narrowed(scene: Scene, found: Found, clause: Range) -> Found:
    """The answer is only this much of the sentence."""
    found.clause = clause
    if found.fit.what is None:
        found.fit = Fit(end=clause[1])
    found.reasons[-1] = f"“{scene.tokens.span(*clause).of(scene.page.text)}” is an answer by itself"
    return found
