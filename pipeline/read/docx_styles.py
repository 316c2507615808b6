"""What a Word paragraph is: heading, list item with its level, or plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

# Built-in styles keep their English names in the file; the Danish ones come from other programs
# and from templates that were made by hand.
_HEADING_NAME = re.compile(r"(?:heading|overskrift)\s*(\d)?", re.I)
_TITLE_NAME = re.compile(r"(?:title|subtitle|titel|undertitel)", re.I)
_LINES_NAME = re.compile(r"(?:html )?preformatted(?: text)?|plain text|ren tekst", re.I)
_LIST_NAME = re.compile(
    r"(?:list (?:bullet|number)|opstilling\s*[-–]\s*(?:punkttegn|talopstilling))\s*(\d)?", re.I
)
_TWIPS_PER_CHARACTER = 120.0
_MAX_LEVEL = 8
_MAX_BOLD_HEADING = 80


class Shape(NamedTuple):
    """Style and level as `Line` has them, the left margin in characters.

    An item that Word numbers instead of drawing a glyph has the style "numbered".
    """

    style: str
    level: int | None
    indent: float


class Styles:
    """Resolves what a paragraph's own properties and its chain of styles say together."""

    def __init__(self, styles: Any, numbering: Any | None) -> None:
        self._styles = {
            style.get(f"{W}styleId"): style for style in styles.iterchildren(f"{W}style")
        }
        self._default = next(
            (
                key
                for key, style in self._styles.items()
                if style.get(f"{W}type") == "paragraph"
                and style.get(f"{W}default") in ("1", "true")
            ),
            None,
        )
        self._formats = _number_formats(numbering) if numbering is not None else {}

    def shape(self, paragraph: Any) -> Shape:
        """Return what a `w:p` element is."""
        own = paragraph.find(f"{W}pPr")
        chain = list(self._chain(_value(own, "pStyle")))
        names = [_value(style, "name") or "" for style in chain]
        properties = [own, *(style.find(f"{W}pPr") for style in chain)]
        indent = _indent(properties)
        outline = _first(properties, "outlineLvl")
        for name in names:
            if match := _HEADING_NAME.match(name):
                return Shape("heading", int(match[1] or 1) - 1, indent)
            if _TITLE_NAME.fullmatch(name):
                return Shape("title", None, indent)
        if outline is not None and outline.isdecimal() and int(outline) < 9:
            return Shape("heading", int(outline), indent)
        level, is_numbered = self._list_level(properties, names)
        if level is not None:
            return Shape("numbered" if is_numbered else "list", level, indent)
        # Text pasted line by line keeps its line ends; those are no paragraphs.
        if any(_LINES_NAME.fullmatch(name) for name in names):
            return Shape("", None, indent)
        plain = "heading" if self._is_bold_line(paragraph, chain) else "paragraph"
        return Shape(plain, None, indent)

    def _chain(self, style_id: str | None) -> Iterator[Any]:
        seen = set()
        current = style_id if style_id in self._styles else self._default
        while current in self._styles and current not in seen:
            seen.add(current)
            yield self._styles[current]
            current = _value(self._styles[current], "basedOn")

    def _list_level(self, properties: list[Any], names: list[str]) -> tuple[int | None, bool]:
        named = next((match for name in names if (match := _LIST_NAME.match(name))), None)
        named_level = int(named[1] or 1) - 1 if named else None
        for props in properties:
            numbering = props.find(f"{W}numPr") if props is not None else None
            if numbering is None:
                continue
            number = _value(numbering, "numId")
            level = _value(numbering, "ilvl")
            depth = min(int(level), _MAX_LEVEL) if level and level.isdecimal() else 0
            number_format = self._formats.get((number, depth), "bullet")
            if number == "0" or number_format == "none":
                return None, False
            if number is not None:
                # "List Bullet 2" says level 1 by its name while its own list has only one level.
                return max(depth, named_level or 0), number_format != "bullet"
        return named_level, False

    def _is_bold_line(self, paragraph: Any, chain: list[Any]) -> bool:
        runs = [
            (run, text)
            for run in paragraph.iter(f"{W}r")
            if (text := "".join(node.text or "" for node in run.iter(f"{W}t"))).strip()
        ]
        inherited = next(
            (bold for style in chain if (bold := _bold(style.find(f"{W}rPr"))) is not None), False
        )
        length = sum(len(text) for _, text in runs)
        return 0 < length <= _MAX_BOLD_HEADING and all(
            inherited if (own := _bold(run.find(f"{W}rPr"))) is None else own for run, _ in runs
        )


def _number_formats(numbering: Any) -> dict[tuple[str | None, int], str]:
    abstract = {
        item.get(f"{W}abstractNumId"): {
            int(level.get(f"{W}ilvl", "0")): _value(level, "numFmt") or ""
            for level in item.iterchildren(f"{W}lvl")
        }
        for item in numbering.iterchildren(f"{W}abstractNum")
    }
    formats: dict[tuple[str | None, int], str] = {}
    for item in numbering.iterchildren(f"{W}num"):
        for level, number_format in abstract.get(_value(item, "abstractNumId"), {}).items():
            formats[item.get(f"{W}numId"), level] = number_format
    return formats


def _value(parent: Any, tag: str) -> str | None:
    child = parent.find(W + tag) if parent is not None else None
    return None if child is None else child.get(f"{W}val")


def _first(properties: list[Any], tag: str) -> str | None:
    return next((value for props in properties if (value := _value(props, tag)) is not None), None)


def _bold(properties: Any) -> bool | None:
    bold = properties.find(f"{W}b") if properties is not None else None
    return None if bold is None else bold.get(f"{W}val", "1") not in ("0", "false", "off")


def _indent(properties: list[Any]) -> float:
    for props in properties:
        margin = props.find(f"{W}ind") if props is not None else None
        if margin is None:
            continue
        left = margin.get(f"{W}left", margin.get(f"{W}start"))
        if left is not None and left.lstrip("-").isdecimal():
            return max(0.0, int(left) / _TWIPS_PER_CHARACTER)
    return 0.0
