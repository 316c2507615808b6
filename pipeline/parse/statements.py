"""The lines of one section to statements: marks, wrapped lines, nesting, plain paragraphs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pipeline.parse.headings import is_note, is_topic, title_of
from pipeline.parse.items import ListTracker, Mark, find_mark
from pipeline.parse.sections import Section, leave_out
from pipeline.records import LeftOut, Line

_ENDED = re.compile(r"[.!?:][\"”’')\]]*$")
_SUSPENDED = re.compile(r"(?:og|eller|samt|til|&|/)\b", re.I)
_EDGE = 0.85
_NARROWEST_PAGE, _WIDEST_PAGE = 55, 130
_NEST_INDENT = 2


@dataclass(slots=True)
class Statement:
    """One statement while it is put together; `parent` indexes the section's statements."""

    lines: list[Line]
    parts: list[str]
    level: int
    parent: int | None
    topic: str
    is_item: bool = True
    is_note: bool = False
    text: str = field(init=False, default="")

    @property
    def last(self) -> Line:
        """The line that the statement ends with so far."""
        return self.lines[-1]


def wrap_width(lines: Sequence[Line]) -> int | None:
    """Characters at which a document's lines were wrapped, None if they were not."""
    lengths = sorted((len(line.text) for line in lines if line.text.strip()), reverse=True)
    if not lengths:
        return None
    # One line that nobody wrapped, a pasted address say, must not hide that the rest was.
    width = lengths[min(1, len(lengths) - 1)]
    at_edge = sum(length >= _EDGE * width for length in lengths)
    is_wrapped = _NARROWEST_PAGE <= width <= _WIDEST_PAGE and at_edge >= max(2, len(lengths) // 20)
    return width if is_wrapped else None


def find_statements(
    section: Section, path: str, width: int | None
) -> tuple[list[Statement], list[LeftOut]]:
    """Put the lines of a section together to statements.

    Parameters
    ----------
    section
        The section, with its blank lines.
    path
        The document's path, for the record of what is left out.
    width
        Characters at which the document was wrapped (`wrap_width`).

    Returns
    -------
    statements, left_out
        In the order of the document. No line is lost: each is in one of the two.
    """
    builder = _Builder(section, path, width)
    for line in section.lines:
        builder.add(line)
    return builder.finish()


class _Builder:
    def __init__(self, section: Section, path: str, width: int | None) -> None:
        self._path = path
        self._width = width
        self._tracker = ListTracker()
        self._done: list[Statement] = []
        self._left_out: list[LeftOut] = []
        self._open: Statement | None = None
        self._gap = 0
        self._topic = ""
        self._head: int | None = None
        filled = [line.text.strip() for line in section.lines if line.text.strip()]
        self._starts_upper = sum(map(_starts_upper, filled)) * 2 > len(filled)
        self._has_items = any(
            line.style in ("list", "statement") or find_mark(line.text) for line in section.lines
        )

    def add(self, line: Line) -> None:
        """Take the next line of the section."""
        if not line.text.strip():
            self._gap += 1
            return
        mark = find_mark(line.text) if line.style != "statement" else None
        opens = line.style in ("list", "statement") or (
            mark
            and self._tracker.opens(mark, line.text, self._is_mid_sentence(line), self._has_room())
        )
        if opens:
            self._start_item(line, mark)
        elif self._continues(line):
            assert self._open is not None
            self._open.lines.append(line)
            self._open.parts.append(line.text.strip())
        elif is_topic(line.text):
            self._topic, self._head, self._open = title_of(line.text), None, None
            self._left_out.append(leave_out(self._path, line, "sub-heading"))
        else:
            self._start_plain(line)
        self._gap = 0

    def finish(self) -> tuple[list[Statement], list[LeftOut]]:
        """Return what was found; statements that hold no word are left out."""
        kept: dict[int, int] = {}
        statements: list[Statement] = []
        for index, statement in enumerate(self._done):
            statement.text = _join(statement.parts)
            if not re.search(r"\w", statement.text):
                self._leave_out(statement, "empty bullet")
            elif statement.is_note:
                self._leave_out(statement, "note to the reader")
            else:
                kept[index] = len(statements)
                statements.append(statement)
                if statement.parent is not None:
                    statement.parent = kept.get(statement.parent)
        return statements, self._left_out

    def _leave_out(self, statement: Statement, reason: str) -> None:
        self._left_out += [leave_out(self._path, line, reason) for line in statement.lines]

    def _start_item(self, line: Line, mark: Mark | None) -> None:
        text = line.text[mark.start :] if mark else line.text
        level, parent = self._nesting(line, mark)
        self._begin(Statement([line], [text.strip()], level, parent, self._topic))

    def _start_plain(self, line: Line) -> None:
        note = is_note(line.text)
        statement = Statement(
            [line], [line.text.strip()], 0, None, self._topic, is_item=False, is_note=note
        )
        self._begin(statement)
        # Between marked bullets a plain sentence heads those that follow it.
        if self._has_items and not note:
            self._head = len(self._done) - 1

    def _begin(self, statement: Statement) -> None:
        self._done.append(statement)
        self._open = statement

    def _nesting(self, line: Line, mark: Mark | None) -> tuple[int, int | None]:
        level = line.level
        if level is None:
            level = 0
            top = self._nearest(1)
            if top is not None:
                deeper = self._depth(line, top)
                nests = mark is not None and (mark.is_nested or mark.number is not None)
                other = mark is not None and mark.family != self._tracker.family
                level = max(deeper, int(nests and other))
        above = self._nearest(level)
        return (0, self._head) if above is None else (level, above)

    def _nearest(self, level: int) -> int | None:
        """Index of the last item that stands above a level."""
        if level == 0:
            return None
        indices = range(len(self._done) - 1, -1, -1)
        return next(
            (i for i in indices if self._done[i].is_item and self._done[i].level < level), None
        )

    def _depth(self, line: Line, top: int) -> int:
        """Level by indent, seen from the nearest item above that is not indented deeper."""
        for item in reversed(self._done[top:]):
            indent = item.lines[0].indent
            if item.is_item and line.indent >= indent + _NEST_INDENT:
                return item.level + 1
            if item.is_item and line.indent > indent - _NEST_INDENT:
                is_below = line.indent >= self._done[top].lines[0].indent + _NEST_INDENT
                return item.level if is_below else 0
        return 0

    def _continues(self, line: Line) -> bool:
        """Whether a line without mark goes on with the statement above it."""
        if self._open is None:
            return False
        first = line.text.strip()[0]
        ended = bool(_ENDED.search(self._open.last.text.rstrip()))
        if line.style == "paragraph":
            return first.islower() and not ended
        if not any(self._open.parts):
            return self._gap <= 1
        marked = self._open.is_item
        if self._gap == 0:
            if marked or self._open.is_note:
                return True
            return self._is_mid_sentence(line) or (first.islower() and self._starts_upper)
        if not first.isupper() and marked and not is_topic(line.text):
            return first.islower() or not ended
        return self._gap <= 2 and not ended and self._at_edge(line) and not is_topic(line.text)

    def _has_room(self) -> bool:
        above = self._open.last.text.rstrip() if self._open else ""
        return self._gap > 0 or above.endswith(":")

    def _is_mid_sentence(self, line: Line) -> bool:
        if self._open is None or self._gap:
            return False
        return self._at_edge(line) and not _ENDED.search(self._open.last.text.rstrip())

    def _at_edge(self, line: Line) -> bool:
        """Whether the line above was wrapped: the next word would not have fitted."""
        if self._width is None or self._open is None:
            return False
        word = line.text.split(maxsplit=1)[0]
        return len(self._open.last.text) + 1 + len(word) >= _EDGE * self._width


def _starts_upper(text: str) -> bool:
    return re.sub(r"^[\W_]+", "", text)[:1].isupper()


def _join(parts: Sequence[str]) -> str:
    """Join wrapped lines; a hyphen at a line's end goes unless Danish spelling keeps it."""
    text = parts[0]
    for left, right in pairwise(parts):
        word = left.rsplit(maxsplit=1)[-1] if left.strip() else ""
        if re.fullmatch(r"[^\W\d_].*[^\W\d_]-", word) and not _SUSPENDED.match(right):
            # "IT-", "Facebook-" are parts of a written compound; "arbejds-" was cut by the line.
            keeps = word[:-1] != word[:-1].lower() or not right[:1].islower()
            text = text + right if keeps else text[:-1] + right
        else:
            text = f"{text} {right}"
    return re.sub(r"\s+", " ", text).strip()
