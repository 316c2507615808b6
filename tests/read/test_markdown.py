from pipeline.read import markdown
from pipeline.records import Line


def lines_of(text: str) -> list[Line]:
    return [line for line in markdown.read(text.encode(), "notat.md").lines if line.text.strip()]


def shown(text: str) -> list[tuple[str, str]]:
    return [(line.text, line.style) for line in lines_of(text)]


def test_headings_are_marked_and_the_only_one_at_the_top_is_the_title() -> None:
    assert shown("# Opsamling\n\n## Ideer\n\nStyrker\n-------\n") == [
        ("Opsamling", "title"),
        ("Ideer", "heading"),
        ("Styrker", "heading"),
    ]


def test_list_keeps_glyph_and_indent_and_loses_markup() -> None:
    lines = lines_of("- **Lys** på [stien](http://a.dk)\n  - *hele* året\n* [ ] 5 \\* 3 cykler\n")
    assert [(line.text, line.indent) for line in lines] == [
        ("- Lys på stien", 0),
        ("  - hele året", 2),
        ("* 5 * 3 cykler", 0),
    ]


def test_stars_and_underscores_that_are_no_emphasis_stay() -> None:
    assert shown("2*3*4 og fil_navn_her\n") == [("2*3*4 og fil_navn_her", "")]


def test_a_line_that_is_bold_from_end_to_end_is_a_heading() -> None:
    assert shown("**Udfordringer**\n\n**Bus** mangler\n") == [
        ("Udfordringer", "heading"),
        ("Bus mangler", ""),
    ]


def test_front_matter_gives_title_and_is_no_text() -> None:
    content = markdown.read(b'---\ntitle: "Vores kommune"\ndraft: true\n---\n- Ingen bus\n', "n.md")
    assert content.facts == {"title": "Vores kommune"}
    assert [(line.text, line.number) for line in content.lines if line.text] == [("- Ingen bus", 5)]


def test_table_rules_comments_and_fences_are_no_text() -> None:
    assert shown("| Sted | Bord |\n|---|---|\n| Hal 1 | 3 |\n<!-- husk -->\n```\n***\n") == [
        ("Sted", ""),
        ("Bord", ""),
        ("Hal 1", ""),
        ("3", ""),
    ]
