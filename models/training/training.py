"""Run a stage of training, with checkpoints that a run cut short goes on from."""

import json
import math
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from transformers import BertModel

from models.training.stages import FirstStage, SecondStage


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
