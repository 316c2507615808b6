"""Vectors to themes: every bullet placed, planted groups found, the same every time."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as profile
from hypothesis import strategies as st
from threadpoolctl import threadpool_limits

from pipeline.cluster import centre, choose_number, cluster, confidence, polish, smooth


def planted(bullets: int, groups: int, spread: float = 0.3, seed: int = 1, dimensions: int = 48):
    """Unit vectors around random directions, with noise of the length `spread` added to them."""
    random = np.random.default_rng(seed)
    centres = random.normal(size=(groups, dimensions))
    centres /= np.linalg.norm(centres, axis=1, keepdims=True)
    labels = np.arange(bullets) % groups
    noise = random.normal(size=(bullets, dimensions)) / dimensions**0.5
    vectors = centres[labels] + spread * noise
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
    return vectors.astype(np.float32), labels


def purity(found, planted_labels) -> float:
    """Share of bullets whose theme's most frequent planted group is their own."""
    right = sum(np.bincount(planted_labels[found == theme]).max() for theme in set(found.tolist()))
    return float(right / len(planted_labels))


@pytest.mark.parametrize("bullets", [0, 1, 2, 3, 5, 61])
def test_every_bullet_has_its_place(bullets: int) -> None:
    vectors, _ = planted(bullets, 8)
    result = cluster(vectors)
    assert result.themes.shape == result.subthemes.shape == result.confidence.shape == (bullets,)
    assert set(result.themes.tolist()) == set(range(result.themes.max(initial=-1) + 1))
    assert np.all((result.confidence >= 0) & (result.confidence <= 1))
    for theme in set(result.themes.tolist()):
        subthemes = set(result.subthemes[result.themes == theme].tolist())
        assert subthemes == {-1} or subthemes == set(range(len(subthemes)))
        assert subthemes == {-1} or len(subthemes) >= 2
    again = cluster(vectors)
    assert np.array_equal(result.themes, again.themes)
    assert np.array_equal(result.subthemes, again.subthemes)
    assert np.array_equal(result.confidence, again.confidence)


@pytest.mark.parametrize(("bullets", "groups"), [(61, 8), (6_000, 20)])
def test_one_thread_or_two_give_the_same(bullets: int, groups: int) -> None:
    vectors, labels = planted(bullets, groups, spread=0.5)
    results = []
    for threads in (1, 2):
        with threadpool_limits(limits=threads):
            results.append(cluster(vectors))
    assert np.array_equal(results[0].themes, results[1].themes)
    assert np.array_equal(results[0].subthemes, results[1].subthemes)
    assert np.array_equal(results[0].confidence, results[1].confidence)
    # 6,000 are more than one tree holds: they are grouped by meaning all the same.
    assert purity(results[0].themes, labels) > 0.9
    assert np.all(results[0].themes >= 0)
    assert results[0].themes.max() + 1 <= 25
    assert np.all((results[0].confidence >= 0) & (results[0].confidence <= 1))


@pytest.mark.parametrize(("bullets", "groups"), [(40, 5), (61, 8), (400, 14)])
def test_well_separated_groups_are_found_by_themselves(bullets: int, groups: int) -> None:
    vectors, labels = planted(bullets, groups)
    result = cluster(vectors)
    assert result.themes.max() + 1 == groups
    assert purity(result.themes, labels) == 1.0
    assert result.confidence.mean() > 0.9


@pytest.mark.parametrize("number", [1, 2, 5, 30])
def test_the_wanted_number_of_themes_is_kept(number: int) -> None:
    vectors, _ = planted(61, 8)
    assert cluster(vectors, themes=number).themes.max() + 1 == number


def test_no_more_themes_than_bullets() -> None:
    vectors, _ = planted(5, 5)
    assert cluster(vectors, themes=9).themes.max() + 1 == 5


def test_granularity_is_a_factor_on_the_number() -> None:
    vectors, _ = planted(400, 60, spread=0.6)
    numbers = [cluster(vectors, granularity=g).themes.max() + 1 for g in (0.5, 1.0, 2.0)]
    assert numbers[0] < numbers[1] < numbers[2]


def test_a_bullet_between_two_groups_is_less_sure() -> None:
    vectors, labels = planted(60, 2)
    middle = vectors[labels == 0].sum(axis=0) + vectors[labels == 1].sum(axis=0)
    middle /= np.linalg.norm(middle)
    result = cluster(np.vstack([vectors, middle.astype(np.float32)]), themes=2)
    assert result.confidence[-1] < result.confidence[:-1].min()


def test_equal_vectors_and_zero_vectors_are_placed() -> None:
    same = np.tile(planted(1, 1)[0], (61, 1))
    assert np.isfinite(cluster(same).confidence).all()
    assert np.isfinite(cluster(np.zeros((61, 48), np.float32)).confidence).all()


@given(st.integers(0, 40), st.integers(0, 12), st.floats(0.1, 10), st.integers(0, 5))
@profile(max_examples=40)
def test_any_number_of_bullets_and_themes(bullets, themes, granularity, seed) -> None:
    vectors, _ = planted(bullets, 5, seed=seed)
    result = cluster(vectors, themes, granularity, seed)
    if themes and bullets:
        assert result.themes.max() + 1 == min(themes, bullets)
    assert np.all((result.confidence >= 0) & (result.confidence <= 1))
    assert np.all(result.themes >= 0)


def test_order_of_bullets_changes_no_group() -> None:
    vectors, _ = planted(61, 8)
    order = np.random.default_rng(3).permutation(61)
    straight, shuffled = cluster(vectors).themes, cluster(vectors[order]).themes
    together = straight[:, None] == straight[None, :]
    assert np.array_equal(together[np.ix_(order, order)], shuffled[:, None] == shuffled[None, :])


def test_confidence_by_hand() -> None:
    vectors = np.array([[1, 0], [1, 0], [0, 1], [0, 1]], np.float32)
    sure = confidence(vectors, np.array([0, 0, 1, 1]))
    np.testing.assert_allclose(sure, 1 / (1 + np.exp(-1 / 0.06)), rtol=1e-6)
    torn = confidence(vectors, np.array([0, 1, 0, 1]))
    assert np.all(torn < 0.5)


def test_smoothing_moves_towards_neighbours_and_keeps_the_length() -> None:
    vectors, _ = planted(40, 4, spread=1.0)
    smoothed = smooth(vectors)
    np.testing.assert_allclose(np.linalg.norm(smoothed, axis=1), 1, atol=1e-5)
    assert np.array_equal(smooth(vectors[:4]), vectors[:4])
    before, after = vectors @ vectors.T, smoothed @ smoothed.T
    nearest = np.argsort(-before, axis=1)[:, 1]
    rows = np.arange(40)
    assert (after[rows, nearest] - before[rows, nearest]).mean() > 0


def test_choose_number_cuts_where_joining_costs_most() -> None:
    heights = np.concatenate([np.full(52, 0.1), np.full(8, 2.0)])
    assert choose_number(heights, 61) == 9
    assert choose_number(np.array([0.5]), 2) in (1, 2)
    assert choose_number(np.array([]), 1) == 1


def test_choose_number_without_a_clear_end_of_themes() -> None:
    even = np.linspace(1.0, 2.0, 399)
    assert choose_number(even, 400) == 19
    assert choose_number(even, 400, granularity=0.5) == 10
    assert choose_number(np.linspace(1.0, 2.0, 4_999), 100_000) == 25


def test_centring_takes_away_what_all_share() -> None:
    shared = np.array([[1.0, 0.0, 0.2], [1.0, 0.0, -0.2]], np.float32)
    np.testing.assert_allclose(centre(shared), [[0, 0, 1], [0, 0, -1]], atol=1e-6)
    assert np.array_equal(centre(np.ones((3, 2), np.float32)), np.zeros((3, 2)))


def test_polishing_sends_a_bullet_to_the_nearer_theme() -> None:
    line = np.array([[0.0], [1.0], [2.0], [4.0], [5.0]], np.float32)
    assert polish(line, np.array([0, 0, 1, 1, 1])).tolist() == [0, 0, 0, 1, 1]
    # The two of the second theme are equal to those of the first: it keeps them all the same.
    same = np.zeros((4, 1), np.float32)
    assert polish(same, np.array([0, 0, 1, 1])).tolist() == [0, 0, 1, 1]
