"""Nodes of an ONNX graph whose large weights lie in a safetensors file beside it."""

import json
import struct
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

WEIGHTS = "model.safetensors"


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


class Nodes:
    """Collects the nodes of a graph; each method adds some and returns the name of the result."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self.nodes: list[onnx.NodeProto] = []
        self.initializers: dict[str, onnx.TensorProto] = {}

    def op(self, kind: str, *inputs: str, **attributes: Any) -> str:
        """Add a node with one output."""
        name = f"{kind}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [name], **attributes))
        return name

    def constant(self, name: str, value: Any, kind: type[np.generic] = np.float32) -> str:
        """Add a small array that the graph carries itself."""
        array = np.ascontiguousarray(np.asarray(value, dtype=kind)).reshape(np.shape(value))
        self.initializers.setdefault(name, numpy_helper.from_array(array, name))
        return name

    def integers(self, *values: int) -> str:
        """Add a list of integers."""
        return self.constant("ints_" + "_".join(map(str, values)), values, np.int64)

    def half(self, name: str) -> str:
        """Name a weight in half precision."""
        self.initializers.setdefault(name, self.weights.tensor(name))
        return name

    def single(self, name: str) -> str:
        """Name a weight in single precision."""
        return self.op("Cast", self.half(name), to=TensorProto.FLOAT)
