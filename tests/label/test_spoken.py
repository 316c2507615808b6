"""Names of the vocabulary for what bullets speak of."""

import numpy as np

from pipeline.label.candidates import find_candidates, read_lexis
from pipeline.label.spoken import Spoken
from tests.label.tagged import tag

BULLETS = [
    "Bussen/N følger ikke køreplanen/N",
    "Køreplanen/N skal ændres/V",
    "Der mangler/V afgange/N i/P køreplanen/N",
    "Eleverne/N savner/V lærere/N",
    "Lærerne/N har travlt/A",
]


def blind(phrases):
    """One vector for all: only words tell what is spoken of."""
    return np.ones((len(phrases), 1), np.float32)


def names(rows):
    tagged = [tag(text) for text in BULLETS]
    lexis = read_lexis(tagged)
    spoken = Spoken(lexis, blind(BULLETS), blind)
    found = spoken.candidates(rows, find_candidates(rows, tagged, lexis))
    return {candidate.text: candidate for candidate in found}


def test_a_field_that_several_bullets_speak_of_is_a_candidate() -> None:
    term = names([0, 1, 2])["kollektiv trafik"]
    assert not term.is_attested
    assert term.level == "field"
    assert term.bullets == {0, 1, 2}
    assert 0.5 < term.spoken <= 1


def test_a_field_of_one_bullet_is_none() -> None:
    assert "kollektiv trafik" not in names([0, 3, 4])


def test_citizens_own_phrases_stay() -> None:
    assert names([0, 1, 2])["køreplan"].is_attested


def test_a_name_that_citizens_used_is_theirs() -> None:
    def encode(phrases):
        """One dimension for stops, one for all else."""
        return np.array([[1.0, 0.0] if "stop" in p.lower() else [0.0, 1.0] for p in phrases])

    texts = ["Vores/D stoppesteder/N er våde/A"] * 3 + BULLETS
    tagged = [tag(text) for text in texts]
    lexis = read_lexis(tagged)
    spoken = Spoken(lexis, encode(texts).astype(np.float32), encode)
    found = spoken.candidates([0, 1, 2], find_candidates([0, 1, 2], tagged, lexis))
    stops = [candidate for candidate in found if candidate.text == "stoppesteder"]
    assert len(stops) == 1
    assert stops[0].is_attested
    assert stops[0].level == "topic"
