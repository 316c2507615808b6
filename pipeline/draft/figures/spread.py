"""Who talked of what: the themes across tables, or across meetings where tables are many."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import accumulate, groupby
from typing import TYPE_CHECKING

from pipeline.draft.content import Draft, DraftMeeting, Picture
from pipeline.draft.figures.drawing import (
    INK,
    LINE,
    QUIET,
    SMALL,
    WIDTH,
    panel,
    paper,
    row_heights,
    save,
    text_colour,
    wrap,
    write,
)
from pipeline.draft.phrases import heading
from pipeline.draft.wording import count, figure, join, tables

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Above this many tables a column is a meeting.
MOST_TABLES = 24
# Above this many columns nobody can read a number in a cell.
_MOST_NUMBERS = 24
# Above this many columns their names would cover each other, and the table under the picture
# would be wider than a page.
_MOST_NAMES = 40
_LABELS = 2.0
_GAP = 0.1
_WIDEST_CELL = 0.6
_LEAST_ROW = 0.24
# Length of a letter in the names above the columns, in inches.
_LETTER = 0.058
_LONGEST = 46
_LONGEST_PLACE = 24
_NARROWEST_GROUP = 0.75
_KEY = 0.42
_STEPS = 5
_TOLD = 5
UNKNOWN = "Møde ikke oplyst"
_WORDS = {
    "bord": ("bordet", "det bord", "borde"),
    "opsamling": ("opsamlingen", "den opsamling", "opsamlinger"),
}


@dataclass(frozen=True, slots=True)
class Spread:
    """Themes across columns.

    Attributes
    ----------
    columns
        Names of the columns: tables, or meetings.
    groups
        The meeting of each column where columns are tables of several meetings, else empty.
    cells
        A row a theme: bullets from each table; or at how many tables of each meeting it came up.
    whole
        Tables of each column where columns are meetings; empty where they are tables.
    """

    columns: tuple[str, ...]
    groups: tuple[str, ...]
    cells: tuple[tuple[int, ...], ...]
    whole: tuple[int, ...]

    def share(self, row: int, column: int) -> float:
        """How dark a cell is, from 0 to 1: share of the largest cell, or of a meeting's tables."""
        most = self.whole[column] if self.whole else max(map(max, self.cells))
        return self.cells[row][column] / most


def spread_of(draft: Draft) -> Spread:
    """Count the bullets of each theme at each table, or its tables at each meeting."""
    found: dict[str, Counter[int]] = defaultdict(Counter)
    for row in draft.appendix:
        found[row.theme][row.note.table] += 1
    themes = [chapter.theme for chapter in draft.chapters]
    several = len(draft.meetings) > 1
    names = {meeting.number: _meeting_name(meeting) for meeting in draft.meetings}
    names[0] = UNKNOWN
    of = {table.number: table.meeting or 0 for table in draft.tables}
    if len(draft.tables) <= MOST_TABLES or not several:
        numbers = [table.number for table in draft.tables]
        cells = [tuple(found[theme][number] for number in numbers) for theme in themes]
        groups = tuple(names[of[number]] for number in numbers) if several else ()
        return Spread(tuple(table.name for table in draft.tables), groups, tuple(cells), ())
    whole = Counter(of.values())
    numbers = sorted(whole, key=lambda number: (number == 0, number))
    at = {theme: Counter(of[table] for table in found[theme]) for theme in themes}
    return Spread(
        tuple(names[number] for number in numbers),
        (),
        tuple(tuple(at[theme][number] for number in numbers) for theme in themes),
        tuple(whole[number] for number in numbers),
    )


def draw_spread(draft: Draft) -> Picture:
    """Draw a square for each theme and column, the darker the more was said."""
    spread = spread_of(draft)
    names = [heading(chapter) for chapter in draft.chapters]
    svg, png = _draw(spread, names, draft.unit)
    groups = spread.groups or ("",) * len(spread.columns)
    heads = [
        f"{group}, {head}".strip(", ") for group, head in zip(groups, _heads(spread), strict=True)
    ]
    return Picture(
        name="temaer-paa-tvaers",
        title="Hvem har talt om hvad?",
        alt=_alt(draft, spread),
        caption=_caption(draft, spread),
        columns=("Tema", *heads),
        rows=tuple((name, *row) for name, row in zip(names, spread.cells, strict=True)),
        svg=svg,
        png=png,
    )


def _draw(spread: Spread, names: list[str], unit: str) -> tuple[bytes, bytes]:
    from matplotlib import colormaps
    from matplotlib.colors import to_hex
    from matplotlib.patches import Rectangle

    labels = [wrap(name, _LABELS) for name in names]
    heights = row_heights(labels, _LEAST_ROW)
    height = sum(heights)
    left = _LABELS + _GAP
    cell = min(_WIDEST_CELL, (WIDTH - left) / len(spread.columns))
    head = _Head(spread, cell)
    # From light to dark, so that a cell's number and a grey print say the same.
    colours = [
        to_hex(colormaps["cividis"](0.95 * (1 - step / (_STEPS - 1)))) for step in range(_STEPS)
    ]
    with paper(head.height + height + _KEY) as sheet:
        axes = panel(sheet, 0, 0, WIDTH, head.height + height + _KEY)
        axes.set_xlim(0, WIDTH)
        axes.set_ylim(height + _KEY, -head.height)
        head.draw(axes, left, unit)
        tops = [end - own for end, own in zip(accumulate(heights), heights, strict=True)]
        gap = min(0.02, cell / 8)
        for row, (lines, top, own) in enumerate(zip(labels, tops, heights, strict=True)):
            write(axes, 0, top + own / 2, "\n".join(lines), linespacing=1.15)
            for column, number in enumerate(spread.cells[row]):
                colour = colours[_step(spread.share(row, column))] if number else "#ffffff"
                x = left + column * cell
                axes.add_patch(
                    Rectangle(
                        (x + gap / 2, top + gap / 2), cell - gap, own - gap, facecolor=colour,
                        edgecolor="none" if number else LINE, linewidth=0.3,
                        gid=f"felt-{row + 1}-{column + 1}-{number}",
                    )
                )  # fmt: skip
                if number and len(spread.columns) <= _MOST_NUMBERS:
                    write(
                        axes, x + cell / 2, top + own / 2, figure(number), size=SMALL,
                        ha="center", color=text_colour(colour),
                    )  # fmt: skip
        x, y = 0.0, height + _KEY - 0.16
        for step, said in enumerate(_key(spread)):
            if said:
                axes.barh(y, 0.16, 0.12, left=x, color=colours[step], edgecolor=INK, linewidth=0.3)
                write(axes, x + 0.21, y, said, size=SMALL)
                x += 0.36 + 0.056 * len(said)
        return save(sheet)


class _Head:
    """What stands above the columns: names of tables, under those of their meetings."""

    def __init__(self, spread: Spread, cell: float) -> None:
        self._spread = spread
        self._cell = cell
        is_named = len(spread.columns) <= _MOST_NAMES
        self._names = [_short(text) for text in _heads(spread)] if is_named else []
        self._low = max(map(len, self._names), default=3) * _LETTER + 0.15
        self._groups = [(name, len([*some])) for name, some in groupby(spread.groups)]
        fitting = [wrap(name, size * cell, 4, SMALL) for name, size in self._groups]
        # A name that its columns are too narrow for stands upright, as those of tables do.
        self._is_upright = any(
            size * cell < _NARROWEST_GROUP or lines[-1].endswith("…")
            for (_, size), lines in zip(self._groups, fitting, strict=True)
        )
        high = 0.0
        if self._groups:
            longest = max(len(name) for name, _ in self._groups)
            high = longest * _LETTER if self._is_upright else 0.13 * max(map(len, fitting))
        self.height = self._low + high + (0.1 if self._groups else 0)

    def draw(self, axes: Axes, left: float, unit: str) -> None:
        """Write the names from `left` on, above 0."""
        upright = {"size": SMALL, "rotation": 90, "ha": "center", "va": "bottom"}
        for column, text in enumerate(self._names):
            write(axes, left + (column + 0.5) * self._cell, -0.06, text, **upright)
        if not self._names:
            many = "møder" if self._spread.whole else tables(2, unit).split()[1]
            said = f"{figure(len(self._spread.columns))} {many} fra venstre mod højre"
            write(axes, left, -0.12, said, size=SMALL, color=QUIET)
        x = left
        for name, size in self._groups:
            width = size * self._cell
            axes.plot([x + 0.02, x + width - 0.02], [-self._low] * 2, color=LINE, linewidth=0.8)
            if self._is_upright:
                write(axes, x + width / 2, -self._low - 0.06, name, **upright)
            else:
                text = "\n".join(wrap(name, width, 4, SMALL))
                write(axes, x + width / 2, -self._low - 0.06, text, size=SMALL, ha="center",
                      va="bottom", linespacing=1.15)  # fmt: skip
            x += width


def _step(share: float) -> int:
    """Shade of a share above 0: five of equal width."""
    return min(_STEPS - 1, int(share * _STEPS - 1e-9))


def _key(spread: Spread) -> list[str]:
    """What each shade stands for; empty for one that no number falls into."""
    if spread.whole:
        said = [f"op til {100 * step // _STEPS} %" for step in range(1, _STEPS + 1)]
        return [*said[:-1], f"{said[-1]} af mødet"]
    most = max(map(max, spread.cells))
    steps: list[list[int]] = [[] for _ in range(_STEPS)]
    for number in range(1, most + 1):
        steps[_step(number / most)].append(number)
    texts = ["–".join(figure(end) for end in sorted({*own[:1], *own[-1:]})) for own in steps]
    last = max(place for place, text in enumerate(texts) if text)
    return [f"{text} udsagn" if place == last else text for place, text in enumerate(texts)]


def _heads(spread: Spread) -> list[str]:
    if not spread.whole:
        return list(spread.columns)
    return [f"{name} ({whole})" for name, whole in zip(spread.columns, spread.whole, strict=True)]


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip(' ,')}…"


def _meeting_name(meeting: DraftMeeting) -> str:
    """Place and date, short enough to stand above a column."""
    place = meeting.place
    if len(place) > _LONGEST_PLACE:
        place = f"{place[: _LONGEST_PLACE - 1].rstrip(' -,')}…"
    match = re.fullmatch(r"(\d{4}|-)-(\d\d)-(\d\d)", meeting.date)
    if not match:
        return ", ".join(part for part in (place, meeting.date) if part)
    date = f"{int(match[3])}.{int(match[2])}." + match[1].strip("-")
    return ", ".join(part for part in (place, date) if part)


def _caption(draft: Draft, spread: Spread) -> str:
    what, that, many = _WORDS[draft.unit]
    if spread.whole:
        return (
            f"Jo mørkere et felt er, desto større en del af mødets {many} har udsagn om temaet. Et "
            f"tomt felt betyder, at ingen af mødets {many} har udsagn om temaet. I parentes står, "
            f"hvor mange {many} der er fra mødet."
        )
    if len(spread.columns) > _MOST_NUMBERS:
        first = f"Jo mørkere et felt er, desto flere udsagn har {what} om temaet."
    else:
        first = (
            f"Tallet i et felt er antallet af udsagn om temaet fra {that}; jo mørkere felt, desto "
            "flere udsagn."
        )
    return f"{first} Et tomt felt betyder, at {what} ikke har udsagn om temaet."


def _alt(draft: Draft, spread: Spread) -> str:
    known = [column for column, name in enumerate(spread.columns) if name != UNKNOWN]
    if spread.whole:
        unit = ("møde", "møder")
    else:
        unit = ("bord", "borde") if draft.unit == "bord" else ("opsamling", "opsamlinger")
    columns = count(len(known), *unit)
    text = f"Varmekort med {count(len(spread.cells), 'tema', 'temaer')} på tværs af {columns}. "
    said = []
    for row, chapter in enumerate(draft.chapters[:_TOLD]):
        reached = sum(spread.cells[row][column] > 0 for column in known)
        where = f"{_at(unit[0])} {figure(reached)} af {columns}{_most(spread, row, draft)}"
        said.append(f"{heading(chapter)} er nævnt {where}")
    text += "; ".join(said) + "."
    rows = list(enumerate(draft.chapters))[_TOLD:]
    few = [
        f"{heading(chapter)} ({figure(reached)})"
        for row, chapter in rows
        if (reached := sum(spread.cells[row][column] > 0 for column in known)) * 2 < len(known)
    ]
    if few:
        text += f" Under halvdelen af alle {unit[1]} har nævnt {join(few)}."
    return text


def _at(unit: str) -> str:
    return {"bord": "ved", "møde": "på"}.get(unit, "i")


def _most(spread: Spread, row: int, draft: Draft) -> str:
    """Where a theme came up most, if that is one place alone."""
    cells = spread.cells[row]
    if spread.whole or len(cells) < 2 or cells.count(max(cells)) > 1:
        return ""
    column = cells.index(max(cells))
    where = spread.columns[column]
    if spread.groups:
        where = f"{where} ({spread.groups[column]})"
    return f", mest {_at(draft.unit)} {where} med {count(max(cells), 'udsagn', 'udsagn')}"
