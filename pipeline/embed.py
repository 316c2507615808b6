"""Texts to unit vectors, with any saved sentence-transformers model, cached by text and model.

A model that brings an ONNX graph of ours is run by that, without torch.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from pipeline.errors import ModelError
from pipeline.onnx_model import GRAPH, OnnxModel
from pipeline.settings import PROJECT_MODELS
from pipeline.torch_model import TorchModel

Vectors = NDArray[np.float32]
Progress = Callable[[int, int], None]

_KEY_BYTES = 16
# Rounding takes away the last bits, in which batches of other sizes differ.
_DECIMALS = 4

_TASK = "Identify the topic of the citizen's statement"
# What the model cards ask for when texts are compared with one another; the first match counts.
# Families that are not listed (bge, gte, paraphrase-*, LaBSE) take the text as it is.
_PROMPTS: tuple[tuple[str, str], ...] = (
    (r"e5.*instruct|qwen3-embedding|gte-qwen2", f"Instruct: {_TASK}\nQuery: "),
    (r"\be5\b|e5-(?:small|base|large)", "query: "),
    (r"embeddinggemma", "task: clustering | query: "),
    (r"nomic-embed", "clustering: "),
)


class Encoder(Protocol):
    """Anything that turns texts into unit vectors."""

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Return one unit vector a text, shape (texts, dimensions)."""
        ...


class SentenceEncoder:
    """A sentence model from a folder, from `models/`, or by its hub name; loaded when first needed.

    Parameters
    ----------
    model
        Path of a saved model, name of a folder below `models/`, or a hub name with a slash.
    """

    def __init__(self, model: str) -> None:
        self.model = model

    @cached_property
    def folder(self) -> Path:
        """Where the model lies.

        Raises
        ------
        ModelError
            If it is nowhere to be found.
        """
        for candidate in (Path(self.model), PROJECT_MODELS / self.model):
            if (candidate / "modules.json").is_file() or (candidate / "config.json").is_file():
                return candidate
        if re.fullmatch(r"[\w.-]+/[\w.-]+", self.model) and not Path(self.model).exists():
            return _hub_folder(self.model)
        raise ModelError(
            f"Model {self.model!r} is not there: no such folder, and none below {PROJECT_MODELS}. "
            f"Name a folder that sentence-transformers saved, or one of {_shipped()}."
        )

    @cached_property
    def prompt(self) -> str:
        """What the model's card asks to put in front of each text."""
        name = f"{self.model} {self.folder.resolve().name}".lower()
        return next((prompt for form, prompt in _PROMPTS if re.search(form, name)), "")

    @cached_property
    def fingerprint(self) -> str:
        """Hash of the model's files and prompt: equal fingerprints give equal vectors."""
        digest = hashlib.blake2b(self.prompt.encode(), digest_size=_KEY_BYTES)
        for path in sorted(self.folder.rglob("*")):
            if path.is_file() and path.suffix != ".md" and not path.name.startswith("."):
                digest.update(path.relative_to(self.folder).as_posix().encode())
                with path.open("rb") as file:
                    digest.update(hashlib.file_digest(file, "blake2b").digest())
        return digest.hexdigest()

    @cached_property
    def _network(self) -> Encoder:
        if (self.folder / GRAPH).is_file():
            return OnnxModel(self.model, self.folder)
        return TorchModel(self.model, self.folder)

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Encode texts, each different text once, those of similar length together.

        Returns
        -------
        vectors
            Unit vectors, shape (len(texts), dimensions), rounded to four decimals.

        Raises
        ------
        ModelError
            If the model is not there or cannot be loaded.
        """
        if not texts:
            return np.zeros((0, 0), np.float32)
        unique = sorted(set(texts), key=lambda text: (len(text), text))
        row_of = {text: row for row, text in enumerate(unique)}
        vectors = self._network.encode([self.prompt + text for text in unique], progress)
        return vectors.round(_DECIMALS)[[row_of[text] for text in texts]]


class CachedEncoder:
    """An encoder that remembers: a text that was encoded before never loads the model again.

    The cache file is known by the model's fingerprint, so another model never gives old vectors,
    and holds hashes instead of texts.
    """

    def __init__(self, encoder: SentenceEncoder, folder: Path) -> None:
        self._encoder = encoder
        self._path = folder / f"vectors-{encoder.fingerprint}.npz"
        self._rows: dict[bytes, int] = {}
        self._vectors: Vectors = np.zeros((0, 0), np.float32)
        self._load()

    @property
    def fingerprint(self) -> str:
        """The model's fingerprint."""
        return self._encoder.fingerprint

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Return unit vectors, shape (len(texts), dimensions); only new texts reach the model."""
        keys = [_key(text) for text in texts]
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._rows}
        if new:
            encoded = self._encoder.encode(list(new.values()), progress)
            first = len(self._rows)
            self._rows.update({key: first + row for row, key in enumerate(new)})
            self._vectors = np.concatenate([self._vectors, encoded]) if first else encoded
            self._save()
        return self._vectors[[self._rows[key] for key in keys]]

    def _load(self) -> None:
        self._rows, self._vectors = _read_cache(self._path)

    def _save(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        keys = np.frombuffer(b"".join(self._rows), np.uint8).reshape(-1, _KEY_BYTES)
        unfinished = self._path.with_suffix(".tmp.npz")
        np.savez(unfinished, keys=keys, vectors=self._vectors)
        unfinished.replace(self._path)


def stored_vectors(folder: Path, fingerprint: str, texts: Sequence[str]) -> dict[str, Vectors]:
    """Return the vectors that an earlier run left, by text, without looking for any model.

    Parameters
    ----------
    folder
        The cache's folder.
    fingerprint
        That of the model; a text that was not encoded with it is not in the answer.
    """
    rows, vectors = _read_cache(folder / f"vectors-{fingerprint}.npz")
    found = {text: rows.get(_key(text)) for text in texts}
    return {text: vectors[row] for text, row in found.items() if row is not None}


def _read_cache(path: Path) -> tuple[dict[bytes, int], Vectors]:
    """Row of each text by its hash, and the vectors; empty where there is no sound cache."""
    try:
        with np.load(path) as stored:
            keys, vectors = stored["keys"], stored["vectors"]
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        # Absent, cut short or damaged: the cache is only a memory, the model still knows.
        return {}, np.zeros((0, 0), np.float32)
    if keys.shape != (len(vectors), _KEY_BYTES):
        return {}, np.zeros((0, 0), np.float32)
    return {key.tobytes(): row for row, key in enumerate(keys)}, vectors


def _key(text: str) -> bytes:
    return hashlib.blake2b(text.encode(), digest_size=_KEY_BYTES).digest()


def _shipped() -> str:
    names = sorted(path.parent.name for path in PROJECT_MODELS.glob("*/modules.json"))
    return ", ".join(names) or "those that you put there"


def _hub_folder(name: str) -> Path:
    """Folder of a hub model: the local copy if there is one, else downloaded, as the user asked."""
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, LocalEntryNotFoundError

    try:
        return Path(snapshot_download(name, local_files_only=True))
    except LocalEntryNotFoundError:
        pass
    try:
        return Path(snapshot_download(name))
    except (OSError, HfHubHTTPError, LocalEntryNotFoundError, ValueError) as error:
        raise ModelError(
            f"Model {name!r} is not on this machine and cannot be downloaded. "
            "Check the name and the network, or name a folder that holds a saved model."
        ) from error
