"""Teachers' vectors: the cache, and the joining of two spaces."""

from pathlib import Path

import numpy as np
import torch

from models.training.targets import encode, joined, read_shards, turn_between, unit, write_shard


class Counting:
    """Stands for a teacher: counts what it is asked to encode."""

    device = torch.device("cpu")

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: list[str], **_: object) -> np.ndarray:
        self.asked += texts
        return np.array([[len(text), 1.0] for text in texts], dtype=np.float32)


def test_only_new_and_unique_texts_are_encoded(tmp_path: Path) -> None:
    teacher = Counting()
    first = encode(teacher, ["bb", "a", "bb"], tmp_path)  # type: ignore[arg-type]
    again = encode(teacher, ["a", "ccc"], tmp_path)  # type: ignore[arg-type]
    assert teacher.asked == ["a", "bb", "ccc"]
    np.testing.assert_allclose(first[0], first[2])
    np.testing.assert_allclose(first[1], again[0])
    np.testing.assert_allclose(np.linalg.norm(again, axis=1), 1, atol=1e-6)


def test_shards_come_back(tmp_path: Path) -> None:
    write_shard(tmp_path, ["x", "y"], unit(np.eye(2, dtype=np.float32)))
    assert len(read_shards(tmp_path)) == 2


def test_joining_undoes_a_turn_of_the_second_space() -> None:
    random = np.random.default_rng(0)
    first = unit(random.standard_normal((60, 4)).astype(np.float32))
    turn, _ = np.linalg.qr(random.standard_normal((4, 4)))
    wider = np.concatenate([first @ turn.astype(np.float32), np.zeros((60, 3), np.float32)], axis=1)
    # Found on some texts, the turn holds for the others.
    found = turn_between(first[:40], wider[:40])
    np.testing.assert_allclose(joined(first, wider, found), first, atol=1e-5)
