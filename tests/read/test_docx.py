import io
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from pipeline.errors import InputError
from pipeline.read import docx, read_file
from pipeline.records import Line, Remark


def lines_of(document: Any) -> list[Line]:
    return [line for line in content_of(document).lines if line.text.strip()]


def content_of(document: Any) -> Any:
    buffer = io.BytesIO()
    document.save(buffer)
    return docx.read(buffer.getvalue(), "notat.docx")


def add(document: Any, xml: str) -> None:
    body = document.element.body
    body.insert(len(body) - 1, parse_xml(xml.replace("<w:p>", f"<w:p {nsdecls('w')}>", 1)))


def test_style_and_level_come_from_style_names() -> None:
    document = Document()
    document.add_heading("Udfordringer", 2)
    document.add_paragraph("Ingen bus", "List Bullet")
    document.add_paragraph("heller ikke søndag", "List Bullet 2")
    document.add_paragraph("Bordet var enigt")
    assert [(line.style, line.level) for line in lines_of(document)] == [
        ("heading", 1),
        ("list", 0),
        ("list", 1),
        ("paragraph", None),
    ]


def test_level_comes_from_numbering_properties_and_number_zero_ends_a_list() -> None:
    document = Document()
    for number, level in (("1", "0"), ("1", "1"), ("0", "0")):
        add(
            document,
            f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
            "</w:pPr><w:r><w:t>Lys på stien</w:t></w:r></w:p>",
        )
    assert [(line.style, line.level) for line in lines_of(document)] == [
        ("list", 0),
        ("list", 1),
        ("paragraph", None),
    ]


def test_numbered_line_over_bullets_is_a_heading_and_other_numbered_lines_are_items() -> None:
    document = Document()
    document.add_paragraph("Udfordringer", "List Number")
    document.add_paragraph("Ingen bus", "List Bullet")
    document.add_paragraph("Ideer", "List Number")
    document.add_paragraph("Samkørsel", "List Number")
    assert [line.style for line in lines_of(document)] == ["heading", "list", "list", "list"]


def test_bold_line_is_a_heading_and_a_bold_word_is_not() -> None:
    document = Document()
    document.add_paragraph().add_run("Styrker").bold = True
    document.add_paragraph("Vi har ").add_run("altid").bold = True
    assert [line.style for line in lines_of(document)] == ["heading", "paragraph"]


def test_tracked_insertions_count_and_deletions_do_not() -> None:
    document = Document()
    add(
        document,
        '<w:p><w:r><w:t xml:space="preserve">Flere </w:t></w:r>'
        '<w:ins w:id="1" w:author="A"><w:r><w:t>busser</w:t></w:r></w:ins>'
        '<w:del w:id="2" w:author="A"><w:r><w:delText>tog</w:delText></w:r></w:del></w:p>',
    )
    content = content_of(document)
    assert [line.text for line in content.lines if line.text] == ["Flere busser"]
    assert content.notes == (Remark("tracked changes", {"inserted": 1, "deleted": 1}),)


def test_deleted_paragraph_mark_joins_two_paragraphs() -> None:
    document = Document()
    add(
        document,
        '<w:p><w:pPr><w:rPr><w:del w:id="1" w:author="A"/></w:rPr></w:pPr>'
        '<w:r><w:t xml:space="preserve">Giv os </w:t></w:r></w:p>',
    )
    add(document, "<w:p><w:r><w:t>en cykelsti</w:t></w:r></w:p>")
    assert [line.text for line in lines_of(document)] == ["Giv os en cykelsti"]


def test_content_controls_and_tables_stand_where_they_stand_in_the_document() -> None:
    document = Document()
    document.add_paragraph("først")
    add(
        document,
        f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p><w:r><w:t>i et felt</w:t></w:r></w:p>"
        "</w:sdtContent></w:sdt>",
    )
    document.add_table(1, 1).cell(0, 0).text = "i en tabel"
    document.add_paragraph("sidst")
    assert [line.text for line in lines_of(document)] == [
        "først",
        "i et felt",
        "i en tabel",
        "sidst",
    ]


def test_label_and_value_in_a_table_become_one_line() -> None:
    document = Document()
    table = document.add_table(2, 2)
    for row, pair in zip(table.rows, (("Sted", "Brændkær"), ("Bordvært:", "Bo Dahl")), strict=True):
        row.cells[0].text, row.cells[1].text = pair
    assert [line.text for line in lines_of(document)] == ["Sted: Brændkær", "Bordvært: Bo Dahl"]


def test_table_under_headings_is_read_column_by_column() -> None:
    document = Document()
    table = document.add_table(2, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Udfordringer", "Ideer"
    for column, items in enumerate((("Ingen bus", "Mørk sti"), ("Samkørsel", "Lys"))):
        cell = table.cell(1, column)
        for item in items:
            cell.add_paragraph(item, "List Bullet")
    assert [line.text for line in lines_of(document)] == [
        "Udfordringer",
        "Ingen bus",
        "Mørk sti",
        "Ideer",
        "Samkørsel",
        "Lys",
    ]


def test_nested_table_is_read_once() -> None:
    document = Document()
    document.add_table(1, 1).cell(0, 0).add_table(1, 1).cell(0, 0).text = "inderst"
    assert [line.text for line in lines_of(document)] == ["inderst"]


def test_text_box_written_in_two_dialects_is_read_once() -> None:
    document = Document()
    box = "<w:txbxContent><w:p><w:r><w:t>i en boks</w:t></w:r></w:p></w:txbxContent>"
    add(
        document,
        f'<w:p {nsdecls("w")} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
        ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
        ' xmlns:v="urn:schemas-microsoft-com:vml"><w:r><w:t>anker</w:t></w:r><w:r>'
        f'<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx>'
        f"</w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r></w:p>",
    )
    assert [line.text for line in lines_of(document)] == ["anker", "i en boks"]


def test_symbols_breaks_and_hyphens_become_the_characters_they_show() -> None:
    document = Document()
    add(
        document,
        '<w:p><w:r><w:sym w:font="Symbol" w:char="F0B7"/><w:tab/><w:t>IT</w:t><w:noBreakHyphen/>'
        "<w:t>hjælp</w:t><w:br/><w:t>ny linje</w:t></w:r></w:p>",
    )
    assert [line.text for line in lines_of(document)] == ["\uf0b7   IT-hjælp", "ny linje"]


def test_line_break_within_a_list_item_is_a_wrap() -> None:
    document = Document()
    document.add_paragraph("Mangel på\nboliger", "List Bullet")
    assert [line.text for line in lines_of(document)] == ["Mangel på boliger"]


def test_headers_are_furniture_and_properties_are_facts() -> None:
    document = Document()
    document.sections[0].header.paragraphs[0].text = "Mosevig Kommune"
    document.core_properties.title = "Opsamling"
    document.core_properties.author = "Bo Dahl"
    document.add_paragraph("tekst")
    content = content_of(document)
    assert [(line.text, line.style) for line in content.lines if line.text] == [
        ("tekst", "paragraph"),
        ("Mosevig Kommune", "furniture"),
    ]
    assert content.facts == {"title": "Opsamling", "author": "Bo Dahl"}


def test_footnotes_come_after_the_text_as_notes() -> None:
    document = Document()
    document.add_paragraph("Tallene er fra 2024")
    blob = (
        f"<w:footnotes {nsdecls('w')}>"
        '<w:footnote w:id="0" w:type="separator"><w:p><w:r><w:t>---</w:t></w:r></w:p></w:footnote>'
        '<w:footnote w:id="1"><w:p><w:r><w:t>Kilde: kommunen</w:t></w:r></w:p></w:footnote>'
        "</w:footnotes>"
    )
    part = Part(PackURI("/word/footnotes.xml"), CT.WML_FOOTNOTES, blob.encode(), None)
    document.part.relate_to(part, RT.FOOTNOTES)
    assert [(line.text, line.style) for line in lines_of(document)] == [
        ("Tallene er fra 2024", "paragraph"),
        ("Kilde: kommunen", "note"),
    ]


def test_document_without_text_is_refused() -> None:
    with pytest.raises(InputError, match=r"notat\.docx: holds no text"):
        content_of(Document())


def test_pdf_under_the_name_of_a_word_file_is_read_as_pdf(tmp_path: Path) -> None:
    pdf = Path(__file__).parent.parent / "data" / "formats" / "pdf" / "16_havnstrup_bord4.pdf"
    (tmp_path / "notat.docx").write_bytes(pdf.read_bytes())
    document = read_file(tmp_path / "notat.docx", tmp_path)
    assert document.lines[0].text == "Vores kommune 2035"
    assert document.notes == (Remark("other format", {"found": ".pdf"}),)
