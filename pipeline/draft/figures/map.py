"""The map of the bullets in two dimensions, with the names of their themes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.draft.content import Picture
from pipeline.draft.figures.drawing import WIDTH, panel, paper, save, write
from pipeline.draft.figures.islands import LOOKS, Island, find_islands
from pipeline.draft.figures.layout import Points, Vectors, lay_out
from pipeline.draft.figures.telling import MOST_NAMES
from pipeline.draft.wording import count, figure, join

HEIGHT = 4.9
NAME_SIZE = 7.5
_MARGIN = 0.3
# Above this many bullets their dots are a picture within the drawing, which stays small.
_MOST_DRAWN = 2_000


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


def regroup(
    bullet_map: BulletMap, names: Sequence[str], members: Sequence[Sequence[str]]
) -> BulletMap | None:
    """Return a map with its bullets where they stand, in other themes.

    Bullets that the map does not hold stay out, as do themes without any; which themes are most
    like each other is not known.

    Parameters
    ----------
    bullet_map
        The map as it was made.
    names, members
        Name and bullets of each theme as they are now.

    Returns
    -------
    BulletMap or None
        None where it holds none of the bullets.
    """
    rows = {bullet: row for row, bullet in enumerate(bullet_map.bullets)}
    known = [[bullet for bullet in ids if bullet in rows] for ids in members]
    held = [(name, ids) for name, ids in zip(names, known, strict=True) if ids]
    bullets = tuple(bullet for _, ids in held for bullet in ids)
    if not bullets:
        return None
    return BulletMap(
        bullets,
        tuple(number for number, (_, ids) in enumerate(held) for _ in ids),
        bullet_map.points[[rows[bullet] for bullet in bullets]],
        tuple(name for name, _ in held),
        (None,) * len(held),
    )


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


def islands_of(bullet_map: BulletMap) -> list[Island]:
    """Return the themes as islands."""
    places = places_of(bullet_map)
    return find_islands(places, bullet_map.themes, bullet_map.names, (WIDTH, HEIGHT), NAME_SIZE)


def places_of(bullet_map: BulletMap) -> Points:
    """Places of the bullets in inches from the lower left."""
    places: Points = _MARGIN + bullet_map.points * (np.asarray([WIDTH, HEIGHT]) - 2 * _MARGIN)
    return places


def radius_of(number: int) -> float:
    """Radius of a dot in inches: many dots are small ones."""
    return float(np.clip(0.9 / np.sqrt(number), 0.012, 0.035))


def _draw(bullet_map: BulletMap) -> tuple[bytes, bytes]:
    islands = islands_of(bullet_map)
    number = len(bullet_map.bullets)
    themes = np.asarray(bullet_map.themes)
    places = places_of(bullet_map)
    with paper(HEIGHT) as sheet:
        axes = panel(sheet, 0, 0, WIDTH, HEIGHT)
        axes.set_xlim(0, WIDTH)
        axes.set_ylim(0, HEIGHT)
        for theme, island in enumerate(islands):
            colour, shape, _ = LOOKS[island.look]
            own = places[themes == theme]
            dots = axes.scatter(
                own[:, 0], own[:, 1], s=(2 * 72 * radius_of(number)) ** 2, color=colour,
                marker=shape, linewidths=0, alpha=0.8, rasterized=number > _MOST_DRAWN,
            )  # fmt: skip
            dots.set_gid(f"tema-{theme + 1}-{len(own)}")
        for island in islands:
            ground = {"facecolor": "white", "edgecolor": "none", "pad": 0.5, "alpha": 0.75}
            write(
                axes, island.x, island.y, "\n".join(island.lines), size=NAME_SIZE, ha="center",
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
    largest = sorted(range(len(names)), key=lambda number: (-sizes[number], number))[:MOST_NAMES]
    said = [f"{names[number]} ({figure(sizes[number])})" for number in largest]
    text += f"Flest prikker har {join(said)}."
    pairs = [
        (number, near)
        for number, near in enumerate(bullet_map.nearest)
        if near is not None and bullet_map.nearest[near] == number and number < near
    ]
    if pairs:
        told = "; ".join(f"»{names[one]}« og »{names[other]}«" for one, other in pairs[:MOST_NAMES])
        text += f" Nærmest hinanden i betydning er {told}."
    return text
