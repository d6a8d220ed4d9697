"""Statements that stand against one another: a denial and what it denies, a dispute, a claim that its object does not confirm.

Never from two sentences alone. One of the two has to say in words that it denies, disputes or does not confirm; the other has to be
another speaker's, of the same story and time, and to tell what is denied: by the words of weight that both share, names aside, and by
what they mean; or it stands just before in the same report and the denial points back to it ("that is not true").
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from onrecord.compare.claimed import find_claimed
from onrecord.compare.keyed import once
from onrecord.compare.matching import near_in_time
from onrecord.compare.paired import Alike
from onrecord.compare.quoting import find_quoting
from onrecord.compare.rejections import find_rejections
from onrecord.compare.renderings import Rendering, Said, Word, words_of
from onrecord.compare.scene import ASKS, UNTRUE, Scene, another, negated, negations, opposed, scene_of, stemmed
from onrecord.compare.stems import stems
from onrecord.compare.unconfirmed import find_unconfirmed
from onrecord.model import Finding, FindingType

_BEFORE, _AFTER = 5, 14  # words around a negation that it may reach
_CUT = frozenset({"but", "because", "although", "though", "unless", "until", "if", "while", "whereas"})
_UNREAL = frozenset({"will", "would", "should", "must", "can", "could", "may", "might", "shall", "need", "let", "do", "if", "whether"})
_SUPPOSED = frozenset({"if", "whether", "whatever", "would", "could", "might"})
_COVER = 0.5  # of the weight of what is denied
_COSINE = 0.5
_ABOUT = 0.5  # of what stands beside "this is not a bribe", and beside who says that it is one
_BY_CUE, _COVER_BY_CUE = 0.55, 0.3  # where the words that introduce it deny it
_RARE = 8  # statements at most that hold a word which alone is what is denied
_SHARED = 2
_POINTERS = [[p, v] for p in ("this", "that", "it") for v in ("is", "was")]
_DAYS = 14
# "Preliminary reports that …": what is denied is what they tell.
_TOLD_OF = re.compile(
    r"^(?:\S+\s+){0,3}(?:accusations?|allegations?|charges|claims?|reports?|rumou?rs?|speculation|suggestions?)(?:\s…)?\s+(?:that|of)\s",
    re.I,
)
_ONE_OF = frozenset({"a", "an"})
# Before "a bribe", where somebody says that it was one.
_IS_SAID = frozenset({"of", "as", "is", "was", "were", "are", "in", "through", "by"})


@dataclass(frozen=True, slots=True)
class _Denial:
    """A statement that denies something: ``of`` are the words of weight of what it denies, ``text`` tells it, ``by_cue`` whether the words
    that introduce it deny it ("denied")."""

    rendering: Rendering
    of: frozenset[str]
    text: str
    kind: FindingType
    why: str
    by_cue: bool
    pointed: bool = False


def find_oppositions(story: str, said: Iterable[Said], alike: Alike) -> list[Finding]:
    """``denies`` and ``disputes`` (``a``: who denies or disputes), ``unconfirmed`` (``a``: the claim), sorted by id. ``alike`` as in
    ``match_renderings``."""
    scene = scene_of(story, said, alike)
    found = [*_denied(scene), *find_rejections(scene), *find_unconfirmed(scene), *find_quoting(scene), *find_claimed(scene)]
    return once(found)


def _denied(scene: Scene) -> Iterator[Finding]:
    denials = [d for r in scene.units for d in _denials(r)]
    denying = {d.rendering.said.statement for d in denials}
    doing: dict[str | None, list[int]] = defaultdict(list)
    for n, r in enumerate(scene.units if denials else ()):
        doing[_done(r, None)].append(n)
    for denial in denials:
        near = (scene.units[n] for n in sorted(_may_tell(scene, denial, doing)))
        told = [r for r in near if r.said.statement not in denying and _tells(scene, denial, r)]
        if told:
            yield opposed(denial.kind, scene, ([denial.rendering], told), denial.why)


def _may_tell(scene: Scene, denial: _Denial, doing: Mapping[str | None, Sequence[int]]) -> set[int]:
    """Which units have enough of its words that ``_tells`` is worth asking, or do what it says was not done."""
    of = [k for k in denial.of if scene.spread[k] <= scene.common]
    enough = 1 if len(of) == 1 else _SHARED
    found = {n for n, shared in Counter(n for k in of for n in scene.bearers[k]).items() if shared >= enough}
    found.update(n for k in of if scene.spread[k] <= _RARE for n in scene.bearers[k])
    verb = _done(denial.rendering, "no")
    return found if verb is None else found.union(doing[verb])


def _denials(r: Rendering) -> Iterator[_Denial]:
    verb = _denying_verb(r.said)
    if verb is not None:
        kind: FindingType = "disputes" if verb in stems("disputing") else "denies"
        of = _weighty(words_of(_TOLD_OF.sub("", r.said.content)))
        if of:
            yield _Denial(r, of, r.said.content, kind, f"“{r.said.cue.strip()}”", by_cue=True)
        return
    for n, word in enumerate(r.words if r.said.speaker is not None or r.said.source else ()):
        clause = _pointed(_clause(r.words, n), word) if word.form in negations() else ()
        of = _weighty(clause)
        if of and _denies(clause, word) and not any(w.form in _UNREAL for w in clause):
            text = " ".join(w.form for w in clause)
            yield _Denial(
                r, of, text, "denies", _told_words(r.said.content, clause), by_cue=False, pointed=[w.form for w in clause[:2]] in _POINTERS
            )


def _told_words(content: str, words: Sequence[Word]) -> str:
    """The words as they stand in the content, in quotation marks; without marks where it has them in another form ("isn't")."""
    found = re.search(r"\W+".join(re.escape(w.form) for w in words), content, re.IGNORECASE)
    return f"“{found[0]}”" if found else " ".join(w.form for w in words)


def _denying_verb(said: Said) -> str | None:
    """The verb of the cue that denies or disputes; who "rejected claims that" or "dismissed reports of" does it too."""
    cue = stemmed(said.cue)
    told = _TOLD_OF.match(said.content) is not None or not stems("told").isdisjoint(cue)
    return next((w for w in cue if w in stems("denying") | stems("disputing") or (told and w in stems("dismissing"))), None)


def _pointed(clause: Sequence[Word], negation: Word) -> Sequence[Word]:
    """The clause from the word on that points at what is told: "let me say that | this is not a bribe"."""
    at = clause.index(negation)
    return clause[at - 2 :] if at >= 2 and [w.form for w in clause[at - 2 : at]] in _POINTERS else clause


def _denies(clause: Sequence[Word], negation: Word) -> bool:
    """Whether the clause says of what is told that it is not so: a claim that "is untrue", "this is not a bribe", "no crews were freed".
    Any other "not" is a fact like others."""
    forms = [w.form for w in clause]
    at = forms.index(negation.form)
    if negation.form in UNTRUE:
        return any(w.key in stems("told") for w in clause)
    if negation.form == "not":
        points = forms[max(0, at - 2) : at] in _POINTERS
        return points and forms[at + 1 : at + 2] in (["a"], ["an"], ["true"], ["the"])
    return negation.form == "no" and any(f in ("was", "were", "been") for f in forms[at:])


def _clause(words: Sequence[Word], at: int) -> Sequence[Word]:
    """The words around a negation that it may reach."""
    start = end = at
    while start > 0 and at - start < _BEFORE and words[start - 1].sentence == words[at].sentence and words[start - 1].form not in _CUT:
        start -= 1
    while end + 1 < len(words) and end - at < _AFTER and words[end + 1].sentence == words[at].sentence and words[end + 1].form not in _CUT:
        end += 1
    return words[start : end + 1]


def _weighty(words: Iterable[Word]) -> frozenset[str]:
    """What the words say, without names and without the nouns that only say that it is told."""
    return frozenset(w.key for w in words if w.kind == "content" and w.form not in negations() and w.key not in stems("told"))


def _tells(scene: Scene, denial: _Denial, r: Rendering) -> bool:
    """Whether the statement is another's and asserts what is denied."""
    a, b = denial.rendering.said, r.said
    if not another(a, b) or not near_in_time(a.day, b.day, _DAYS) or ASKS.search(b.cue) or negated(r):
        return False
    of = frozenset(k for k in denial.of if scene.spread[k] <= scene.common)
    shared = of & r.content
    if not shared or (
        a.speaker is None and not denial.by_cue
    ):  # whose claim it is may be open, and who denies it only where it is all the same
        return _same_act(scene, denial, r)
    if not any(_SUPPOSED.isdisjoint(w.form for w in _clause(r.words, n)) for n, word in enumerate(r.words) if word.key in shared):
        return False
    if denial.pointed and len(of) == 1:
        return _calls_it(r, min(of)) and scene.alike(a.beside, f"{b.content} {b.beside}") >= _ABOUT
    weight = sum(scene.weights[k] for k in sorted(of))
    cover = sum(scene.weights[k] for k in sorted(shared)) / weight
    if denial.by_cue:
        rare = any(scene.spread[k] <= _RARE for k in shared)
        enough = cover >= _COVER_BY_CUE and (len(shared) >= _SHARED or rare)
        return enough and scene.alike(denial.text, b.content) >= _BY_CUE
    enough = cover >= _COVER if len(shared) >= _SHARED else len(of) == 1 and all(scene.spread[k] <= _RARE for k in shared)
    return (enough and scene.alike(denial.text, b.content) >= _COSINE) or _same_act(scene, denial, r)


def _calls_it(r: Rendering, key: str) -> bool:
    """Whether the statement says that it is, or was part of, one: "as one of the bribes"."""
    for n, word in enumerate(r.words):
        if word.key == key:
            before = [w.form for w in r.words[max(0, n - 4) : n]]
            at = next((k for k in range(len(before) - 1, 0, -1) if before[k] in _ONE_OF), None)
            supposed = any(w.form in _UNREAL for w in r.words[:n] if w.sentence == word.sentence)
            if at is not None and before[at - 1] in _IS_SAID and not supposed:
                return True
    return False


def _same_act(scene: Scene, denial: _Denial, r: Rendering) -> bool:
    """Whether the one says that none were, and the other that some were: one verb, of those who go by one name."""
    verb = _done(denial.rendering, "no")
    names_of = [{w.key for w in x.words if w.kind == "name"} for x in (denial.rendering, r)]
    return (
        verb is not None
        and verb == _done(r, None)
        and bool(names_of[0] & names_of[1])
        and scene.alike(denial.rendering.said.content, r.said.content) >= _COSINE
    )


def _done(r: Rendering, opening: str | None) -> str | None:
    """The verb of "(no) … were freed": the word behind the first "was" or "were"; None where the sentence does not open so."""
    forms = [w.form for w in r.words]
    if opening is not None and opening not in forms[:1]:
        return None
    at = next((n for n, f in enumerate(forms) if f in ("was", "were")), None)
    return r.words[at + 1].key if at is not None and at + 1 < len(forms) and r.words[at + 1].kind == "content" else None
