"""CPU time and quality of the map of 61 to 20,000 bullets: `python -m tests.bench.map`.

The bullets are those of `tests/data/civic_gold`, repeated with noise as in `tests.bench.scale`, in
the themes that clustering finds. Trustworthiness (Venna & Kaski 2001) says how many of those that
stand near a bullet on the map are near it in meaning, 1 at best, on the first 1,500 bullets; the
last column is the share of a bullet's ten nearest on the map that are of its own theme.
"""

from __future__ import annotations

import os
import time

import numpy as np
from sklearn.manifold import trustworthiness
from sklearn.neighbors import NearestNeighbors

from pipeline.cluster import cluster
from pipeline.draft.figures.layout import lay_out
from pipeline.embed import SentenceEncoder
from pipeline.parse import parse
from pipeline.read import read_file
from pipeline.settings import Settings
from tests.bench.scale import DOCS, repeated

SIZES = (61, 389, 2_000, 6_000, 20_000)
NEAR = 10
SAMPLE = 1_500


def main() -> None:
    paths = sorted(DOCS.glob("*.txt"))
    texts = [b.text for path in paths for b in parse(read_file(path, DOCS)).bullets]
    vectors = SentenceEncoder(Settings().model).encode(texts)
    print(f"{os.cpu_count()} cores")
    print(f"{'bullets':>8} {'CPU s':>9} {'trustworthy':>12} {'own theme':>10}")
    for size in SIZES:
        many = vectors[:size] if size <= len(vectors) else repeated(vectors, size)
        themes = cluster(many).themes
        started = time.process_time()
        points = lay_out(many, [int(theme) for theme in themes])
        seconds = time.process_time() - started
        trust = trustworthiness(many[:SAMPLE], points[:SAMPLE], n_neighbors=NEAR)
        own = own_theme(points, themes)
        print(f"{size:>8,} {seconds:>9.1f} {trust:>12.3f} {own:>10.3f}", flush=True)


def own_theme(points: np.ndarray, themes: np.ndarray) -> float:
    """Share of the ten nearest on the map that are of the same theme."""
    found = NearestNeighbors(n_neighbors=NEAR + 1).fit(points)
    near = found.kneighbors(points, return_distance=False)[:, 1:]
    return float((themes[near] == themes[:, None]).mean())


if __name__ == "__main__":
    main()
