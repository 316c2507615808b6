"""OpenDocument text: paragraphs in the order of the document, read from its XML directly.

The format is small and the standard library parses it; odfpy would bring nothing but its own tree.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

from pipeline.read.archive import damaged, locked, unpack
from pipeline.read.content import Content, with_title
from pipeline.read.tables import table_lines
from pipeline.records import Line, Remark
from pipeline.remarks import UnreadableError

_URN = "urn:oasis:names:tc:opendocument:xmlns:"
_TEXT = f"{{{_URN}text:1.0}}"
_TABLE = f"{{{_URN}table:1.0}}"
_DRAW = f"{{{_URN}drawing:1.0}}"
_OFFICE = f"{{{_URN}office:1.0}}"
_STYLE = f"{{{_URN}style:1.0}}"
_FO = f"{{{_URN}xsl-fo-compatible:1.0}}"
_DC = "{http://purl.org/dc/elements/1.1/}"

_PARAGRAPHS = (f"{_TEXT}p", f"{_TEXT}h")
_PASSED_OVER = {
    f"{_TEXT}tracked-changes",  # holds the deleted text; what was inserted stands in the body
    f"{_TEXT}table-of-content",
    f"{_OFFICE}annotation",
    f"{_OFFICE}forms",
}
_HEADING_NAME = re.compile(r"(?:heading|overskrift)(?:_20_| )?(\d)?", re.I)
_LINES_NAME = re.compile(r"(?:html_20_)?preformatted_20_text|plain_20_text", re.I)
_LIST_NAME = re.compile(r"list(?:_20_| )(?:bullet|number)(?:(?:_20_| )(\d))?", re.I)
_TITLE_NAME = re.compile(r"(?:title|subtitle|titel|undertitel)", re.I)
_MAX_BOLD_HEADING = 80


def read(data: bytes, name: str) -> Content:
    """Lines of an OpenDocument text (.odt): one for each paragraph.

    Tracked changes count as accepted; notes come after the text.

    Raises
    ------
    InputError
        If the file is damaged, hostile (see `archive.unpack`), encrypted or holds no text.
    """
    members = unpack(data, name)
    if b"encryption-data" in members.get("META-INF/manifest.xml", b""):
        raise locked(name)
    if "content.xml" not in members:
        raise damaged(name)
    content = ElementTree.fromstring(members["content.xml"])
    body = content.find(f"{_OFFICE}body/{_OFFICE}text")
    if body is None:
        raise damaged(name)
    trees = [content]
    if members.get("styles.xml"):
        trees.append(ElementTree.fromstring(members["styles.xml"]))
    walker = _Walker(_Styles(trees), body)
    lines = [*walker.lines(body, None), *walker.notes]
    if not any(line.text.strip() for line in lines):
        raise UnreadableError(name, "no text")
    return Content(
        with_title([replace(line, number=number) for number, line in enumerate(lines, 1)]),
        _properties(members),
        tuple(_remarks(body)),
    )


class _Styles:
    """What the chain of a paragraph style's parents says."""

    def __init__(self, trees: list[Any]) -> None:
        self._styles = {
            style.get(f"{_STYLE}name"): style
            for tree in trees
            for style in tree.iter(f"{_STYLE}style")
        }

    def kind(self, style_name: str | None) -> tuple[str, int | None]:
        for name in self._chain(style_name):
            if match := _HEADING_NAME.match(name):
                return "heading", int(match[1] or 1) - 1
            if _TITLE_NAME.fullmatch(name):
                return "title", None
        return "", None

    def list_level(self, block: Any) -> int:
        """Level that a style has by its name, where each level is a list of its own."""
        for name in self._chain(block.get(f"{_TEXT}style-name")):
            if match := _LIST_NAME.match(name):
                return int(match[1] or 1) - 1
        return 0

    def keeps_lines(self, block: Any) -> bool:
        """Whether the text was pasted line by line, so that its line ends are no paragraphs'."""
        chain = self._chain(block.get(f"{_TEXT}style-name"))
        return any(_LINES_NAME.fullmatch(name) for name in chain)

    def is_bold(self, style_name: str | None) -> bool:
        for name in self._chain(style_name):
            properties = self._styles[name].find(f"{_STYLE}text-properties")
            weight = None if properties is None else properties.get(f"{_FO}font-weight")
            if weight is not None:
                return str(weight) != "normal"
        return False

    def _chain(self, name: str | None) -> Iterator[str]:
        seen = set()
        while name is not None and name in self._styles and name not in seen:
            seen.add(name)
            yield name
            name = self._styles[name].get(f"{_STYLE}parent-style-name")


class _Walker:
    """Goes through a body once, in document order, keeping count of pages."""

    def __init__(self, styles: _Styles, body: Any) -> None:
        self._styles = styles
        has_pages = next(body.iter(f"{_TEXT}soft-page-break"), None) is not None
        self._page = 1 if has_pages else None
        self.notes: list[Line] = []

    def lines(self, parent: Any, level: int | None) -> Iterator[Line]:
        """Lines of all paragraphs, lists and tables below an element; `level` is the list's."""
        first_in_item = True
        for block in parent:
            tag = block.tag
            if tag in _PASSED_OVER:
                continue
            if tag in _PARAGRAPHS:
                yield from self._paragraph(block, level if first_in_item else None)
                first_in_item = False
            elif tag == f"{_TEXT}list":
                for item in block:
                    yield from self.lines(item, 0 if level is None else level + 1)
            elif tag == f"{_TABLE}table":
                yield from table_lines([list(self._cells(row)) for row in _rows(block)])
            elif tag == f"{_TEXT}soft-page-break":
                self._page = (self._page or 0) + 1
            else:
                yield from self.lines(block, level)

    def _cells(self, row: Any) -> Iterator[list[Line]]:
        for cell in row:
            if cell.tag == f"{_TABLE}table-cell":
                yield list(self.lines(cell, None))

    def _paragraph(self, block: Any, level: int | None) -> Iterator[Line]:
        page = self._page
        boxes: list[Any] = []
        text = "".join(self._text(block, boxes))
        style, depth = self._shape(block, text)
        if style == "" and level is not None:
            style, depth = "list", max(level, self._styles.list_level(block))
        if not style and not self._styles.keeps_lines(block):
            style = "paragraph"
        for piece in [text.replace("\n", " ")] if style == "list" else text.split("\n"):
            line = unicodedata.normalize("NFC", piece).replace("\u00a0", " ").replace("\u00ad", "")
            line = line.expandtabs(4).rstrip()
            indent = len(line) - len(line.lstrip())
            yield Line(line, 0, page, indent, style if line else "", depth)
        for box in boxes:
            yield from self.lines(box, None)

    def _shape(self, block: Any, text: str) -> tuple[str, int | None]:
        style_name = block.get(f"{_TEXT}style-name")
        style, depth = self._styles.kind(style_name)
        if block.tag == f"{_TEXT}h":
            outline = block.get(f"{_TEXT}outline-level", "1")
            return style or "heading", int(outline) - 1 if outline.isdecimal() else 0
        if style == "" and 0 < len(text.strip()) <= _MAX_BOLD_HEADING:
            spans = [
                span for span in block.iter(f"{_TEXT}span") if "".join(span.itertext()).strip()
            ]
            spanned = sum(len("".join(span.itertext())) for span in spans)
            covered = spanned >= len(text.strip())
            if self._styles.is_bold(style_name) and not spans:
                return "heading", None
            if covered and all(self._styles.is_bold(s.get(f"{_TEXT}style-name")) for s in spans):
                return "heading", None
        return style, depth

    def _text(self, element: Any, boxes: list[Any]) -> Iterator[str]:
        yield _squeezed(element.text)
        for child in element:
            tag = child.tag
            if tag == f"{_TEXT}note":
                body = child.find(f"{_TEXT}note-body")
                note = "" if body is None else " ".join("".join(body.itertext()).split())
                self.notes.append(Line(note, 0, self._page, style="note"))
            elif tag == f"{_TEXT}s":
                count = child.get(f"{_TEXT}c", "1")
                yield " " * min(int(count) if count.isdecimal() else 1, 100)
            elif tag == f"{_TEXT}tab":
                yield "\t"
            elif tag == f"{_TEXT}line-break":
                yield "\n"
            elif tag == f"{_TEXT}soft-page-break":
                self._page = (self._page or 0) + 1
            elif tag == f"{_DRAW}text-box":
                boxes.append(child)
            elif tag not in _PASSED_OVER:
                yield from self._text(child, boxes)
            yield _squeezed(child.tail)


def _squeezed(text: str | None) -> str:
    # White space in the XML is layout of the XML; real spaces and tabs have elements of their own.
    return re.sub(r"[ \t\r\n]+", " ", text or "")


def _rows(table: Any) -> Iterator[Any]:
    for child in table:
        if child.tag == f"{_TABLE}table-row":
            yield child
        elif child.tag in (f"{_TABLE}table-header-rows", f"{_TABLE}table-rows"):
            yield from _rows(child)


def _properties(members: dict[str, bytes]) -> dict[str, str]:
    if not members.get("meta.xml"):
        return {}
    meta = ElementTree.fromstring(members["meta.xml"])
    found = {
        "title": next(meta.iter(f"{_DC}title"), None),
        "author": next(meta.iter(f"{_DC}creator"), None),
    }
    texts = {key: (item.text or "").strip() for key, item in found.items() if item is not None}
    return {key: text for key, text in texts.items() if text}


def _remarks(body: Any) -> Iterator[Remark]:
    if images := len(list(body.iter(f"{_DRAW}image"))):
        yield Remark("images", {"number": images})
    if comments := len(list(body.iter(f"{_OFFICE}annotation"))):
        yield Remark("comments", {"number": comments})
    if changes := len(list(body.iter(f"{_TEXT}changed-region"))):
        yield Remark("tracked regions", {"number": changes})
