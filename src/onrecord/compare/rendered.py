"""What the renderings of one act of saying tell of the reports: who repeats whom, and where they differ."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from onrecord.compare.bonds import Bond, bond_of
from onrecord.compare.drift import Difference, find_drift
from onrecord.compare.keyed import once
from onrecord.compare.matching import RUN
from onrecord.compare.omissions import find_omissions
from onrecord.compare.paired import longest_run, stands_in
from onrecord.compare.renderings import Rendering, Said, read_rendering
from onrecord.compare.stems import content_stems
from onrecord.compare.utterances import Joined
from onrecord.ids import make_id
from onrecord.model import Finding

Drift = Mapping[tuple[str, str], Sequence[Difference]]
Told = Mapping[str, Mapping[str, frozenset[str]]]  # by report, each statement's words of weight
Fellows = Mapping[str, set[str]]  # by statement, itself and those that render what it renders
_VALUES = frozenset({"number", "name", "place", "time"})
_NUMBER = re.compile(r"\d(?:[\d,.]*\d)?")
_QUOTED = 4  # words
_LINES = 300  # characters
_MOST = 0.6  # of the shorter one's words of weight


def find_renderings(story: str, joined: Iterable[Joined], said: Iterable[Said] = ()) -> list[Finding]:
    """``repeats`` and ``differs``, sorted by id. ``said``: all statements of the story, to tell what a report says elsewhere.

    One ``repeats`` for each rendering that says what earlier ones say: ``a`` are those, ``b`` is it. One ``differs`` for each
    difference that changes a slot: ``a`` are the renderings with the one value, ``b`` those with the other.
    """
    every = list(joined)
    told = _told(said)
    fellows: dict[str, set[str]] = defaultdict(set)
    for pair in map(_key, every):
        for one in pair:
            fellows[one].update(pair)
    drift = {_key(j): drift_between(j, told, fellows) for j in every}
    found = [*_repeats(story, [j for j in every if not drift[_key(j)]]), *_differs(story, every, drift)]
    return once(found)


def _key(joined: Joined) -> tuple[str, str]:
    return joined.a.said.statement, joined.b.said.statement


def _told(said: Iterable[Said]) -> Told:
    found: dict[str, dict[str, frozenset[str]]] = defaultdict(dict)
    for s in said:
        found[s.report][s.statement] = read_rendering(s).content
    return found


def drift_between(joined: Joined, told: Told, fellows: Fellows) -> list[Difference]:
    """The differences between the two that change a slot; [] where nothing says that both were to render the same words."""
    a, b = joined.a, joined.b
    bond = bond_of(a.said, b.said)
    if bond is None or not _one_voice(a, b, bond):
        return []
    found = find_drift(a, b)
    if a.said.report == b.said.report:  # of one report two values are two facts, but its lead may drop a hedge
        found = [d for d in found if d.slot not in _VALUES]
    if found:
        return found
    same = fellows[a.said.statement] | fellows[b.said.statement]
    return [*_omitted(a, b, told, same), *(_turned(d) for d in _omitted(b, a, told, same))]


def _omitted(full: Rendering, short: Rendering, told: Told, same: Collection[str]) -> list[Difference]:
    """``same``: other renderings of the act. Where the report tells it in another one of these, the short one lacks it all the same;
    but what a report has told in full, or tells so a few lines on, it may tell shorter."""
    if full.said.report == short.said.report and full.said.at[0] < short.said.at[1] + _LINES:
        return []
    others = [content for statement, content in told.get(short.said.report, {}).items() if statement not in same]
    others.append(frozenset((*content_stems(short.said.beside), *(n.replace(",", "") for n in _NUMBER.findall(short.said.beside)))))
    return [Difference(a=o.words, b="", slot=o.slot, why=o.why) for o in find_omissions(full, short, others)]


def _turned(d: Difference) -> Difference:
    return Difference(a=d.b, b=d.a, slot=d.slot, why=d.why)


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


def _one_voice(a: Rendering, b: Rendering, bond: Bond) -> bool:
    """Whether both were to render one speaker's words: one is named in both; or the words are nearly the same in both, or the same at
    length where one quotes. Of two whom nobody names nothing says that they drifted."""
    if bond.firm:
        return True
    if a.said.speaker is None and b.said.speaker is None:
        return _quote_alike(a, b)
    nearly_same = len(a.content & b.content) >= _MOST * min(len(a.content), len(b.content))
    if a.said.speaker is None or b.said.speaker is None:
        return nearly_same
    one_of_a_body = "person" in (a.said.kind, b.said.kind) and a.said.kind != b.said.kind and a.said.report != b.said.report
    return (nearly_same and one_of_a_body) or (longest_run(a, b) >= RUN and bool(a.quoted or b.quoted))


def _quote_alike(a: Rendering, b: Rendering) -> bool:
    """Whether what the one has between quotation marks, at the least four words, stands between quotation marks in the other."""
    return any(len(p) >= _QUOTED and any(stands_in(p, q) for q in y.quoted) for x, y in ((a, b), (b, a)) for p in x.quoted)


def _differs(story: str, joined: Iterable[Joined], drift: Drift) -> Iterator[Finding]:
    """The side with the words, or the first in order of the alphabet, is ``a``. Renderings that stand against the same others stand
    together."""
    against: dict[tuple[str, str], dict[str, dict[str, None]]] = defaultdict(lambda: defaultdict(dict))
    shown: dict[tuple[str, str, str], str] = {}
    for j in joined:
        for d in drift[_key(j)]:
            (left, one), (right, other) = sorted(((d.a, j.a.said.statement), (d.b, j.b.said.statement)), key=lambda s: (not s[0], s))
            against[d.slot or "", d.why][one][other] = None
            shown.setdefault(
                (one, other, d.why), f"“{left}” in one account, {f'“{right}” in the other' if right else 'left out in the other'}"
            )
    for (slot, why), sides in against.items():
        camps: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for one, others in sides.items():
            camps[tuple(others)].append(one)
        for later, earlier in camps.items():
            yield Finding(
                id=make_id("finding", "differs", slot, *earlier, "|", *later),
                type="differs",
                slot=slot,
                story=story,
                a=tuple(earlier),
                b=later,
                why=f"one act of saying, told twice: {shown[earlier[0], later[0], why]}",
                score=0.7,
                reasons=(why, "the words beside it are the same"),
            )
