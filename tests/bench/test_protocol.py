"""The protocol, counted by hand."""

import pytest

from tests.bench.protocol import (
    Scores,
    fold_scores,
    fold_stability,
    kept,
    mean_scores,
    number_of_themes,
    same_grouping,
    scores,
    share_left_out,
)


def test_what_is_left_out_is_a_share_and_no_theme() -> None:
    labels = [0, 0, 3, -1]
    assert share_left_out(labels) == 0.25
    assert number_of_themes(labels) == 2


def test_all_left_out_is_no_theme_at_all() -> None:
    assert (share_left_out([-1, -1]), number_of_themes([-1, -1])) == (1.0, 0)
    assert share_left_out([]) == 0.0


def test_bullets_without_a_gold_theme_are_not_scored() -> None:
    found = scores([0, 0, 1, 1, 1], ["bus", "bus", "skole", "skole", None])
    assert found == Scores(1.0, 1.0, 1.0, 0.0)
    assert scores([0, 1], [None, None]) is None


def test_effort_counts_each_bullet_left_out_as_one_move() -> None:
    # Group 0 is bus with one stray; skole has no group; two bullets lie outside.
    # Moves 1 + 2, merges 0, themes to create 1: four actions for six bullets.
    gold = ["bus", "bus", "bus", "skole", "skole", "skole"]
    found = scores([0, 0, 0, 0, -1, -1], gold)
    assert found is not None
    assert found.effort == pytest.approx(4 / 6)


def test_bullets_left_out_agree_as_one_cluster() -> None:
    # Were each a cluster of its own, the agreement would not be perfect.
    found = scores([0, 0, -1, -1], ["bus", "bus", "skole", "skole"])
    assert found is not None
    assert (found.ami, found.ari) == (1.0, 1.0)


def test_the_mean_is_taken_of_each_figure() -> None:
    assert mean_scores([Scores(0.2, 0.0, 0.4, 0.5), Scores(0.4, 0.2, 0.6, 0.7)]) == Scores(
        pytest.approx(0.3), pytest.approx(0.1), pytest.approx(0.5), pytest.approx(0.6)
    )


def test_other_numbers_for_the_same_groups_are_the_same_grouping() -> None:
    assert same_grouping([0, 0, 1, -1], [7, 7, -1, 2]) == 1.0


def test_a_grouping_by_hand_has_the_rand_index_of_the_formula() -> None:
    # Pairs together in both: {1,2}. Together in the first: 2, in the second: 3; of 6 pairs.
    # Expected 2 * 3 / 6 = 1, greatest (2 + 3) / 2 = 2.5: (1 - 1) / (2.5 - 1) = 0.
    assert same_grouping([0, 0, 1, 1], [0, 0, 0, 1]) == pytest.approx(0.0)


def test_the_bullets_of_a_fold_are_taken_away() -> None:
    assert kept([0, 1, 0, 2], 0) == [1, 3]


def test_stability_is_the_mean_over_the_folds() -> None:
    # Without fold 0 the rest is grouped as before (1); without fold 1 it is cut across: bullets
    # 0 1 2 3 were together as 01 23 and are now 02 13, an index of -0.5. Mean 0.25.
    whole = [0, 0, 1, 1, 1]
    folds = [1, 1, 1, 1, 0]
    parts = {0: [4, 4, 9, 9]}
    assert fold_stability(whole, parts, folds) == 1.0
    whole, folds = [0, 0, 1, 1, 0, 0, 1, 1], [0, 0, 0, 0, 1, 1, 1, 1]
    parts = {0: [5, 5, 6, 6], 1: [0, 1, 0, 1]}
    assert fold_stability(whole, parts, folds) == pytest.approx((1.0 - 0.5) / 2)


def test_a_part_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="fold 0 leaves 1 bullets, 2 have a label"):
        fold_stability([0, 0], {0: [0, 0]}, [0, 1])


def test_scores_without_each_fold_are_averaged() -> None:
    # Without fold 0 both themes are found; without fold 1 one group holds a bullet of each.
    gold = ["bus", "skole", "bus", "skole"]
    found = fold_scores({0: [0, 1], 1: [0, 0]}, gold, [0, 0, 1, 1])
    assert found is not None
    # One move and one theme to create for the two bullets of the second, nothing for the first.
    assert found.effort == pytest.approx((0.0 + 2 / 2) / 2)
    assert fold_scores({0: [0], 1: [0]}, [None, None], [0, 1]) is None
