"""A claim that whoever it is about, or was asked about it, does not confirm."""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.compare.keyed import keyed
from onrecord.compare.renderings import Rendering
from onrecord.compare.scene import Scene, another, behind, names, phrase_of, stemmed
from onrecord.compare.stems import stems
from onrecord.model import Finding

_SHARED = 2
_FAR = 1500  # characters between what was told and who takes it up by a noun
_ONE_BREATH = 60  # characters between two statements of one speaker in one sentence
_POINTED, _UNCONFIRMED = 0.3, 0.4  # cosine of a claim and the words of who does not confirm it, where these are few, and else
_ASKED = re.compile(
    r"\b(?:request|requests|inquiries|enquiries|questions?|messages?|calls?|e-?mails?) (?:for|seeking|asking|about)\b", re.IGNORECASE
)


def find_unconfirmed(scene: Scene) -> Iterator[Finding]:
    """A claim, and whoever it is about or was asked about it, who does not confirm it, just behind in the report."""
    for r in scene.units:
        phrase = phrase_of(("silent",), f"{r.said.cue} {r.said.content}")
        if phrase is None or r.said.speaker is None:
            continue
        claim = _claim(scene, r)
        if claim is not None:
            why = f"{r.said.speaker.name}: “{phrase}”; the claim is by another's word only"
            silent = [o.said.statement for o in (*_in_one_breath(scene, r), r)]
            ends = keyed("unconfirmed", [claim.said.statement], silent)
            yield Finding(**ends, slot=None, story=scene.story, why=why, score=0.6, reasons=("the words say so", "different speakers"))


def _in_one_breath(scene: Scene, r: Rendering) -> list[Rendering]:
    """What the same speaker does say in the same sentence: "confirmed the shots, but had no information about the wounded"."""
    return [
        o
        for o in scene.by_report[r.said.report]
        if o.said.speaker == r.said.speaker
        and o.said.statement != r.said.statement
        and r.said.follows(o.said, _ONE_BREATH)
        and not o.said.part
    ]


def _claim(scene: Scene, r: Rendering) -> Rendering | None:
    """What others say before it that names who is silent and is about the same, the nearest in meaning."""
    found = []
    for o in behind(scene, r):
        shared = {k for k in r.content & o.content if scene.spread[k] <= scene.common}
        named = bool(names(r.said) & {w.form for w in o.words})
        nearest = scene.alike(r.said.content, o.said.content)
        about = len(shared) >= min(_SHARED, len(r.content)) and not _ASKED.search(r.said.content)
        if (about or named) and nearest >= (_POINTED if about and len(r.content) < _SHARED else _UNCONFIRMED):
            found.append((nearest, o))
    return max(found, key=lambda f: f[0])[1] if found else _told(scene, r)


def _told(scene: Scene, r: Rendering) -> Rendering | None:
    """What was told before it in the report under the noun that it takes up: "claims emerged that", and "it was aware of the claims"."""
    taken_up = r.content & stems("told")
    told = [o for o in scene.by_report[r.said.report] if taken_up & set(stemmed(o.said.cue)) and another(o.said, r.said)]
    return max((o for o in told if r.said.follows(o.said, _FAR)), key=lambda o: o.said.at, default=None)
