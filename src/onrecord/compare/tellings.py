"""One move told twice: what the tellings share, and the terms in which they differ ("until" here, "from" there)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from onrecord.compare.keyed import keyed
from onrecord.compare.offers import Issue, Placed
from onrecord.compare.stems import content_stems, stem
from onrecord.lexicon import read_pairs, read_words
from onrecord.model import Finding, FindingType, TermKey
from onrecord.text import fold

_SLOT: dict[TermKey, str] = {"from": "time", "until": "time", "time": "time", "purpose": "reason"}
_COMPARED = frozenset({"from", "until", "duration", "amount", "purpose", "reason", "level", "guarantee"})
_PART = re.compile(r"[^\W_]+")
_OFFERS = frozenset({"request", "demand", "urge", "propose", "invite"})
_SHARE = 0.4  # of the rarer words of the shorter clause
_LEAST = 2


def find_tellings(story: str, issues: Iterable[Issue]) -> list[Finding]:
    """``differs`` where two tellings of one side's move give one term other values, ``repeats`` where one side does the same
    twice in like words. Sorted by id; each pair of tellings once."""
    found: dict[str, Finding] = {}
    for issue in issues:
        by_move: dict[tuple[str, str], list[Placed]] = defaultdict(list)
        for p in issue.moves:
            side, act = _told(issue, p)
            if side is not None and not p.told.move.negated:
                by_move[side, act].append(p)
        for moves in by_move.values():
            found |= {f.id: f for f in _among(story, issue, moves)}
    return [found[key] for key in sorted(found)]


def _told(issue: Issue, placed: Placed) -> tuple[str | None, str]:
    """Whose move is told, and of which kind: who confirms that another asked tells of the other's asking."""
    move = placed.told.move
    if move.act == "confirm":
        named = {w for t in move.terms if t.key == "proposer" for w in fold(t.value).split()}
        sides = {
            p.actor.ref.entity for p in issue.moves if p.actor and p.told.actor and named & set(fold(p.told.actor.ref.name).split()[-1:])
        }
        return (sides.pop(), "offer") if len(sides) == 1 else (None, "")
    return placed.actor.ref.entity if placed.actor else None, "offer" if move.act in _OFFERS else move.act


def _among(story: str, issue: Issue, moves: list[Placed]) -> Iterator[Finding]:
    for n, a in enumerate(moves):
        for b in moves[n + 1 :]:
            if a.told.statement == b.told.statement:
                continue
            slot, why = _other_terms(a, b)
            if slot is not None:
                yield _finding("differs", story, (a, b), (slot, f"one move, told twice: {why}"))
            elif _alike(a, b):
                yield _finding("repeats", story, (a, b), (None, f"the same said again of: {issue.what}"))


def _other_terms(a: Placed, b: Placed) -> tuple[str | None, str]:
    """The slot that the two tellings fill with other values, and how; a day that begins here and ends there is one."""
    x, y = (_terms(p) for p in (a, b))
    for slot in sorted(set(x) & set(y)):
        values = (set(x[slot].values()), set(y[slot].values()))
        if all(u.isdisjoint(v) for u in values[0] for v in values[1]):
            return slot, f"{'; '.join(sorted(x[slot]))} against {'; '.join(sorted(y[slot]))}"
    for key, other in (("from", "until"), ("until", "from")):
        same = _values(a, key) & _values(b, other)
        if same and not _values(a, other) & same:
            return "time", f"{key} {min(same)} against {other} {min(same)}"
    return None, ""


def _terms(placed: Placed) -> dict[str, dict[str, frozenset[str]]]:
    """Slot → words of the value → their stems."""
    found: dict[str, dict[str, frozenset[str]]] = defaultdict(dict)
    for t in placed.told.move.terms:
        if t.key in _COMPARED and (stems := _value_words(t.value)):
            found[_SLOT.get(t.key, t.key)][f"{t.key} {t.value}" if t.key in ("from", "until") else t.value] = stems
    return found


def _value_words(value: str) -> frozenset[str]:
    """What two wordings of one value share: "three-day" and "for three days" both hold 3 and day."""
    number_words = read_pairs("number-words")
    found = [w for w in _PART.findall(fold(value)) if w not in read_words("closed-classes") or w in number_words]
    return frozenset(number_words.get(w) or stem(w) for w in found) or frozenset({fold(value)})


def _values(placed: Placed, key: str) -> set[str]:
    return {t.value for t in placed.told.move.terms if t.key == key}


def _alike(a: Placed, b: Placed) -> bool:
    """One report's own repetition, or two reports' tellings of a move in like words."""
    x, y = (set(content_stems(p.told.clause)) for p in (a, b))
    return len(x & y) >= max(_LEAST, _SHARE * min(len(x), len(y)))


def _finding(kind: FindingType, story: str, sides: tuple[Placed, Placed], said: tuple[str | None, str]) -> Finding:
    a, b = (p.told.statement for p in sides)
    slot, why = said
    return Finding(
        **keyed(kind, [a], [b]),
        slot=slot,
        story=story,
        why=why,
        score=0.6,
        reasons=(
            f"same side, same kind of move: {sides[0].told.move.act}",
            "the clauses share their rarer words" if kind == "repeats" else why,
        ),
    )
