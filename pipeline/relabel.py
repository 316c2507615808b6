"""Titles, phrases, keywords and exemplars of themes as their bullets are now."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from pipeline.embed import CachedEncoder
from pipeline.grammar import CachedTagger
from pipeline.records import Bullet
from pipeline.review import State

if TYPE_CHECKING:
    from pipeline.label import Label

Tell = Callable[[str, int, int], None]
_SILENT: Tell = lambda step, done, total: None  # noqa: E731


def propose_titles(
    state: State,
    bullets: Mapping[str, Bullet],
    groups: Sequence[Sequence[str]],
    encoder: CachedEncoder,
    tagger: CachedTagger,
) -> list[str]:
    """Title groups of bullets that are to become themes at the top; no title is taken twice.

    Parameters
    ----------
    state
        The theme set without them.
    bullets
        Bullets that are there.
    groups
        Ids of the bullets of each new theme.
    """
    inside = {bullet for group in groups for bullet in group}
    others = [[b for b in state.members(theme.id) if b not in inside] for theme in state.tops()]
    taken = [theme.title for theme in state.themes.values()]
    named = _label(
        [*groups, *others], [""] * len(groups) + [""] * len(others), bullets, encoder, tagger, taken
    )
    return [label.title if label else "" for label in named[: len(groups)]]


def _label(
    groups: Sequence[Sequence[str]],
    parents: Sequence[str],
    bullets: Mapping[str, Bullet],
    encoder: CachedEncoder,
    tagger: CachedTagger,
    taken: Sequence[str],
    tell: Tell = _SILENT,
) -> list[Label | None]:
    """Label groups that stand beside one another; None for one that holds no bullet that is there.

    Exemplars are rows of `bullets`.
    """
    from pipeline.label import Theme, label

    texts = [bullet.text for bullet in bullets.values()]
    row_of = {id_: row for row, id_ in enumerate(bullets)}
    vectors = encoder.encode(texts, lambda done, total: tell("Reading the meaning", done, total))
    tagged = tagger.tag(texts, lambda done, total: tell("Reading the grammar", done, total))
    tables = [f"{bullet.source.path} {bullet.meeting}" for bullet in bullets.values()]
    kinds = [bullet.kind for bullet in bullets.values()]
    rows = [[row_of[bullet] for bullet in group if bullet in row_of] for group in groups]
    themes = [Theme(held, parent) for held, parent in zip(rows, parents, strict=True) if held]
    found = iter(
        label(
            themes,
            texts,
            tagged,
            vectors,
            lambda phrases: encoder.encode(
                phrases, lambda done, total: tell("Finding names for the themes", done, total)
            ),
            tables,
            kinds,
            taken,
        )
    )
    return [next(found) if held else None for held in rows]
