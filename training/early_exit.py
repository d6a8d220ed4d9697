"""Puts a gate into an exported model: what the gate finds nothing in after the first layers is read no further.

The gate is a small network on the states of a layer; the rest of the model stands in a branch that is run where the gate opens, and there
the answers are the same to the bit. Elsewhere every token's answer is that of words that carry nothing.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import onnx
from onnx import GraphProto, NodeProto, TensorProto, helper, numpy_helper

NOTHING = 20.0  # the logit of "carries nothing" where nothing was read


def states_after(graph: GraphProto, layer: int) -> str:
    """The name of the states that the layer, counted from 0, hands on."""
    return next(n.output[0] for n in graph.node if n.op_type == "LayerNormalization" and f"layer.{layer}/output" in n.name)


def put_gate(model: onnx.ModelProto, layer: int, gate: Mapping[str, np.ndarray], least: float) -> None:
    """In place. ``gate`` holds the weights of ``moves_gate.Gate``; it opens where its highest answer is above ``least``."""
    graph = model.graph
    states = states_after(graph, layer)
    below = _makers_of(graph, states)
    above = [n for n in graph.node if not any(n is b for b in below)]
    outputs = {o.name: o.type.tensor_type.shape.dim[2].dim_value for o in graph.output}
    for node in above:
        node.output[:] = [f"{o}_read" if o in outputs else o for o in node.output]
    first = {name for n in below for name in n.input}
    later = [i for i in graph.initializer if i.name not in first]
    read = helper.make_graph(above, "read_on", [], [_answer(f"{o}_read", width) for o, width in outputs.items()], initializer=later)
    nodes, weights = _gate(states, gate, least)
    branches = {"then_branch": read, "else_branch": _leave(outputs)}
    nodes = [*below, *nodes, helper.make_node("If", ["gate_open"], list(outputs), **branches)]
    weights = [*(i for i in graph.initializer if i.name in first), *weights]
    for field, values in ((graph.node, nodes), (graph.initializer, weights)):
        values = [type(v).FromString(v.SerializeToString()) for v in values]
        del field[:]
        field.extend(values)


def _makers_of(graph: GraphProto, name: str) -> list[NodeProto]:
    """The nodes that the value needs, in order."""
    needed, found = {name}, []
    for node in reversed(graph.node):
        if needed.intersection(node.output):
            needed.update(node.input)
            found.append(node)
    return found[::-1]


def _gate(states: str, gate: Mapping[str, np.ndarray], least: float) -> tuple[list[NodeProto], list[TensorProto]]:
    shaped = {
        "narrow.weight": gate["narrow.weight"].T,
        "narrow.bias": gate["narrow.bias"],
        "around.weight": gate["around.weight"],
        "around.bias": gate["around.bias"],
        "answer.weight": gate["answer.weight"][:, :, None],
        "answer.bias": gate["answer.bias"],
        "least": np.float32(least),
    }
    side = gate["around.weight"].shape[2] // 2
    steps = [
        ("MatMul", [states, "narrow.weight"], {}),
        ("Add", ["", "narrow.bias"], {}),
        ("Transpose", [""], {"perm": [0, 2, 1]}),
        ("Conv", ["", "around.weight", "around.bias"], {"pads": [side, side]}),
        ("Relu", [""], {}),
        ("Conv", ["", "answer.weight", "answer.bias"], {}),
        ("ReduceMax", [""], {"keepdims": 0}),
        ("Greater", ["", "least"], {}),
    ]
    nodes = []
    for k, (kind, inputs, options) in enumerate(steps):
        named = [f"gate_{k - 1}" if i == "" else f"gate_{i}" if i in shaped else i for i in inputs]
        nodes.append(helper.make_node(kind, named, ["gate_open" if kind == "Greater" else f"gate_{k}"], **options))
    return nodes, [numpy_helper.from_array(np.ascontiguousarray(v), f"gate_{name}") for name, v in shaped.items()]


def _leave(outputs: Mapping[str, int]) -> GraphProto:
    nodes, values = [helper.make_node("Shape", ["ids"], ["shape"])], []
    for name, width in outputs.items():
        answer = np.zeros((1, 1, width), dtype=np.float32)
        answer[0, 0, 0] = NOTHING if name == "tags" else 0.0
        values += [numpy_helper.from_array(answer, f"{name}_of_none"), numpy_helper.from_array(np.array([width]), f"{name}_width")]
        nodes.append(helper.make_node("Concat", ["shape", f"{name}_width"], [f"{name}_shape"], axis=0))
        nodes.append(helper.make_node("Expand", [f"{name}_of_none", f"{name}_shape"], [f"{name}_unread"]))
    return helper.make_graph(nodes, "leave", [], [_answer(f"{o}_unread", width) for o, width in outputs.items()], initializer=values)


def _answer(name: str, width: int) -> onnx.ValueInfoProto:
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, ["batch", "length", width])
