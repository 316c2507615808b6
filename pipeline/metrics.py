"""How much work a grouping leaves to a reviewer, and how well it agrees with a known answer.

The reviewer's effort in plain words: somebody who knows the right themes sits down with the groups
that were found and puts them right. Each group is kept for the theme that most of its statements
belong to. Then every statement that lies in the wrong group, or in none, is moved: one action each.
Two groups of the same theme are put together: one action. A theme that no group was kept for is
created: one action. The actions divided by the number of statements are the effort per statement:
0 means that nothing is left to do, 0.5 that one action is needed for every second statement. To
move every statement by hand into themes that one creates oneself costs a little over 1.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

LEFT_OUT = -1


@dataclass(frozen=True, slots=True)
class Effort:
    """What a reviewer has to do to turn the groups found into the themes wanted.

    Attributes
    ----------
    moves
        Bullets to move: all that are not of the theme that most bullets of their group belong to,
        and all that are in no group.
    merges
        Groups to join with another that has the same theme.
    creations
        Themes to create, since no group has them as its own.
    bullets
        Bullets in all.
    """

    moves: int
    merges: int
    creations: int
    bullets: int

    @property
    def per_bullet(self) -> float:
        """Actions a bullet; 0 is a perfect grouping."""
        return (self.moves + self.merges + self.creations) / max(1, self.bullets)


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement of two groupings: 1 is the same, 0 (AMI, ARI) what chance gives."""

    ami: float
    ari: float
    v_measure: float


def effort(found: Sequence[int], wanted: Sequence[Hashable]) -> Effort:
    """Count the actions that repair a grouping.

    Parameters
    ----------
    found
        Group of each bullet; -1 for a bullet in no group.
    wanted
        Right theme of each bullet.

    Raises
    ------
    ValueError
        If the two are not of the same length.
    """
    groups: dict[int, Counter[Hashable]] = defaultdict(Counter)
    for group, theme in zip(found, wanted, strict=True):
        groups[group][theme] += 1
    outside = groups.pop(LEFT_OUT, Counter())
    # The theme that has most bullets in a group is the group's; ties go to the first met.
    owners = Counter(themes.most_common(1)[0][0] for themes in groups.values())
    moves = outside.total() + sum(
        themes.total() - themes.most_common(1)[0][1] for themes in groups.values()
    )
    return Effort(
        moves=moves,
        merges=sum(times - 1 for times in owners.values()),
        creations=len(set(wanted) - set(owners)),
        bullets=len(wanted),
    )


def agreement(found: Sequence[int], wanted: Sequence[Hashable]) -> Agreement:
    """Compare a grouping with the right one.

    Adjusted mutual information and adjusted Rand index correct for chance (Vinh et al. 2010,
    "Information theoretic measures for clusterings comparison"); V-measure does not (Rosenberg &
    Hirschberg 2007). Bullets in no group count as one group.
    """
    from sklearn.metrics import (
        adjusted_mutual_info_score,
        adjusted_rand_score,
        v_measure_score,
    )

    numbers = {theme: number for number, theme in enumerate(dict.fromkeys(wanted))}
    right = [numbers[theme] for theme in wanted]
    return Agreement(
        float(adjusted_mutual_info_score(right, found)),
        float(adjusted_rand_score(right, found)),
        float(v_measure_score(right, found)),
    )
