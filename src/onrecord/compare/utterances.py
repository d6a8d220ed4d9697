"""One act of saying, however many reports render it.

Two statements render one act when their words are the same over a long run, when one speaker's content covers most of the
other's (words weighted by how rare they are in the story), or when one speaker is told to have said what means the same at the
same time (``matching``). The result does not depend on the order of the statements.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from onrecord.compare.answering import answering_word
from onrecord.compare.matching import LEAST_WORDS, Match, match_renderings
from onrecord.compare.paired import Alike, bearers_of, word_weights
from onrecord.compare.renderings import Rendering, Said, read_rendering
from onrecord.ids import make_id

_TOO_COMMON = 60  # statements: a word of more of them tells nothing about two


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """One act of saying: its renderings in order of publication, undated last, and how those joined, by pair of statements."""

    id: str
    story: str
    renderings: tuple[Rendering, ...]
    matches: Mapping[tuple[str, str], Match]


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """Two renderings of one act, the earlier first; ``match`` None: a third joins them."""

    a: Rendering
    b: Rendering
    match: Match | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouping:
    """The acts that several statements render, and every two statements of which one renders the other, or a part of it: also
    where a statement holds two acts and can only be in the group of one."""

    utterances: tuple[Utterance, ...]
    joined: tuple[Joined, ...]


def gather_utterances(story: str, said: Iterable[Said], alike: Alike | None = None) -> Grouping:
    """The acts that two statements or more render, and who renders whom. A statement is in one act at most: it joins the group
    whose every second member at least it matches, the earliest of the best. ``alike``: see ``match_renderings``."""
    ordered = sorted(said, key=lambda s: (s.day == "", s.day, s.report, s.statement))
    renderings = [r for r in map(read_rendering, ordered) if len(r.words) >= LEAST_WORDS]
    weights = word_weights(renderings)
    matches: dict[tuple[int, int], Match] = {}
    candidates = {*candidate_pairs(renderings), *_answers(renderings)}
    for i, j in sorted(candidates):
        if _one_inside_the_other(renderings[i].said, renderings[j].said):
            continue
        match = match_renderings(renderings[i], renderings[j], weights, alike=alike)
        if match is not None:
            matches[i, j] = match
    matches |= _of_wholes(renderings, matches)
    groups, group_of = _groups(len(renderings), matches)
    # Two sentences of one quotation are in the group of whoever quotes both, and do not render one another.
    grouped = {
        (i, j) for i, j in candidates if group_of[i] == group_of[j] and not _one_inside_the_other(renderings[i].said, renderings[j].said)
    }
    utterances = [_utterance(story, [renderings[k] for k in g], _named(renderings, g, matches)) for g in groups if len(g) > 1]
    joined = (Joined(a=renderings[i], b=renderings[j], match=matches.get((i, j))) for i, j in sorted(grouped | set(matches)))
    return Grouping(utterances=tuple(utterances), joined=tuple(joined))


def candidate_pairs(renderings: Sequence[Rendering]) -> list[tuple[int, int]]:
    """Pairs that share two content words that are not in very many statements, or all of a short one's, or of what one quotes."""
    index = bearers_of(r.content for r in renderings)
    shared: Counter[tuple[int, int]] = Counter()
    for bearers in index.values():
        if len(bearers) <= _TOO_COMMON:
            shared.update(combinations(bearers, 2))
    few = {n for n, r in enumerate(renderings) if len(r.content) == 1 or any(_telling(piece, index) < 2 for piece in r.quoted_content)}
    return sorted(
        (a, b) for (a, b), n in shared.items() if n > 1 or ((a in few or b in few) and _one_is_enough(renderings[a], renderings[b]))
    )


def _telling(words: Iterable[str], index: Mapping[str, Sequence[int]]) -> int:
    """How many of the words are not in very many statements."""
    return sum(len(index[key]) <= _TOO_COMMON for key in words)


def _one_is_enough(a: Rendering, b: Rendering) -> bool:
    """Whether one of them, or a piece that it quotes, has no other word of weight."""
    if len(a.content) == 1 or len(b.content) == 1:
        return True
    return any(piece <= b.content for piece in a.quoted_content) or any(piece <= a.content for piece in b.quoted_content)


def _answers(renderings: Sequence[Rendering]) -> Iterator[tuple[int, int]]:
    """Pairs that both answer an offer: "was considering the bid" and "would review the proposal" share no word."""
    return combinations((n for n, r in enumerate(renderings) if answering_word(r)), 2)


def _of_wholes(renderings: Sequence[Rendering], matches: Mapping[tuple[int, int], Match]) -> dict[tuple[int, int], Match]:
    """Whoever renders a part of a statement renders the statement in part."""
    place = {r.said.statement: n for n, r in enumerate(renderings)}
    found: dict[tuple[int, int], Match] = {}
    for (i, j), match in matches.items():
        ends = [{k, place.get(renderings[k].said.whole or "", k) if renderings[k].said.part else k} for k in (i, j)]
        for pair in ((min(x, y), max(x, y)) for x in ends[0] for y in ends[1]):
            if pair not in matches and not _one_inside_the_other(renderings[pair[0]].said, renderings[pair[1]].said):
                found[pair] = match
    return found


def _one_inside_the_other(a: Said, b: Said) -> bool:
    """Whether one is a part of the other, or both are parts of one."""
    return a.statement == b.whole or b.statement == a.whole or (a.whole is not None and a.whole == b.whole)


def _groups(count: int, matches: Iterable[tuple[int, int]]) -> tuple[list[list[int]], list[int]]:
    """The groups in order of their first members, and which of them each is in."""
    earlier: dict[int, list[int]] = defaultdict(list)
    for i, j in matches:
        earlier[j].append(i)
    groups: list[list[int]] = []
    group_of: list[int] = []
    for j in range(count):
        met = Counter(group_of[i] for i in earlier[j])
        fitting = [(n, -g) for g, n in met.items() if 2 * n >= len(groups[g])]
        home = -max(fitting)[1] if fitting else len(groups)
        if not fitting:
            groups.append([])
        groups[home].append(j)
        group_of.append(home)
    return groups, group_of


def _named(renderings: Sequence[Rendering], group: Sequence[int], matches: Mapping[tuple[int, int], Match]) -> dict[tuple[str, str], Match]:
    return {(renderings[i].said.statement, renderings[j].said.statement): matches[i, j] for i in group for j in group if (i, j) in matches}


def _utterance(story: str, renderings: Sequence[Rendering], matches: Mapping[tuple[str, str], Match]) -> Utterance:
    ids = sorted(r.said.statement for r in renderings)
    return Utterance(id=make_id("utterance", story, *ids), story=story, renderings=tuple(renderings), matches=matches)


def pairs(utterance: Utterance) -> Iterator[tuple[Rendering, Rendering]]:
    """Every two renderings, the earlier first."""
    found = utterance.renderings
    return ((a, b) for n, a in enumerate(found) for b in found[n + 1 :])
