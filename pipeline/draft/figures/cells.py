"""A square for each theme and column, the darker the more was said."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from pipeline.draft.figures.counts import Spread
from pipeline.draft.figures.drawing import (
    INK,
    LINE,
    QUIET,
    SMALL,
    WIDTH,
    label_rows,
    panel,
    paper,
    save,
    text_colour,
    wrap,
    write,
)
from pipeline.draft.wording import NOUNS, figure

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Above this many columns nobody can read a number in a cell.
MOST_NUMBERS = 24
# Above this many columns their names would cover each other.
_MOST_NAMES = 40
_LABELS = 2.0
_GAP = 0.1
_WIDEST_CELL = 0.6
_LEAST_ROW = 0.24
# Length of a letter in the names above the columns, in inches.
_LETTER = 0.058
_LONGEST = 46
_NARROWEST_GROUP = 0.75
_KEY = 0.42
_STEPS = 5


def draw_cells(spread: Spread, names: list[str], unit: str) -> tuple[bytes, bytes]:
    """Draw the themes across their columns; return SVG and PNG."""
    from matplotlib import colormaps
    from matplotlib.colors import to_hex
    from matplotlib.patches import Rectangle

    left = _LABELS + _GAP
    cell = min(_WIDEST_CELL, (WIDTH - left) / len(spread.columns))
    head = _Head(spread, cell)
    labels = label_rows(names, _LABELS, _LEAST_ROW, head.height + _KEY)
    height = labels.height
    # From light to dark, so that a cell's number and a grey print say the same.
    colours = [
        to_hex(colormaps["cividis"](0.95 * (1 - step / (_STEPS - 1)))) for step in range(_STEPS)
    ]
    with paper(head.height + height + _KEY) as sheet:
        axes = panel(sheet, 0, 0, WIDTH, head.height + height + _KEY)
        axes.set_xlim(0, WIDTH)
        axes.set_ylim(height + _KEY, -head.height)
        head.draw(axes, left, unit)
        labels.write(axes)
        gap = min(0.02, cell / 8)
        for row, (top, own) in enumerate(zip(labels.tops, labels.heights, strict=True)):
            for column, number in enumerate(spread.cells[row]):
                colour = colours[shade(spread.share(row, column))] if number else "#ffffff"
                x = left + column * cell
                axes.add_patch(
                    Rectangle(
                        (x + gap / 2, top + gap / 2), cell - gap, own - gap, facecolor=colour,
                        edgecolor="none" if number else LINE, linewidth=0.3,
                        gid=f"felt-{row + 1}-{column + 1}-{number}",
                    )
                )  # fmt: skip
                if number and len(spread.columns) <= MOST_NUMBERS:
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


def shade(share: float) -> int:
    """Shade of a share above 0: five of equal width."""
    return min(_STEPS - 1, int(share * _STEPS - 1e-9))


def column_names(spread: Spread) -> list[str]:
    """Names of the columns, those of meetings with their number of tables."""
    if not spread.whole:
        return list(spread.columns)
    return [f"{name} ({whole})" for name, whole in zip(spread.columns, spread.whole, strict=True)]


class _Head:
    """What stands above the columns: names of tables, under those of their meetings."""

    def __init__(self, spread: Spread, cell: float) -> None:
        self._spread = spread
        self._cell = cell
        is_named = len(spread.columns) <= _MOST_NAMES
        self._names = [_short(text) for text in column_names(spread)] if is_named else []
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
            many = "møder" if self._spread.whole else NOUNS[unit][2]
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


def _key(spread: Spread) -> list[str]:
    """What each shade stands for; empty for one that no number falls into."""
    if spread.whole:
        said = [f"op til {100 * step // _STEPS} %" for step in range(1, _STEPS + 1)]
        return [*said[:-1], f"{said[-1]} af mødet"]
    most = max(map(max, spread.cells))
    steps: list[list[int]] = [[] for _ in range(_STEPS)]
    for number in range(1, most + 1):
        steps[shade(number / most)].append(number)
    texts = ["–".join(figure(end) for end in sorted({*own[:1], *own[-1:]})) for own in steps]
    last = max(place for place, text in enumerate(texts) if text)
    return [f"{text} udsagn" if place == last else text for place, text in enumerate(texts)]


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip(' ,')}…"
