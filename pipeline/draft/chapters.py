"""One theme to its chapter: what it is told by, and in which order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.draft.choosing import choose, quotes_for
from pipeline.draft.content import Chapter, Options, Part, Quote, Section
from pipeline.draft.phrases import rest_of
from pipeline.draft.stock import Stock
from pipeline.draft.voices import Surroundings, disagreements, far_voices
from pipeline.draft.wording import (
    DISAGREES,
    FAR,
    PARTS,
    REST_TITLE,
    chapter_lead,
    part_lead,
    rest_lead,
    section_lead,
    voices_lead,
)
from pipeline.records import Kind, Theme

# Which side of a theme a bullet shows, in the order they are told.
SIDES: dict[Kind, str] = {
    "udfordring": "udfordringer",
    "drøftelse": "droeftelser",
    "idé": "forslag",
    "handling": "forslag",
    "styrke": "styrker",
    "refleksion": "spoergsmaal",
    "andet": "andet",
}


@dataclass(frozen=True, slots=True)
class Outline:
    """A theme with those told under it.

    Attributes
    ----------
    members
        Bullets of the theme and of the themes under it.
    own
        Bullets of each theme under it.
    """

    theme: Theme
    subthemes: tuple[Theme, ...]
    members: tuple[str, ...]
    own: Mapping[str, tuple[str, ...]]

    def rest(self) -> list[str]:
        """Return the bullets that are in none of the themes under it."""
        below = {bullet for held in self.own.values() for bullet in held}
        return [bullet for bullet in self.members if bullet not in below]


def write_chapter(
    number: int,
    outline: Outline,
    stock: Stock,
    around: Surroundings,
    options: Options,
    numbers: Iterator[int],
) -> Chapter:
    """Tell one theme; `numbers` numbers the notes through the whole draft."""
    theme, rest = outline.theme, outline.rest()
    blocks = [list(outline.own[part.id]) for part in outline.subthemes]
    blocks += [rest] if rest else []
    told = [_sides(block, stock) for block in blocks]
    rows = [row for row in stock.rows(outline.members) if stock.bullets[row].id not in stock.held]
    alone = {row for sides in told for side in sides.values() for row in side if len(side) == 1}
    spoken = [row for row in rows if row not in alone and row not in stock.cut]
    apart = disagreements(spoken, stock.bullets)
    picked = _pick(told, stock, apart)
    quoted = {row for sides in picked for side in sides.values() for row in side}
    passed_over = quoted.union(apart, stock.cut, stock.doubtful)
    far = far_voices(rows, stock.vectors, around, stock.bullets, passed_over)

    def parts(block: int) -> tuple[Part, ...]:
        return _parts(blocks[block], picked[block], stock, numbers)

    whole, own = stock.everything, stock.breadth(outline.members)
    sections = []
    for place, part in enumerate(outline.subthemes):
        breadth = stock.breadth(blocks[place])
        lead = section_lead(breadth, whole, stock.unit)
        is_proposed = part.status == "proposed"
        sections.append(
            Section(part.id, part.title, is_proposed, part.description, lead, breadth, parts(place))
        )
    if sections and rest:
        breadth = stock.breadth(rest)
        lead = rest_lead(breadth, stock.unit)
        title = REST_TITLE
        sections.append(
            Section(rest_of(theme.id), title, False, "", lead, breadth, parts(len(blocks) - 1))
        )
    own_parts = () if sections else parts(0)
    voices = tuple(
        _quote(row, stock, numbers, reason)
        for found, reason in ((apart, DISAGREES), (far, FAR))
        for row in found
    )
    return Chapter(
        number,
        theme.id,
        theme.title,
        theme.status == "proposed",
        theme.description,
        options.kle.get(theme.id) or options.kle.get(theme.title.casefold(), ""),
        chapter_lead(own, whole, stock.unit, len(outline.subthemes)),
        own,
        own_parts,
        tuple(sections),
        voices_lead(len(voices)) if voices else "",
        voices,
    )


def _sides(block: Sequence[str], stock: Stock) -> dict[str, list[int]]:
    """Rows of a block's bullets that may be shown, by the side of the theme they show."""
    sides: dict[str, list[int]] = {side: [] for side in SIDES.values()}
    for bullet in block:
        if bullet not in stock.held:
            sides[_side(bullet, stock)].append(stock.row_of[bullet])
    return sides


def _side(bullet: str, stock: Stock) -> str:
    found = stock.of(bullet)
    # What a table discussed and left as a question is an open question.
    is_open = found.kind == "drøftelse" and found.text.rstrip(" \"'”«»)").endswith("?")
    return "spoergsmaal" if is_open else SIDES[found.kind]


def _pick(
    told: Sequence[Mapping[str, list[int]]], stock: Stock, apart: Sequence[int]
) -> list[dict[str, list[int]]]:
    """Rows that are quoted, by block and side."""
    picked: list[dict[str, list[int]]] = []
    for sides in told:
        chosen: dict[str, list[int]] = {}
        for side, rows in sides.items():
            pool = [row for row in rows if row not in apart and row not in stock.cut]
            before = [row for held in (*picked, chosen) for some in held.values() for row in some]
            chosen[side] = choose(
                pool,
                quotes_for(len(rows), len(told)),
                stock.vectors,
                stock.bullets,
                stock.tables,
                before,
            )
        picked.append(chosen)
    return picked


def _parts(
    block: Sequence[str], picked: Mapping[str, list[int]], stock: Stock, numbers: Iterator[int]
) -> tuple[Part, ...]:
    parts = []
    asked = sum(
        stock.of(bullet).kind == "drøftelse" and _side(bullet, stock) == "spoergsmaal"
        for bullet in block
    )
    for side, rows in picked.items():
        held = [bullet for bullet in block if _side(bullet, stock) == side]
        if not held:
            continue
        tables = len(stock.gatherings.tables_of(held))
        lead = part_lead(side, len(held), tables, len(rows), stock.unit, asked)
        quotes = tuple(_quote(row, stock, numbers) for row in rows)
        parts.append(Part(side, PARTS[side], lead, len(held), tables, quotes))
    return tuple(parts)


def _quote(row: int, stock: Stock, numbers: Iterator[int], reason: str = "") -> Quote:
    bullet = stock.bullets[row]
    return Quote(bullet.id, bullet.text, bullet.kind, stock.note(bullet.id, next(numbers)), reason)
