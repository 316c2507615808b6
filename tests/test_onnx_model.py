"""The shipped graph: the same vector in any company, on any number of cores, without torch."""

import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from pipeline.embed import SentenceEncoder
from pipeline.errors import ModelError
from pipeline.onnx_model import GRAPH, OnnxModel
from pipeline.settings import PROJECT_MODELS

FOLDER = PROJECT_MODELS / "da-saetning"
GOLD = Path(__file__).parent / "data" / "civic_gold" / "gold.tsv"


@pytest.fixture(scope="module")
def texts() -> list[str]:
    """Bullets of 2 to 40 words, one of many more, and some that are hardly text."""
    lines = GOLD.read_text(encoding="utf-8").splitlines()[1:101]
    bullets = [line.split("\t")[-1] for line in lines]
    return [*bullets, " og ".join(bullets[:20]), "", "?", "Bus", "🚲 " * 5]


@pytest.fixture(scope="module")
def model() -> OnnxModel:
    return OnnxModel("da-saetning", FOLDER, threads=2)


def test_alone_or_in_any_company_and_order_the_vector_is_the_same_to_the_last_bit(
    model: OnnxModel, texts: list[str]
) -> None:
    together = model.encode(texts)
    assert together.shape == (len(texts), 384)
    assert together.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    alone = np.concatenate([model.encode([text]) for text in texts])
    np.testing.assert_array_equal(alone, together)
    np.testing.assert_array_equal(model.encode(texts[::-1])[::-1], together)
    np.testing.assert_array_equal(model.encode(texts[::3]), together[::3])
    # So many copies of one text fill whole batches of their own.
    np.testing.assert_array_equal(model.encode([texts[0]] * 300), together[[0] * 300])


def test_one_core_and_two_give_the_same_bits(model: OnnxModel, texts: list[str]) -> None:
    np.testing.assert_array_equal(
        OnnxModel("da-saetning", FOLDER, threads=1).encode(texts), model.encode(texts)
    )


def test_a_text_is_read_to_its_hundred_and_twenty_eighth_piece(model: OnnxModel) -> None:
    words = ["vej"] * 126
    cut, longer, shorter = model.encode([" ".join(words + more) for more in ([], ["by"], [])])
    np.testing.assert_array_equal(cut, longer)
    np.testing.assert_array_equal(cut, shorter)
    other, last = model.encode([" ".join([*words[1:], "by"]), " ".join(words)])
    assert not np.array_equal(other, last)


def test_progress_counts_to_the_end(model: OnnxModel, texts: list[str]) -> None:
    seen: list[tuple[int, int]] = []
    model.encode(texts, lambda done, total: seen.append((done, total)))
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    assert seen[-1] == (len(texts), len(texts))


def test_the_shipped_model_needs_no_torch() -> None:
    code = (
        "import sys; from pipeline.embed import SentenceEncoder;"
        "print(SentenceEncoder('da-saetning').encode(['Bussen kører for sjældent']).shape);"
        "print(*sorted({'torch', 'transformers', 'sentence_transformers'} & set(sys.modules)))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parent.parent,
    )
    assert result.stdout.split("\n")[:2] == ["(1, 384)", ""]


@pytest.mark.parametrize("broken", [GRAPH, "model.safetensors", "tokenizer.json"])
@pytest.mark.parametrize("damage", ["empty", "gone"])
def test_a_model_that_was_not_copied_whole_is_named(
    tmp_path: Path, broken: str, damage: str
) -> None:
    folder = tmp_path / "en-model"
    folder.mkdir()
    for name in (GRAPH, "tokenizer.json", "model.safetensors"):
        if name != broken:
            shutil.copyfile(FOLDER / name, folder / name)
        elif damage == "empty":
            (folder / name).write_bytes(b"")
    with pytest.raises(ModelError, match=r"en-model.* cannot be loaded.*whole folder") as caught:
        OnnxModel("en-model", folder)
    assert "\n" not in str(caught.value)


def test_the_fingerprint_knows_the_graph(tmp_path: Path) -> None:
    for name in ("modules.json", "tokenizer.json", GRAPH):
        shutil.copyfile(FOLDER / name, tmp_path / name)
    first = SentenceEncoder(str(tmp_path)).fingerprint
    (tmp_path / GRAPH).unlink()
    assert SentenceEncoder(str(tmp_path)).fingerprint != first
