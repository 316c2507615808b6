"""Retagging from one treebank's conventions to the other's."""

import pytest

from models.grammar_training.conventions import Conventions
from models.grammar_training.corpus import Sentence, Token

NOUNS = ["bil", "skole", "have", "sti", "klub", "plan", "båd", "hund", "bus", "avis"]
VERBS = [("løber", "løbe"), ("cykler", "cykle"), ("taler", "tale"), ("synger", "synge")]


def _sentence(text: str) -> Sentence:
    return [Token(*word.split("/")) for word in text.split()]


def _treebank(possessive: str, alone: str, adverb: str) -> list[Sentence]:
    """Say "hans bil løber hurtigt" and "den er hans" with the tags given."""
    sentences = []
    for noun in NOUNS:
        for verb, lemma in VERBS:
            lemma_of_adverb = "hurtig" if adverb == "ADJ" else "hurtigt"
            sentences.append(
                _sentence(
                    f"hans/hans/{possessive} {noun}/{noun}/NOUN {verb}/{lemma}/VERB "
                    f"hurtigt/{lemma_of_adverb}/{adverb} ././PUNCT"
                )
            )
        sentences.append(_sentence(f"{noun}/{noun}/NOUN er/være/AUX hans/hans/{alone} ././PUNCT"))
        sentences.append(_sentence(f"et/en/DET hurtigt/hurtig/ADJ {noun}/{noun}/NOUN ././PUNCT"))
    return sentences


@pytest.fixture(scope="module")
def conventions() -> Conventions:
    return Conventions(_treebank("PRON", "PRON", "ADJ"), _treebank("DET", "PRON", "ADV"))


def test_the_words_around_decide_the_tag(conventions: Conventions) -> None:
    before_noun = _sentence("hans/hans/PRON cykel/cykel/NOUN løber/løbe/VERB")
    alone = _sentence("cykel/cykel/NOUN er/være/AUX hans/hans/PRON ././PUNCT")
    retagged = conventions.retag([before_noun, alone])
    assert [token.upos for token in retagged[0]] == ["DET", "NOUN", "VERB"]
    assert [token.upos for token in retagged[1]] == ["NOUN", "AUX", "PRON", "PUNCT"]


def test_an_adjective_that_becomes_an_adverb_is_its_own_lemma(conventions: Conventions) -> None:
    (retagged,) = conventions.retag(
        [_sentence("hans/hans/PRON bus/bus/NOUN cykler/cykle/VERB hurtigt/hurtig/ADJ ././PUNCT")]
    )
    assert retagged[3] == Token("hurtigt", "hurtigt", "ADV")
    (before_noun,) = conventions.retag([_sentence("et/en/DET hurtigt/hurtig/ADJ bus/bus/NOUN")])
    assert before_noun[1] == Token("hurtigt", "hurtig", "ADJ")


def test_a_tag_that_both_corpora_weigh_is_left() -> None:
    parole = _treebank("DET", "PRON", "ADV")
    other = _treebank("DET", "PRON", "ADV")
    odd = _sentence("hans/hans/PRON bil/bil/NOUN løber/løbe/VERB")
    assert Conventions(parole, other).retag([odd]) == [odd]
