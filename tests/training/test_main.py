"""The command says what is missing before it does anything heavy, and runs from texts to model."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from sentence_transformers import SentenceTransformer
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

from models.training.__main__ import main
from models.training.student import as_sentence_transformer
from pipeline.onnx_model import OnnxModel

TEXTS = ["Vi vil have flere cykelstier.", "Bussen kører ikke.", "Skolen mangler lærere."]
STATEMENTS = [
    ("trafik", "cykler", "Vi vil have flere cykelstier til børn", "We want more bike paths"),
    ("trafik", "cykler", "Cykelstien er for smal", "The bike path is too narrow"),
    ("trafik", "busser", "Bussen kører for sjældent", "The bus is too rare"),
    ("trafik", "busser", "Der mangler en bus om aftenen", "There is no bus at night"),
    ("skole", "lærere", "Skolen mangler lærere", "The school lacks teachers"),
    ("skole", "lærere", "Læreren har for mange børn", "The teacher has too many children"),
    ("skole", "mad", "Børn vil have varm mad", "Children want warm food"),
    ("skole", "mad", "Maden i skolen er kold", "The food at school is cold"),
]


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A lexicon and statements of two areas."""
    folder = tmp_path / "own"
    folder.mkdir()
    header = "set\tarea\ttheme\tda\ten"
    rows = ["\t".join(("1", *row)) for row in STATEMENTS]
    (folder / "civic_statements.tsv").write_text("\n".join([header, *rows]) + "\n", "utf-8")
    words = ["da\ten", "cykel\tbike", "sti\tpath", "bus\tbus", "skole\tschool", "børn\tchildren"]
    (folder / "lexicon_da_en.tsv").write_text("\n".join(words) + "\n", "utf-8")
    return folder


def teacher(folder: Path, tokenizer: PreTrainedTokenizerFast, width: int) -> Path:
    """Save a small model with random weights."""
    torch.manual_seed(width)
    settings = BertConfig(
        vocab_size=len(tokenizer),
        hidden_size=width,
        num_hidden_layers=1,
        num_attention_heads=4,
        intermediate_size=2 * width,
    )
    body = BertModel(settings, add_pooling_layer=False)
    bare = folder.with_name(f"{folder.name}-bare")
    as_sentence_transformer(body, tokenizer, bare).save(str(folder))
    return folder


def test_a_folder_without_the_texts_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path), "--work", str(tmp_path / "work")]) == 2
    assert "mono_da.tsv: no such file" in capsys.readouterr().err
    assert not (tmp_path / "work").exists()


def test_the_whole_recipe_on_a_handful_of_texts(
    tmp_path: Path, data: Path, own: Path, tokenizer: PreTrainedTokenizerFast
) -> None:
    pytest.importorskip("onnx")
    with (data / "mono_da.tsv").open("a", encoding="utf-8") as file:
        for subject in ("Skolen", "Bussen", "Cyklen", "Børnehaven"):
            file.write(f"{subject} er ikke så gammel endnu.\tdawiki\n")
    work, out = tmp_path / "work", tmp_path / "out"
    command = [str(data), "--own", str(own), "--work", str(work), "--out", str(out)]
    command += ["--teacher", str(teacher(tmp_path / "first", tokenizer, 32))]
    command += ["--second-teacher", str(teacher(tmp_path / "second", tokenizer, 48))]
    command += ["--steps", "6"]
    assert main(command) == 0

    saved = SentenceTransformer(str(out), device="cpu").float()
    expected = saved.encode(TEXTS, normalize_embeddings=True)
    assert expected.shape == (len(TEXTS), 32)
    found = OnnxModel("out", out).encode(TEXTS)
    assert (found * expected).sum(axis=1).min() > 0.99
    log = [json.loads(line) for line in (work / "log.jsonl").read_text("utf-8").splitlines()]
    assert any("second teacher" in line.get("progress", "") for line in log)

    # Given again, the command has nothing left to learn and writes the same model.
    weights = (out / "model.safetensors").read_bytes()
    assert main(command) == 0
    assert (out / "model.safetensors").read_bytes() == weights
    # The last bits of the ranges that the graph rounds on may differ from run to run.
    np.testing.assert_allclose(OnnxModel("out", out).encode(TEXTS), found, atol=0.02)
