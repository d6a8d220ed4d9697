"""How well a moves network reads passages: as units for it, its answers, and precision, recall and F1 of acts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import torch
from tokenizers import Tokenizer

from moves_data import Marked, Passage
from moves_model import MovesNetwork
from onrecord.engines.acts import TAGS, ActScores, read_acts
from onrecord.engines.protocols import TaggedAct

LONGEST = 250  # word pieces


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitMove:
    """The pieces ``[first, end)`` that carry the act."""

    first: int
    end: int
    act: str
    negated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """What the network reads at once: a paragraph."""

    text: str
    ids: list[int]
    spans: list[tuple[int, int]]
    tags: list[int]
    moves: list[UnitMove]


def encode_unit(tokenizer: Tokenizer, passages: Sequence[Passage], restyle: Callable[[str], str] = str) -> Unit:
    """The passages as one paragraph. ``restyle`` may change characters, one for one."""
    text = " ".join(p.text for p in passages)
    encoding = tokenizer.encode(restyle(text), add_special_tokens=False)
    spans = encoding.offsets[:LONGEST]
    tags, moves, at = [0] * len(spans), [], 0
    for passage in passages:
        for move in passage.moves:
            start, end = move.trigger
            inside = [k for k, (a, b) in enumerate(spans) if a < end + at and b > start + at]
            for n, k in enumerate(inside):
                tags[k] = TAGS.index("I" if n else "B")
            if inside:
                moves.append(UnitMove(first=inside[0], end=inside[-1] + 1, act=move.act, negated=move.negated))
        at += len(passage.text) + 1
    return Unit(text=text, ids=encoding.ids[:LONGEST], spans=spans, tags=tags, moves=moves)


def predict(network: MovesNetwork, tokenizer: Tokenizer, passages: Sequence[Passage]) -> list[list[TaggedAct]]:
    """The acts of each passage, read alone."""
    network.eval()
    ends = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")
    found = []
    with torch.no_grad():
        for passage in passages:
            unit = encode_unit(tokenizer, [passage])
            ids = torch.tensor([[ends[0], *unit.ids, ends[1]]])
            tags, acts, negated = (x[0, 1:-1].numpy() for x in network(ids, torch.ones_like(ids)))
            found.append(list(read_acts(unit.text, unit.spans, ActScores(tags=tags, acts=acts, negated=negated))))
    return found


def judge(passages: Sequence[Passage], predicted: Sequence[Sequence[TaggedAct]], least: float = 0.0) -> str:
    """Precision, recall and F1: an act is found where one with its name and at least the score stands in its clause."""
    hit = made = wanted = 0
    for passage, acts in zip(passages, predicted, strict=True):
        sure = [a for a in acts if a.score >= least]
        hit += hits(passage.moves, sure)
        made, wanted = made + len(sure), wanted + len(passage.moves)
    p, r = hit / max(1, made), hit / max(1, wanted)
    return f"P {100 * p:.1f} R {100 * r:.1f} F1 {200 * p * r / max(1e-9, p + r):.1f}"


def hits(moves: Sequence[Marked], acts: Sequence[TaggedAct]) -> int:
    left = list(acts)
    found = 0
    for move in moves:
        start, end = move.clause
        same = next((a for a in left if a.act == move.act and a.span.start < end and a.span.end > start), None)
        if same is not None:
            left.remove(same)
            found += 1
    return found


def told_words(passages: Iterable[Passage]) -> set[tuple[str, str]]:
    """(act, word) for every word of four letters or more that carries an act somewhere."""
    return {(m.act, w) for p in passages for m in p.moves for w in _long_words(p, m)}


def recall_by_novelty(passages: Sequence[Passage], predicted: Sequence[Sequence[TaggedAct]], known: set[tuple[str, str]]) -> str:
    """Recall of moves of whose carrying words some are known for the act from learning, and of those of which none is."""
    found, all_ = [0, 0], [0, 0]
    for passage, acts in zip(passages, predicted, strict=True):
        for move in passage.moves:
            new = not any((move.act, w) in known for w in _long_words(passage, move))
            all_[new] += 1
            found[new] += hits([move], acts)
    known_share, new_share = (100 * f / max(1, a) for f, a in zip(found, all_, strict=True))
    return f"known words R {known_share:.1f} of {all_[0]}, new words R {new_share:.1f} of {all_[1]}"


def _long_words(passage: Passage, move: Marked) -> set[str]:
    return {w[:6] for w in passage.text[slice(*move.trigger)].lower().split() if len(w) >= 4}
