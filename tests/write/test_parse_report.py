"""The parse report accounts for every line."""

from pipeline.write.parse_report import to_markdown

SUMMARY = """\
Opsamling fra bord 1
Bordvært: Asta Hvidkilde, Teknik

Udfordringer
(spørgsmål 1 | slide)
- Busser
-
Side 1 af 2
"""


def test_every_line_that_is_no_bullet_stands_there_with_its_reason(parsed) -> None:
    report = to_markdown([parsed(SUMMARY, "bord1.txt")], [])
    assert "1 documents, 1 bullets" in report
    assert "## bord1.txt" in report
    for row in (
        "| 1 | meeting header | Opsamling fra bord 1 |",
        "| 2 | meeting header | Bordvært: Asta Hvidkilde, Teknik |",
        "| 4 | heading | Udfordringer |",
        "| 5 | note to the reader | (spørgsmål 1 \\| slide) |",
        "| 7 | empty bullet | - |",
        "| 8 | page header or footer | Side 1 af 2 |",
    ):
        assert row in report.splitlines()
    assert "Busser" not in report


def test_what_was_found_and_what_was_not(parsed) -> None:
    report = to_markdown([parsed(SUMMARY)], [])
    assert "table 1; host Asta Hvidkilde; host_role Teknik" in report
    assert "Not found: event, place, date." in report
    assert "- Udfordringer: udfordring" in report


def test_files_that_were_not_read_come_first(parsed) -> None:
    report = to_markdown([parsed(SUMMARY)], ["tom.txt: is empty. Check it."])
    assert report.index("- tom.txt: is empty. Check it.") < report.index("## bord.txt")


def test_a_report_on_nothing() -> None:
    assert to_markdown([], []).startswith("# Parse report\n\n0 documents, 0 bullets.")
