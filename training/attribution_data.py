"""Attribution gold as training windows: tokens, role tags, and pointers from every content or cue token to its cue and source."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tokenizers import Tokenizer

from onrecord.engines.decode import LABELS, NAME_LABELS, ROLES
from onrecord.engines.windows import Window, WindowOptions, cut_windows

IGNORE = -100
# One character for one, so that gold offsets stay true. The styles are those of the press: German and Bulgarian low-high,
# guillemets, plain ASCII, British single marks, and marks lost in scraping.
QUOTE_STYLES = [
    ("„", "“"),
    ("„", "”"),
    ("«", "»"),
    ("»", "«"),
    ('"', '"'),
    ("'", "'"),
    ("‘", "’"),
    ("“", "”"),
    ("“", "“"),
    ("”", "”"),
    (" ", " "),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One gold article: token ids, token spans in code points, and per token its tag and pointer targets.

    ``cue`` and ``source`` hold the index of the first token of the span pointed at, -1 for "there is none", ``IGNORE``
    where the question does not arise.
    """

    text: str
    ids: list[int]
    spans: list[tuple[int, int]]
    tags: list[int]
    cue: list[int]
    source: list[int]
    names: list[int]


def read_articles(path: Path) -> list[dict]:
    with path.open(encoding="utf8") as lines:
        return [json.loads(line) for line in lines]


def restyle_quotes(text: str, rng: random.Random) -> str:
    """The text with its double quotation marks in another style, now and then with closing marks lost."""
    left, right = rng.choice(QUOTE_STYLES)
    drop = 0.15 if rng.random() < 0.3 else 0.0
    out, inside = [], False
    for c in text:
        if c == "\n":
            inside = False
        elif c in '“”"':
            closing = c == "”" or (c == '"' and inside)
            inside = not closing
            c = (" " if rng.random() < drop else right) if closing else left
        out.append(c)
    return "".join(out)


def encode(tokenizer: Tokenizer, row: dict) -> Article:
    """``row`` with "text", "attributions" and "names" ([[start, end, type]], or None where nobody labelled them)."""
    text, attributions = row["text"], row["attributions"]
    encoding = tokenizer.encode(text, add_special_tokens=False)
    spans = encoding.offsets
    n = len(spans)
    tags, cue, source = [0] * n, [IGNORE] * n, [IGNORE] * n
    starts = {}

    def inside(piece: list[int]) -> list[int]:
        key = tuple(piece)
        if key not in starts:
            starts[key] = [i for i, (a, b) in enumerate(spans) if a >= piece[0] and b <= piece[1] and a < b]
        return starts[key]

    for attribution in attributions:
        _enter(attribution, inside, tags, cue, source)
    names = [IGNORE if row["names"] is None else 0] * n
    for start, end, kind in row["names"] or ():
        for k, i in enumerate(inside([start, end])):
            names[i] = NAME_LABELS.index(("B-" if k == 0 else "I-") + kind)
    return Article(text=text, ids=encoding.ids, spans=spans, tags=tags, cue=cue, source=source, names=names)


def _enter(attribution: dict, inside: Callable[[list[int]], list[int]], tags: list[int], cue: list[int], source: list[int]) -> None:
    first = {}
    for role in ROLES:
        pieces = [inside(piece) for piece in attribution[role]]
        first[role] = min((p[0] for p in pieces if p), default=-1)
        for piece in pieces:
            for k, i in enumerate(piece):
                tags[i] = LABELS.index(("B-" if k == 0 else "I-") + role)
    for role in ("cue", "content"):
        for i in (i for piece in attribution[role] for i in inside(piece)):
            source[i] = first["source"]
            if role == "content":
                cue[i] = first["cue"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A window with pointers counted from its own first token plus one (0 is the marker token: "none")."""

    ids: list[int]
    tags: list[int]
    cue: list[int]
    source: list[int]
    names: list[int]


def cut_examples(article: Article, options: WindowOptions, *, first_core: int | None = None) -> Iterator[Example]:
    for w in cut_windows(article.text, article.spans, options, first_core=first_core):
        span = slice(w.context_start, w.core_end)
        yield Example(
            ids=article.ids[span],
            tags=article.tags[span],
            cue=_local(article.cue[span], w),
            source=_local(article.source[span], w),
            names=article.names[span],
        )


def _local(targets: list[int], w: Window) -> list[int]:
    """Targets outside the window cannot be learnt from it and are ignored."""
    return [0 if t == -1 else t - w.context_start + 1 if w.context_start <= t < w.core_end else IGNORE for t in targets]
