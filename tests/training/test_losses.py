"""Losses on vectors whose right answer can be seen."""

import math

import torch

from models.training.losses import contrast, distance, supervised_contrast, translation_contrast

NORTH, EAST, SOUTH = torch.tensor([0.0, 1.0]), torch.tensor([1.0, 0.0]), torch.tensor([0.0, -1.0])


def test_distance_is_zero_on_target_and_two_at_its_opposite() -> None:
    assert distance(NORTH[None], NORTH[None]).item() == 0
    assert distance(NORTH[None], SOUTH[None]).item() == 2


def test_contrast_of_two_is_the_logistic_loss() -> None:
    vectors = torch.stack([NORTH, EAST])
    assert math.isclose(contrast(vectors, vectors).item(), math.log1p(math.exp(-20)), abs_tol=1e-6)


def test_contrast_does_not_count_the_same_target_twice() -> None:
    vectors = torch.stack([NORTH, NORTH])
    assert contrast(vectors, vectors).item() == 0
    assert translation_contrast(vectors, vectors, vectors).item() == 0


def test_contrast_with_others_is_harder() -> None:
    vectors, targets = torch.stack([NORTH, EAST]), torch.stack([NORTH, EAST])
    near = torch.nn.functional.normalize(torch.tensor([[0.2, 1.0]]), dim=1)
    assert contrast(vectors, targets, near) > contrast(vectors, targets)


def test_supervised_contrast_rewards_themes_that_lie_together() -> None:
    labels, one = torch.tensor([0, 0, 1, 1]), torch.zeros(4, dtype=torch.long)
    together = supervised_contrast(torch.stack([NORTH, NORTH, EAST, EAST]), labels, one)
    mixed = supervised_contrast(torch.stack([NORTH, EAST, NORTH, EAST]), labels, one)
    assert together < 0.01 < mixed


def test_supervised_contrast_does_not_compare_groups() -> None:
    vectors = torch.stack([NORTH, NORTH, NORTH, NORTH])
    labels = torch.tensor([0, 0, 1, 1])
    assert math.isclose(supervised_contrast(vectors, labels, labels).item(), 0, abs_tol=1e-6)
    alone = supervised_contrast(vectors, torch.arange(4), torch.arange(4))
    assert alone.item() == 0
