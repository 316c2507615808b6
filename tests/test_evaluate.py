"""Measuring against a known answer, and the bounds that parsing must keep."""

import pytest

from pipeline.errors import InputError
from pipeline.evaluate import GoldStatement, read_gold, score_parse
from pipeline.parse import parse
from pipeline.read import find_files, read_file
from pipeline.records import Bullet, Meeting, Source


def found(document: str, text: str, kind: str = "idé") -> Bullet:
    return Bullet("b", text, kind, "", None, Meeting(), Source(document, None, 1))


def gold(document: str, text: str, kind: str = "idé") -> GoldStatement:
    return GoldStatement(document, text, kind, "Trafik", "Bus")


def test_parsing_keeps_its_bounds_on_the_gold_summaries(root) -> None:
    folder = root / "tests" / "data" / "civic_gold"
    answer = read_gold(folder)
    files, _ = find_files(folder / "docs")
    bullets = [b for path in files for b in parse(read_file(path, folder / "docs")).bullets]
    score = score_parse(bullets, answer)
    assert (len(files), len(answer)) == (16, 389)
    assert score.f1 >= 0.99
    assert score.kind_accuracy >= 0.97


def test_a_score_by_hand() -> None:
    score = score_parse(
        [found("m/a.md", "Busser"), found("a.md", "Veje", "andet"), found("a.md", "Stier")],
        [
            gold("a.txt", " Busser "),
            gold("a.txt", "Veje"),
            gold("a.txt", "Tog"),
            gold("b.txt", "X"),
        ],
    )
    assert (score.precision, score.recall) == (pytest.approx(2 / 3), 0.5)
    assert score.f1 == pytest.approx(2 * (2 / 3) * 0.5 / (2 / 3 + 0.5))
    assert score.kind_accuracy == 0.5
    assert score.missing == (("a", "Tog"), ("b", "X"))
    assert score.extra == (("a", "Stier"),)


def test_each_gold_statement_is_matched_once() -> None:
    score = score_parse([found("a", "Busser"), found("a", "Busser")], [gold("a", "Busser")])
    assert (score.precision, score.recall, score.kind_accuracy) == (0.5, 1.0, 1.0)


def test_nothing_against_nothing_is_no_division_by_zero() -> None:
    assert score_parse([], []).f1 == 0.0


def test_gold_that_cannot_be_used_is_named(tmp_path) -> None:
    with pytest.raises(InputError, match=r"gold\.tsv: is not there"):
        read_gold(tmp_path)
    (tmp_path / "gold.tsv").write_text("doc\tkind\ttheme\tsubtheme\na\tidé\tx\ty\n")
    with pytest.raises(InputError, match="lacks the column text"):
        read_gold(tmp_path)
    (tmp_path / "gold.tsv").write_text("")
    with pytest.raises(InputError, match="lacks the column"):
        read_gold(tmp_path)
