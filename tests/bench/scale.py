"""Time parsing and clustering from 61 to 50,000 bullets: `python -m tests.bench.scale`.

The bullets are those of `tests/data/civic_gold`, repeated in new tables; their vectors are cached
beforehand, as they are in any run after the first. Repeated bullets get vectors that differ by a
little noise, so that no two are equal.
"""

from __future__ import annotations

import argparse
import os
import resource
import time
from pathlib import Path

import numpy as np

from pipeline.cluster import cluster
from pipeline.embed import SentenceEncoder
from pipeline.parse import parse
from pipeline.read import read_file
from pipeline.settings import Settings

DOCS = Path(__file__).parent.parent / "data" / "civic_gold" / "docs"
SIZES = (61, 389, 1_000, 6_000, 12_500, 25_000, 50_000)
NOISE = 0.6


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    arguments.add_argument("--model", default=Settings().model)
    words = arguments.parse_args()
    paths = sorted(DOCS.glob("*.txt"))
    texts = [b.text for path in paths for b in parse(read_file(path, DOCS)).bullets]
    vectors = SentenceEncoder(words.model).encode(texts)
    print(f"{os.cpu_count()} cores, model {words.model}")
    print(f"{'bullets':>8} {'parse s':>8} {'cluster s':>10} {'themes':>7} {'peak MB':>8}")
    for size in words.sizes:
        started = time.perf_counter()
        parsed = 0
        while parsed < size:
            parsed += sum(len(parse(read_file(path, DOCS)).bullets) for path in paths)
        parse_seconds = (time.perf_counter() - started) * size / parsed
        many = repeated(vectors, size)
        started = time.perf_counter()
        groups = cluster(many)
        seconds = time.perf_counter() - started
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        themes = groups.themes.max() + 1
        print(
            f"{size:>8,} {parse_seconds:>8.2f} {seconds:>10.2f} {themes:>7} {peak:>8.0f}",
            flush=True,
        )


def repeated(vectors: np.ndarray, size: int) -> np.ndarray:
    generator = np.random.default_rng(0)
    rows = vectors[np.arange(size) % len(vectors)]
    noise = generator.standard_normal(rows.shape, np.float32)
    rows = rows + NOISE * noise / np.sqrt(rows.shape[1])
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


if __name__ == "__main__":
    main()
