"""Printed lines to paragraphs: a line goes on where its last word left no room for the next."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline.records import Line

if TYPE_CHECKING:
    from pipeline.read.pdf_layout import PrintedLine

_GLYPH = re.compile(
    r"(?:[\uE000-\uF8FF•●○◦∙▪■□➢✓✔→·*–—‑−-]|o|\(cid:\d+\)|\(?\d{1,2}[.)]|\(?[a-z]\))"
)
_UNDECODED = re.compile(r"\(cid:\d+\)")
_CLOSE_LABEL = re.compile(r"(\d{1,2}[.)])(?=[^\W\d_]|[\"”“»])")
_SUSPENDED = ("og", "eller", "samt", "til", "og/eller", "men", "/", "&")
_PUNCTUATION = ".,;:!?()\"”“»«"
_HYPHENS = "-\u2010\u00ad"

# In units of the font size.
_SPACE = 0.28
_SLACK = 0.35
_CHARACTER = 0.5
_BLANK = 1.35
_LARGER = 1.12

_MAX_HEADING = 120


@dataclass(slots=True)
class _Paragraph:
    lines: list[PrintedLine] = field(default_factory=list)

    @property
    def text_x0(self) -> float:
        """Where the text begins after a list glyph, else where the first line begins."""
        words = self.lines[0].words
        return words[1].x0 if len(words) > 1 and _GLYPH.fullmatch(words[0].text) else words[0].x0


def join_paragraphs(lines: Sequence[PrintedLine]) -> Iterator[Line]:
    """Paragraphs in order; furniture that a page break puts inside one comes after it.

    A blank line stands where the print leaves more room than between lines of one paragraph.
    """
    body = [line for line in lines if not line.is_furniture]
    words = {word.text.casefold().strip(".,;:!?") for line in body for word in line.words}
    sizes = _heading_sizes(body)
    pitch = _line_pitch(body)
    current = _Paragraph()
    waiting: list[PrintedLine] = []
    for line in lines:
        if line.is_furniture:
            waiting.append(line)
            continue
        if current.lines and _goes_on(current, line, pitch):
            current.lines.append(line)
            continue
        if current.lines:
            yield _line(current, sizes, words)
            yield from map(_furniture, waiting)
            if _has_gap(current.lines[-1], line, pitch):
                yield Line("", line.number, line.page)
        else:
            yield from map(_furniture, waiting)
        current, waiting = _Paragraph([line]), []
    if current.lines:
        yield _line(current, sizes, words)
    yield from map(_furniture, waiting)


def _goes_on(paragraph: _Paragraph, line: PrintedLine, pitch: float) -> bool:
    last, first = paragraph.lines[-1], paragraph.lines[0]
    size = line.size
    is_below = line.page == last.page and line.top > last.top
    if abs(size - last.size) > 0.06 * size or (line.is_bold != last.is_bold):
        return False
    if is_below and line.top - last.top > _BLANK * pitch * size:
        return False
    # Where the line begins: under the first line, or under the text after its glyph. Columns and
    # pages are compared from their own left edges.
    start = line.x0 - line.left
    starts = (first.x0 - first.left, paragraph.text_x0 - first.left)
    if not any(abs(start - other) <= _SLACK * size for other in starts):
        return False
    hangs = paragraph.text_x0 - first.x0 > _SLACK * size
    is_hung = hangs and abs(start - starts[1]) <= _SLACK * size
    if _GLYPH.fullmatch(line.words[0].text) and len(line.words) > 1 and not is_hung:
        return False
    room = last.right - last.x1
    next_word = line.words[0].x1 - line.words[0].x0
    return room < next_word + (_SPACE + _SLACK) * size


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


def _heading_sizes(lines: Sequence[PrintedLine]) -> list[float]:
    """Font sizes above that of the text, the largest first, in points."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[_size(line)] += len(line.text)
    body = max(sizes, key=lambda size: (sizes[size], -size), default=0.0)
    return sorted((size for size in sizes if size >= _LARGER * body), reverse=True)


def _size(line: PrintedLine) -> float:
    return round(line.size * 2) / 2


def _line(paragraph: _Paragraph, heading_sizes: Sequence[float], vocabulary: set[str]) -> Line:
    first = paragraph.lines[0]
    text = first.text
    for line in paragraph.lines[1:]:
        text = _joined(text, line.text, vocabulary)
    text = _UNDECODED.sub("•", text, count=1) if _UNDECODED.match(text) else text
    # The label of a numbered item and its text are set apart by less than a space.
    text = _CLOSE_LABEL.sub(r"\1 ", text, count=1)
    indent = max(0.0, first.x0 - first.left) / (_CHARACTER * first.size)
    style, level = "", None
    if len(text) <= _MAX_HEADING:
        if _size(first) in heading_sizes:
            style, level = "heading", heading_sizes.index(_size(first))
        elif first.is_bold:
            style, level = "heading", len(heading_sizes)
    return Line(text, first.number, first.page, indent, style, level)


def _furniture(line: PrintedLine) -> Line:
    return Line(line.text, line.number, line.page, 0.0, "furniture")


def _joined(text: str, following: str, vocabulary: set[str]) -> str:
    """Two lines of a paragraph as one; the hyphen of a divided word goes, that of Danish stays."""
    last = text.rsplit(maxsplit=1)[-1]
    first = following.split(maxsplit=1)[0]
    if len(last) < 2 or last[-1] not in _HYPHENS or not last[-2].isalnum():
        return f"{text} {following}"
    if first.casefold().strip(_PUNCTUATION) in _SUSPENDED:
        return f"{text} {following}"
    whole, hyphenated = last[:-1] + first, last + first
    seen = [word.casefold().strip(_PUNCTUATION) in vocabulary for word in (whole, hyphenated)]
    # A capital or digit marks a written hyphen: "IT-hjælper", "15-årig", and within a sentence
    # "Facebook-gruppen".
    is_name = last[0].isupper() and re.search(r"[\w,;)]\s+\S+$", text) is not None
    is_written = not first[0].islower() or not last[-2].islower() or is_name
    keeps = seen[1] if seen[0] != seen[1] else is_written or _are_words(whole, last[:-1], first)
    return (text if keeps else text[:-1]) + following


def _are_words(whole: str, left: str, right: str) -> bool:
    """Whether two parts are Danish words each and their union is not: "ude-sovepladser"."""
    from pipeline.danish.lexicon import dictionary_lemma  # loads a dictionary, needed once in many pages

    known = [dictionary_lemma(word.strip(_PUNCTUATION)) for word in (whole, left, right)]
    return known[0] is None and known[1] is not None and known[2] is not None
