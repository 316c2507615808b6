"""Any saved sentence-transformers model, run by torch: texts to unit vectors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipeline.errors import model_not_loaded

Vectors = NDArray[np.float32]
Progress = Callable[[int, int], None]

_BATCH = 64


class TorchModel:
    """A folder that sentence-transformers saved, whatever its architecture.

    Parameters
    ----------
    name
        What the user calls the model.
    folder
        Where it lies.

    Raises
    ------
    ModelError
        If it cannot be loaded.
    """

    def __init__(self, name: str, folder: Path) -> None:
        import torch
        from safetensors import SafetensorError
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        # transformers leaves these two without types.
        logging.set_verbosity_error()  # type: ignore[no-untyped-call]
        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        try:
            # Weights saved in half precision are computed with in full: processors are faster so.
            self._model = SentenceTransformer(
                str(folder), device="cpu", model_kwargs={"dtype": torch.float32}
            )
        except (OSError, ValueError, KeyError, RuntimeError, SafetensorError) as error:
            raise model_not_loaded(name, folder, error) from error

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Return unit vectors, shape (len(texts), dimensions); texts come sorted by length."""
        rows = []
        for start in range(0, len(texts), _BATCH):
            rows.append(
                self._model.encode(
                    list(texts[start : start + _BATCH]),
                    batch_size=_BATCH,
                    normalize_embeddings=True,
                    show_progress_bar=False,
                )
            )
            if progress:
                progress(min(start + _BATCH, len(texts)), len(texts))
        return np.concatenate(rows).astype(np.float32)
