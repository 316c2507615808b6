"""Markdown: plain text whose headings are marked and whose emphasis is not part of the words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from pipeline.read import text
from pipeline.read.content import Content, with_title
from pipeline.records import Line

_HEADING = re.compile(r" {0,3}(#{1,6})\s+(.*?)(?:\s+#+)?\s*$")
_UNDERLINE = re.compile(r" {0,3}(=+|-{2,})\s*$")
_RULE = re.compile(r" {0,3}(?:(?:-\s*){3,}|(?:\*\s*){3,}|(?:_\s*){3,})$")
_FENCE = re.compile(r" {0,3}(?:```|~~~)")
_QUOTE = re.compile(r"^ {0,3}>\s?")
_TABLE_RULE = re.compile(r"\s*\|?(?:\s*:?-{3,}:?\s*\|)+\s*(?::?-{3,}:?)?\s*$")
_COMMENT = re.compile(r"<!--.*?-->")
_IMAGE = re.compile(r"!\[([^\]]*)\]\([^)]*\)")
_LINK = re.compile(r"\[([^\]]+)\]\([^)\s]*(?:\s+\"[^\"]*\")?\)")
_EMPHASIS = re.compile(r"(?<![\\\w*_])(\*\*\*|\*\*|__|\*|_)(?=\S)(.+?)(?<=[^\s\\])\1(?![\w*_])")
_CODE = re.compile(r"`([^`]+)`")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!>|~])")
_BULLET = re.compile(r"(\s*(?:[*+-]|\d{1,3}[.)])\s+)(?:\[[ xX]\]\s+)?")
_PROPERTY = re.compile(r"(\w+)\s*:\s*(.*)")


def read(data: bytes, name: str) -> Content:
    """Lines of a Markdown file.

    List glyphs stay as they are typed, since hosts mix Markdown's own with "•" and "o"; the lines
    below are what plain text would have, with headings marked and inline markup taken off.

    Raises
    ------
    InputError
        If the file is empty or is not text.
    """
    lines = list(text.read(data, name).lines)
    facts, start = _front_matter(lines)
    return Content(with_title(list(_body(lines[start:]))), facts)


def _front_matter(lines: list[Line]) -> tuple[dict[str, str], int]:
    """Title and author from a block of "key: value" lines between two "---" at the top."""
    if not lines or lines[0].text != "---":
        return {}, 0
    end = next((i for i, line in enumerate(lines[1:40], 1) if line.text in ("---", "...")), 0)
    pairs = [match for line in lines[1:end] if (match := _PROPERTY.fullmatch(line.text))]
    facts = {
        match[1].lower(): match[2].strip("\"' ")
        for match in pairs
        if match[1].lower() in ("title", "author")
    }
    return facts, end + 1 if end else 0


def _body(lines: list[Line]) -> Iterator[Line]:
    for position, line in enumerate(lines):
        following = lines[position + 1].text if position + 1 < len(lines) else ""
        above = lines[position - 1].text if position else ""
        stripped = _COMMENT.sub("", _QUOTE.sub("", line.text, count=1)).rstrip()
        if match := _HEADING.match(stripped):
            yield replace(line, text=inline(match[2]), style="heading", level=len(match[1]) - 1)
        elif _is_underlined(stripped, following):
            level = 0 if "=" in following else 1
            yield replace(line, text=inline(stripped).strip(), style="heading", level=level)
        elif _is_underlined(above, stripped) or _is_layout(stripped):
            yield replace(line, text="")
        elif stripped.lstrip().startswith("|") and stripped.endswith("|"):
            yield from _cells(line, stripped)
        else:
            yield _plain(line, stripped)


def _plain(line: Line, stripped: str) -> Line:
    """Return a line without markup; one that is bold from end to end serves as a heading."""
    bullet = _BULLET.match(stripped)
    glyph = bullet[1] if bullet else ""
    rest = stripped[bullet.end() :] if bullet else stripped
    words = inline(rest)
    is_bold = not bullet and rest.strip() in (f"**{words.strip()}**", f"__{words.strip()}__")
    indent = len(glyph + words) - len((glyph + words).lstrip())
    return replace(line, text=glyph + words, indent=indent, style="heading" if is_bold else "")


def inline(words: str) -> str:
    """Words without emphasis, links, code marks and backslashes."""
    words = _LINK.sub(r"\1", _IMAGE.sub(r"\1", words))
    while (bare := _EMPHASIS.sub(r"\2", words)) != words:
        words = bare
    return _ESCAPE.sub(r"\1", _CODE.sub(r"\1", words))


def _cells(line: Line, row: str) -> Iterator[Line]:
    for cell in re.split(r"(?<!\\)\|", row.strip().strip("|")):
        for piece in re.split(r"<br\s*/?>", cell):
            yield replace(line, text=inline(piece.strip()), indent=0.0)


def _is_underlined(above: str, below: str) -> bool:
    return bool(
        above.strip()
        and _UNDERLINE.match(below)
        and not _BULLET.match(above)
        and not _HEADING.match(above)
        and not _is_layout(above)
    )


def _is_layout(words: str) -> bool:
    return bool(_RULE.match(words) or _FENCE.match(words) or _TABLE_RULE.match(words))
