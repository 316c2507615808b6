"""Examples cut into batches of about the same length, and their texts into piece ids."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count

import numpy as np
from numpy.typing import NDArray
from transformers import PreTrainedTokenizerFast

from models.training.glosses import Glosser
from models.training.noise import SHARE, respelt
from models.training.student import read_pieces

TOKENS_PER_STEP = 3072


@dataclass(frozen=True)
class Batch:
    """Rows of one kind of examples."""

    kind: str
    rows: NDArray[np.int64]


class Reader:
    """Turn rows of examples into piece ids, Danish ones respelt now and then."""

    def __init__(
        self, tokenizer: PreTrainedTokenizerFast, glosser: Glosser, chance: random.Random
    ) -> None:
        self.tokenizer = tokenizer
        self.glosser = glosser
        self.chance = chance

    def danish(self, texts: Sequence[str]) -> list[list[int]]:
        """Return the piece ids of Danish texts, some of them spelt otherwise."""
        read = [
            respelt(text, self.glosser, self.chance) if self.chance.random() < SHARE else text
            for text in texts
        ]
        return read_pieces(self.tokenizer, read)

    def english(self, texts: Sequence[str]) -> list[list[int]]:
        """Return the piece ids of English texts."""
        return read_pieces(self.tokenizer, texts)


def batches(
    sizes: dict[str, NDArray[np.int64]], chance: np.random.Generator, budget: int = TOKENS_PER_STEP
) -> list[Batch]:
    """Cut one pass over all kinds of examples into batches of texts of about the same length.

    Parameters
    ----------
    sizes
        For each kind the length in pieces of each example (both sides of a pair together).
    chance
        Source of chance.
    budget
        Pieces in a batch, padding included.
    """
    made = []
    for kind, lengths in sizes.items():
        # Jittered before sorting, so that an example meets other neighbours in each pass.
        order = np.argsort(lengths * chance.uniform(0.85, 1.15, len(lengths)), kind="stable")
        start = 0
        while start < len(order):
            stop = start + 1
            longest = lengths[order[start]]
            while stop < len(order):
                longest = max(longest, lengths[order[stop]])
                if longest * (stop + 1 - start) > budget or stop - start >= 640:
                    break
                stop += 1
            made.append(Batch(kind, order[start:stop]))
            start = stop
    return [made[index] for index in chance.permutation(len(made))]


def endless(sizes: dict[str, NDArray[np.int64]], seed: int, budget: int) -> Iterator[Batch]:
    """Yield batches pass after pass."""
    for number in count():
        yield from batches(sizes, np.random.default_rng((seed, number)), budget)
