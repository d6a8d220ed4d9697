"""Teach the moves model to leave a paragraph after its first layer where nothing in it carries an act.

  python training/moves_gate.py NEWS.jsonl src/onrecord/engines/models/moves WORK/

The model itself is the teacher: of each paragraph of NEWS, of the passages and of sentences made of the phrases it tells whether it finds
any act there (``acts.read_acts``). From the states of the first layer a small network learns to tell it beforehand. Every fifth article
and every tenth passage are kept: ``LEAST`` below is chosen on what of their acts would be lost. The weights stay as they were, and so
do the answers where the gate opens; model.onnx and its hash in the manifest are written anew. WORK/gate.pt keeps what was learnt.
"""

from __future__ import annotations

import hashlib
import json
import random
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import TensorProto, helper
from torch import Tensor, nn
from torch.nn import functional as F

from early_exit import put_gate, states_after
from moves_synthesis import make_passages
from onrecord.engines.acts import ActScores, read_acts
from onrecord.engines.moves import OnnxActReader, cut_paragraphs
from train_moves import read_all

LEAST = -4.5
LAYER = 0
NARROW, AROUND, WIDTH = 32, 5, 64
EPOCHS, RATE, BATCH, CARRYING = 8, 1e-3, 32, 4.0  # a paragraph with an act counts 1 + CARRYING times


class Gate(nn.Module):
    """How sure it is at each word piece that words which carry an act stand there."""

    def __init__(self) -> None:
        super().__init__()
        self.narrow = nn.Linear(384, NARROW)
        self.around = nn.Conv1d(NARROW, WIDTH, AROUND, padding=AROUND // 2)
        self.answer = nn.Linear(WIDTH, 1)
        self.dropout = nn.Dropout(0.1)

    def forward(self, states: Tensor) -> Tensor:
        seen = F.relu(self.around(self.narrow(self.dropout(states)).transpose(1, 2))).transpose(1, 2)
        return self.answer(self.dropout(seen))[..., 0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """``states`` of its pieces and of the two marks around them, how probably each carries an act, and the best score of its acts."""

    states: np.ndarray
    carried: np.ndarray
    best: float
    kept: bool


class Teacher:
    """The model, which hands out the states of its first layer beside its answers."""

    def __init__(self, model: onnx.ModelProto, reader: OnnxActReader) -> None:
        self._states = states_after(model.graph, LAYER)
        model.graph.output.append(helper.make_tensor_value_info(self._states, TensorProto.FLOAT, None))
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(model.SerializeToString(), options)
        self._reader = reader._reader

    def read(self, text: str, kept: bool) -> Iterator[Paragraph]:
        reading = self._reader.read(text, ())
        for first, end in cut_paragraphs(text, reading):
            row = np.array([[self._reader.first, *reading.ids[first:end], self._reader.last]], dtype=np.int64)
            states, *answers = (x[0] for x in self._session.run([self._states, "tags", "acts", "negated"], {"ids": row}))
            tags, acts, negated = (x[1:-1] for x in answers)
            found = read_acts(text, reading.spans[first:end], ActScores(tags=tags, acts=acts, negated=negated))
            carried = np.zeros(len(states), dtype=np.float32)
            carried[1:-1] = 1 - torch.softmax(torch.tensor(tags), 1)[:, 0].numpy()
            best = max((a.score for a in found), default=0.0)
            yield Paragraph(states=states.astype(np.float16), carried=carried, best=best, kept=kept)


def texts(news: Path) -> Iterator[tuple[str, bool]]:
    for number, line in enumerate(news.read_text(encoding="utf8").splitlines()):
        yield json.loads(line)["text"], number % 5 == 0
    train, kept = read_all()
    yield from ((p.text, False) for p in train)
    yield from ((p.text, True) for ps in kept.values() for p in ps)
    for seed in (100, 101, 102):
        yield from ((p.text, False) for p in make_passages(random.Random(seed), 0.4))


def batch(paragraphs: list[Paragraph]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    width = max(len(p.states) for p in paragraphs)
    states, carried = torch.zeros(len(paragraphs), width, 384), torch.zeros(len(paragraphs), width)
    there = torch.zeros(len(paragraphs), width, dtype=torch.bool)
    for row, p in enumerate(paragraphs):
        n = len(p.states)
        states[row, :n], carried[row, :n], there[row, :n] = torch.tensor(p.states).float(), torch.tensor(p.carried), True
    return states, carried, there, torch.tensor([float(p.best > 0) for p in paragraphs])


def train(paragraphs: Iterable[Paragraph]) -> Gate:
    torch.manual_seed(0)
    gate = Gate()
    optimiser = torch.optim.Adam(gate.parameters(), RATE, weight_decay=1e-5)
    ordered = sorted(paragraphs, key=lambda p: len(p.states))
    packs = [ordered[k : k + BATCH] for k in range(0, len(ordered), BATCH)]
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: max(0.02, 1 - step / (EPOCHS * len(packs))))
    for epoch in range(EPOCHS):
        random.Random(epoch).shuffle(packs)
        lost = 0.0
        for pack in packs:
            states, carried, there, any_ = batch(pack)
            answers = gate(states).masked_fill(~there, -30.0)
            pieces = F.binary_cross_entropy_with_logits(answers[there], carried[there], weight=1 + CARRYING * carried[there])
            whole = F.binary_cross_entropy_with_logits(torch.logsumexp(2 * answers, 1) / 2, any_, weight=1 + CARRYING * any_)
            loss = 4 * pieces + whole
            optimiser.zero_grad()
            loss.backward()
            optimiser.step(), schedule.step()
            lost += loss.item()
        print(f"epoch {epoch}: loss {lost / len(packs):.3f}", flush=True)
    return gate.eval()


def tell(gate: Gate, kept: list[Paragraph]) -> None:
    """What would be left unread, and lost, of what was kept, at several bounds."""
    with torch.no_grad():
        highest = np.array([gate(torch.tensor(p.states).float()[None]).max().item() for p in kept])
    sizes, best = np.array([len(p.states) for p in kept]), np.array([p.best for p in kept])
    print(f"{len(kept)} paragraphs kept, {(best > 0).sum()} with an act; lowest of them {np.sort(highest[best > 0])[:8].round(2)}")
    for least in np.arange(LEAST - 1.5, LEAST + 2.6, 0.25):
        shut = highest <= least
        lost = [int((shut & (best > bound)).sum()) for bound in (0, 0.5, 0.6, 0.8)]
        print(f"{least:6.2f}: {100 * sizes[shut].sum() / sizes.sum():.1f} % of the pieces unread; lost above 0, 0.5, 0.6, 0.8: {lost}")


def main(news: str, out: str, work: str) -> None:
    folder, model = Path(out), onnx.load(Path(out) / "model.onnx")
    if any(n.op_type == "If" for n in model.graph.node):
        sys.exit(f"{folder} has its gate already; export it again first.")
    cache = Path(work) / "gate.pt"
    if cache.exists():
        gate = Gate()
        gate.load_state_dict(torch.load(cache, weights_only=True))
    else:
        teacher = Teacher(onnx.load(folder / "model.onnx"), OnnxActReader(folder))
        read = [p for text, kept in texts(Path(news)) for p in teacher.read(text, kept)]
        gate = train(p for p in read if not p.kept)
        tell(gate, [p for p in read if p.kept])
        torch.save(gate.state_dict(), cache)
    put_gate(model, LAYER, {name: w.numpy() for name, w in gate.state_dict().items()}, LEAST)
    onnx.checker.check_model(model)
    onnx.save(model, folder / "model.onnx")
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["files"]["model.onnx"] = hashlib.sha256((folder / "model.onnx").read_bytes()).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
