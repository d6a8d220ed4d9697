"""Case files: a text with the right answer marked in place, and why it is kept.

    # Why this case is kept; wording invented.
    # speaker: Ana Ruiz
    # to: reporters
    [content: “We will not sign,”] [cue: said] [source: Foreign Minister Ana Ruiz] to [to: reporters].

A second statement is marked ``[2 content: …]`` and described by ``# 2 speaker: …``; marks may nest. Lines that begin with
``#`` are no part of the text. Keys: speaker, to, relay, manner, parent, said, published; ``# title: first line`` makes the first
line the report's title. Brackets of any other kind are the text's own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from onrecord.model import Span

_OPEN = re.compile(r"\[(?:(\d+) )?(source|cue|content): ")
_KEY = re.compile(r"#\s*(?:(\d+) )?(speaker|to|relay|manner|parent|said|published|title|none): ?(.*)$")


@dataclass(slots=True)
class Expected:
    """One statement: spans by role, and the described facts by key."""

    spans: dict[str, list[Span]] = field(default_factory=lambda: {"source": [], "cue": [], "content": []})
    facts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    name: str
    text: str
    expected: dict[int, Expected]
    published: str
    title: str | None


def read_case(path: Path) -> Case:
    lines = path.read_text(encoding="utf8").split("\n")
    head = [line for line in lines if line.startswith("#")]
    body = "\n".join(line for line in lines if not line.startswith("#")).strip("\n")
    expected: dict[int, Expected] = {}
    published, has_title = "2026-03-11", False
    for match in filter(None, map(_KEY.match, head)):
        number, key, value = int(match.group(1) or 1), match.group(2), match.group(3).strip()
        if key == "published":
            published = value
        elif key == "title":
            has_title = value == "first line"
        elif key != "none":
            expected.setdefault(number, Expected()).facts[key] = value
    text = _unmark(body, expected)
    title = text.split("\n")[0] if has_title else None
    return Case(name=path.stem, text=text, expected=expected, published=published, title=title)


def _unmark(body: str, expected: dict[int, Expected]) -> str:
    out: list[str] = []
    length, at = 0, 0
    stack: list[tuple[int, str, int] | None] = []  # None for a bracket of the text's own
    while at < len(body):
        opening = _OPEN.match(body, at)
        if opening:
            stack.append((int(opening.group(1) or 1), opening.group(2), length))
            at = opening.end()
        elif body[at] == "]" and stack and (mark := stack.pop()):
            number, role, start = mark
            expected.setdefault(number, Expected()).spans[role].append(Span(start, length))
            at += 1
        else:
            if body[at] == "[":
                stack.append(None)
            out.append(body[at])
            length, at = length + 1, at + 1
    return "".join(out)
