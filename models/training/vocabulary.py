"""Make the student's vocabulary and the rows that its embedding table starts from.

The student keeps the body of its English teacher but reads another vocabulary: pieces of Danish
words learnt from Danish text, and beside them the pieces that the teacher itself uses for our
English texts, so that English is read nearly as the teacher reads it. A Danish piece starts as the
mean of the teacher's rows for its English gloss: the idea of WECHSEL (Minixhofer, Paischer &
Rekabsaz 2022, "WECHSEL: Effective initialization of subword embeddings for cross-lingual transfer
of monolingual language models", NAACL), with a written lexicon instead of aligned word vectors.
"""

from collections import Counter
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors, trainers
from transformers import PreTrainedTokenizerFast

from models.training.glosses import Glosser

SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
CONTINUED = "##"
LONGEST = 128
"""Tokens read of one text; a bullet that is longer is cut."""


def new_tokenizer(vocabulary: dict[str, int]) -> Tokenizer:
    """Build a lower-cased WordPiece tokenizer that reads both Unicode forms of æ, ø and å alike."""
    tokenizer = Tokenizer(
        models.WordPiece(vocabulary, unk_token="[UNK]", max_input_chars_per_word=60)
    )
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.NFKC(),
            # Soft hyphens and other invisible signs come with text copied from PDF and Word files.
            normalizers.Replace(Regex("[\\u00ad\\u200b-\\u200f\\ufeff]"), ""),
            normalizers.BertNormalizer(lowercase=True, strip_accents=False),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return tokenizer


def unpadded(tokenizer: PreTrainedTokenizerFast) -> Tokenizer:
    """Copy a tokenizer without the padding and cutting that its file may ask for.

    all-MiniLM-L6-v2's file pads every text to 128 pieces; a mean over those is a mean of padding.
    """
    copy = Tokenizer.from_str(tokenizer.backend_tokenizer.to_str())
    copy.no_padding()
    copy.no_truncation()
    return copy


def train_vocabulary(
    danish: Iterable[str],
    english: Iterable[str],
    teacher: PreTrainedTokenizerFast,
    size: int,
    english_size: int,
) -> list[str]:
    """Learn Danish pieces and add the teacher's pieces for our English texts.

    Parameters
    ----------
    danish, english
        Texts in the two languages.
    teacher
        The English teacher's tokenizer.
    size
        Number of pieces learnt from the Danish texts, special tokens included.
    english_size
        Number of the teacher's pieces to have, the most frequent first.

    Returns
    -------
    list of str
        The pieces in order of their ids.
    """
    tokenizer = new_tokenizer({})
    trainer = trainers.WordPieceTrainer(
        vocab_size=size,
        special_tokens=list(SPECIAL),
        continuing_subword_prefix=CONTINUED,
        show_progress=False,
    )
    tokenizer.train_from_iterator(danish, trainer)
    learnt = tokenizer.get_vocab()
    pieces = sorted(learnt, key=learnt.__getitem__)

    counts: Counter[str] = Counter()
    for encoding in unpadded(teacher).encode_batch(list(english), add_special_tokens=False):
        counts.update(encoding.tokens)
    # Ties are broken by spelling: the same texts give the same vocabulary everywhere.
    ranked = sorted(counts, key=lambda piece: (-counts[piece], piece))[:english_size]
    return pieces + [piece for piece in ranked if piece not in learnt]


def as_tokenizer(pieces: list[str]) -> PreTrainedTokenizerFast:
    """Wrap the pieces as a tokenizer that transformers saves and loads."""
    backend = new_tokenizer({piece: index for index, piece in enumerate(pieces)})
    backend.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B [SEP]",
        special_tokens=[("[CLS]", pieces.index("[CLS]")), ("[SEP]", pieces.index("[SEP]"))],
    )
    return PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]  # transformers' own
        tokenizer_object=backend,
        model_max_length=LONGEST,
        model_input_names=["input_ids", "attention_mask"],
        pad_token="[PAD]",
        unk_token="[UNK]",
        cls_token="[CLS]",
        sep_token="[SEP]",
        mask_token="[MASK]",
    )


def initial_rows(
    pieces: list[str],
    glosser: Glosser,
    teacher: PreTrainedTokenizerFast,
    rows: NDArray[np.float32],
    seed: int = 0,
) -> tuple[NDArray[np.float32], dict[str, int]]:
    """Give every piece the row of the embedding table that it starts from.

    Parameters
    ----------
    pieces
        The student's pieces.
    glosser
        Knows English glosses of Danish words.
    teacher
        The teacher's tokenizer.
    rows
        Float array of shape (teacher's pieces, dimensions): the teacher's embedding table.
    seed
        Seed of the noise that keeps unknown pieces apart.

    Returns
    -------
    table
        Float array of shape (pieces, dimensions).
    counts
        How many pieces were ``glossed``, ``copied`` from the teacher and left ``unknown``.
    """
    random = np.random.default_rng(seed)
    reader = unpadded(teacher)
    known = teacher.get_vocab()
    mean, spread = rows.mean(axis=0), rows.std(axis=0)
    table = np.empty((len(pieces), rows.shape[1]), dtype=np.float32)
    counts = {"glossed": 0, "copied": 0, "unknown": 0}
    for index, piece in enumerate(pieces):
        word = piece.removeprefix(CONTINUED)
        # A short continuation is an ending far more often than the last part of a compound.
        wordlike = len(word) >= (4 if piece.startswith(CONTINUED) else 1) and word.isalpha()
        gloss = glosser.word(word) if wordlike and piece not in SPECIAL else None
        if gloss is not None:
            ids = reader.encode(gloss, add_special_tokens=False).ids
            table[index] = rows[ids].mean(axis=0)
            counts["glossed"] += 1
            if piece in known:
                # Read by both languages ("sport", "den"): start between the two.
                table[index] = (table[index] + rows[known[piece]]) / 2
        elif piece in known:
            table[index] = rows[known[piece]]
            counts["copied"] += 1
        else:
            table[index] = mean + 0.3 * spread * random.standard_normal(rows.shape[1])
            counts["unknown"] += 1
    return table, counts
