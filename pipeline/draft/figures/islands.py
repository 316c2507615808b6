"""Themes as islands on the map: a colour and a shape each, and where their names stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from pipeline.draft.figures.drawing import BLUE, GREEN, ORANGE, PURPLE, SKY, VERMILLION, wrap
from pipeline.draft.figures.layout import Points

# Colours that differ for all eyes, each with the same colour dark enough to be read as a name.
_COLOURS = (
    (BLUE, "#00527f"),
    (ORANGE, "#855b00"),
    (GREEN, "#006149"),
    (VERMILLION, "#a34700"),
    (SKY, "#1f678c"),
    (PURPLE, "#8f3f6a"),
    ("#555555", "#333333"),
)
# As many as there are colours: the first themes differ in both, also in grey print.
_SHAPES = ("o", "s", "^", "D", "v", "P", "X")
# Colour, shape and dark colour: every colour with the shape of its own, then with the next shape.
LOOKS = tuple(
    (colour, _SHAPES[(place + further) % len(_SHAPES)], dark)
    for further in range(len(_SHAPES))
    for place, (colour, dark) in enumerate(_COLOURS)
)
_LINE = 0.145
_WIDEST = 1.35
_ROUNDS = 400
_SPACE = 0.03
# Between an island and its name, in inches.
_FREE = 0.05
# What a place costs, where covering all of its own dots costs 1: covering other names (all of a
# name), dots of others (all of a theme), an inch too near to another island, an inch away.
_OVER_NAMES = 3.0
_OVER_OTHERS = 3.0
_MISTAKABLE = 3.0
_DETACHED = 0.3
# A name should be nearer to its own island than to any other by this much, in inches.
_CLEAR = 0.15


@dataclass(frozen=True, slots=True)
class Island:
    """A theme on the map.

    Attributes
    ----------
    lines
        Its name, broken into lines.
    x, y
        The middle of the name, in inches from the lower left of the map.
    look
        Which of `LOOKS` its bullets have.
    """

    lines: tuple[str, ...]
    x: float
    y: float
    look: int


def find_islands(
    places: Points,
    themes: Sequence[int],
    names: Sequence[str],
    extent: tuple[float, float],
    size: float,
) -> list[Island]:
    """Name the islands where the names cover few dots and no other name.

    Parameters
    ----------
    places
        Places of the bullets in inches from the lower left of the map, shape (n, 2).
    themes
        Theme of each bullet, numbered from 0.
    names
        Name of each theme; each has a bullet.
    extent
        Width and height of the map, in inches.
    size
        Of the type, in points.
    """
    groups = np.asarray(themes)
    owned = [places[groups == group] for group in range(len(names))]
    middles = np.asarray([np.median(own, axis=0) for own in owned])
    lines = [tuple(wrap(name, _WIDEST, 3, size)) for name in names]
    boxes = np.asarray(
        [
            (max(map(len, own)) * size * 0.6 / 72 + _SPACE, len(own) * _LINE * size / 8 + _SPACE)
            for own in lines
        ]
    )
    limits = np.asarray(extent)
    centres = np.zeros_like(middles)
    done: list[int] = []
    # The large islands leave the fewest good places.
    for theme in sorted(range(len(names)), key=lambda theme: (-len(owned[theme]), theme)):
        tried = _around(owned[theme], middles[theme], boxes[theme], limits)
        others = centres[done], boxes[done]
        costs = [_cost(spot, boxes[theme], theme, owned, *others) for spot in tried]
        centres[theme] = tried[int(np.argmin(costs))]
        done.append(theme)
    centres = _apart(centres, boxes, limits)
    looks = _looks(middles)
    return [
        Island(own, float(at[0]), float(at[1]), look)
        for own, at, look in zip(lines, centres, looks, strict=True)
    ]


def _around(own: Points, middle: Points, box: Points, extent: Points) -> Points:
    """Places that a name may have: on its island, or around it."""
    low, high = np.quantile(own, 0.03, axis=0), np.quantile(own, 0.97, axis=0)
    away = box / 2 + _FREE
    across = (middle[0], high[0] + away[0], low[0] - away[0])
    along = (high[1] + away[1], low[1] - away[1], middle[1])
    spots = [(x, y) for x in across for y in along]
    # A name over or under its island may also stand half a name's width aside.
    spots += [(middle[0] + slip, y) for slip in (box[0] / 2, -box[0] / 2) for y in along[:2]]
    return np.clip(np.asarray(spots), box / 2, np.maximum(extent - box / 2, box / 2))


def _cost(
    spot: Points,
    box: Points,
    theme: int,
    owned: Sequence[Points],
    others: Points,
    other_boxes: Points,
) -> float:
    """How bad a place is: dots that the name covers, names, and islands it might be taken for."""
    gaps = [np.clip(np.abs(own - spot) - box / 2, 0, None) for own in owned]
    distances = [np.hypot(gap[:, 0], gap[:, 1]) for gap in gaps]
    covered = [float((distance == 0).mean()) for distance in distances]
    to_own = float(distances[theme].min())
    to_other = min(
        (float(far.min()) for number, far in enumerate(distances) if number != theme),
        default=np.inf,
    )
    over = np.clip((box + other_boxes) / 2 - np.abs(others - spot), 0, None).prod(axis=1).sum()
    cost = covered[theme] + _OVER_OTHERS * (sum(covered) - covered[theme])
    cost += _OVER_NAMES * over / box.prod()
    cost += _MISTAKABLE * max(0.0, to_own + _CLEAR - to_other)
    cost += _DETACHED * (to_own + float(np.hypot(*(spot - np.median(owned[theme], axis=0)))))
    return float(round(cost, 6))


def _apart(centres: Points, boxes: Points, extent: Points) -> Points:
    """Move names that still cover each other apart, the shorter way, and keep them on the map."""
    moved = centres.copy()
    for _ in range(_ROUNDS):
        moved = np.clip(moved, boxes / 2, np.maximum(extent - boxes / 2, boxes / 2))
        is_done = True
        for one, other in combinations(range(len(moved)), 2):
            gap = moved[other] - moved[one]
            over = (boxes[one] + boxes[other]) / 2 - np.abs(gap)
            if (over > 1e-6).all():
                axis = int(over.argmin())
                step = (over[axis] / 2 + 1e-3) * (1 if gap[axis] >= 0 else -1)
                moved[one, axis] -= step
                moved[other, axis] += step
                is_done = False
        if is_done:
            break
    return moved.round(3)


def _looks(middles: Points) -> list[int]:
    """Give each island a look of its own while there are enough, unlike those near it."""
    looks: list[int] = []
    for middle in middles:
        away = np.linalg.norm(middles[: len(looks)] - middle, axis=1)
        fewest = min(looks.count(look) for look in range(len(LOOKS)))
        free = [look for look in range(len(LOOKS)) if looks.count(look) == fewest]
        unlike = {look: _unlike(look, looks, away) for look in free}
        looks.append(max(free, key=unlike.__getitem__))
    return looks


def _unlike(look: int, looks: Sequence[int], away: Points) -> tuple[float, float]:
    """How far away the nearest island of the same colour is, then that of the same shape."""
    colour, shape, _ = LOOKS[look]
    others = [(LOOKS[other], far) for other, far in zip(looks, away.tolist(), strict=True)]
    return (
        min((far for other, far in others if other[0] == colour), default=np.inf),
        min((far for other, far in others if other[1] == shape), default=np.inf),
    )
