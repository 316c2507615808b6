"""Fit and check the confidence of a place: `python -m tests.bench.calibration`.

Fits the map of `pipeline/cluster/certainty.py` on the statements that the sentence model did not
learn from, whole and in samples, and prints for `tests/data/civic_gold` how often a bullet is right
at each confidence. A bullet is right if its gold theme is the one that most of its group have.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.training.corpus import (
    DEVELOPMENT_AREAS,
    DEVELOPMENT_STRATEGIES,
    OWN_DATA,
    read_statements,
)
from pipeline.cluster import Vectors, cluster
from pipeline.cluster.certainty import likeness
from pipeline.cluster.signals import centre
from pipeline.embed import CachedEncoder, SentenceEncoder
from pipeline.evaluate import gold_themes, read_gold
from pipeline.forming import group_bullets
from pipeline.parse import parse
from pipeline.read import find_files, read_file
from pipeline.settings import Settings

GOLD = Path(__file__).parents[1] / "data" / "civic_gold"
SAMPLES = {60: 6, 120: 6, 240: 3, 400: 3, 600: 3}
BINS = 10


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--cache", type=Path, default=Path("build/bench"))
    words = arguments.parse_args()
    settings = Settings()
    encoder = CachedEncoder(SentenceEncoder(settings.model), words.cache)
    fit(encoder)

    files, _ = find_files(GOLD / "docs")
    bullets = [b for path in files for b in parse(read_file(path, GOLD / "docs")).bullets]
    gold = gold_themes(bullets, read_gold(GOLD))
    vectors = encoder.encode([bullet.text for bullet in bullets])
    groups = group_bullets(bullets, vectors, settings)
    right = is_right(groups.themes.tolist(), gold)
    print(
        "\ncivic_gold\n| confidence | bullets | mean confidence | right |\n"
        "| --- | --- | --- | --- |"
    )
    error = 0.0
    binned = np.minimum((groups.confidence * BINS).astype(int), BINS - 1)
    for number in sorted(set(binned.tolist())):
        inside = binned == number
        sure, share = groups.confidence[inside].mean(), right[inside].mean()
        error += abs(sure - share) * inside.mean()
        print(
            f"| {number / BINS:.1f}-{(number + 1) / BINS:.1f} | {inside.sum()} "
            f"| {sure:.2f} | {share:.2f} |"
        )
    print(f"\nexpected calibration error {error:.3f}; {right.mean():.3f} are right")
    print("\n| doubt | bullets | right | of gold Øvrigt |\n| --- | --- | --- | --- |")
    mixed = np.array([theme == "Øvrigt" for theme in gold])
    for doubt in ("", "between", "nowhere", "empty"):
        inside = np.array([found == doubt for found in groups.doubts])
        if inside.any():
            print(
                f"| {doubt or 'none'} | {inside.sum()} | {right[inside].mean():.2f} "
                f"| {(mixed & inside).sum()} |"
            )


def fit(encoder: CachedEncoder) -> None:
    """Print the constants of the map, each set weighing the same."""
    from sklearn.linear_model import LogisticRegression

    features, right, weights = [], [], []
    for vectors, labels in held_out(encoder):
        found = cluster(vectors).themes
        own, other, _ = likeness(centre(vectors), found)
        features.append(np.column_stack([own, own - other]))
        right.append(is_right(found.tolist(), labels))
        weights.append(np.full(len(vectors), 1000 / len(vectors)))
    model = LogisticRegression(C=100, max_iter=2000)
    model.fit(np.vstack(features), np.concatenate(right), sample_weight=np.concatenate(weights))
    (own_weight, margin_weight), (offset,) = model.coef_[0], model.intercept_
    print(f"fitted: offset {offset:.2f}, own {own_weight:.2f}, margin {margin_weight:.2f}")


def held_out(encoder: CachedEncoder) -> list[tuple[Vectors, list[str]]]:
    """Held-out strategies and areas with their chapters, whole and in samples."""
    texts: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in read_statements(OWN_DATA / "civic_statements.tsv"):
        if row.strategy in DEVELOPMENT_STRATEGIES:
            texts[row.strategy].append((row.danish, row.area))
        elif row.area in DEVELOPMENT_AREAS:
            texts["areas"].append((row.danish, row.area))
    sets = []
    for rows in texts.values():
        vectors = encoder.encode([text for text, _ in rows])
        labels = [area for _, area in rows]
        sets.append((vectors, labels))
        for size, times in SAMPLES.items():
            for seed in range(times):
                random = np.random.default_rng(seed)
                drawn = np.sort(random.choice(len(rows), size, replace=False))
                sets.append((vectors[drawn], [labels[row] for row in drawn]))
    return sets


def is_right(found: Sequence[int], wanted: Sequence[str | None]) -> NDArray[np.bool_]:
    """Whether each bullet's gold theme is that of most of its group."""
    groups: dict[int, Counter[str | None]] = defaultdict(Counter)
    for group, theme in zip(found, wanted, strict=True):
        groups[group][theme] += 1
    owners = {group: themes.most_common(1)[0][0] for group, themes in groups.items()}
    return np.array([owners[group] == theme for group, theme in zip(found, wanted, strict=True)])


if __name__ == "__main__":
    main()
