"""A sentence model as an ONNX graph: texts to unit vectors without torch.

The graph reads texts of the same number of pieces together, so no text is padded, and its vector is
the same to the last bit alone, in any company, and on any number of cores.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from pipeline.errors import model_not_loaded

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

Vectors = NDArray[np.float32]
Progress = Callable[[int, int], None]

GRAPH = "same_length_int8.onnx"
TOKENIZER = "tokenizer.json"
LONGEST = 128
"""Pieces read of one text, the two that begin and end it included."""

# Few enough for the states to stay in the processor's cache, enough to be read at its full speed.
_PIECES = 768
_BLOCK = 4096


class OnnxModel:
    """A folder with `tokenizer.json` and a graph that `models/training/graph.py` wrote.

    Parameters
    ----------
    name
        What the user calls the model.
    folder
        Where it lies.
    threads
        Batches read at the same time; as many as there are cores if not given.

    Raises
    ------
    ModelError
        If the graph, its weights or the tokenizer cannot be loaded.
    """

    def __init__(self, name: str, folder: Path, threads: int | None = None) -> None:
        from onnxruntime import InferenceSession, SessionOptions
        from tokenizers import Tokenizer

        self.threads = threads or _cores()
        options = SessionOptions()
        # A batch is read by one thread: so batches need not wait for one another.
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            self._reader: Tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
            self._session: InferenceSession = InferenceSession(
                str(folder / GRAPH), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # both libraries raise plain exceptions
            raise model_not_loaded(name, folder, error) from error
        self._reader.enable_truncation(LONGEST)
        self._reader.no_padding()

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Return one unit vector a text, shape (len(texts), dimensions)."""
        rows: list[Vectors | None] = [None] * len(texts)
        done = 0
        with ThreadPoolExecutor(self.threads) as pool:
            for members, vectors in pool.map(self._read, self._batches(texts)):
                for member, vector in zip(members, vectors, strict=True):
                    rows[member] = vector
                done += len(members)
                if progress:
                    progress(done, len(texts))
        return np.array(rows, dtype=np.float32)

    def _batches(self, texts: Sequence[str]) -> Iterator[tuple[list[int], NDArray[np.int64]]]:
        """Put texts of the same number of pieces together."""
        pieces: dict[int, list[tuple[int, NDArray[np.int64]]]] = {}
        for start in range(0, len(texts), _BLOCK):
            block = self._reader.encode_batch_fast(list(texts[start : start + _BLOCK]))
            for row, read in enumerate(block, start):
                ids = np.array(read.ids, dtype=np.int64)
                pieces.setdefault(len(ids), []).append((row, ids))
        for length, alike in sorted(pieces.items()):
            size = max(1, _PIECES // length)
            for start in range(0, len(alike), size):
                batch = alike[start : start + size]
                yield [row for row, _ in batch], np.stack([ids for _, ids in batch])

    def _read(self, batch: tuple[list[int], NDArray[np.int64]]) -> tuple[list[int], Vectors]:
        members, pieces = batch
        (vectors,) = self._session.run(None, {"input_ids": pieces})
        return members, vectors


def _cores() -> int:
    """Cores that this process may use, which may be fewer than the machine has."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
