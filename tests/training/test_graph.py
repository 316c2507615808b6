"""The ONNX graph gives nearly the vectors of the model it stands beside."""

from pathlib import Path

import numpy as np
import pytest
from sentence_transformers import SentenceTransformer
from transformers import BertModel, PreTrainedTokenizerFast

from models.training.student import save_student

onnxruntime = pytest.importorskip("onnxruntime")
pytest.importorskip("onnx")

TEXTS = ["vi vil have flere cykelstier til børn", "bus", "more bike paths, we want more!"]


def test_graph_agrees_with_the_saved_model_and_keeps_no_weights_of_its_own(
    tmp_path: Path, body: BertModel, tokenizer: PreTrainedTokenizerFast
) -> None:
    from models.training.graph import write_graph

    folder = tmp_path / "model"
    save_student(body, tokenizer, folder, tmp_path / "work")
    path = write_graph(folder, TEXTS)
    assert path.stat().st_size < (folder / "model.safetensors").stat().st_size
    model = SentenceTransformer(str(folder), device="cpu")
    expected = model.float().encode(TEXTS)
    session = onnxruntime.InferenceSession(str(path))
    found = np.concatenate(
        [
            session.run(
                None,
                dict(
                    tokenizer(
                        [text],
                        return_tensors="np",
                        return_attention_mask=False,
                        return_token_type_ids=False,
                    )
                ),
            )[0]
            for text in TEXTS
        ]
    )
    np.testing.assert_allclose(np.linalg.norm(found, axis=1), 1, atol=1e-5)
    assert (found * expected).sum(axis=1).min() > 0.99
