"""How sure a place is: likeness by hand, and the three sorts of doubt told apart."""

import numpy as np

from pipeline.cluster.certainty import chance, judge, likeness


def test_likeness_by_hand() -> None:
    vectors = np.array([[1, 0], [1, 0], [0, 1], [0.6, 0.8]], np.float32)
    own, other, second = likeness(vectors, np.array([0, 0, 1, 1]))
    length = (0.6**2 + 1.8**2) ** 0.5
    np.testing.assert_allclose(own, [1, 1, 0.8, 0.8], atol=1e-6)
    np.testing.assert_allclose(other, [0.6 / length, 0.6 / length, 0, 0.6], atol=1e-6)
    assert second.tolist() == [1, 1, 0, 0]


def test_a_bullet_does_not_vouch_for_itself() -> None:
    own, _, second = likeness(np.eye(3, dtype=np.float32), np.array([0, 1, 2]))
    assert own.tolist() == [0, 0, 0]
    alone, other, none = likeness(np.eye(2, dtype=np.float32), np.array([0, 0]))
    assert alone.tolist() == other.tolist() == [0, 0]
    assert none.tolist() == [-1, -1]
    assert second.tolist() == [1, 0, 0]


def test_the_chance_rises_with_both_likenesses() -> None:
    own, margin = np.array([0.1, 0.5, 0.9, 0.5]), np.array([0.0, 0.0, 0.0, 0.4])
    found = chance(own, margin)
    assert found[0] < found[1] < found[2]
    assert found[1] < found[3]
    np.testing.assert_allclose(found[1], 1 / (1 + np.exp(1.55 - 0.5 * 2.28)), rtol=1e-9)


def test_three_sorts_of_doubt() -> None:
    east, north, up = np.eye(3, dtype=np.float32)
    between = (east + north) / 2**0.5
    vectors = np.stack([*[east] * 4, *[north] * 4, between, up, east]).astype(np.float32)
    labels = np.array([0, 0, 0, 0, 1, 1, 1, 1, 0, 1, 0])
    speaks = np.ones(11, bool)
    speaks[-1] = False
    found = judge(vectors, labels, speaks)
    assert found.doubts == ("",) * 8 + ("between", "nowhere", "empty")
    assert found.second[8] == 1
    assert found.confidence[8] < found.confidence[:8].min()
    assert found.confidence[9] < found.confidence[8]
