"""Pictures of the draft that answer questions, each with its answer in words and numbers."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.draft.content import Draft, Picture
from pipeline.draft.figures.breadth import draw_breadth
from pipeline.draft.figures.kinds import draw_kinds
from pipeline.draft.figures.layout import Vectors
from pipeline.draft.figures.map import BulletMap, draw_map, make_map, regroup
from pipeline.draft.figures.screen import Spot, map_script, map_style, screen_map
from pipeline.draft.figures.spread import draw_spread
from pipeline.draft.phrases import heading

__all__ = [
    "BulletMap",
    "Picture",
    "Spot",
    "draw_pictures",
    "make_map",
    "map_of",
    "map_script",
    "map_style",
    "regroup",
    "screen_map",
]


def draw_pictures(draft: Draft, bullet_map: BulletMap | None = None) -> tuple[Picture, ...]:
    """Draw all pictures of the draft in the order they are shown; the map last, where there is one.

    Drawing them loads the plotting library; importing this does not.
    """
    pictures = (draw_breadth(draft), draw_kinds(draft), draw_spread(draft))
    return (*pictures, draw_map(bullet_map)) if bullet_map else pictures


def map_of(draft: Draft, vectors: Mapping[str, Vectors] | None) -> BulletMap | None:
    """Place the bullets of the draft on a map by the sentence model's vectors, by bullet id.

    None where there are no vectors or too few bullets; the draft then has no map.
    """
    members: dict[str, list[str]] = {chapter.theme: [] for chapter in draft.chapters}
    for row in draft.appendix:
        members[row.theme].append(row.bullet)
    names = [heading(chapter) for chapter in draft.chapters]
    return make_map(names, list(members.values()), vectors or {})
