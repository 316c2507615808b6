"""Steps on which matrices and the states that meet them are rounded to 8 bits."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Row = NDArray[np.float32]

SMOOTHING = 0.75
"""Exponent of the states' range in the factors that move it into the matrices."""


@dataclass(frozen=True)
class Range:
    """The lowest and highest value of each dimension, both of shape (dimensions,)."""

    lowest: Row
    highest: Row

    def moved(self, offset: Row) -> "Range":
        """The range of the states without an offset that is added later."""
        return Range(self.lowest - offset, self.highest - offset)

    def divided(self, factors: Row) -> "Range":
        """The range of the states divided by positive factors."""
        return Range(self.lowest / factors, self.highest / factors)


def matrix_scale(matrix: Row) -> Row:
    """Return the step of each output on which a matrix of shape (outputs, inputs) is rounded.

    The larger steps of two: that which brings the largest weight to 127, and that which brings two
    neighbouring weights of one sign to 127 together. Processors without VNNI add two products of an
    unsigned and a signed byte in 16 bits; with rounding those weights come to 128 at most, and
    255 times 128 still fits, so that they find the same sums as all others.
    """
    pairs = matrix.reshape(len(matrix), -1, 2)
    of_one_sign = [np.maximum(sign * pairs, 0).sum(axis=2).max(axis=1) for sign in (1, -1)]
    largest = np.maximum.reduce([np.abs(matrix).max(axis=1), *of_one_sign])
    scale: Row = (np.maximum(largest, 1e-8) / 127).astype(np.float32)
    return scale


def smoothing_factors(states: Range, matrix: Row) -> Row:
    """Return what to divide each dimension of the states by, and to multiply the matrix with.

    So dimensions of a large range do not take the others' steps. SmoothQuant: Xiao et al. 2023,
    "SmoothQuant: Accurate and efficient post-training quantization for large language models",
    ICML, equation 4.
    """
    reach = np.maximum(np.abs(states.lowest), np.abs(states.highest))
    weight = np.maximum(np.abs(matrix).max(axis=0), 1e-6)
    balanced = np.maximum(reach, 1e-6) ** SMOOTHING / weight ** (1 - SMOOTHING)
    factors: Row = np.maximum(balanced / balanced.mean(), 1e-3).astype(np.float32)
    return factors
