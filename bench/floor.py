"""The least that the shipped model's arithmetic can cost on this machine.

  python bench/floor.py CORE TEXTS.jsonl

Prints one JSON object: word pieces of the texts, operations a piece, the machine's int8 rate, and the quotient in seconds.
A multiplication with its addition counts as two operations. Every piece counts once, in a window of full length without
context; operations on floats (attention) count at the rate of int8. So no code with this model is faster.
"""

from __future__ import annotations

import json
import math
import os
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from worker import texts_of

from onrecord.engines.weights import MODELS, open_session, open_tokenizer

FOLDER = MODELS / "attribution"
MATRIX_PRODUCTS = frozenset({"MatMul", "FusedMatMul", "Gemm", "MatMulInteger", "MatMulIntegerToFloat", "DynamicQuantizeMatMul"})
RUNS = 60
UINT8, INT8, INT32 = 2, 3, 6  # TensorProto.DataType in onnx.proto

Product = tuple[int, int, int]  # rows, inner, columns: [rows, inner] times [inner, columns]


def main(core: str, texts: str) -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {int(core)})
    tokenizer = open_tokenizer((FOLDER / "tokenizer.json").read_bytes())
    pieces = sum(len(tokenizer.encode(text, add_special_tokens=False).ids) for text in texts_of(texts))
    length = json.loads((FOLDER / "manifest.json").read_text(encoding="utf8"))["core"]
    quantised, floating = products((FOLDER / "model.onnx").read_bytes(), length)
    a_piece = (operations(quantised) + operations(floating)) / length
    rate = int8_rate(encoder_products(quantised))
    print(
        json.dumps(
            {
                "pieces": pieces,
                "operations_a_piece": a_piece,
                "float_share": operations(floating) / length / a_piece,
                "rate": rate,
                "seconds": pieces * a_piece / rate,
            }
        )
    )


def products(model: bytes, length: int) -> tuple[list[Product], list[Product]]:
    """The matrix products that one window of this length takes, int8 and float, read off a profiled run: they are those of
    the graph as it is executed, whatever the architecture."""
    with tempfile.TemporaryDirectory() as folder:
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        options.enable_profiling = True
        options.profile_file_prefix = str(Path(folder) / "profile")
        session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        ids = np.full((1, length), 1000, dtype=np.int64)
        session.run(None, {i.name: ids if i.name == "ids" else np.ones_like(ids) for i in session.get_inputs()})
        events = json.loads(Path(session.end_profiling()).read_text(encoding="utf8"))
    quantised: list[Product] = []
    floating: list[Product] = []
    for event in events:
        details = event.get("args", {})
        if event["name"].endswith("kernel_time") and details.get("op_name") in MATRIX_PRODUCTS:
            (_, left), (_, out) = _shape(details["input_type_shape"][0]), _shape(details["output_type_shape"][0])
            is_int8 = any("int8" in kind for kind, _ in map(_shape, details["input_type_shape"])) or "Quantize" in details["op_name"]
            (quantised if is_int8 else floating).append((math.prod(out[:-1]), left[-1], out[-1]))
    return quantised, floating


def _shape(described: dict[str, list[int]]) -> tuple[str, list[int]]:
    return next(iter(described.items()))


def encoder_products(found: Sequence[Product]) -> list[Product]:
    """Those of the layers: a head's are too narrow to show what the machine can do."""
    widest = max(inner * columns for _, inner, columns in found)
    return [p for p in found if p[1] * p[2] >= widest / 8]


def operations(found: Iterable[Product]) -> int:
    return sum(2 * rows * inner * columns for rows, inner, columns in found)


def int8_rate(found: Sequence[Product]) -> float:
    """Operations a CPU second, one thread, of bare integer products of these shapes: median over the runs."""
    session = open_session(integer_products(found))
    random = np.random.default_rng(0)
    rows = found[0][0]
    feed: dict[str, Any] = {f"x{inner}": random.integers(0, 256, (rows, inner), dtype=np.uint8) for _, inner, _ in found}
    last = [f"y{len(found) - 1}"]  # onnxruntime computes the others too, and need not hand them over
    seconds = []
    for _ in range(RUNS):
        started = time.process_time()
        session.run(last, feed)
        seconds.append(time.process_time() - started)
    return operations(found) / statistics.median(seconds)


def integer_products(found: Sequence[Product]) -> bytes:
    """An ONNX model of one MatMulInteger for each product, with fixed weights, so that they are packed when it is loaded."""
    random = np.random.default_rng(0)
    nodes, weights, outputs = [], [], []
    for k, (rows, inner, columns) in enumerate(found):
        nodes.append(_message((1, f"x{inner}"), (1, f"w{k}"), (2, f"y{k}"), (4, "MatMulInteger")))
        values = random.integers(-127, 128, (inner, columns), dtype=np.int8)
        weights.append(_message((1, inner), (1, columns), (2, INT8), (8, f"w{k}"), (9, values.tobytes())))
        outputs.append(_tensor(f"y{k}", INT32, (rows, columns)))
    inputs = [_tensor(f"x{inner}", UINT8, (rows, inner)) for rows, inner in Counter((r, i) for r, i, _ in found)]
    parts = ((1, nodes), (5, weights), (11, inputs), (12, outputs))
    graph = _message((2, "products"), *((number, part) for number, several in parts for part in several))
    return _message((1, 8), (7, graph), (8, _message((2, 17))))


def _tensor(name: str, kind: int, shape: Sequence[int]) -> bytes:
    dimensions = _message(*((1, _message((1, size))) for size in shape))
    return _message((1, name), (2, _message((1, _message((1, kind), (2, dimensions))))))


def _message(*fields: tuple[int, int | str | bytes]) -> bytes:
    """A protobuf message (field numbers of onnx.proto): the package ``onnx`` is not needed to run a model, only to make one."""
    out = bytearray()
    for number, value in fields:
        if isinstance(value, int):
            out += _varint(number << 3) + _varint(value)
        else:
            content = value.encode() if isinstance(value, str) else value
            out += _varint(number << 3 | 2) + _varint(len(content)) + content
    return bytes(out)


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


if __name__ == "__main__":
    main(*sys.argv[1:])
