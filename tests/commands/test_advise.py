"""Search, work list, granularity and labels, as a person types them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.cli import FAILED, OK, main
from pipeline.flow import run
from pipeline.review import Review
from pipeline.settings import Settings


class Desk:
    def __init__(self, out: Path, model: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.out, self._capsys = out, capsys
        self._settings = out.parent / "settings.toml"
        self._settings.write_text(f'model = "{model}"\nthemes = 4\n', encoding="utf-8")

    def types(self, *words: str, status: int = OK) -> str:
        place = ["--out", str(self.out), "--settings", str(self._settings)]
        assert main([*words, *place]) == status
        told = self._capsys.readouterr()
        return told.out if status == OK else told.err

    def titles(self) -> list[str]:
        with Review(self.out.parent / "review" / "temaer.db") as review:
            return [theme.title for theme in review.state.tops()]


@pytest.fixture
def desk(
    summaries: Path, tmp_path: Path, tiny_model: Path, capsys: pytest.CaptureFixture[str]
) -> Desk:
    run(summaries, tmp_path / "build", Settings(model=str(tiny_model), themes=4))
    return Desk(tmp_path / "build", tiny_model, capsys)


def test_search_marks_what_matched_and_says_where_it_stands(desk: Desk) -> None:
    told = desk.types("search", "cykelsti", "skole")
    assert "Ingen [cykelsti] langs landevejen til [skolen]" in told
    assert "[Cykelsti] hele vejen til [skolen]" in told
    assert "bord1.txt:" in told
    assert told.endswith("2 bullets found.\n")
    assert desk.types("search", "hele vejen").endswith("1 bullet found.\n")
    assert "No bullet holds all of these words" in desk.types("search", "bus", "bolig")
    assert desk.types("search", "zebra") == "0 bullets found.\n"
    assert "There is no theme" in desk.types("search", "bus", "--theme", "x", status=FAILED)


def test_the_work_list_begins_with_how_far_the_review_is(desk: Desk) -> None:
    told = desk.types("worklist", "--most", "1").splitlines()
    assert told[0] == "0 of 4 themes approved, 0 of 11 bullets settled."
    assert re.match(r" *\d+\.\d  \w", told[1])
    assert re.search(r"^\d+ more; --most", told[-1])


def test_coarser_shows_what_it_would_do_and_does_it_when_told(desk: Desk) -> None:
    told = desk.types("coarser", "2")
    assert told.count("comes under") == 2
    assert "4 themes at the top, 2 then." in told
    assert len(desk.titles()) == 4
    told = desk.types("coarser", "2", "--do", "--by", "Åse")
    assert re.search(r"^e\w+: nest ", told, re.M)
    assert len(desk.titles()) == 2
    desk.types("undo", "--by", "Åse")
    assert len(desk.titles()) == 4


def test_finer_parts_and_titles(desk: Desk) -> None:
    desk.types("merge", *desk.titles(), "--by", "Åse")
    told = desk.types("finer", "--do")
    assert "leaves" in told
    assert "1 theme at the top, 2 then." in told
    assert len(desk.titles()) == 2


def test_a_split_without_a_title_is_titled_by_relabel(desk: Desk) -> None:
    assert "is shown by the bullets" in desk.types("relabel")
    with Review(desk.out.parent / "review" / "temaer.db") as review:
        theme = max(review.state.tops(), key=lambda top: len(review.state.members(top.id)))
        bullets = review.state.members(theme.id)[:2]
    desk.types("split", theme.id, *bullets)
    assert "Nyt tema" in desk.titles()
    told = desk.types("relabel")
    assert re.search(r"Nyt tema is now \w", told)
    assert "Nyt tema" not in desk.titles()
