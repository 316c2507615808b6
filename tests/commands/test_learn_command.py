"""`temaer learn`: what people chose becomes an order of preference that can be read."""

from pathlib import Path

import pytest

from pipeline.cli import OK, main
from pipeline.label import WEIGHTS, read_weights
from pipeline.records import TitleReason
from pipeline.review import Rename, Review
from pipeline.review.decisions import NewTheme, Propose

OWN = TitleReason("Busser", "udsagn", 4, 2, {"central": 0.8, "term": 0.0})
TERM = TitleReason("Kollektiv trafik", "fagord", 5, 3, {"central": 0.8, "term": 1.0})
PHRASES = ("Busser", "Kollektiv trafik")
THEME = NewTheme("t1", "Busser", None, PHRASES, (), (), (), (), reasons=(OWN, TERM))


def learn(folder: Path, *titles: str) -> Path:
    database = folder / "review" / "temaer.db"
    with Review(database) as review:
        review.add(Propose(themes=(THEME,)), "temaer")
        for title in titles:
            review.decide(Rename("t1", title), "Åse")
    assert main(["learn", "--out", str(folder / "build")]) == OK
    return database.parent / "title_weights.toml"


def test_who_prefers_a_term_raises_the_weight_of_terms(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    weights = read_weights(learn(tmp_path, "Kollektiv trafik"), WEIGHTS)
    assert weights["term"] > WEIGHTS["term"]
    assert weights["central"] == WEIGHTS["central"]
    said = capsys.readouterr().out
    assert '"Kollektiv trafik" was chosen over 1 other.' in said
    assert "a term of the vocabulary that no citizen used (term, +" in said


def test_nothing_is_written_where_nobody_chose(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert not learn(tmp_path, "Bedre busser").exists()
    assert "Nobody has given a theme" in capsys.readouterr().out
