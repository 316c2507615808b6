"""What is measured of a grouping, the same for every method: pure functions over labels.

A label of -1 is a bullet that a method left out. Such bullets count

- as one cluster in AMI, ARI and V, as is usual; it is the kinder choice for the method, since as
  clusters of one bullet each they would agree with no theme;
- as one move each in the reviewer's effort, since somebody must find each of them a place;
- as one cluster in both stability figures, so that leaving the same bullets out twice is stable.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from pipeline.metrics import LEFT_OUT, agreement, effort

FOLDS = 16


@dataclass(frozen=True, slots=True)
class Scores:
    """Agreement with the gold themes, and actions a bullet that a reviewer would need."""

    ami: float
    ari: float
    v_measure: float
    effort: float


def number_of_themes(labels: Sequence[int]) -> int:
    """Groups found; what was left out is none."""
    return len(set(labels) - {LEFT_OUT})


def share_left_out(labels: Sequence[int]) -> float:
    """Share of the bullets that are in no group, 0 to 1."""
    return sum(label == LEFT_OUT for label in labels) / max(1, len(labels))


def scores(labels: Sequence[int], gold: Sequence[str | None]) -> Scores | None:
    """Score the bullets whose gold theme is known; None where that is none of them."""
    known = [(label, theme) for label, theme in zip(labels, gold, strict=True) if theme is not None]
    if not known:
        return None
    found, wanted = [label for label, _ in known], [theme for _, theme in known]
    agreed = agreement(found, wanted)
    return Scores(agreed.ami, agreed.ari, agreed.v_measure, effort(found, wanted).per_bullet)


def mean_scores(several: Sequence[Scores]) -> Scores:
    """Mean of the scores of several runs, each figure by itself."""
    return Scores(
        fmean(one.ami for one in several),
        fmean(one.ari for one in several),
        fmean(one.v_measure for one in several),
        fmean(one.effort for one in several),
    )


def same_grouping(first: Sequence[int], second: Sequence[int]) -> float:
    """Adjusted Rand index of two groupings of the same bullets; 1 if they are the same."""
    return agreement(first, second).ari


def kept(folds: Sequence[int], left_out: int) -> list[int]:
    """Rows of the bullets that stay when one fold is taken away."""
    return [row for row, fold in enumerate(folds) if fold != left_out]


def fold_scores(
    parts: Mapping[int, Sequence[int]], gold: Sequence[str | None], folds: Sequence[int]
) -> Scores | None:
    """Mean scores over the groupings made with one fold taken away each.

    A single grouping of a few hundred bullets moves by several hundredths of AMI with the last bits
    of the vectors, for every method; the mean of sixteen says more of the method.

    Parameters
    ----------
    parts, folds
        As in `fold_stability`.
    gold
        Theme of each bullet, None where it is not known.
    """
    found = [
        scored
        for fold, labels in parts.items()
        if (scored := scores(labels, [gold[row] for row in kept(folds, fold)]))
    ]
    return mean_scores(found) if found else None


def fold_stability(
    whole: Sequence[int], parts: Mapping[int, Sequence[int]], folds: Sequence[int]
) -> float:
    """Mean ARI between the grouping of all bullets and those made with one fold taken away.

    Parameters
    ----------
    whole
        Label of each bullet when all are grouped together.
    parts
        For each fold, the labels of the bullets that stay without it, in their order.
    folds
        Fold (table) of each bullet.

    Raises
    ------
    ValueError
        If a part is not of the length that is left without its fold.
    """
    found = []
    for fold, labels in parts.items():
        rows = kept(folds, fold)
        if len(rows) != len(labels):
            raise ValueError(f"fold {fold} leaves {len(rows)} bullets, {len(labels)} have a label")
        found.append(same_grouping([whole[row] for row in rows], labels))
    return fmean(found)
