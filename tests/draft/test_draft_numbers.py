"""Numbers in text, tables, plain data and workbook are the same, and right."""

from __future__ import annotations

import io
import re
from collections import Counter
from pathlib import Path

import pytest
from docx import Document
from material import content, reviewed
from openpyxl import load_workbook

from pipeline.draft import Draft
from pipeline.draft.markdown import to_markdown
from pipeline.draft.plain import to_json
from pipeline.draft.snapshot import take_snapshot
from pipeline.draft.word import to_docx
from pipeline.draft.workbook import to_xlsx
from pipeline.review import Review


@pytest.fixture(scope="module")
def review(tmp_path_factory: pytest.TempPathFactory) -> Review:
    return reviewed(tmp_path_factory.mktemp("numbers"))


@pytest.fixture(scope="module")
def draft(review: Review) -> Draft:
    return content(review)


def counted(review: Review) -> dict[str, tuple[int, int, int]]:
    """Tables, meetings and bullets of each approved theme, counted here from the summaries."""
    bullets, state = review.store.bullets(), review.state
    found = {}
    for theme in state.tops():
        if theme.status == "approved":
            own = [bullets[id_] for id_ in state.members(theme.id)]
            tables = {bullet.source.path for bullet in own}
            # The four meetings are told apart by the first letters of the file's name.
            meetings = {re.sub(r"\d+_|_.*", "", path) for path in tables}
            found[theme.title] = (len(tables), len(meetings), len(own))
    return found


def test_the_summaries_hold_16_tables_of_four_meetings(draft: Draft) -> None:
    assert len(draft.tables) == 16
    assert [(meeting.place, meeting.tables) for meeting in draft.meetings] == [
        ("Brændkær Forsamlingshus", 4),
        ("Gammelrup Forsamlingshus", 4),
        ("Lynghuse Kultur- og Forsamlingshus", 4),
        ("Havnstrup Forsamlingshus", 4),
    ]
    assert [meeting.date for meeting in draft.meetings] == [
        *("2025-09-23", "2025-09-25", "2025-10-01", "2025-10-06"),
    ]
    assert sum(meeting.bullets for meeting in draft.meetings) == draft.bullets == 389


def test_word_markdown_workbook_and_plain_data_count_alike(review: Review, draft: Draft) -> None:
    right = counted(review)
    word = Document(io.BytesIO(to_docx(draft, take_snapshot(draft, False))))
    [table] = [t for t in word.tables if t.rows[0].cells[-3].text == "Borde"]
    rows = [[cell.text for cell in row.cells] for row in table.rows[1:]]
    assert {row[0]: tuple(map(int, row[1:])) for row in rows} == right

    lines = re.findall(r"^\| (.+) \| (\d+) \| (\d+) \| (\d+) \|$", to_markdown(draft), re.M)
    assert {line[0]: tuple(map(int, line[1:])) for line in lines} == right

    data = to_json(draft)
    breadths = {row["title"]: row["breadth"] for row in data["chapters"]}
    assert {
        title: tuple(own[name] for name in ("tables", "meetings", "bullets"))
        for title, own in breadths.items()
    } == right

    sheet = load_workbook(io.BytesIO(to_xlsx(draft)))["Temaer"]
    heads = [cell.value for cell in sheet[1]]
    cells = [dict(zip(heads, (cell.value for cell in row), strict=True)) for row in sheet["2:999"]]
    tops = [row for row in cells if row["Tema"] and not row["Undertema"]]
    assert {row["Tema"]: (row["Borde"], row["Møder"], row["Udsagn"]) for row in tops} == right
    for row in tops:
        kinds = [row[name] for name in heads[heads.index("Udsagn") + 1 :]]
        assert sum(kinds) == row["Udsagn"]


def test_leads_say_what_the_tables_show(review: Review, draft: Draft) -> None:
    right = counted(review)
    for chapter in draft.chapters:
        tables, meetings, size = right[chapter.title]
        said = re.match(
            r"Temaet blev taget op ved (?:alle )?(\d+)(?: af 16)? borde og på (?:alle )?(ét|\d) ?"
            r"(?:af 4 )?møder\. Det rummer (\d+) udsagn: (.*?)\.",
            chapter.lead,
        )
        assert said, chapter.lead
        number = {"ét": 1}.get(said[2]) or int(said[2])
        assert (int(said[1]), number, int(said[3])) == (tables, meetings, size)
        assert sum(int(n) for n in re.findall(r"\d+", said[4])) == size


def test_parts_and_sections_add_up_to_their_theme(draft: Draft) -> None:
    for chapter in draft.chapters:
        blocks = chapter.sections or (chapter,)
        assert sum(block.breadth.bullets for block in blocks) == chapter.breadth.bullets
        for block in blocks:
            assert sum(part.bullets for part in block.parts) == block.breadth.bullets
            for part in block.parts:
                assert len(part.quotes) <= part.bullets


SIDES = {
    "udfordringer": ("udfordring",),
    "droeftelser": ("drøftelse",),
    "forslag": ("idé", "handling"),
    "styrker": ("styrke",),
    "spoergsmaal": ("refleksion",),
    "andet": ("andet",),
}


def test_leads_of_a_theme_say_the_numbers_of_its_kinds(draft: Draft) -> None:
    """What a chapter says of its kinds is what the leads of its sides come to."""
    moved = 0
    for chapter in draft.chapters:
        for block in chapter.sections or (chapter,):
            kinds = dict(block.breadth.kinds)
            parts = {part.id: part for part in block.parts}
            lead = parts["spoergsmaal"].lead if "spoergsmaal" in parts else ""
            asked = re.search(r"heraf (ét|\d+) fra drøftelserne|(fra drøftelserne)", lead)
            questions = 0
            if asked:
                questions = parts["spoergsmaal"].bullets
                if asked[1]:
                    questions = int(asked[1].replace("ét", "1"))
            moved += questions
            for id_, of in SIDES.items():
                said = parts[id_].lead if id_ in parts else "0 udsagn"
                number = 1 if said.startswith("Ét") else int(re.match(r"\d+", said)[0])
                number += {"droeftelser": questions, "spoergsmaal": -questions}.get(id_, 0)
                assert number == sum(kinds.get(kind, 0) for kind in of), (block.title, said)
            more = (
                re.search(r"\((ét|\d+) mere", parts["droeftelser"].lead)
                if ("droeftelser" in parts)
                else None
            )
            if "droeftelser" in parts:
                assert (int(more[1].replace("ét", "1")) if more else 0) == questions
        for kind, number in chapter.breadth.kinds:
            blocks = chapter.sections or (chapter,)
            assert sum(dict(block.breadth.kinds).get(kind, 0) for block in blocks) == number
    assert moved > 0


def test_appendix_rows_are_counted_as_the_overview_counts(draft: Draft) -> None:
    rows = Counter(row.theme for row in draft.appendix)
    assert rows == {chapter.theme: chapter.breadth.bullets for chapter in draft.chapters}
    assert draft.breadth.bullets == len(draft.appendix)
    left = draft.left_out
    assert len(draft.appendix) + len(draft.set_aside) + left.bullets + left.unplaced == 389
    assert (left.themes, left.bullets, len(draft.set_aside)) == (1, 18, 1)


def test_themes_stand_by_breadth(draft: Draft) -> None:
    keys = [
        (-row.breadth.tables, -row.breadth.meetings, -row.breadth.bullets) for row in draft.chapters
    ]
    assert keys == sorted(keys)
    assert [row.number for row in draft.chapters] == list(range(1, 15))


def test_what_people_decided_is_counted_from_the_log(draft: Draft) -> None:
    made = draft.made_with
    assert dict(made.decisions) == {
        "godkendelser": 14,
        "fravalg af udsagn": 1,
        "flytning af udsagn": 1,
    }
    assert made.people == 1
    assert made.names == ()


def test_the_same_review_gives_the_same_bytes(review: Review, tmp_path: Path) -> None:
    again = content(reviewed(tmp_path))
    first = content(review)
    assert to_markdown(again) == to_markdown(first)
    assert to_xlsx(again) == to_xlsx(first)
    files = [to_docx(draft, take_snapshot(draft, False)) for draft in (first, again)]
    assert files[0] == files[1]
