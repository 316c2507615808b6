import io
import zipfile

import pytest

from pipeline.errors import InputError
from pipeline.read import odt
from pipeline.read.content import Content

_NAMES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("draw", "drawing"),
        ("style", "style"),
        ("fo", "xsl-fo-compatible"),
    )
)


def read(body: str, styles: str = "", **members: str) -> Content:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr(
            "content.xml",
            f"<office:document-content {_NAMES}><office:automatic-styles>{styles}"
            f"</office:automatic-styles><office:body><office:text>{body}</office:text>"
            "</office:body></office:document-content>",
        )
        for name, text in members.items():
            archive.writestr(name, text)
    return odt.read(buffer.getvalue(), "notat.odt")


def shown(body: str, styles: str = "") -> list[tuple[str, str, int | None]]:
    return [(line.text, line.style, line.level) for line in read(body, styles).lines if line.text]


def test_nested_lists_have_levels_and_a_second_paragraph_is_no_item() -> None:
    assert shown(
        "<text:list><text:list-item><text:p>Nabodag</text:p><text:p>i maj</text:p>"
        "<text:list><text:list-item><text:p>vejen spærres</text:p></text:list-item></text:list>"
        "</text:list-item></text:list>"
    ) == [("Nabodag", "list", 0), ("i maj", "paragraph", None), ("vejen spærres", "list", 1)]


def test_headings_by_element_by_style_and_by_bold() -> None:
    styles = (
        '<style:style style:name="P1" style:parent-style-name="Heading_20_2"/>'
        '<style:style style:name="Heading_20_2"/>'
        '<style:style style:name="P2"><style:text-properties fo:font-weight="bold"/></style:style>'
    )
    body = (
        "<text:p>x</text:p>"
        '<text:h text:outline-level="3">Ideer</text:h>'
        '<text:p text:style-name="P1">Styrker</text:p>'
        '<text:p text:style-name="P2">Andet</text:p>'
    )
    assert shown(body, styles) == [
        ("x", "paragraph", None),
        ("Ideer", "heading", 2),
        ("Styrker", "heading", 1),
        ("Andet", "heading", None),
    ]


def test_deleted_text_annotations_and_white_space_of_the_xml_are_not_read() -> None:
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>slettet</text:p>"
        "</text:deletion></text:changed-region></text:tracked-changes>"
        "<text:p>Flere\n   busser<text:s text:c='2'/>nu<office:annotation><text:p>er du sikker?"
        "</text:p></office:annotation></text:p>"
    )
    assert shown(body) == [("Flere busser  nu", "paragraph", None)]


def test_notes_come_last_and_boxes_after_their_paragraph() -> None:
    body = (
        "<text:p>Tal<text:note><text:note-citation>1</text:note-citation><text:note-body>"
        "<text:p>Kilde: kommunen</text:p></text:note-body></text:note> her<draw:frame>"
        "<draw:text-box><text:p>i en boks</text:p></draw:text-box></draw:frame></text:p>"
        "<text:p>sidst</text:p>"
    )
    assert shown(body) == [
        ("Tal her", "paragraph", None),
        ("i en boks", "paragraph", None),
        ("sidst", "paragraph", None),
        ("Kilde: kommunen", "note", None),
    ]


def test_page_breaks_count_pages() -> None:
    lines = read("<text:p>et</text:p><text:soft-page-break/><text:p>to</text:p>").lines
    assert [(line.text, line.page) for line in lines] == [("et", 1), ("to", 2)]


def test_encrypted_document_is_refused() -> None:
    manifest = {"META-INF/manifest.xml": "<m><encryption-data/></m>"}
    with pytest.raises(InputError, match=r"notat\.odt: is protected by a password"):
        read("<text:p>hemmelig</text:p>", **manifest)
