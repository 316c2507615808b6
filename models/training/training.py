"""The two stages of training, with checkpoints that a run cut short goes on from."""

import json
import math
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn.functional import cross_entropy
from transformers import BertModel, PreTrainedTokenizerFast

from models.training.glosses import Glosser
from models.training.losses import (
    AREA_TEMPERATURE,
    THEME_TEMPERATURE,
    contrast,
    distance,
    supervised_contrast,
    translation_contrast,
)
from models.training.material import Examples, Material, theme_ids
from models.training.noise import SHARE, respelt
from models.training.student import embed, read_pieces
from models.training.targets import Vectors

TOKENS_PER_STEP = 3072
REHEARSAL_TOKENS = 1536
NEIGHBOUR_PIECES = 64
"""Pieces read of a text in the second stage; statements are shorter, sentences need no more."""

BANK = 1024
"""Targets of other texts that each text is told from, beside those of its own batch."""


@dataclass(frozen=True)
class Schedule:
    """How one stage is run.

    Attributes
    ----------
    steps
        Number of optimiser steps.
    body_rate, table_rate
        Highest learning rates of the body and of the embedding table.
    warm_up
        Share of the steps with a rising rate; after it the rate falls to zero linearly.
    checkpoint_every
        Steps between checkpoints.
    """

    steps: int
    body_rate: float
    table_rate: float
    warm_up: float = 0.06
    checkpoint_every: int = 100


FIRST = Schedule(steps=700, body_rate=8e-5, table_rate=1e-3)
SECOND = Schedule(steps=480, body_rate=8e-5, table_rate=5e-4)


@dataclass(frozen=True)
class Batch:
    """Rows of one kind of examples."""

    kind: str
    rows: NDArray[np.int64]


class Log:
    """Append one JSON object a line to a file, and print it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)

    def __call__(self, **values: object) -> None:
        """Write the values down with the time."""
        line = json.dumps({"time": time.strftime("%H:%M:%S"), **values}, ensure_ascii=False)
        print(line, flush=True)
        with self.path.open("a", encoding="utf-8") as lines:
            lines.write(line + "\n")


class Reader:
    """Turn rows of examples into piece ids, Danish ones respelt now and then."""

    def __init__(
        self, tokenizer: PreTrainedTokenizerFast, glosser: Glosser, chance: random.Random
    ) -> None:
        self.tokenizer = tokenizer
        self.glosser = glosser
        self.chance = chance

    def danish(self, texts: Sequence[str]) -> list[list[int]]:
        """Return the piece ids of Danish texts, some of them spelt otherwise."""
        read = [
            respelt(text, self.glosser, self.chance) if self.chance.random() < SHARE else text
            for text in texts
        ]
        return read_pieces(self.tokenizer, read)

    def english(self, texts: Sequence[str]) -> list[list[int]]:
        """Return the piece ids of English texts."""
        return read_pieces(self.tokenizer, texts)


def batches(
    sizes: dict[str, NDArray[np.int64]], chance: np.random.Generator, budget: int = TOKENS_PER_STEP
) -> list[Batch]:
    """Cut one pass over all kinds of examples into batches of texts of about the same length.

    Parameters
    ----------
    sizes
        For each kind the length in pieces of each example (both sides of a pair together).
    chance
        Source of chance.
    budget
        Pieces in a batch, padding included.
    """
    made = []
    for kind, lengths in sizes.items():
        # Jittered before sorting, so that an example meets other neighbours in each pass.
        order = np.argsort(lengths * chance.uniform(0.85, 1.15, len(lengths)), kind="stable")
        start = 0
        while start < len(order):
            stop = start + 1
            longest = lengths[order[start]]
            while stop < len(order):
                longest = max(longest, lengths[order[stop]])
                if longest * (stop + 1 - start) > budget or stop - start >= 640:
                    break
                stop += 1
            made.append(Batch(kind, order[start:stop]))
            start = stop
    return [made[index] for index in chance.permutation(len(made))]


def endless(sizes: dict[str, NDArray[np.int64]], seed: int, budget: int) -> Iterator[Batch]:
    """Yield batches pass after pass."""
    for number in count():
        yield from batches(sizes, np.random.default_rng((seed, number)), budget)


def optimiser(body: BertModel, schedule: Schedule) -> torch.optim.AdamW:
    """Return AdamW with a rate of its own for the embedding table."""
    table = body.embeddings.word_embeddings.weight
    rest = [weight for weight in body.parameters() if weight is not table]
    groups = [
        {"params": rest, "lr": schedule.body_rate, "top": schedule.body_rate, "weight_decay": 0.01},
        {
            "params": [table],
            "lr": schedule.table_rate,
            "top": schedule.table_rate,
            "weight_decay": 0.0,
        },
    ]
    return torch.optim.AdamW(groups, betas=(0.9, 0.98), fused=True)


def set_rate(adam: torch.optim.Optimizer, schedule: Schedule, step: int) -> None:
    """Set the learning rates for a step: rising through the warm-up, then falling to zero."""
    rise = max(1, round(schedule.warm_up * schedule.steps))
    share = min((step + 1) / rise, (schedule.steps - step) / max(1, schedule.steps - rise))
    for group in adam.param_groups:
        group["lr"] = group["top"] * share


class Checkpoint:
    """The state of a stage on disk; written beside and moved, so that none is ever half."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def save(self, step: int, body: BertModel, adam: torch.optim.Optimizer) -> None:
        """Write the state after ``step`` steps."""
        part = self.path.with_suffix(".part")
        torch.save({"step": step, "body": body.state_dict(), "adam": adam.state_dict()}, part)
        part.replace(self.path)

    def load(self, body: BertModel, adam: torch.optim.Optimizer) -> int:
        """Read the state, if there is one, into body and optimiser; return the step."""
        if not self.path.exists():
            return 0
        state = torch.load(self.path, map_location=body.device, weights_only=True)
        body.load_state_dict(state["body"])
        adam.load_state_dict(state["adam"])
        return int(state["step"])


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


def run_stage(
    name: str,
    stage: FirstStage | SecondStage,
    body: BertModel,
    schedule: Schedule,
    checkpoint: Path,
    log: Log,
    seed: int = 0,
) -> dict[str, Tensor]:
    """Run a stage to its end, from its last checkpoint if there is one.

    Parameters
    ----------
    name
        Name for the log.
    stage
        Gives the loss of a batch.
    body
        Trained in place.
    schedule
        Steps and rates.
    checkpoint
        File to go on from and to write to.
    log
        Takes losses.
    seed
        Seed of the order of the batches.

    Returns
    -------
    dict of str to Tensor
        The weights at the end.
    """
    first = stage if isinstance(stage, FirstStage) else stage.first
    adam = optimiser(body, schedule)
    kept = Checkpoint(checkpoint)
    done = kept.load(body, adam)
    body.train()
    stream = stage.passes(seed)
    for _ in range(done):
        next(stream)
    sums: dict[str, list[float]] = {}
    started, since = time.time(), done
    for step in range(done, schedule.steps):
        set_rate(adam, schedule, step)
        # What is drawn depends on the step alone, so a run cut short goes on as if it had not been.
        first.reader.chance.seed(f"{seed} {name} {step}")
        loss, parts = stage.loss(body, next(stream), step)
        if not math.isfinite(loss.item()):
            raise FloatingPointError(
                f"{name}: loss is {loss.item()} at step {step}; lower the learning rates"
            )
        adam.zero_grad(set_to_none=True)
        torch.autograd.backward(loss)
        torch.nn.utils.clip_grad_norm_(body.parameters(), 1.0)
        adam.step()
        for key, value in {"loss": loss.item(), **parts}.items():
            sums.setdefault(key, []).append(value)
        if (step + 1) % 50 == 0 or step + 1 == schedule.steps:
            means = {key: round(float(np.mean(values)), 4) for key, values in sums.items()}
            pace = (time.time() - started) / (step + 1 - since)
            log(
                stage=name,
                step=step + 1,
                of=schedule.steps,
                seconds_per_step=round(pace, 2),
                **means,
            )
            sums = {}
        if (step + 1) % schedule.checkpoint_every == 0 or step + 1 == schedule.steps:
            kept.save(step + 1, body, adam)
    return {name: weight.clone() for name, weight in body.state_dict().items()}


def mixed(parts: Sequence[tuple[float, dict[str, Tensor]]]) -> dict[str, Tensor]:
    """Average weights (Wortsman et al. 2022, "Robust fine-tuning of zero-shot models", CVPR).

    Parameters
    ----------
    parts
        Shares, which add up to one, with the weights they go to.
    """
    names = parts[0][1]
    return {
        name: sum(
            (share * weights[name].float() for share, weights in parts), start=torch.zeros(())
        )
        if names[name].is_floating_point()
        else names[name]
        for name in names
    }
