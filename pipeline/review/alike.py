"""Pairs of themes that may be one, by the vectors of their bullets."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING

from pipeline.review.item import Item, make_item
from pipeline.review.shape import FEWEST_THEMES, Shape
from pipeline.review.state import State

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Two themes may be one from this likeness on, and how often they then are: both measured on the
# civic statements that the sentence model did not learn from (`python -m tests.bench.alike`).
_ALIKE, _MERGE_CHANCE = 0.5, 0.5
_MOST_PAIRS = 12
_TINY = 1e-6
_DECIMALS = 6


def alike_themes(state: State, shape: Shape) -> Iterator[Item]:
    """Pairs of themes at the top that may be one, the likest first.

    Reason: `likeness` (see `likeness_of_themes`); `keywords` that both have; `bridges`, the likest
    pairs of bullets.
    """
    if len(shape) < FEWEST_THEMES:
        return
    likeness = likeness_of_themes(shape)
    found = [
        (likeness[pair], *pair)
        for pair in combinations(range(len(shape)), 2)
        if likeness[pair] >= _ALIKE and _may_be_merged(shape, *pair)
    ]
    for value, one, other in sorted(found, key=lambda pair: (-pair[0], *pair[1:]))[:_MOST_PAIRS]:
        yield _pair(state, shape, one, other, float(value))


def likeness_of_themes(shape: Shape) -> NDArray[np.float64]:
    """Cosines of the themes' centroids once what all bullets have in common is taken away.

    The cosines of the centroids as they are lie close together, the more so the larger the themes,
    since every bullet is a statement of citizens about a municipality; what is left without the
    mean of all bullets is what a theme has of its own.

    Returns
    -------
    likeness
        Shape (themes, themes), from -1 to 1.
    """
    import numpy as np

    sizes = np.array(shape.sizes, np.float64)[:, None]
    own = shape.sums - sizes * (shape.sums.sum(axis=0) / sizes.sum())
    own /= np.maximum(np.linalg.norm(own, axis=1, keepdims=True), _TINY)
    return np.asarray((own @ own.T).round(_DECIMALS), np.float64)


def _may_be_merged(shape: Shape, one: int, other: int) -> bool:
    """Whether a merge is still to be thought of: one of the two may be approved, not both."""
    themes = (shape.themes[one], shape.themes[other])
    is_done = all(theme.status == "approved" for theme in themes)
    return not is_done and not any(theme.is_locked or theme.notes for theme in themes)


def _pair(state: State, shape: Shape, one: int, other: int, likeness: float) -> Item:
    sizes = shape.sizes
    # Into the one that people have worked on, else into the larger.
    order = sorted((one, other), key=lambda n: (not shape.themes[n].is_touched, -sizes[n], n))
    into, merged = (shape.themes[n] for n in order)
    bridges = shape.held[one].bridges(shape.held[other])
    return make_item(
        state,
        "alike",
        [into.id, merged.id],
        dict.fromkeys(bullet for bridge in bridges for bullet in bridge),
        _MERGE_CHANCE * min(sizes[one], sizes[other]),
        likeness=round(likeness, 3),
        keywords=tuple(word for word in into.keywords if word in merged.keywords),
        bridges=tuple(bridges),
    )
