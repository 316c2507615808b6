"""Paper, ink and type of all pictures: one width, one font, colours that hold in grey print."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# The text width of an A4 page with margins of 2.5 cm, in inches.
WIDTH = 6.3
INK = "#222222"
QUIET = "#5f5f5f"
LINE = "#c8c8c8"
# Okabe & Ito (2008), "Color Universal Design": told apart by colour-blind readers.
BLUE, ORANGE, SKY, GREEN = "#0072B2", "#E69F00", "#56B4E9", "#009E73"
VERMILLION, PURPLE, YELLOW = "#D55E00", "#CC79A7", "#F0E442"
SIZE = 8.0
SMALL = 7.0
_LINE_HEIGHT = 0.13
# The height of such a page, less room for a caption.
_PAGE = 9.2
_DPI = 200
# How wide a letter of the font is on average, in parts of its size; wide letters are rare.
_LETTER = 0.54


@contextmanager
def paper(height: float) -> Iterator[Figure]:
    """Open a blank figure, `height` inches high, that no setting of the machine changes."""
    import matplotlib
    from matplotlib.figure import Figure

    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(
            {"svg.hashsalt": "temaer", "hatch.linewidth": 0.8, "path.simplify": False}
        )
        yield Figure(figsize=(WIDTH, height), facecolor="white")


def panel(figure: Figure, left: float, bottom: float, width: float, height: float) -> Axes:
    """Return axes without frame or ticks; the measures are in inches from the lower left."""
    whole_width, whole_height = figure.get_size_inches()
    axes = figure.add_axes(
        (left / whole_width, bottom / whole_height, width / whole_width, height / whole_height)
    )
    axes.set_axis_off()
    return axes


def write(axes: Axes, x: float, y: float, text: str, **how: Any) -> None:
    """Write text with the font that comes with the plotting library, the same on any machine."""
    import matplotlib
    from matplotlib.font_manager import FontProperties

    is_bold = how.pop("bold", False)
    name = "DejaVuSans-Bold.ttf" if is_bold else "DejaVuSans.ttf"
    path = Path(matplotlib.get_data_path()) / "fonts" / "ttf" / name
    font = FontProperties(fname=path, size=how.pop("size", SIZE))
    # A dollar sign in a title is a dollar sign and begins no formula.
    how = {"color": INK, "va": "center", "parse_math": False, "clip_on": False, **how}
    axes.text(x, y, text, fontproperties=font, **how)


def save(figure: Figure) -> tuple[bytes, bytes]:
    """Return the figure as SVG and as PNG, without date or version."""
    files = []
    for kind, metadata in (("svg", {"Date": None, "Creator": None}), ("png", {"Software": None})):
        file = io.BytesIO()
        figure.savefig(file, format=kind, dpi=_DPI, metadata=metadata)
        files.append(file.getvalue())
    return files[0], files[1]


def wrap(text: str, inches: float, lines: int = 2, size: float = SIZE) -> list[str]:
    """Break a text to a width; what is beyond `lines` becomes an ellipsis."""
    letters = max(4, int(inches * 72 / (_LETTER * size)))
    return textwrap.wrap(text, letters, max_lines=lines, placeholder=" …") or [""]


@dataclass(frozen=True, slots=True)
class Labels:
    """Names of themes at the left of a picture: lines and row height, in inches, of each."""

    lines: list[list[str]]
    heights: list[float]
    size: float

    @property
    def height(self) -> float:
        """Height of all rows together."""
        return sum(self.heights)

    @property
    def tops(self) -> list[float]:
        """Upper edge of each row, counted downwards."""
        ends = accumulate(self.heights)
        return [end - own for end, own in zip(ends, self.heights, strict=True)]

    @property
    def middles(self) -> list[float]:
        """Middle of each row, counted downwards."""
        return [top + own / 2 for top, own in zip(self.tops, self.heights, strict=True)]

    def write(self, axes: Axes) -> None:
        """Write the names from the left edge on."""
        for lines, middle in zip(self.lines, self.middles, strict=True):
            write(axes, 0, middle, "\n".join(lines), linespacing=1.15, size=self.size)


def label_rows(names: Sequence[str], inches: float, least: float, beside: float) -> Labels:
    """Break the names of themes into lines, as large and as many as fit a page.

    Parameters
    ----------
    inches
        Width of the names.
    least
        Height of the lowest row, in inches.
    beside
        Height of what stands above and below the rows.
    """
    for most, size in ((2, SIZE), (2, SMALL), (1, SMALL)):
        lines = [wrap(name, inches, most, size) for name in names]
        step = _LINE_HEIGHT * size / SIZE
        labels = Labels(lines, [max(least, step * len(own) + 0.06) for own in lines], size)
        if labels.height + beside <= _PAGE:
            break
    return labels


def text_colour(background: str) -> str:
    """Black or white, whichever stands out more (WCAG 2.1, relative luminance)."""
    from matplotlib.colors import to_rgb

    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(background)
    ]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return "#000000" if (luminance + 0.05) ** 2 > 0.05 * 1.05 else "#ffffff"
