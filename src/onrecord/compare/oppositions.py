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
from functools import cache

from onrecord.compare.bonds import bond_of
from onrecord.compare.matching import Alike, near_in_time, word_weights
from onrecord.compare.renderings import Rendering, Said, Word, read_rendering, slot_of
from onrecord.compare.topics import stem
from onrecord.ids import make_id
from onrecord.lexicon import read_sections, read_words
from onrecord.model import Finding, FindingType
from onrecord.text import fold

_BEFORE, _AFTER = 5, 14  # words around a negation that it may reach
_CUT = frozenset({"but", "because", "although", "though", "unless", "until", "if", "while", "whereas"})
_UNREAL = frozenset({"will", "would", "should", "must", "can", "could", "may", "might", "shall", "need", "let", "do", "if", "whether"})
_COVER = 0.5  # of the weight of what is denied
_COSINE = 0.5
_BY_CUE, _COVER_BY_CUE = 0.55, 0.3  # where the words that introduce it deny it
_RARE = 8  # statements at most that hold a word which alone is what is denied
_UNTRUE = frozenset({"false", "untrue", "baseless", "unfounded"})
_COMMON = 0.2  # of the story's statements: words of more of them are the story's, and tell nothing about two
_SHARED = 2
_LEAST_WORDS = 4  # of what is rejected or not confirmed
_ONE_BREATH = 60  # characters between two statements of one speaker in one sentence
_TOLD_TO, _POINTED = 0.45, 0.3  # cosine of a rejection and what it rejects, where the report says so and where it points back
_UNCONFIRMED = 0.4  # of a claim and the words of who does not confirm it
_NEAR = 700  # characters between what is said and who sets himself against it, in one report
_POINTS_BACK = re.compile(r"^\W*(?:that|this|it|these|those|they)\b", re.IGNORECASE)
_ASKS = re.compile(r"\b(?:ask|asked|asks|whether|if|wonder|wondered|question|questioned)\b", re.IGNORECASE)
_ASKED = re.compile(
    r"\b(?:request|requests|inquiries|enquiries|questions?|messages?|calls?|e-?mails?) (?:for|seeking|asking|about)\b", re.IGNORECASE
)
# What is denied to somebody is refused; and behind "and said" the speaker asserts again.
_ANOTHER_ACT = re.compile(
    r"\b(?:entry|access|admission|bail|parole|permission)\b|\bdenie[sd]\b.*\b(?:and (?:said|added|that)|but|while|acknowledg\w+)\b",
    re.IGNORECASE | re.DOTALL,
)
_DAYS = 14


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


@dataclass(frozen=True, slots=True)
class _Scene:
    """The statements of a story as oppositions are looked for in them: each, or its parts instead."""

    story: str
    units: Sequence[Rendering]
    by_report: Mapping[str, Sequence[Rendering]]
    weights: Mapping[str, float]
    spread: Mapping[str, int]
    alike: Alike

    @property
    def common(self) -> int:
        return max(4, int(_COMMON * len(self.units)))


def find_oppositions(story: str, said: Iterable[Said], alike: Alike) -> list[Finding]:
    """``denies`` and ``disputes`` (``a``: who denies or disputes), ``unconfirmed`` (``a``: the claim), sorted by id. ``alike`` as in
    ``match_renderings``."""
    ordered = sorted(said, key=lambda s: (s.day == "", s.day, s.report, s.at, s.statement))
    renderings = [r for r in map(read_rendering, ordered) if r.content]
    wholes = {r.said.whole for r in renderings if r.said.part}
    units = [r for r in renderings if r.said.statement not in wholes]
    by_report: dict[str, list[Rendering]] = defaultdict(list)
    for r in units:
        by_report[r.said.report].append(r)
    spread = Counter(key for r in units for key in r.content)
    scene = _Scene(story, units, by_report, word_weights(units), spread, alike)
    found = [*_denied(scene), *_rejected(scene), *_unconfirmed(scene)]
    return sorted({f.id: f for f in found}.values(), key=lambda f: f.id)


# What is denied


def _denied(scene: _Scene) -> Iterator[Finding]:
    denials = [d for r in scene.units for d in _denials(r)]
    denying = {d.rendering.said.statement for d in denials}
    for denial in denials:
        told = [r for r in scene.units if r.said.statement not in denying and _tells(scene, denial, r)]
        if told:
            yield _finding(denial.kind, scene.story, ([denial.rendering], told), denial.why)


def _denials(r: Rendering) -> Iterator[_Denial]:
    verb = next((w for w in _words(r.said.cue) if w in _verbs("denying") or w in _verbs("disputing")), None)
    if verb is not None:
        kind: FindingType = "denies" if verb in _verbs("denying") else "disputes"
        of = _weighty(r.words)
        if of:
            yield _Denial(r, of, r.said.content, kind, f"“{r.said.cue.strip()}”", by_cue=True)
        return
    for n, word in enumerate(r.words):
        clause = _clause(r.words, n) if word.form in _negations() else ()
        of = _weighty(clause)
        if of and _denies(clause, word) and not any(w.form in _UNREAL for w in clause):
            text = " ".join(w.form for w in clause)
            yield _Denial(r, of, text, "denies", f"“{text}”", by_cue=False)


def _denies(clause: Sequence[Word], negation: Word) -> bool:
    """Whether the clause says of what is told that it is not so: a claim that "is untrue", "this is not a swap", "no prisoners were freed".
    Any other "not" is a fact like others."""
    forms = [w.form for w in clause]
    at = forms.index(negation.form)
    if negation.form in _UNTRUE:
        return any(w.key in _told_nouns() for w in clause)
    if negation.form == "not":
        points = forms[max(0, at - 2) : at] in [[p, v] for p in ("this", "that", "it") for v in ("is", "was")]
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
    return frozenset(w.key for w in words if w.kind == "content" and w.form not in _negations() and w.key not in _told_nouns())


def _tells(scene: _Scene, denial: _Denial, r: Rendering) -> bool:
    """Whether the statement is another's and asserts what is denied."""
    a, b = denial.rendering.said, r.said
    if not _another(a, b) or not near_in_time(a.day, b.day, _DAYS) or _ASKS.search(b.cue) or _negated(r):
        return False
    of = frozenset(k for k in denial.of if scene.spread[k] <= scene.common)
    shared = of & r.content
    if not shared:
        return False
    weight = sum(scene.weights[k] for k in sorted(of))
    cover = sum(scene.weights[k] for k in sorted(shared)) / weight
    nearest = scene.alike(denial.text, b.content)
    if denial.by_cue:
        rare = any(scene.spread[k] <= _RARE for k in shared)
        return nearest >= _BY_CUE and cover >= _COVER_BY_CUE and (len(shared) >= _SHARED or rare)
    if len(shared) >= _SHARED:
        return cover >= _COVER and nearest >= _COSINE
    return len(of) == 1 and all(scene.spread[k] <= _RARE for k in shared) and nearest >= _COSINE


def _another(a: Said, b: Said) -> bool:
    """Whether nothing says that one speaker is meant, and neither stands in the other."""
    bond = bond_of(a, b)
    if bond is not None and bond.firm:
        return False
    if a.speaker is None and b.speaker is None:
        return False
    inside = a.statement in (b.whole, b.statement) or b.statement == a.whole or (a.whole is not None and a.whole == b.whole)
    overlap = a.report == b.report and a.at[0] < b.at[1] and b.at[0] < a.at[1]
    return not inside and not overlap and (a.side is None or a.side != b.side)


def _negated(r: Rendering) -> bool:
    if any(w.form in _negations() or w.form in ("denied", "denies", "deny", "denying") for w in r.words):
        return True
    return not (_verbs("denying") | _verbs("disputing")).isdisjoint(_words(r.said.cue))


# What was said just before is rejected


def _rejected(scene: _Scene) -> Iterator[Finding]:
    for r in scene.units:
        if r.said.speaker is None:
            continue
        kind: FindingType = "disputes"
        verb = _told_to_dispute(r.said)
        phrase = _phrase("rejecting", r.said.content)
        before = None
        if verb is not None:
            kind = "denies" if stem(verb) in _verbs("denying") else "disputes"
            before = _meant(scene, r, least=_TOLD_TO)
        elif phrase is not None and _POINTS_BACK.match(r.said.content):
            before = _meant(scene, r, least=_POINTED)
        elif phrase in read_sections("oppositions")["doubting"]:
            before = _meant(scene, r, least=_POINTED, named=True)
        if before is not None:
            yield _finding(kind, scene.story, ([r], [before]), f"“{verb or phrase}”, of what stands just before in the report")


def _told_to_dispute(said: Said) -> str | None:
    """The report's own word, in the sentence around, that somebody disputes something: "Olmo disputed the report, saying"."""
    around = [w.strip(',;:"”“').lower() for w in _sentence_before(said).split()]
    verb = next((w for w in around if w.endswith(("ed", "ies", "es")) and stem(w) in _verbs("disputing") | _verbs("denying")), None)
    return None if verb is None or _ANOTHER_ACT.search(f"{said.before} {said.content}") else verb


def _sentence_before(said: Said) -> str:
    """What stands before the content in its sentence."""
    return re.split(r"[.!?]\W*\s", said.before)[-1]


def _meant(scene: _Scene, r: Rendering, *, least: float, named: bool = False) -> Rendering | None:
    """Which of the statements before it in its report it rejects: the nearest in meaning. ``named``: whose speaker it names."""
    found = []
    sentence = f"{_sentence_before(r.said)}{r.said.content}"
    for o in _behind(scene, r):
        if not named or _names(o.said) & {w.form for w in r.words}:
            found.append((scene.alike(sentence, o.said.content), o))
    best = max(found, key=lambda f: f[0], default=None)
    return best[1] if best is not None and best[0] >= least else None


def _behind(scene: _Scene, r: Rendering) -> list[Rendering]:
    """What others assert shortly before it in its report, the nearest first, parts before their whole."""
    found = [
        o
        for o in scene.by_report[r.said.report]
        if 0 <= r.said.at[0] - o.said.at[1] <= _NEAR
        and len(o.words) >= _LEAST_WORDS
        and _another(o.said, r.said)
        and not _negated(o)
        and not _ASKS.search(o.said.cue)
    ]
    return sorted(found, key=lambda o: (-o.said.at[1], o.said.at[1] - o.said.at[0], o.said.statement))


def _names(said: Said) -> set[str]:
    if said.speaker is None:
        return set()
    return {w for w in fold(said.speaker.name).replace("'s", "").split() if w not in read_words("closed-classes") and len(w) > 2}


# What is not confirmed


def _unconfirmed(scene: _Scene) -> Iterator[Finding]:
    """A claim, and whoever it is about or was asked about it, who does not confirm it, just behind in the report."""
    for r in scene.units:
        phrase = _phrase("silent", f"{r.said.cue} {r.said.content}")
        if phrase is None or r.said.speaker is None:
            continue
        claim = _claim(scene, r)
        if claim is not None:
            why = f"{r.said.speaker.name}: “{phrase}”; the claim is by another's word only"
            yield _finding("unconfirmed", scene.story, ([claim], [*_in_one_breath(scene, r), r]), why)


def _in_one_breath(scene: _Scene, r: Rendering) -> list[Rendering]:
    """What the same speaker does say in the same sentence: "confirmed the shots, but had no information about the wounded"."""
    return [
        o
        for o in scene.by_report[r.said.report]
        if o.said.speaker == r.said.speaker
        and o.said.statement != r.said.statement
        and 0 <= r.said.at[0] - o.said.at[1] <= _ONE_BREATH
        and not o.said.part
    ]


def _claim(scene: _Scene, r: Rendering) -> Rendering | None:
    """What others say before it that names who is silent and is about the same, the nearest in meaning."""
    found = []
    for o in _behind(scene, r):
        shared = {k for k in r.content & o.content if scene.spread[k] <= scene.common}
        named = bool(_names(r.said) & {w.form for w in o.words})
        about = len(shared) >= min(_SHARED, len(r.content)) and not _ASKED.search(r.said.content)
        if not (about or named):
            continue
        nearest = scene.alike(r.said.content, o.said.content)
        if nearest >= (_POINTED if about and len(r.content) < _SHARED else _UNCONFIRMED):
            found.append((nearest, o))
    return max(found, key=lambda f: f[0])[1] if found else None


# Words


def _phrase(section: str, text: str) -> str | None:
    """The first phrase of the lexicon's section, in its order, that stands in the text. Nearly always there is none."""
    plain = text.replace("’", "'")
    phrases = read_sections("oppositions")[section]
    if _any_of(*phrases).search(plain) is None:
        return None
    return next(p for p in phrases if _any_of(p).search(plain))


@cache
def _any_of(*phrases: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, phrases))})\b", re.IGNORECASE)


def _words(text: str) -> list[str]:
    return [stem(w) for w in fold(text).replace(":", " ").replace(",", " ").split()]


@cache
def _verbs(section: str) -> frozenset[str]:
    return frozenset(stem(w) for w in read_sections("oppositions")[section])


@cache
def _told_nouns() -> frozenset[str]:
    return _verbs("told")


@cache
def _negations() -> frozenset[str]:
    return frozenset(w for w, slot in slot_of().items() if slot == "polarity") | _UNTRUE


def _finding(kind: FindingType, story: str, sides: tuple[Sequence[Rendering], Sequence[Rendering]], why: str) -> Finding:
    a, b = (tuple(dict.fromkeys(r.said.statement for r in side)) for side in sides)
    return Finding(
        id=make_id("finding", kind, *a, "|", *b),
        type=kind,
        slot=None,
        story=story,
        a=a,
        b=b,
        why=why,
        score=0.6,
        reasons=("the words say so", "different speakers"),
    )
