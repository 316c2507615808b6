"""Which bullets a theme is told by."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence

import numpy as np

from pipeline.draft.likeness import Vectors
from pipeline.records import Bullet

_DIVERSITY = 0.5
# What another bullet of a table, or of a kind, that was quoted already costs in cosine.
_SAME_TABLE = 0.08
_SAME_KIND = 0.02
# From this cosine on two bullets say the same; one of them is enough.
_SAME = 0.95
# A bullet of one or two words shows little; so many make it speak for itself.
_TELLING_WORDS = 5
_SHORT = 0.08
# How a text ends that goes on in the bullets under it, or was cut off.
_GOES_ON = re.compile(
    r"(?:[:;,–—-]|…|\.\.\.|\b(?:og|eller|samt|som|fx|f\.eks\.|bl\.a\.))[\s\"'”»)]*$", re.IGNORECASE
)


def quotes_for(count: int, blocks: int = 1) -> int:
    """How many of so many bullets are quoted: two of seven, three of eight, at most five.

    In a theme of several blocks each is told more briefly, or its chapter would grow with them: at
    most three a side in two or three, at most two in more.
    """
    most = 5 if blocks == 1 else 3 if blocks <= 3 else 2
    return min(count, most, 2 + count // 8)


def is_whole(text: str) -> bool:
    """Whether a text is a statement that ends, and no lead to something that follows."""
    return not _GOES_ON.search(text)


def choose(
    rows: Sequence[int],
    number: int,
    vectors: Vectors,
    bullets: Sequence[Bullet],
    tables: Sequence[int],
    told: Collection[int] = (),
) -> list[int]:
    """Pick bullets that show a theme from different sides.

    Maximal marginal relevance (Carbonell & Goldstein 1998): like the theme, unlike what was
    picked before; of another table and kind before one of the same.

    Parameters
    ----------
    rows
        Rows of the bullets to choose from.
    vectors, bullets, tables
        Unit vector, record and table of every row, shape (bullets, dimensions) and (bullets,).
    told
        Rows that were picked for another part of the same theme.

    Returns
    -------
    rows
        In the order they were picked, the most typical first; fewer than `number` where the others
        say what was picked already.
    """
    # Where texts are the same, the earliest speaks for all.
    unlike = list(
        {" ".join(bullets[row].text.casefold().split()): row for row in rows[::-1]}.values()
    )
    pool = sorted(unlike)
    if not pool:
        return []
    own = vectors[pool]
    worth = own @ own.mean(axis=0)
    words = np.asarray([len(bullets[row].text.split()) for row in pool])
    worth = worth - _SHORT * np.maximum(0, 1 - words / _TELLING_WORDS)
    used = Counter(tables[row] for row in told)
    picked: list[int] = []
    while len(picked) < min(number, len(pool)):
        score = (1 - _DIVERSITY) * worth
        if picked:
            nearest = (own @ own[picked].T).max(axis=1)
            score = np.where(nearest < _SAME, score - _DIVERSITY * nearest, -np.inf)
        kinds = {bullets[pool[at]].kind for at in picked}
        score = score - _SAME_TABLE * np.asarray([min(used[tables[row]], 3) for row in pool])
        score = score - _SAME_KIND * np.asarray([bullets[row].kind in kinds for row in pool])
        score[picked] = -np.inf
        best = int(np.argmax(score.round(6)))
        if score[best] == -np.inf:
            break
        picked.append(best)
        used[tables[pool[best]]] += 1
    return [pool[at] for at in picked]
