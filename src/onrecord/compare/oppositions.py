"""Statements that stand against one another: a denial and what it denies, a dispute, a claim that its object does not confirm.

Never from two sentences alone. One of the two has to say in words that it denies, disputes or does not confirm; the other has to be
another speaker's, of the same story and time, and to tell what is denied: by the words of weight that both share, names aside, and by
what they mean; or it stands just before in the same report and the denial points back to it ("that is not true").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from onrecord.compare.claimed import find_claimed
from onrecord.compare.keyed import keyed
from onrecord.compare.matching import near_in_time
from onrecord.compare.paired import Alike
from onrecord.compare.quoting import find_quoting
from onrecord.compare.renderings import Rendering, Said, Word, words_of
from onrecord.compare.scene import ASKS, UNTRUE, Scene, another, behind, names, negated, negations, phrase_of, scene_of, stemmed, verbs
from onrecord.compare.topics import stem
from onrecord.compare.unconfirmed import find_unconfirmed
from onrecord.lexicon import read_sections
from onrecord.model import Finding, FindingType

_BEFORE, _AFTER = 5, 14  # words around a negation that it may reach
_CUT = frozenset({"but", "because", "although", "though", "unless", "until", "if", "while", "whereas"})
_UNREAL = frozenset({"will", "would", "should", "must", "can", "could", "may", "might", "shall", "need", "let", "do", "if", "whether"})
_SUPPOSED = frozenset({"if", "whether", "whatever", "would", "could", "might"})
_COVER = 0.5  # of the weight of what is denied
_COSINE = 0.5
_ABOUT = 0.5  # of what stands beside "this is not a swap", and beside who says that it is one
_BY_CUE, _COVER_BY_CUE = 0.55, 0.3  # where the words that introduce it deny it
_RARE = 8  # statements at most that hold a word which alone is what is denied
_SHARED = 2
_TOLD_TO, _POINTED = 0.45, 0.3  # cosine of a rejection and what it rejects, where the report says so and where it points back
_UNSUPPORTED = 0.5  # of that for which there is "no evidence" and a claim
_POINTERS = [[p, v] for p in ("this", "that", "it") for v in ("is", "was")]
_BESIDE, _SOMEWHAT = 120, 0.15  # characters between an answer and the sentence before it that it counters; and their cosine
_LIKE_THIS = re.compile(r"\b(?:like (?:this|that)|such an?)\b", re.IGNORECASE)
_BESIDE_ONE = 300
_POINTS_BACK = re.compile(r"^\W*(?:that|this|it|these|those|they)\b", re.IGNORECASE)
# What is denied to somebody is refused; and behind "and said" the speaker asserts again.
_ANOTHER_ACT = re.compile(
    r"\b(?:entry|access|admission|bail|parole|permission)\b|\bdenie[sd]\b.*\b(?:and (?:said|added|that)|but|while|acknowledg\w+)\b",
    re.IGNORECASE | re.DOTALL,
)
_DAYS = 14
# "Preliminary reports that …": what is denied is what they tell.
_TOLD_OF = re.compile(
    r"^(?:\S+\s+){0,3}(?:accusations?|allegations?|charges|claims?|reports?|rumou?rs?|speculation|suggestions?)(?:\s…)?\s+(?:that|of)\s",
    re.I,
)
_ONE_OF = frozenset({"a", "an"})
_IS_SAID = frozenset(
    {"of", "as", "is", "was", "were", "are", "in", "through", "by"}
)  # before "a swap", where somebody says that it was one


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
    found = [*_denied(scene), *_rejected(scene), *find_unconfirmed(scene), *find_quoting(scene), *find_claimed(scene)]
    return sorted({f.id: f for f in found}.values(), key=lambda f: f.id)


# What is denied


def _denied(scene: Scene) -> Iterator[Finding]:
    denials = [d for r in scene.units for d in _denials(r)]
    denying = {d.rendering.said.statement for d in denials}
    for denial in denials:
        told = [r for r in scene.units if r.said.statement not in denying and _tells(scene, denial, r)]
        if told:
            yield _finding(denial.kind, scene.story, ([denial.rendering], told), denial.why)


def _denials(r: Rendering) -> Iterator[_Denial]:
    verb = _denying_verb(r.said)
    if verb is not None:
        kind: FindingType = "disputes" if verb in verbs("disputing") else "denies"
        of = _weighty(words_of(_TOLD_OF.sub("", r.said.content)))
        if of:
            yield _Denial(r, of, r.said.content, kind, f"“{r.said.cue.strip()}”", by_cue=True)
        return
    for n, word in enumerate(r.words if r.said.speaker is not None or r.said.source else ()):
        clause = _pointed(_clause(r.words, n), word) if word.form in negations() else ()
        of = _weighty(clause)
        if of and _denies(clause, word) and not any(w.form in _UNREAL for w in clause):
            text = " ".join(w.form for w in clause)
            yield _Denial(r, of, text, "denies", f"“{text}”", by_cue=False, pointed=[w.form for w in clause[:2]] in _POINTERS)


def _denying_verb(said: Said) -> str | None:
    """The verb of the cue that denies or disputes; who "rejected claims that" or "dismissed reports of" does it too."""
    cue = stemmed(said.cue)
    told = _TOLD_OF.match(said.content) is not None or not _told_nouns().isdisjoint(cue)
    return next((w for w in cue if w in verbs("denying") | verbs("disputing") or (told and w in verbs("dismissing"))), None)


def _pointed(clause: Sequence[Word], negation: Word) -> Sequence[Word]:
    """The clause from the word on that points at what is told: "let me say that | this is not a swap"."""
    at = clause.index(negation)
    return clause[at - 2 :] if at >= 2 and [w.form for w in clause[at - 2 : at]] in _POINTERS else clause


def _denies(clause: Sequence[Word], negation: Word) -> bool:
    """Whether the clause says of what is told that it is not so: a claim that "is untrue", "this is not a swap", "no prisoners were freed".
    Any other "not" is a fact like others."""
    forms = [w.form for w in clause]
    at = forms.index(negation.form)
    if negation.form in UNTRUE:
        return any(w.key in _told_nouns() for w in clause)
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
    return frozenset(w.key for w in words if w.kind == "content" and w.form not in negations() and w.key not in _told_nouns())


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
    nearest = scene.alike(denial.text, b.content)
    if denial.by_cue:
        rare = any(scene.spread[k] <= _RARE for k in shared)
        return nearest >= _BY_CUE and cover >= _COVER_BY_CUE and (len(shared) >= _SHARED or rare)
    if len(shared) >= _SHARED:
        return (cover >= _COVER and nearest >= _COSINE) or _same_act(scene, denial, r)
    return _same_act(scene, denial, r) or len(of) == 1 and all(scene.spread[k] <= _RARE for k in shared) and nearest >= _COSINE


def _calls_it(r: Rendering, key: str) -> bool:
    """Whether the statement says that it is, or was part of, one: "as part of a hostage swap"."""
    for n, word in enumerate(r.words):
        if word.key == key:
            before = [w.form for w in r.words[max(0, n - 4) : n]]
            at = next((k for k in range(len(before) - 1, 0, -1) if before[k] in _ONE_OF), None)
            if at is not None and before[at - 1] in _IS_SAID and _UNREAL.isdisjoint(w.form for w in _clause(r.words, n)):
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


# What was said just before is rejected


def _rejected(scene: Scene) -> Iterator[Finding]:
    for r in scene.units:
        if r.said.speaker is not None:
            found = _rejects(scene, r)
            if found is not None:
                kind, word, before = found
                told = [before, *_pointed_at(scene, before)]
                yield _finding(kind, scene.story, ([r], told), f"“{word}”, of what stands just before in the report")


def _pointed_at(scene: Scene, r: Rendering) -> list[Rendering]:
    """What the same speaker says just before it, where it points back to that: "a rule like this"."""
    if not _LIKE_THIS.search(r.said.content):
        return []
    near = [
        o for o in scene.by_report[r.said.report] if o.said.speaker == r.said.speaker and 0 <= r.said.at[0] - o.said.at[1] <= _BESIDE_ONE
    ]
    return near[-1:]


def _rejects(scene: Scene, r: Rendering) -> tuple[FindingType, str, Rendering] | None:
    """How, with which word, and what."""
    said, sections = r.said, read_sections("oppositions")
    kind: FindingType = "disputes"
    word = _told_to_dispute(said)
    phrase = phrase_of(("unsupported", "rejecting"), said.content)
    countering = next((w for w in said.cue.split() if stem(w.lower()) in verbs("countering")), None)
    before = None
    if word is not None:
        kind = "denies" if stem(word) in verbs("denying") else "disputes"
        before = _meant(scene, r, least=_TOLD_TO)
    elif phrase is not None and phrase in sections["unsupported"]:
        before = _nearest(scene, r, said.content.partition(phrase)[2], _UNSUPPORTED)
    elif phrase is not None and _POINTS_BACK.match(said.content):
        before = _meant(scene, r, least=_POINTED)
    elif (told := phrase_of(("rejecting",), _sentence_before(said))) is not None and _points_with(told, _sentence_before(said)):
        phrase, before = told, _meant(scene, r, least=_POINTED)
    elif phrase in sections["doubting"]:
        before = _meant(scene, r, least=_POINTED, named=True) or _just_before(scene, r, named=True)
    elif countering is not None:
        before = _just_before(scene, r)
    return None if before is None else (kind, word or phrase or countering or "", before)


def _points_with(phrase: str, words: str) -> bool:
    """ "To the council that's a nonstarter, because": the words before it say it of what stands before them."""
    return re.search(rf"\b(?:that|this|it)(?:['’]s| is| was)\s+(?:an?\s+)?{re.escape(phrase)}\b", words, re.IGNORECASE) is not None


def _told_to_dispute(said: Said) -> str | None:
    """The report's own word, in the sentence around, that somebody disputes something: "Olmo disputed the report, saying"."""
    around = [w.strip(',;:"”“').lower() for w in _sentence_before(said).split()]
    verb = next((w for w in around if w.endswith(("ed", "ies", "es")) and stem(w) in verbs("disputing") | verbs("denying")), None)
    return None if verb is None or _ANOTHER_ACT.search(f"{said.before} {said.content}") else verb


def _sentence_before(said: Said) -> str:
    """What stands before the content in its sentence."""
    return re.split(r"[.!?]\W*\s", said.before)[-1]


def _meant(scene: Scene, r: Rendering, *, least: float, named: bool = False) -> Rendering | None:
    """Which of the statements before it in its report it rejects. ``named``: whose speaker it names."""
    return _nearest(scene, r, f"{_sentence_before(r.said)}{r.said.content}", least, named=named)


def _nearest(scene: Scene, r: Rendering, text: str, least: float, *, named: bool = False) -> Rendering | None:
    """Of what others say before it in its report, what is nearest to the text in meaning."""
    found = [(scene.alike(text, o.said.content), o) for o in behind(scene, r) if not named or _named_in(o.said, r)]
    best = max(found, key=lambda f: f[0], default=None)
    return best[1] if best is not None and best[0] >= least else None


def _just_before(scene: Scene, r: Rendering, *, named: bool = False) -> Rendering | None:
    """What another says in the sentence before."""
    near = (o for o in behind(scene, r) if r.said.at[0] - o.said.at[1] <= _BESIDE and not (named and not _named_in(o.said, r)))
    return next((o for o in near if scene.alike(r.said.content, o.said.content) >= _SOMEWHAT), None)


def _named_in(said: Said, r: Rendering) -> bool:
    return bool(names(said) & {w.form for w in r.words})


@cache
def _told_nouns() -> frozenset[str]:
    return verbs("told")


def _finding(kind: FindingType, story: str, sides: tuple[Sequence[Rendering], Sequence[Rendering]], why: str) -> Finding:
    a, b = ([r.said.statement for r in side] for side in sides)
    return Finding(**keyed(kind, a, b), slot=None, story=story, why=why, score=0.6, reasons=("the words say so", "different speakers"))
