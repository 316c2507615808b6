"""The tagger in front of the grammar model: where it is found, and what it remembers."""

from pathlib import Path

import pytest

from pipeline.errors import ModelError
from pipeline.grammar import CachedTagger, GrammarModel
from pipeline.records import Token


class CountingModel(GrammarModel):
    """Tags every word as a noun, and counts the texts it is asked for."""

    fingerprint = "abc"

    def __init__(self) -> None:
        super().__init__("none")
        self.asked: list[str] = []

    def tag(self, texts, progress=None):
        self.asked += texts
        return [tuple(Token(word, "NOUN", word.lower()) for word in t.split()) for t in texts]


@pytest.fixture(scope="module")
def model() -> GrammarModel:
    return GrammarModel("da-grammar")


def test_words_get_part_of_speech_and_lemma(model: GrammarModel) -> None:
    [tokens] = model.tag(["Skolerne får nye lærere – i byen"])
    kinds = {token.text: (token.pos, token.lemma) for token in tokens}
    assert kinds["Skolerne"] == ("NOUN", "skole")
    assert kinds["nye"] == ("ADJ", "ny")
    assert kinds["–"][0] == "PUNCT"


def test_a_text_is_tagged_once(tmp_path: Path) -> None:
    model = CountingModel()
    first = CachedTagger(model, tmp_path).tag(["En bus", "Et tog", "En bus"])
    again = CachedTagger(model, tmp_path)
    assert again.tag(["Et tog", "En bus", "Ny bro"]) == [
        first[1],
        first[0],
        (Token("Ny", "NOUN", "ny"), Token("bro", "NOUN", "bro")),
    ]
    assert model.asked == ["En bus", "Et tog", "Ny bro"]


def test_a_damaged_cache_is_only_a_lost_memory(tmp_path: Path) -> None:
    model = CountingModel()
    CachedTagger(model, tmp_path).tag(["En bus"])
    [path] = tmp_path.iterdir()
    path.write_text("{half", encoding="utf-8")
    [tokens] = CachedTagger(model, tmp_path).tag(["En bus"])
    assert [token.text for token in tokens] == ["En", "bus"]


def test_the_fingerprint_follows_the_model(model: GrammarModel, tmp_path: Path) -> None:
    (tmp_path / "config.cfg").write_text("other")
    assert GrammarModel("da-grammar").fingerprint == model.fingerprint
    assert GrammarModel(str(tmp_path)).fingerprint != model.fingerprint


@pytest.mark.parametrize("name", ["no-such-model", "no_such_package", "../elsewhere"])
def test_a_model_that_is_not_there_is_named(name: str) -> None:
    with pytest.raises(ModelError, match="is not there"):
        _ = GrammarModel(name).fingerprint
