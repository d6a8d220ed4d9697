"""The subject of a verb, found to its left by the shapes of English clauses; no parser runs."""

from __future__ import annotations

from onrecord.analyse.moves.frames import word_list
from onrecord.analyse.moves.grammar import BE, DETERMINERS, HAVE, LINKS, MODALS, PREPOSITIONS, PRONOUNS, is_adverb
from onrecord.analyse.moves.scene import Range, Scene, is_actor_noun
from onrecord.analyse.moves.tokens import STOPS
from onrecord.lexicon import read_words

_CARRIES = frozenset(("reported", "revealed", "suggested", "alleged"))  # what media do with the words of others
_APPOSITION = 26  # tokens between a name and its verb that two commas may enclose


def find_subject(scene: Scene, group: int, low_limit: int) -> Range | None:
    """The phrase right before the verb group that starts at token ``group``; None when none is found, or what stands there is
    no noun phrase. Behind "who" it is what "who" goes back to; behind a comma, what stands before the apposition."""
    end = _before_time(scene, group, low_limit)
    if end <= low_limit:
        return None
    word = scene.low[end - 1]
    if word == ",":
        return _before_apposition(scene, end - 1, low_limit)
    if word in ("that", "this", "it") and end - 1 == low_limit:
        return end - 1, end
    if word in ("who", "which", "that"):
        before = end - 1 - (scene.low[end - 2] == ",")
        start = _chunk_start(scene, before, low_limit) if before > low_limit else before
        return (start, before) if start < before else None  # "refused to that must": nothing that "that" could go back to
    if word in LINKS or word in STOPS or word in ("–", "—", "-"):
        return None
    return _phrase_ending(scene, end, low_limit)


def shared_subject(scene: Scene, verb: int, low_limit: int) -> Range | None:
    """The first phrase of the sentence or clause that stands for somebody: the subject that a participle or a second verb shares."""
    at = low_limit
    while at < verb:
        if scene.low[at] in PREPOSITIONS or scene.low[at] in ("as", "while", "when"):
            at = _behind_opening(scene, at, verb)
            continue
        end = scene.phrase_end(at, verb)
        end = _to_auxiliary(scene, at, max(end, at + 1))
        if scene.is_party(at, end):
            return at, end
        at = max(end, at + 1)
        if at - low_limit > _APPOSITION:
            return None
    return None


def _to_auxiliary(scene: Scene, first: int, end: int) -> int:
    """A phrase ends before the first auxiliary, and behind a lone pronoun."""
    if scene.low[first] in PRONOUNS:
        return first + 1
    mention = scene.mention_over(first)
    if mention is not None:
        return scene.tokens.first_at(mention[1].end)
    for k in range(first + 1, end):
        if scene.low[k] in MODALS or scene.low[k] in HAVE or scene.low[k] in BE - {"'s"} or _is_told_before(scene, k, first):
            return k
        if is_actor_noun(scene.low[k]) and not (k + 1 < end and (is_actor_noun(scene.low[k + 1]) or scene.mention_over(k + 1))):
            return k + 1
    return end


def _behind_opening(scene: Scene, at: int, verb: int) -> int:
    """The token behind the comma that closes an opening phrase ("On Tuesday, …"); without one, behind the time or noun phrase."""
    for k in range(at, min(verb, at + _APPOSITION)):
        if scene.low[k] == ",":
            return k + 1
    time = scene.time_over(at + 1) if at + 1 < verb else None
    if time is not None and time.span is not None:
        return max(at + 1, scene.tokens.first_at(time.span.end))
    return max(at + 2, scene.phrase_end(at + 1, verb))


def _before_time(scene: Scene, end: int, low_limit: int) -> int:
    """Past adverbs and a date between subject and verb: "Ruiz on Tuesday flatly rejected"."""
    while end > low_limit:
        time = scene.time_over(end - 1)
        if time is not None and time.span is not None:
            end = scene.tokens.first_at(time.span.start)
            if end > low_limit and scene.low[end - 1] in ("on", "in", "at", "late", "early"):
                end -= 1
        elif is_adverb(scene.low[end - 1]) and scene.mention_over(end - 1) is None:
            end -= 1
        else:
            break
    return end


def _before_apposition(scene: Scene, comma: int, low_limit: int) -> Range | None:
    for k in range(comma - 1, max(low_limit, comma - _APPOSITION), -1):
        if scene.low[k] in STOPS and scene.low[k] not in "()":
            return None
        if scene.low[k] == ",":
            found = _phrase_ending(scene, k, low_limit)
            if found is not None and scene.is_party(*found):
                return found
    return None


def _phrase_ending(scene: Scene, end: int, low_limit: int) -> Range | None:
    """The noun phrase whose last token is the one before ``end``, with the phrases that hang on it by "of" and the like."""
    first = _chunk_start(scene, end, low_limit)
    for _ in range(3):
        if first - 1 <= low_limit or first >= end:
            break
        before = scene.low[first - 1]
        if before not in PREPOSITIONS or before == "as":
            break
        outer = _chunk_start(scene, first - 1, low_limit)
        if outer >= first - 1:
            return None
        if scene.is_party(outer, first - 1) or before in word_list("not subject") or before == "of":
            first = outer
        else:
            break
    return (first, end) if first < end else None


def _chunk_start(scene: Scene, end: int, low_limit: int) -> int:
    """The first token of the run without prepositions, links, stops or verbs that ends before ``end``."""
    at = end
    while at > low_limit and end - at < 12:
        mention = scene.mention_over(at - 1)
        word = scene.low[at - 1]
        if mention is not None:
            at = min(at - 1, scene.tokens.first_at(mention[1].start))
        elif word in PRONOUNS:
            return at - 1 if at == end else at
        elif (
            word in PREPOSITIONS
            or word in LINKS
            or word in STOPS
            or word in (",", "–", "—", "-")
            or word in MODALS
            or word in HAVE
            or word in BE - {"'s"}
        ):
            break
        elif word in DETERMINERS:
            return at - 1
        elif _is_told_before(scene, at - 1, low_limit):
            break
        else:
            at -= 1
    return at


def _is_told_before(scene: Scene, verb: int, low_limit: int) -> bool:
    """Whether the token is the verb of who tells the clause behind it: "state media reported the cabinet refused"."""
    word = scene.low[verb]
    tells = word in _CARRIES or (word in read_words("speech-verbs") and word.endswith(("ed", "said", "told")))
    if verb <= low_limit or not tells:
        return False
    return is_actor_noun(scene.low[verb - 1]) or scene.mention_over(verb - 1) is not None
