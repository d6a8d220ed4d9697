"""What stands before a verb: auxiliaries, negation, modality; and whether the verb is a fact of the clause at all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from onrecord.analyse.moves.frames import Form, word_list
from onrecord.analyse.moves.grammar import (
    AHEAD,
    AUXILIARIES,
    BE,
    BECOMING,
    DETERMINERS,
    DO,
    HAVE,
    HYPOTHETICAL,
    MODALS,
    NEGATIONS,
    OWNERS,
    PREPOSITIONS,
    PRONOUNS,
    is_adverb,
)
from onrecord.analyse.moves.scene import Scene

_MODAL_NAMES = {"wo": "will", "'ll": "will", "ca": "can", "cannot": "can", "shall": "will"}
_LONGEST_GROUP = 9
_HELPING = AUXILIARIES - NEGATIONS
_BEING = BE - {"'s"}
_BEFORE_NOUNS = DETERMINERS - {"all", "both", "these", "those", "this", "that"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Force:
    """``start`` is the first token of the verb group. ``finite``: the verb is the fact of a clause, not an infinitive or noun;
    ``shared``: a participle, whose subject is that of its clause; ``emphatic``: "did indeed"."""

    start: int
    finite: bool
    negated: bool = False
    modal: str | None = None
    passive: bool = False
    shared: bool = False
    past: bool = False
    emphatic: bool = False


def read_force(scene: Scene, verb: int, form: Form, low_limit: int) -> Force:
    """The verb group that ends with the verb. ``low_limit`` is the first token of its sentence."""
    words: list[str] = []
    at = verb
    while at > low_limit and verb - at < _LONGEST_GROUP:
        word = scene.low[at - 1]
        if word == "'s" and _is_owner(scene, at - 1, form):
            break
        if word in AUXILIARIES or (form == "word" and word in BECOMING) or (is_adverb(word) and scene.mention_over(at - 1) is None):
            words.append(word)
            at -= 1
        elif word == "to" and at - 1 > low_limit:
            return _infinitive(scene, at - 1, low_limit)
        else:
            break
    return _judge(scene, at, words, form)


def _is_owner(scene: Scene, k: int, form: Form) -> bool:
    """ "Ruiz's" before a noun or a past form that is no participle of "has"; "he's" before "-ing" is a verb."""
    if form == "word" and scene.low[k - 1] in PRONOUNS | {"that", "this", "there", "what"}:
        return False
    return form in ("base", "s", "word") or scene.mention_over(k - 1) is not None


def _infinitive(scene: Scene, to: int, low_limit: int) -> Force:
    """ "would like to thank", "decided to reject", "were forced to apologise": as much a fact as the verb before "to"."""
    governor = to - 1
    if scene.low[governor] == "yet" and scene.low[governor - 1] in HAVE:
        return Force(start=governor - 1, finite=True, negated=True, past=True)
    if scene.low[governor] == "going":
        outer = read_force(scene, governor, "ing", low_limit)
        return replace(outer, modal="will", finite=outer.finite and not outer.shared)
    while governor > low_limit and is_adverb(scene.low[governor]):
        governor -= 1
    word = scene.low[governor]
    if word not in word_list("implicative"):
        return Force(start=to, finite=False)
    outer = read_force(scene, governor, "past" if word.endswith("d") else "base", low_limit)
    return Force(
        start=outer.start,
        finite=outer.finite or word in ("forced", "obliged"),
        negated=outer.negated,
        modal=outer.modal,
        shared=outer.shared,
        past=outer.past,
    )


def _judge(scene: Scene, start: int, words: list[str], form: Form) -> Force:
    kinds = set(words)
    negated = bool(kinds & NEGATIONS) or ("longer" in kinds and "no" in kinds)
    modal = modal_in(words)
    passive = form in ("past", "part") and not kinds.isdisjoint(_BEING) and not _active_perfect(words)
    before = scene.low[start - 1] if start else ""
    if form == "ing" and not kinds & BE:
        outside = (before not in PREPOSITIONS or before == "after") and before not in OWNERS and before not in DETERMINERS
        return Force(start=start, finite=outside, negated=negated, modal=modal, passive=passive, shared=True, past=True)
    if _is_no_fact(kinds, form, before, modal):
        return Force(start=start, finite=False, negated=negated, modal=modal, passive=passive)
    past = form in ("past", "part") or bool(kinds & {"did", "had", "has", "have"})
    emphatic = "indeed" in kinds and bool(kinds & DO)
    return Force(start=start, finite=True, negated=negated, modal=modal, passive=passive, past=past, emphatic=emphatic)


def modal_in(words: Iterable[str]) -> str | None:
    """The first modal among them, by its full name: "will" for "'ll"."""
    return next((_MODAL_NAMES.get(w, w) for w in words if w in MODALS or w == "cannot"), None)


def _is_no_fact(kinds: set[str], form: Form, before: str, modal: str | None) -> bool:
    """A form that stands as an adjective or noun, or a passive that is only being wished for."""
    bare = kinds.isdisjoint(_HELPING)
    if form in ("past", "part") and bare and (before in DETERMINERS or before in PREPOSITIONS):
        return True
    if form in ("base", "s") and bare and before in _BEFORE_NOUNS:
        return True
    return "being" in kinds or ("be" in kinds and modal is None) or (form == "word" and not kinds & BECOMING)


def _active_perfect(words: list[str]) -> bool:
    """The word nearest to the verb is "have", as in "has been in talks and has rejected"."""
    nearest = next((w for w in words if w in HAVE or w in BE), "")
    return nearest in HAVE and nearest != "'d"


def is_supposed(scene: Scene, subject: int, low_limit: int, *, past: bool = False) -> bool:
    """Whether the clause that begins at the subject is only supposed: behind "if", "whether", "unless", "until"; behind "when" or
    "once" if it is not told as past; behind "before" where the main clause is about what would be."""
    at = subject - 1
    while at >= low_limit and (is_adverb(scene.low[at]) or scene.low[at] == ","):
        at -= 1
    if at < low_limit:
        return False
    unreal = scene.low[at] == "before" and not MODALS.isdisjoint(scene.low[low_limit:at])
    return unreal or scene.low[at] in HYPOTHETICAL or (scene.low[at] in AHEAD and not past)
