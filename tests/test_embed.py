"""Texts to vectors: prompts, fingerprints, and a cache that keeps its promises."""

import shutil
from collections.abc import Sequence

import numpy as np
import pytest

from pipeline.embed import CachedEncoder, SentenceEncoder
from pipeline.errors import ModelError

TEXTS = ["Bussen kører kun om dagen", "Boligerne er for dyre", "Bussen kører kun om dagen"]


@pytest.fixture
def model(tiny_model, tmp_path):
    return shutil.copytree(tiny_model, tmp_path / "model")


def test_vectors_have_length_one_and_keep_the_order(tiny_model) -> None:
    vectors = SentenceEncoder(str(tiny_model)).encode(TEXTS)
    assert vectors.shape == (3, 32)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-3)
    np.testing.assert_array_equal(vectors[0], vectors[2])
    assert not np.array_equal(vectors[0], vectors[1])


def test_a_vector_does_not_depend_on_what_else_is_encoded(tiny_model) -> None:
    encoder = SentenceEncoder(str(tiny_model))
    alone = encoder.encode(TEXTS[:1])
    many = encoder.encode(
        [*TEXTS[:1], *(f"Bussen nummer {n} er sen" * (n % 7) for n in range(150))]
    )
    np.testing.assert_allclose(alone[0], many[0], atol=2e-4)


def test_nothing_to_encode(tiny_model) -> None:
    assert len(SentenceEncoder(str(tiny_model)).encode([])) == 0


@pytest.mark.parametrize(
    ("name", "prompt"),
    [
        ("multilingual-e5-small", "query: "),
        ("e5-large", "query: "),
        ("intfloat_e5-base-v2", "query: "),
        ("embeddinggemma-300m", "task: clustering | query: "),
        ("nomic-embed-text-v1.5", "clustering: "),
        ("bge-m3", ""),
        ("bge-small-en-v1.5", ""),
        ("gte-multilingual-base", ""),
        ("paraphrase-multilingual-MiniLM-L12-v2", ""),
        ("LaBSE", ""),
        ("da-saetning", ""),
    ],
)
def test_prompts_of_the_common_families(tmp_path, name: str, prompt: str) -> None:
    folder = tmp_path / name
    folder.mkdir()
    (folder / "config.json").write_text("{}")
    assert SentenceEncoder(str(folder)).prompt == prompt


@pytest.mark.parametrize(
    "name", ["multilingual-e5-large-instruct", "Qwen3-Embedding-0.6B", "gte-Qwen2-1.5B-instruct"]
)
def test_models_that_take_an_instruction(tmp_path, name: str) -> None:
    folder = tmp_path / name
    folder.mkdir()
    (folder / "config.json").write_text("{}")
    prompt = SentenceEncoder(str(folder)).prompt
    assert prompt.startswith("Instruct: ")
    assert prompt.endswith("\nQuery: ")


def test_the_prompt_reaches_the_model(tiny_model, tmp_path) -> None:
    with_prompt = SentenceEncoder(str(shutil.copytree(tiny_model, tmp_path / "multilingual-e5-x")))
    plain = SentenceEncoder(str(tiny_model))
    np.testing.assert_allclose(
        with_prompt.encode(["busser"]), plain.encode(["query: busser"]), atol=2e-4
    )


def test_a_fingerprint_is_that_of_weights_and_prompt(model, tmp_path) -> None:
    first = SentenceEncoder(str(model)).fingerprint
    moved = shutil.copytree(model, tmp_path / "andet-navn")
    (moved / "README.md").write_text("En anden forklaring")
    assert SentenceEncoder(str(moved)).fingerprint == first
    prompted = shutil.copytree(model, tmp_path / "multilingual-e5-x")
    assert SentenceEncoder(str(prompted)).fingerprint != first
    weights = bytearray((moved / "model.safetensors").read_bytes())
    weights[-1] ^= 1
    (moved / "model.safetensors").write_bytes(weights)
    assert SentenceEncoder(str(moved)).fingerprint != first


def test_a_model_that_is_not_there_is_named() -> None:
    for name in ("findes-ikke", "/findes/ikke"):
        with pytest.raises(ModelError, match=f"{name}.* is not there.*Name a folder"):
            _ = SentenceEncoder(name).folder


def test_a_hub_model_that_cannot_be_had_is_named() -> None:
    with pytest.raises(ModelError, match=r"nobody/no-such-model.*cannot be downloaded"):
        _ = SentenceEncoder("nobody/no-such-model").folder


@pytest.mark.parametrize("broken", ["model.safetensors", "config.json"])
def test_a_model_that_cannot_be_loaded_is_named(model, broken: str) -> None:
    (model / broken).write_bytes(b"")
    with pytest.raises(ModelError, match=r"model.* cannot be loaded.*whole folder") as caught:
        SentenceEncoder(str(model)).encode(["Busser"])
    assert "\n" not in str(caught.value)


def test_a_cache_hit_needs_no_weights(model, tmp_path) -> None:
    encoder = SentenceEncoder(str(model))
    first = CachedEncoder(encoder, tmp_path / "cache").encode(TEXTS)
    # The fingerprint is kept, the weights are gone: only the cache can answer.
    without = SentenceEncoder(str(model))
    assert without.fingerprint == encoder.fingerprint
    (model / "model.safetensors").unlink()
    again = CachedEncoder(without, tmp_path / "cache")
    np.testing.assert_array_equal(again.encode(TEXTS[::-1]), first[::-1])
    assert again.encode([]).shape[0] == 0
    with pytest.raises(ModelError):
        again.encode(["Et nyt udsagn"])


class CountingEncoder(SentenceEncoder):
    """The real encoder, which also remembers what it was asked."""

    asked: list[str]

    def __init__(self, model: str) -> None:
        super().__init__(model)
        self.asked = []

    def encode(self, texts: Sequence[str], progress=None):
        self.asked += texts
        return super().encode(texts, progress)


def test_only_new_texts_reach_the_model(tiny_model, tmp_path) -> None:
    encoder = CountingEncoder(str(tiny_model))
    cached = CachedEncoder(encoder, tmp_path)
    cached.encode(TEXTS)
    assert sorted(encoder.asked) == sorted(set(TEXTS))
    encoder.asked.clear()
    both = cached.encode(["Nyt udsagn", TEXTS[1]])
    assert encoder.asked == ["Nyt udsagn"]
    fresh = CachedEncoder(CountingEncoder(str(tiny_model)), tmp_path)
    np.testing.assert_array_equal(fresh.encode(["Nyt udsagn", TEXTS[1]]), both)


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[: len(data) // 2],
        lambda data: b"",
        lambda data: b"PK\x03\x04" + data[4:40],
        lambda data: data[:60] + bytes(40) + data[100:],
        lambda data: bytes(len(data)),
    ],
    ids=["half", "empty", "head only", "hole", "zeros"],
)
def test_a_damaged_cache_is_made_anew(tiny_model, tmp_path, damage) -> None:
    encoder = SentenceEncoder(str(tiny_model))
    right = CachedEncoder(encoder, tmp_path).encode(TEXTS)
    [file] = tmp_path.iterdir()
    file.write_bytes(damage(file.read_bytes()))
    np.testing.assert_array_equal(CachedEncoder(encoder, tmp_path).encode(TEXTS), right)
    # and what is now in the folder is whole again
    asked = CountingEncoder(str(tiny_model))
    np.testing.assert_array_equal(CachedEncoder(asked, tmp_path).encode(TEXTS), right)
    assert asked.asked == []


def test_another_model_never_gets_old_vectors(tiny_model, tmp_path) -> None:
    plain = CachedEncoder(SentenceEncoder(str(tiny_model)), tmp_path / "cache")
    before = plain.encode(TEXTS)
    other = shutil.copytree(tiny_model, tmp_path / "multilingual-e5-x")
    after = CachedEncoder(SentenceEncoder(str(other)), tmp_path / "cache").encode(TEXTS)
    assert not np.allclose(before, after, atol=1e-3)


def test_the_cache_holds_no_words(tiny_model, tmp_path) -> None:
    CachedEncoder(SentenceEncoder(str(tiny_model)), tmp_path).encode(["Asta Hvidkilde"])
    assert all(b"Hvidkilde" not in path.read_bytes() for path in tmp_path.iterdir())
