"""Are the themes that the work list calls alike one theme? `python -m tests.bench.alike`.

Bullets with gold themes are clustered, whole and in samples, into fewer and more themes; a pair of
themes that the list shows is right if most bullets of both have the same gold theme. Printed are
the pairs shown, the share of them that are right, and the share of all right pairs that are shown.
The criterion is chosen on the civic statements that the sentence model did not learn from;
`civic_gold` is a check.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np

from models.training.corpus import DEVELOPMENT_STRATEGIES
from pipeline.cluster import cluster
from pipeline.embed import SentenceEncoder, Vectors
from pipeline.records import Bullet, Place, Theme
from pipeline.review.shape import Shape
from pipeline.review.state import State
from pipeline.review.worklist import work_list
from pipeline.settings import Settings
from tests.bench.sets import BenchSet, civic_gold, held_out_areas, held_out_strategy

# Samples as large as a municipality's summaries, and smaller ones; how many of each.
SAMPLES = {389: 5, 180: 5, 90: 3}
GRANULARITIES = (0.7, 1.0, 1.4, 1.8)


def main() -> None:
    encoder = SentenceEncoder(Settings().model)
    chosen_on = [held_out_strategy(strategy) for strategy in DEVELOPMENT_STRATEGIES]
    print("set            pairs shown  right  precision  recall")
    total = np.zeros(3, int)
    for bench in [*chosen_on, held_out_areas()]:
        vectors = encoder.encode([bullet.text for bullet in bench.bullets])
        counts = sum((judged(bench, vectors, rows) for rows in samples(bench)), np.zeros(3, int))
        report(bench.name, counts)
        total += counts
    report("chosen on", total)
    gold = civic_gold()
    vectors = encoder.encode([bullet.text for bullet in gold.bullets])
    report(gold.name, judged(gold, vectors, range(len(gold.bullets))))


def samples(bench: BenchSet) -> Iterator[Sequence[int]]:
    """Rows of the whole set and of its samples."""
    yield range(len(bench.bullets))
    chance = np.random.default_rng(0)
    for size, times in SAMPLES.items():
        for _ in range(times):
            yield sorted(chance.choice(len(bench.bullets), size, replace=False).tolist())


def judged(bench: BenchSet, vectors: Vectors, rows: Sequence[int]) -> np.ndarray:
    """Count pairs shown, those of them that are right, and all that would be, shape (3,)."""
    bullets = [bench.bullets[row] for row in rows]
    counts = np.zeros(3, int)
    for granularity in GRANULARITIES:
        labels = cluster(vectors[list(rows)], granularity=granularity).themes.tolist()
        gold = majorities(labels, [bench.gold[row] for row in rows])
        shown = pairs_shown(bullets, vectors[list(rows)], labels)
        right = sum(gold[one] == gold[other] is not None for one, other in shown)
        same = (gold[one] == gold[other] is not None for one, other in combinations(gold, 2))
        counts += (len(shown), right, sum(same))
    return counts


def majorities(labels: Sequence[int], gold: Sequence[str | None]) -> dict[int, str | None]:
    """Gold theme of most bullets of each theme, None where no bullet has one."""
    held: dict[int, Counter[str]] = {theme: Counter() for theme in sorted(set(labels))}
    for theme, right in zip(labels, gold, strict=True):
        held[theme].update([right] if right else [])
    return {theme: max(c, key=lambda g: (c[g], g), default=None) for theme, c in held.items()}


def pairs_shown(
    bullets: Sequence[Bullet], vectors: Vectors, labels: Sequence[int]
) -> list[tuple[int, int]]:
    """Themes that the work list calls alike, before anybody has decided anything."""
    themes = {f"t{n}": Theme(f"t{n}", f"Tema {n}") for n in sorted(set(labels))}
    places = {
        bullet.id: Place(f"t{theme}", "machine", 1.0)
        for bullet, theme in zip(bullets, labels, strict=True)
    }
    rows = {bullet.id: row for row, bullet in enumerate(bullets)}
    by_id = {bullet.id: bullet for bullet in bullets}
    state = State(themes, places)
    items = work_list(state, by_id, Shape(state, by_id, rows, vectors))
    alike = [item.themes for item in items if item.kind == "alike"]
    return [(int(one[1:]), int(other[1:])) for one, other in alike]


def report(name: str, counts: np.ndarray) -> None:
    shown, right, same = counts.tolist()
    precision, recall = right / max(shown, 1), right / max(same, 1)
    print(f"{name:14} {shown:11}  {right:5}  {precision:9.2f}  {recall:6.2f}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
