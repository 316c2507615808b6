"""The map of the bullets on a page: pointing at a dot tells its bullet, and it is a link."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from pipeline.draft.figures.drawing import WIDTH
from pipeline.draft.figures.islands import LOOKS, Island
from pipeline.draft.figures.map import (
    HEIGHT,
    NAME_SIZE,
    BulletMap,
    islands_of,
    places_of,
    radius_of,
)
from pipeline.draft.wording import count

# Of the drawing, to an inch.
_UNITS = 160
# Outlines of the marks of print, about their middle, for a radius of 1.
_OUTLINES = {
    "s": "M-.9-.9H.9V.9H-.9Z",
    "^": "M0-1.2 1.1.8H-1.1Z",
    "D": "M0-1.3 1.1 0 0 1.3-1.1 0Z",
    "v": "M0 1.2 1.1-.8H-1.1Z",
    "P": "M-.4-1.1H.4V-.4H1.1V.4H.4V1.1H-.4V.4H-1.1V-.4H-.4Z",
    "X": "M-1-.5-.5-1 0-.5.5-1 1-.5.5 0 1 .5.5 1 0 .5-.5 1-1 .5-.5 0Z",
}


@dataclass(frozen=True, slots=True)
class Spot:
    """What the map on the screen tells of a bullet: its text, its source, and where it opens."""

    text: str
    source: str
    address: str


def screen_map(bullet_map: BulletMap, tell: Callable[[str], Spot], most: int | None = None) -> str:
    """Return the map for a page as SVG that stands in its HTML.

    Each bullet is a link with its text as its name and its theme and source as data. There is no
    style and no script in it: what `map_style` and `map_script` return belongs to it, and without
    them the links work all the same.

    Parameters
    ----------
    bullet_map
        Where every bullet stands.
    tell
        What the page tells of a bullet, by its id.
    most
        How many bullets are drawn; of more, as large a share of each theme, rounded up.
        All without it.
    """
    width, height = WIDTH * _UNITS, HEIGHT * _UNITS
    rows = _drawn(bullet_map.themes, most)
    svg = ElementTree.Element("svg", {
        "viewBox": f"0 0 {width:.0f} {height:.0f}", "class": "bullet-map", "role": "group",
        "aria-label": f"Kort over {count(len(rows), 'udsagn', 'udsagn')}",
    })  # fmt: skip
    islands = islands_of(bullet_map)
    radius = radius_of(len(rows)) * _UNITS
    places = places_of(bullet_map)
    by_theme: dict[int, ElementTree.Element] = {}
    for row in rows:
        bullet, theme = bullet_map.bullets[row], bullet_map.themes[row]
        if theme not in by_theme:
            fill = LOOKS[islands[theme].look][0]
            name = bullet_map.names[theme]
            by_theme[theme] = ElementTree.SubElement(
                svg, "g", {"fill": fill, "data-theme": name, "role": "group", "aria-label": name}
            )
        spot = tell(bullet)
        link = ElementTree.SubElement(by_theme[theme], "a", {
            "href": spot.address, "aria-label": spot.text, "data-source": spot.source,
            "tabindex": "-1" if row else "0",
            "transform": f"translate({places[row, 0] * _UNITS:.1f},"
            f"{height - places[row, 1] * _UNITS:.1f})",
        })  # fmt: skip
        link.append(_mark(LOOKS[islands[theme].look][1], radius))
    _write_names(svg, islands, height)
    return ElementTree.tostring(svg, encoding="unicode", short_empty_elements=False)


def map_script() -> str:
    """Script of the map on the screen; it needs nothing else and asks for nothing."""
    return (Path(__file__).parent / "map.js").read_text(encoding="utf-8")


def map_style() -> str:
    """Style sheet of the map on the screen."""
    return (Path(__file__).parent / "map.css").read_text(encoding="utf-8")


def _drawn(themes: Sequence[int], most: int | None) -> list[int]:
    """Rows that are drawn: all, or every n-th of each theme, one at least."""
    if most is None or len(themes) <= most:
        return list(range(len(themes)))
    share = most / len(themes)
    seen: Counter[int] = Counter()
    rows = []
    for row, theme in enumerate(themes):
        if not seen[theme] or int(seen[theme] * share) > int((seen[theme] - 1) * share):
            rows.append(row)
        seen[theme] += 1
    return rows


def _mark(shape: str, radius: float) -> ElementTree.Element:
    if shape not in _OUTLINES:
        return ElementTree.Element("circle", {"r": f"{radius:.1f}"})
    return ElementTree.Element("path", {"d": _OUTLINES[shape], "transform": f"scale({radius:.1f})"})


def _write_names(svg: ElementTree.Element, islands: Sequence[Island], height: float) -> None:
    size = NAME_SIZE / 72 * _UNITS
    names = ElementTree.SubElement(svg, "g", {
        "aria-hidden": "true", "font-size": f"{size:.1f}",
        "text-anchor": "middle", "stroke": "#ffffff", "stroke-width": "5",
        "stroke-linejoin": "round", "paint-order": "stroke", "pointer-events": "none",
    })  # fmt: skip
    for island in islands:
        x, y = island.x * _UNITS, height - island.y * _UNITS
        step = size * 1.2
        for place, line in enumerate(island.lines):
            baseline = y + size * 0.35 + step * (place - (len(island.lines) - 1) / 2)
            text = ElementTree.SubElement(
                names,
                "text",
                {"x": f"{x:.1f}", "y": f"{baseline:.1f}", "fill": LOOKS[island.look][2]},
            )
            text.text = line
