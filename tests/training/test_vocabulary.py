"""The tokenizer and the rows it starts from."""

import numpy as np
from transformers import PreTrainedTokenizerFast

from models.training.glosses import Glosser
from models.training.student import read_pieces
from models.training.vocabulary import (
    LONGEST,
    SPECIAL,
    as_tokenizer,
    initial_rows,
    train_vocabulary,
)


def pieces_of(tokenizer: PreTrainedTokenizerFast, text: str) -> list[str]:
    return tokenizer.convert_ids_to_tokens(tokenizer(text)["input_ids"])


def test_both_unicode_forms_capitals_and_soft_hyphens_read_alike(
    tokenizer: PreTrainedTokenizerFast,
) -> None:
    plain = pieces_of(tokenizer, "gå til børn")
    assert plain == ["[CLS]", "g", "[UNK]", "til", "børn", "[SEP]"] or "børn" in plain
    for other in (
        "ga\u030a til bo\u0338rn".replace("o\u0338", "ø"),
        "GÅ TIL BØRN",
        "gå til bø\u00adrn",
    ):
        assert pieces_of(tokenizer, other) == plain


def test_danish_letters_keep_their_rings_and_strokes(tokenizer: PreTrainedTokenizerFast) -> None:
    assert pieces_of(tokenizer, "å") == ["[CLS]", "å", "[SEP]"]


def test_long_texts_are_cut_at_128_pieces_with_their_end(
    tokenizer: PreTrainedTokenizerFast,
) -> None:
    rows = read_pieces(tokenizer, ["vi " * 500, "vi " * 126])
    assert [len(row) for row in rows] == [LONGEST, LONGEST] == [128, 128]
    assert rows[0][-1] == rows[1][-1] == tokenizer.sep_token_id


def test_vocabulary_holds_danish_pieces_and_the_teachers_english_ones() -> None:
    teacher = as_tokenizer(
        [*SPECIAL, "bike", "path", "##s", "unused", *"abcdefghijklmnopqrstuvwxyz"]
    )
    pieces = train_vocabulary(["cykelsti cykelsti børn børn"] * 5, ["bike paths"], teacher, 60, 3)
    assert pieces[: len(SPECIAL)] == list(SPECIAL)
    assert {"bike", "path", "##s"} <= set(pieces)
    assert "unused" not in pieces
    assert "børn" in pieces
    assert len(set(pieces)) == len(pieces)


def test_rows_start_from_glosses_and_from_the_teacher() -> None:
    teacher = as_tokenizer([*SPECIAL, "bicycle", "path", "x"])
    table = np.arange(8 * 4, dtype=np.float32).reshape(8, 4)
    # As all-MiniLM-L6-v2's own file asks for.
    teacher.backend_tokenizer.enable_padding(length=128)
    glosser = Glosser({"cykel": ["bicycle"], "cykelsti": ["bicycle path"]})
    rows, counts = initial_rows(["[PAD]", "cykel", "cykelsti", "x", "qqq"], glosser, teacher, table)
    assert counts == {"glossed": 2, "copied": 2, "unknown": 1}
    np.testing.assert_allclose(rows[0], table[0])
    np.testing.assert_allclose(rows[1], table[5])
    np.testing.assert_allclose(rows[2], (table[5] + table[6]) / 2)
    np.testing.assert_allclose(rows[3], table[7])
