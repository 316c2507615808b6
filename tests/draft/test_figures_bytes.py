"""The same draft gives the same pictures, on one thread or two, whatever the machine's settings."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from drawn import HAL, KRO, drawn, vectors_of

from pipeline.draft.figures import draw_pictures, map_of

TESTS = Path(__file__).parent
TITLES = [f"Et langt tema om ældre, børn, økonomi og alt det øvrige nr. {n}" for n in range(25)]


def make() -> str:
    draft = drawn(*((f"Tema {n}", [("idé", KRO[0]), ("styrke", HAL[0])] * 6) for n in range(4)))
    digest = hashlib.sha256()
    for picture in draw_pictures(draft, map_of(draft, vectors_of(draft))):
        digest.update(picture.svg + picture.png + picture.alt.encode())
    return digest.hexdigest()


def test_bytes_are_the_same_on_one_thread_and_two(tmp_path: Path) -> None:
    # Settings of the machine must not show: this file would change every colour and font.
    (tmp_path / "matplotlibrc").write_text(
        "axes.facecolor: red\nfont.size: 22\nsavefig.dpi: 30\n", encoding="utf-8"
    )
    made = set()
    for threads in ("1", "2"):
        paths = os.pathsep.join([str(TESTS), str(TESTS.parent.parent)])
        environment = {**os.environ, "OMP_NUM_THREADS": threads, "PYTHONPATH": paths}
        if threads == "2":
            environment["MATPLOTLIBRC"] = str(tmp_path)
        result = subprocess.run(
            [sys.executable, "-c", "import test_figures_bytes as t; print(t.make())"],
            capture_output=True,
            text=True,
            check=True,
            env=environment,
        )
        made.add(result.stdout)
    assert len(made) == 1


@pytest.mark.parametrize("number", [1, 25])
def test_every_picture_fits_a_page(number: int) -> None:
    """Width and height in pixels stand in bytes 16 to 24 of a PNG; 200 are an inch."""
    draft = drawn(*((title, [("idé", KRO[0]), ("andet", HAL[1])]) for title in TITLES[:number]))
    for picture in draw_pictures(draft, map_of(draft, vectors_of(draft))):
        width = int.from_bytes(picture.png[16:20], "big")
        height = int.from_bytes(picture.png[20:24], "big")
        assert width == 1260
        assert height < 9.4 * 200


def test_one_bullet_is_enough_for_all_but_the_map() -> None:
    draft = drawn(("Busser", [("andet", KRO[0])]))
    pictures = draw_pictures(draft, map_of(draft, vectors_of(draft)))
    assert [len(picture.rows) for picture in pictures] == [1, 1, 1]


def test_every_title_asks() -> None:
    draft = drawn(("Busser", [("idé", KRO[0])] * 3))
    pictures = draw_pictures(draft, map_of(draft, vectors_of(draft)))
    assert all(picture.title.endswith("?") and picture.caption for picture in pictures)


def test_no_date_or_version_is_in_the_files() -> None:
    for picture in draw_pictures(drawn(("Busser", [("idé", KRO[0])]))):
        assert b"dc:date" not in picture.svg and b"Matplotlib" not in picture.svg
        assert b"Software" not in picture.png
