"""Where bullets stand on the map: near those that say something alike, leaning to their theme."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Points = NDArray[np.float64]

# How far each vector is moved towards the middle of its theme, of the way there: enough to set
# themes that touch apart. A bullet that is much more like another theme's still stands with those,
# in the colour of the theme that people put it in.
_PULL = 0.3
_DIMENSIONS = 50
_PERPLEXITY = 30
_ITERATIONS = 750
# t-SNE of more bullets takes minutes; those beyond stand among the landmarks they are most like.
_MOST_LANDMARKS = 2_000
_NEAREST = 5
_SHARPNESS = 20
_BLOCK = 2_048
_DECIMALS = 4


def lay_out(vectors: Vectors, themes: Sequence[int]) -> Points:
    """Place bullets in two dimensions.

    t-SNE (van der Maaten & Hinton 2008), begun at the principal components (Kobak & Berens 2019),
    on unit vectors that are moved a little towards the middle of their theme. Above 2,000 bullets
    it lays out every n-th of each theme; the others stand at the weighted mean of the five of these
    that they are most like, in their own theme.

    Parameters
    ----------
    vectors
        Unit vectors, shape (n, dimensions).
    themes
        Theme of each bullet, numbered from 0.

    Returns
    -------
    points
        Shape (n, 2), from 0 to 1 in both directions; the same for any number of cores.
    """
    from threadpoolctl import threadpool_limits

    groups = np.asarray(themes, np.intp)
    # One thread: the order of additions, and so the last bits, must not depend on the machine.
    with threadpool_limits(limits=1):
        pulled = _pull(np.asarray(vectors, np.float64), groups)
        landmarks = _landmarks(groups)
        placed = _tsne(pulled[landmarks])
        if len(landmarks) < len(groups):
            placed = _among(pulled, groups, landmarks, placed)
    return _to_unit_square(placed)


def _pull(vectors: Points, groups: NDArray[np.intp]) -> Points:
    moved = vectors.copy()
    for group in np.unique(groups):
        rows = groups == group
        moved[rows] += _PULL * (vectors[rows].mean(axis=0) - vectors[rows])
    return moved


def _landmarks(groups: NDArray[np.intp]) -> NDArray[np.intp]:
    """Rows that t-SNE lays out: all, or as large a share of each theme, evenly spread."""
    if len(groups) <= _MOST_LANDMARKS:
        return np.arange(len(groups))
    share = _MOST_LANDMARKS / len(groups)
    chosen = []
    for group in np.unique(groups):
        rows = np.flatnonzero(groups == group)
        number = min(len(rows), max(_NEAREST, round(share * len(rows))))
        chosen.append(rows[np.linspace(0, len(rows) - 1, number).round().astype(np.intp)])
    return np.sort(np.concatenate(chosen))


def _tsne(vectors: Points) -> Points:
    from sklearn.decomposition import PCA
    from sklearn.manifold import TSNE

    number = len(vectors)
    if number < 4 or not np.ptp(vectors, axis=0).any():
        angles = 2 * np.pi * np.arange(number) / max(1, number)
        return np.column_stack([np.cos(angles), np.sin(angles)])
    dimensions = min(_DIMENSIONS, number - 1, vectors.shape[1])
    reduced = PCA(dimensions, svd_solver="full").fit_transform(vectors)
    if dimensions == 1:
        reduced = np.column_stack([reduced, np.zeros(number)])
    start = reduced[:, :2] / reduced[:, 0].std() * 1e-4
    tsne = TSNE(
        perplexity=min(_PERPLEXITY, max(2, (number - 1) / 4)),
        init=start.astype(np.float32),
        max_iter=_ITERATIONS,
        random_state=0,
        n_jobs=1,
    )
    placed: Points = np.asarray(tsne.fit_transform(reduced), np.float64)
    return placed


def _among(
    vectors: Points, groups: NDArray[np.intp], landmarks: NDArray[np.intp], placed: Points
) -> Points:
    """Places of all rows, those of landmarks as they are."""
    points = np.zeros((len(vectors), 2))
    for group in np.unique(groups):
        own = np.flatnonzero(groups[landmarks] == group)
        known = vectors[landmarks[own]]
        nearest = min(_NEAREST, len(own))
        rows = np.flatnonzero(groups == group)
        for start in range(0, len(rows), _BLOCK):
            block = rows[start : start + _BLOCK]
            likeness = vectors[block] @ known.T
            best = np.argsort(-likeness, axis=1, kind="stable")[:, :nearest]
            value = np.take_along_axis(likeness, best, axis=1)
            weight = np.exp(_SHARPNESS * (value - value[:, :1]))
            weight /= weight.sum(axis=1, keepdims=True)
            points[block] = np.einsum("rk,rkd->rd", weight, placed[own][best])
    points[landmarks] = placed
    return points


def _to_unit_square(points: Points) -> Points:
    if not len(points):
        return points
    low, high = points.min(axis=0), points.max(axis=0)
    span = np.where(high > low, high - low, 1.0)
    unit: Points = np.where(high > low, (points - low) / span, 0.5).round(_DECIMALS)
    return unit
