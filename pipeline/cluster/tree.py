"""Points to groups: Ward's tree, how many groups to cut it into, and each point to the nearest."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pipeline.cluster.signals import Labels, Vectors

# Ward over all bullets takes memory by their square; above this it works on small groups of them.
MAX_LEAVES = 5_000
_GROUPS = 1_250
_GROUP_ITERATIONS = 20
_BATCH = 8_192
_POLISHING = 30
# What a strategy can carry at most.
_MAX_THEMES = 25
# A theme that explains less of what the bullets differ in is no theme of its own.
_SMALLEST_SHARE = 0.008


def group(points: Vectors, number: int = 0, granularity: float = 1.0, seed: int = 0) -> Labels:
    """Group points by Ward's method, then let each go to the group whose mean is nearest.

    Ward 1963, "Hierarchical grouping to optimize an objective function"; Lloyd 1982, "Least squares
    quantization in PCM". Above 5,000 points the tree is made of the means of 1,250 small groups,
    which takes time by the number of points and not by its square.

    Parameters
    ----------
    points
        Shape (n, dimensions).
    number
        How many groups, 0 to have it found (`choose_number`); never more than points.
    granularity
        Factor on the number that is found.
    seed
        Seed of the k-means that forms small groups where there are more than 5,000 points.

    Returns
    -------
    labels
        Group of each point, numbered by first appearance, shape (n,).
    """
    from scipy.cluster.hierarchy import fcluster, linkage

    if len(points) < 2:
        return np.zeros(len(points), np.intp)
    leaves, leaf_of = _leaves(points, seed)
    tree = linkage(leaves, "ward")
    wanted = number or choose_number(tree[:, 2], len(points), granularity)
    # Merges are taken away in their order, not by their height, so that equal ones make no fewer.
    order = np.arange(len(tree), dtype=np.float64)
    labels = fcluster(tree, min(wanted, len(leaves)), "maxclust_monocrit", monocrit=order)
    return polish(points, in_order(labels[leaf_of]))


def choose_number(heights: NDArray[np.float64], bullets: int, granularity: float = 1.0) -> int:
    """Find how many themes to cut a Ward tree into.

    The root of the number of bullets, at most 25, and no more than there are splits that each
    explain 0.8 % or more of what the bullets differ in. With the root of n themes of the root of n
    bullets, joining themes and looking through one are about the same work; a few themes too many
    cost a reviewer less than a few too few, since two are joined in one step and bullets are moved
    one by one.

    Parameters
    ----------
    heights
        Merge heights of the tree in ascending order, shape (leaves - 1,); half the square of one is
        what the sum of squares within groups grows by in that merge (Ward 1963).
    bullets
        Number of bullets under the tree.
    granularity
        Factor on the number found.
    """
    squares = heights.astype(np.float64) ** 2
    clear = 1 + int(np.count_nonzero(squares >= _SMALLEST_SHARE * max(squares.sum(), 1e-12)))
    found = min(bullets**0.5, _MAX_THEMES, clear)
    return int(np.clip(round(granularity * found), 1, len(heights) + 1))


def polish(points: Vectors, labels: Labels) -> Labels:
    """Let each point go to the group whose mean is nearest, until none has a nearer one.

    No group is ever left empty: where one would be, all stay where they are.

    Parameters
    ----------
    points
        Shape (n, dimensions).
    labels
        Group of each point, numbered from 0 without gaps, shape (n,).
    """
    number = labels.max(initial=-1) + 1
    for _ in range(_POLISHING if number > 1 else 0):
        means = sums(points, labels, number) / np.bincount(labels)[:, None]
        nearest = np.argmax(points @ means.T - (means**2).sum(axis=1) / 2, axis=1)
        if len(np.unique(nearest)) < number or np.array_equal(nearest, labels):
            break
        labels = nearest
    return in_order(labels)


def sums(points: Vectors, labels: Labels, number: int) -> NDArray[np.float64]:
    """Sum of the points of each group, shape (number, dimensions)."""
    from scipy.sparse import csr_matrix

    rows = np.arange(len(points))
    members = csr_matrix((np.ones(len(points)), (labels, rows)), shape=(number, len(points)))
    return np.asarray(members @ points.astype(np.float64))


def in_order(labels: Labels) -> Labels:
    """Number by first appearance, so that the numbers say nothing of how the tree was built."""
    _, first, inverse = np.unique(labels, return_index=True, return_inverse=True)
    return np.asarray(np.argsort(np.argsort(first))[inverse], np.intp)


def _leaves(points: Vectors, seed: int) -> tuple[Vectors, Labels]:
    if len(points) <= MAX_LEAVES:
        return points, np.arange(len(points))
    from sklearn.cluster import MiniBatchKMeans

    means = MiniBatchKMeans(
        _GROUPS,
        batch_size=_BATCH,
        max_iter=_GROUP_ITERATIONS,
        n_init=1,
        init="random",
        random_state=seed,
    ).fit(points)
    used, leaf_of = np.unique(means.labels_, return_inverse=True)
    return means.cluster_centers_[used], leaf_of
