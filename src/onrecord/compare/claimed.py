"""Who claims an attack, and who finds nothing that ties it to anybody.

A group's claim of responsibility and an authority's "no link to any group" share hardly a word, and stand against one another all the
same: the one says that it was theirs, the other that there is no tie to such as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.compare.cuts import side_nearest
from onrecord.compare.keyed import keyed
from onrecord.compare.matching import near_in_time
from onrecord.compare.renderings import Rendering
from onrecord.compare.scene import Scene, teller, tellers
from onrecord.model import Finding

_TIE = r"(?:connect(?:ions?|ed)|link(?:s|ed)?|tie[sd]?|affiliat(?:ions?|ed)|involvement)"
_SUCH = r"(?:terror\w* (?:groups?|organi[sz]ations?|networks?)|groups?|organi[sz]ations?|networks?|terror\w*)"
_NO_TIE = re.compile(rf"\b(?:no|not|never|nothing|without)\b[^.!?]{{0,60}}?\b{_TIE}\b[^.!?]{{0,80}}?\b{_SUCH}\b", re.IGNORECASE)
_CLAIMED = re.compile(r"(?<!no )(?<!yet )\bclaim(?:s|ed|ing)? (?:the )?responsibility\b", re.IGNORECASE)
_NOBODY = re.compile(r"\b(?:no (?:one|group|organi[sz]ation)|nobody|not|n['’]t|never)\b", re.IGNORECASE)
_DAYS = 14


def find_claimed(scene: Scene) -> Iterator[Finding]:
    """``disputes``: ``a`` finds no tie, ``b`` is the claim and what is said with it."""
    claims = [r for r in scene.units if _claims(r)]
    for r in scene.units if claims else ():
        denied = _NO_TIE.search(r.said.content)
        if denied is None or not (r.said.speaker or r.said.source):
            continue
        who = r.said.speaker or r.said.source
        told = [c for c in claims if (c.said.speaker or c.said.source) != who and near_in_time(c.said.day, r.said.day, _DAYS)]
        if told:
            sides = [r.said.statement], [side_nearest(c, r.said.content, scene.alike) for c in told]
            why = f"{teller(r.said)} (“{denied[0]}”), against the claim of {tellers(c for c in told if c.said.speaker) or tellers(told)}"
            reasons = ("a claim of responsibility, and no tie found", "different speakers")
            yield Finding(**keyed("disputes", *sides), slot=None, story=scene.story, why=why, score=0.6, reasons=reasons)


def _claims(r: Rendering) -> bool:
    """Whether it is a claim of responsibility, or the sentence behind one that tells it."""
    own = f"{r.said.cue} {r.said.content}"
    if _CLAIMED.search(own):
        return not _NOBODY.search(f"{r.said.source} {own}")
    *_, last = re.split(r"(?<=[.!?])\s", r.said.before.rstrip(" \n\"“„‘'")) or [""]
    return _CLAIMED.search(last) is not None and not _NOBODY.search(last) and last.endswith((".", ":")) and not _NO_TIE.search(own)
