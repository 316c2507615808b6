"""Where the header ends, where sections begin, what belongs to the page."""

import pytest

from pipeline.parse.sections import Section, split_sections
from pipeline.records import Document, Line


def split(*texts: str | Line):
    lines = tuple(
        text if isinstance(text, Line) else Line(text, number)
        for number, text in enumerate(texts, 1)
    )
    return split_sections(Document("bord.txt", "", lines))


def titles(sections: list[Section]) -> list[tuple[str, str, list[str]]]:
    return [
        (section.title, section.kind, [line.text for line in section.lines if line.text])
        for section in sections
        if section.title or any(line.text for line in section.lines)
    ]


def test_header_sections_and_the_page_are_told_apart() -> None:
    header, sections, left_out = split(
        "Opsamling fra bord 1", "Udfordringer", "- Busser", "Side 1 af 2", "", "Idéer", "- Delebil"
    )
    assert [line.text for line in header] == ["Opsamling fra bord 1"]
    assert titles(sections) == [
        ("Udfordringer", "udfordring", ["- Busser"]),
        ("Idéer", "idé", ["- Delebil"]),
    ]
    assert {(item.source.line, item.reason) for item in left_out} == {
        (1, "meeting header"),
        (2, "heading"),
        (4, "page header or footer"),
        (6, "heading"),
    }


@pytest.mark.parametrize(
    "footer",
    [
        "Side 2 af 2",
        "  Side 2",
        "side 2/3",
        "Side2",
        "Page 2 of 3",
        "2 | Side",
        "2/3",
        "2 af 3",
        "- 2 -",
        "Mosevig Kommune – side 2",
        "Vores kommune 2035 – side 2",
    ],
)
def test_a_page_footer_is_left_out(footer: str) -> None:
    _, sections, left_out = split("Udfordringer", "- Busser der", footer, "kører til tiden")
    assert titles(sections)[0][2] == ["- Busser der", "kører til tiden"]
    assert (footer.strip(), "page header or footer") in [(i.text, i.reason) for i in left_out]


@pytest.mark.parametrize("rule", ["--------", "======", "* * *", "_____", "....."])
def test_a_ruled_line_is_left_out(rule: str) -> None:
    _, sections, left_out = split("Udfordringer", "- Busser", rule, "Idéer", "- Delebil")
    assert [lines for _, _, lines in titles(sections)] == [["- Busser"], ["- Delebil"]]
    assert (rule, "ruled line") in [(item.text, item.reason) for item in left_out]


def test_bare_page_numbers_and_repeated_headers_stand_at_the_edge_of_a_page() -> None:
    _, sections, left_out = split(
        Line("Møde i Nærum", 1, page=1),
        Line("Udfordringer", 2, page=1),
        Line("- Busser der", 3, page=1),
        Line("1", 4, page=1),
        Line("", 5, page=2),
        Line("Møde i Nærum", 6, page=2),
        Line("kører til", 7, page=2),
        Line("7", 8, page=2),
        Line("landsbyer", 9, page=2),
        Line("2", 10, page=2),
    )
    assert titles(sections)[0][2] == ["- Busser der", "kører til", "7", "landsbyer"]
    furniture = [i.source.line for i in left_out if i.reason == "page header or footer"]
    assert furniture == [4, 6, 10]


@pytest.mark.parametrize("text", ["På den anden side er her roligt", "Side om side med naboen"])
def test_a_sentence_on_sides_is_no_footer(text: str) -> None:
    _, sections, _ = split("Udfordringer", f"- {text}", text)
    assert titles(sections)[0][2] == [f"- {text}", text]


def test_a_marked_line_is_never_a_heading() -> None:
    _, sections, _ = split("Udfordringer", "- Idéer", "• Styrker")
    assert titles(sections) == [("Udfordringer", "udfordring", ["- Idéer", "• Styrker"])]


def test_text_behind_a_headings_colon_is_its_first_statement() -> None:
    _, sections, left_out = split("Bord 1", "Styrker: godt sammenhold")
    assert titles(sections) == [("Styrker", "styrke", ["godt sammenhold"])]
    assert [item.text for item in left_out] == ["Bord 1", "Styrker:"]


def test_a_summary_without_header_or_headings_is_one_section() -> None:
    header, sections, _ = split("- Busser", "- Delebil")
    assert header == []
    assert titles(sections) == [("", "andet", ["- Busser", "- Delebil"])]


def test_a_numbered_heading_needs_room_above_it() -> None:
    _, sections, _ = split("1. Udfordringer", "• Busser", "", "2. Idéer", "• Delebil")
    assert [title for title, _, _ in titles(sections)] == ["Udfordringer", "Idéer"]


def test_styles_of_richer_formats_are_believed() -> None:
    _, sections, left_out = split(
        Line("Trafik", 1, style="heading", level=0),
        Line("Idéer", 2, style="list"),
        Line("Nærum Kommune", 3, style="furniture"),
        Line("Udfordringer", 4, style="heading", level=0),
        Line("Skoler", 5, style="heading", level=1),
        Line("Færre elever", 6),
    )
    assert titles(sections) == [
        ("Trafik", "andet", ["Idéer"]),
        ("Udfordringer", "udfordring", []),
        ("Skoler", "udfordring", ["Færre elever"]),
    ]
    assert "Nærum Kommune" in [item.text for item in left_out]
