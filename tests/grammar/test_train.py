"""The recipe, on a treebank of a few invented sentences."""

from pathlib import Path

import pytest

from models.grammar_training.corpus import Sentence, Token
from models.grammar_training.train import checksum, most_common_lemmas, train
from pipeline.danish.grammar import load_grammar

SUBJECTS = ["Byen", "Skolen", "Klubben", "Hallen", "Havnen"]
VERBS = {"mangler": "mangle", "får": "få", "bygger": "bygge"}
OBJECTS = {"stier": "sti", "pladser": "plads", "huse": "hus", "broer": "bro"}


def _sentences() -> list[Sentence]:
    return [
        [
            Token(subject, subject.lower().removesuffix("en"), "NOUN"),
            Token(verb, verb_lemma, "VERB"),
            Token(thing, thing_lemma, "NOUN"),
            Token("hurtigt", "hurtigt", adverb),
            Token(".", ".", "PUNCT"),
        ]
        for subject in SUBJECTS
        for adverb, (verb, verb_lemma) in zip(["ADV", "ADJ", "ADV"], VERBS.items(), strict=True)
        for thing, thing_lemma in OBJECTS.items()
    ]


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Train twice with the same sentences."""
    folders = [tmp_path_factory.mktemp("model") / name for name in ("one", "two")]
    for folder in folders:
        train(
            _sentences(),
            _sentences()[:12],
            folder,
            overrides={"training.max_steps": 30, "training.eval_frequency": 30},
        )
    return folders


def test_the_same_data_give_the_same_model(trained: list[Path]) -> None:
    one, two = trained
    assert checksum(one) == checksum(two)


def test_a_trained_model_tags_and_lemmatises(trained: list[Path]) -> None:
    doc = load_grammar(trained[0])("Havnen mangler pladser .")
    assert [token.pos_ for token in doc] == ["NOUN", "VERB", "NOUN", "PUNCT"]
    assert doc[2].lemma_ == "plads"


def test_the_checksum_sees_every_file_but_the_card(trained: list[Path], tmp_path: Path) -> None:
    (tmp_path / "a").write_text("1")
    before = checksum(tmp_path)
    (tmp_path / "README.md").write_text("card")
    assert checksum(tmp_path) == before
    (tmp_path / "b").write_text("1")
    assert checksum(tmp_path) != before


def test_most_common_lemmas_minds_the_part_of_speech() -> None:
    sentences = [
        [Token("Tale", "tale", "NOUN"), Token("taler", "tale", "VERB")],
        [Token("taler", "taler", "NOUN"), Token("taler", "taler", "NOUN")],
        [Token("taler", "tale", "NOUN")],
    ]
    assert most_common_lemmas(sentences) == {
        ("tale", "NOUN"): "tale",
        ("taler", "VERB"): "tale",
        ("taler", "NOUN"): "taler",
    }
