"""The sets that are measured: bullets, their gold theme where there is one, and their tables.

Bullets of `seeds` and `tests/data/civic_gold` are parsed from their summaries, so a method may use
what stands around them. The others are statements without a document: each is a document of its
own, in an order that says nothing of its theme.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from models.training.corpus import (
    DEVELOPMENT_AREAS,
    DEVELOPMENT_STRATEGIES,
    OWN_DATA,
    Statement,
    read_statements,
    read_table,
)
from pipeline.embed import Vectors
from pipeline.evaluate import gold_themes, read_gold
from pipeline.parse import parse
from pipeline.read import find_files, read_file
from pipeline.records import Bullet, Meeting, Source
from tests.bench.protocol import FOLDS

ROOT = Path(__file__).parents[2]
GOLD = ROOT / "tests" / "data" / "civic_gold"
SIB200 = "sib200_da.tsv"
MIXED = "Øvrigt"
# Noise on the vectors of repeated bullets, as in tests/bench/scale.py.
NOISE = 0.6
# Themes that methods which need a number are asked for where no gold gives it.
ASKED = 25
_AREAS_OF_6000 = 50


@dataclass(frozen=True)
class BenchSet:
    """Bullets to group.

    Attributes
    ----------
    gold
        Theme of each bullet, or None where no theme is known.
    folds
        Table of each bullet, numbered from 0; one of 16 parts where there are no 16 tables.
    about
        What a reader of the table must know of the set.
    copies
        How many times the bullets' texts are there; copies get vectors with noise.
    is_large
        Only time and memory are measured.
    """

    name: str
    bullets: tuple[Bullet, ...]
    gold: tuple[str | None, ...]
    folds: tuple[int, ...]
    about: str
    copies: int = 1
    is_large: bool = False

    @property
    def number(self) -> int:
        """True number of themes; 25 for sets without gold."""
        return len({theme for theme in self.gold if theme is not None}) or ASKED

    @property
    def has_gold(self) -> bool:
        """Whether any bullet's theme is known."""
        return any(theme is not None for theme in self.gold)

    def encode(self, encode: Callable[[Sequence[str]], Vectors]) -> Vectors:
        """Return a unit vector for each bullet; bullets repeated in copies differ by noise."""
        texts = [bullet.text for bullet in self.bullets]
        if self.copies == 1:
            return encode(texts)
        single = len(texts) // self.copies
        vectors = np.tile(encode(texts[:single]), (self.copies, 1))
        noise = np.random.default_rng(0).standard_normal(vectors.shape, np.float32)
        noise[:single] = 0
        vectors += NOISE * noise / np.sqrt(vectors.shape[1])
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


def sixteen_folds(count: int) -> tuple[int, ...]:
    """Deal bullets out to sixteen parts in turn."""
    return tuple(row % FOLDS for row in range(count))


def seeds() -> BenchSet:
    """Two real summaries."""
    bullets, _ = _parsed(ROOT / "seeds")
    return BenchSet(
        "seeds",
        bullets,
        (None,) * len(bullets),
        sixteen_folds(len(bullets)),
        "two real summaries; no gold themes; for stability one of 16 parts is left out",
    )


def civic_gold() -> BenchSet:
    """Sixteen invented summaries with gold themes."""
    bullets, tables = _parsed(GOLD / "docs")
    gold = [None if t == MIXED else t for t in gold_themes(bullets, read_gold(GOLD))]
    known = sum(theme is not None for theme in gold)
    return BenchSet(
        "civic_gold",
        bullets,
        tuple(gold),
        tables,
        f"16 invented summaries; all {len(bullets)} bullets are grouped, the {known} whose gold "
        f"theme is not {MIXED} are scored; for stability one of 16 tables is left out",
    )


def sib200(folder: Path) -> BenchSet:
    """Sentences of SIB-200 in seven topics."""
    rows = list(read_table(folder / SIB200))
    return _of_statements(
        "sib200",
        ((row["text"], row["label"]) for row in rows),
        "SIB-200 in Danish: sentences of Wikinews and travel guides in seven topics, no documents",
    )


def held_out_strategy(strategy: str) -> BenchSet:
    """One municipality's strategy that the sentence model has not seen, chapters as gold."""
    return _of_statements(
        f"strategy_{strategy}",
        ((s.danish, s.area) for s in _statements() if s.strategy == strategy),
        "the strategy of an invented municipality, kept out of the sentence model's training; "
        "its chapters are the gold themes",
    )


def held_out_areas() -> BenchSet:
    """Areas that the sentence model has not seen."""
    return _of_statements(
        "areas",
        ((s.danish, s.area) for s in _statements() if s.area in DEVELOPMENT_AREAS),
        "invented statements of eight municipal areas, kept out of the sentence model's training; "
        "the areas are the gold themes",
    )


def six_thousand() -> BenchSet:
    """Fifty whole areas, all seen in training."""
    seen = [s for s in _statements() if s.strategy == "fields" and s.area not in DEVELOPMENT_AREAS]
    areas = sorted({s.area for s in seen}, key=_shuffle)[:_AREAS_OF_6000]
    return _of_statements(
        "6000",
        ((s.danish, s.area) for s in seen if s.area in areas),
        f"invented statements of {_AREAS_OF_6000} municipal areas, which are the gold themes; the "
        "sentence model was trained on all of them, so the scores say nothing of new bullets; our "
        "own number of themes stops at what a strategy can carry",
    )


def large(size: int) -> BenchSet:
    """As many statements as asked for; for time and memory only."""
    texts = sorted({s.danish for s in _statements()}, key=_shuffle)
    copies = -(-size // len(texts))
    single = texts[: size // copies]
    # A digit makes the copies different texts, each to be read and tagged like any other.
    many = [text if n == 0 else f"{text} {n + 1}" for n in range(copies) for text in single]
    about = f"invented statements; time and memory only; what needs a number is told {ASKED}"
    if copies > 1:
        about += f", each there {copies} times with noise on its vector"
    made = _of_statements(str(size), ((text, None) for text in many), about, in_order=True)
    return replace(made, copies=copies, is_large=True)


def available(data: Path | None) -> Mapping[str, Callable[[], BenchSet]]:
    """Every set by name in the order of the tables; SIB-200 only where its folder is named."""
    found: dict[str, Callable[[], BenchSet]] = {"seeds": seeds, "civic_gold": civic_gold}
    for strategy in DEVELOPMENT_STRATEGIES:
        found[f"strategy_{strategy}"] = lambda strategy=strategy: held_out_strategy(strategy)
    found["areas"] = held_out_areas
    if data is not None:
        found["sib200"] = lambda: sib200(data)
    found["6000"] = six_thousand
    for size in (20_000, 100_000):
        found[str(size)] = lambda size=size: large(size)
    return found


def _statements() -> list[Statement]:
    return read_statements(OWN_DATA / "civic_statements.tsv")


def _parsed(folder: Path) -> tuple[tuple[Bullet, ...], tuple[int, ...]]:
    files, _ = find_files(folder)
    documents = [parse(read_file(path, folder)) for path in files]
    return (
        tuple(bullet for document in documents for bullet in document.bullets),
        tuple(table for table, document in enumerate(documents) for _ in document.bullets),
    )


def _of_statements(
    name: str, pairs: Iterable[tuple[str, str | None]], about: str, in_order: bool = False
) -> BenchSet:
    """Statements as bullets, each a document of its own, shuffled by their text."""
    rows = list(dict(pairs).items())
    if not in_order:
        rows.sort(key=lambda row: _shuffle(row[0]))
    bullets = tuple(
        Bullet(f"{name}-{n}", text, "andet", "", None, Meeting(), Source(f"{n}.txt", None, 1))
        for n, (text, _) in enumerate(rows)
    )
    gold = tuple(theme for _, theme in rows)
    if any(theme is not None for theme in gold):
        about += "; for stability one of 16 parts is left out"
    return BenchSet(name, bullets, gold, sixteen_folds(len(rows)), about)


def _shuffle(text: str) -> bytes:
    """Order that has nothing to do with the meaning and is the same on every machine."""
    return hashlib.blake2b(text.encode(), digest_size=8).digest()
