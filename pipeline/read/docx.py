"""Word files: paragraphs in the order of the document, as they stand with all changes accepted."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from pipeline.read.archive import damaged, pack, unpack
from pipeline.read.content import Content, with_title
from pipeline.read.docx_styles import Styles, W
from pipeline.read.tables import table_lines
from pipeline.records import DRAFT_NAMESPACE, Line, Remark
from pipeline.remarks import UnreadableError

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MAIN = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
# Templates and files with macros are the same XML under another name.
_SIBLINGS = (
    b"application/vnd.ms-word.document.macroEnabled.main+xml",
    b"application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
    b"application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
)
_WRAPPERS = {W + tag for tag in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")}
_REMOVED = {W + tag for tag in ("del", "moveFrom", "rPr", "pPr", "instrText", "delText")}
_DRAWN = {f"{_MC}AlternateContent", W + "pict", W + "drawing", W + "object"}
_CHARACTERS = {W + "tab": "\t", W + "noBreakHyphen": "-", W + "softHyphen": ""}
_ANY_BREAK = re.compile("\n")
_TYPED_ITEM = re.compile(r"\n(?=\s*(?:[•●○▪·*–-]|o)\s)")
_PAGE_PARTS = ("header", "footer")
_NOTE_PARTS = ("footnotes", "endnotes")
_SEPARATORS = ("separator", "continuationSeparator", "continuationNotice")


def read(data: bytes, name: str) -> Content:
    """Lines of a Word file (.docx): one for each paragraph.

    Inserted text counts and deleted text does not, as if every tracked change were accepted. Text
    boxes follow the paragraph that they are anchored in; foot- and endnotes, then running headers
    and footers come after the text. Macros are never looked at.

    Raises
    ------
    InputError
        If the file is damaged, hostile (see `archive.unpack`), holds no text, or is a draft that
        was written from statements: they would be read as said a second time.
    """
    from docx import Document  # takes a tenth of a second, needed for Word files only

    members = unpack(data, name)
    if "word/document.xml" not in members:
        raise damaged(name)
    ours = DRAFT_NAMESPACE.encode()
    if any(ours in part for member, part in members.items() if member.startswith("customXml/")):
        raise UnreadableError(name, "own draft")
    types = members.get("[Content_Types].xml", b"")
    for sibling in _SIBLINGS:
        types = types.replace(sibling, _MAIN)
    members["[Content_Types].xml"] = types
    document = Document(pack(members))
    parts = {relation.reltype.rpartition("/")[2]: relation for relation in _relations(document)}
    numbering = parts["numbering"].target_part.element if "numbering" in parts else None
    walker = _Walker(Styles(document.styles.element, numbering), document.element.body)
    body = list(walker.lines(document.element.body))
    lines = [*_promoted(body), *_notes(parts), *_furniture(document)]
    if not any(line.text.strip() for line in lines):
        raise UnreadableError(name, "no text")
    properties = {
        "title": document.core_properties.title,
        "author": document.core_properties.author,
    }
    return Content(
        with_title([replace(line, number=number) for number, line in enumerate(lines, 1)]),
        {key: value.strip() for key, value in properties.items() if value and value.strip()},
        tuple(_remarks(document, members)),
    )


class _Walker:
    """Goes through a body once, in document order, keeping count of pages."""

    def __init__(self, styles: Styles, body: Any) -> None:
        self._styles = styles
        # Word writes where its pages broke; without that, nobody knows the pages.
        has_pages = next(body.iter(f"{W}lastRenderedPageBreak"), None) is not None
        self._page = 1 if has_pages else None

    def lines(self, parent: Any) -> Iterator[Line]:
        """Lines of all paragraphs and tables below a body, a cell or a text box."""
        joined = ""
        for block in _children(parent, f"{W}p", f"{W}tbl"):
            if block.tag == f"{W}tbl":
                yield from table_lines([list(self._cells(row)) for row in _rows(block)])
                continue
            page = self._page
            text = joined + "".join(self._text(block))
            joined = ""
            if block.find(f"{W}pPr/{W}rPr/{W}del") is not None:
                joined = text  # the paragraph mark itself was deleted: it goes on with the next
                continue
            yield from self._paragraph(block, text, page)
            for box in _boxes(block):
                yield from self.lines(box)
        if joined.strip():
            yield Line(_clean(joined), 0, self._page)

    def _cells(self, row: Any) -> Iterator[list[Line]]:
        for cell in _children(row, f"{W}tc"):
            yield list(self.lines(cell))

    def _paragraph(self, block: Any, text: str, page: int | None) -> Iterator[Line]:
        shape = self._styles.shape(block)
        style = shape.style
        # A manual line break within a list item is a wrap, unless a glyph typed by hand follows it;
        # elsewhere hosts use it to begin a new line.
        is_item = style in ("list", "numbered")
        for piece in (_TYPED_ITEM if is_item else _ANY_BREAK).split(text):
            line = _clean(piece.replace("\n", " "))
            indent = shape.indent + len(line) - len(line.lstrip())
            yield Line(line, 0, page, indent, style if line else "", shape.level)
            style = "paragraph" if is_item else style

    def _text(self, element: Any) -> Iterator[str]:
        for child in element:
            tag = child.tag
            if tag in _REMOVED or not isinstance(tag, str) or _is_hidden(child):
                continue
            if tag == f"{W}t":
                yield child.text or ""
            elif tag in _CHARACTERS:
                yield _CHARACTERS[tag]
            elif tag == f"{W}sym":
                yield _symbol(child.get(f"{W}char", ""))
            elif tag in (f"{W}br", f"{W}cr"):
                yield "" if child.get(f"{W}type") in ("page", "column") else "\n"
            elif tag == f"{W}lastRenderedPageBreak":
                self._page = (self._page or 0) + 1
            elif tag not in _DRAWN:
                yield from self._text(child)


def _children(parent: Any, *tags: str) -> Iterator[Any]:
    # python-docx's own iter_inner_content passes over content controls and inserted blocks.
    for child in parent:
        if child.tag in tags:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _children(child, *tags)


def _rows(table: Any) -> Iterator[Any]:
    for row in _children(table, f"{W}tr"):
        if row.find(f"{W}trPr/{W}del") is None:
            yield row


def _boxes(paragraph: Any) -> Iterator[Any]:
    """Text boxes anchored in a paragraph, each once although Word writes it in two dialects."""
    for box in paragraph.iter(f"{W}txbxContent"):
        is_copy = next(box.iterancestors(f"{_MC}Fallback"), None) is not None
        if not is_copy and next(box.iterancestors(f"{W}p")) is paragraph:
            yield box


def _promoted(lines: list[Line]) -> Iterator[Line]:
    """Numbered items as list items, or as headings where a list of bullets follows at once."""
    following: Line | None = None
    decided = []
    for line in reversed(lines):
        if line.style == "numbered":
            heads = following is not None and following.style == "list" and following.level == 0
            line = replace(line, style="heading" if heads and line.level == 0 else "list")
            following = None
        elif line.text.strip():
            following = line
        decided.append(line)
    return reversed(decided)


def _is_hidden(run: Any) -> bool:
    vanish = run.find(f"{W}rPr/{W}vanish") if run.tag == f"{W}r" else None
    return vanish is not None and vanish.get(f"{W}val", "1") not in ("0", "false")


def _symbol(code: str) -> str:
    try:
        return chr(int(code, 16))
    except (ValueError, OverflowError):
        return ""


def _clean(text: str) -> str:
    text = unicodedata.normalize("NFC", text).replace("\u00a0", " ").replace("\u00ad", "")
    return text.expandtabs(4).rstrip()


def _relations(document: Any) -> list[Any]:
    return [relation for relation in document.part.rels.values() if not relation.is_external]


def _furniture(document: Any) -> Iterator[Line]:
    seen = set()
    for relation in _relations(document):
        if relation.reltype.endswith(_PAGE_PARTS):
            for paragraph in relation.target_part.element.iter(f"{W}p"):
                text = _clean("".join(node.text or "" for node in paragraph.iter(f"{W}t")))
                if text.strip() and text not in seen:
                    seen.add(text)
                    yield Line(text, 0, style="furniture")


def _notes(parts: dict[str, Any]) -> Iterator[Line]:
    from docx.oxml.parser import parse_xml

    for key in _NOTE_PARTS:
        if key not in parts:
            continue
        for note in parse_xml(parts[key].target_part.blob):
            if note.get(f"{W}type") in _SEPARATORS:
                continue
            text = _clean(" ".join(node.text or "" for node in note.iter(f"{W}t")))
            if text.strip():
                yield Line(text.strip(), 0, style="note")


def _remarks(document: Any, members: dict[str, bytes]) -> Iterator[Remark]:
    body = document.element.body
    if images := sum(member.startswith("word/media/") for member in members):
        yield Remark("images", {"number": images})
    if "word/comments.xml" in members and (
        comments := members["word/comments.xml"].count(b"<w:comment ")
    ):
        yield Remark("comments", {"number": comments})
    if any(member.endswith("vbaProject.bin") for member in members):
        yield Remark("macros")
    inserted, deleted = (len(list(body.iter(W + tag))) for tag in ("ins", "del"))
    if inserted or deleted:
        yield Remark("tracked changes", {"inserted": inserted, "deleted": deleted})
