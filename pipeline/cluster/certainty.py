"""How sure each bullet's place is, and what is the matter where it is not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.cluster.signals import Labels, Vectors, unit
from pipeline.cluster.tree import sums
from pipeline.records import Doubt

# Platt's map (Platt 1999, "Probabilistic outputs for support vector machines") from how like a
# bullet is to its theme, and how much more than to any other, to the chance that a person would put
# it there. Fitted by `python -m tests.bench.calibration` to the civic statements that the sentence
# model did not learn from, whole and in samples of 60 and more.
_OFFSET, _OWN, _MARGIN = -1.55, 2.28, 1.23
# Two themes are as good as alike to a bullet whose cosines to them differ by less than this.
_ALIKE = 0.03
# A bullet fits nothing if every theme is less than half as like it as the nearest usually is.
_UNLIKE = 0.5


@dataclass(frozen=True, slots=True)
class Certainty:
    """What is known of each bullet's place.

    Attributes
    ----------
    confidence
        Chance that a person would put the bullet into this theme, 0 to 1, shape (n,).
    second
        The theme that is nearest of all others, -1 where there is none, shape (n,).
    doubts
        What is the matter with the place, "" for nothing, one a bullet.
    """

    confidence: NDArray[np.float64]
    second: Labels
    doubts: tuple[Doubt, ...]


def judge(vectors: Vectors, labels: Labels, has_content: NDArray[np.bool_]) -> Certainty:
    """Judge every bullet's place.

    Parameters
    ----------
    vectors
        Centred unit vectors, not smoothed, shape (n, dimensions).
    labels
        Theme of each bullet, numbered from 0 without gaps, shape (n,).
    has_content
        Whether a bullet says anything of its own, shape (n,).
    """
    own, other, second = likeness(vectors, labels)
    best = np.maximum(own, other)
    usual = float(np.median(best)) if len(best) else 0.0
    fits = best >= _UNLIKE * usual
    is_clear = own - other >= _ALIKE
    doubts: list[Doubt] = []
    for speaks, has_home, is_alone in zip(has_content, fits, is_clear, strict=True):
        why: Doubt = "" if is_alone else "between"
        doubts.append("empty" if not speaks else why if has_home else "nowhere")
    return Certainty(chance(own, own - other), second, tuple(doubts))


def likeness(
    vectors: Vectors, labels: Labels
) -> tuple[NDArray[np.float64], NDArray[np.float64], Labels]:
    """Compare each bullet with the centroids of its own and the nearest other theme.

    The bullet is first taken out of its own theme, so that it does not vouch for itself.

    Returns
    -------
    own, other
        Cosines, -1 to 1, shape (n,); `own` is 0 in a theme of one bullet, `other` 0 where there is
        one theme only.
    second
        The nearest other theme, -1 where there is none, shape (n,).
    """
    number = int(labels.max(initial=-1)) + 1
    if number < 1:
        return np.zeros(0), np.zeros(0), np.zeros(0, np.intp)
    total = sums(vectors, labels, number)
    rows = np.arange(len(vectors))
    cosines = np.asarray(vectors @ unit(total).T, np.float64)
    lengths_in = np.einsum("ij,ij->i", vectors, vectors, dtype=np.float64)
    # Own theme without the bullet: s - x has the product s.x - x.x with x and the length below.
    with_it = np.einsum("ij,ij->i", total[labels], vectors)
    squared = np.einsum("ij,ij->i", total, total)[labels] - 2 * with_it + lengths_in
    alone = squared < 1e-6
    own = np.where(alone, 0.0, (with_it - lengths_in) / np.sqrt(np.where(alone, 1.0, squared)))
    if number < 2:
        return own, np.zeros(len(vectors)), np.full(len(vectors), -1, np.intp)
    cosines[rows, labels] = -np.inf
    second = np.asarray(cosines.argmax(axis=1), np.intp)
    return own, cosines[rows, second], second


def chance(own: NDArray[np.float64], margin: NDArray[np.float64]) -> NDArray[np.float64]:
    """Chance that a person would put a bullet into its theme, rising with both cosines."""
    return np.asarray(1 / (1 + np.exp(-(_OFFSET + _OWN * own + _MARGIN * margin))), np.float64)
