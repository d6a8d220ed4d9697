"""What was said just before in the same report, rejected: "that is not true", "there is no evidence of it", "he doubts that"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.compare.renderings import Rendering, Said
from onrecord.compare.scene import Scene, behind, names, opposed, phrase_of
from onrecord.compare.stems import stem, stems
from onrecord.lexicon import read_sections
from onrecord.model import Finding, FindingType

_TOLD_TO, _POINTED = 0.45, 0.3  # cosine of a rejection and what it rejects, where the report says so and where it points back
_UNSUPPORTED = 0.5  # of that for which there is "no evidence" and a claim
_BESIDE, _SOMEWHAT = 120, 0.15  # characters between an answer and the sentence before it that it counters; and their cosine
_LIKELY = re.compile(r"\b(?:such|that|this|it)\b.*\b(?:unlikely|likely|happen)\b", re.IGNORECASE)
_MAY = frozenset({"can", "could", "may", "might", "will", "would"})
_LIKE_THIS = re.compile(r"\b(?:like (?:this|that)|such an?)\b", re.IGNORECASE)
_BESIDE_ONE = 300
_POINTS_BACK = re.compile(r"^\W*(?:that|this|it|these|those|they)\b", re.IGNORECASE)
# What is denied to somebody is refused; and behind "and said" the speaker asserts again.
_ANOTHER_ACT = re.compile(
    r"\b(?:entry|access|admission|bail|parole|permission)\b|\bdenie[sd]\b.*\b(?:and (?:said|added|that)|but|while|acknowledg\w+)\b",
    re.IGNORECASE | re.DOTALL,
)


def find_rejections(scene: Scene) -> Iterator[Finding]:
    """``disputes`` and ``denies`` (``a``: who rejects)."""
    for r in scene.units:
        if r.said.speaker is not None:
            found = _rejects(scene, r)
            if found is not None:
                kind, word, before = found
                told = [before, *_pointed_at(scene, before)]
                yield opposed(kind, scene, ([r], told), f"“{word}”")


def _pointed_at(scene: Scene, r: Rendering) -> list[Rendering]:
    """What the same speaker says just before it, where it points back to that: "a rule like this"."""
    if not _LIKE_THIS.search(r.said.content):
        return []
    near = [o for o in scene.by_report[r.said.report] if o.said.speaker == r.said.speaker and r.said.follows(o.said, _BESIDE_ONE)]
    return near[-1:]


def _rejects(scene: Scene, r: Rendering) -> tuple[FindingType, str, Rendering] | None:
    """How, with which word, and what."""
    said, sections = r.said, read_sections("oppositions")
    kind: FindingType = "disputes"
    word = _told_to_dispute(said)
    phrase = phrase_of(("unsupported", "rejecting"), said.content)
    countering = next((w for w in said.cue.split() if stem(w.lower()) in stems("countering")), None)
    before = None
    if word is not None:
        kind = "denies" if stem(word) in stems("denying") else "disputes"
        before = _meant(scene, r, least=_TOLD_TO)
    elif phrase is not None and phrase in sections["unsupported"]:
        before = _nearest(scene, r, said.content.partition(phrase)[2], _UNSUPPORTED)
    elif phrase is not None and _POINTS_BACK.match(said.content):
        before = _meant(scene, r, least=_POINTED)
    elif (told := phrase_of(("rejecting",), _sentence_before(said))) is not None and _points_with(told, _sentence_before(said)):
        phrase, before = told, _meant(scene, r, least=_POINTED)
    elif phrase in sections["doubting"]:
        before = _meant(scene, r, least=_POINTED, named=True) or _just_before(scene, r, named=True) or _unlikely(scene, r)
    elif countering is not None:
        before = _just_before(scene, r)
    return None if before is None else (kind, word or phrase or countering or "", before)


def _points_with(phrase: str, words: str) -> bool:
    """ "To the council that is a fantasy, because": the words before it say it of what stands before them."""
    return re.search(rf"\b(?:that|this|it)(?:['’]s| is| was)\s+(?:an?\s+)?{re.escape(phrase)}\b", words, re.IGNORECASE) is not None


def _told_to_dispute(said: Said) -> str | None:
    """The report's own word, in the sentence around, that somebody disputes something: "Olmo disputed the report, saying"."""
    around = [w.strip(',;:"”“').lower() for w in _sentence_before(said).split()]
    verb = next((w for w in around if w.endswith(("ed", "ies", "es")) and stem(w) in stems("disputing") | stems("denying")), None)
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
    near = (o for o in behind(scene, r) if r.said.follows(o.said, _BESIDE) and not (named and not _named_in(o.said, r)))
    return next((o for o in near if scene.alike(r.said.content, o.said.content) >= _SOMEWHAT), None)


def _unlikely(scene: Scene, r: Rendering) -> Rendering | None:
    """What another says before it may be, where it doubts that such a thing is likely."""
    if not _LIKELY.search(r.said.content):
        return None
    possible = (o for o in behind(scene, r) if any(w.form in _MAY for w in o.words) and not _LIKELY.search(o.said.content))
    return next((o for o in possible if scene.alike(r.said.content, o.said.content) >= _SOMEWHAT), None)


def _named_in(said: Said, r: Rendering) -> bool:
    return bool(names(said) & {w.form for w in r.words})
