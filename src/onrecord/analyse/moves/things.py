"""What a move is about, in the words of the text: the head phrase, and what "it" or "the idea" goes back to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from onrecord.analyse.moves.fit import Fit, Shape
from onrecord.analyse.moves.frames import is_listed, word_list
from onrecord.analyse.moves.grammar import DETERMINERS, LINKS, PREPOSITIONS, QUESTION_WORDS, is_adverb
from onrecord.analyse.moves.scene import Range, Scene
from onrecord.analyse.moves.tokens import STOPS
from onrecord.lexicon import read_sections
from onrecord.model import Span

_LONGEST_VERB = 12  # tokens of a verb with its objects
_LONGEST_CLAUSE = 30
_ENDS_PAIR = {("in", "exchange"), ("in", "return"), ("in", "order"), ("in", "response"), ("due", "to")}
_BACK = 220  # tokens that an anaphor may lie behind what it means


@dataclass(frozen=True, slots=True)
class Thing:
    """``span`` None: left open, and ``reason`` says why. ``earlier`` is the span of the noun it was taken from."""

    span: Span | None
    reason: str
    earlier: Span | None = None


def read_thing(scene: Scene, fit: Fit, trigger: int, earlier: Sequence[Span]) -> Thing:
    """The thing of a fitted frame. ``earlier``: the things of moves before this one, in text order."""
    if fit.what is None:
        return Thing(None, "the words do not say what it is about")
    first, end = fit.what
    if all(is_adverb(w) for w in scene.low[first:end]):
        return Thing(None, "the words do not say what it is about")
    shape = "clause" if scene.low[first] in QUESTION_WORDS else fit.shape
    end = _END[shape](scene, first, end)
    if end <= first:
        return Thing(None, "the words do not say what it is about")
    if _is_anaphor(scene, first, end):
        return _antecedent(scene, (first, end), trigger, earlier)
    if fit.shape == "verb" and scene.low[first - 2 : first] == ["not", "to"]:
        first -= 2
    start = first + 1 if scene.low[first] in ("the", "a", "an", "that") and end - first > 1 else first
    if scene.low[start] in word_list("generic") and scene.low[start + 1 : start + 2] == ["of"] and start + 2 < end:
        start += 2 + (scene.low[start + 2] in DETERMINERS and start + 3 < end)  # "the notion of a meeting" is about the meeting
    return Thing(scene.tokens.span(start, end), "in the words of the clause")


def _noun_end(scene: Scene, first: int, end: int) -> int:
    """The noun phrase with what hangs on it by "of": "a pause of all strikes"."""
    if scene.low[first].endswith("ing") and len(scene.low[first]) > 5 and scene.low[first] not in ("meeting", "hearing", "funding"):
        return _verb_end(scene, first, end)
    at = scene.phrase_end(first, end)
    while at < end and scene.low[at] == "of" and at + 1 < end:
        at = scene.phrase_end(at + 1, end)
    while at > first + 1 and (scene.low[at - 1] in ("'s", ",") or _is_trailing_time(scene, first, at - 1)):
        at -= 1
    return at


def _is_trailing_time(scene: Scene, first: int, k: int) -> bool:
    """ "A meeting last year": the time is none of the thing."""
    return scene.time_over(k) is not None and scene.time_over(first) is None


def _verb_end(scene: Scene, first: int, end: int) -> int:
    """The verb with its object and what hangs on it, up to a comma, an infinitive, a condition or a time."""
    limit = min(end, first + _LONGEST_VERB)
    for k in range(first + 1, limit):
        word = scene.low[k]
        if (
            word == ","
            or word in word_list("ends thing")
            or word in STOPS
            or tuple(scene.low[k : k + 2]) in _ENDS_PAIR
            or scene.low[k : k + 3] == ["for", "the", "sake"]
        ):
            return k
        if k > first + 1 and (word == "to" or scene.time_over(k) is not None):
            return k - (scene.low[k - 1] in PREPOSITIONS)
    while limit > first + 1 and (
        scene.low[limit - 1] in PREPOSITIONS or scene.low[limit - 1] in DETERMINERS or scene.low[limit - 1] in LINKS
    ):
        limit -= 1
    return limit


def _clause_end(scene: Scene, first: int, end: int) -> int:
    """The clause up to its first comma."""
    return next(
        (k for k in range(first + 1, min(end, first + _LONGEST_CLAUSE)) if _ends_clause(scene, k)), min(end, first + _LONGEST_CLAUSE)
    )


def _ends_clause(scene: Scene, k: int) -> bool:
    return scene.low[k] == "," and scene.low[k + 1 : k + 2] not in (["which"], ["who"])


_END: dict[Shape, Callable[[Scene, int, int], int]] = {"phrase": _noun_end, "verb": _verb_end, "clause": _clause_end}


def _is_anaphor(scene: Scene, first: int, end: int) -> bool:
    words = scene.low[first:end]
    if all(w in word_list("empty") for w in words):
        return True
    return (
        len(words) == 2
        and words[0] in ("the", "this", "that", "these", "such", "its", "his", "her", "their")
        and words[1] in word_list("generic")
    )


def _antecedent(scene: Scene, at: Range, trigger: int, earlier: Sequence[Span]) -> Thing:
    own = scene.tokens.span(*at)
    words = own.of(scene.page.text)
    first = min(at[0], trigger)
    start = scene.tokens.starts[first]
    noun = _nearest_offer(scene, first)
    move = next((s for s in reversed(earlier) if s.end <= start), None)
    if noun is not None and not any(noun.overlaps(s) for s in earlier):
        noun = None
    if noun is not None and move is not None and (move.contains(noun) or scene.low[at[1] - 1] in read_sections("move-nouns")):
        noun = None
    best = max((s for s in (noun, move) if s is not None), default=None)
    if best is None:
        return Thing(own, f"“{words}” goes back to nothing that the report names before")
    return Thing(best, f"“{words}” goes back to “{best.of(scene.page.text)}”", best)


def _nearest_offer(scene: Scene, before: int) -> Span | None:
    """The nearest earlier noun of an offer that is not generic itself."""
    for k in range(before - 1, max(-1, before - _BACK), -1):
        word = scene.low[k]
        if word not in word_list("generic") and is_listed(word, "offers") and _is_no_name(scene, k) and _is_noun(scene, k):
            return scene.tokens.span(k, k + 1)
    return None


def _is_no_name(scene: Scene, k: int) -> bool:
    return scene.mention_over(k) is None and scene.time_over(k) is None


def _is_noun(scene: Scene, k: int) -> bool:
    """Not a verb by what stands before it: "to meet", "will strike"; a meeting word behind a determiner or adjective is."""
    before = scene.low[k - 1] if k else ""
    return before not in ("to", "not", "will", "would", "he", "she", "they", "we", "i", "it", "who", "and")
