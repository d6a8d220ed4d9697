"""Takes out of an exported model what reading one text at a time has no use for, without changing a bit of its answers.

  python training/lean_graph.py MODEL.onnx [--attention]

A text that is read alone has no padding, so the mask adds zero everywhere; its kind of token is the same throughout; and of a
shape only the length is not known beforehand. ``export_onnx.py`` does this to every model that ships.

``--attention`` makes one operator of every attention, which sums in another order: answers differ in their last digits. It pays where
windows are long (6 % at 418 pieces, nothing at 40), so only the attribution model is made so.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnx
from onnx import GraphProto, NodeProto, helper, numpy_helper


class Graph:
    """A graph to edit: who makes a value, and what is known of it beforehand."""

    def __init__(self, graph: GraphProto) -> None:
        self.proto = graph
        self.makers: dict[str, NodeProto] = {out: node for node in graph.node for out in node.output}
        self.fixed = {i.name: i for i in graph.initializer}
        self.fixed |= {n.output[0]: n.attribute[0].t for n in graph.node if n.op_type == "Constant"}

    def maker(self, value: str) -> str:
        return self.makers[value].op_type if value in self.makers else ""

    def value(self, name: str) -> np.ndarray:
        return numpy_helper.to_array(self.fixed[name])

    def user(self, node: NodeProto) -> NodeProto:
        """The first that asks for what the node makes."""
        return next(n for n in self.proto.node if node.output[0] in n.input)

    def fix(self, name: str, value: np.ndarray) -> str:
        """A new value that is known beforehand."""
        self.proto.initializer.append(numpy_helper.from_array(value, name))
        return name

    def replace(self, old: str, new: str) -> None:
        """Whoever asked for ``old`` is given ``new``; where ``old`` is an answer of the model, ``new`` is made under its name."""
        if old in {o.name for o in self.proto.output}:
            self.makers[old].output[0], self.makers[new].output[0] = f"{old}_before", old
            old, new = new, old
        for node in self.proto.node:
            for k, name in enumerate(node.input):
                if name == old:
                    node.input[k] = new


def lean(model: onnx.ModelProto) -> None:
    """In place."""
    graph = Graph(model.graph)
    _drop_mask(graph)
    _fix_kind_of_token(graph)
    _fix_shapes(graph)
    _sweep(graph)


def join_attention(model: onnx.ModelProto) -> None:
    """Scores, softmax and sum of every head as one operator, which keeps no table of all pieces against all. In place, after ``lean``."""
    graph = Graph(model.graph)
    for softmax in [n for n in model.graph.node if n.op_type == "Softmax"]:
        scaled = graph.makers[softmax.input[0]]
        scores, weighted = graph.makers[scaled.input[0]], graph.user(softmax)
        out = graph.user(graph.user(weighted))
        assert [n.op_type for n in (scaled, scores, weighted, out)] == ["Mul", "MatMul", "MatMul", "Reshape"], (
            f"{softmax.name}: no attention"
        )
        split = [graph.makers[graph.makers[value].input[0]] for value in (*scores.input, weighted.input[1])]
        states = [node.input[0] for node in split]
        _scale(graph, graph.makers[states[1]], float(graph.value(scaled.input[1])))
        bias = next(name for name in graph.makers[states[0]].input if name in graph.fixed)
        heads = graph.value(bias).size // int(graph.value(split[0].input[1])[-1])
        out.CopyFrom(helper.make_node("MultiHeadAttention", states, list(out.output), domain="com.microsoft", num_heads=heads, scale=1.0))
    model.opset_import.append(helper.make_opsetid("com.microsoft", 1))
    _sweep(Graph(model.graph))


def _scale(graph: Graph, added: NodeProto, by: float) -> None:
    """What a quantised layer gives, times ``by``: its bias, and the scales of its weights."""
    bias = next(name for name in added.input if name in graph.fixed)
    product = graph.makers[next(name for name in added.input if name != bias)]
    scales = graph.makers[product.input[1]]
    for name in (bias, next(name for name in scales.input if name in graph.fixed)):
        graph.fixed[name].CopyFrom(numpy_helper.from_array(graph.value(name) * np.float32(by), name))


def _drop_mask(graph: Graph) -> None:
    for node in list(graph.proto.node):
        if node.op_type == "Softmax" and graph.maker(node.input[0]) == "Add":
            scores, mask = graph.makers[node.input[0]].input
            assert graph.maker(mask) == "Where", f"{mask} is no mask"
            node.input[0] = scores
        if node.op_type == "Where" and node.output[0] in {o.name for o in graph.proto.output}:
            graph.replace(node.output[0], node.input[2])


def _fix_kind_of_token(graph: Graph) -> None:
    """Every token is of kind 0: its row is looked up here."""
    for node in list(graph.proto.node):
        if node.op_type != "Gather" or "token_type" not in node.input[0]:
            continue
        rounded = next(n for n in graph.proto.node if n.op_type == "DequantizeLinear" and n.input[0] == node.output[0])
        weights, scale, zero = (graph.value(n) for n in (node.input[0], *rounded.input[1:]))
        row = (weights[:1].astype(np.int32) - zero.astype(np.int32)).astype(np.float32) * scale
        graph.replace(rounded.output[0], graph.fix("token_kind", row[None]))


def _fix_shapes(graph: Graph) -> None:
    """States are split into heads, and heads joined: 0 stands for "as it came"."""
    for node in graph.proto.node:
        if node.op_type == "Reshape" and graph.maker(node.input[1]) == "Concat":
            sizes = list(_sizes(graph, graph.makers[node.input[1]]))
            if len(sizes) > 2 and sizes[:2] == [None, None] and None not in sizes[2:]:
                name = f"shape_{'_'.join(map(str, sizes[2:]))}"
                if name not in graph.fixed and name not in {i.name for i in graph.proto.initializer}:
                    graph.fix(name, np.array([0, 0, *sizes[2:]], dtype=np.int64))
                node.input[1] = name


def _sizes(graph: Graph, concat: NodeProto) -> Iterator[int | None]:
    for name in concat.input:
        yield int(graph.value(name)[0]) if name in graph.fixed else None


def _sweep(graph: Graph) -> None:
    """Nothing stays that no answer needs."""
    wanted = {o.name for o in graph.proto.output}
    kept = []
    for node in reversed(graph.proto.node):
        if wanted.intersection(node.output):
            kept.append(node)
            wanted.update(node.input)
    for field, held in (("node", kept[::-1]), ("initializer", None), ("input", None), ("value_info", None)):
        values = getattr(graph.proto, field)
        held = held if held is not None else [v for v in values if v.name in wanted]
        held = [type(v).FromString(v.SerializeToString()) for v in held]
        del values[:]
        values.extend(held)


def make_lean(path: Path, *, attention: bool) -> None:
    """The model in this file; ``attention``: in one operator each."""
    model = onnx.load(path)
    lean(model)
    if attention:
        join_attention(model)
    onnx.checker.check_model(model)
    onnx.save(model, path)


if __name__ == "__main__":
    make_lean(Path(sys.argv[1]), attention="--attention" in sys.argv[2:])
