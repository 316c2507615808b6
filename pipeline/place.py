"""New bullets to the themes that stand: clearly at home, left to a person, or of something new.

How sure is sure enough is not a number that somebody chose but is measured on the review itself:
each reviewed bullet is placed as if its table had only just arrived, once with its theme there and
once without it, and the bars are set by how often that goes right. So another model, or another
municipality's way of grouping, gets its own bars.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Labels = NDArray[np.intp]
Floats = NDArray[np.float64]

# Of the bullets placed by itself, the share that must be where a person would put them.
PRECISION = 0.90
# Share of arriving bullets that are expected to be about something new.
NOVEL = 0.12
_NEAREST = 3
_CENTROID_WEIGHT = 0.5
_ENOUGH = 80
_MAX_TABLES = 60
_RIDGE = 1.0
_STEPS = 25
_FARTHEST = -1.0
_EVEN = 0.5
# Without them, three lucky bullets of a weak model would be proof.
_UNSEEN = 3


@dataclass(frozen=True, slots=True)
class Calibration:
    """How likeness turns into a chance of being right, and where the bars lie.

    Attributes
    ----------
    weights
        Constant, weight of the likeness to the best theme, and weight of its lead on the second,
        of a logistic model of the chance that a person would agree.
    sure
        Chance from which on a bullet is placed.
    known
        Likeness below which a bullet fits no theme.
    """

    weights: tuple[float, float, float]
    sure: float
    known: float


# For reviews too small to measure on: `python -m tests.bench.growth` prints it for a model.
DEFAULT = Calibration((-2.5, 2.0, 20.0), 0.9, 0.3)


@dataclass(frozen=True, slots=True)
class Placing:
    """Where each new bullet goes; rows are bullets.

    Attributes
    ----------
    best
        The two likest themes, likest first, shape (n, 2); twice the same where there is only one.
    chance
        Chance that each of them is right, 0 to 1, shape (n, 2).
    is_sure
        Whether the first is where the bullet belongs, shape (n,).
    is_known
        Whether the bullet fits any theme at all, shape (n,).
    """

    best: Labels
    chance: Floats
    is_sure: NDArray[np.bool_]
    is_known: NDArray[np.bool_]


def place(vectors: Vectors, reviewed: Vectors, labels: Labels, calibration: Calibration) -> Placing:
    """Compare new bullets with the themes that stand.

    Parameters
    ----------
    vectors
        Unit vectors of the new bullets, shape (n, dimensions).
    reviewed, labels
        Unit vectors of the bullets in themes that stand, shape (m, dimensions), and the theme of
        each, numbered from 0 without gaps, shape (m,).
    calibration
        From `calibrate`.
    """
    likeness = _likeness(vectors, reviewed, labels, int(labels.max()) + 1)
    best, top, lead = _two_best(likeness)
    first = _chance(calibration.weights, top, lead)
    second = _chance(calibration.weights, top - lead, -lead)
    return Placing(
        best,
        np.stack([first, np.minimum(first, second)], axis=1),
        first >= calibration.sure,
        top >= calibration.known,
    )


def calibrate(
    reviewed: Vectors, labels: Labels, tables: Labels, precision: float = PRECISION
) -> Calibration:
    """Measure on the review itself how sure is sure enough.

    Parameters
    ----------
    reviewed, labels
        As in `place`.
    tables
        The table that each bullet comes from, shape (m,): its other bullets do not vouch for it.
    precision
        Share of the bullets placed by itself that must be right.

    Returns
    -------
    Calibration
        `DEFAULT` where fewer than 80 bullets, or only one theme or table, can be measured on.
    """
    number = int(labels.max(initial=-1)) + 1
    names = np.unique(tables)
    if len(labels) < _ENOUGH or number < 2 or len(names) < 2:
        return DEFAULT
    chosen = names[np.linspace(0, len(names) - 1, min(len(names), _MAX_TABLES)).astype(int)]
    rows, parts = [], []
    for table in chosen:
        own = tables == table
        rows.append(np.flatnonzero(own))
        parts.append(_likeness(reviewed[own], reviewed[~own], labels[~own], number))
    truth, likeness = labels[np.concatenate(rows)], np.concatenate(parts)
    without = likeness.copy()
    without[np.arange(len(truth)), truth] = _FARTHEST
    (best, top, lead), (_, new_top, new_lead) = _two_best(likeness), _two_best(without)
    is_right = np.concatenate([best[:, 0] == truth, np.zeros(len(truth), bool)])
    tops, leads = np.concatenate([top, new_top]), np.concatenate([lead, new_lead])
    share = np.repeat([1 - NOVEL, NOVEL], len(truth))
    weights = _fit(tops, leads, is_right, share)
    sure = _bar(_chance(weights, tops, leads), is_right, share, precision)
    return Calibration(weights, sure, _novelty_bar(top, new_top))


def nearest(vectors: Vectors, reviewed: Vectors, labels: Labels) -> Labels:
    """Likest of a few themes for each bullet, shape (n,); arguments as in `place`."""
    return np.asarray(_likeness(vectors, reviewed, labels, int(labels.max()) + 1).argmax(axis=1))


def hangs_together(vectors: Vectors, calibration: Calibration) -> bool:
    """Whether bullets are as like one another as bullets of a theme that stands are.

    Parameters
    ----------
    vectors
        Unit vectors of the bullets, shape (n, dimensions).
    calibration
        From `calibrate`.
    """
    if len(vectors) < 2:
        return False
    likeness = [
        _likeness(vectors[[row]], np.delete(vectors, row, 0), np.zeros(len(vectors) - 1, int), 1)
        for row in range(len(vectors))
    ]
    return float(np.mean(likeness)) >= calibration.known


def _likeness(vectors: Vectors, reviewed: Vectors, labels: Labels, number: int) -> Floats:
    """Likeness to each theme: to its centroid and to its nearest bullets, shape (n, number).

    Cosines to the centroid tell what a theme is about as a whole, those to the three nearest
    bullets find the corner of it that a bullet belongs to; the mean of both errs least.
    """
    from threadpoolctl import threadpool_limits

    result = np.full((len(vectors), number), _FARTHEST)
    # One thread: the order of additions, and so the last bits, must not depend on the machine.
    with threadpool_limits(limits=1):
        cosines = vectors @ reviewed.T
        for theme in np.unique(labels):
            members = np.flatnonzero(labels == theme)
            centroid = reviewed[members].sum(axis=0, dtype=np.float64)
            centroid /= max(float(np.linalg.norm(centroid)), 1e-12)
            count = min(_NEAREST, len(members))
            nearest = -np.partition(-cosines[:, members], count - 1, axis=1)[:, :count]
            result[:, theme] = _CENTROID_WEIGHT * (vectors @ centroid) + (
                1 - _CENTROID_WEIGHT
            ) * nearest.mean(axis=1)
    return result


def _two_best(likeness: Floats) -> tuple[Labels, Floats, Floats]:
    """The two likest themes, the likeness to the first, and its lead on the second."""
    order = np.argsort(-likeness, axis=1, kind="stable")
    best = order[:, [0, min(1, likeness.shape[1] - 1)]]
    values = np.take_along_axis(likeness, best, axis=1)
    return best, values[:, 0], values[:, 0] - values[:, 1]


def _chance(weights: tuple[float, float, float], top: Floats, lead: Floats) -> Floats:
    constant, by_top, by_lead = weights
    return np.asarray(1 / (1 + np.exp(-(constant + by_top * top + by_lead * lead))))


def _fit(
    top: Floats, lead: Floats, is_right: NDArray[np.bool_], share: Floats
) -> tuple[float, float, float]:
    """Logistic regression with a small ridge, by Newton's method (Bishop 2006, section 4.3.3)."""
    rows = np.stack([np.ones_like(top), top, lead], axis=1)
    ridge = _RIDGE * np.diag([0.0, 0.01, 0.01])
    weights = np.zeros(3)
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-np.clip(rows @ weights, -30, 30)))
        slope = rows.T @ (share * (chance - is_right)) + ridge @ weights
        bend = (rows * (share * chance * (1 - chance))[:, None]).T @ rows + ridge
        weights -= np.linalg.solve(bend + 1e-9 * np.eye(3), slope)
    constant, by_top, by_lead = (float(weight) for weight in weights.round(4))
    return constant, by_top, by_lead


def _bar(chance: Floats, is_right: NDArray[np.bool_], share: Floats, precision: float) -> float:
    """Lowest chance above which enough is right, a few wrong cases added for what was not seen."""
    order = np.argsort(-chance, kind="stable")
    right = np.cumsum((share * is_right)[order])
    total = np.cumsum(share[order]) + _UNSEEN
    enough = np.flatnonzero(right / total >= precision)
    # Where nearly all goes right, the average would also let in what is more likely wrong.
    return max(float(chance[order][enough[-1]]), _EVEN) if len(enough) else 1.0


def _novelty_bar(known: Floats, new: Floats) -> float:
    """Likeness that best parts bullets whose theme is there from those whose theme is not."""
    bars = np.unique(np.concatenate([known, new]))
    told = [float((known >= bar).mean() + (new < bar).mean()) for bar in bars]
    at = int(np.argmax(told))
    # In the middle of the gap, where there is one.
    return float(bars[at] + bars[max(at - 1, 0)]) / 2
