"""Elements of a Word file, put together: paragraphs with bookmarks, fields, tables."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from itertools import count
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from pipeline.draft.phrases import one_line

_LONGEST_NAME = 40


def element(tag: str, attributes: Mapping[str, str | int] | None = None, *children: Any) -> Any:
    """Return an element such as "w:p"; attributes without a prefix are in its namespace."""
    made = OxmlElement(tag)
    prefix = tag.partition(":")[0]
    for name, value in (attributes or {}).items():
        made.set(qn(name if ":" in name else f"{prefix}:{name}"), str(value))
    for child in children:
        made.append(child)
    return made


def run(text: str, style: str = "") -> Any:
    """Return a run of a text on one line."""
    properties = [element("w:rPr", {}, element("w:rStyle", {"val": style}))] if style else []
    said = element("w:t", {"xml:space": "preserve"})
    said.text = text
    return element("w:r", {}, *properties, said)


def field(instruction: str, shown: str = "", style: str = "") -> list[Any]:
    """Return the runs of a field with what it shows until Word counts anew."""
    code = element("w:instrText", {"xml:space": "preserve"})
    code.text = f" {instruction} "
    return [
        element("w:r", {}, element("w:fldChar", {"fldCharType": "begin"})),
        element("w:r", {}, code),
        element("w:r", {}, element("w:fldChar", {"fldCharType": "separate"})),
        run(shown, style),
        element("w:r", {}, element("w:fldChar", {"fldCharType": "end"})),
    ]


def link(bookmark: str, *runs: Any) -> Any:
    """Return a link to a bookmark of the same file."""
    return element("w:hyperlink", {"anchor": bookmark_name(bookmark), "history": 1}, *runs)


def bookmark_name(id_: str) -> str:
    """Return an id as Word wants bookmarks named: letters, digits and underscores, 40 at most."""
    name = re.sub(r"\W", "_", id_)
    if len(name) <= _LONGEST_NAME:
        return name
    return f"{name[:31]}_{hashlib.blake2b(name.encode(), digest_size=4).hexdigest()}"


class Paragraphs:
    """Makes paragraphs, each with a bookmark of its own.

    Parameters
    ----------
    style_of
        Tells the id that a style has in the file, by its name.
    """

    def __init__(self, style_of: Callable[[str], str]) -> None:
        self._style_of = style_of
        self._numbers = count(1)
        self._names: set[str] = set()

    def paragraph(self, style: str, bookmark: str, *runs: Any) -> Any:
        """Return a paragraph in a style; its bookmark must be new."""
        name = bookmark_name(bookmark)
        if name in self._names:
            raise ValueError(f"The bookmark {name} stands twice")
        self._names.add(name)
        number = next(self._numbers)
        return self.plain(
            style,
            element("w:bookmarkStart", {"id": number, "name": name}),
            *runs,
            element("w:bookmarkEnd", {"id": number}),
        )

    def plain(self, style: str, *runs: Any) -> Any:
        """Return a paragraph without a bookmark: further cells of a row, what a field makes."""
        named = element("w:pStyle", {"val": self._style_of(style)})
        return element("w:p", {}, element("w:pPr", {}, named), *runs)

    def table(
        self,
        style: str,
        about: str,
        widths: Sequence[int],
        rows: Sequence[Sequence[Any]],
        has_total: bool = False,
    ) -> Any:
        """Return a table whose first row is repeated on every page.

        Parameters
        ----------
        about
            What it shows, for those who do not see it.
        widths
            Of the columns, in twentieths of a point.
        rows
            Paragraphs, the headings first.
        """
        look = {"firstRow": 1, "lastRow": int(has_total), "firstColumn": 0, "lastColumn": 0}
        look |= {"noHBand": 1, "noVBand": 1}
        properties = element(
            "w:tblPr",
            {},
            element("w:tblStyle", {"val": self._style_of(style)}),
            element("w:tblW", {"w": sum(widths), "type": "dxa"}),
            element("w:tblLayout", {"type": "fixed"}),
            element("w:tblLook", {"val": "0060" if has_total else "0020", **look}),
            element("w:tblCaption", {"val": one_line(about)}),
        )
        # Cells are told their place: python-docx and readers alike then know heads from rows.
        columns = [element("w:gridCol", {"w": width}) for width in widths]
        grid = element("w:tblGrid", {}, *columns)
        made = [
            element(
                "w:tr",
                {},
                element(
                    "w:trPr",
                    {},
                    element("w:cantSplit"),
                    *([] if number else [element("w:tblHeader")]),
                ),
                *(
                    element(
                        "w:tc",
                        {},
                        element("w:tcPr", {}, element("w:tcW", {"w": width, "type": "dxa"})),
                        cell,
                    )
                    for width, cell in zip(widths, row, strict=True)
                ),
            )
            for number, row in enumerate(rows)
        ]
        return element("w:tbl", {}, properties, grid, *made)
