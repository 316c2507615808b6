"""Reading the texts, and keeping the tests' texts out of them."""

from pathlib import Path

import pytest

from models.training.corpus import (
    DEVELOPMENT_AREAS,
    DEVELOPMENT_STRATEGIES,
    OWN_DATA,
    is_development,
    normalised,
    read_corpus,
    read_lexicon,
    read_statements,
)


def test_no_test_sentence_is_learnt_from_in_either_language(data: Path) -> None:
    corpus = read_corpus(data, pairs_dev=0)
    assert [pair.danish for pair in corpus.pairs] == ["Hunden sover.", "Klik på knappen."]
    assert "Kaptajnen gik fra borde!" not in corpus.sentences


def test_neighbours_are_long_enough_and_of_one_document(data: Path) -> None:
    corpus = read_corpus(data, pairs_dev=0)
    pairs = corpus.neighbours + corpus.neighbours_dev
    assert pairs == [
        ("Bussen kører kun to gange om dagen.", "Derfor kan de unge ikke komme til byen.")
    ]


def test_development_pairs_are_set_aside(data: Path) -> None:
    corpus = read_corpus(data, pairs_dev=1)
    assert len(corpus.pairs_dev) == 1
    assert not {pair.danish for pair in corpus.pairs_dev} & {pair.danish for pair in corpus.pairs}


def test_normalised_ignores_case_signs_and_unicode_form() -> None:
    assert normalised("Bla\u030aba\u0308r – nej!") == normalised("blåbär nej")


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="parallel_da_en"):
        read_corpus(tmp_path)


def test_own_files_are_whole() -> None:
    lexicon = read_lexicon(OWN_DATA / "lexicon_da_en.tsv")
    assert len(lexicon) > 20_000
    assert lexicon["ikke"] == ["not"]
    assert all(glosses for glosses in lexicon.values())
    statements = read_statements(OWN_DATA / "civic_statements.tsv")
    assert len(statements) > 20_000
    assert all(row.danish and row.english and row.theme for row in statements)
    texts = [row.danish for row in statements]
    assert len(set(texts)) > 0.995 * len(texts)


def test_whole_areas_and_strategies_are_held_out() -> None:
    statements = read_statements(OWN_DATA / "civic_statements.tsv")
    held = [row for row in statements if is_development(row)]
    assert {row.strategy for row in held} == {"fields", *DEVELOPMENT_STRATEGIES}
    assert {row.area for row in held if row.strategy == "fields"} == set(DEVELOPMENT_AREAS)
    assert all(
        row.strategy not in DEVELOPMENT_STRATEGIES for row in statements if not is_development(row)
    )
