"""Words on PDF pages to lines of print in reading order, columns apart before words are joined."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from pipeline.read.pdf_print import PrintedLine
from pipeline.read.pdf_worker import Page, Word

# In units of the font size.
_SAME_LINE = 0.4
_GUTTER = 1.0
_TITLE = 1.5

_MIN_COLUMN_ROWS = 4
_MAX_CROSSING = 0.25
_AT_EDGE = 0.6
_OFF_MIDDLE = 4.0  # points
_GUTTER_STEPS = 30
_FEW = 3
_NEAR_EDGE = 3.0  # font sizes
_MIN_FULL = 0.08
_MIN_REACH = 0.85


def printed_lines(pages: Sequence[Page]) -> list[PrintedLine]:
    """Lines of print on all pages in reading order, numbered through the document."""
    rows = [_rows(page.words) for page in pages]
    gutters = _gutters(rows, pages)
    lines: list[PrintedLine] = []
    for number, gutter in enumerate(gutters, 1):
        lines += _printed(rows[number - 1], gutter, number)
    return [replace(line, number=number) for number, line in enumerate(_widened(lines, pages), 1)]


def _printed(rows: Sequence[Sequence[Word]], gutter: float | None, page: int) -> list[PrintedLine]:
    """Lines of one page, the left column of a band before the right one."""
    words = [word for row in rows for word in row]
    if not words:
        return []
    left, right = min(word.x0 for word in words), max(word.x1 for word in words)
    if gutter is None:
        return [PrintedLine(tuple(row), page, left, right) for row in rows]
    usual = median(word.size for word in words)
    lines: list[PrintedLine] = []
    band: list[Word] = []
    for row in rows:
        # A title runs over both columns, even if its spread words leave the gutter free.
        is_title = min(word.size for word in row) >= _TITLE * usual
        if is_title or _crosses(row, gutter):
            lines += _columns(band, gutter, page)
            lines.append(PrintedLine(tuple(row), page, left, right))
            band = []
        else:
            band += row
    return lines + _columns(band, gutter, page)


def _right_edge(ends: Sequence[Word], left: float, width: float) -> float:
    """Return the x that full lines reach, from the last words of all lines.

    Where few lines come near the one that reaches furthest, or it ends far from the page's edge,
    none may be full; then the margin is taken to be as wide on the right as it is on the left.
    """
    mirrored = width - left
    furthest = max((word.x1 for word in ends), default=width)
    near = sum(word.x1 > furthest - _NEAR_EDGE * word.size for word in ends)
    is_edge = near >= max(3, _MIN_FULL * len(ends)) and furthest >= _MIN_REACH * mirrored
    return furthest if is_edge else max(furthest, mirrored)


def _columns(words: Sequence[Word], gutter: float, page: int) -> list[PrintedLine]:
    lines = []
    for column in (0, 1):
        side = [word for word in words if (word.x0 >= gutter) == bool(column)]
        if side:
            left, right = min(word.x0 for word in side), max(word.x1 for word in side)
            lines += [PrintedLine(tuple(row), page, left, right, column) for row in _rows(side)]
    return lines


def _widened(lines: Sequence[PrintedLine], pages: Sequence[Page]) -> list[PrintedLine]:
    """Lines with the edges that their column has on all pages; one page may have few full lines.

    Columns are equally wide, and the right one shows how wide: short lines of a header that runs
    over the page can reach across the left one's edge.
    """
    width = pages[0].width if pages else 0.0
    lefts: dict[int | None, float] = {
        column: min((line.left for line in lines if line.column == column), default=0.0)
        for column in (None, 0, 1)
    }
    ends: dict[int | None, list[Word]] = {
        column: [line.words[-1] for line in lines if line.column == column] for column in (None, 1)
    }
    rights: dict[int | None, float] = {None: _right_edge(ends[None], lefts[None], width)}
    rights[1] = _right_edge(ends[1], lefts[0], width)
    rights[0] = lefts[0] + rights[1] - lefts[1]
    return [
        replace(
            line,
            left=line.left if line.column is None else lefts[line.column],
            right=rights[line.column],
        )
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
    # Columns are equally wide, so that the gutter lies around the middle; a little to the right of
    # it, the second of two equally wide table cells begins on its left.
    middle = width / 2 + _OFF_MIDDLE
    candidates = []
    for step in range(-_GUTTER_STEPS, _GUTTER_STEPS + 1):
        x = middle + step * _OFF_MIDDLE
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
            candidates.append((crossing, abs(step), x))
    fewest = min(candidates, default=(0,))[0]
    good = [(off, x) for crossing, off, x in candidates if crossing <= fewest + _FEW]
    return min(good)[1] if good else None


def _crosses(row: Sequence[Word], x: float) -> bool:
    left = max((word.x1 for word in row if word.x0 < x), default=None)
    right = min((word.x0 for word in row if word.x0 >= x), default=None)
    if left is None:
        return False
    if left > x:
        return True
    if right is None:
        return False
    return right - left < _GUTTER * row[0].size
