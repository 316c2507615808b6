"""Write an ONNX graph beside a saved model that reads its weights from the model's own file.

The graph itself is small: every weight is named by its place in ``model.safetensors`` (ONNX calls
it external data), so the folder holds the weights once and runs with PyTorch or without. Matrices
are rounded to 8 bits when the graph is loaded, one scale for each output, and the states that meet
them are rounded step by step (dynamic quantisation); the rest is single precision.
"""

import json
import struct
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from models.training.student import GRAPH

WEIGHTS = "model.safetensors"
OPSET = 20


class Weights:
    """Where each weight stands in a safetensors file of half-precision numbers."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with path.open("rb") as file:
            (length,) = struct.unpack("<Q", file.read(8))
            self.entries: dict[str, dict[str, Any]] = json.loads(file.read(length))
        self.start = 8 + length
        self.entries.pop("__metadata__", None)

    def array(self, name: str) -> NDArray[np.float32]:
        """Read a weight."""
        offset, count, shape = self._place(name)
        return (
            np.fromfile(self.path, "<f2", count // 2, offset=offset)
            .reshape(shape)
            .astype(np.float32)
        )

    def tensor(self, name: str) -> onnx.TensorProto:
        """Describe a weight as external data."""
        offset, count, shape = self._place(name)
        tensor = onnx.TensorProto(name=name, data_type=TensorProto.FLOAT16, dims=shape)
        tensor.data_location = TensorProto.EXTERNAL
        for key, value in (("location", self.path.name), ("offset", offset), ("length", count)):
            tensor.external_data.add(key=key, value=str(value))
        return tensor

    def _place(self, name: str) -> tuple[int, int, list[int]]:
        entry = self.entries[name]
        if entry["dtype"] != "F16":
            raise ValueError(
                f"{self.path}: {name} is kept as {entry['dtype']}, expected half precision (F16)"
            )
        first, last = entry["data_offsets"]
        return self.start + first, last - first, list(entry["shape"])


class Builder:
    """Collects the nodes of the graph; each method adds some and returns the name of the result."""

    def __init__(self, weights: Weights, heads: int, epsilon: float) -> None:
        self.weights = weights
        self.heads = heads
        self.epsilon = epsilon
        self.nodes: list[onnx.NodeProto] = []
        self.initializers: dict[str, onnx.TensorProto] = {}

    def node(
        self, kind: str, inputs: Sequence[str], outputs: int = 1, **attributes: Any
    ) -> list[str]:
        """Add a node; return the names of its outputs."""
        names = [f"{kind}_{len(self.nodes)}_{index}" for index in range(outputs)]
        self.nodes.append(helper.make_node(kind, list(inputs), names, **attributes))
        return names

    def op(self, kind: str, *inputs: str, **attributes: Any) -> str:
        """Add a node with one output."""
        return self.node(kind, inputs, **attributes)[0]

    def constant(self, name: str, value: NDArray[np.generic]) -> str:
        """Add a small array that the graph carries itself."""
        self.initializers.setdefault(name, numpy_helper.from_array(value, name))
        return name

    def integers(self, *values: int) -> str:
        """Add a list of integers."""
        return self.constant("ints_" + "_".join(map(str, values)), np.array(values, dtype=np.int64))

    def half(self, name: str) -> str:
        """Name a weight in half precision."""
        self.initializers.setdefault(name, self.weights.tensor(name))
        return name

    def single(self, name: str) -> str:
        """Name a weight in single precision."""
        return self.op("Cast", self.half(name), to=TensorProto.FLOAT)

    def norm(self, states: str, name: str) -> str:
        """Normalise each state."""
        return self.op(
            "LayerNormalization",
            states,
            self.single(f"{name}.weight"),
            self.single(f"{name}.bias"),
            axis=-1,
            epsilon=self.epsilon,
        )

    def quantised(self, states: str) -> list[str]:
        """Round states to 8 bits; return them with their scale and zero point."""
        return self.node("DynamicQuantizeLinear", [states], 3)

    def linear(self, quantised: Sequence[str], name: str) -> str:
        """Multiply rounded states with a matrix rounded to 8 bits, and add its bias."""
        largest = np.abs(self.weights.array(f"{name}.weight")).max(axis=1)
        scale = self.constant(f"{name}.scale", (np.maximum(largest, 1e-8) / 127).astype(np.float32))
        states, states_scale, zero = quantised
        turned = self.op("Transpose", self.single(f"{name}.weight"), perm=[1, 0])
        rounded = self.op(
            "Cast", self.op("Round", self.op("Div", turned, scale)), to=TensorProto.INT8
        )
        product = self.op(
            "Cast", self.op("MatMulInteger", states, rounded, zero), to=TensorProto.FLOAT
        )
        scaled = self.op("Mul", product, self.op("Mul", states_scale, scale))
        return self.op("Add", scaled, self.single(f"{name}.bias"))

    def in_heads(self, states: str, order: Sequence[int]) -> str:
        """Part states of shape (texts, pieces, dimensions) in attention heads."""
        return self.op(
            "Transpose", self.op("Reshape", states, self.integers(0, 0, self.heads, -1)), perm=order
        )

    def layer(self, states: str, bias: str, name: str) -> str:
        """Add one layer of the encoder."""
        read = self.quantised(states)
        query = self.in_heads(self.linear(read, f"{name}.attention.self.query"), [0, 2, 1, 3])
        key = self.in_heads(self.linear(read, f"{name}.attention.self.key"), [0, 2, 3, 1])
        value = self.in_heads(self.linear(read, f"{name}.attention.self.value"), [0, 2, 1, 3])
        width = self.weights.array(f"{name}.attention.self.query.bias").size // self.heads
        factor = self.constant("attention.scale", np.array(width**-0.5, dtype=np.float32))
        scores = self.op("Add", self.op("Mul", self.op("MatMul", query, key), factor), bias)
        mixed = self.op("MatMul", self.op("Softmax", scores, axis=-1), value)
        joined = self.op(
            "Reshape",
            self.op("Transpose", mixed, perm=[0, 2, 1, 3]),
            self.integers(0, 0, self.heads * width),
        )
        attended = self.linear(self.quantised(joined), f"{name}.attention.output.dense")
        states = self.norm(self.op("Add", states, attended), f"{name}.attention.output.LayerNorm")
        inner = self.op("Gelu", self.linear(self.quantised(states), f"{name}.intermediate.dense"))
        outer = self.linear(self.quantised(inner), f"{name}.output.dense")
        return self.norm(self.op("Add", states, outer), f"{name}.output.LayerNorm")


def write_graph(folder: Path) -> Path:
    """Write the graph of a saved BERT-like sentence model into its folder.

    Parameters
    ----------
    folder
        A sentence-transformers folder with ``config.json`` and ``model.safetensors`` (F16).

    Returns
    -------
    Path
        The graph: ``input_ids`` and ``attention_mask`` of shape (texts, pieces) in,
        ``sentence_embedding`` of shape (texts, dimensions), rows of length one, out.
    """
    settings = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    weights = Weights(folder / WEIGHTS)
    build = Builder(weights, settings["num_attention_heads"], settings["layer_norm_eps"])
    length = build.op("Gather", build.op("Shape", "input_ids"), build.integers(1))
    word = build.op("Gather", build.half("embeddings.word_embeddings.weight"), "input_ids")
    place = build.op(
        "Slice",
        build.single("embeddings.position_embeddings.weight"),
        build.integers(0),
        length,
        build.integers(0),
    )
    kind = build.op(
        "Gather", build.single("embeddings.token_type_embeddings.weight"), build.integers(0)
    )
    states = build.op(
        "Add", build.op("Cast", word, to=TensorProto.FLOAT), build.op("Add", place, kind)
    )
    states = build.norm(states, "embeddings.LayerNorm")

    mask = build.op("Cast", "attention_mask", to=TensorProto.FLOAT)
    one = build.constant("one", np.array(1, dtype=np.float32))
    far = build.constant("far", np.array(-10000, dtype=np.float32))
    hidden = build.op("Mul", build.op("Sub", one, mask), far)
    bias = build.op("Unsqueeze", hidden, build.integers(1, 2))
    for number in range(settings["num_hidden_layers"]):
        states = build.layer(states, bias, f"encoder.layer.{number}")

    weight = build.op("Unsqueeze", mask, build.integers(2))
    total = build.op("ReduceSum", build.op("Mul", states, weight), build.integers(1), keepdims=0)
    mean = build.op("Div", total, build.op("ReduceSum", weight, build.integers(1), keepdims=0))
    size = build.op("ReduceL2", mean, build.integers(1), keepdims=1)
    build.nodes.append(helper.make_node("Div", [mean, size], ["sentence_embedding"]))

    shape = ["texts", "pieces"]
    graph = helper.make_graph(
        build.nodes,
        "sentence model",
        [
            helper.make_tensor_value_info(name, TensorProto.INT64, shape)
            for name in ("input_ids", "attention_mask")
        ],
        [
            helper.make_tensor_value_info(
                "sentence_embedding", TensorProto.FLOAT, ["texts", settings["hidden_size"]]
            )
        ],
        list(build.initializers.values()),
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=10)
    path = folder / GRAPH
    path.write_bytes(model.SerializeToString())
    return path
