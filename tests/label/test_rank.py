"""How candidates are weighed, and when two nouns are put together."""

from collections import Counter

import numpy as np

from pipeline.label import WEIGHTS
from pipeline.label.candidates import Candidate
from pipeline.label.rank import Setting, rank


def noun(text: str, *rows: int) -> Candidate:
    return Candidate(text, (text,), "noun", frozenset(rows), frozenset(rows), 1)


def setting(vectors: np.ndarray) -> Setting:
    total = vectors.sum(axis=0)
    return Setting(
        total / np.linalg.norm(total),
        np.zeros((0, vectors.shape[1]), np.float32),
        Counter({"bus": 1.0, "tog": 1.0}),
        vectors,
        {row: str(row) for row in range(len(vectors))},
    )


def test_what_is_near_and_borne_out_comes_first() -> None:
    vectors = np.array([[1, 0], [1, 0], [0.8, 0.6]], np.float32)
    candidates = [noun("bus", 0, 1), noun("tog", 2)]
    ranked = rank(candidates, np.array([[1, 0], [0, 1]], np.float32), setting(vectors), WEIGHTS)
    assert ranked[0].candidate.text == "bus"
    assert ranked[0].traits["shared"] > ranked[-1].traits["shared"]


def test_two_nouns_are_joined_where_each_is_near_half_of_the_bullets() -> None:
    half = [[1, 0]] * 10 + [[0, 1]] * 10
    vectors = np.array(half, np.float32)
    candidates = [noun("bus", *range(10)), noun("tog", *range(10, 20))]
    ranked = rank(candidates, np.eye(2, dtype=np.float32), setting(vectors), WEIGHTS)
    assert ranked[0].candidate.text in ("bus og tog", "tog og bus")
    assert ranked[0].candidate.bullets == frozenset(range(20))


def test_a_noun_is_not_joined_to_its_own_compound() -> None:
    vectors = np.array([[1, 0]] * 20, np.float32)
    candidates = [noun("skole", *range(10)), noun("folkeskole", *range(10, 20))]
    ranked = rank(candidates, np.eye(2, dtype=np.float32), setting(vectors), WEIGHTS)
    assert {item.candidate.text for item in ranked} == {"skole", "folkeskole"}
