"""What the two stages of training learn from each batch: distillation, then themes."""

import math
from collections.abc import Iterator, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn.functional import cross_entropy
from transformers import BertModel

from models.training.batches import TOKENS_PER_STEP, Batch, Reader, endless
from models.training.losses import (
    AREA_TEMPERATURE,
    THEME_TEMPERATURE,
    contrast,
    distance,
    supervised_contrast,
    translation_contrast,
)
from models.training.material import Examples, Material, theme_ids
from models.training.student import embed, read_pieces
from models.training.targets import Vectors

REHEARSAL_TOKENS = 1536
NEIGHBOUR_PIECES = 64
"""Pieces read of a text in the second stage; statements are shorter, sentences need no more."""

BANK = 1024
"""Targets of other texts that each text is told from, beside those of its own batch."""


class FirstStage:
    """Distillation: Danish and English texts come to lie where the teacher puts the English.

    Parameters
    ----------
    material
        Texts and targets.
    reader
        Makes piece ids of texts.
    device
        Where the body is.
    """

    def __init__(self, material: Material, reader: Reader, device: torch.device) -> None:
        self.reader = reader
        self.device = device
        self.kinds = {
            "pairs": material.pairs,
            "sentences": material.sentences,
            "words": material.words,
            "statements": material.statements,
        }
        self.targets = {
            kind: torch.from_numpy(examples.targets).to(device)
            for kind, examples in self.kinds.items()
        }
        bank = [self.targets[kind] for kind in ("pairs", "sentences", "statements")]
        self.bank = torch.cat(bank)
        self.sizes = {kind: self._lengths(examples) for kind, examples in self.kinds.items()}

    def _lengths(self, examples: Examples) -> NDArray[np.int64]:
        tokenizer = self.reader.tokenizer
        lengths = np.array([len(row) for row in read_pieces(tokenizer, examples.danish)])
        if examples.english:
            others = np.array([len(row) for row in read_pieces(tokenizer, examples.english)])
            lengths = 2 * np.maximum(lengths, others)
        return lengths.astype(np.int64)

    def passes(self, seed: int) -> Iterator[Batch]:
        """Yield batches without end, pass after pass."""
        yield from endless(self.sizes, seed, TOKENS_PER_STEP)

    def loss(self, body: BertModel, batch: Batch, step: int) -> tuple[Tensor, dict[str, float]]:
        """Return the loss of a batch and its parts for the log."""
        examples = self.kinds[batch.kind]
        targets = self.targets[batch.kind][torch.from_numpy(batch.rows).to(self.device)]
        chosen = np.random.default_rng((7, step)).integers(len(self.bank), size=BANK)
        others = self.bank[torch.from_numpy(chosen).to(self.device)]
        ids = self.reader.danish([examples.danish[row] for row in batch.rows])
        if examples.english:
            ids += self.reader.english([examples.english[row] for row in batch.rows])
        vectors = embed(body, ids, self.device)
        danish = vectors[: len(targets)]
        near = distance(danish, targets)
        told = contrast(danish, targets, others)
        total = near + 0.3 * told
        parts = {"distance": near.item(), "contrast": told.item()}
        if examples.english:
            english = vectors[len(targets) :]
            across = translation_contrast(danish, english, targets)
            total = (
                total + distance(english, targets) + 0.3 * contrast(english, targets, others)
            ) / 2
            total = total + 0.3 * across
            parts["translation"] = across.item()
        return total, parts


class SecondStage:
    """Themes: statements of one theme come together, while the first stage's lessons are rehearsed.

    Each step draws themes of one strategy, several statements of each, some with their translation,
    and the themes' titles; beside them go neighbouring sentences of documents and a batch of the
    first stage.

    Parameters
    ----------
    first
        The first stage, for rehearsal.
    material
        Texts and targets.
    targets
        Float array of shape (statements, dimensions): where the statements belong.
    neighbours
        Sentences that stand beside each other in a document.
    """

    THEMES = 32
    STATEMENTS = 5
    NEIGHBOURS = 24

    def __init__(
        self,
        first: FirstStage,
        material: Material,
        targets: Vectors,
        neighbours: Sequence[tuple[str, str]],
    ) -> None:
        self.first = first
        self.examples = material.statements
        self.targets = torch.from_numpy(targets).to(first.device)
        self.places = material.places
        self.neighbours = neighbours
        self.strategies, self.areas, self.themes = theme_ids(material.places)
        self.members = {
            theme: np.flatnonzero(self.themes == theme) for theme in np.unique(self.themes).tolist()
        }
        strategy_of = {theme: int(self.strategies[rows[0]]) for theme, rows in self.members.items()}
        self.by_strategy = {
            strategy: [theme for theme in self.members if strategy_of[theme] == strategy]
            for strategy in sorted(set(strategy_of.values()))
        }

    def loss(self, body: BertModel, batch: Batch, step: int) -> tuple[Tensor, dict[str, float]]:
        """Return the loss of a step: themes, areas, titles, translations, neighbours, rehearsal."""
        chance = np.random.default_rng((11, step))
        device, reader = self.first.device, self.first.reader
        rows = self._draw(chance)
        places = [self.places[row] for row in rows]
        # Translations are costly to read; a third of them hold English to the same themes.
        translated = chance.permutation(len(rows))[: math.ceil(len(rows) / 3)]
        titles = list(dict.fromkeys(place.theme for place in places))
        picked = [
            self.neighbours[index]
            for index in chance.integers(len(self.neighbours), size=self.NEIGHBOURS)
        ]
        beside = [first for first, _ in picked] + [second for _, second in picked]
        ids = reader.danish([place.danish for place in places] + titles + beside)
        ids += reader.english([places[index].english for index in translated])
        counts = [len(places), len(titles), len(picked), len(picked), len(translated)]
        vectors = embed(body, [row[:NEIGHBOUR_PIECES] for row in ids], device)
        danish, named, left, right, english = torch.split(vectors, counts)

        chosen = torch.from_numpy(translated).to(device)
        themes = torch.from_numpy(self.themes[rows]).to(device)
        areas = torch.from_numpy(self.areas[rows]).to(device)
        targets = self.targets[torch.from_numpy(rows).to(device)]
        both = torch.cat([danish, english])
        one = torch.zeros(len(both), dtype=torch.long, device=device)
        by_theme = supervised_contrast(both, torch.cat([themes, themes[chosen]]), one)
        by_area = supervised_contrast(
            both, torch.cat([areas, areas[chosen]]), one, AREA_TEMPERATURE
        )
        where = {title: index for index, title in enumerate(titles)}
        by_title = cross_entropy(
            danish @ named.T / THEME_TEMPERATURE,
            torch.tensor([where[place.theme] for place in places], device=device),
        )
        kept = distance(danish, targets) + distance(english, targets[chosen])
        near = cross_entropy(
            left @ right.T / THEME_TEMPERATURE, torch.arange(len(picked), device=device)
        )
        rehearsed, parts = self.first.loss(body, batch, step)
        total = 0.5 * by_theme + 0.25 * by_area + 0.25 * by_title + 0.5 * kept
        total = total + rehearsed + 0.1 * near
        parts |= {
            "theme": by_theme.item(),
            "area": by_area.item(),
            "title": by_title.item(),
            "kept": kept.item(),
            "beside": near.item(),
        }
        return total, parts

    def passes(self, seed: int) -> Iterator[Batch]:
        """Yield batches to rehearse without end; statements are read anyhow."""
        sizes = {kind: size for kind, size in self.first.sizes.items() if kind != "statements"}
        yield from endless(sizes, seed, REHEARSAL_TOKENS)

    def _draw(self, chance: np.random.Generator) -> NDArray[np.int64]:
        """Draw statements of themes of one strategy; larger strategies come more often."""
        sizes = np.array([len(themes) for themes in self.by_strategy.values()], dtype=float)
        strategy = chance.choice(list(self.by_strategy), p=sizes / sizes.sum())
        themes = self.by_strategy[int(strategy)]
        drawn = chance.permutation(themes)[: self.THEMES]
        rows: NDArray[np.int64] = np.concatenate(
            [chance.permutation(self.members[int(theme)])[: self.STATEMENTS] for theme in drawn]
        )
        return rows
