"""The statements of a story as oppositions are looked for in them, and what tells that one is another's, or stands behind it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from onrecord.compare.bonds import bond_of
from onrecord.compare.cuts import side_nearest, units_of
from onrecord.compare.keyed import keyed
from onrecord.compare.paired import Alike, Weights, bearers_of, word_weights
from onrecord.compare.renderings import Rendering, Said, slot_words
from onrecord.compare.stems import content_stems, stem, stems
from onrecord.lexicon import read_pairs, read_sections, read_words
from onrecord.model import Finding, FindingType
from onrecord.quotations import MARKS
from onrecord.text import any_of, fold

UNTRUE = frozenset({"false", "untrue", "baseless", "unfounded"})
ASKS = re.compile(r"\b(?:ask|asked|asks|whether|if|wonder|wondered|question|questioned)\b", re.IGNORECASE)
LEAST_WORDS = 4  # of what is rejected or not confirmed
NEAR = 700  # characters between what is said and who sets himself against it, in one report
_ANY_SOURCE = frozenset(stem(w) for w in ("source", "person", "people", "official"))
_ANYBODY = "a source without a name"
_COMMON = 0.2  # of the story's statements: words of more of them are the story's, and tell nothing about two


@dataclass(frozen=True)
class Scene:
    """The statements of a story as oppositions are looked for in them: each, or its parts instead, sentence by
    sentence."""

    story: str
    units: Sequence[Rendering]
    by_report: Mapping[str, Sequence[Rendering]]
    weights: Weights
    spread: Mapping[str, int]
    alike: Alike

    @property
    def common(self) -> int:
        return max(4, int(_COMMON * len(self.units)))

    @cached_property
    def bearers(self) -> Mapping[str, Sequence[int]]:
        """By word of weight, which of the units have it."""
        return bearers_of(r.content for r in self.units)


def scene_of(story: str, said: Iterable[Said], alike: Alike) -> Scene:
    """``alike`` as in ``match_renderings``."""
    units = units_of(said)
    by_report: dict[str, list[Rendering]] = defaultdict(list)
    for r in units:
        by_report[r.said.report].append(r)
    spread = Counter(key for r in units for key in r.content)
    return Scene(story, units, by_report, word_weights(units), spread, alike)


def another(a: Said, b: Said) -> bool:
    """Whether nothing says that one speaker is meant, and neither stands in the other."""
    bond = bond_of(a, b)
    if bond is not None and bond.firm:
        return False
    if (a.speaker is None and b.speaker is None and not _other_sources(a, b)) or (
        a.report == b.report and (_may_be(a, b) or _may_be(b, a))
    ):
        return False
    inside = a.statement in (b.whole, b.statement) or b.statement == a.whole or (a.whole is not None and a.whole == b.whole)
    overlap = a.report == b.report and a.at[0] < b.at[1] and b.at[0] < a.at[1]
    return not inside and not overlap and (a.side is None or a.side != b.side)


def _other_sources(a: Said, b: Said) -> bool:
    """Whether two whom nobody names go by other words: "a local source", "an aid worker"."""
    return bool(a.source and b.source) and set(content_stems(a.source)).isdisjoint(set(content_stems(b.source)) - _ANY_SOURCE)


def _may_be(a: Said, b: Said) -> bool:
    """Whether the one is somebody without a name ("the comedian"), who may be the person whom the same report names."""
    return a.kind in ("person", "office") and a.side is None and a.speaker is not None and a.speaker.name.islower() and b.kind == "person"


def negated(r: Rendering) -> bool:
    if any(w.form in negations() or w.form in ("denied", "denies", "deny", "denying") for w in r.words):
        return True
    return not (stems("denying") | stems("disputing")).isdisjoint(stemmed(r.said.cue))


def behind(scene: Scene, r: Rendering) -> list[Rendering]:
    """What others assert shortly before it in its report, the nearest first, parts before their whole."""
    found = [
        o
        for o in scene.by_report[r.said.report]
        if r.said.follows(o.said, NEAR)
        and len(o.words) >= LEAST_WORDS
        and another(o.said, r.said)
        and not negated(o)
        and not ASKS.search(o.said.cue)
    ]
    return sorted(found, key=lambda o: (-o.said.at[1], o.said.at[1] - o.said.at[0], o.said.statement))


def teller(said: Said) -> str:
    """Who says it, by name, or by the words that the report has for the source."""
    if said.speaker is not None:
        return said.speaker.name
    source = " ".join(said.source.split()).strip(f"{MARKS} ,")
    return _ANYBODY if not source or fold(source) in read_pairs("pronouns") else source


def tellers(renderings: Iterable[Rendering]) -> str:
    """All who say it, those with a name first."""
    told = sorted((r.said for r in renderings), key=lambda s: s.speaker is None)
    return " and ".join(dict.fromkeys(map(teller, told)))


def names(said: Said) -> set[str]:
    if said.speaker is None:
        return set()
    return {w for w in fold(said.speaker.name).replace("'s", "").split() if w not in read_words("closed-classes") and len(w) > 2}


def phrase_of(sections: Sequence[str], text: str) -> str | None:
    """The first phrase of these sections of the lexicon, in their order, that stands in the text. Nearly always there is none."""
    plain = text.replace("’", "'")
    phrases = [p for name in sections for p in read_sections("oppositions")[name]]
    if _any_of(*phrases).search(plain) is None:
        return None
    return next(p for p in phrases if _any_of(p).search(plain))


@cache
def _any_of(*phrases: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{any_of(phrases)})\b", re.IGNORECASE)


def stemmed(text: str) -> list[str]:
    return [stem(w) for w in fold(text).replace(":", " ").replace(",", " ").split()]


@cache
def negations() -> frozenset[str]:
    return slot_words("polarity") | UNTRUE


def opposed(kind: FindingType, scene: Scene, sides: tuple[Sequence[Rendering], Sequence[Rendering]], words: str) -> Finding:
    """A finding between the two sides, each held to the clause that bears on the other. ``words``: those that set the one against the
    other."""
    a, b = ([side_nearest(r, against[0].said.content, scene.alike) for r in side] for side, against in (sides, sides[::-1]))
    why = f"{teller(sides[0][0].said)} ({words}), against what {tellers(sides[1])} said"
    reasons = ("the words say so", "different speakers")
    return Finding(**keyed(kind, a, b), slot=None, story=scene.story, why=why, score=0.6, reasons=reasons)
