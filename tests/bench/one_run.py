"""One method on one set in a process of its own, so that its memory is its own.

`tests.bench.peers` starts it with the folder that `write_set` filled, the method's name, the file
to write the result to, the method's cache, and which run it is: the "first" begins cold; the second
groups up to 5,000 bullets beforehand, so that what a package loads or compiles anew in each process
is not timed, and with "folds" leaves each fold out in turn afterwards.
"""

from __future__ import annotations

import json
import logging
import os
import pickle
import resource
import sys
import time
import warnings
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from pipeline.embed import CachedEncoder, Vectors
from tests.bench.protocol import kept
from tests.bench.rivals import RIVALS, Task
from tests.bench.sets import BenchSet

_GIB = 2**30
# UMAP compiles other code for more than 4,096 points.
_TO_WARM_UP = 5_000


@dataclass
class Result:
    """What a process found.

    Attributes
    ----------
    labels
        Group of each bullet, -1 for none.
    parts
        For each fold, the groups of the bullets that stay without it.
    seconds, processor_seconds
        Of grouping and naming; importing the method's package and reading the vectors are not in
        it.
    peak
        Greatest memory of the process in MiB.
    failure
        Why there are no labels, in a few words; empty if there are.
    """

    labels: list[int] = field(default_factory=list)
    parts: dict[int, list[int]] = field(default_factory=dict)
    seconds: float = 0.0
    processor_seconds: float = 0.0
    peak: float = 0.0
    failure: str = ""


class _Known:
    """Vectors that are there already, where the program's cache expects a model."""

    def __init__(self, texts: Sequence[str], vectors: Vectors, fingerprint: str) -> None:
        self.fingerprint = fingerprint
        self._vectors = dict(zip(texts, vectors, strict=True))

    def encode(self, texts: Sequence[str], progress: object = None) -> Vectors:
        return np.stack([self._vectors[text] for text in texts])


def write_set(
    bench: BenchSet, vectors: Vectors, model: str, fingerprint: str, folder: Path
) -> None:
    """Write a set, its vectors, and the program's own cache of them."""
    (folder / "set.pickle").write_bytes(pickle.dumps((bench, model)))
    np.save(folder / "vectors.npy", vectors)
    texts = [bullet.text for bullet in bench.bullets]
    CachedEncoder(_Known(texts, vectors, fingerprint), folder / "cache").encode(texts)


def main(
    folder: Path, method: str, out: Path, cache: Path, which: str, memory: float, seconds: int
) -> None:
    warnings.simplefilter("ignore")
    logging.disable(logging.WARNING)
    bench, model = pickle.loads((folder / "set.pickle").read_bytes())
    vectors = np.load(folder / "vectors.npy")
    result = Result()

    def group(rows: Sequence[int], times: Result) -> list[int]:
        return _labels(bench, vectors, rows, method, model, cache, times)

    limit = int(memory * _GIB)
    resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
    try:
        if which != "first":
            # What fails here says so below, where it is timed.
            with suppress(Exception):
                group(range(min(_TO_WARM_UP, len(bench.bullets))), Result())
        _allow(seconds)
        result.labels = group(range(len(bench.bullets)), result)
        result.peak = peak()
        # The time of the folds is limited apart, and what was found outlives it.
        out.write_text(json.dumps(vars(result)), encoding="utf-8")
        if which == "folds":
            _allow(seconds)
            for fold in range(max(bench.folds) + 1):
                result.parts[fold] = group(kept(bench.folds, fold), Result())
    except MemoryError:
        result.failure = f"over {memory:g} GB"
    except Exception as error:
        # Whatever a rival stumbles over is a result of the comparison.
        if method.startswith("ours"):
            raise
        result.failure = f"fails: {type(error).__name__}"
        print(f"{method} on {bench.name}: {error!r}", file=sys.stderr)
    out.write_text(json.dumps(vars(result)), encoding="utf-8")


def _allow(seconds: int) -> None:
    """End this process when it has used so much more of the processor."""
    limit = int(_processor_seconds()) + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.RLIM_INFINITY))


def _labels(
    bench: BenchSet,
    vectors: Vectors,
    rows: Sequence[int],
    method: str,
    model: str,
    cache: Path,
    times: Result,
) -> list[int]:
    gold = {bench.gold[row] for row in rows} - {None}
    bullets = [bench.bullets[row] for row in rows]
    number = len(gold) or bench.number
    run = RIVALS[method].prepare(Task(bullets, vectors[list(rows)], number, cache, model))
    started, used = time.perf_counter(), _processor_seconds()
    labels = [int(label) for label in run()]
    times.seconds = time.perf_counter() - started
    times.processor_seconds = _processor_seconds() - used
    return labels


def _processor_seconds() -> float:
    """Of this process and of those that it has waited for."""
    return sum(os.times()[:4])


def peak() -> float:
    """Greatest memory of this process alone, in MiB."""
    status = Path("/proc/self/status")
    if status.is_file():
        # What getrusage calls the peak is on Linux the parent's where that is higher.
        lines = status.read_text(encoding="ascii").splitlines()
        kibibytes = next(line.split()[1] for line in lines if line.startswith("VmHWM"))
        return int(kibibytes) / 1024
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used / 2**20 if sys.platform == "darwin" else used / 1024


if __name__ == "__main__":
    main(
        Path(sys.argv[1]),
        sys.argv[2],
        Path(sys.argv[3]),
        Path(sys.argv[4]),
        sys.argv[5],
        float(sys.argv[6]),
        int(sys.argv[7]),
    )
