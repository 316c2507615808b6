"""Build the student from its teacher, run it, and save it as a sentence-transformers folder."""

import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer import modules
from torch import Tensor, nn
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

from models.training.corpus import Corpus
from models.training.glosses import Glosser
from models.training.precision import mixed_precision
from models.training.vocabulary import LONGEST, as_tokenizer, initial_rows, train_vocabulary

DANISH_PIECES = 32_000
ENGLISH_PIECES = 14_000


def new_student(
    corpus: Corpus, glosser: Glosser, teacher_folder: Path
) -> tuple[BertModel, PreTrainedTokenizerFast, dict[str, int]]:
    """Give the teacher's body a Danish and English vocabulary.

    Returns
    -------
    body, tokenizer, counts
        ``counts`` tells how the rows of the embedding table were started.
    """
    teacher = BertModel.from_pretrained(
        teacher_folder, add_pooling_layer=False, dtype=torch.float32
    )
    reader = PreTrainedTokenizerFast.from_pretrained(teacher_folder)
    danish = corpus.sentences + [pair.danish for pair in corpus.pairs]
    danish += [statement.danish for statement in corpus.statements] * 3 + list(corpus.lexicon)
    english = [pair.english for pair in corpus.pairs]
    english += [statement.english for statement in corpus.statements]
    pieces = train_vocabulary(danish, english, reader, DANISH_PIECES, ENGLISH_PIECES)
    table = teacher.embeddings.word_embeddings.weight.detach().numpy()
    rows, counts = initial_rows(pieces, glosser, reader, table)
    return with_rows(teacher, rows), as_tokenizer(pieces), counts


def read_student(folder: Path) -> tuple[BertModel, PreTrainedTokenizerFast]:
    """Read body and tokenizer from a folder."""
    body = BertModel.from_pretrained(folder, add_pooling_layer=False, dtype=torch.float32)
    return body, PreTrainedTokenizerFast.from_pretrained(folder)


def with_rows(teacher: BertModel, rows: np.ndarray) -> BertModel:
    """Copy a body with another embedding table of shape (pieces, dimensions)."""
    settings = BertConfig(
        **{**teacher.config.to_dict(), "vocab_size": len(rows), "pad_token_id": 0}
    )
    # A distilled student has more to learn than it can memorise: dropout only costs time.
    settings.hidden_dropout_prob = settings.attention_probs_dropout_prob = 0.0
    body = BertModel(settings, add_pooling_layer=False)
    weights = teacher.state_dict()
    weights["embeddings.word_embeddings.weight"] = torch.from_numpy(np.ascontiguousarray(rows))
    body.load_state_dict(weights)
    return body


def collate(ids: Sequence[Sequence[int]], device: torch.device) -> tuple[Tensor, Tensor]:
    """Pad lists of piece ids; return ids and mask, both of shape (texts, longest)."""
    longest = max(len(row) for row in ids)
    padded = torch.zeros((len(ids), longest), dtype=torch.long)
    mask = torch.zeros((len(ids), longest), dtype=torch.long)
    for index, row in enumerate(ids):
        padded[index, : len(row)] = torch.tensor(row)
        mask[index, : len(row)] = 1
    return padded.to(device), mask.to(device)


def embed(
    body: nn.Module, ids: Sequence[Sequence[int]], device: torch.device, budget: int = 1024
) -> Tensor:
    """Encode lists of piece ids: mean over the pieces, scaled to length one.

    Parameters
    ----------
    body, device
        The encoder and where it is.
    ids
        Piece ids, one list for each text.
    budget
        Pieces in a group, padding included: texts of about the same length are read together, since
        bullets of two and of forty words side by side would be padding for the most part.

    Returns
    -------
    Tensor
        Float array of shape (texts, dimensions), in the order given.
    """
    order = sorted(range(len(ids)), key=lambda index: len(ids[index]))
    groups: list[list[int]] = [[]]
    for index in order:
        if groups[-1] and (len(groups[-1]) + 1) * len(ids[index]) > budget:
            groups.append([])
        groups[-1].append(index)
    vectors = [embed_together(body, [ids[index] for index in group], device) for group in groups]
    back = torch.empty(len(ids), dtype=torch.long, device=device)
    back[torch.tensor(order, device=device)] = torch.arange(len(ids), device=device)
    return torch.cat(vectors)[back]


def embed_together(body: nn.Module, ids: Sequence[Sequence[int]], device: torch.device) -> Tensor:
    """Encode lists of piece ids in one go."""
    padded, mask = collate(ids, device)
    with mixed_precision(device):
        states = body(input_ids=padded, attention_mask=mask).last_hidden_state
    weight = mask.unsqueeze(-1).float()
    mean = (states.float() * weight).sum(dim=1) / weight.sum(dim=1)
    return nn.functional.normalize(mean, dim=1)


def read_pieces(tokenizer: PreTrainedTokenizerFast, texts: Sequence[str]) -> list[list[int]]:
    """Turn texts into lists of at most 128 piece ids, [CLS] and [SEP] included."""
    backend = tokenizer.backend_tokenizer
    end = tokenizer.sep_token_id
    return [
        row.ids if len(row.ids) <= LONGEST else [*row.ids[: LONGEST - 1], end]
        for row in backend.encode_batch(list(texts))
    ]


def seed_everything(seed: int) -> None:
    """Seed Python, NumPy and torch."""
    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)


def as_sentence_transformer(
    body: BertModel, tokenizer: PreTrainedTokenizerFast, work: Path
) -> SentenceTransformer:
    """Wrap body and tokenizer with mean pooling and scaling to length one.

    Parameters
    ----------
    body, tokenizer
        The student.
    work
        Folder to write the two to, from where sentence-transformers reads them.
    """
    body.save_pretrained(work)
    tokenizer.save_pretrained(work)
    # The folder holds no pooler, and the one that transformers adds is never used: were its weights
    # left to chance, a run that goes on would save another file than a run in one go.
    torch.manual_seed(0)
    transformer = modules.Transformer(str(work), max_seq_length=LONGEST)
    pooling = modules.Pooling(body.config.hidden_size, pooling_mode="mean")
    return SentenceTransformer(modules=[transformer, pooling, modules.Normalize()], device="cpu")


def save_student(
    body: BertModel, tokenizer: PreTrainedTokenizerFast, out: Path, work: Path
) -> None:
    """Save the student in half precision as a folder that ``SentenceTransformer(path)`` loads."""
    whole = as_sentence_transformer(body, tokenizer, work)
    whole.half()
    whole.save(str(out), create_model_card=False)
