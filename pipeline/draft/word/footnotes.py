"""Footnotes, which python-docx lacks: the part that holds them and the marks in the text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.draft.word.build import element, run

if TYPE_CHECKING:
    from docx.document import Document

_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
_SEPARATORS = (("separator", "w:separator"), ("continuationSeparator", "w:continuationSeparator"))


class Footnotes:
    """The footnotes of a document; a template's own are left out with its text.

    Parameters
    ----------
    document
        The document that they are put into.
    text_style, mark_style
        Ids of the styles of a note and of its mark.
    """

    def __init__(self, document: Document, text_style: str, mark_style: str) -> None:
        self._text_style, self._mark_style = text_style, mark_style
        self._notes = _notes_of(document)
        self._last = len(_SEPARATORS) - 2

    def add(self, *content: Any) -> Any:
        """Add a note; return the mark that stands in the text, numbered by Word."""
        self._last += 1
        mark = element("w:rPr", {}, element("w:rStyle", {"val": self._mark_style}))
        own = element("w:r", {}, mark, element("w:footnoteRef"))
        style = element("w:pPr", {}, element("w:pStyle", {"val": self._text_style}))
        paragraph = element("w:p", {}, style, own, run(" "), *content)
        self._notes.append(element("w:footnote", {"id": self._last}, paragraph))
        shown = element("w:rPr", {}, element("w:rStyle", {"val": self._mark_style}))
        return element("w:r", {}, shown, element("w:footnoteReference", {"id": self._last}))


def _notes_of(document: Document) -> Any:
    from docx.opc.packuri import PackURI
    from docx.opc.part import XmlPart

    part = document.part
    for key, relation in list(part.rels.items()):
        if relation.reltype == _RELATION:
            del part.rels[key]
    notes = element("w:footnotes")
    for number, (kind, line) in enumerate(_SEPARATORS, -1):
        paragraph = element("w:p", {}, element("w:r", {}, element(line)))
        notes.append(element("w:footnote", {"id": number, "type": kind}, paragraph))
    made = XmlPart(PackURI("/word/footnotes.xml"), _KIND, notes, part.package)
    part.relate_to(made, _RELATION)
    return notes
