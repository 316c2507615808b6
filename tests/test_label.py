"""Titles, phrases, keywords and exemplars out of the bullets themselves."""

import math

import numpy as np
import pytest

from pipeline.danish import content_lemmas
from pipeline.label import choose_exemplars, class_tfidf, label

TRAFFIC = [
    "Bussen kører kun hver anden time",
    "Flere busser om aftenen",
    "Der mangler busser i weekenden",
    "En bus til stationen",
]
HOMES = [
    "Boligerne er for dyre for unge",
    "Små boliger til ældre",
    "Unge kan ikke finde en bolig",
    "Billige boliger i landsbyerne",
]
TEXTS = TRAFFIC + HOMES
THEMES = [[0, 1, 2, 3], [4, 5, 6, 7]]
WORDS = ("bus", "bolig")


def encode(phrases):
    """Two dimensions, one for each theme's word, with a little of both for all."""
    rows = [[0.1 + (word in content_lemmas(p)) for word in WORDS] for p in phrases]
    vectors = np.array(rows, np.float32).reshape(-1, 2)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


@pytest.fixture
def labels():
    return label(THEMES, TEXTS, encode(TEXTS), encode)


def test_the_title_holds_what_the_bullets_share(labels) -> None:
    assert "bus" in content_lemmas(labels[0].title)
    assert "bolig" in content_lemmas(labels[1].title)
    assert "bus" in labels[0].keywords[:2]
    assert "bolig" in labels[1].keywords[:2]


def test_phrases_are_taken_from_the_themes_own_bullets(labels) -> None:
    for found, rows in zip(labels, THEMES, strict=True):
        own = " ".join(TEXTS[row] for row in rows).lower()
        assert found.phrases[0] == found.title
        assert all(phrase.lower() in own for phrase in found.phrases)
        assert all(phrase[0].isupper() for phrase in found.phrases)
        assert len(set(found.phrases)) == len(found.phrases) <= 5


def test_exemplars_are_bullets_of_the_theme(labels) -> None:
    for found, rows in zip(labels, THEMES, strict=True):
        assert set(found.exemplars) <= set(rows)
        assert len(set(found.exemplars)) == len(found.exemplars) > 0


def test_titles_are_unique_among_siblings() -> None:
    texts = ["Flere busser"] * 3 + ["Busserne er sene"] * 3 + ["Busser"] * 3
    themes = [[0, 1, 2], [3, 4, 5], [6, 7, 8]]
    titles = [found.title for found in label(themes, texts, encode(texts), encode)]
    assert len({title.lower() for title in titles}) == 3


@pytest.mark.parametrize("text", ["Busser", "Busser!", "Til og fra", "???", "2035"])
def test_titles_are_unique_even_if_all_bullets_say_the_same(text: str) -> None:
    texts = [text] * 4
    found = label([[0], [1], [2], [3]], texts, encode(texts), encode)
    assert len({item.title for item in found}) == 4
    assert all(item.title.strip() for item in found)


def test_a_title_that_is_taken_is_not_repeated() -> None:
    [free] = label(THEMES[:1], TEXTS, encode(TEXTS), encode)
    [found] = label(THEMES[:1], TEXTS, encode(TEXTS), encode, taken=[free.title])
    assert found.title.lower() != free.title.lower()


def test_the_same_bullets_give_the_same_labels(labels) -> None:
    assert label(THEMES, TEXTS, encode(TEXTS), encode) == labels


def test_no_themes_no_labels() -> None:
    assert label([], [], np.zeros((0, 2), np.float32), encode) == []


def test_class_tfidf_by_hand() -> None:
    # Mean words in a class 2.5; bus 3 of 5 words, bolig 1, og 1.
    one, two = class_tfidf([["bus", "bus", "og"], ["bolig", "bus"]])
    assert one["bus"] == pytest.approx(math.sqrt(2) * math.log(1 + 2.5 / 3))
    assert two["bolig"] == pytest.approx(math.log(1 + 2.5 / 1))
    assert two["bus"] == pytest.approx(math.log(1 + 2.5 / 3))
    assert list(two) == ["bolig", "bus"]
    assert class_tfidf([]) == []
    assert class_tfidf([[]]) == [{}]


def test_the_medoid_is_the_first_exemplar_and_others_show_other_sides() -> None:
    angles = np.radians([0, 2, -2, 40, 90])
    vectors = np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)
    assert choose_exemplars([0, 1, 2, 3], vectors, 2) == [1, 3]
    assert choose_exemplars([4], vectors) == [4]
    assert sorted(choose_exemplars(range(5), vectors)) == [0, 1, 2, 3, 4]
