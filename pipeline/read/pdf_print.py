"""One line of print on a PDF page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from pipeline.read.pdf_worker import Word

# In units of the font size, so that small and large print are treated alike.
_WIDE_GAP = 1.5
_CHARACTER = 0.5


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """One line of print within one column.

    Positions are in points from the page's left and top edge; `left` and `right` are the edges of
    the column that the line stands in, `column` is None where it runs over the whole page.
    """

    words: tuple[Word, ...]
    page: int
    left: float
    right: float
    column: int | None = None
    is_furniture: bool = False
    number: int = 0
    text: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", _spaced(self.words))

    @property
    def x0(self) -> float:
        """Left end of the print."""
        return self.words[0].x0

    @property
    def x1(self) -> float:
        """Right end of the print."""
        return self.words[-1].x1

    @property
    def top(self) -> float:
        """Upper edge of the print."""
        return min(word.top for word in self.words)

    @property
    def size(self) -> float:
        """Font size in points, that of most of its characters."""
        return median(word.size for word in self.words)

    @property
    def is_bold(self) -> bool:
        """Whether every word is bold."""
        return all(word.is_bold for word in self.words)


def _spaced(words: Sequence[Word]) -> str:
    """Text of a line; a gap wide enough to be seen as one becomes several spaces."""
    text = words[0].text
    for before, word in pairwise(words):
        gap = word.x0 - before.x1
        wide = gap > _WIDE_GAP * word.size
        text += " " * (round(gap / (_CHARACTER * word.size)) if wide else 1) + word.text
    return text
