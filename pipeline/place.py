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

# Of the bullets placed by itself, 0.90 must be where a person would put them. Somewhat more is
# aimed at, since the chances are fitted to other bullets than those that arrive.
PRECISION, _AIM = 0.90, 0.93
# Share of arriving bullets that are expected to be about something new.
NOVEL = 0.12
_NEAREST = 3
_CENTROID_WEIGHT = 0.5
_NEIGHBOURS = 10
_ENOUGH = 80
# Without its own theme, a bullet must still have two others to choose from.
_FEWEST_THEMES = 3
_ENOUGH_SURE = 8
_MAX_TABLES = 60
_RIDGE = 1.0
_STEPS = 25
_FARTHEST = -1.0
_EVEN = 0.5
# A handful of bullets is less alike than a theme that has grown.
_LOOSER = 0.7

Weights = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Calibration:
    """How likeness turns into a chance of being right, and where the bars lie.

    Attributes
    ----------
    weights
        Constant, and weights of the likeness to a theme, of its lead on the next, and of the share
        of the ten nearest bullets that are in it, of a logistic model of the chance that a person
        would agree.
    sure
        Chance from which on a bullet is placed.
    known
        Likeness below which a bullet fits no theme.
    """

    weights: Weights
    sure: float
    known: float


# For reviews too small to measure on: the last line of `python -m tests.bench.growth`.
DEFAULT = Calibration((-4.5968, 4.7993, 5.9943, 2.5706), 0.8884, 0.564)


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
    likeness, cosines = _likeness(vectors, reviewed, labels, int(labels.max()) + 1)
    best, first, second = _two_best(likeness, cosines, labels)
    chance = _chance(calibration.weights, first)
    other = np.minimum(chance, _chance(calibration.weights, second))
    return Placing(
        best,
        np.stack([chance, other], axis=1),
        chance >= calibration.sure,
        first[:, 1] >= calibration.known,
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
        `DEFAULT` where fewer than 80 bullets, three themes or two tables can be measured on.
    """
    number = int(labels.max(initial=-1)) + 1
    names = np.unique(tables)
    if len(labels) < _ENOUGH or number < _FEWEST_THEMES or len(names) < 2:
        return DEFAULT
    chosen = names[np.linspace(0, len(names) - 1, min(len(names), _MAX_TABLES)).astype(int)]
    best, evidence, truth, new_evidence = [], [], [], []
    for table in chosen:
        own = tables == table
        others = labels[~own]
        likeness, cosines = _likeness(reviewed[own], reviewed[~own], others, number)
        right = labels[own]
        found, first, _ = _two_best(likeness, cosines, others)
        likeness[np.arange(len(right)), right] = _FARTHEST
        cosines[right[:, None] == others[None, :]] = _FARTHEST
        best.append(found[:, 0])
        evidence.append(first)
        truth.append(right)
        new_evidence.append(_two_best(likeness, cosines, others)[1])
    known, new = np.concatenate(evidence), np.concatenate(new_evidence)
    is_right = np.concatenate([np.concatenate(best) == np.concatenate(truth), np.zeros(len(new))])
    share = np.repeat([1 - NOVEL, NOVEL], len(new))
    rows = np.concatenate([known, new])
    weights = _fit(rows, is_right, share)
    sure = _bar(_chance(weights, rows), is_right, share, precision)
    return Calibration(weights, sure, _novelty_bar(known[:, 1], new[:, 1]))


def nearest(vectors: Vectors, reviewed: Vectors, labels: Labels) -> Labels:
    """Likest of a few themes for each bullet, shape (n,); arguments as in `place`."""
    likeness, _ = _likeness(vectors, reviewed, labels, int(labels.max()) + 1)
    return np.asarray(likeness.argmax(axis=1))


def hangs_together(vectors: Vectors, calibration: Calibration) -> bool:
    """Whether bullets are nearly as like one another as bullets of a theme that stands are.

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
        _likeness(vectors[[row]], np.delete(vectors, row, 0), np.zeros(len(vectors) - 1, int), 1)[0]
        for row in range(len(vectors))
    ]
    return float(np.mean(likeness)) >= _LOOSER * calibration.known


def _likeness(
    vectors: Vectors, reviewed: Vectors, labels: Labels, number: int
) -> tuple[Floats, Floats]:
    """Likeness to each theme, shape (n, number), and cosines to each bullet, shape (n, m).

    Cosines to the centroid tell what a theme is about as a whole, those to the three nearest
    bullets find the corner of it that a bullet belongs to; the mean of both errs least.
    """
    from threadpoolctl import threadpool_limits

    result = np.full((len(vectors), number), _FARTHEST)
    # One thread: the order of additions, and so the last bits, must not depend on the machine.
    with threadpool_limits(limits=1):
        cosines = np.asarray(vectors @ reviewed.T, np.float64)
        for theme in np.unique(labels):
            members = np.flatnonzero(labels == theme)
            centroid = reviewed[members].sum(axis=0, dtype=np.float64)
            centroid /= max(float(np.linalg.norm(centroid)), 1e-12)
            count = min(_NEAREST, len(members))
            nearest = -np.partition(-cosines[:, members], count - 1, axis=1)[:, :count]
            result[:, theme] = _CENTROID_WEIGHT * (vectors @ centroid) + (
                1 - _CENTROID_WEIGHT
            ) * nearest.mean(axis=1)
    return result, cosines


def _two_best(likeness: Floats, cosines: Floats, labels: Labels) -> tuple[Labels, Floats, Floats]:
    """The two likest themes, and the evidence for each, shape (n, 4): see `Calibration.weights`."""
    order = np.argsort(-likeness, axis=1, kind="stable")
    best = order[:, [0, min(1, likeness.shape[1] - 1)]]
    top, other = np.take_along_axis(likeness, best, axis=1).T
    near = np.argsort(-cosines, axis=1, kind="stable")[:, :_NEIGHBOURS]
    shares = [(labels[near] == best[:, [place]]).mean(axis=1) for place in (0, 1)]
    ones = np.ones(len(likeness))
    first = np.stack([ones, top, top - other, shares[0]], axis=1)
    second = np.stack([ones, other, other - top, shares[1]], axis=1)
    return best, first, second


def _chance(weights: Weights, evidence: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.clip(evidence @ np.array(weights), -30, 30))))


def _fit(evidence: Floats, is_right: Floats, share: Floats) -> Weights:
    """Logistic regression with a small ridge, by Newton's method (Bishop 2006, section 4.3.3)."""
    centre, spread = evidence.mean(axis=0), evidence.std(axis=0) + 1e-9
    centre[0], spread[0] = 0.0, 1.0
    rows = (evidence - centre) / spread
    ridge = _RIDGE * np.diag([0.0, 1.0, 1.0, 1.0])
    weights = np.zeros(4)
    for _ in range(_STEPS):
        chance = _chance((weights[0], weights[1], weights[2], weights[3]), rows)
        slope = rows.T @ (share * (chance - is_right)) + ridge @ weights
        bend = (rows * (share * chance * (1 - chance))[:, None]).T @ rows + ridge
        weights -= np.linalg.solve(bend + 1e-9 * np.eye(4), slope)
    weights /= spread
    weights[0] -= centre @ weights
    constant, by_likeness, by_lead, by_share = (float(weight) for weight in weights.round(4))
    return constant, by_likeness, by_lead, by_share


def _bar(chance: Floats, is_right: Floats, share: Floats, precision: float) -> float:
    """Lowest chance above which so many are right as must be, by the chances themselves.

    What really was right among so few is a matter of luck, so it only has a veto: where it is less
    than promised, or next to nothing would be placed, nothing is.
    """
    order = np.argsort(-chance, kind="stable")
    total = np.cumsum(share[order])
    aim = precision + _AIM - PRECISION
    enough = np.flatnonzero(np.cumsum((share * chance)[order]) / total >= aim)
    if not len(enough) or total[enough[-1]] < _ENOUGH_SURE:
        return 1.0
    last = enough[-1]
    if np.sum((share * is_right)[order][: last + 1]) / total[last] < precision:
        return 1.0
    # Where nearly all goes right, the average would also let in what is more likely wrong.
    return max(float(chance[order][last]), _EVEN)


def _novelty_bar(known: Floats, new: Floats) -> float:
    """Likeness that best parts bullets whose theme is there from those whose theme is not."""
    bars = np.unique(np.concatenate([known, new]))
    told = [float((known >= bar).mean() + (new < bar).mean()) for bar in bars]
    at = int(np.argmax(told))
    # In the middle of the gap, where there is one.
    return float(bars[at] + bars[max(at - 1, 0)]) / 2
