"""What the renderings of one act of saying tell of the reports: who repeats whom, and where they differ."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from onrecord.compare.bonds import bond_of
from onrecord.compare.drift import Difference, find_drift
from onrecord.compare.renderings import Rendering
from onrecord.compare.utterances import Joined
from onrecord.ids import make_id
from onrecord.model import Finding

Drift = Mapping[tuple[str, str], Sequence[Difference]]
Camps = dict[tuple[str, str], tuple[list[str], list[str], str]]


def find_renderings(story: str, joined: Iterable[Joined]) -> list[Finding]:
    """``repeats`` and ``differs``, sorted by id.

    One ``repeats`` for each rendering that says what earlier ones say: ``a`` are those, ``b`` is it. One ``differs`` for each
    difference that changes a slot: ``a`` are the renderings with the one value, ``b`` those with the other.
    """
    every = list(joined)
    drift = {(j.a.said.statement, j.b.said.statement): find_drift(j.a, j.b) if _one_voice(j.a, j.b) else [] for j in every}
    found = [*_repeats(story, [j for j in every if not drift[j.a.said.statement, j.b.said.statement]]), *_differs(story, every, drift)]
    return sorted(found, key=lambda f: f.id)


def _repeats(story: str, joined: Iterable[Joined]) -> Iterator[Finding]:
    earlier: dict[str, list[Joined]] = defaultdict(list)
    for j in joined:
        earlier[j.b.said.statement].append(j)
    for statement, found in earlier.items():
        ids = tuple(j.a.said.statement for j in found)
        matched = [j.match for j in found if j.match is not None]
        yield Finding(
            id=make_id("finding", "repeats", *ids, statement),
            type="repeats",
            slot=None,
            story=story,
            a=ids,
            b=(statement,),
            why=f"{len(ids) + 1} statements render one act of saying",
            score=min((m.score for m in matched), default=0.5),
            reasons=matched[0].reasons if matched else ("both render what a third renders",),
        )


def _one_voice(a: Rendering, b: Rendering) -> bool:
    """Both are named, as one: of two whom nobody names, or who are named differently, nothing says that they drifted."""
    return a.said.speaker is not None and b.said.speaker is not None and bond_of(a.said, b.said) is not None


def _differs(story: str, joined: Iterable[Joined], drift: Drift) -> Iterator[Finding]:
    camps: Camps = {}
    for a, b in ((j.a, j.b) for j in joined):
        for d in drift[a.said.statement, b.said.statement]:
            one, other, _ = camps.setdefault((d.slot or "", d.why), ([], [], f"“{d.a or '…'}” against “{d.b or '…'}”"))
            one.append(a.said.statement)
            other.append(b.said.statement)
    for (slot, why), (one, other, words) in camps.items():
        left = tuple(dict.fromkeys(one))
        right = tuple(s for s in dict.fromkeys(other) if s not in left)
        if right:
            yield Finding(
                id=make_id("finding", "differs", slot, *left, "|", *right),
                type="differs",
                slot=slot,
                story=story,
                a=left,
                b=right,
                why=f"renderings of one act of saying: {words}",
                score=0.7,
                reasons=(why, "the words beside it are the same"),
            )
