"""Measures on answers that can be seen."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from models.training.evaluation import agreement, civic_gold, main, pace, retrieval

PLACES = {
    "kat": (1, 0),
    "cat": (1, 0.1),
    "hund": (0, 1),
    "dog": (0.1, 1),
    "hest": (1, 1),
    "horse": (0, 1),
}


def encode(texts: Sequence[str]) -> np.ndarray:
    vectors = np.array([PLACES[text] for text in texts], dtype=np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def test_retrieval_counts_what_is_found() -> None:
    assert retrieval(encode, [("kat", "cat"), ("hund", "dog")]) == 1
    assert retrieval(encode, [("kat", "dog"), ("hund", "cat")]) == 0


def test_agreement_is_one_for_the_same_groups_and_about_nothing_for_others() -> None:
    vectors = np.repeat(np.eye(3, dtype=np.float32), 20, axis=0)
    assert agreement(vectors, [str(row // 20) for row in range(60)]) > 0.9
    assert abs(agreement(vectors, [str(row % 3) for row in range(60)])) < 0.1


def test_civic_gold_reads_its_columns(tmp_path: Path) -> None:
    lines = ["theme\ttext", *["a\tkat"] * 6, *["b\thund"] * 6]
    (tmp_path / "gold.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert civic_gold(encode, tmp_path) == pytest.approx(1)


def test_pace_counts_each_text_once() -> None:
    asked: list[int] = []

    def counting(texts: Sequence[str]) -> np.ndarray:
        asked.append(len(texts))
        return np.zeros((len(texts), 2), np.float32)

    clock, processor = pace(counting, ["kat", "kat", "hund"], repeats=2)
    assert asked == [2, 2, 2]
    assert clock > 0
    assert processor > 0


def test_a_folder_that_is_not_there_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path / "nowhere")]) == 2
    assert "nowhere" in capsys.readouterr().err
