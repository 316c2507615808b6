"""The bullets that show a theme best."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_NUMBER = 5
# Weight on being unlike what was picked before, against being like the theme.
_DIVERSITY = 0.5
# What another bullet of the same table, or of the same kind, costs in cosine.
_SAME_TABLE = 0.05
_SAME_KIND = 0.02


def choose_exemplars(
    theme: Sequence[int],
    vectors: NDArray[np.float32],
    tables: Sequence[str] | None = None,
    kinds: Sequence[str] | None = None,
    number: int = _NUMBER,
) -> list[int]:
    """Pick the medoid, then bullets that show other sides of the theme.

    Maximal marginal relevance (Carbonell & Goldstein 1998) with equal weight on closeness to the
    theme and on distance from what was picked before; a table or kind that was picked already
    counts against a bullet.

    Parameters
    ----------
    theme
        Indices of the theme's bullets.
    vectors
        Unit vectors of all bullets, shape (bullets, dimensions).
    tables, kinds
        Table and kind of each of all bullets.

    Returns
    -------
    list of int
        Indices of bullets, the medoid first.
    """
    members = np.asarray(theme)
    own = vectors[members]
    # The mean cosine to all members; their cosines with one another take memory by the square.
    relevance = own @ own.mean(axis=0)
    picked = [int(np.argmax(relevance))]
    while len(picked) < min(number, len(members)):
        nearest = (own @ own[picked].T).max(axis=1)
        score = (1 - _DIVERSITY) * relevance - _DIVERSITY * nearest
        for groups, cost in ((tables, _SAME_TABLE), (kinds, _SAME_KIND)):
            if groups is not None:
                seen = {groups[theme[row]] for row in picked}
                score -= cost * np.asarray([groups[row] in seen for row in theme])
        score[picked] = -np.inf
        picked.append(int(np.argmax(score)))
    return [int(members[row]) for row in picked]
