"""What the renderings of one act of saying tell of the reports: who repeats whom, and where they differ."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from onrecord.compare.drift import find_drift
from onrecord.compare.renderings import Rendering
from onrecord.compare.utterances import Utterance, pairs, speaks_as
from onrecord.ids import make_id
from onrecord.model import Finding

Camps = dict[tuple[str, str], tuple[list[str], list[str], str]]


def find_renderings(story: str, utterances: Iterable[Utterance]) -> list[Finding]:
    """``repeats`` and ``differs``, sorted by id.

    One ``repeats`` for each rendering that says what earlier ones say: ``a`` are those, ``b`` is it. One ``differs`` for each
    difference that changes a slot: ``a`` are the renderings with the one value, ``b`` those with the other.
    """
    found = [f for u in utterances for f in (*_repeats(story, u), *_differs(story, u))]
    return sorted(found, key=lambda f: f.id)


def _repeats(story: str, utterance: Utterance) -> Iterator[Finding]:
    earlier: dict[str, list[Rendering]] = defaultdict(list)
    for a, b in pairs(utterance):
        if not find_drift(a, b):
            earlier[b.said.statement].append(a)
    for statement, found in earlier.items():
        ids = tuple(r.said.statement for r in found)
        matched = [m for a in ids if (m := utterance.matches.get((a, statement))) is not None]
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
    return a.said.speaker is not None and b.said.speaker is not None and speaks_as(a.said, b.said) is not None


def _differs(story: str, utterance: Utterance) -> Iterator[Finding]:
    camps: Camps = {}
    for a, b in pairs(utterance):
        for d in find_drift(a, b) if _one_voice(a, b) else ():
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
