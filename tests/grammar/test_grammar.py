"""The Danish grammar model that comes with the program, and where its lemmas come from."""

import re
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from models.grammar_training.train import checksum
from pipeline.danish.grammar import danish_lemmas, lemma_table, load_grammar

MODEL = Path(__file__).parents[2] / "models" / "da-grammar"


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load_grammar(MODEL)


def _lemmas(words: list[str], pos: list[str], guesses: list[str]) -> list[str]:
    vocab = spacy.blank("da").vocab
    vocab.lookups = lemma_table(
        {
            ("taler", "NOUN"): "taler",
            ("taler", "VERB"): "tale",
            ("elmby", "PROPN"): "never",
            ("børnene", "NOUN"): "barn",
        }
    )
    doc = danish_lemmas(Doc(vocab, words=words, pos=pos, lemmas=guesses))
    return [token.lemma_ for token in doc]


def test_the_table_knows_the_part_of_speech() -> None:
    assert _lemmas(["Taler", "taler"], ["NOUN", "VERB"], ["x", "x"]) == ["taler", "tale"]


def test_the_dictionary_comes_before_the_guess_and_after_the_table() -> None:
    words = ["skolerne", "trivselscaféen", "BØRNENE"]
    guesses = ["skol", "trivselscafé", "BØRN"]
    assert _lemmas(words, ["NOUN"] * 3, guesses) == ["skole", "trivselscafé", "barn"]


def test_a_compound_noun_that_no_dictionary_holds_ends_like_its_last_part() -> None:
    words = ["cykelbibliotekerne", "klimaborgertinget"]
    guesses = ["cykelbiblioteker", "klimaborgertinge"]
    assert _lemmas(words, ["NOUN"] * 2, guesses) == ["cykelbibliotek", "klimaborgerting"]


def test_names_are_left_as_the_model_has_them() -> None:
    assert _lemmas(["Elmby", "Have"], ["PROPN", "PROPN"], ["Elmby", "Have"]) == ["Elmby", "Have"]


def test_the_table_leaves_out_what_the_dictionary_says() -> None:
    lookups = lemma_table({("børnene", "NOUN"): "barn", ("taler", "NOUN"): "taler"})
    assert len(lookups.get_table("danish_lemmas")) == 1


def test_a_model_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="nowhere"):
        load_grammar(tmp_path / "nowhere")


def test_the_model_is_the_one_its_card_describes_and_small() -> None:
    card = (MODEL / "README.md").read_text(encoding="utf-8")
    stated = re.search(r"\b[0-9a-f]{64}\b", card)
    assert stated and stated[0] == checksum(MODEL)
    size = sum(path.stat().st_size for path in MODEL.rglob("*") if path.is_file())
    assert size <= 15_000_000


def test_the_model_names_no_folder_of_the_machine_that_made_it() -> None:
    for name in ("config.cfg", "meta.json"):
        assert not re.search(r"[\"=:]\s*\"?/\w+/", (MODEL / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("text", "tagged"),
    [
        (
            "Flere trygge skoleveje i landsbyerne",
            "mange/ADJ tryg/ADJ skolevej/NOUN i/ADP landsby/NOUN",
        ),
        (
            "samarbejde mellem kommunen og civilsamfundet",
            "samarbejde/NOUN mellem/ADP kommune/NOUN og/CCONJ civilsamfund/NOUN",
        ),
        (
            "Kommunen skal lytte til borgerne",
            "kommune/NOUN skulle/AUX lytte/VERB til/ADP borger/NOUN",
        ),
        (
            "så børnene kan cykle til skole",
            "så/SCONJ barn/NOUN kunne/AUX cykle/VERB til/ADP skole/NOUN",
        ),
        ("Hans bil kører hurtigt", "hans/DET bil/NOUN køre/VERB hurtigt/ADV"),
    ],
)
def test_the_model_tags_what_citizens_write(nlp: Language, text: str, tagged: str) -> None:
    assert " ".join(f"{token.lemma_}/{token.pos_}" for token in nlp(text)) == tagged
