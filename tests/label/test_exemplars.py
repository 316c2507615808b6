"""The bullets that show a theme best."""

import numpy as np

from pipeline.label import choose_exemplars


def unit(*degrees: float) -> np.ndarray:
    angles = np.radians(degrees)
    return np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)


def test_the_medoid_is_the_first_exemplar_and_others_show_other_sides() -> None:
    vectors = unit(0, 2, -2, 40, 90)
    assert choose_exemplars([0, 1, 2, 3], vectors, number=2) == [1, 3]
    assert choose_exemplars([4], vectors) == [4]
    assert sorted(choose_exemplars(range(5), vectors)) == [0, 1, 2, 3, 4]


def test_another_table_is_preferred_among_bullets_that_are_alike() -> None:
    vectors = unit(0, 20, -20.5)
    assert choose_exemplars(range(3), vectors, number=2) == [0, 2]
    assert choose_exemplars(range(3), vectors, ["a", "b", "a"], number=2) == [0, 1]


def test_another_kind_is_preferred_among_bullets_that_are_alike() -> None:
    vectors = unit(0, 20, -20.5)
    kinds = ["idé", "styrke", "idé"]
    assert choose_exemplars(range(3), vectors, None, kinds, number=2) == [0, 1]
