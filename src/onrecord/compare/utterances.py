"""One act of saying, however many reports render it.

Two statements render one act when their words are the same over a long run, or when one speaker's content covers most of the
other's (words weighted by how rare they are in the story). Another named person's words are another act, unless they are
the same word for word: then one of the reports has the name wrong, and that is said. The result does not depend on the order
of the statements.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import LCSseq

from onrecord.compare.renderings import Rendering, Said, read_rendering
from onrecord.ids import make_id
from onrecord.text import fold

LEAST_WORDS = 3  # "the idea" renders nothing
RUN = 6  # words in a row that nobody says twice by chance within one affair
_VERBATIM = 10  # words in a row that outweigh another name
_COVER = 0.6  # of the rarer words of the shorter, when one speaker says both
_COVER_RUN = 0.5  # the same with a long run
NAMED_DIFFERENTLY = "named differently, but the same word for word"
_TOO_COMMON = 60  # statements: a word of more of them tells nothing about two


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """That two statements render one act: how sure, and why."""

    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """One act of saying: its renderings in order of publication, undated last, and how those joined, by pair of statements."""

    id: str
    story: str
    renderings: tuple[Rendering, ...]
    matches: Mapping[tuple[str, str], Match]


def group_utterances(story: str, said: Iterable[Said]) -> list[Utterance]:
    """The acts that two statements or more render. A statement is in one at most: it joins the group whose every second
    member at least it matches, the earliest of the best."""
    ordered = sorted(said, key=lambda s: (s.day == "", s.day, s.report, s.statement))
    renderings = [r for r in map(read_rendering, ordered) if len(r.words) >= LEAST_WORDS]
    weights = word_weights(renderings)
    matches: dict[tuple[int, int], Match] = {}
    for i, j in candidate_pairs(renderings):
        match = match_renderings(renderings[i], renderings[j], weights)
        if match is not None:
            matches[i, j] = match
    groups: list[list[int]] = []
    for j in range(len(renderings)):
        home = _home(groups, j, matches)
        if home is None:
            groups.append([j])
        else:
            home.append(j)
    return [_utterance(story, [renderings[k] for k in g], _named(renderings, g, matches)) for g in groups if len(g) > 1]


def word_weights(renderings: Sequence[Rendering]) -> dict[str, float]:
    """The weight of each content word: the rarer among these, the heavier."""
    counts = Counter(k for r in renderings for k in r.content)
    return {k: math.log(1 + len(renderings) / n) for k, n in counts.items()}


def candidate_pairs(renderings: Sequence[Rendering]) -> list[tuple[int, int]]:
    """Pairs that share two content words that are not in very many statements, or all of a short one's."""
    index: dict[str, list[int]] = defaultdict(list)
    for n, r in enumerate(renderings):
        for key in sorted(r.content):
            index[key].append(n)
    shared: Counter[tuple[int, int]] = Counter()
    for bearers in index.values():
        if len(bearers) <= _TOO_COMMON:
            shared.update((a, b) for x, a in enumerate(bearers) for b in bearers[x + 1 :])
    return sorted(p for p, n in shared.items() if n >= min(2, *(len(renderings[k].content) for k in p)))


def match_renderings(a: Rendering, b: Rendering, weights: Mapping[str, float], *, outweighs: int = _VERBATIM) -> Match | None:
    """Whether the two render one act of saying, by the words' weights among all that is looked at; None: no.

    ``outweighs``: so many words in a row are one act though two people are named for it.
    """
    both = sum(weights[k] for k in sorted(a.content & b.content))
    cover = both / min(sum(weights[k] for k in sorted(r.content)) for r in (a, b))
    if cover < _COVER_RUN:
        return None
    run = longest_run(a, b)
    same = speaks_as(a.said, b.said)
    whole = run >= min(len(a.keys), len(b.keys)) >= LEAST_WORDS
    long = run >= RUN or (whole and run >= 4) or a.keys == b.keys
    if same is None:
        if run < outweighs or a.said.judged or b.said.judged:
            return None
        why = NAMED_DIFFERENTLY
    elif long or same == "same speaker" and cover >= _COVER and len(a.content & b.content) >= 3:
        why = same
    else:
        return None
    return Match(
        score=min(1.0, cover), reasons=(why, f"{run} words in a row", f"{round(100 * cover)} % of the shorter one's words, by weight")
    )


def longest_run(a: Rendering, b: Rendering) -> int:
    """How many words in a row both have."""
    return max((o.src_end - o.src_start for o in LCSseq.opcodes(a.keys, b.keys) if o.tag == "equal"), default=0)


def speaks_as(a: Said, b: Said) -> str | None:
    """Why the speakers may be one; None when two named people speak."""
    if a.speaker is None or b.speaker is None:
        return "one report names no speaker"
    if a.speaker.entity == b.speaker.entity:
        return "same speaker"
    x, y = (set(fold(s.speaker.name).split()) - {"of", "the", "and"} for s in (a, b) if s.speaker)
    if x & y:
        return "same speaker" if x <= y or y <= x else "speakers share a name"
    return None if a.kind == b.kind == "person" else "a person and a body may speak as one"


def _home(groups: Sequence[list[int]], j: int, matches: Mapping[tuple[int, int], Match]) -> list[int] | None:
    fitting = [(sum((i, j) in matches for i in g), -n) for n, g in enumerate(groups) if 2 * sum((i, j) in matches for i in g) >= len(g)]
    fitting = [f for f in fitting if f[0]]
    return groups[-max(fitting)[1]] if fitting else None


def _named(renderings: Sequence[Rendering], group: Sequence[int], matches: Mapping[tuple[int, int], Match]) -> dict[tuple[str, str], Match]:
    return {(renderings[i].said.statement, renderings[j].said.statement): matches[i, j] for i in group for j in group if (i, j) in matches}


def _utterance(story: str, renderings: Sequence[Rendering], matches: Mapping[tuple[str, str], Match]) -> Utterance:
    ids = sorted(r.said.statement for r in renderings)
    return Utterance(id=make_id("utterance", story, *ids), story=story, renderings=tuple(renderings), matches=matches)


def pairs(utterance: Utterance) -> Iterator[tuple[Rendering, Rendering]]:
    """Every two renderings, the earlier first."""
    found = utterance.renderings
    return ((a, b) for n, a in enumerate(found) for b in found[n + 1 :])
