"""Printed lines to paragraphs: a line goes on where its last word left no room for the next."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pipeline.read.pdf_print import PrintedLine
from pipeline.records import Line

_GLYPH = re.compile(
    r"(?:[\uE000-\uF8FF•●○◦∙▪■□➢✓✔→·*–—‑−-]|o|\(cid:\d+\)|\(?\d{1,2}[.)]|\(?[a-z]\))"
)
_UNDECODED = re.compile(r"\(cid:\d+\)")
_CLOSE_LABEL = re.compile(r"(\d{1,2}[.)])(?=[^\W\d_]|[\"”“»])")
# Words that no statement ends with.
_OPEN_ENDED = frozenset(
    (
        *("på", "i", "til", "af", "for", "fra", "med", "om", "og", "eller", "en", "et", "den"),
        *("at", "som", "ved", "under", "over", "efter", "hos", "mellem", "&", "–"),
    )
)
_STOPS = frozenset(".!?:;,")
_SUSPENDED = ("og", "eller", "samt", "til", "og/eller", "men", "/", "&")
_PUNCTUATION = '.,;:!?()"”“»«'
_CLOSING = '"”’») '
_HYPHENS = "-\u2010\u00ad"

# In units of the font size.
_SPACE = 0.28
_SLACK = 0.35
_CHARACTER = 0.5
_BLANK = 1.35
_LARGER = 1.12
_CELL = 1.5

_MAX_HEADING = 120


@dataclass(slots=True)
class _Paragraph:
    lines: list[PrintedLine] = field(default_factory=list)

    @property
    def hanging(self) -> list[float]:
        """Where text begins within the first line: after a list glyph, or in a second cell."""
        words = self.lines[0].words
        after_glyph = [words[1].x0] if len(words) > 1 and _GLYPH.fullmatch(words[0].text) else []
        cells = [
            word.x0 for before, word in pairwise(words) if word.x0 - before.x1 > _CELL * word.size
        ]
        return after_glyph + cells[-1:]


def join_paragraphs(lines: Sequence[PrintedLine]) -> Iterator[Line]:
    """Paragraphs in order; furniture that a page break puts inside one comes after it.

    A blank line stands where the print leaves more room than between lines of one paragraph.
    """
    body = [line for line in lines if not line.is_furniture]
    words = {word.text.casefold().strip(".,;:!?") for line in body for word in line.words}
    body_size, sizes = _sizes(body)
    pitch = _line_pitch(body)
    current = _Paragraph()
    waiting: list[PrintedLine] = []
    for line in lines:
        if line.is_furniture:
            waiting.append(line)
            continue
        if current.lines and _goes_on(current, line, pitch, body_size):
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
    start = line.x0 - line.left
    is_flush = abs(start - (first.x0 - first.left)) <= _SLACK * size
    is_hung = not is_flush and any(
        abs(start - (x0 - first.left)) <= _SLACK * size for x0 in paragraph.hanging
    )
    if not (is_flush or is_hung):
        return False
    if _GLYPH.fullmatch(line.words[0].text) and len(line.words) > 1 and not is_hung:
        return False
    room = last.right - last.x1
    next_word = line.words[0].x1 - line.words[0].x0
    if room >= next_word + (_SPACE + _SLACK) * size:
        return False
    is_large = size >= _LARGER * body_size
    return is_hung or is_large or not _begins_anew(last.text, line.words[0].text)


def _begins_anew(above: str, word: str) -> bool:
    """Whether a line that fits under one that happens to be full is a paragraph of its own.

    A capital on a common word begins a sentence; where the line above could end one but has no full
    stop, the new one stands by itself.
    """
    last = above.split()[-1].casefold()
    is_capital = word[0].isupper() and word[1:] == word[1:].lower()
    if not is_capital or last in _OPEN_ENDED or above.rstrip(_CLOSING)[-1:] in _STOPS:
        return False
    return _is_known(word.casefold())


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
    # A capital, digit or abbreviation marks a written hyphen: "IT-hjælper", "15-årig",
    # "cpr-nummer", and within a sentence "Facebook-gruppen".
    is_name = last[0].isupper() and re.search(r"[\w,;)]\s+\S+$", text) is not None
    is_abbreviation = last[:-1] == "it" or not re.search(r"[aeiouyæøå]", last, re.I)
    is_written = not first[0].islower() or not last[-2].islower() or is_name or is_abbreviation
    keeps = seen[1] if seen[0] != seen[1] else is_written or _are_words(whole, last[:-1], first)
    return (text if keeps else text[:-1]) + following


def _are_words(whole: str, left: str, right: str) -> bool:
    """Whether two parts are Danish words each and their union is not: "ude-sovepladser"."""
    return not _is_known(whole) and _is_known(left) and _is_known(right)


def _is_known(word: str) -> bool:
    from pipeline.danish.lexicon import dictionary_lemma  # loads a dictionary, seldom needed

    return dictionary_lemma(word.strip(_PUNCTUATION)) is not None
