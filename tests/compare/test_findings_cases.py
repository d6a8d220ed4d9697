"""Pairs on which a comparison of sentences goes wrong: ``tests/cases/findings``.

    # Why this case is kept. Wording invented.
    # naive: contradiction 1 2          what comparing the two sentences gives: contradiction, same or nothing
    # ours: differs condition 1 2       type, slot where there is one, side a, side b; nothing: none
    [1] SPEAKER | DAY | OUTLET | CUE | ACT | FIELD=VALUE
    the content

A speaker "-" is nobody who is named; a field is one of ``Said``, "at" where the content begins.

The naive comparison takes two sentences that mean nearly the same for one fact, and calls them a contradiction when their numbers are
others or one of them holds a negation: what a threshold on embeddings and a look at the surface give.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from onrecord.compare import Said, find_changes, find_oppositions, find_renderings, find_replies, gather_utterances
from onrecord.engines.embedding import likeness
from onrecord.model import EntityRef
from onrecord.text import fold

CASES = sorted((Path(__file__).parents[1] / "cases" / "findings").glob("*.txt"))
NEAR = 0.75
NEGATION = re.compile(r"\b(?:no|not|never|none|nobody)\b|n't", re.IGNORECASE)
NUMBER = re.compile(r"\b(?:\d+|two|four|five|nine|fourteen)\b")


@dataclass(frozen=True)
class Case:
    naive: str
    ours: str
    said: list[Said]


def read_case(path: Path) -> Case:
    keys = dict(re.findall(r"(?m)^# (naive|ours): (.*)$", path.read_text(encoding="utf8")))
    rows = re.findall(r"(?m)^\[(\d+)\] (.*)\n(.*)$", path.read_text(encoding="utf8"))
    return Case(naive=keys["naive"], ours=keys["ours"], said=[a_statement(*row) for row in rows])


def a_statement(number: str, head: str, content: str) -> Said:
    speaker, day, outlet, cue, *more = (part.strip() for part in head.split("|"))
    kind = "person" if len(speaker.split()) == 2 and speaker[0].isupper() else "organisation"
    given: dict[str, Any] = dict(field.split("=", 1) for field in more if "=" in field)
    start = int(given.pop("at", 100))
    return Said(
        statement=number,
        report=outlet,
        speaker=None if speaker == "-" else EntityRef(entity=f"entity-{fold(speaker)}", name=speaker),
        day=day,
        content=content,
        cue=cue,
        at=(start, start + len(content)),
        acts=frozenset(act for act in more if "=" not in act),
        **{"kind": kind, **given},
    )


def naive(a: Said, b: Said) -> str:
    if likeness(a.content, b.content) < NEAR:
        return "nothing"
    numbers = [set(NUMBER.findall(s.content)) for s in (a, b)]
    negated = [bool(NEGATION.search(s.content)) for s in (a, b)]
    return f"{'contradiction' if numbers[0] != numbers[1] or negated[0] != negated[1] else 'same'} {a.statement} {b.statement}"


def ours(said: list[Said]) -> list[str]:
    found = [*find_renderings("story", gather_utterances("story", said, likeness).joined, said), *find_oppositions("story", said, likeness)]
    found += [*find_replies("story", said, likeness), *find_changes("story", said, likeness)]
    return [" ".join(filter(None, (f.type, f.slot, ",".join(f.a), ",".join(f.b)))) for f in found]


@pytest.mark.parametrize("path", CASES, ids=lambda p: p.stem)
def test_what_a_comparison_of_sentences_gets_wrong(path: Path) -> None:
    case = read_case(path)
    first, second = case.said
    assert naive(first, second) == case.naive
    assert (ours(case.said) or ["nothing"]) == [case.ours]
    assert ours(case.said[::-1]) == ours(case.said)


def test_there_are_ten_at_least() -> None:
    assert len(CASES) >= 10
