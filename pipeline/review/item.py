"""One thing on the work list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pipeline.records import Bullet, Theme
from pipeline.review.state import State

ItemKind = Literal["personal", "uncertain", "alike", "loose", "large", "one_table", "duplicate"]
_SCORE_DECIMALS = 4


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to look at.

    Attributes
    ----------
    kind
        "uncertain", "personal" and "duplicate" are about bullets; "alike" (merge?), "loose" (hangs
        together badly), "large" (split?) and "one_table" (one table or one bullet) about themes.
    themes, bullets
        Ids of what it is about; of "alike" the theme to merge into first, of "uncertain" the
        candidates, the theme that holds the bullet first if one does, of "duplicate" the themes of
        the two bullets.
    score
        How many bullets an answer is expected to put right.
    is_touched
        Whether a person has decided something about one of the themes.
    reason
        Figures and ids that say why, for the page to put in words; each maker says which.
    """

    kind: ItemKind
    themes: tuple[str, ...]
    bullets: tuple[str, ...]
    score: float
    is_touched: bool
    reason: Mapping[str, Any]


def make_item(
    state: State,
    kind: ItemKind,
    themes: Iterable[str],
    bullets: Iterable[str],
    score: float,
    **reason: Any,
) -> Item:
    """Return an item, touched where one of its themes is."""
    ids = tuple(themes)
    touched = any(state.themes[id_].is_touched for id_ in ids)
    return Item(kind, ids, tuple(bullets), round(score, _SCORE_DECIMALS), touched, reason)


def is_open(theme: Theme) -> bool:
    """Whether nobody has dealt with a theme."""
    return not (theme.is_locked or theme.notes or theme.status == "approved")


def table_of(bullet: Bullet) -> tuple[str, str]:
    """Say which table a bullet comes from: its document and the table that is named there."""
    return bullet.source.path, bullet.meeting.table
