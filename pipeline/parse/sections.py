"""Where the header ends, where sections begin, and what belongs to the page, not to the text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from pipeline.danish import parse_date
from pipeline.parse.headings import Heading, find_heading, is_topic, title_of
from pipeline.parse.items import find_mark
from pipeline.records import Document, Kind, LeftOut, Line, Source

_FOOTER = re.compile(
    r"(?:.{0,60}?[\s–—|·-]+)?(?:side|page)\s*\d{1,4}(?:\s*(?:af|of|/)\s*\d{1,4})?"
    r"|\d{1,4}\s*\|\s*(?:side|page)"
    r"|\d{1,4}\s*(?:/|af)\s*\d{1,4}|[-–—]\s*\d{1,4}\s*[-–—]",
    re.I,
)
_QUOTE = re.compile(r"\s*(?:> ?)+")
_RULE = re.compile(r"([-–—_=*~.·•])(?:\s?\1){2,}")
_INLINE = re.compile(r"[^:]{3,40}:\s+(?=\S)")
_HEADER_WORD = re.compile(
    r"\b(?:bord|bordet|bordnr|bordnummer|bordvært|vært|referent|sted|dato|arrangement|afdeling|deltagere)\b"
    r"|\b(?:opsamling|forsamlingshus|borgermøde|dialogmøde|notat)",
    re.I,
)
_MAX_HEADER_LINES = 12
_ITEM_STYLES = ("list", "statement")


@dataclass(slots=True)
class Section:
    """A stretch of lines under one heading; blank lines are kept, since they carry meaning."""

    title: str
    kind: Kind
    level: int = 0
    lines: list[Line] = field(default_factory=list)


def split_sections(document: Document) -> tuple[list[Line], list[Section], list[LeftOut]]:
    """Split a document into its header, its sections, and lines that carry no statement."""
    left_out: list[LeftOut] = []
    body: list[Line] = []
    lines = _without_quote_signs(document.lines)
    running = _running_lines(lines)
    for position, line in enumerate(lines):
        text = line.text.strip()
        if line.style == "furniture" or _FOOTER.fullmatch(text) or position in running:
            left_out.append(leave_out(document.path, line, "page header or footer"))
        elif line.style == "note":
            left_out.append(leave_out(document.path, line, "footnote"))
        elif _RULE.fullmatch(text):
            left_out.append(leave_out(document.path, line, "ruled line"))
        else:
            body.append(line)
    end = _header_end(body)
    header = [line for line in body[:end] if line.text.strip()]
    left_out += [leave_out(document.path, line, "meeting header") for line in header]
    sections = [Section("", "andet")]
    for position in range(end, len(body)):
        line = body[position]
        heading = _heading_at(body, position, sections[-1])
        if heading is None:
            sections[-1].lines.append(line)
            continue
        sections.append(Section(heading.title, heading.kind, line.level or 0))
        rest = _INLINE.match(line.text) if not heading.is_part else None
        if rest:
            sections[-1].title = title_of(rest[0])
            sections[-1].lines.append(replace(line, text=line.text[rest.end() :], style=""))
        left_out.append(leave_out(document.path, line, "heading", rest[0] if rest else None))
    return header, sections, left_out


def leave_out(path: str, line: Line, reason: str, text: str | None = None) -> LeftOut:
    """Return the record of a line, or of the part `text` of it, that becomes no statement."""
    return LeftOut(Source(path, line.page, line.number), (text or line.text).strip(), reason)


def _without_quote_signs(lines: Sequence[Line]) -> Sequence[Line]:
    """Take away the ">" that e-mail programs put before each line, where most lines have it.

    A host's own ">" stands before bullets only, and none of these opens with a mark behind it.
    """
    filled = [line for line in lines if line.text.strip()]
    quoted = [match for line in filled if (match := _QUOTE.match(line.text))]
    behind = [match.string[match.end() :] for match in quoted]
    if 2 * len(quoted) <= len(filled) or not any(find_mark(text) for text in behind):
        return lines
    return [_unquoted(line) for line in lines]


def _unquoted(line: Line) -> Line:
    match = _QUOTE.match(line.text)
    if not match:
        return line
    text = line.text[match.end() :]
    return replace(line, text=text, indent=len(text) - len(text.lstrip()))


def _running_lines(lines: Sequence[Line]) -> set[int]:
    """Positions of bare page numbers and of headers that a page repeats, where pages are known."""
    filled = [position for position, line in enumerate(lines) if line.text.strip()]
    running = set()
    for above, below in pairwise(filled):
        if lines[above].page == lines[below].page:
            continue
        if lines[above].text.strip() == str(lines[above].page):
            running.add(above)
        if lines[below].text.strip() in (lines[filled[0]].text.strip(), str(lines[below].page)):
            running.add(below)
    if filled and lines[filled[-1]].text.strip() == str(lines[filled[-1]].page):
        running.add(filled[-1])
    return running


def _header_end(body: list[Line]) -> int:
    """Index of the first line that is no header: a heading, an item, or text without facts."""
    for position, line in enumerate(body):
        if _heading_at(body, position, None) or _is_item(line):
            return position
    filled = 0
    for position, line in enumerate(body):
        if not line.text.strip():
            continue
        filled += 1
        is_fact = _HEADER_WORD.search(line.text) or parse_date(line.text) or line.style == "title"
        if filled > _MAX_HEADER_LINES or not is_fact:
            return position
    return len(body)


def _is_item(line: Line) -> bool:
    if line.style in _ITEM_STYLES:
        return True
    mark = find_mark(line.text)
    # A dash or number can stand in a header line; there it does not open a bullet.
    return (
        mark is not None and (mark.number in (None, 1)) and line.style not in ("title", "heading")
    )


def _heading_at(body: list[Line], position: int, section: Section | None) -> Heading | None:
    line = body[position]
    text = line.text.strip()
    if not text or line.style in (*_ITEM_STYLES, "title"):
        return None
    mark = find_mark(line.text)
    if mark is not None and mark.number is None:
        return None
    above = body[position - 1].text.strip() if position else ""
    # In plain text a number above which text stands belongs to a list; a format that marks headings
    # or whole paragraphs leaves no blank line above them.
    if mark is not None and above and line.style not in ("heading", "paragraph"):
        return None
    heading = find_heading(text)
    if heading is None and line.style == "heading":
        inherits = section is not None and ((line.level or 0) > section.level or is_topic(text))
        return Heading(title_of(text), section.kind if section and inherits else "andet")
    return heading
