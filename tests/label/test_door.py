"""Titles, phrases, keywords and exemplars out of the bullets themselves."""

import numpy as np
import pytest

from pipeline.danish import STOP_WORDS, content_lemmas
from pipeline.label import Theme, label, read_bullets
from tests.label.tagged import tag

TRAFFIC = [
    "Bussen/N kører/V kun hver anden time/N",
    "Flere/A busser/N om/P aftenen/N",
    "Der mangler/V busser/N i/P weekenden/N",
    "En/D bus/N til/P stationen/N",
]
HOMES = [
    "Boligerne/N er for/P dyre/A for/P unge/A",
    "Små/A boliger/N til/P ældre/A",
    "Unge/A kan ikke finde/V en/D bolig/N",
    "Billige/A boliger/N i/P landsbyerne/N",
]
WORDS = ("bus", "bolig")


def encode(phrases):
    """Two dimensions, one for each theme's word, with a little of both for all."""
    rows = [[0.1 + (word in content_lemmas(phrase)) for word in WORDS] for phrase in phrases]
    vectors = np.array(rows, np.float32).reshape(-1, 2)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def run(texts, themes, **more):
    tagged = [tag(text) for text in texts]
    plain = [" ".join(token.text for token in tokens) for tokens in tagged]
    return label(themes, plain, tagged, encode(plain), encode, **more)


THEMES = [Theme([0, 1, 2, 3]), Theme([4, 5, 6, 7])]


@pytest.fixture(scope="module")
def labels():
    return run(TRAFFIC + HOMES, THEMES)


def test_the_title_holds_what_the_bullets_share(labels) -> None:
    assert "bus" in content_lemmas(labels[0].title)
    assert "bolig" in content_lemmas(labels[1].title)
    assert labels[0].keywords[0] == "busser"
    assert labels[1].keywords[0] == "boliger"


def test_phrases_are_short_attested_and_in_sentence_case(labels) -> None:
    for found, texts in zip(labels, (TRAFFIC, HOMES), strict=True):
        own = {lemma for text in texts for lemma in content_lemmas(text.replace("/", " / "))}
        assert found.phrases[0] == found.title
        assert 1 < len(set(found.phrases)) == len(found.phrases) <= 5
        assert len(found.traits) == len(found.phrases)
        for phrase in found.phrases:
            words = phrase.split()
            assert phrase[0].isupper()
            assert len(words) <= 6
            assert {words[0].lower(), words[-1]}.isdisjoint(STOP_WORDS)
        for phrase, traits in zip(found.phrases, found.traits, strict=True):
            assert traits["term"] or set(content_lemmas(phrase)) <= own


def test_exemplars_are_bullets_of_the_theme(labels) -> None:
    for found, theme in zip(labels, THEMES, strict=True):
        assert set(found.exemplars) <= set(theme.rows)
        assert len(set(found.exemplars)) == len(found.exemplars) > 0


def test_titles_are_unlike_among_siblings() -> None:
    texts = ["Flere/A busser/N"] * 3 + ["Busserne/N er sene/A"] * 3 + ["Busser/N og/C tog/N"] * 3
    themes = [Theme([0, 1, 2]), Theme([3, 4, 5]), Theme([6, 7, 8])]
    titles = [found.title for found in run(texts, themes)]
    assert titles[0] == "Busser"
    assert len({title.lower() for title in titles}) == 3


@pytest.mark.parametrize("text", ["Busser/N", "Busser/N !", "Til/P og/C fra/P", "???", "2035"])
def test_titles_are_unique_even_if_all_bullets_say_the_same(text: str) -> None:
    found = run([text] * 4, [Theme([row]) for row in range(4)])
    assert len({item.title for item in found}) == 4
    assert all(item.title.strip() for item in found)


def test_a_subtheme_adds_to_its_parents_title() -> None:
    [found] = run(TRAFFIC, [Theme([0, 1, 2, 3], parent="Busser")])
    assert not set(content_lemmas(found.title)) <= {"bus"}


def test_a_title_that_is_taken_is_not_repeated(labels) -> None:
    found = run(TRAFFIC + HOMES, THEMES, taken=[labels[0].title])
    assert found[0].title.lower() != labels[0].title.lower()


def test_weights_decide() -> None:
    texts = ["Busser/N om/P aftenen/N"] * 3
    by_pairs = {"pair": 0.0, "attached": 5.0}
    assert run(texts, [Theme([0, 1, 2])])[0].title == "Busser"
    [found] = run(["Busser/N til/P stationen/N"] * 3, [Theme([0, 1, 2])], weights=by_pairs)
    assert found.title == "Busser til stationen"


def test_the_same_bullets_give_the_same_labels(labels) -> None:
    assert run(TRAFFIC + HOMES, THEMES) == labels


def test_no_themes_no_labels() -> None:
    assert label([], [], [], np.zeros((0, 2), np.float32), encode) == []


def test_a_theme_of_hundreds_is_named_as_one_of_four(labels) -> None:
    many = [text for text in TRAFFIC + HOMES for _ in range(100)]
    themes = [Theme(range(400)), Theme(range(400, 800))]
    assert [found.title for found in run(many, themes)] == [found.title for found in labels]


def test_the_bullets_may_be_read_beforehand(labels) -> None:
    tagged = [tag(text) for text in TRAFFIC + HOMES]
    plain = [" ".join(token.text for token in tokens) for tokens in tagged]
    reading = read_bullets(tagged, encode(plain), encode)
    assert run(TRAFFIC + HOMES, THEMES, reading=reading) == labels


def test_reasons_say_where_each_phrase_comes_from(labels) -> None:
    for found, theme in zip(labels, THEMES, strict=True):
        assert [why.phrase for why in found.reasons] == list(found.phrases)
        for why, traits in zip(found.reasons, found.traits, strict=True):
            assert (why.source == "fagord") == bool(traits["term"])
            assert 0 < why.bullets <= len(theme.rows)
            assert why.tables == why.bullets  # Each bullet stands for a table where none is said.


def test_pairs_of_two_themes_share_no_half() -> None:
    words = ("telefon", "borgerservice", "brev")

    def by_word(phrases):
        """One dimension for each word, and one for all else."""
        held = [content_lemmas(phrase) for phrase in phrases]
        rows = [[0.1, *(float(word in lemmas) for word in words)] for lemmas in held]
        vectors = np.array(rows, np.float32)
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)

    texts = ["Telefonen/N tager/V ingen", "Borgerservice/N har/V lukket/V"] * 8
    texts += ["Brevene/N er svære/A", "Borgerservice/N har/V lukket/V"] * 8
    tagged = [tag(text) for text in texts]
    plain = [" ".join(token.text for token in tokens) for tokens in tagged]
    themes = [Theme(list(range(16))), Theme(list(range(16, 32)))]
    first, second = label(themes, plain, tagged, by_word(plain), by_word)
    assert first.title == "Telefon og borgerservice"
    assert second.title == "Breve"
