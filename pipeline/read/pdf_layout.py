"""Words on pages to printed lines: columns apart, running headers and footers told from text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median

from pipeline.read.pdf_paragraphs import join_paragraphs
from pipeline.read.pdf_worker import Page, Word
from pipeline.records import Line

# All in units of the font size, so that small and large print are treated alike.
_SAME_LINE = 0.4
_GUTTER = 1.2
_WIDE_GAP = 1.5
_CHARACTER = 0.5

_MARGIN = 0.12
"""Part of the page's height, at the top and at the bottom, where running lines stand."""
_FURNITURE_LINES = 4
_MIN_COLUMN_ROWS = 4
_MAX_CROSSING = 0.25
_AT_EDGE = 0.6
_PAGE_NUMBER = re.compile(r"^(?:\W*\d{1,4}\W*|.*\b(?:side|page)\s*\d{1,4}\b.*)$", re.I)
_LONE_NUMBER = re.compile(r"\W*(?:(?:side|page)\s+)?\d{1,4}(?:\s*(?:af|of|/)\s*\d{1,4})?\W*", re.I)


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


def page_lines(pages: Sequence[Page]) -> Iterator[Line]:
    """Lines of a document in reading order, numbered through the document.

    Wrapped lines are joined to the paragraph they are part of where the page's geometry shows it;
    running headers, footers and page numbers are marked as furniture.
    """
    rows = [_rows(page.words) for page in pages]
    gutters = _gutters(rows, pages)
    printed: list[PrintedLine] = []
    for number, (page, gutter) in enumerate(zip(pages, gutters, strict=True), 1):
        printed += _printed(rows[number - 1], gutter, page.width, number)
    printed = [replace(line, number=number) for number, line in enumerate(printed, 1)]
    yield from join_paragraphs(_mark_furniture(_widened(printed), pages))


def _printed(
    rows: Sequence[Sequence[Word]], gutter: float | None, width: float, page: int
) -> list[PrintedLine]:
    """Lines of one page, the left column of a band before the right one."""
    words = [word for row in rows for word in row]
    if not words:
        return []
    left, right = min(word.x0 for word in words), max(word.x1 for word in words)
    # Margins are as wide on the right as on the left more often than not: short lines reach none.
    right = max(right, width - left)
    if gutter is None:
        return [PrintedLine(tuple(row), page, left, right) for row in rows]
    lines: list[PrintedLine] = []
    band: list[Word] = []
    for row in rows:
        if _crosses(row, gutter):
            lines += _columns(band, gutter, page)
            lines.append(PrintedLine(tuple(row), page, left, right))
            band = []
        else:
            band += row
    return lines + _columns(band, gutter, page)


def _columns(words: Sequence[Word], gutter: float, page: int) -> list[PrintedLine]:
    lines = []
    for column in (0, 1):
        side = [word for word in words if (word.x0 >= gutter) == bool(column)]
        if side:
            left, right = min(word.x0 for word in side), max(word.x1 for word in side)
            lines += [PrintedLine(tuple(row), page, left, right, column) for row in _rows(side)]
    return lines


def _widened(lines: Sequence[PrintedLine]) -> list[PrintedLine]:
    """Lines whose columns are all as wide as the fullest: short lines do not show a column's edge.

    The left edge, too, is that of the column on all pages.
    """
    in_columns = [line for line in lines if line.column is not None]
    edges = {
        column: min((line.left for line in in_columns if line.column == column), default=0.0)
        for column in (0, 1)
    }
    width = max((line.right - edges[line.column or 0] for line in in_columns), default=0.0)
    return [
        line
        if line.column is None
        else replace(line, left=edges[line.column], right=edges[line.column] + width)
        for line in lines
    ]


def _gutters(rows: Sequence[Sequence[list[Word]]], pages: Sequence[Page]) -> list[float | None]:
    """Gutter of each page; a page that is not full goes by the others of its document."""
    found = [_find_gutter(on_page, page.width) for on_page, page in zip(rows, pages, strict=True)]
    known = [gutter for gutter in found if gutter is not None]
    if not known:
        return found
    usual = median(known)
    return [
        usual
        if gutter is None
        and sum(_crosses(row, usual) for row in on_page) <= _MAX_CROSSING * len(on_page)
        else gutter
        for gutter, on_page in zip(found, rows, strict=True)
    ]


def _rows(words: Sequence[Word]) -> list[list[Word]]:
    """Words that stand on one line, lines from top to bottom, words from left to right."""
    rows: list[list[Word]] = []
    middle = 0.0
    for word in sorted(words, key=lambda word: ((word.top + word.bottom) / 2, word.x0)):
        centre = (word.top + word.bottom) / 2
        if rows and abs(centre - middle) <= _SAME_LINE * word.size:
            rows[-1].append(word)
        else:
            rows.append([word])
            middle = centre
    return [sorted(row, key=lambda word: word.x0) for row in rows]


def _find_gutter(rows: Sequence[Sequence[Word]], width: float) -> float | None:
    """Return the x that separates two columns, None if there is one column.

    A gutter is a stripe that hardly a line crosses, with text on both of its sides.
    """
    candidates = []
    for percent in range(30, 71):
        x = width * percent / 100
        left = sum(any(word.x1 <= x for word in row) for row in rows)
        right = sum(any(word.x0 >= x for word in row) for row in rows)
        crossing = sum(_crosses(row, x) for row in rows)
        if min(left, right) - crossing < _MIN_COLUMN_ROWS or crossing > _MAX_CROSSING * len(rows):
            continue
        # The right column has an edge of its own: most of its lines begin at one of few places.
        starts = Counter(
            round(min(word.x0 for word in row if word.x0 >= x))
            for row in rows
            if not _crosses(row, x) and any(word.x0 >= x for word in row)
        )
        if sum(count for _, count in starts.most_common(3)) >= _AT_EDGE * starts.total():
            candidates.append((crossing, abs(percent - 50), x))
    return min(candidates)[2] if candidates else None


def _crosses(row: Sequence[Word], x: float) -> bool:
    left = max((word.x1 for word in row if word.x0 < x), default=None)
    right = min((word.x0 for word in row if word.x0 >= x), default=None)
    if left is None:
        return False
    if left > x:
        return True
    return right is not None and right - left < _GUTTER * row[0].size


def _spaced(words: Sequence[Word]) -> str:
    """Text of a line; a gap wide enough to be seen as one becomes several spaces."""
    text = words[0].text
    for before, word in pairwise(words):
        gap = word.x0 - before.x1
        wide = gap > _WIDE_GAP * word.size
        text += " " * (round(gap / (_CHARACTER * word.size)) if wide else 1) + word.text
    return text


def _mark_furniture(lines: list[PrintedLine], pages: Sequence[Page]) -> list[PrintedLine]:
    edges = {id(line): edge for line, edge in _at_edges(lines, pages)}
    # Digits may differ from page to page only where a page number is expected: "Bord 1" over one
    # page and "Bord 2" over the next are headings.
    keys = {
        key: (
            edge,
            re.sub(r"\d+", "#", line.text) if _PAGE_NUMBER.fullmatch(line.text) else line.text,
        )
        for line in lines
        if (edge := edges.get(key := id(line)))
    }
    counts = Counter(keys.values())
    marked = []
    for line in lines:
        key = keys.get(id(line))
        repeats = key is not None and counts[key] >= max(2, len(pages) // 3)
        # What runs over every page is text on the first, where it names the meeting.
        is_first = line.page == 1 and key is not None and key[0] == "top"
        is_number = key is not None and _LONE_NUMBER.fullmatch(line.text) is not None
        is_running = repeats and (not is_first or _PAGE_NUMBER.fullmatch(line.text) is not None)
        marked.append(replace(line, is_furniture=is_number or is_running))
    return marked


def _without_digits(match: re.Match[str]) -> str:
    return re.sub(r"\d+", "#", match[0])


def _at_edges(
    lines: Sequence[PrintedLine], pages: Sequence[Page]
) -> Iterator[tuple[PrintedLine, str]]:
    for number, page in enumerate(pages, 1):
        on_page = sorted((line for line in lines if line.page == number), key=lambda line: line.top)
        for line in on_page[:_FURNITURE_LINES]:
            if line.top < _MARGIN * page.height:
                yield line, "top"
        for line in on_page[-_FURNITURE_LINES:]:
            if line.top > (1 - _MARGIN) * page.height:
                yield line, "bottom"
