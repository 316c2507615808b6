"""The styles of the draft: ours, or a template's own with ours where it has none."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.draft.word.build import element

if TYPE_CHECKING:
    from docx.document import Document

_HERE = Path(__file__).parent
_OWN_TABLE = "Udkasttabel"
_REFERENCES = ("w:basedOn", "w:next", "w:link")


def put_own_styles(document: Document) -> dict[str, str]:
    """Replace all styles of a document by ours; return the id of each style by its name."""
    from docx.oxml.parser import parse_xml

    for part, file in ((document.styles.element, "styles"), (_numbering(document), "numbering")):
        own: Any = parse_xml((_HERE / f"{file}.xml").read_bytes())
        for child in list(part):
            part.remove(child)
        for child in list(own):
            part.append(child)
    return style_ids(document)


def add_missing_styles(document: Document) -> dict[str, str]:
    """Add those of our styles that a template lacks; return the id of each style by its name."""
    from docx.oxml.ns import qn
    from docx.oxml.parser import parse_xml

    own: Any = parse_xml((_HERE / "styles.xml").read_bytes())
    styles: Any = document.styles.element
    known = style_ids(document)
    taken = set(known.values())
    new_ids: dict[str, str] = {}
    added = []
    for style in own.findall(qn("w:style")):
        name, id_ = _name(style), style.get(qn("w:styleId"))
        if name in known:
            new_ids[id_] = known[name]
            continue
        new_ids[id_] = f"temaer{id_}" if id_ in taken else id_
        known[name] = new_ids[id_]
        added.append(deepcopy(style))
    for style in added:
        style.set(qn("w:styleId"), new_ids[style.get(qn("w:styleId"))])
        # What every paragraph looks like is the template's to say.
        style.attrib.pop(qn("w:default"), None)
        for tag in _REFERENCES:
            for reference in style.iter(qn(tag)):
                reference.set(qn("w:val"), new_ids[reference.get(qn("w:val"))])
        for number in style.iter(qn("w:numId")):
            number.set(qn("w:val"), str(_add_bullets(document)))
        styles.append(style)
    return known


def style_ids(document: Document) -> dict[str, str]:
    """Return the id of each style by its name in lower case."""
    from docx.oxml.ns import qn

    found: Any = document.styles.element.findall(qn("w:style"))
    return {_name(style): style.get(qn("w:styleId")) for style in found}


def table_style(document: Document) -> str:
    """Name of the first table style that a template's makers defined, or else of ours."""
    from docx.oxml.ns import qn

    found: Any = document.styles.element.findall(qn("w:style"))
    for style in found:
        if style.get(qn("w:type")) == "table" and style.get(qn("w:customStyle")) == "1":
            return _name(style)
    return _OWN_TABLE


def _name(style: Any) -> str:
    from docx.oxml.ns import qn

    return str(style.find(qn("w:name")).get(qn("w:val"))).casefold()


def _numbering(document: Document) -> Any:
    """Return the element that holds the lists of a document, made where there is none."""
    from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import XmlPart

    for relation in document.part.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.NUMBERING:
            found: Any = relation.target_part
            return found.element
    made = element("w:numbering")
    part = XmlPart(
        PackURI("/word/numbering.xml"), CONTENT_TYPE.WML_NUMBERING, made, document.part.package
    )
    document.part.relate_to(part, RELATIONSHIP_TYPE.NUMBERING)
    return made


def _add_bullets(document: Document) -> int:
    """Add our list with bullets to a template's lists; return its number."""
    from docx.oxml.ns import qn
    from docx.oxml.parser import parse_xml

    lists, own = _numbering(document), parse_xml((_HERE / "numbering.xml").read_bytes())
    numbers = [int(n.get(qn("w:numId"))) for n in lists.findall(qn("w:num"))]
    abstract = [int(n.get(qn("w:abstractNumId"))) for n in lists.findall(qn("w:abstractNum"))]
    shape, number = own[0], max(numbers, default=0) + 1
    shape_number = max(abstract, default=-1) + 1
    shape.set(qn("w:abstractNumId"), str(shape_number))
    # All shapes come before all lists that have them.
    lists.insert(len(abstract), shape)
    used = element("w:abstractNumId", {"val": shape_number})
    lists.append(element("w:num", {"numId": number}, used))
    return number
