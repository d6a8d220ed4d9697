"""Why reports are one story, and what became of a story when others came."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from onrecord.link.likeness import WHOLE, likeness
from onrecord.model import ChangeKind, Profile, StoryChange

_NAMES_TOLD = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """Why a report is in its story. ``nearest``: the member most like it (None: it is alone); ``score``: how alike, 0 to 1."""

    report: str
    nearest: str | None
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryReasons:
    """``middle`` is the report most like the others; ``reasons`` are of the whole, ``placements`` of each report, by id."""

    middle: str
    reasons: tuple[str, ...]
    placements: tuple[Placement, ...]


def explain_story(profiles: Sequence[Profile]) -> StoryReasons:
    """Why these reports, at least one, are one story. A pair counts as alike as the grouping had it; see ``likeness``."""
    ordered = sorted(profiles, key=lambda p: p.report)
    if len(ordered) == 1:
        alone = ("no other report is like it",)
        return StoryReasons(
            middle=ordered[0].report,
            reasons=alone,
            placements=(Placement(report=ordered[0].report, nearest=None, score=0.0, reasons=alone),),
        )
    alike = likeness(ordered, ordered) / WHOLE
    np.fill_diagonal(alike, 0.0)
    held = Counter(w for p in ordered for w in p.names)
    most = [w for w, n in sorted(held.items(), key=lambda x: (-x[1], x[0])) if 2 * n > len(ordered)][:_NAMES_TOLD]
    mean = alike.sum() / (len(ordered) * (len(ordered) - 1))
    reasons = (f"mean similarity of its pairs {mean:.2f}",) + ((f"most of its reports name {', '.join(most)}",) if most else ())
    placements = tuple(_placement(p, ordered[int(row.argmax())], float(row.max())) for p, row in zip(ordered, alike, strict=True))
    return StoryReasons(middle=ordered[int(alike.sum(axis=0).argmax())].report, reasons=reasons, placements=placements)


def _placement(profile: Profile, nearest: Profile, score: float) -> Placement:
    both = {w: x * nearest.names[w] for w, x in profile.names.items() if w in nearest.names}
    names = sorted(both, key=lambda w: (-both[w], w))[:_NAMES_TOLD]
    reasons = [f"most like {nearest.report} ({score:.2f})", f"both name {', '.join(names)}" if names else "they share no name"]
    if profile.day is None or nearest.day is None:
        reasons.append("a day of publication is not known")
    else:
        reasons.append(f"{abs(profile.day - nearest.day)} days apart")
    return Placement(report=profile.report, nearest=nearest.report, score=score, reasons=tuple(reasons))


def story_changes(before: Mapping[str, Collection[str]], after: Mapping[str, Collection[str]]) -> list[StoryChange]:
    """What became of stories (id: reports) when they were grouped anew, in order of ids; unchanged ones are left out.

    joined: reports came from another story. parted: reports went to another story, and the rest stays; gone: all went.
    """
    was = {r: story for story, reports in before.items() for r in reports}
    now = {r: story for story, reports in after.items() for r in reports}
    changes = []
    for story, reports in sorted(after.items()):
        new = sorted(r for r in reports if r not in was)
        if new:
            kind: ChangeKind = "grown" if story in before else "begun"
            changes.append(StoryChange(kind=kind, story=story, other=None, reports=tuple(new), reasons=()))
        for other in sorted({was[r] for r in reports if r in was} - {story}):
            moved = tuple(sorted(r for r in reports if was.get(r) == other))
            changes.append(StoryChange(kind="joined", story=story, other=other, reports=moved, reasons=()))
    for story, reports in sorted(before.items()):
        kind = "parted" if story in after else "gone"
        for other in sorted({now[r] for r in reports if r in now} - {story}):
            moved = tuple(sorted(r for r in reports if now.get(r) == other))
            changes.append(StoryChange(kind=kind, story=story, other=other, reports=moved, reasons=()))
    return changes
