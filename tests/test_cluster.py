"""Vectors to themes: every bullet placed, planted groups found, the same every time."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as profile
from hypothesis import strategies as st
from threadpoolctl import threadpool_limits

from pipeline.cluster import cluster


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
    # As sure as the map of confidence ever is.
    assert result.confidence.mean() > 0.8
    assert set(result.doubts) == {""}


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


@pytest.mark.parametrize("bullets", [61, 389, 5_200])
def test_order_of_bullets_changes_nothing(bullets: int) -> None:
    vectors, _ = planted(bullets, 8, spread=1.5)
    random = np.random.default_rng(3)
    parents = np.where(random.random(bullets) < 0.2, random.integers(0, bullets, bullets), -1)
    order = random.permutation(bullets)
    new_row = np.append(np.argsort(order), -1)
    straight = cluster(vectors, parents=parents)
    shuffled = cluster(vectors[order], parents=new_row[parents[order]])
    for before, after in ((straight.themes, shuffled.themes), (pairs(straight), pairs(shuffled))):
        assert len(set(zip(before[order].tolist(), after.tolist(), strict=True))) == len(
            set(before.tolist())
        )
    assert np.array_equal(straight.confidence[order], shuffled.confidence)
    assert [straight.doubts[row] for row in order] == list(shuffled.doubts)
    name = dict(zip(straight.themes[order].tolist(), shuffled.themes.tolist(), strict=True))
    assert [name[second] for second in straight.second[order]] == shuffled.second.tolist()


def pairs(result) -> np.ndarray:
    return result.themes * 100 + result.subthemes


def test_a_bullet_that_says_little_goes_with_its_parent() -> None:
    vectors, labels = planted(40, 4)
    middle = vectors[labels == 0].sum(axis=0) + vectors[labels == 1].sum(axis=0)
    vectors = np.vstack([vectors, middle / np.linalg.norm(middle)]).astype(np.float32)
    for parent in (0, 1):
        parents = np.full(41, -1)
        parents[-1] = parent
        themes = cluster(vectors, themes=4, parents=parents).themes
        assert themes[-1] == themes[parent]


def test_a_bullet_without_content_is_placed_and_marked() -> None:
    vectors, _ = planted(40, 4)
    speaks = np.arange(40) != 7
    result = cluster(vectors, themes=4, has_content=speaks)
    assert result.doubts[7] == "empty"
    assert result.themes[7] == result.themes[3]
