"""Write an ONNX graph beside a saved model that reads its weights from the model's own file.

The graph itself is small: every weight is named by its place in ``model.safetensors`` (ONNX calls
it external data), so the folder holds the weights once and runs with PyTorch or without. Matrices
are rounded to 8 bits when the graph is loaded, one scale for each output.

A text's vector must not depend on the texts beside it. So the states that meet a matrix are rounded
on a scale that was fixed beforehand, or on the piece's own; the texts of a batch have the same
number of pieces, without padding; and all that is left in single precision is summed within a text.

Run as ``python -m models.training.graph FOLDER`` to write the graph of a saved model anew.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from onnx import TensorProto, helper, numpy_helper

from models.training.calibration import calibration_texts, read_ranges
from models.training.corpus import OWN_DATA
from models.training.onnx_nodes import WEIGHTS, Nodes, Weights
from models.training.rounding import Range, Row, matrix_scale, smoothing_factors
from pipeline.onnx_model import GRAPH

OPSET = 20
FUSED = "com.microsoft"
"""ONNX Runtime's own operators, which do several steps in one."""

MARGIN = 1.1
"""Room for states beyond those that were seen."""
LOWEST_INNER = -0.17
"""Just below the lowest value of the error linear unit, x Phi(x)."""
INNER_ZERO = 16
INNER_FLOOR = -LOWEST_INNER * (255 - INNER_ZERO) / INNER_ZERO


class Rounded(NamedTuple):
    """Names of states rounded to 8 bits, of their scale and of their zero point."""

    states: str
    scale: str
    zero: str


class Builder(Nodes):
    """Adds the parts of the network; each method returns the name of its result."""

    def __init__(self, weights: Weights, ranges: dict[str, Range], settings: dict[str, Any]):
        super().__init__(weights)
        self.ranges = ranges
        self.heads: int = settings["num_attention_heads"]
        self.epsilon: float = settings["layer_norm_eps"]

    def normalised(self, states: str) -> str:
        """Bring each state to mean 0 and variance 1.

        In steps: ONNX Runtime's own operator for it takes three times as long.
        """
        middle = self.op("ReduceMean", states, self.integers(-1))
        apart = self.op("Sub", states, middle)
        spread = self.op("ReduceMean", self.op("Mul", apart, apart), self.integers(-1))
        spread = self.op("Add", spread, self.constant("epsilon", self.epsilon))
        return self.op("Mul", apart, self.op("Reciprocal", self.op("Sqrt", spread)))

    def rounded(self, states: str, name: str, seen: Range) -> Rounded:
        """Round states to 8 bits on a scale that was fixed beforehand."""
        low = min(float(seen.lowest.min()), 0.0) * MARGIN
        high = max(float(seen.highest.max()), 1e-6) * MARGIN
        step = (high - low) / 255
        scale = self.constant(f"{name}.step", step)
        zero = self.constant(f"{name}.zero", round(-low / step), np.uint8)
        return Rounded(self.op("QuantizeLinear", states, scale, zero), scale, zero)

    def product(
        self,
        states: Rounded,
        name: str,
        factors: Row,
        bias: Row | None,
        divisors: Row | None = None,
    ) -> str:
        """Multiply rounded states with a matrix rounded to 8 bits.

        Parameters
        ----------
        states
            Divided by the smoothing factors before they were rounded.
        name
            Of the linear layer.
        factors
            Smoothing factors, shape (inputs,).
        bias
            Added to the product, shape (outputs,).
        divisors
            What the outputs are divided by, shape (outputs,).
        """
        outputs = np.ones(len(self.weights.array(f"{name}.bias")), np.float32)
        outputs = outputs if divisors is None else divisors
        scale = matrix_scale(self.weights.array(f"{name}.weight") * factors / outputs[:, None])
        matrix = self.op(
            "Mul", self.single(f"{name}.weight"), self.constant(f"{name}.factors", factors)
        )
        matrix = self.op("Transpose", matrix, perm=[1, 0])
        matrix = self.op("Div", matrix, self.constant(f"{name}.divisors", scale * outputs))
        matrix = self.op("Cast", self.op("Round", matrix), to=TensorProto.INT8)
        inputs = [states.states, matrix, states.scale, self.constant(f"{name}.scale", scale)]
        inputs.append(states.zero)
        if bias is not None:
            inputs += ["", self.constant(f"{name}.bias", bias / outputs)]
        return self.op("MatMulIntegerToFloat", *inputs, domain=FUSED)

    def smoothed(self, states: str, name: str, seen: Range, factors: Row) -> Rounded:
        """Divide states by smoothing factors and round them."""
        divided = self.op("Mul", states, self.constant(f"{name}.inverse", 1 / factors))
        return self.rounded(divided, name, seen.divided(factors))

    def layer(self, states: str, offset: Row, name: str) -> tuple[str, Row]:
        """Add one layer of the encoder.

        Parameters
        ----------
        states, offset
            The layer's input is their sum. Nothing adds it up: products with the offset are a bias.
        name
            Of the layer.

        Returns
        -------
        states, offset
            The same of its output.
        """
        array = self.weights.array
        own, out = f"{name}.attention.self", f"{name}.attention.output"
        parts = [f"{own}.{part}" for part in ("query", "key", "value")]
        mixed = self.ranges[f"{out}.dense"]
        after = smoothing_factors(mixed, array(f"{out}.dense.weight"))
        matrices = [array(f"{part}.weight") for part in parts]
        seen = self.ranges[parts[0]].moved(offset)
        factors = smoothing_factors(seen, np.concatenate(matrices))
        read = self.smoothed(states, own, seen, factors)
        query, key, value = (
            self.product(
                read,
                part,
                factors,
                array(f"{part}.bias") + matrix @ offset,
                # A weighted mean of values divided beforehand needs no division afterwards.
                after if part.endswith("value") else None,
            )
            for part, matrix in zip(parts, matrices, strict=True)
        )
        found = self.op("MultiHeadAttention", query, key, value, num_heads=self.heads, domain=FUSED)
        found = self.product(
            self.rounded(found, out, mixed.divided(after)),
            f"{out}.dense",
            after,
            array(f"{out}.dense.bias") + offset,
        )
        states, offset = self.normed(self.op("Add", found, states), f"{out}.LayerNorm")
        inner = self.inner(states, offset, f"{name}.intermediate.dense")
        outer = self.outer(inner, offset, f"{name}.output.dense")
        return self.normed(self.op("Add", outer, states), f"{name}.output.LayerNorm")

    def normed(self, states: str, name: str) -> tuple[str, Row]:
        """Normalise each state; return it without its offset, and the offset."""
        gain = self.single(f"{name}.weight")
        return self.op("Mul", self.normalised(states), gain), self.weights.array(f"{name}.bias")

    def inner(self, states: str, offset: Row, name: str) -> str:
        """Add the wide half of the feed-forward part, with its activation."""
        matrix = self.weights.array(f"{name}.weight")
        seen = self.ranges[name].moved(offset)
        factors = smoothing_factors(seen, matrix)
        read = self.smoothed(states, name, seen, factors)
        bias = self.weights.array(f"{name}.bias") + matrix @ offset
        return self.op("Gelu", self.product(read, name, factors, bias))

    def outer(self, inner: str, offset: Row, name: str) -> str:
        """Add the other half. A few pieces reach far beyond the rest, so each has its own scale."""
        largest = self.op("ReduceMax", inner, self.integers(-1))
        largest = self.op("Max", largest, self.constant("inner.floor", INNER_FLOOR))
        step = self.op("Mul", largest, self.constant("inner.step", 1 / (255 - INNER_ZERO)))
        one = self.constant("one", 1)
        zero = self.constant("inner.zero", INNER_ZERO, np.uint8)
        scaled = self.op("Mul", inner, self.op("Reciprocal", step))
        read = Rounded(self.op("QuantizeLinear", scaled, one, zero), one, zero)
        plain = np.ones(self.weights.array(f"{name}.weight").shape[1], np.float32)
        product = self.op("Mul", self.product(read, name, plain, None), step)
        bias = self.weights.array(f"{name}.bias") + offset
        return self.op("Add", product, self.constant(f"{name}.bias", bias))


def write_graph(folder: Path, texts: Sequence[str]) -> Path:
    """Write the graph of a saved BERT-like sentence model into its folder.

    Parameters
    ----------
    folder
        A sentence-transformers folder with ``config.json`` and ``model.safetensors`` (F16).
    texts
        What the ranges of the states are measured on.

    Returns
    -------
    Path
        The graph: ``input_ids`` of shape (texts, pieces) in, texts of the same number of pieces;
        ``sentence_embedding`` of shape (texts, dimensions), rows of length one, out.
    """
    settings = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    weights = Weights(folder / WEIGHTS)
    build = Builder(weights, read_ranges(folder, texts), settings)
    zero = build.integers(0)
    length = build.op("Gather", build.op("Shape", "input_ids"), build.integers(1))
    word = build.op("Gather", build.half("embeddings.word_embeddings.weight"), "input_ids")
    place = build.single("embeddings.position_embeddings.weight")
    kind = build.op("Gather", build.single("embeddings.token_type_embeddings.weight"), zero)
    place = build.op("Slice", build.op("Add", place, kind), zero, length, zero)
    states = build.op("Add", build.op("Cast", word, to=TensorProto.FLOAT), place)
    states, offset = build.normed(states, "embeddings.LayerNorm")
    for number in range(settings["num_hidden_layers"]):
        states, offset = build.layer(states, offset, f"encoder.layer.{number}")

    # Products sum each text by itself; reductions sum in an order that depends on their number.
    shape = build.op("Shape", build.op("Unsqueeze", "input_ids", build.integers(1)))
    each = numpy_helper.from_array(np.ones(1, np.float32))
    total = build.op("MatMul", build.op("ConstantOfShape", shape, value=each), states)
    mean = build.op("Div", total, build.op("Cast", length, to=TensorProto.FLOAT))
    mean = build.op("Add", mean, build.constant("offset", offset))
    square = build.op("MatMul", mean, build.op("Reshape", mean, build.integers(0, -1, 1)))
    unit = build.op("Div", mean, build.op("Sqrt", square))
    build.nodes.append(
        helper.make_node("Squeeze", [unit, build.integers(1)], ["sentence_embedding"])
    )
    graph = helper.make_graph(
        build.nodes,
        "sentence model",
        [helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["texts", "pieces"])],
        [
            helper.make_tensor_value_info(
                "sentence_embedding", TensorProto.FLOAT, ["texts", settings["hidden_size"]]
            )
        ],
        list(build.initializers.values()),
    )
    opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(FUSED, 1)]
    model = helper.make_model(graph, opset_imports=opsets, ir_version=10)
    path = folder / GRAPH
    path.write_bytes(model.SerializeToString())
    return path


if __name__ == "__main__":
    print(write_graph(Path(sys.argv[1]), calibration_texts(OWN_DATA)))
