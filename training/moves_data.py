"""Passages with their moves marked in place, as texts with labels.

A file holds blocks between empty lines: a line ``# kind``, then the passage on one line. ``⟦act⟧ … ⟦/⟧`` holds a clause that tells a
move, ``⟦!act⟧`` one that tells that it was not made, ``⟨ ⟩`` within it the words that carry the act, ``⟪ ⟫`` words that look like one
and are none.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from onrecord.model import Act

KINDS = frozenset(("narrated", "said", "quoted", "headline", "mixed", "none"))
ACTS: tuple[str, ...] = get_args(Act)
_MARK = re.compile(r"⟦(!?)([a-z ]+)⟧|⟦/⟧|[⟨⟩⟪⟫]")
_ANY_MARK = re.compile("[⟦⟧⟨⟩⟪⟫]")

Range = tuple[int, int]


class PassageError(ValueError):
    """A block that cannot be read; says where and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A clause and the words in it that carry the act, ``[start, end)`` in code points of the passage without marks."""

    act: str
    clause: Range
    trigger: Range
    negated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """``lookalikes`` are words of acts that are none here."""

    key: str
    kind: str
    text: str
    moves: tuple[Marked, ...]
    lookalikes: tuple[Range, ...]


@dataclass(slots=True)
class _Open:
    act: str
    negated: bool
    start: int
    triggers: list[Range]


def read_passages(path: Path) -> list[Passage]:
    """All passages of a file. Raises PassageError at the first that is not marked as it should be."""
    return list(parse_blocks(path.stem, path.read_text(encoding="utf8")))


def parse_blocks(name: str, content: str) -> Iterator[Passage]:
    """The passages of a file's content; ``name`` begins their keys. Raises PassageError."""
    for number, block in enumerate(re.split(r"\n\s*\n", content.strip()), 1):
        lines = block.split("\n")
        if lines[0].startswith("##"):
            continue
        kind = lines[0].removeprefix("#").strip()
        if len(lines) != 2 or not lines[0].startswith("#") or kind not in KINDS:
            raise PassageError(f"{name}, block {number}: wants “# kind” and one line of text, got {block[:80]!r}")
        yield parse_passage(f"{name}-{number}", kind, lines[1].strip())


def parse_passage(key: str, kind: str, marked: str) -> Passage:
    """One passage off its marked line. Raises PassageError."""
    text: list[str] = []
    length = past = 0
    clauses: list[_Open] = []
    words: list[tuple[str, int]] = []
    moves: list[Marked] = []
    lookalikes: list[Range] = []
    for mark in _MARK.finditer(marked):
        text.append(marked[past : mark.start()])
        length += len(text[-1])
        past = mark.end()
        sign = mark.group()
        if sign in ("⟨", "⟪"):
            words.append((sign, length))
        elif sign in ("⟩", "⟫"):
            if not words or (words[-1][0] == "⟨") != (sign == "⟩"):
                raise PassageError(f"{key}: {sign} closes nothing")
            _, start = words.pop()
            if start == length or (sign == "⟩" and not clauses):
                raise PassageError(f"{key}: {sign} holds nothing, or stands outside a clause")
            (lookalikes if sign == "⟫" else clauses[-1].triggers).append((start, length))
        elif sign == "⟦/⟧":
            if not clauses:
                raise PassageError(f"{key}: ⟦/⟧ closes nothing")
            moves.append(_close(key, clauses.pop(), length))
        elif mark.group(2) in ACTS:
            clauses.append(_Open(mark.group(2), bool(mark.group(1)), length, []))
        else:
            raise PassageError(f"{key}: no act is called {mark.group(2)!r}")
    text.append(marked[past:])
    if clauses or words or _ANY_MARK.search("".join(text)):
        raise PassageError(f"{key}: a mark is not closed or cannot be read")
    moves.sort(key=lambda m: (m.clause, m.trigger))
    return Passage(key=key, kind=kind, text="".join(text), moves=tuple(moves), lookalikes=tuple(lookalikes))


def _close(key: str, clause: _Open, end: int) -> Marked:
    if len(clause.triggers) != 1:
        raise PassageError(f"{key}: the clause of {clause.act!r} has {len(clause.triggers)} ⟨ ⟩ of its own, not one")
    return Marked(act=clause.act, clause=(clause.start, end), trigger=clause.triggers[0], negated=clause.negated)


def held_out(passages: Iterable[Passage], every: int = 10) -> tuple[list[Passage], list[Passage]]:
    """The passages to learn from, and one in ``every``, by the place in the file, to choose with."""
    train: list[Passage] = []
    dev: list[Passage] = []
    for number, passage in enumerate(passages):
        (dev if number % every == every // 2 else train).append(passage)
    return train, dev


_PARAGRAPH = re.compile(r"^[^\n]{40,450}$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordinary:
    """A paragraph of ordinary news; nothing is said of the words in ``open``."""

    text: str
    open: tuple[Range, ...]


def read_ordinary(path: Path) -> list[Ordinary]:
    """The shorter paragraphs of analysed reports; open are the clauses of the moves that the analyses hold."""
    found = []
    for line in path.read_text(encoding="utf8").splitlines():
        analysis = json.loads(line)
        told = [m["span"] for s in analysis["statements"] for m in s["moves"] if m.get("span")]
        for place in _PARAGRAPH.finditer(analysis["text"]):
            start, end = place.span()
            open_ = tuple((max(a, start) - start, min(b, end) - start) for a, b in told if a < end and b > start)
            found.append(Ordinary(text=place.group(), open=open_))
    return found
