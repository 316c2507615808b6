"""What a bullet counts as when it is grouped: its vector, its parent's, and its neighbours'."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Labels = NDArray[np.intp]

_PARENT = 0.5
_NEIGHBOURS = 12
_BLOCK = 2_048
_DIRECTIONS = 64


def lean_on_parents(vectors: Vectors, parents: Labels) -> Vectors:
    """Add half of the vector of the bullet that each stands under, which says what it is about.

    Parameters
    ----------
    vectors
        Unit vectors, shape (n, dimensions).
    parents
        Row of each bullet's parent, -1 where it has none, shape (n,).

    Returns
    -------
    leaning
        Unit vectors, shape (n, dimensions).
    """
    below = parents >= 0
    if not below.any():
        return vectors
    leaning = vectors.copy()
    leaning[below] += _PARENT * vectors[parents[below]]
    return unit(leaning)


def centre(vectors: Vectors) -> Vectors:
    """Take away the mean: what all statements of a municipality share tells no themes apart.

    Returns
    -------
    centred
        Unit vectors, shape (n, dimensions); zero where a vector is the mean itself.
    """
    if not len(vectors):
        return vectors
    return unit(vectors - vectors.mean(axis=0))


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
    return unit(result)


def reduce(vectors: Vectors) -> Vectors:
    """Keep the 64 directions in which the vectors differ most; distances hardly change.

    Returns
    -------
    reduced
        Shape (n, at most 64); the vectors themselves where they have no more dimensions.
    """
    if vectors.shape[1] <= _DIRECTIONS or len(vectors) <= _DIRECTIONS:
        return vectors
    mean = vectors.mean(axis=0)
    # The covariance is small whatever the number of bullets.
    spread = np.asarray(vectors.T @ vectors / len(vectors) - np.outer(mean, mean), np.float64)
    directions = np.linalg.eigh(spread).eigenvectors[:, -_DIRECTIONS:]
    return np.asarray((vectors - mean) @ directions.astype(np.float32), np.float32)


def unit(vectors: NDArray[np.floating]) -> NDArray[np.floating]:
    """Give each vector the length 1; a zero vector stays zero."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-12), vectors.dtype)
