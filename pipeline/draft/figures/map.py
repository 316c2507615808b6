"""The map of the bullets: a picture for print, and one for the screen that tells each bullet."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import numpy as np

from pipeline.draft.content import Picture
from pipeline.draft.figures.drawing import WIDTH, panel, paper, save, write
from pipeline.draft.figures.islands import LOOKS, Island, find_islands
from pipeline.draft.figures.layout import Points, Vectors, lay_out
from pipeline.draft.wording import count, figure, join

_HEIGHT = 4.9
_MARGIN = 0.3
# Above this many bullets their dots are a picture within the drawing, which stays small.
_MOST_DRAWN = 2_000
_NAME_SIZE = 7.5
_UNITS = 160
_TOLD = 6


@dataclass(frozen=True, slots=True)
class BulletMap:
    """Where every bullet stands.

    Attributes
    ----------
    bullets, themes, points
        Id, theme (numbered from 0) and place (from 0 to 1) of each bullet.
    names
        Name of each theme.
    nearest
        The theme that each theme is most like, None where there is no other.
    """

    bullets: tuple[str, ...]
    themes: tuple[int, ...]
    points: Points
    names: tuple[str, ...]
    nearest: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Spot:
    """What the map on the screen tells of a bullet: its text, its source, and where it opens."""

    text: str
    source: str
    address: str


def make_map(
    names: Sequence[str], members: Sequence[Sequence[str]], vectors: Mapping[str, Vectors]
) -> BulletMap | None:
    """Place the bullets of themes on a map.

    Parameters
    ----------
    names, members
        Name and bullets of each theme; those without bullets are left out.
    vectors
        The sentence model's unit vector of each bullet, by its id.

    Returns
    -------
    BulletMap or None
        None where a bullet has no vector, or there are fewer than two bullets.
    """
    held = [(name, ids) for name, ids in zip(names, members, strict=True) if ids]
    bullets = [bullet for _, ids in held for bullet in ids]
    if len(bullets) < 2 or any(bullet not in vectors for bullet in bullets):
        return None
    themes = [number for number, (_, ids) in enumerate(held) for _ in ids]
    rows = np.stack([vectors[bullet] for bullet in bullets])
    points = lay_out(rows, themes)
    nearest = _nearest(rows, np.asarray(themes), len(held))
    return BulletMap(tuple(bullets), tuple(themes), points, tuple(n for n, _ in held), nearest)


def draw_map(bullet_map: BulletMap) -> Picture:
    """Draw the map for print."""
    svg, png = _draw(bullet_map)
    names, nearest = bullet_map.names, bullet_map.nearest
    sizes = [bullet_map.themes.count(number) for number in range(len(names))]
    return Picture(
        name="kort-over-udsagn",
        title="Hvilke temaer ligner hinanden?",
        alt=_alt(bullet_map, sizes),
        caption=(
            "Hver prik er et udsagn. Udsagn, der ligner hinanden i betydning, ligger tæt, og hvert "
            "udsagn er trukket lidt ind mod sit tema. Kortet viser, hvad der ligger nær hinanden; "
            "de store afstande og retningerne har ingen betydning."
        ),
        columns=("Tema", "Udsagn", "Ligner mest"),
        rows=tuple(
            (name, size, "" if near is None else names[near])
            for name, size, near in zip(names, sizes, nearest, strict=True)
        ),
        svg=svg,
        png=png,
    )


def screen_map(bullet_map: BulletMap, tell: Callable[[str], Spot]) -> str:
    """Return the map for a page as SVG that stands in its HTML.

    Each bullet is a link with its text as its name and its theme and source as data. There is no
    style and no script in it: `map.css` and `map.js` beside this module belong to it, and without
    them the links work all the same.

    Parameters
    ----------
    bullet_map
        Where every bullet stands.
    tell
        What the page tells of a bullet, by its id.
    """
    width, height = WIDTH * _UNITS, _HEIGHT * _UNITS
    svg = ElementTree.Element("svg", {
        "viewBox": f"0 0 {width:.0f} {height:.0f}", "class": "bullet-map", "role": "group",
        "aria-label": f"Kort over {count(len(bullet_map.bullets), 'udsagn', 'udsagn')}",
    })  # fmt: skip
    islands = _islands(bullet_map)
    radius = f"{_radius(len(bullet_map.bullets)) * _UNITS:.1f}"
    by_theme: dict[int, ElementTree.Element] = {}
    for number, (bullet, theme, place) in enumerate(
        zip(bullet_map.bullets, bullet_map.themes, _places(bullet_map), strict=True)
    ):
        if theme not in by_theme:
            fill = LOOKS[islands[theme].look][0]
            name = bullet_map.names[theme]
            by_theme[theme] = ElementTree.SubElement(
                svg, "g", {"fill": fill, "data-theme": name, "role": "group", "aria-label": name}
            )
        spot = tell(bullet)
        link = ElementTree.SubElement(by_theme[theme], "a", {
            "href": spot.address, "aria-label": spot.text, "data-source": spot.source,
            "tabindex": "-1" if number else "0",
        })  # fmt: skip
        x, y = place
        ElementTree.SubElement(
            link, "circle",
            {"cx": f"{x * _UNITS:.1f}", "cy": f"{height - y * _UNITS:.1f}", "r": radius},
        )  # fmt: skip
    _write_names(svg, islands, height)
    return ElementTree.tostring(svg, encoding="unicode", short_empty_elements=False)


def map_script() -> str:
    """Script of the map on the screen; it needs nothing else and asks for nothing."""
    return (Path(__file__).parent / "map.js").read_text(encoding="utf-8")


def map_style() -> str:
    """Style sheet of the map on the screen."""
    return (Path(__file__).parent / "map.css").read_text(encoding="utf-8")


def _write_names(svg: ElementTree.Element, islands: Sequence[Island], height: float) -> None:
    size = _NAME_SIZE / 72 * _UNITS
    names = ElementTree.SubElement(svg, "g", {
        "class": "names", "aria-hidden": "true", "font-size": f"{size:.1f}",
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


def _islands(bullet_map: BulletMap) -> list[Island]:
    places = _places(bullet_map)
    return find_islands(places, bullet_map.themes, bullet_map.names, (WIDTH, _HEIGHT), _NAME_SIZE)


def _places(bullet_map: BulletMap) -> Points:
    """Places of the bullets in inches from the lower left."""
    places: Points = _MARGIN + bullet_map.points * (np.asarray([WIDTH, _HEIGHT]) - 2 * _MARGIN)
    return places


def _radius(number: int) -> float:
    """Radius of a dot in inches: many dots are small ones."""
    return float(np.clip(0.9 / np.sqrt(number), 0.012, 0.035))


def _draw(bullet_map: BulletMap) -> tuple[bytes, bytes]:
    islands = _islands(bullet_map)
    number = len(bullet_map.bullets)
    themes = np.asarray(bullet_map.themes)
    places = _places(bullet_map)
    with paper(_HEIGHT) as sheet:
        axes = panel(sheet, 0, 0, WIDTH, _HEIGHT)
        axes.set_xlim(0, WIDTH)
        axes.set_ylim(0, _HEIGHT)
        for theme, island in enumerate(islands):
            colour, shape, _ = LOOKS[island.look]
            own = places[themes == theme]
            dots = axes.scatter(
                own[:, 0], own[:, 1], s=(2 * 72 * _radius(number)) ** 2, color=colour, marker=shape,
                linewidths=0, alpha=0.8, rasterized=number > _MOST_DRAWN,
            )  # fmt: skip
            dots.set_gid(f"tema-{theme + 1}-{len(own)}")
        for island in islands:
            ground = {"facecolor": "white", "edgecolor": "none", "pad": 0.5, "alpha": 0.75}
            write(
                axes, island.x, island.y, "\n".join(island.lines), size=_NAME_SIZE, ha="center",
                color=LOOKS[island.look][2], linespacing=1.1, bbox=ground,
            )  # fmt: skip
        return save(sheet)


def _nearest(rows: Vectors, themes: np.ndarray, number: int) -> tuple[int | None, ...]:
    """Theme whose middle is most like that of each theme."""
    if number < 2:
        return (None,) * number
    middles = np.stack(
        [rows[themes == theme].mean(axis=0, dtype=np.float64) for theme in range(number)]
    )
    lengths = np.linalg.norm(middles, axis=1, keepdims=True)
    unit = middles / np.where(lengths > 0, lengths, 1)
    likeness = (unit @ unit.T).round(6)
    np.fill_diagonal(likeness, -np.inf)
    return tuple(int(theme) for theme in likeness.argmax(axis=1))


def _alt(bullet_map: BulletMap, sizes: Sequence[int]) -> str:
    names = bullet_map.names
    text = (
        f"Kort med {count(len(bullet_map.bullets), 'udsagn', 'udsagn')} som prikker, samlet om "
        f"{count(len(names), 'temanavn', 'temanavne')}. "
    )
    largest = sorted(range(len(names)), key=lambda number: (-sizes[number], number))[:_TOLD]
    said = [f"{names[number]} ({figure(sizes[number])})" for number in largest]
    text += f"Flest prikker har {join(said)}."
    pairs = [
        (number, near)
        for number, near in enumerate(bullet_map.nearest)
        if near is not None and bullet_map.nearest[near] == number and number < near
    ]
    if pairs:
        told = "; ".join(f"»{names[one]}« og »{names[other]}«" for one, other in pairs[:_TOLD])
        text += f" Nærmest hinanden i betydning er {told}."
    return text
