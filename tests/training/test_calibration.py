"""Ranges are those of the states themselves, whatever stands beside them."""

from pathlib import Path

import numpy as np
from transformers import BertModel, PreTrainedTokenizerFast

from models.training.calibration import calibration_texts, read_ranges
from models.training.corpus import OWN_DATA, is_development, read_statements
from models.training.student import save_student

TEXTS = ["vi vil have flere cykelstier til børn", "bus", "more bike paths, we want more!"]


def test_ranges_cover_those_of_each_text_and_no_padding(
    tmp_path: Path, body: BertModel, tokenizer: PreTrainedTokenizerFast
) -> None:
    folder = tmp_path / "model"
    save_student(body, tokenizer, folder, tmp_path / "work")
    together = read_ranges(folder, TEXTS)
    each = [read_ranges(folder, [text]) for text in TEXTS]
    assert len(together) == 2 * 3
    for name, found in together.items():
        np.testing.assert_allclose(
            found.lowest, np.min([one[name].lowest for one in each], axis=0), atol=1e-6
        )
        np.testing.assert_allclose(
            found.highest, np.max([one[name].highest for one in each], axis=0), atol=1e-6
        )


def test_nothing_of_the_development_part_is_calibrated_on() -> None:
    texts = calibration_texts(OWN_DATA)
    kept = [
        row for row in read_statements(OWN_DATA / "civic_statements.tsv") if is_development(row)
    ]
    assert not {row.danish for row in kept} & set(texts)
    assert len(texts) > 1000
