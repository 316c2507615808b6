"""What a bullet counts as when it is grouped, on vectors small enough to see."""

import numpy as np

from pipeline.cluster.signals import centre, lean_on_parents, reduce, smooth


def random_units(bullets: int, dimensions: int) -> np.ndarray:
    vectors = np.random.default_rng(1).normal(size=(bullets, dimensions)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def test_a_bullet_leans_on_the_one_it_stands_under() -> None:
    vectors = np.array([[1, 0], [0, 1], [0, 1]], np.float32)
    leaning = lean_on_parents(vectors, np.array([-1, 0, -1]))
    np.testing.assert_allclose(leaning[1], np.array([0.5, 1]) / 1.25**0.5, rtol=1e-6)
    assert np.array_equal(leaning[[0, 2]], vectors[[0, 2]])


def test_centring_takes_away_what_all_share() -> None:
    shared = np.array([[1.0, 0.0, 0.2], [1.0, 0.0, -0.2]], np.float32)
    np.testing.assert_allclose(centre(shared), [[0, 0, 1], [0, 0, -1]], atol=1e-6)
    assert np.array_equal(centre(np.ones((3, 2), np.float32)), np.zeros((3, 2)))


def test_smoothing_moves_towards_neighbours_and_keeps_the_length() -> None:
    vectors = random_units(40, 48)
    smoothed = smooth(vectors)
    np.testing.assert_allclose(np.linalg.norm(smoothed, axis=1), 1, atol=1e-5)
    assert np.array_equal(smooth(vectors[:4]), vectors[:4])
    before, after = vectors @ vectors.T, smoothed @ smoothed.T
    nearest = np.argsort(-before, axis=1)[:, 1]
    rows = np.arange(40)
    assert (after[rows, nearest] - before[rows, nearest]).mean() > 0


def test_reducing_keeps_the_distances_of_what_lies_in_few_directions() -> None:
    random = np.random.default_rng(2)
    flat = random.normal(size=(200, 10)) @ random.normal(size=(10, 384))
    reduced = reduce(flat.astype(np.float32))
    assert reduced.shape == (200, 64)
    before = np.linalg.norm(flat[:1] - flat, axis=1)
    np.testing.assert_allclose(np.linalg.norm(reduced[:1] - reduced, axis=1), before, rtol=1e-3)
    assert np.array_equal(reduce(flat[:50].astype(np.float32)), flat[:50].astype(np.float32))
