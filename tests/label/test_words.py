"""The order of preference in words."""

from pipeline.label import WEIGHTS, order_in_words


def test_every_trait_has_words_and_the_strongest_comes_first() -> None:
    lines = order_in_words(WEIGHTS, WEIGHTS)
    assert len(lines) == len(WEIGHTS)
    strongest = max(WEIGHTS, key=lambda name: abs(WEIGHTS[name]))
    assert f"({strongest})" in lines[0]


def test_what_moved_says_how_far() -> None:
    (line,) = order_in_words({"term": -0.5}, {"term": 0.25})
    assert "against a title that is a term of the vocabulary" in line
    assert "-0.75" in line
