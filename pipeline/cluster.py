"""Vectors to a two-level theme set in which every bullet has its place."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Labels = NDArray[np.intp]

# Ward over all bullets takes memory by their square; above this it works on small groups of them.
_MAX_LEAVES = 5_000
_MICRO_ITERATIONS = 20
_NEIGHBOURS = 8
_BLOCK = 2_048
# Themes expected for n bullets: 3.2 ln n - 5.2, which is 8 for 61, 14 for 389 and 23 for 6,000, and
# what a strategy can carry at most.
_SLOPE, _OFFSET = 3.2, 5.2
_MAX_THEMES = 25
_SLACK = 0.3
_SUBTHEME_FROM = 8
_MAX_SUBTHEMES = 6
_TEMPERATURE = 0.06


@dataclass(frozen=True, slots=True)
class Clustering:
    """Where each bullet belongs.

    Attributes
    ----------
    themes
        Theme of each bullet, numbered from 0, shape (n,).
    subthemes
        Sub-theme within the theme, numbered from 0, or -1 in themes that have none, shape (n,).
    confidence
        Share of the theme among all themes by likeness of the bullet to their centroids, 0 to 1.
    """

    themes: Labels
    subthemes: Labels
    confidence: NDArray[np.float64]


def cluster(
    vectors: Vectors, themes: int = 0, granularity: float = 1.0, seed: int = 0
) -> Clustering:
    """Group bullets by meaning into themes and sub-themes.

    Ward's method (Ward 1963, "Hierarchical grouping to optimize an objective function") on unit
    vectors, each first moved towards its nearest neighbours; above 5,000 bullets on the means of
    1,250 small k-means groups instead, which takes time by their number and not by its square.

    Parameters
    ----------
    vectors
        Unit vectors, shape (n, dimensions).
    themes
        Number of themes, 0 to have it found (`choose_number`).
    granularity
        Factor on the number that is found.
    seed
        Seed of the k-means that forms small groups where there are more than 5,000 bullets.

    Returns
    -------
    Clustering
        The same on every machine and for any number of cores.
    """
    from threadpoolctl import threadpool_limits

    # One thread: the order of additions, and so the last bits, must not depend on the machine.
    with threadpool_limits(limits=1):
        # Groups of many bullets are means already; only single bullets need their neighbours.
        smoothed = smooth(vectors) if len(vectors) <= _MAX_LEAVES else vectors
        labels = _ward(smoothed, themes, granularity, seed)
        subthemes = np.full(len(vectors), -1, np.intp)
        for theme in range(labels.max(initial=-1) + 1):
            members = np.flatnonzero(labels == theme)
            if len(members) >= _SUBTHEME_FROM:
                number = int(np.clip(round((len(members) / 4) ** 0.5), 2, _MAX_SUBTHEMES))
                subthemes[members] = _ward(smoothed[members], number, 1.0, seed)
        return Clustering(labels, subthemes, confidence(smoothed, labels))


def smooth(vectors: Vectors, neighbours: int = _NEIGHBOURS) -> Vectors:
    """Add to each vector the mean of its neighbours, so that vague bullets lean on clear ones.

    Parameters
    ----------
    vectors
        Unit vectors, shape (n, dimensions).
    neighbours
        How many; fewer where there are few bullets.

    Returns
    -------
    smoothed
        Unit vectors, shape (n, dimensions).
    """
    count = min(neighbours, (len(vectors) - 1) // 4)
    if count < 1:
        return vectors
    result = np.empty_like(vectors)
    for start in range(0, len(vectors), _BLOCK):
        block = vectors[start : start + _BLOCK]
        likeness = block @ vectors.T
        likeness[np.arange(len(block)), start + np.arange(len(block))] = -np.inf
        nearest = np.argpartition(-likeness, count - 1, axis=1)[:, :count]
        nearest.sort(axis=1)
        result[start : start + _BLOCK] = block + vectors[nearest].mean(axis=1)
    return _unit(result)


def choose_number(heights: NDArray[np.float64], bullets: int, granularity: float = 1.0) -> int:
    """Find how many themes to cut a Ward tree into.

    Around the number that a strategy of this size can carry (3.2 ln n - 5.2, at most 25), within
    30 % of it, the cut is made where joining two more themes costs most compared with the join
    before it: the largest relative jump in merge height.

    Parameters
    ----------
    heights
        Merge heights of the tree in ascending order, shape (leaves - 1,).
    bullets
        Number of bullets under the tree.
    granularity
        Factor on the number expected.
    """
    leaves = len(heights) + 1
    expected = float(np.clip(_SLOPE * np.log(max(bullets, 1)) - _OFFSET, 1, _MAX_THEMES))
    expected *= granularity
    low = int(np.clip(round(expected * (1 - _SLACK)), 1, leaves))
    high = int(np.clip(round(expected * (1 + _SLACK)), low, leaves))
    if granularity == 1.0:
        high = min(high, max(low, _MAX_THEMES))
    # Joining k themes into k - 1 is the merge number leaves - k.
    costs = {k: heights[leaves - k] for k in range(max(low, 2), min(high, leaves - 1) + 1)}
    before = {k: max(float(heights[leaves - k - 1]), 1e-9) for k in costs}
    return max(costs, key=lambda k: (costs[k] / before[k], -k), default=low)


def confidence(vectors: Vectors, labels: Labels) -> NDArray[np.float64]:
    """How clearly each bullet belongs to its theme rather than to any other.

    A softmax over the cosines to the themes' centroids; for its own theme the bullet is first taken
    out of the centroid, so that it does not vouch for itself.

    Returns
    -------
    confidence
        Shape (n,), 0 to 1.
    """
    number = labels.max(initial=-1) + 1
    if number < 1:
        return np.zeros(0)
    sums = np.zeros((number, vectors.shape[1]), np.float64)
    np.add.at(sums, labels, vectors)
    cosines = vectors @ _unit(sums).T
    own = _unit(sums[labels] - vectors)
    rows = np.arange(len(vectors))
    cosines[rows, labels] = np.einsum("ij,ij->i", own, vectors)
    scaled = np.exp((cosines - cosines.max(axis=1, keepdims=True)) / _TEMPERATURE)
    return np.asarray(scaled[rows, labels] / scaled.sum(axis=1), np.float64)


def _ward(vectors: Vectors, number: int, granularity: float, seed: int) -> Labels:
    """Labels from a Ward tree over the vectors, or over small groups of many vectors."""
    from scipy.cluster.hierarchy import fcluster, linkage

    if len(vectors) < 2:
        return np.zeros(len(vectors), np.intp)
    leaves, leaf_of = _leaves(vectors, seed)
    tree = linkage(leaves, "ward")
    wanted = number or choose_number(tree[:, 2], len(vectors), granularity)
    labels = fcluster(tree, min(wanted, len(leaves)), "maxclust")[leaf_of]
    # Numbered by first appearance, so that the numbers say nothing of how the tree was built.
    _, first, inverse = np.unique(labels, return_index=True, return_inverse=True)
    return np.asarray(np.argsort(np.argsort(first))[inverse], np.intp)


def _leaves(vectors: Vectors, seed: int) -> tuple[Vectors, Labels]:
    if len(vectors) <= _MAX_LEAVES:
        return vectors, np.arange(len(vectors))
    from sklearn.cluster import MiniBatchKMeans

    means = MiniBatchKMeans(
        _MAX_LEAVES // 4,
        batch_size=4 * _BLOCK,
        max_iter=_MICRO_ITERATIONS,
        n_init=1,
        init="random",
        random_state=seed,
    ).fit(vectors)
    used, leaf_of = np.unique(means.labels_, return_inverse=True)
    return means.cluster_centers_[used], leaf_of


def _unit(vectors: NDArray[np.floating]) -> NDArray[np.floating]:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-12), vectors.dtype)
