"""Train the moves network: which words carry a speech act, and which act.

  python training/train_moves.py OUT/ --background ANALYSES.jsonl [--epochs 10] [--seed 0]

Learns from ``moves/*.txt``: passages written for it, and sentences made from phrases (moves_synthesis.py), other ones each epoch.
One passage in ten is kept to choose with. The base encoder is all-MiniLM-L6-v2, as in train_attribution.py.
OUT/model.safetensors holds the averaged weights; a run that is cut goes on from the last whole epoch, OUT/checkpoint.pt.

Written passages are full of moves, newspapers are not: a network that has seen only those finds moves everywhere. So with --background
each epoch reads paragraphs of ordinary news too, without labels: analyses by the rules alone (ordinary_news.py). Clauses in which the
rules find a move are left open; all else is taken for words that carry nothing.
"""

from __future__ import annotations

import argparse
import copy
import json
import math
import random
import time
from dataclasses import replace
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional as F

from attribution_data import IGNORE, restyle_quotes
from moves_data import ACTS, Ordinary, Passage, held_out, read_ordinary, read_passages
from moves_model import MovesNetwork
from moves_scores import Unit, encode_unit, judge, predict, recall_by_novelty, told_words
from moves_synthesis import FOLDER, make_passages
from train_attribution import base_encoder

TAG_WEIGHT, ACT_WEIGHT, NEGATION_WEIGHT = 4.0, 0.3, 0.05  # most tokens carry nothing, so the tags' mean loss is small
RESTYLED = 0.35  # share of passages whose quotation marks are restyled
JOINED = 0.25  # share of paragraphs made of two passages


def read_all() -> tuple[list[Passage], dict[str, list[Passage]]]:
    """The passages to learn from, and those kept, by file."""
    train: list[Passage] = []
    kept = {}
    for path in sorted(FOLDER.glob("passages-*.txt")):
        learnt, kept[path.stem] = held_out(read_passages(path))
        train += learnt
    return train, kept


def epoch_units(passages: list[Passage], tokenizer: Tokenizer, rng: random.Random, made: float) -> list[Unit]:
    """The passages as paragraphs of one or two, some restyled, and the sentences made of a share of the phrases."""
    shuffled = [*passages, *make_passages(rng, made)]
    rng.shuffle(shuffled)
    units = []
    while shuffled:
        joined = [shuffled.pop() for _ in range(min(len(shuffled), 1 + (rng.random() < JOINED)))]
        unit = encode_unit(tokenizer, joined, (lambda t: restyle_quotes(t, rng)) if rng.random() < RESTYLED else str)
        units.append(unit)
    return units


def background_units(paragraphs: list[Ordinary], count: int, tokenizer: Tokenizer, rng: random.Random) -> list[Unit]:
    """Some of the ordinary paragraphs: all words carry nothing, but for those that are open."""
    units = []
    for paragraph in rng.sample(paragraphs, min(count, len(paragraphs))):
        passage = Passage(key="", kind="none", text=paragraph.text, moves=(), lookalikes=())
        unit = encode_unit(tokenizer, [passage])
        tags = [IGNORE if any(a < end and b > start for start, end in paragraph.open) else 0 for a, b in unit.spans]
        units.append(replace(unit, tags=tags))
    return units


def collate(units: list[Unit], ends: tuple[int, int]) -> tuple[Tensor, Tensor, Tensor]:
    width = max(len(u.ids) for u in units) + 2
    ids, mask = torch.zeros(2, len(units), width, dtype=torch.long)
    tags = torch.full((len(units), width), IGNORE)
    for row, unit in enumerate(units):
        n = len(unit.ids)
        ids[row, : n + 2] = torch.tensor([ends[0], *unit.ids, ends[1]])
        mask[row, : n + 2] = 1
        tags[row, 1 : n + 1] = torch.tensor(unit.tags)
    return ids, mask, tags


def loss_of(network: MovesNetwork, units: list[Unit], ends: tuple[int, int]) -> Tensor:
    ids, mask, gold = collate(units, ends)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        tags, acts, negated = network(ids, mask)
    tags, acts, negated = tags.float(), acts.float(), negated.float()
    loss = TAG_WEIGHT * F.cross_entropy(tags.flatten(0, 1), gold.flatten(), ignore_index=IGNORE)
    told = [(row, move) for row, unit in enumerate(units) for move in unit.moves]
    if told:
        means = torch.stack([acts[row, m.first + 1 : m.end + 1].mean(0) for row, m in told])
        loss = loss + ACT_WEIGHT * F.cross_entropy(means, torch.tensor([ACTS.index(m.act) for _, m in told]), label_smoothing=0.05)
        undone = torch.stack([negated[row, m.first + 1 : m.end + 1, 0].mean() for row, m in told])
        wanted = torch.tensor([float(m.negated) for _, m in told])
        loss = loss + NEGATION_WEIGHT * F.binary_cross_entropy_with_logits(undone, wanted)
    return loss


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("out", type=Path)
    ap.add_argument("--epochs", type=int, default=10)
    ap.add_argument("--rate", type=float, default=3.5e-4)
    ap.add_argument("--batch", type=int, default=16)
    ap.add_argument("--made", type=float, default=0.4, help="share of the phrases that a sentence is made of in each epoch")
    ap.add_argument("--background", type=Path, help="analyses of ordinary news by the rules alone")
    ap.add_argument("--ordinary", type=int, default=900, help="how many of them an epoch reads")
    ap.add_argument("--start", type=Path, help="weights of an earlier run to go on from, instead of the base encoder's")
    ap.add_argument("--seed", type=int, default=0)
    ap.add_argument("--all", action="store_true", help="learn from the kept passages too; what is printed then means nothing")
    a = ap.parse_args()
    a.out.mkdir(parents=True, exist_ok=True)
    (a.out / "options.json").write_text(json.dumps({k: str(v) for k, v in vars(a).items()}, indent=1))
    base = base_encoder()
    tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    tokenizer.no_truncation(), tokenizer.no_padding()
    ends = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")
    train, kept = read_all()
    if a.all:
        train += [p for ps in kept.values() for p in ps]
    ordinary = read_ordinary(a.background) if a.background else []
    torch.manual_seed(a.seed)
    network = MovesNetwork(base)
    if a.start:
        network.load_state_dict({n: w for n, w in load_file(a.start).items() if n in network.state_dict()})
    network.encoder.embeddings.requires_grad_(False)  # two thirds of the weights; they know their words already
    heads = [p for n, p in network.named_parameters() if not n.startswith("encoder.")]
    layers = list(network.encoder.encoder.parameters())
    optimiser = torch.optim.AdamW([{"params": layers, "lr": a.rate}, {"params": heads, "lr": 4 * a.rate}], weight_decay=0.01)
    size = len(epoch_units(train, tokenizer, random.Random(0), a.made)) + (a.ordinary if a.background else 0)
    total = a.epochs * math.ceil(size / a.batch)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda s: max(0.01, min((s + 1) / (0.1 * total), (total - s) / (0.9 * total))))
    averaged, first_epoch, step, started = copy.deepcopy(network), 0, 0, time.time()
    checkpoint = a.out / "checkpoint.pt"
    if checkpoint.exists():
        state = torch.load(checkpoint, weights_only=True)
        for name, part in (("network", network), ("averaged", averaged), ("optimiser", optimiser), ("schedule", schedule)):
            part.load_state_dict(state[name])
        first_epoch, step = state["epoch"] + 1, state["step"]
    for epoch in range(first_epoch, a.epochs):
        rng = random.Random(1000 * a.seed + epoch)
        torch.manual_seed(1000 * a.seed + epoch)
        units = epoch_units(train, tokenizer, rng, a.made)
        if a.background:
            units += background_units(ordinary, a.ordinary, tokenizer, rng)
        units.sort(key=lambda u: len(u.ids) + rng.random() * 20)
        packs = [units[k : k + a.batch] for k in range(0, len(units), a.batch)]
        rng.shuffle(packs)
        network.train()
        lost = 0.0
        for pack in packs:
            loss = loss_of(network, pack, ends)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step(), schedule.step()
            lost, step = lost + loss.item(), step + 1
            if step % 4 == 0:
                average_into(averaged, network, min(0.96, (step + 1) / (step + 40)))
        print(f"epoch {epoch}: loss {lost / len(packs):.3f}, {len(packs)} steps, {time.time() - started:.0f} s", flush=True)
        for name, passages in kept.items():
            predicted = predict(averaged, tokenizer, passages)
            print(f"  {name}: " + ", ".join(f"{least}: {judge(passages, predicted, least)}" for least in (0.0, 0.3, 0.5, 0.7)), flush=True)
        save_file(averaged.state_dict(), a.out / "model.safetensors")
        parts = {"network": network, "averaged": averaged, "optimiser": optimiser, "schedule": schedule}
        torch.save({name: part.state_dict() for name, part in parts.items()} | {"epoch": epoch, "step": step}, checkpoint)
    known = told_words([*train, *make_passages(random.Random(0))])
    dev = [p for passages in kept.values() for p in passages]
    print(recall_by_novelty(dev, predict(averaged, tokenizer, dev), known))


def average_into(averaged: nn.Module, network: nn.Module, keep: float) -> None:
    with torch.no_grad():
        for mean, new in zip(averaged.parameters(), network.parameters(), strict=True):
            if new.requires_grad:
                mean.lerp_(new, 1 - keep)


if __name__ == "__main__":
    main()
