"""Render the gold summaries as the files that hosts hand in. Run where LibreOffice is installed.

    python tests/make_test_files.py

Writes `tests/data/formats/<format>/` from `tests/data/civic_gold`: Word files by python-docx in the
four ways in which hosts set up such a file, OpenDocument and PDF from these by LibreOffice, PDF in
two columns, Markdown, and one PDF
locked with the password "hemmelig". Tests read the files; only this script needs LibreOffice.
"""

from __future__ import annotations

import csv
import re
import subprocess
import tempfile
import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from docx import Document
from docx.enum.section import WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

DATA = Path(__file__).parent / "data"
GOLD = DATA / "civic_gold"
OUT = DATA / "formats"

_MARK = re.compile(r"\s*(?:[\uF0B7•*–-]|o|\d{1,2}[.)])\s+")
_LOCKED_PDF = (
    'pdf:writer_pdf_Export:{"EncryptFile":{"type":"boolean","value":"true"},'
    '"DocumentOpenPassword":{"type":"string","value":"hemmelig"}}'
)
_NUMBERED = re.compile(r"^\d{1,2}[.)] ", re.M)
_NESTED = re.compile(r"\s+o\s")
_FOOTER = re.compile(r".*\bside \d+( af \d+)?", re.I)
_SECTION = re.compile(
    r"udfordring|drøft|styrke|id[eé]er|runde|øvelse|emner|temaer|hæftede|talte|vi kan|refle|"
    r"spørgsmål|andet|snak",
    re.I,
)
_FIELD = re.compile(r"(sted|dato|bord|bordnummer|bordvært|afdeling|arrangement)\s*:\s*(.+)", re.I)


class Block(NamedTuple):
    """A paragraph of a summary: "header", "heading", "note", "item", "nested" or "plain"."""

    role: str
    text: str


def main() -> None:
    """Render all gold summaries in all formats."""
    gold = _gold()
    with tempfile.TemporaryDirectory() as folder:
        columns = Path(folder)
        for position, path in enumerate(sorted((GOLD / "docs").glob("*.txt"))):
            text = path.read_text(encoding="utf-8")
            blocks = to_blocks(text, gold[path.name])
            way = 2 if len(_NUMBERED.findall(text)) > 5 else position % 4
            word = OUT / "docx" / f"{path.stem}.docx"
            word.parent.mkdir(parents=True, exist_ok=True)
            write_word(blocks, word, way, columns=1)
            write_word(blocks, columns / word.name, way, columns=2)
            markdown = OUT / "md" / f"{path.stem}.md"
            markdown.parent.mkdir(parents=True, exist_ok=True)
            markdown.write_text(to_markdown(blocks), encoding="utf-8")
        words = sorted((OUT / "docx").glob("*.docx"))
        convert(words, "odt", OUT / "odt")
        convert(words, "pdf", OUT / "pdf")
        convert(sorted(columns.glob("*.docx")), "pdf", OUT / "pdf_columns")
        convert(words[-1:], _LOCKED_PDF, OUT / "locked")


def convert(files: Sequence[Path], suffix: str, out: Path) -> None:
    """Have LibreOffice save files in another format."""
    subprocess.run(
        ["soffice", "--headless", "--convert-to", suffix, "--outdir", out, *files],
        check=True,
        capture_output=True,
    )


def to_blocks(text: str, statements: Sequence[str]) -> list[Block]:
    """Cut a plain-text summary into paragraphs, guided by its gold statements."""
    lines = [
        line for line in text.split("\n") if line.strip() and not _FOOTER.fullmatch(line.strip())
    ]
    has_marks = sum(bool(_MARK.match(line)) for line in lines) > 5
    blocks: list[Block] = []
    waiting = list(statements)
    position = 0
    in_header = True
    while position < len(lines):
        taken = _taken(lines[position:], waiting[0]) if waiting else 0
        if taken:
            role = "nested" if _NESTED.match(lines[position]) else "item" if has_marks else "plain"
            blocks.append(Block(role, waiting.pop(0)))
            position += taken
            in_header = False
            continue
        words = lines[position].strip()
        position += 1
        in_header = in_header and not _SECTION.search(words.replace("Opsamling på fors", ""))
        is_heading = len(words) < 75 and not re.search(r"^\(|(?<!\.)\.$", words)
        if words != "-":
            blocks.append(
                Block("header" if in_header else "heading" if is_heading else "note", words)
            )
    assert not waiting, waiting[0]
    return blocks


def _taken(lines: Sequence[str], statement: str) -> int:
    wanted = "".join(statement.split())
    so_far = ""
    for count, line in enumerate(lines, 1):
        text = line[match.end() :] if count == 1 and (match := _MARK.match(line)) else line
        so_far += "".join(text.split())
        if so_far == wanted or "".join(line.split()) == wanted:
            return count
        if not wanted.startswith(so_far):
            return 0
    return 0


def write_word(blocks: Sequence[Block], path: Path, way: int, columns: int) -> None:
    """Write a Word file in one of four ways; two columns begin below the header except in 3.

    0: headings and lists by their styles. 1: the header in a table, headings in bold, lists by
    numbering properties on "List Paragraph". 2: numbered lists. 3: everything typed, no styles.
    """
    document = Document()
    document.core_properties.author = "Sekretariatet"
    document.core_properties.title = ""
    _footer(document)
    header = [block.text for block in blocks if block.role == "header"]
    if way == 1:
        _header_table(document, header)
    number = _two_level_list(document)
    in_columns = columns == 1 or way == 3
    for block in blocks:
        if block.role != "header" and not in_columns:
            document.add_section(WD_SECTION.CONTINUOUS)
            in_columns = True
        if block.role == "heading" and way == 2:
            number = _restarted_list(document)
        if block.role == "header":
            if way != 1:
                style = "Title" if way == 0 and block.text == header[0] else None
                document.add_paragraph(block.text, style)
        elif block.role == "heading":
            _heading(document, block.text, way)
        elif block.role in ("item", "nested"):
            _item(document, block, way, number)
        else:
            document.add_paragraph(block.text)
    if columns == 2:
        cols = document.sections[-1]._sectPr.find(qn("w:cols"))
        cols.set(qn("w:num"), "2")
        cols.set(qn("w:space"), "500")
    document.save(str(path))


def _heading(document: Any, text: str, way: int) -> None:
    if way in (0, 2):
        document.add_heading(text, 2 if way == 0 else 1)
    else:
        document.add_paragraph().add_run(text).bold = way == 1


def _item(document: Any, block: Block, way: int, number: int) -> None:
    level = int(block.role == "nested")
    if way == 0:
        document.add_paragraph(block.text, f"List Bullet{' 2' if level else ''}")
    elif way == 2:
        paragraph = document.add_paragraph(block.text, f"List Number{' 2' if level else ''}")
        if not level:
            paragraph._p.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = number
    elif way == 1:
        paragraph = document.add_paragraph(block.text, "List Paragraph")
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = level
        properties.get_or_add_numId().val = number
    else:
        paragraph = document.add_paragraph(f"{'o' if level else '-'} {block.text}")
        paragraph.paragraph_format.left_indent = Cm(level * 0.7)


def _two_level_list(document: Any) -> int:
    """Id of a new list whose glyphs are those that Word gives to two levels."""
    numbering = document.part.numbering_part.element
    abstract = OxmlElement("w:abstractNum")
    abstract.set(qn("w:abstractNumId"), "90")
    for level, (glyph, font) in enumerate((("\uf0b7", "Symbol"), ("o", "Courier New"))):
        item = OxmlElement("w:lvl")
        item.set(qn("w:ilvl"), str(level))
        for tag, value in (("start", "1"), ("numFmt", "bullet"), ("lvlText", glyph)):
            child = OxmlElement(f"w:{tag}")
            child.set(qn("w:val"), value)
            item.append(child)
        properties = OxmlElement("w:pPr")
        indent = OxmlElement("w:ind")
        indent.set(qn("w:left"), str(720 * (level + 1)))
        indent.set(qn("w:hanging"), "360")
        properties.append(indent)
        item.append(properties)
        run = OxmlElement("w:rPr")
        fonts = OxmlElement("w:rFonts")
        for key in ("ascii", "hAnsi"):
            fonts.set(qn(f"w:{key}"), font)
        run.append(fonts)
        item.append(run)
        abstract.append(item)
    numbering.insert(0, abstract)
    return int(numbering.add_num(90).numId)


def _restarted_list(document: Any) -> int:
    """Id of a list that looks like "List Number" and begins at 1."""
    numbering = document.part.numbering_part.element
    usual = document.styles["List Number"].element.pPr.numPr.numId.val
    number = numbering.add_num(numbering.num_having_numId(usual).abstractNumId.val)
    number.add_lvlOverride(0).add_startOverride(1)
    return int(number.numId)


def _header_table(document: Any, header: Sequence[str]) -> None:
    fields = [match.groups() for text in header if (match := _FIELD.fullmatch(text))]
    for text in header:
        if not _FIELD.fullmatch(text):
            document.add_paragraph(text)
    if not fields:
        return
    table = document.add_table(0, 2)
    for label, value in fields:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = label, value


def _footer(document: Any) -> None:
    """Page number as Word writes it: text around two fields."""
    paragraph = document.sections[0].footer.paragraphs[0]
    for text, code in (("Side ", "PAGE"), (" af ", "NUMPAGES")):
        paragraph.add_run(text)
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), code)
        paragraph._p.append(field)
    if not any(style.name == "Footer" for style in document.styles):
        document.styles.add_style("Footer", WD_STYLE_TYPE.PARAGRAPH).font.size = Pt(9)


def to_markdown(blocks: Sequence[Block]) -> str:
    """Markdown as people type it: wrapped, with a blank line around headings."""
    lines: list[str] = []
    for number, block in enumerate(blocks):
        if block.role == "header":
            lines += [f"# {block.text}" if number == 0 else f"{block.text}  ", ""]
        elif block.role == "heading":
            lines += ["", f"## {block.text}", ""]
        elif block.role == "plain":
            lines += [block.text, ""]
        elif block.role == "note":
            lines += [f"*{block.text}*", ""]
        else:
            indent = "  " if block.role == "nested" else ""
            lines += textwrap.wrap(
                block.text,
                width=88,
                initial_indent=f"{indent}- ",
                subsequent_indent=f"{indent}  ",
                break_long_words=False,
                break_on_hyphens=False,
            )
    return "\n".join(lines).strip() + "\n"


def _gold() -> dict[str, list[str]]:
    with (GOLD / "gold.tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        statements: dict[str, list[str]] = {}
        for row in rows:
            statements.setdefault(row["doc"], []).append(row["text"])
    return statements


if __name__ == "__main__":
    main()
