"""The gold summaries say the same in every format. `make_test_files.py` rendered the files."""

from pathlib import Path

import pytest

from pipeline.evaluate import read_gold, score_parse
from pipeline.parse import parse
from pipeline.read import read_file
from pipeline.records import ParsedDocument

DATA = Path(__file__).parent.parent / "data"
GOLD = DATA / "civic_gold"
FORMATS = ("md", "docx", "odt", "pdf", "pdf_columns")


def parsed(folder: Path) -> dict[str, ParsedDocument]:
    return {path.stem: parse(read_file(path, folder)) for path in sorted(folder.iterdir())}


def said(document: ParsedDocument) -> list[tuple[str, str, str | None]]:
    texts = {bullet.id: bullet.text for bullet in document.bullets}
    return [(b.text, b.kind, texts[b.parent] if b.parent else None) for b in document.bullets]


@pytest.fixture(scope="module")
def plain() -> dict[str, ParsedDocument]:
    return parsed(GOLD / "docs")


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_gives_the_gold_bullets_and_what_plain_text_gives(
    name: str, plain: dict[str, ParsedDocument]
) -> None:
    documents = parsed(DATA / "formats" / name)
    bullets = [bullet for document in documents.values() for bullet in document.bullets]
    score = score_parse(bullets, read_gold(GOLD))
    assert score.f1 >= 0.98, (score.missing, score.extra)
    assert score.kind_accuracy >= 0.97
    assert documents.keys() == plain.keys()
    for stem, document in documents.items():
        assert said(document) == said(plain[stem]), stem
        assert document.meeting == plain[stem].meeting, stem


def test_bullets_know_their_page_in_a_pdf() -> None:
    folder = DATA / "formats" / "pdf"
    document = parse(read_file(folder / "16_havnstrup_bord4.pdf", folder))
    pages = {bullet.text: bullet.source.page for bullet in document.bullets}
    assert pages["Udvid dagplejen igen"] == 1
    assert pages["Varme fra datacentret"] == 2


def test_running_footer_of_a_pdf_is_left_out_with_its_reason() -> None:
    folder = DATA / "formats" / "pdf"
    document = parse(read_file(folder / "16_havnstrup_bord4.pdf", folder))
    assert [left.text for left in document.left_out if left.reason == "page header or footer"] == [
        "Side 1 af 2",
        "Side 2 af 2",
    ]
