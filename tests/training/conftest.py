"""A tiny folder of third-party texts, a tiny student, and no teachers."""

from pathlib import Path

import pytest
import torch
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

from models.training.vocabulary import SPECIAL, as_tokenizer

WORDS = [
    "vi",
    "vil",
    "have",
    "flere",
    "cykel",
    "##sti",
    "##er",
    "til",
    "børn",
    "og",
    "gamle",
    "bus",
    "skole",
    "lærer",
    "we",
    "want",
    "more",
    "bike",
    "paths",
]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Write the files that the recipe reads."""
    folder = tmp_path / "data"
    folder.mkdir()

    def table(name: str, *rows: tuple[str, ...]) -> None:
        (folder / name).write_text("".join("\t".join(row) + "\n" for row in rows), encoding="utf-8")

    table(
        "mono_da.tsv",
        ("text", "source"),
        ("Bussen kører kun to gange om dagen.", "dawiki"),
        ("Derfor kan de unge ikke komme til byen.", "dawiki"),
        ("Kort sætning.", "dawiki"),
        ("En helt anden avis skriver om noget andet.", "lcc_news"),
        ("Kaptajnen gik fra borde!", "dawiki"),
    )
    table(
        "parallel_da_en.tsv",
        ("da", "en", "source"),
        ("Hunden sover.", "The dog is asleep.", "tatoeba_anki"),
        ("kaptajnen gik fra borde", "The captain left the ship.", "tatoeba_anki"),
        ("Han er her.", "The captain went ashore!", "tatoeba_anki"),
        ("Klik på knappen.", "Click the button.", "gnome_user_docs"),
    )
    table(
        "tatoeba_da_en_test.tsv",
        ("da", "en"),
        ("Kaptajnen gik fra borde.", "The captain went ashore."),
    )
    return folder


@pytest.fixture
def tokenizer() -> PreTrainedTokenizerFast:
    """A vocabulary of a few words."""
    return as_tokenizer([*SPECIAL, *dict.fromkeys(WORDS), *"abcdefghijklmnopqrstuvwxyzæøå.,!"])


@pytest.fixture
def body(tokenizer: PreTrainedTokenizerFast) -> BertModel:
    """A body of two small layers with random weights."""
    torch.manual_seed(0)
    settings = BertConfig(
        vocab_size=len(tokenizer),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=4,
        intermediate_size=64,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
    )
    return BertModel(settings, add_pooling_layer=False)
