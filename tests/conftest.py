"""What several tests share: a tiny real sentence model, invented summaries, and one command run."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from browser import open_browser
from hypothesis import settings

from pipeline.parse import parse
from pipeline.read import text
from pipeline.records import Document, ParsedDocument

# Before anything imports them: tests neither need the network nor wait for it.
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["TRANSFORMERS_OFFLINE"] = "1"

settings.register_profile(
    "fixed", derandomize=True, database=None, deadline=None, max_examples=60, print_blob=False
)
settings.load_profile("fixed")

ROOT = Path(__file__).resolve().parent.parent

BUSES = """\
Opsamling fra bord 1
STED: NÆRUM KRO, 3. MAJ 2025
BORDVÆRT: ASTA HVIDKILDE, TEKNIK OG MILJØ

Udfordringer
- Bussen kører kun hver anden time om aftenen
- Bussen til stationen holder op for tidligt
- Der mangler busser i weekenden
- Ingen cykelsti langs landevejen til skolen

Idéer
- En natbus fra stationen til landsbyerne
- Cykelsti hele vejen til skolen
"""
HOMES = """\
Opsamling fra bord 2
STED: NÆRUM KRO, 3. MAJ 2025
BORDVÆRT: BIRGER MOSEGAARD, PLAN OG BYG

Udfordringer
- Der er for få små boliger til ældre
- Boligerne i midtbyen er for dyre for unge
- Unge kan ikke finde en bolig i byen

Styrker
- Billige boliger i landsbyerne
- Et stærkt sammenhold i forsamlingshuset
"""


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A real browser without a window; the test is skipped where none is installed."""
    with open_browser() as started:
        yield started


@pytest.fixture
def summaries(tmp_path: Path) -> Path:
    """A folder with two invented summaries, 11 bullets, of one known age."""
    folder = tmp_path / "indhold"
    folder.mkdir()
    for name, content in (("bord1.txt", BUSES), ("bord2.txt", HOMES)):
        (folder / name).write_text(content, encoding="utf-8")
        os.utime(folder / name, (1_750_000_000, 1_750_000_000))
    return folder


@pytest.fixture(scope="session")
def parsed() -> Callable[..., ParsedDocument]:
    """Parse a text, or the bytes of a text file, as a whole document."""

    def parse_text(content: str | bytes, name: str = "bord.txt") -> ParsedDocument:
        data = content if isinstance(content, bytes) else content.encode()
        lines, facts, _ = text.read(data, name)
        return parse(Document(name, "0" * 64, lines, facts))

    return parse_text


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A saved sentence-transformers model of some 30,000 weights, the same in every session."""
    folder = tmp_path_factory.mktemp("models") / "tiny-da"
    build_tiny_model(folder, seed=0)
    return folder


def build_tiny_model(folder: Path, seed: int) -> None:
    import torch
    from sentence_transformers import SentenceTransformer
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, trainers
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    try:
        from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    except ImportError:
        from sentence_transformers.models import Pooling, Transformer

    words = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    words.normalizer = normalizers.Lowercase()
    words.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    trainer = trainers.WordPieceTrainer(vocab_size=400, special_tokens=special)
    words.train_from_iterator([*BUSES.splitlines(), *HOMES.splitlines()], trainer)
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=words,
        pad_token="[PAD]",
        unk_token="[UNK]",
        cls_token="[CLS]",
        sep_token="[SEP]",
        mask_token="[MASK]",
        model_max_length=64,
    )
    torch.manual_seed(seed)
    network = BertModel(
        BertConfig(
            vocab_size=len(tokenizer),
            hidden_size=32,
            num_hidden_layers=1,
            num_attention_heads=2,
            intermediate_size=64,
            max_position_embeddings=64,
        )
    )
    bare = folder.parent / f"bare-{folder.name}"
    network.save_pretrained(bare)
    tokenizer.save_pretrained(bare)
    layer = Transformer(str(bare))
    SentenceTransformer(modules=[layer, Pooling(32)], device="cpu").save(str(folder))
