"""Every method groups what a child would group, and says what is missing where it cannot."""

from pathlib import Path

import numpy as np
import pytest

from pipeline.records import Bullet, Meeting, Source
from tests.bench.one_run import write_set
from tests.bench.peers import Limits, own_cache, row
from tests.bench.protocol import share_left_out
from tests.bench.rivals import INSTALL, RIVALS, Rival, Task, numbered
from tests.bench.sets import BenchSet

LIMITS = Limits(600, 8, 1)
WORDS = ("bussen kører", "skolen ligger", "hallen lukker")


def three_heaps(each: int) -> BenchSet:
    """Bullets of three themes, dealt out in turn."""
    bullets = tuple(
        Bullet(
            f"b{n}",
            f"{WORDS[n % 3]} nummer {n}",
            "andet",
            "",
            None,
            Meeting(),
            Source("a", None, n),
        )
        for n in range(3 * each)
    )
    return BenchSet(
        "heaps",
        bullets,
        tuple(WORDS[n % 3] for n in range(3 * each)),
        tuple(n % 4 for n in range(3 * each)),
        "three heaps",
    )


def heap_vectors(count: int) -> np.ndarray:
    """Unit vectors in three narrow heaps far apart."""
    noise = np.random.default_rng(0).standard_normal((count, 32)).astype(np.float32)
    vectors = np.eye(32, dtype=np.float32)[np.arange(count) % 3] + 0.04 * noise
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


def test_themes_are_numbered_by_their_first_bullet() -> None:
    assert numbered(["t9", None, "t2", "t9"]) == [0, -1, 1, 0]


@pytest.mark.parametrize(
    "name",
    [
        name
        for name in RIVALS
        if not name.startswith("ours") and name[:6] not in ("KeyNMF", "SensTo")
    ],
)
def test_three_heaps_are_found(name: str, tmp_path: Path, tiny_model: Path) -> None:
    rival = RIVALS[name]
    if not rival.is_installed:
        pytest.skip(f"{rival.package} is not installed: {INSTALL}")
    heaps = three_heaps(60)
    task = Task(heaps.bullets, heap_vectors(180), 3, tmp_path, str(tiny_model))
    labels = [int(label) for label in rival.prepare(task)()]
    assert len(labels) == 180
    assert share_left_out(labels) < 0.5
    # A theme may be cut, but no group may hold two.
    for group in set(labels) - {-1}:
        assert len({heaps.gold[n] for n, label in enumerate(labels) if label == group}) == 1


def test_a_row_is_measured_in_processes_of_its_own(tmp_path: Path) -> None:
    heaps = three_heaps(8)
    write_set(heaps, heap_vectors(24), "no-model", "none", tmp_path)
    cells = row(heaps, "Ward, true number", tmp_path, LIMITS, set())
    perfect = ["1.000", "1.000", "1.000", "0.000"]
    # Every fold leaves the three heaps, so the mean without one is perfect as well.
    assert cells[:10] == ["3", "0.0%", *perfect, "1.000", "1.000", "1.000", "0.000"]
    assert len(cells) == 15


def test_what_cannot_run_says_so_in_its_row(tmp_path: Path, monkeypatch) -> None:
    heaps = three_heaps(2)
    write_set(heaps, heap_vectors(6), "no-model", "none", tmp_path)
    monkeypatch.setitem(RIVALS, "absent", Rival(RIVALS["HDBSCAN"].prepare, "no_such_package"))
    assert row(heaps, "absent", tmp_path, LIMITS, set()) == [f"not installed: {INSTALL}"]
    # What was too much for a method is not tried on more.
    told = row(heaps, "HDBSCAN", tmp_path, LIMITS, {"HDBSCAN"})
    assert told == ["not tried: too much on the smaller set"]


def test_a_run_over_its_limit_says_so(tmp_path: Path) -> None:
    # The distances of 15,000 bullets, which Ward's method keeps, take 0.9 GB.
    heaps = three_heaps(5_000)
    write_set(heaps, heap_vectors(15_000), "no-model", "none", tmp_path)
    cells = row(heaps, "Ward, true number", tmp_path, Limits(600, 0.5, 1), set())
    assert cells == ["over 0.5 GB"]


def test_a_cache_is_no_other_methods(tmp_path: Path) -> None:
    write_set(three_heaps(2), heap_vectors(6), "no-model", "none", tmp_path)
    first, second = own_cache(tmp_path), own_cache(tmp_path)
    assert [file.name for file in first.iterdir()] == ["vectors-none.npz"]
    (first / "more").touch()
    assert [file.name for file in second.iterdir()] == ["vectors-none.npz"]
