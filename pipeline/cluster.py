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
_POLISHING = 30
# Themes expected for n bullets: 0.95 times the root of n, which is 7 for 61 and 19 for 389, and
# what a strategy can carry at most. A reviewer joins two themes in one step and moves bullets one
# by one, so that a few themes too many cost less than a few too few.
_PER_ROOT = 0.95
_MAX_THEMES = 25
_SLACK = 0.3
# A join that costs less than this many times the one before it is no sign of where themes end.
_CLEAR_JUMP = 1.25
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

    What all bullets have in common is taken away, each is moved towards its nearest neighbours, and
    Ward's method (Ward 1963, "Hierarchical grouping to optimize an objective function") groups
    them; then every bullet goes to the theme whose mean is nearest until none has a nearer one
    (Lloyd 1982, "Least squares quantization in PCM"). Above 5,000 bullets the tree is made of 1,250
    small k-means groups instead, which takes time by their number and not by its square.

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
        centred = centre(vectors)
        # Groups of many bullets are means already; only single bullets need their neighbours.
        smoothed = smooth(centred) if len(centred) <= _MAX_LEAVES else centred
        labels = polish(smoothed, _ward(smoothed, themes, granularity, seed))
        subthemes = np.full(len(vectors), -1, np.intp)
        for theme in range(labels.max(initial=-1) + 1):
            members = np.flatnonzero(labels == theme)
            if len(members) >= _SUBTHEME_FROM:
                number = int(np.clip(round((len(members) / 4) ** 0.5), 2, _MAX_SUBTHEMES))
                subthemes[members] = _ward(smoothed[members], number, 1.0, seed)
        return Clustering(labels, subthemes, confidence(smoothed, labels))


def centre(vectors: Vectors) -> Vectors:
    """Take away the mean: what all statements of a municipality share tells no themes apart.

    Returns
    -------
    centred
        Unit vectors, shape (n, dimensions); zero where a vector is the mean itself.
    """
    if not len(vectors):
        return vectors
    return _unit(vectors - vectors.mean(axis=0))


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


def polish(vectors: Vectors, labels: Labels) -> Labels:
    """Let each bullet go to the theme whose mean is nearest, until none has a nearer one.

    A theme is never left empty: the last bullet of one stays.

    Parameters
    ----------
    vectors
        Shape (n, dimensions).
    labels
        Theme of each bullet, numbered from 0 without gaps, shape (n,).
    """
    number = labels.max(initial=-1) + 1
    for _ in range(_POLISHING if number > 1 else 0):
        means = _sums(vectors, labels, number) / np.bincount(labels)[:, None]
        nearest = np.argmax(vectors @ means.T - (means**2).sum(axis=1) / 2, axis=1)
        if len(np.unique(nearest)) < number or np.array_equal(nearest, labels):
            break
        labels = nearest
    return _in_order(labels)


def choose_number(heights: NDArray[np.float64], bullets: int, granularity: float = 1.0) -> int:
    """Find how many themes to cut a Ward tree into.

    The number expected is 0.95 times the root of the number of bullets, at most 25. Within 30 % of
    it, where joining two more themes costs clearly more than the join before it (the largest
    relative jump in merge height, by a quarter or more), the cut is made there instead.

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
    expected = granularity * min(_PER_ROOT * bullets**0.5, _MAX_THEMES)
    wanted, low, high = (
        int(np.clip(round(expected * factor), 1, leaves)) for factor in (1, 1 - _SLACK, 1 + _SLACK)
    )
    if granularity == 1.0:
        high = min(high, _MAX_THEMES)
    # Joining k themes into k - 1 is the merge number leaves - k.
    jumps = {
        k: float(heights[leaves - k]) / max(float(heights[leaves - k - 1]), 1e-9)
        for k in range(max(low, 2), min(high, leaves - 1) + 1)
    }
    clearest = max(jumps, key=lambda k: (jumps[k], -k), default=wanted)
    return clearest if jumps.get(clearest, 0.0) >= _CLEAR_JUMP else wanted


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
    sums = _sums(vectors, labels, number)
    cosines = vectors @ _unit(sums).T
    own = _unit(sums[labels] - vectors)
    rows = np.arange(len(vectors))
    cosines[rows, labels] = np.einsum("ij,ij->i", own, vectors)
    scaled = np.exp((cosines - cosines.max(axis=1, keepdims=True)) / _TEMPERATURE)
    return np.asarray(scaled[rows, labels] / scaled.sum(axis=1), np.float64)


def _ward(vectors: Vectors, number: int, granularity: float, seed: int) -> Labels:
    """Labels from a Ward tree over the vectors, or over small groups of many vectors."""
    from scipy.cluster.hierarchy import cut_tree, linkage

    if len(vectors) < 2:
        return np.zeros(len(vectors), np.intp)
    leaves, leaf_of = _leaves(vectors, seed)
    tree = linkage(leaves, "ward")
    wanted = number or choose_number(tree[:, 2], len(vectors), granularity)
    labels = cut_tree(tree, min(wanted, len(leaves)))[leaf_of, 0]
    return _in_order(labels)


def _sums(vectors: Vectors, labels: Labels, number: int) -> NDArray[np.float64]:
    sums = np.zeros((number, vectors.shape[1]), np.float64)
    np.add.at(sums, labels, vectors)
    return sums


def _in_order(labels: Labels) -> Labels:
    """Number by first appearance, so that the numbers say nothing of how the tree was built."""
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
