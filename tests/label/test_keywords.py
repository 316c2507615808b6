"""Words that set a theme apart."""

import math

import pytest

from pipeline.label import class_tfidf
from pipeline.label.candidates import read_lexis
from pipeline.label.keywords import choose_keywords
from tests.label.tagged import tag


def test_class_tfidf_by_hand() -> None:
    # Mean words in a class 2.5; bus 3 of 5 words, bolig 1, og 1.
    one, two = class_tfidf([["bus", "bus", "og"], ["bolig", "bus"]])
    assert one["bus"] == pytest.approx(math.sqrt(2) * math.log(1 + 2.5 / 3))
    assert two["bolig"] == pytest.approx(math.log(1 + 2.5 / 1))
    assert two["bus"] == pytest.approx(math.log(1 + 2.5 / 3))
    assert list(two) == ["bolig", "bus"]
    assert class_tfidf([]) == []
    assert class_tfidf([[]]) == [{}]


def test_keywords_are_nouns_in_a_form_that_was_used_and_variants_are_one() -> None:
    tagged = [
        tag("Skolerne/N lukker/V"),
        tag("En/D skole/N med/P skolekøkken/N"),
        tag("Skolen/N på/P Mols/E"),
        tag("Dårlig/A dag/N for/P lærere/N"),
    ]
    lexis = read_lexis(tagged)
    [weight] = class_tfidf([[word for words in lexis.families for word in sorted(words)]])
    found = choose_keywords(range(4), tagged, lexis, weight)
    assert found[0] == "skole"
    assert "lærere" in found
    # "Skolekøkken" is a variant, "dag" is vague, "dårlig" no noun, "Mols" a name.
    assert set(found) == {"skole", "lærere"}
