"""The reviewer's work, counted by hand."""

import pytest

from pipeline.metrics import agreement, effort


def test_the_right_grouping_costs_nothing() -> None:
    found = effort([0, 0, 1, 1], ["bus", "bus", "skole", "skole"])
    assert (found.moves, found.merges, found.creations, found.per_bullet) == (0, 0, 0, 0.0)


def test_a_stray_bullet_is_one_move() -> None:
    found = effort([0, 0, 0, 1, 1], ["bus", "bus", "skole", "skole", "skole"])
    assert (found.moves, found.merges, found.creations) == (1, 0, 0)
    assert found.per_bullet == pytest.approx(1 / 5)


def test_a_theme_cut_in_three_is_two_merges() -> None:
    found = effort([0, 0, 1, 1, 2, 2], ["bus"] * 6)
    assert (found.moves, found.merges, found.creations) == (0, 2, 0)


def test_two_themes_in_one_group_are_one_creation_and_its_moves() -> None:
    found = effort([0, 0, 0, 0, 0], ["bus", "bus", "bus", "skole", "skole"])
    assert (found.moves, found.merges, found.creations) == (2, 0, 1)


def test_a_bullet_left_out_must_be_moved() -> None:
    found = effort([0, 0, -1], ["bus", "bus", "bus"])
    assert (found.moves, found.merges, found.creations) == (1, 0, 0)


def test_a_theme_that_lies_outside_alone_must_be_created_too() -> None:
    found = effort([0, 0, -1], ["bus", "bus", "skole"])
    assert (found.moves, found.merges, found.creations) == (1, 0, 1)


def test_all_three_kinds_of_work_add_up() -> None:
    # Group 0 is bus with one skole in it, group 1 is bus, group 2 is skole, one hal lies outside:
    # moves 1 + 1, the two groups of bus merged 1, hal created 1; four actions, eight bullets.
    found = effort(
        [0, 0, 0, 1, 2, 2, 2, -1],
        ["bus", "bus", "skole", "bus", "skole", "skole", "skole", "hal"],
    )
    assert (found.moves, found.merges, found.creations) == (2, 1, 1)
    assert found.per_bullet == pytest.approx(4 / 8)


def test_doing_it_all_by_hand_costs_a_move_a_bullet_and_each_theme() -> None:
    found = effort([-1, -1, -1, -1], ["bus", "bus", "bus", "skole"])
    assert found.per_bullet == pytest.approx((4 + 2) / 4)


def test_groups_and_themes_must_be_of_one_length() -> None:
    with pytest.raises(ValueError, match="zip"):
        effort([0], ["bus", "skole"])


def test_agreement_is_one_for_the_same_grouping_under_other_numbers() -> None:
    same = agreement([5, 5, 2, 2], ["bus", "bus", "skole", "skole"])
    assert (same.ami, same.ari, same.v_measure) == (1.0, 1.0, 1.0)


def test_agreement_is_zero_where_everything_is_one_group() -> None:
    one = agreement([0, 0, 0, 0], ["bus", "bus", "skole", "skole"])
    assert (one.ami, one.ari, one.v_measure) == (0.0, 0.0, 0.0)
