"""The file that the draft is written into: our own, or the municipality's template, emptied."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from pipeline.draft.word.build import element, field, run
from pipeline.errors import InputError

if TYPE_CHECKING:
    from docx.document import Document

_TEMPLATE = b"wordprocessingml.template.main+xml"
_DOCUMENT = b"wordprocessingml.document.main+xml"
_REMEDY = "Save the template from Word as .docx or .dotx and name that file"
_LANGUAGE = "da-DK"
# Parts of python-docx's own empty file that say nothing about a draft.
_UNUSED = ("thumbnail", "stylesWithEffects", "customXml")
# A4 and its margins in twentieths of a point: 16 cm for text.
_PAGE = {"w": 11906, "h": 16838}
_MARGIN = 1418
_EDGE = 709


def empty_document() -> Document:
    """Return a document on A4 without text."""
    from docx import Document

    document = Document()
    _clear(document)
    for owner in (document.part.package, document.part):
        for key, relation in list(owner.rels.items()):
            if any(word in f"{relation.reltype} {relation.target_ref}" for word in _UNUSED):
                del owner.rels[key]
    section: Any = document.sections[0]._sectPr
    for child in list(section):
        section.remove(child)
    edges = dict.fromkeys(("top", "right", "bottom", "left"), _MARGIN)
    edges |= {"header": _EDGE, "footer": _EDGE, "gutter": 0}
    section.append(element("w:pgSz", _PAGE))
    section.append(element("w:pgMar", edges))
    # The title page has no page number.
    section.append(element("w:titlePg"))
    return document


def open_template(path: Path) -> Document:
    """Return a template without its text; headers, footers, margins and styles stay.

    Raises
    ------
    InputError
        If the file is not there, or is no Word file, or holds macros.
    """
    from docx import Document
    from docx.opc.exceptions import PackageNotFoundError

    try:
        document = Document(io.BytesIO(_as_document(path.read_bytes())))
        _clear(document)
        # Touched here so that a file without them is told of now.
        _ = document.styles.element, document.settings.element, document.sections[-1]
        return document
    except FileNotFoundError as error:
        raise InputError(str(path), "is not there", _REMEDY) from error
    except OSError as error:
        raise InputError(str(path), f"cannot be read ({error.strerror})", _REMEDY) from error
    except (
        *(BadZipFile, PackageNotFoundError, KeyError, ValueError, IndexError, AttributeError),
        # What lxml raises on a part that is no XML.
        SyntaxError,
    ) as error:
        raise InputError(str(path), f"is no Word file ({error})", _REMEDY) from error


def speak_danish(document: Document) -> None:
    """Let the document and every style of it be in Danish."""
    from docx.oxml.ns import qn

    styles: Any = document.styles.element
    for language in styles.iter(qn("w:lang")):
        language.set(qn("w:val"), _LANGUAGE)
    defaults = styles.find(qn("w:docDefaults"))
    if defaults is None:
        defaults = element("w:docDefaults")
        styles.insert(0, defaults)
    properties = _within(_within(defaults, "w:rPrDefault", first=True), "w:rPr")
    if properties.find(qn("w:lang")) is None:
        properties.append(element("w:lang", {"val": _LANGUAGE}))
    settings: Any = document.settings.element
    for language in settings.iter(qn("w:themeFontLang")):
        language.set(qn("w:val"), _LANGUAGE)


def number_pages(document: Document, style_of: Callable[[str], str]) -> None:
    """Put the page number into the footer, unless the template's footer says something itself."""
    section = document.sections[-1]
    footer: Any = section.footer._element if not section.footer.is_linked_to_previous else None
    if footer is not None and "".join(footer.itertext()).strip():
        return
    section.footer.is_linked_to_previous = False
    footer = section.footer._element
    for child in list(footer):
        footer.remove(child)
    named = element("w:pStyle", {"val": style_of("footer")})
    runs = [run("Side "), *field("PAGE", "1"), run(" af "), *field("NUMPAGES", "1")]
    footer.append(element("w:p", {}, element("w:pPr", {}, named), *runs))


def count_anew(document: Document) -> None:
    """Let Word count the fields when it opens the file: contents, pages, figures."""
    from docx.oxml.ns import qn

    settings: Any = document.settings.element
    for known in settings.findall(qn("w:updateFields")):
        settings.remove(known)
    place = next(
        (n for n, child in enumerate(settings) if child.tag in {qn(t) for t in _AFTER_UPDATE}),
        len(settings),
    )
    settings.insert(place, element("w:updateFields", {"val": "true"}))


def text_width(document: Document) -> int:
    """Width between the margins, in twentieths of a point."""
    section = document.sections[-1]
    sizes = (section.page_width, section.left_margin, section.right_margin)
    width, left, right = ((round(size.pt * 20) if size else 0) for size in sizes)
    return width - left - right if width else _PAGE["w"] - 2 * _MARGIN


# Elements of the settings that the schema puts behind `updateFields`.
_AFTER_UPDATE = (
    *("w:hdrShapeDefaults", "w:footnotePr", "w:endnotePr", "w:compat", "w:docVars", "w:rsids"),
    *("m:mathPr", "w:attachedSchema", "w:themeFontLang", "w:clrSchemeMapping"),
    *("w:doNotIncludeSubdocsInStats", "w:doNotAutoCompressPictures", "w:forceUpgrade"),
    *("w:captions", "w:readModeInkLockDown", "w:smartTagType", "w:schemaLibrary"),
    *("w:shapeDefaults", "w:doNotEmbedSmartTags", "w:decimalSymbol", "w:listSeparator"),
)


def _clear(document: Document) -> None:
    from docx.oxml.ns import qn

    body: Any = document.element.body
    for child in list(body):
        if child.tag != qn("w:sectPr"):
            body.remove(child)


def _within(parent: Any, tag: str, first: bool = False) -> Any:
    from docx.oxml.ns import qn

    found = parent.find(qn(tag))
    if found is None:
        found = element(tag)
        parent.insert(0 if first else len(parent), found)
    return found


def _as_document(data: bytes) -> bytes:
    """Return a template (.dotx) as the document that Word would make of it."""
    with ZipFile(io.BytesIO(data)) as package:
        kinds = package.read("[Content_Types].xml")
        if _TEMPLATE not in kinds:
            return data
        changed = io.BytesIO()
        with ZipFile(changed, "w", ZIP_DEFLATED) as copy:
            for name in package.namelist():
                content = package.read(name)
                if name == "[Content_Types].xml":
                    content = content.replace(_TEMPLATE, _DOCUMENT)
                copy.writestr(name, content)
    return changed.getvalue()
