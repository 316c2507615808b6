"""Ward's tree, where it is cut, and each point to the nearest group."""

import numpy as np

from pipeline.cluster.tree import choose_number, group, in_order, polish, sums


def test_as_many_themes_as_the_root_of_the_bullets_where_nothing_stands_out() -> None:
    even = np.linspace(1.0, 1.1, 99)
    assert choose_number(even, 100) == 10
    assert choose_number(even, 100, granularity=0.5) == 5
    assert choose_number(even, 100, granularity=2) == 20
    assert choose_number(even, 100_000) == 25
    assert choose_number(np.array([0.5]), 2) == 1
    assert choose_number(np.array([]), 1) == 1


def test_no_more_themes_than_explain_something() -> None:
    # Three splits explain 30 % each and the other 396 share the rest.
    heights = np.sqrt([*[0.1 / 396] * 396, 0.3, 0.3, 0.3])
    assert choose_number(heights, 400) == 4
    assert choose_number(np.zeros(399), 400) == 1


def test_three_heaps_on_a_line() -> None:
    line = np.array([[0.0], [9.0], [0.1], [5.0], [9.1], [5.1]], np.float32)
    assert group(line, 3).tolist() == [0, 1, 0, 2, 1, 2]
    assert group(line, 99).tolist() == [0, 1, 2, 3, 4, 5]
    assert group(line[:0], 3).tolist() == []


def test_polishing_sends_a_point_to_the_nearer_group() -> None:
    line = np.array([[0.0], [1.0], [2.0], [4.0], [5.0]], np.float32)
    assert polish(line, np.array([0, 0, 1, 1, 1])).tolist() == [0, 0, 0, 1, 1]
    # The two of the second group are equal to those of the first: it keeps them all the same.
    same = np.zeros((4, 1), np.float32)
    assert polish(same, np.array([0, 0, 1, 1])).tolist() == [0, 0, 1, 1]


def test_sums_and_numbers_by_hand() -> None:
    points = np.array([[1, 2], [3, 4], [5, 6]], np.float32)
    assert sums(points, np.array([1, 0, 1]), 2).tolist() == [[3, 4], [6, 8]]
    assert in_order(np.array([7, 2, 7, 0])).tolist() == [0, 1, 0, 2]
