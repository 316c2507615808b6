"""The parse report accounts for every line."""

import re
from pathlib import Path

import pipeline.parse
from pipeline.records import Remark
from pipeline.write.parse_report import REASONS, to_markdown

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
    assert "1 opsamling, 1 udsagn" in report
    assert "## bord1.txt" in report
    for row in (
        "| 1 | oplysninger om mødet | Opsamling fra bord 1 |",
        "| 2 | oplysninger om mødet | Bordvært: Asta Hvidkilde, Teknik |",
        "| 4 | overskrift | Udfordringer |",
        "| 5 | bemærkning til læseren | (spørgsmål 1 \\| slide) |",
        "| 7 | tomt punkt | - |",
        "| 8 | sidehoved eller sidefod | Side 1 af 2 |",
    ):
        assert row in report.splitlines()
    assert "Busser" not in report


def test_what_was_found_and_what_was_not(parsed) -> None:
    report = to_markdown([parsed(SUMMARY)], [])
    assert "bord 1; bordvært Asta Hvidkilde; bordværtens rolle Teknik" in report
    assert "Ikke fundet: begivenhed, mødested, dato." in report
    assert "- Udfordringer: udfordring" in report


def test_files_that_were_not_read_come_first(parsed) -> None:
    report = to_markdown([parsed(SUMMARY)], [Remark("empty", path="tom.txt")])
    assert report.index("- tom.txt: er tom.") < report.index("## bord.txt")


def test_a_report_on_nothing() -> None:
    assert to_markdown([], []).startswith(
        "# Sådan er opsamlingerne læst\n\n0 opsamlinger, 0 udsagn."
    )


def test_every_reason_has_danish_words() -> None:
    folder = Path(pipeline.parse.__file__).parent
    code = "\n".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.py")))
    given = re.findall(r"leave_out\([^)\"]*\"([^\"]+)\"", code)
    assert set(given) == set(REASONS)
