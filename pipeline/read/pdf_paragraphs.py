"""Printed lines to paragraphs: a line goes on where its last word left no room for the next."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pipeline.read.pdf_print import PrintedLine
from pipeline.read.wraps import bare, begins_anew, join_lines
from pipeline.records import Line

_GLYPH = re.compile(
    r"(?:[\uE000-\uF8FF•●○◦∙▪■□➢✓✔→·*–—‑−-]|o|\(cid:\d+\)|\(?\d{1,2}[.)]|\(?[a-z]\))"
)
_DASHES = ("-", "–", "—")
_UNDECODED = re.compile(r"\(cid:\d+\)")
_CLOSE_LABEL = re.compile(r"(\d{1,2}[.)])(?=[^\W\d_]|[\"”“»])")

# In units of the font size.
_SPACE = 0.28
_SLACK = 0.35
_CHARACTER = 0.5
_BLANK = 1.35
_LARGER = 1.12
_CELL = 3.0
_TITLE = 1.5

_MAX_HEADING = 120
_MIN_JOINTS = 3


@dataclass(slots=True)
class _Paragraph:
    lines: list[PrintedLine] = field(default_factory=list)

    @property
    def hanging(self) -> float | None:
        """Where text begins within the first line after a list glyph."""
        words = self.lines[0].words
        return words[1].x0 if len(words) > 1 and _GLYPH.fullmatch(words[0].text) else None

    @property
    def last_cell(self) -> float | None:
        """Where text begins within the first line after the last gap as wide as between cells."""
        words = self.lines[0].words
        gaps = (b.x0 for a, b in pairwise(words) if b.x0 - a.x1 > _CELL * b.size)
        return max(gaps, default=None)


def join_paragraphs(lines: Sequence[PrintedLine]) -> Iterator[Line]:
    """Paragraphs in order; furniture that a page break puts inside one comes after it.

    A blank line stands where the print leaves more room than between lines of one paragraph.
    """
    body = [line for line in lines if not line.is_furniture]
    words = {bare(word.text) for line in body for word in line.words}
    body_size, sizes = _sizes(body)
    pitch = _line_pitch(body)
    blocks: list[_Paragraph | PrintedLine] = []
    current: _Paragraph | None = None
    for line in lines:
        if line.is_furniture:
            blocks.append(line)
        elif current is not None and _goes_on(current, line, pitch, body_size):
            current.lines.append(line)
        else:
            current = _Paragraph([line])
            blocks.append(current)
    plain = "paragraph" if _is_flowing([b for b in blocks if isinstance(b, _Paragraph)]) else ""
    above: PrintedLine | None = None
    for block in blocks:
        if isinstance(block, PrintedLine):
            yield Line(block.text, block.number, block.page, 0.0, "furniture")
            continue
        first = block.lines[0]
        if above is not None and _has_gap(above, first, pitch):
            yield Line("", first.number, first.page)
        yield _line(block, sizes, words, plain)
        above = block.lines[-1]


def _is_flowing(paragraphs: Sequence[_Paragraph]) -> bool:
    """Whether lines end where the page does, so that what was not joined are whole paragraphs.

    Text that was wrapped before it was printed shows lines that open in mid-sentence.
    """
    joints = sum(len(paragraph.lines) - 1 for paragraph in paragraphs)
    broken = sum(paragraph.lines[0].text[0].islower() for paragraph in paragraphs)
    return joints >= _MIN_JOINTS and broken * 3 <= joints


def _goes_on(paragraph: _Paragraph, line: PrintedLine, pitch: float, body_size: float) -> bool:
    last, first = paragraph.lines[-1], paragraph.lines[0]
    size = line.size
    is_below = line.page == last.page and line.top > last.top
    if abs(size - last.size) > 0.06 * size or (line.is_bold != last.is_bold):
        return False
    if is_below and line.top - last.top > _BLANK * pitch * size:
        return False

    # Where the line begins: under the first line, or under the text after its glyph. Columns and
    # pages are compared from their own left edges.
    def starts_at(x0: float | None) -> bool:
        return x0 is not None and abs(line.x0 - line.left - (x0 - first.left)) <= _SLACK * size

    is_hung = not starts_at(first.x0) and starts_at(paragraph.hanging)
    if not (is_hung or starts_at(first.x0) or starts_at(paragraph.last_cell)):
        return False
    if is_hung or size >= _TITLE * body_size:
        return True
    if _opens_item(line, first):
        return False
    room = last.right - last.x1
    next_word = line.words[0].x1 - line.words[0].x0
    if room >= next_word + (_SPACE + _SLACK) * size:
        return False
    return size >= _LARGER * body_size or not begins_anew(last.text, line.text)


def _opens_item(line: PrintedLine, first: PrintedLine) -> bool:
    """Whether a line opens with a list glyph; a dash can be that of a sentence instead."""
    if len(line.words) < 2 or not _GLYPH.fullmatch(line.words[0].text):
        return False
    is_dash = line.words[0].text in _DASHES and first.words[0].text not in _DASHES
    return not (is_dash and line.words[1].text[0].islower())


def _has_gap(above: PrintedLine, line: PrintedLine, pitch: float) -> bool:
    return (
        above.page == line.page
        and line.top > above.top
        and line.top - above.top > _BLANK * pitch * max(line.size, above.size)
    )


def _line_pitch(lines: Sequence[PrintedLine]) -> float:
    """Distance between lines of one paragraph, in font sizes: the smallest that is common."""
    steps = Counter(
        round((below.top - above.top) / below.size, 1)
        for above, below in pairwise(lines)
        if above.page == below.page and 0.8 <= (below.top - above.top) / below.size <= 3
    )
    common = [step for step, count in steps.items() if count * 10 >= sum(steps.values())]
    return min(common, default=1.2)


def _sizes(lines: Sequence[PrintedLine]) -> tuple[float, list[float]]:
    """Font size of most of the text, and those of headings, the largest first, in points."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[_size(line)] += len(line.text)
    body = max(sizes, key=lambda size: (sizes[size], -size), default=0.0)
    return body, sorted((size for size in sizes if size >= _LARGER * body), reverse=True)


def _size(line: PrintedLine) -> float:
    return round(line.size * 2) / 2


def _line(
    paragraph: _Paragraph, heading_sizes: Sequence[float], vocabulary: set[str], plain: str
) -> Line:
    first = paragraph.lines[0]
    text = first.text
    for line in paragraph.lines[1:]:
        text = join_lines(text, line.text, vocabulary)
    text = _UNDECODED.sub("•", text, count=1) if _UNDECODED.match(text) else text
    # The label of a numbered item and its text are set apart by less than a space.
    text = _CLOSE_LABEL.sub(r"\1 ", text, count=1)
    indent = max(0.0, first.x0 - first.left) / (_CHARACTER * first.size)
    style, level = plain, None
    if len(text) <= _MAX_HEADING:
        if _size(first) in heading_sizes:
            style, level = "heading", heading_sizes.index(_size(first))
        elif first.is_bold:
            style, level = "heading", len(heading_sizes)
    return Line(text, first.number, first.page, indent, style, level)
