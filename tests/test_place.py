"""Placement on themes that a reader can see: bundles of vectors around axes."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.place import (
    DEFAULT,
    Calibration,
    calibrate,
    hangs_together,
    nearest,
    place,
)


def bundle(axes: list[int], spread: float, seed: int, dimensions: int = 24) -> np.ndarray:
    """Unit vectors around the given axes."""
    generator = np.random.default_rng(seed)
    vectors = spread * generator.standard_normal((len(axes), dimensions)) / dimensions**0.5
    vectors[np.arange(len(axes)), axes] += 1
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def review(spread: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """200 bullets of ten tables in the themes 0 to 3, each around its axis."""
    labels = np.arange(200) % 4
    return bundle(list(labels), spread, 1), labels, np.arange(200) // 20


def test_a_bullet_goes_to_the_theme_it_is_like_and_a_strange_one_to_none() -> None:
    reviewed, labels, tables = review(0.5)
    calibration = calibrate(reviewed, labels, tables)
    axes = [0, 1, 2, 3, 9, 10]
    placing = place(bundle(axes, 0.3, 2), reviewed, labels, calibration)
    assert placing.best[:4, 0].tolist() == [0, 1, 2, 3]
    assert placing.is_sure.tolist() == [True] * 4 + [False] * 2
    assert placing.is_known.tolist() == [True] * 4 + [False] * 2
    assert (placing.chance[:, 0] >= placing.chance[:, 1]).all()
    assert ((placing.chance >= 0) & (placing.chance <= 1)).all()


def test_between_two_themes_it_is_left_to_a_person() -> None:
    reviewed, labels, tables = review(0.5)
    between = bundle([0, 1], 0, 3).sum(axis=0, keepdims=True) / 2**0.5
    placing = place(between, reviewed, labels, calibrate(reviewed, labels, tables))
    assert set(placing.best[0].tolist()) == {0, 1}
    assert not placing.is_sure[0]
    assert placing.is_known[0]


@pytest.mark.parametrize("spread", [0.5, 1.5, 2.0])
def test_of_what_is_placed_nine_in_ten_are_right_however_hard_it_is(spread: float) -> None:
    reviewed, labels, tables = review(spread)
    calibration = calibrate(reviewed, labels, tables)
    truth = np.arange(2_000) % 4
    placing = place(bundle(list(truth), spread, 4), reviewed, labels, calibration)
    assert placing.is_sure.mean() > 0.2
    assert (placing.best[:, 0] == truth)[placing.is_sure].mean() >= 0.9


def test_themes_that_mean_nothing_place_nothing() -> None:
    reviewed, _, tables = review(0.5)
    labels = np.random.default_rng(5).integers(0, 4, 200)
    calibration = calibrate(reviewed, labels, tables)
    assert calibration.sure == 1.0
    assert not place(reviewed, reviewed, labels, calibration).is_sure.any()


def test_a_table_does_not_vouch_for_itself() -> None:
    """Each table says one thing over and over: only to the next table it is news."""
    tables = np.repeat(np.arange(10), 20)
    labels = tables % 3
    vectors = bundle(list(tables), 0.1, 6)
    assert calibrate(vectors, labels, tables).sure == 1.0


def test_a_small_review_gets_the_default() -> None:
    reviewed, labels, tables = review(0.5)
    assert calibrate(reviewed[:79], labels[:79], tables[:79]) == DEFAULT
    assert calibrate(reviewed, labels // 2, tables) == DEFAULT
    assert calibrate(reviewed, labels, np.zeros(200, int)) == DEFAULT
    assert calibrate(reviewed[:0], labels[:0], tables[:0]) == DEFAULT


def test_one_theme_alone_is_compared_as_well() -> None:
    vectors = bundle([0, 0, 0], 0.1, 7)
    placing = place(vectors[:1], vectors[1:], np.zeros(2, int), Calibration((0, 1, 0, 0), 0.5, 0.5))
    assert placing.best.tolist() == [[0, 0]]
    assert placing.is_known.tolist() == [True]


def test_the_nearest_part_of_a_theme() -> None:
    parts = bundle([4, 4, 5, 5], 0.1, 8)
    assert nearest(bundle([5, 4], 0.1, 9), parts, np.array([0, 0, 1, 1])).tolist() == [1, 0]


def test_bullets_that_hang_together() -> None:
    bar = Calibration((0, 1, 1, 0), 0.5, 0.6)
    assert hangs_together(bundle([6, 6, 6], 0.3, 10), bar)
    assert not hangs_together(bundle([6, 7, 8], 0.3, 10), bar)
    assert not hangs_together(bundle([6], 0.3, 10), bar)


def test_the_same_review_gives_the_same_bars() -> None:
    reviewed, labels, tables = review(2.0)
    assert calibrate(reviewed, labels, tables) == calibrate(reviewed, labels, tables)
