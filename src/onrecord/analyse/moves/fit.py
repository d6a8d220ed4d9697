"""Whether the words behind a trigger fill one of its patterns, and which of them are the target and the thing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from onrecord.analyse.moves.frames import Element, Frame, Pattern, frames, is_listed, word_list
from onrecord.analyse.moves.grammar import (
    ANAPHORS,
    AUXILIARIES,
    DETERMINERS,
    LINKS,
    NEGATIONS,
    OBJECTS,
    OWNERS,
    PREPOSITIONS,
    PRONOUNS,
    QUESTION_WORDS,
    SUBJECTS,
    is_number,
)
from onrecord.analyse.moves.scene import Range, Scene, is_actor_noun
from onrecord.analyse.moves.tokens import STOPS

_WIDEST_TARGET = 20  # tokens before the word that must follow it
_CLAUSE_WITHIN = 9  # tokens of a subject before its auxiliary
_BLAME_WITHIN = 6
_LONGEST_ASIDE = 10
_BEHIND_FIGURE = PREPOSITIONS | LINKS | AUXILIARIES
_FINITE = AUXILIARIES - {"not", "'s"}
_ACTION_ENDINGS = ("ation", "ition", "ution", "ession", "ement", "ments")

Shape = Literal["phrase", "verb", "clause"]


@dataclass(frozen=True, slots=True)
class Fit:
    """Half-open ranges of tokens: ``what`` runs from its first word to the end of the clause, ``end`` is behind everything."""

    end: int
    target: Range | None = None
    what: Range | None = None
    shape: Shape = "phrase"


def fit_frame(scene: Scene, frame: Frame, at: int, stop: int, *, besides: str = "") -> Fit | None:
    """The first pattern of the frame that the tokens from ``at`` on fill; None when none does. The pattern "-" comes last in the
    lexicon, since it always fits. ``besides``: a letter with which no pattern may begin."""
    if frame.rest:
        if tuple(scene.low[at : at + len(frame.rest)]) != frame.rest:
            return None
        at += len(frame.rest)
    word = scene.low[at] if at < stop else ""
    for pattern in frame.patterns:
        if pattern and ((besides and pattern[0] == besides) or (isinstance(pattern[0], frozenset) and word not in pattern[0])):
            continue
        found = fit_pattern(scene, pattern, at, stop)
        if found is not None:
            return found
    return None


def fit_pattern(scene: Scene, pattern: Pattern, at: int, stop: int) -> Fit | None:
    """The pattern filled by the tokens from ``at`` on; None when they do not."""
    if not pattern:
        return Fit(end=at)
    element, rest = pattern[0], pattern[1:]
    if at >= stop:
        return None
    if isinstance(element, frozenset):
        return _fit_literal(scene, pattern, at, stop)
    if element == "T":
        return _fit_target(scene, rest, at, stop)
    end = _extent(scene, element, at, stop)
    if end is None:
        return None
    shape: Shape = "verb" if element in "VG" else "clause" if element == "S" else "phrase"
    if not rest:
        return Fit(end=end, what=(at, end), shape=shape)
    inner_end = _before_literal(scene, rest[0], at + 1, end)
    found = None if inner_end is None else fit_pattern(scene, rest, inner_end, stop)
    if found is None or inner_end is None or (found.what is not None and rest[-1] not in ("A", "B")):
        return found
    return replace(found, what=(at, inner_end))  # "described the threat as blackmail" is about the threat


def _fit_literal(scene: Scene, pattern: Pattern, at: int, stop: int) -> Fit | None:
    """The word itself. The name of an offer in the pattern ("seek permission") is what the move is about."""
    word = scene.low[at]
    if word not in pattern[0]:
        return None
    found = fit_pattern(scene, pattern[1:], at + 1, stop)
    if found is None or found.what is not None or not is_listed(word, "offers"):
        return found
    end = clause_end(scene, at, stop)
    return replace(found, end=end, what=(at, end))


def _fit_target(scene: Scene, rest: Pattern, at: int, stop: int) -> Fit | None:
    """A target, up to the word that the pattern wants next, else as far as its phrase goes."""
    if scene.low[at] in PREPOSITIONS or scene.low[at] in AUXILIARIES:
        return None
    if rest and isinstance(rest[0], frozenset):
        for end in _ends_before(scene, rest, at, stop):
            if scene.is_party(at, end) or (_asks(rest) and _may_be_asked(scene, at, end)):
                found = fit_pattern(scene, rest, end, stop)
                if found is not None:
                    return replace(found, target=(at, end))
        return None
    end = _target_end(scene, at, stop)
    if not scene.is_party(at, end) or scene.low[end : end + 1] == ["'s"]:
        return None
    found = fit_pattern(scene, rest, end, stop)
    return None if found is None else replace(found, target=(at, end))


def _asks(rest: Pattern) -> bool:
    """ "T to V", "T of W", "T for W": the pattern itself makes somebody of whatever stands in it."""
    return rest[1:] == ("V",) or (len(rest) == 2 and rest[0] in (frozenset(("of",)), frozenset(("for",))))


def _may_be_asked(scene: Scene, at: int, end: int) -> bool:
    """Who is asked to do something is somebody, whatever the noun; not what is asked for."""
    head = scene.low[scene.head(at, end)]
    return head.isalpha() and not is_listed(head, "offers") and not is_listed(head, "claims") and scene.low[at] not in PREPOSITIONS


def _target_end(scene: Scene, at: int, stop: int) -> int:
    if scene.low[at] in OBJECTS:
        return at + 1
    mention = scene.mention_over(at)
    if mention is not None:
        return scene.tokens.first_at(mention[1].end)
    return scene.phrase_end(at, stop)


def _ends_before(scene: Scene, rest: Pattern, at: int, stop: int) -> list[int]:
    """Where the phrase may end: before each of the words that could be the one wanted, within a clause. A comma is passed where it
    opens a list of who is meant, a finite verb behind "who"."""
    literal, verb_follows = frozenset(rest[0]), rest[1:2] == ("V",)
    finite, closing_words = _FINITE - literal, word_list("ends target")
    ends, listed, relative, past = [], False, False, at
    for k in range(at + 1, min(stop, at + _WIDEST_TARGET)):
        if k <= past:
            continue
        word = scene.low[k]
        if word == "," and (closing := _aside_end(scene, k, stop)) is not None:
            past = closing
            continue
        listed |= word == "," and scene.low[k + 1 : k + 2] in (["including"], ["especially"], ["such"])
        relative |= word == "who"
        if word in STOPS or word in SUBJECTS or (word == "," and not listed) or word in closing_words or (word in finite and not relative):
            break
        if scene.low[k] in literal and not (verb_follows and word == "to" and _is_phrase_start(scene, k + 1, stop)):
            ends.append(k)
        elif scene.low[k] == "to":
            break
    return ends


def _aside_end(scene: Scene, comma: int, stop: int) -> int | None:
    """The comma that closes what stands in apposition behind the first: a name, or a clause with "who" or "which"."""
    opens = comma + 1 < stop and (scene.low[comma + 1] in ("who", "which") or scene.mention_over(comma + 1) is not None)
    if not opens:
        return None
    return scene.find((",",), comma + 2, min(stop, comma + _LONGEST_ASIDE))


def _is_phrase_start(scene: Scene, k: int, stop: int) -> bool:
    """Behind "to": a name or determiner makes it a direction, not an infinitive."""
    if k >= stop or scene.low[k] in DETERMINERS or is_number(scene.low[k]) or scene.mention_over(k) is not None:
        return True
    letters = scene.word(k)
    return letters[:1].isupper() and not letters.isupper()


def _before_literal(scene: Scene, element: Element, at: int, end: int) -> int | None:
    if not isinstance(element, frozenset):
        return scene.phrase_end(at - 1, end)
    return scene.find(element, at, end)


def _extent(scene: Scene, element: str, at: int, stop: int) -> int | None:
    """Where what stands for the element ends; None when the words cannot be one."""
    word = scene.low[at]
    if element in "WS" and _is_date(scene, at):
        return None  # "confirmed on 20 July that": the day is not what was confirmed
    if word in STOPS or word == "," or (word in PREPOSITIONS and element != "S"):
        return None
    if element == "B":
        return clause_end(scene, at, stop) if any(is_listed(w, "blame") for w in scene.low[at : at + _BLAME_WITHIN]) else None
    if element in _NOUNS:
        return clause_end(scene, at, stop) if _NOUNS[element](scene, at, stop) else None
    if element == "G":
        return clause_end(scene, at, stop) if word.endswith("ing") and len(word) > 4 else None
    if element == "V":
        return None if _is_phrase_start(scene, at, stop) or word in PRONOUNS else clause_end(scene, at, stop)
    if element == "S":
        return clause_end(scene, at, stop) if _may_be_clause(scene, at, stop) else None
    if word in OBJECTS - OWNERS and at + 1 < stop and scene.low[at + 1].isalpha() and scene.low[at + 1] not in PREPOSITIONS | LINKS:
        return None  # "denied him entry"
    unfit = word in AUXILIARIES - {"not"} or (word in LINKS and word not in QUESTION_WORDS)
    return None if unfit else clause_end(scene, at, stop)


def _is_date(scene: Scene, at: int) -> bool:
    time = scene.time_over(at)
    return time is not None and time.precision != "duration" and scene.low[at] not in DETERMINERS


def is_offer(scene: Scene, at: int, stop: int) -> bool:
    """Whether the noun phrase at the token is of an action, talk or offer, a pronoun that may stand for one, or a bare figure: "seven
    per cent", "2041"."""
    if _is_figure(scene, at, stop):
        return True
    if scene.time_over(at) is not None and scene.low[at] not in DETERMINERS:
        return False
    if scene.low[at] in ANAPHORS and (at + 1 >= stop or scene.low[at + 1] in STOPS or scene.low[at + 1] in PREPOSITIONS | LINKS | {","}):
        return True
    end = scene.phrase_end(at, stop)
    while end < stop and scene.low[end] in OWNERS:
        end = scene.phrase_end(end, stop)
    while end - at > 1 and scene.low[end - 1] in word_list("time tails"):
        end -= 1  # "the treaty last week"
    head = scene.head(at, end)
    noun = scene.low[head]
    listed = is_listed(noun, "offers") or (noun.endswith(_ACTION_ENDINGS) and not is_actor_noun(noun))
    return listed and scene.mention_over(head) is None


def _is_figure(scene: Scene, at: int, stop: int) -> bool:
    """A number that stands for what is offered: alone, or with no other noun than its unit."""
    end = at
    while end < stop and end - at < 4 and is_number(scene.low[end]):
        end += 1
    return end > at and (end >= stop or not scene.low[end].isalpha() or scene.low[end] in _BEHIND_FIGURE)


def is_claim(scene: Scene, at: int, stop: int) -> bool:
    """Whether the noun phrase at the token is of something that is said to be so: a report, a charge, a rumour."""
    return is_listed(scene.low[scene.head(at, scene.phrase_end(at, stop))], "claims")


_NOUNS: dict[str, Callable[[Scene, int, int], bool]] = {"A": is_offer, "C": is_claim, "N": _is_figure}


def _may_be_clause(scene: Scene, at: int, stop: int) -> bool:
    """Behind "that" anything of three words; without it a subject and an auxiliary, or a pronoun that can only be a subject."""
    if stop - at < 3 or scene.low[at] in LINKS | AUXILIARIES:
        return False
    if scene.low[at - 1] == "that" or scene.low[at] in ("he", "she", "they", "we", "i", "there"):
        return True
    for k in range(at + 1, min(stop, at + _CLAUSE_WITHIN)):
        word = scene.low[k]
        if word in AUXILIARIES - NEGATIONS - {"'s", "'d", "being"}:
            return True
        if word in STOPS or word in LINKS or word == ",":
            return False
    return False


def clause_end(scene: Scene, at: int, stop: int) -> int:
    """The first full stop, semicolon, colon or dash behind the token, or ", and|but", or ``stop``."""
    for k in range(at, stop):
        word = scene.low[k]
        if (word in STOPS and word not in "()") or word in ("–", "—"):
            return k
        if word == "," and k + 1 < stop and scene.low[k + 1] in ("and", "but", "although", "though", "while", "whereas"):
            return k
        if word == "and" and at < k < stop - 1 and begins_anew(scene, k + 1):
            return k
        if word == "but" and k > at and scene.low[k - 1] not in ("nothing", "all", "anywhere", "anything", "everything"):
            return k
    return stop


def begins_anew(scene: Scene, k: int) -> bool:
    """Behind "and": "that", a subject with its auxiliary, or a past form that is a verb of acts, open a clause of their own."""
    word, following = scene.low[k], scene.low[k + 1 : k + 2]
    if word in ("that", "would", "will", "has", "have", "had"):
        return True
    if word in SUBJECTS or word == "it":
        return bool(following) and (following[0] in AUXILIARIES or following[0].endswith("ed"))
    entries = frames().get(word)
    return entries is not None and any(e.form == "past" and e.frame.lemma.rstrip("+") != word for e in entries.verbs)
