"""What the states of a model range over where they are to be rounded to 8 bits.

A range that is fixed beforehand makes a vector depend on its own text alone; one that is taken from
the texts read together would make it depend on its company.
"""

from collections.abc import Callable, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from models.training.corpus import is_development, read_lexicon, read_statements
from models.training.rounding import Range
from models.training.student import collate, read_pieces, read_student

STATEMENTS, WORDS = 1200, 400
READ = ("attention.self.query", "attention.output.dense", "intermediate.dense")
"""The parts of a layer whose input is rounded with a fixed range."""


def calibration_texts(own: Path) -> list[str]:
    """Choose Danish and English statements and lexicon words, never of the development part.

    Parameters
    ----------
    own
        Folder with ``civic_statements.tsv`` and ``lexicon_da_en.tsv``.
    """
    statements = read_statements(own / "civic_statements.tsv")
    learnt = [statement for statement in statements if not is_development(statement)]
    words = list(read_lexicon(own / "lexicon_da_en.tsv"))
    chosen = learnt[:: max(1, len(learnt) // STATEMENTS)]
    texts = [row.danish if number % 3 else row.english for number, row in enumerate(chosen)]
    return texts + words[:: max(1, len(words) // WORDS)]


def read_ranges(folder: Path, texts: Sequence[str]) -> dict[str, Range]:
    """Run a saved model in single precision over texts.

    Returns
    -------
    dict of str to Range
        By the name of the linear layer that reads the states, as in the weights' file.
    """
    body, tokenizer = read_student(folder)
    ranges: dict[str, Range] = {}

    def watching(name: str) -> Callable[[nn.Module, Any], None]:
        def watch(_: nn.Module, inputs: tuple[Tensor, ...]) -> None:
            states = inputs[0].flatten(end_dim=-2).numpy()
            lowest, highest = states.min(axis=0), states.max(axis=0)
            if name in ranges:
                lowest = np.minimum(lowest, ranges[name].lowest)
                highest = np.maximum(highest, ranges[name].highest)
            ranges[name] = Range(lowest, highest)

        return watch

    for name, part in body.named_modules():
        if name.endswith(READ):
            part.register_forward_pre_hook(watching(name))
    with torch.inference_mode():
        # Texts of one length are read together: padding would count as states.
        for _, group in groupby(sorted(read_pieces(tokenizer, texts), key=len), key=len):
            pieces, mask = collate(list(group), torch.device("cpu"))
            body(input_ids=pieces, attention_mask=mask)
    return ranges
