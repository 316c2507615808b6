"""The training loop on a tiny student: batches, schedule, resuming, and that it learns."""

import json
import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import BertModel, PreTrainedTokenizerFast

from models.training.batches import Reader, batches
from models.training.corpus import Statement
from models.training.glosses import Glosser
from models.training.material import Examples, Material, theme_ids
from models.training.stages import FirstStage, SecondStage
from models.training.student import embed, read_pieces
from models.training.targets import unit
from models.training.training import Log, Schedule, mixed, run_stage, set_rate

CPU = torch.device("cpu")
SCHEDULE = Schedule(steps=12, body_rate=3e-3, table_rate=3e-3, checkpoint_every=4)
DANISH = ["vi vil have flere cykelstier", "flere bus til gamle", "lærer og skole", "børn til skole"]
ENGLISH = ["we want more bike paths", "more bus", "bike", "paths"]


def material() -> Material:
    random_vectors = np.random.default_rng(0).standard_normal((4, 32)).astype(np.float32)
    targets = unit(random_vectors)
    places = [
        Statement("1", "1 trafik", theme, danish, english)
        for theme, danish, english in zip(
            ["cykler", "cykler", "skole", "skole"], DANISH, ENGLISH, strict=True
        )
    ]
    return Material(
        pairs=Examples(DANISH, ENGLISH, targets),
        sentences=Examples(DANISH[:2], [], targets[:2]),
        words=Examples(["skole", "bus"], [], targets[2:]),
        statements=Examples(DANISH, ENGLISH, targets),
        places=places,
    )


def first_stage(tokenizer: PreTrainedTokenizerFast) -> FirstStage:
    reader = Reader(tokenizer, Glosser({"cykel": ["bike"], "sti": ["path"]}), random.Random(0))
    return FirstStage(material(), reader, CPU)


def test_every_example_comes_once_in_a_pass_and_batches_keep_the_budget() -> None:
    sizes = {"a": np.array([3, 40, 5, 60, 7] * 30), "b": np.array([10] * 11)}
    made = batches(sizes, np.random.default_rng(0), budget=128)
    for kind, lengths in sizes.items():
        rows = np.concatenate([batch.rows for batch in made if batch.kind == kind])
        assert sorted(rows) == list(range(len(lengths)))
    for batch in made:
        lengths = sizes[batch.kind][batch.rows]
        assert len(lengths) == 1 or lengths.max() * len(lengths) <= 128


def test_rates_rise_then_fall_to_zero(body: BertModel) -> None:
    adam = torch.optim.AdamW([{"params": list(body.parameters()), "lr": 1.0, "top": 1.0}])
    schedule = Schedule(steps=100, body_rate=1.0, table_rate=1.0, warm_up=0.1)
    rates = []
    for step in range(101):
        set_rate(adam, schedule, step)
        rates.append(adam.param_groups[0]["lr"])
    assert rates[:10] == sorted(rates[:10])
    assert max(rates) == 1.0
    assert rates[10:] == sorted(rates[10:], reverse=True)
    assert rates[100] == 0


def test_the_first_stage_moves_texts_to_their_targets(
    tmp_path: Path, body: BertModel, tokenizer: PreTrainedTokenizerFast
) -> None:
    stage = first_stage(tokenizer)
    run_stage(
        "first", stage, body, replace(SCHEDULE, steps=60), tmp_path / "c.pt", Log(tmp_path / "log")
    )
    lines = [json.loads(line) for line in (tmp_path / "log").read_text().splitlines()]
    assert lines[-1]["distance"] < 0.5 * lines[0]["distance"]
    found = embed(body, read_pieces(tokenizer, DANISH), CPU)
    nearest = (found @ torch.from_numpy(material().pairs.targets).T).argmax(dim=1)
    assert nearest.tolist() == [0, 1, 2, 3]


@pytest.mark.parametrize("second", [False, True])
def test_a_run_cut_short_ends_as_if_it_had_not_been(
    tmp_path: Path, body: BertModel, tokenizer: PreTrainedTokenizerFast, second: bool
) -> None:
    start = {name: weight.clone() for name, weight in body.state_dict().items()}

    def run(checkpoint: Path, schedule: Schedule) -> dict[str, torch.Tensor]:
        body.load_state_dict(start)
        stage = first_stage(tokenizer)
        themes = SecondStage(
            stage, material(), stage.kinds["statements"].targets, [(DANISH[0], DANISH[1])]
        )
        return run_stage(
            "s", themes if second else stage, body, schedule, checkpoint, Log(tmp_path / "log")
        )

    whole = run(tmp_path / "whole.pt", SCHEDULE)

    class CutShortError(Exception):
        pass

    saved = torch.save

    def save_then_cut(state: object, path: Path) -> None:
        saved(state, path)
        path.replace(path.with_suffix(".pt"))
        raise CutShortError

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(torch, "save", save_then_cut)
        with pytest.raises(CutShortError):
            run(tmp_path / "cut.pt", SCHEDULE)
    resumed = run(tmp_path / "cut.pt", SCHEDULE)
    for name, weight in whole.items():
        torch.testing.assert_close(resumed[name], weight)


def test_themes_are_numbered_within_their_strategy() -> None:
    place = Statement("1", "skole", "lærere", "a", "b")
    places = [place, replace(place, strategy="2"), replace(place, theme="bygninger"), place]
    strategies, areas, themes = theme_ids(places)
    assert strategies.tolist() == [0, 1, 0, 0]
    assert areas.tolist() == [0, 1, 0, 0]
    assert themes.tolist() == [0, 1, 2, 0]


def test_mixed_averages_weights() -> None:
    one, two = (
        {"w": torch.tensor([1.0]), "n": torch.tensor(3)},
        {"w": torch.tensor([3.0]), "n": torch.tensor(4)},
    )
    assert mixed([(0.25, one), (0.75, two)])["w"].tolist() == [2.5]
    assert mixed([(0.25, one), (0.75, two)])["n"].item() == 3


def test_a_loss_that_is_not_finite_stops_the_run(
    tmp_path: Path, body: BertModel, tokenizer: PreTrainedTokenizerFast
) -> None:
    with torch.no_grad():
        body.embeddings.word_embeddings.weight.fill_(float("nan"))
    with pytest.raises(FloatingPointError, match="learning rates"):
        run_stage(
            "first", first_stage(tokenizer), body, SCHEDULE, tmp_path / "c.pt", Log(tmp_path / "l")
        )
