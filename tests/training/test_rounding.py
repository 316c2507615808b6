"""Rounded weights add up to the same on every processor."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from models.training.rounding import Range, matrix_scale, smoothing_factors


@given(arrays(np.float32, (3, 8), elements=st.floats(-100, 100, width=32)))
def test_no_two_neighbouring_weights_overflow_16_bits_with_a_byte(matrix: np.ndarray) -> None:
    scale = matrix_scale(matrix)
    assert (scale > 0).all()
    rounded = np.round(matrix / scale[:, None]).astype(int)
    assert np.abs(rounded).max() <= 127
    pairs = rounded.reshape(3, -1, 2)
    assert 255 * np.maximum(pairs, 0).sum(axis=2).max() <= 2**15 - 1
    assert 255 * np.minimum(pairs, 0).sum(axis=2).min() >= -(2**15)


def test_the_largest_weight_takes_all_8_bits_where_its_neighbour_leaves_it_room() -> None:
    np.testing.assert_allclose(
        matrix_scale(np.array([[4, 0, 1, 2], [4, -3, 1, 2], [4, 4, 0, 0]], np.float32)),
        np.array([4, 4, 8], np.float32) / 127,
    )


def test_smoothing_narrows_the_wide_and_leaves_products_as_they_are() -> None:
    states = Range(np.array([-1, -100], np.float32), np.array([1, 20], np.float32))
    matrix = np.array([[1, 1], [-1, 0.5]], np.float32)
    factors = smoothing_factors(states, matrix)
    narrowed = states.divided(factors)
    assert narrowed.lowest[1] / narrowed.lowest[0] < 100 / 3
    state = np.array([0.5, -70], np.float32)
    np.testing.assert_allclose((matrix * factors) @ (state / factors), matrix @ state, rtol=1e-5)


def test_a_range_moves_and_is_divided_with_its_states() -> None:
    found = Range(np.array([-1.0], np.float32), np.array([3.0], np.float32))
    moved = found.moved(np.array([1.0], np.float32)).divided(np.array([0.5], np.float32))
    assert (moved.lowest, moved.highest) == (-4, 4)
