"""What the student is rewarded for, as functions of unit vectors."""

import torch
from torch import Tensor, nn

TEMPERATURE = 0.05
THEME_TEMPERATURE, AREA_TEMPERATURE = 0.1, 0.15


def distance(student: Tensor, targets: Tensor) -> Tensor:
    """Return the mean cosine distance of two arrays of shape (texts, dimensions)."""
    return 1 - (student * targets).sum(dim=1).mean()


def contrast(student: Tensor, targets: Tensor, others: Tensor | None = None) -> Tensor:
    """Return the cross-entropy of picking each text's own target among all targets (InfoNCE).

    van den Oord, Li & Vinyals 2018, "Representation learning with contrastive predictive coding".
    Targets that are the same as a text's own (one sentence twice) count neither for nor against.

    Parameters
    ----------
    student, targets
        Arrays of shape (texts, dimensions); row by row they belong together.
    others
        More targets to tell it from, shape (others, dimensions).
    """
    pool = targets if others is None else torch.cat([targets, others])
    scores = student @ pool.T / TEMPERATURE
    same = targets @ pool.T > 0.98
    own = torch.arange(len(student), device=student.device)
    same[own, own] = False
    return nn.functional.cross_entropy(scores.masked_fill(same, -torch.inf), own)


def translation_contrast(danish: Tensor, english: Tensor, targets: Tensor) -> Tensor:
    """Return the contrast between both sides of sentence pairs, averaged over both directions."""
    same = targets @ targets.T > 0.98
    same.fill_diagonal_(False)
    scores = (danish @ english.T / TEMPERATURE).masked_fill(same, -torch.inf)
    own = torch.arange(len(danish), device=danish.device)
    return (
        nn.functional.cross_entropy(scores, own) + nn.functional.cross_entropy(scores.T, own)
    ) / 2


def supervised_contrast(
    vectors: Tensor, labels: Tensor, groups: Tensor, temperature: float = THEME_TEMPERATURE
) -> Tensor:
    """Return the supervised contrastive loss over labels, within groups only.

    Khosla et al. 2020, "Supervised contrastive learning", L_out. Texts of another group are no
    negatives: two municipalities' strategies have chapters about the same things under other names.

    Parameters
    ----------
    vectors
        Unit vectors of shape (texts, dimensions).
    labels, groups
        Integer arrays of shape (texts,).
    temperature
        Divides the cosines.
    """
    scores = vectors @ vectors.T / temperature
    itself = torch.eye(len(vectors), dtype=torch.bool, device=vectors.device)
    comparable = (groups[:, None] == groups[None, :]) & ~itself
    positive = (labels[:, None] == labels[None, :]) & comparable
    scores = scores.masked_fill(~comparable, -1e9)
    logs = scores - torch.logsumexp(scores, dim=1, keepdim=True)
    counts = positive.sum(dim=1)
    means = (logs * positive).sum(dim=1) / counts.clamp(min=1)
    used = counts > 0
    return -means[used].mean() if bool(used.any()) else vectors.sum() * 0
