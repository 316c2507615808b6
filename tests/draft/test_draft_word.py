"""The Word file as a municipality expects it, in our styles or in those of a template."""

from __future__ import annotations

import io
import re
import time
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document
from docx.document import Document as DocumentType
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Mm
from hypothesis import given
from hypothesis import strategies as st
from material import FACTS, HALL, bookmarks, draft_of, said, theme_set
from PIL import Image

from pipeline.draft import Draft, Options, make_content
from pipeline.draft.content import Picture
from pipeline.draft.files import is_edited, write_draft
from pipeline.draft.snapshot import take_snapshot
from pipeline.draft.word import to_docx
from pipeline.errors import InputError
from pipeline.review.history import History

HOSTILE = (
    '=HYPERLINK("http://example.org";"klik")',
    "<script>alert(1)</script> & <w:p/>",
    "lyd\x07 og\x00 nul\x0b",
    "linje\nskift\tog tab",
    "𝔘nicode 🚌 ﷽ \u202eomvendt",
    "| tabel | *fed* _kursiv_ [link](x) `kode` <b>",
)


def draft(below: int = 1) -> Draft:
    return draft_of(
        said(1, "Bussen kommer aldrig"),
        said(2, "Flere busser om aftenen", "idé", HALL, "b.txt"),
        said(3, "Hvem skal betale?", "drøftelse"),
        below=below,
    )


def made(content: Draft, **given: object) -> DocumentType:
    return Document(io.BytesIO(to_docx(content, take_snapshot(content, False), **given)))  # type: ignore[arg-type]


def xml_of(document: DocumentType, part: str) -> str:
    [blob] = [p.blob for p in document.part.package.iter_parts() if str(p.partname).endswith(part)]
    return blob.decode("utf-8")


def test_every_paragraph_has_a_named_style_and_no_formatting_of_its_own() -> None:
    word = made(draft())
    used = {p.style.name for p in word.paragraphs}
    assert {"Title", "Subtitle", "Heading 1", "Heading 2", "Heading 3", "Quote", "Caption"} <= used
    assert {"List Bullet", "Normal", "Indledning"} <= used
    body = word.element.body
    allowed = {qn("w:pStyle"), qn("w:rStyle")}
    for properties in (*body.iter(qn("w:pPr")), *body.iter(qn("w:rPr"))):
        assert {child.tag for child in properties} <= allowed
    styled = {style.style_id for style in word.styles}
    ids = {e.get(qn("w:val")) for tag in ("w:pStyle", "w:rStyle") for e in body.iter(qn(tag))}
    assert ids <= styled


def test_tables_repeat_their_head_and_say_what_they_show() -> None:
    word = made(draft())
    assert len(word.tables) == 4
    for table in word.tables:
        heads = [row._tr.find(qn("w:trPr")).find(qn("w:tblHeader")) for row in table.rows]
        assert [head is not None for head in heads] == [True] + [False] * (len(heads) - 1)
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))
        assert table._tbl.tblPr.find(qn("w:tblLook")).get(qn("w:firstRow")) == "1"


def test_no_row_of_the_appendix_stands_alone_on_its_page() -> None:
    many = [said(n, f"Bus nummer {n}", path=f"{n}.txt") for n in range(6)]
    for bullets, kept in ((many, [1, 1, 0, 0, 0, 1, 0]), (many[:2], [1, 1, 0]), (many[:1], [1, 0])):
        table = made(draft_of(*bullets)).tables[-1]
        styles = [{p.style.name for c in row.cells for p in c.paragraphs} for row in table.rows]
        assert styles == [{"Tabeltekst samlet" if keep else "Tabeltekst"} for keep in kept]
    word = made(draft_of(*many))
    assert word.styles["Tabeltekst samlet"].paragraph_format.keep_with_next


def test_it_is_danish_and_says_who_made_it() -> None:
    word = made(draft())
    about = word.core_properties
    assert (about.title, about.author) == ("Strategiudkast: Vores by", "temaer")
    assert about.language == "da-DK"
    languages = re.findall(r'<w:lang [^>]*w:val="([^"]+)"', xml_of(word, "/styles.xml"))
    assert set(languages) == {"da-DK"}


def test_contents_pages_and_captions_are_fields_that_word_counts_anew() -> None:
    word = made(draft())
    body = xml_of(word, "/document.xml")
    assert ' TOC \\o "1-2" \\h \\z \\u ' in body
    assert body.count(" SEQ Tabel ") == 2
    assert "w:updateFields" in xml_of(word, "/settings.xml")
    footer = word.sections[-1].footer._element
    fields = [text.text for text in footer.iter(qn("w:instrText"))]
    assert fields == [" PAGE ", " NUMPAGES "]
    [contents] = word.element.body.iter(qn("w:sdt"))
    titles = ["".join(t.text for t in p.iter(qn("w:t"))) for p in contents.iter(qn("w:p"))]
    assert titles[:4] == ["Indhold", "Overblik", "Busser", "Del 0"]


def test_pictures_have_alternative_text_and_a_caption() -> None:
    png = io.BytesIO()
    Image.new("RGB", (8, 4)).save(png, "PNG")
    title, alt = "Temaer <efter> bredde", "Ét tema, »Busser«"
    picture = Picture("bredde", title, alt, "Læs fra venstre.", png.getvalue())
    word = made(draft(), pictures=[picture])
    [drawn] = word.element.body.iter(qn("wp:docPr"))
    assert drawn.get("descr") == "Ét tema, »Busser«"
    assert drawn.get("title") == "Temaer <efter> bredde"
    texts = [p.text for p in word.paragraphs]
    assert "Figur 1. Temaer <efter> bredde" in texts
    assert "Læs fra venstre." in texts
    [inline] = word.inline_shapes
    assert inline.width == (11906 - 2 * 1418) * 635  # from margin to margin, in EMU


def test_the_same_content_gives_the_same_bytes_whenever_it_is_written() -> None:
    content = draft()
    first = to_docx(content, take_snapshot(content, False))
    time.sleep(2.1)  # a zip file tells time in steps of two seconds
    assert to_docx(content, take_snapshot(content, False)) == first


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_are_texts(text: str, tmp_path: Path) -> None:
    content = draft_of(said(1, text), said(2, "Flere busser", path="b.txt"))
    write_draft(content, take_snapshot(content, False), tmp_path)
    word = Document(tmp_path / "strategiudkast.docx")
    shown = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f]", " ", text)
    assert bookmarks(word)["udsagn_b1"] == " ".join(shown.split())


@given(st.text(min_size=1, max_size=60), st.text(max_size=30))
def test_any_text_and_title_can_be_written(text: str, title: str) -> None:

    content = make_content(theme_set(said(1, text), title=title), FACTS, History())
    assert "udsagn_b1" in bookmarks(made(content))


def template(path: Path) -> Path:
    """Write a template as Danish Word makes it: own ids, an own table, a header, some text."""
    word = Document()
    word.add_paragraph("Vejledning til skabelonen, som ikke skal med")
    for name, id_ in (("Heading 1", "Overskrift1"), ("Heading 2", "Overskrift2")):
        word.styles[name].element.set(qn("w:styleId"), id_)
    for style in list(word.styles):
        is_table = style.type == WD_STYLE_TYPE.TABLE and style.name != "Normal Table"
        if is_table or style.name in ("Quote", "List Bullet", "Caption"):
            style.element.getparent().remove(style.element)
    own = word.styles.add_style("Kommunens tabel", WD_STYLE_TYPE.TABLE)
    own.element.set(qn("w:customStyle"), "1")
    word.sections[0].header.paragraphs[0].text = "Lyngby Mark Kommune"
    word.sections[0].left_margin = word.sections[0].right_margin = Mm(40)
    word.core_properties.author = "Skabelonens forfatter"
    word.save(path)
    return path


def test_a_template_gives_its_styles_margins_and_header(tmp_path: Path) -> None:
    content = draft()
    word = made(content, template=template(tmp_path / "skabelon.docx"))
    heads = [p._p.pPr.pStyle.val for p in word.paragraphs if p.style.name == "Heading 1"]
    assert set(heads) == {"Overskrift1"}
    assert word.sections[-1].header.paragraphs[0].text == "Lyngby Mark Kommune"
    assert "Vejledning til skabelonen" not in "\n".join(p.text for p in word.paragraphs)
    assert {table.style.name for table in word.tables} == {"Kommunens tabel"}
    section = word.sections[-1]
    free = section.page_width - section.left_margin - section.right_margin
    for table in word.tables:
        widths = [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid]
        assert abs(sum(widths) * 635 - free) < 5 * 635
    assert word.core_properties.author == "temaer"
    breaks = [b for b in word.element.body.iter(qn("w:br")) if b.get(qn("w:type")) == "page"]
    assert len(breaks) == 2
    assert not list(made(content).element.body.iter(qn("w:br")))


def test_styles_that_a_template_lacks_are_added_and_whole(tmp_path: Path) -> None:
    word = made(draft(), template=template(tmp_path / "skabelon.docx"))
    ids = {style.style_id for style in word.styles}
    assert {"Quote", "List Bullet", "Caption", "Tabeltekst"} <= {s.name for s in word.styles}
    added = [style for style in word.styles if style.name in {"Quote", "List Bullet", "Caption"}]
    for style in (*added, word.styles["Tabeltekst"], word.styles["Tabeltal"]):
        for tag in ("w:basedOn", "w:next", "w:link"):
            for reference in style.element.iter(qn(tag)):
                assert reference.get(qn("w:val")) in ids, (style.name, tag)
    [bullet] = [s for s in word.styles if s.name == "List Bullet"]
    number = bullet.element.pPr.numPr.numId.val
    lists = word.part.numbering_part.element
    assert number in [int(num.get(qn("w:numId"))) for num in lists.findall(qn("w:num"))]
    kinds = [child.tag for child in lists]
    assert kinds == sorted(kinds, key=[qn("w:abstractNum"), qn("w:num")].index)


def test_a_template_file_of_word_itself_is_taken_too(tmp_path: Path) -> None:
    source = template(tmp_path / "skabelon.docx")
    target = tmp_path / "skabelon.dotx"
    with ZipFile(source) as old, ZipFile(target, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "[Content_Types].xml":
                data = data.replace(b"document.main+xml", b"template.main+xml")
            new.writestr(name, data)
    word = made(draft(), template=target)
    assert word.sections[-1].header.paragraphs[0].text == "Lyngby Mark Kommune"


def test_the_footer_of_a_template_stays_where_it_says_something(tmp_path: Path) -> None:
    path = template(tmp_path / "skabelon.docx")
    word = Document(path)
    word.sections[0].footer.paragraphs[0].text = "Rådhuset, 1. sal"
    word.save(path)
    footer = made(draft(), template=path).sections[-1].footer
    assert [p.text for p in footer.paragraphs] == ["Rådhuset, 1. sal"]


def test_footnotes_and_lists_of_a_template_do_not_collide_with_ours(tmp_path: Path) -> None:
    first = draft()
    path = tmp_path / "gammelt.docx"
    path.write_bytes(to_docx(first, take_snapshot(first, False)))
    word = made(first, template=path)
    parts = [str(part.partname) for part in word.part.package.iter_parts()]
    assert len(parts) == len(set(parts))
    assert sum("footnotes" in name for name in parts) == 1
    assert [style.name for style in word.styles].count("Quote") == 1


def broken(kind: str, path: Path) -> Path:
    if kind == "text":
        path.write_text("ikke en Word-fil", encoding="utf-8")
    elif kind == "zip":
        with ZipFile(path, "w") as package:
            package.writestr("hej.txt", "hej")
    elif kind == "xml":
        template(path)
        with ZipFile(path) as old:
            parts = {name: old.read(name) for name in old.namelist()}
        parts["word/document.xml"] = b"<w:document"
        with ZipFile(path, "w") as new:
            for name, data in parts.items():
                new.writestr(name, data)
    elif kind == "half":
        whole = template(path).read_bytes()
        path.write_bytes(whole[: len(whole) // 2])
    return path


@pytest.mark.parametrize("kind", ["text", "zip", "xml", "half", "missing"])
def test_a_broken_template_is_named_and_nothing_is_written(kind: str, tmp_path: Path) -> None:
    content, out = draft(), tmp_path / "build"
    path = broken(kind, tmp_path / "skabelon.docx")
    with pytest.raises(InputError, match=r"skabelon\.docx: is .*\. Save the template from Word"):
        write_draft(content, take_snapshot(content, False), out, (), path)
    assert not out.exists()


def test_a_file_that_somebody_worked_in_is_kept(tmp_path: Path) -> None:
    content = draft()
    path = tmp_path / "strategiudkast.docx"
    assert write_draft(content, take_snapshot(content, False), tmp_path) == []
    assert not is_edited(path)
    assert write_draft(content, take_snapshot(content, False), tmp_path) == []
    word = Document(path)
    word.add_paragraph("Min egen indledning")
    word.core_properties.last_modified_by = "Redaktøren"
    word.save(path)
    [note] = write_draft(content, take_snapshot(content, False), tmp_path)
    assert "strategiudkast-rettet-1.docx" in note
    kept = Document(tmp_path / "strategiudkast-rettet-1.docx")
    assert kept.paragraphs[-1].text == "Min egen indledning"
    assert not is_edited(path)


def test_six_thousand_bullets_are_written_once_each() -> None:
    some = [
        said(n, f"Udsagn nummer {n} om {'bus' if n % 3 else 'tog'}", path=f"{n // 25:03}.txt")
        for n in range(6_000)
    ]
    content = draft_of(*some, below=8)
    assert len(content.appendix) == 6_000
    names = bookmarks(made(content))
    assert sum(name.startswith("udsagn_") for name in names) == 6_000


def test_a_kle_number_has_its_column_and_line() -> None:
    options = Options(kle={"busser": "13.05.00"})
    content = draft_of(said(1, "Flere busser"), options=options)
    word = made(content)
    assert [cell.text for cell in word.tables[1].rows[0].cells][:2] == ["Tema", "KLE"]
    assert word.tables[1].rows[1].cells[1].text == "13.05.00"
    assert "KLE: 13.05.00" in [p.text for p in word.paragraphs]
    assert "KLE" not in [c.text for t in made(draft()).tables for c in t.rows[0].cells]
