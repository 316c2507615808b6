"""Vectors to a two-level theme set in which every bullet has its place."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.cluster.certainty import judge
from pipeline.cluster.signals import Labels, Vectors, centre, lean_on_parents, reduce, smooth
from pipeline.cluster.tree import MAX_LEAVES, group, in_order
from pipeline.records import Doubt

# Vectors that are equal in so many dimensions are equal.
_SORTED_BY = 16
_SUBTHEME_FROM = 8
_MAX_SUBTHEMES = 6


@dataclass(frozen=True, slots=True)
class Clustering:
    """Where each bullet belongs.

    Attributes
    ----------
    themes
        Theme of each bullet, numbered from 0 by first appearance, shape (n,).
    subthemes
        Sub-theme within the theme, numbered from 0, or -1 in themes that have none, shape (n,).
    confidence
        Chance that a person would put the bullet into this theme, 0 to 1, shape (n,).
    second
        The theme that is nearest of all others, -1 where there is none, shape (n,).
    doubts
        What is the matter with the place, "" for nothing, one a bullet.
    """

    themes: Labels
    subthemes: Labels
    confidence: NDArray[np.float64]
    second: Labels
    doubts: tuple[Doubt, ...]


def cluster(
    vectors: Vectors,
    themes: int = 0,
    granularity: float = 1.0,
    seed: int = 0,
    parents: Labels | None = None,
    has_content: NDArray[np.bool_] | None = None,
) -> Clustering:
    """Group bullets by meaning into themes and sub-themes.

    Each vector leans on the bullet's parent; what all have in common is taken away; each is moved
    towards its nearest neighbours; a Ward tree over the directions in which they differ most is cut
    and each bullet goes to the theme that is nearest (`signals`, `tree`).

    Parameters
    ----------
    vectors
        Unit vectors, shape (n, dimensions).
    themes
        Number of themes, 0 to have it found (`tree.choose_number`).
    granularity
        Factor on the number that is found.
    seed
        Seed of the k-means that forms small groups where there are more than 5,000 bullets.
    parents
        Row of the bullet that each stands under, -1 where there is none, shape (n,).
    has_content
        Whether each bullet says anything of its own, shape (n,).

    Returns
    -------
    Clustering
        The same on every machine, for any number of cores, and for any order of the bullets.
    """
    from threadpoolctl import threadpool_limits

    if parents is None:
        parents = np.full(len(vectors), -1, np.intp)
    if has_content is None:
        has_content = np.ones(len(vectors), bool)
    # One thread: the order of additions, and so the last bits, must not depend on the machine.
    with threadpool_limits(limits=1):
        leaning = lean_on_parents(vectors, parents)
        # Nor may they depend on the order of the files: that of the values is the same in any.
        order = np.lexsort(leaning[:, :_SORTED_BY].T) if len(vectors) else np.zeros(0, np.intp)
        centred = centre(leaning[order])
        # Groups of many bullets are means already; only single bullets need their neighbours.
        points = reduce(smooth(centred) if len(centred) <= MAX_LEAVES else centred)
        found = group(points, themes, granularity, seed)
        below = _subthemes(points, found, seed)
        certainty = judge(centred, found, has_content[order])
    back = np.argsort(order)
    labels = in_order(found[back])
    # What number each theme has got by being counted in the order of the caller.
    renumbered = np.full(found.max(initial=-1) + 2, -1, np.intp)
    renumbered[found[back]] = labels
    return Clustering(
        labels,
        _renumber_within(labels, below[back]),
        certainty.confidence[back],
        renumbered[certainty.second[back]],
        tuple(certainty.doubts[row] for row in back),
    )


def _subthemes(points: Vectors, themes: Labels, seed: int) -> Labels:
    subthemes = np.full(len(points), -1, np.intp)
    for theme in range(themes.max(initial=-1) + 1):
        members = np.flatnonzero(themes == theme)
        if len(members) >= _SUBTHEME_FROM:
            number = int(np.clip(round((len(members) / 4) ** 0.5), 2, _MAX_SUBTHEMES))
            subthemes[members] = group(points[members], number, seed=seed)
    return subthemes


def _renumber_within(themes: Labels, subthemes: Labels) -> Labels:
    """Number the sub-themes of each theme by first appearance."""
    result = subthemes.copy()
    for theme in range(themes.max(initial=-1) + 1):
        inside = (themes == theme) & (subthemes >= 0)
        if inside.any():
            result[inside] = in_order(subthemes[inside])
    return result
