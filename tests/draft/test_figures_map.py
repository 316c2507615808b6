"""Bullets stand with their theme, names near their bullets, and every dot leads to its bullet."""

from itertools import combinations
from xml.etree import ElementTree

import numpy as np
import pytest
from drawn import KRO, drawn, vectors_of

from pipeline.draft.figures import Spot, draw_pictures, map_of, regroup, screen_map
from pipeline.draft.figures.islands import LOOKS, find_islands
from pipeline.draft.figures.layout import lay_out
from pipeline.draft.figures.map import draw_map
from pipeline.draft.figures.screen import map_script, map_style

DRAFT = drawn(
    *((title, [("idé", KRO[0])] * 12) for title in ("Busser", "Boliger", "Skoler", "Fritid"))
)
MAP = map_of(DRAFT, vectors_of(DRAFT))


def unit(rows: np.ndarray) -> np.ndarray:
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def nearest_theme(points: np.ndarray, themes: np.ndarray) -> np.ndarray:
    """Theme of the bullet that stands nearest to each."""
    away = np.linalg.norm(points[:, None] - points[None], axis=2)
    np.fill_diagonal(away, np.inf)
    return np.asarray(themes)[away.argmin(axis=1)]


def test_bullets_stand_beside_their_like() -> None:
    assert MAP is not None
    assert sorted(MAP.bullets) == sorted(row.bullet for row in DRAFT.appendix)
    themes = np.asarray(MAP.themes)
    assert (nearest_theme(MAP.points, themes) == themes).all()
    assert MAP.points.min() == 0 and MAP.points.max() == 1


def test_themes_that_touch_are_set_apart() -> None:
    generator = np.random.default_rng(1)
    themes = np.arange(60) % 3
    rows = unit(np.eye(64)[themes] + 0.35 * generator.standard_normal((60, 64)))
    alike = (rows @ rows.T - 2 * np.eye(60)).argmax(axis=1)
    apart = nearest_theme(lay_out(rows, themes), themes)
    assert (apart == themes).mean() > (themes[alike] == themes).mean()


def test_a_bullet_of_another_theme_stands_with_those_it_is_like() -> None:
    generator = np.random.default_rng(4)
    said = np.arange(40) % 2
    rows = unit(np.eye(16)[said] * 3 + 0.3 * generator.standard_normal((40, 16)))
    themes = said.copy()
    themes[0] = 1
    assert nearest_theme(lay_out(rows, themes), said)[0] == 0


def test_many_bullets_stand_among_landmarks_of_their_theme() -> None:
    generator = np.random.default_rng(2)
    themes = np.arange(2_600) % 4
    rows = unit(np.eye(4)[themes] @ generator.standard_normal((4, 16)) * 3
                + 0.4 * generator.standard_normal((2_600, 16)))  # fmt: skip
    points = lay_out(rows, themes)
    middles = np.asarray([np.median(points[themes == theme], axis=0) for theme in range(4)])
    away = np.linalg.norm(points[:, None] - middles[None], axis=2)
    assert (away.argmin(axis=1) == themes).mean() > 0.99


@pytest.mark.parametrize("number", [1, 2, 3, 5])
def test_few_bullets_have_places_of_their_own(number: int) -> None:
    points = lay_out(unit(np.eye(8)[:number] + 0.1), [0] * number)
    assert len(np.unique(points, axis=0)) == number


def test_bullets_that_all_say_the_same_are_placed() -> None:
    points = lay_out(unit(np.ones((6, 8))), [0] * 6)
    assert np.isfinite(points).all()


def test_without_vectors_there_is_no_map() -> None:
    assert map_of(DRAFT, None) is None
    some = vectors_of(DRAFT)
    del some["b3"]
    assert map_of(DRAFT, some) is None
    names = [picture.name for picture in draw_pictures(DRAFT)]
    assert names == ["temaer-efter-bredde", "slags-udsagn", "temaer-paa-tvaers"]


def test_names_cover_no_other_name_and_stay_on_the_map() -> None:
    generator = np.random.default_rng(3)
    places = np.concatenate([generator.normal(generator.random(2) * 4 + 1, 0.2, (9, 2))
                             for _ in range(25)])  # fmt: skip
    names = [f"Et tema med en lang titel nummer {number}" for number in range(25)]
    islands = find_islands(places, np.repeat(np.arange(25), 9), names, (6.3, 6.3), 7.5)
    for place, one in enumerate(islands):
        width, height = max(map(len, one.lines)) * 7.5 * 0.5 / 72, len(one.lines) * 0.13
        assert width / 2 <= one.x <= 6.3 - width / 2
        for other in islands[place + 1 :]:
            assert abs(one.x - other.x) > width * 0.9 or abs(one.y - other.y) > height * 0.9


def test_no_two_themes_look_alike() -> None:
    places = np.random.default_rng(5).random((25, 2)) * 6
    names = [str(number) for number in range(25)]
    islands = find_islands(places, range(25), names, (6.3, 6.3), 7.5)
    looks = [LOOKS[island.look][:2] for island in islands]
    assert len(set(looks)) == 25
    # As long as there are new colours and shapes, neither is used twice.
    for part in zip(*looks[:7], strict=True):
        assert len(set(part)) == 7


def test_near_themes_differ_in_colour_and_in_shape() -> None:
    places = np.asarray([(x, y) for x in range(5) for y in range(5)], dtype=float) + 0.5
    names = [str(number) for number in range(25)]
    islands = find_islands(places, range(25), names, (5.0, 5.0), 7.5)
    for (one, at), (other, there) in combinations(zip(islands, places, strict=True), 2):
        if np.abs(at - there).sum() <= 1:
            pairs = zip(LOOKS[one.look][:2], LOOKS[other.look][:2], strict=True)
            assert all(mine != theirs for mine, theirs in pairs)


def test_numbers_and_words_are_those_of_the_draft() -> None:
    assert MAP is not None
    picture = draw_map(MAP)
    assert [row[:2] for row in picture.rows] == [
        (chapter.title, chapter.breadth.bullets) for chapter in DRAFT.chapters
    ]
    assert "Kort med 48 udsagn som prikker, samlet om 4 temanavne" in picture.alt
    assert "(12)" in picture.alt


def test_bullets_that_change_themes_keep_their_places() -> None:
    assert MAP is not None
    first, *rest = MAP.bullets
    found = regroup(MAP, ["Nyt", "Rest", "Tomt"], [[first, "ny"], rest[5:], ["ny2"]])
    assert found is not None
    assert found.bullets == (first, *rest[5:])
    assert found.names == ("Nyt", "Rest")
    assert found.themes == (0, *[1] * len(rest[5:]))
    assert (found.points == MAP.points[[0, *range(6, len(MAP.bullets))]]).all()
    assert regroup(MAP, ["Nyt"], [["ny"]]) is None


def test_nearest_themes_are_those_whose_middles_are_most_alike() -> None:
    draft = drawn(*((title, [("idé", KRO[0])] * 2) for title in ("A", "B", "C")))
    by_theme = {"t0": (1.0, 0.2, 0.0), "t1": (1.0, -0.2, 0.0), "t2": (0.0, 0.1, 1.0)}
    vectors = {row.bullet: unit(np.asarray([by_theme[row.theme]]))[0] for row in draft.appendix}
    found = map_of(draft, vectors)
    assert found is not None
    assert [row[2] for row in draw_map(found).rows] == ["B", "A", "A"]
    assert "Nærmest hinanden i betydning er »A« og »B«." in draw_map(found).alt


def test_every_dot_on_the_screen_leads_to_its_bullet() -> None:
    assert MAP is not None
    hostile = '"><script>alert(1)</script>'
    svg = screen_map(MAP, lambda bullet: Spot(f"{hostile} {bullet}", "kilde", f"/udsagn/{bullet}"))
    assert "<script" not in svg
    root = ElementTree.fromstring(svg)
    links = list(root.iter("a"))
    assert [link.get("href") for link in links] == [f"/udsagn/{bullet}" for bullet in MAP.bullets]
    assert [link.get("aria-label") for link in links] == [f"{hostile} {b}" for b in MAP.bullets]
    groups = [group for group in root.iter("g") if group.get("data-theme")]
    assert [(g.get("data-theme"), len(list(g.iter("a")))) for g in groups] == [
        (chapter.title, 12) for chapter in DRAFT.chapters
    ]
    # One stop on the way through the page with Tab; the arrow keys do the rest.
    assert [link.get("tabindex") for link in links].count("0") == 1


def test_the_screen_map_obeys_a_strict_policy() -> None:
    assert MAP is not None
    svg = screen_map(MAP, lambda bullet: Spot("t", "k", f"#{bullet}"))
    assert "style" not in svg and "onclick" not in svg
    for text in (svg, map_script(), map_style()):
        assert "http" not in text and "url(" not in text and "@import" not in text
