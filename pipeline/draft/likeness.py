"""How alike bullets are, by the sentence model's vectors where they lie ready, else by words."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.danish import content_lemmas

Vectors = NDArray[np.float32]
_DIMENSIONS = 512


def unit_vectors(texts: Sequence[str], known: Mapping[str, Vectors] | None = None) -> Vectors:
    """Return a unit vector for each text, shape (texts, dimensions).

    Parameters
    ----------
    texts
        Texts of bullets.
    known
        Vectors of the sentence model by text; used if every text has one, so that all are of one
        kind.
    """
    if known is not None and all(text in known for text in texts) and texts:
        return np.stack([known[text] for text in texts])
    return _word_vectors(texts)


def _word_vectors(texts: Sequence[str]) -> Vectors:
    """Weighted words, hashed (Weinberger et al. 2009); a text without words is like nothing."""
    words = [content_lemmas(text, compound_parts=True) for text in texts]
    found_in = Counter(word for said in words for word in set(said))
    rows = np.zeros((len(texts), _DIMENSIONS), np.float32)
    for row, said in enumerate(words):
        for word, count in Counter(said).items():
            place, sign = _hashed(word)
            rows[row, place] += sign * count * np.log(1 + len(texts) / found_in[word])
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: Vectors = (rows / np.where(lengths > 0, lengths, 1)).astype(np.float32)
    return unit


def _hashed(word: str) -> tuple[int, int]:
    number = int.from_bytes(hashlib.blake2b(word.encode(), digest_size=4).digest(), "big")
    return number // 2 % _DIMENSIONS, 1 if number % 2 else -1
