"""Which bullets say something else than most of their theme, and yet speak of it."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.danish import content_lemmas
from pipeline.draft.likeness import Vectors
from pipeline.records import Bullet

# A chapter that tells of many voices lets none be heard.
_MOST_DISAGREEMENTS = 4
_MOST_FAR = 2
# Fewer bullets than this have no middle to be far from.
_FEWEST_FOR_DISTANCE = 8
# The share of a theme's bullets that counts as far from the others.
_FAR = 1 / 3
# A bullet speaks of a theme if it is more like it than this share of the other themes' bullets.
_NEAR = 0.9
# Fewer different words of content than this are a heading or an exclamation.
_FEWEST_WORDS = 4
_DISAGREEMENT = re.compile(
    r"\buenig\w*|\b(?:ikke|ingen)\b(?: \w+){0,2} enig(?:e|hed)?\b|\bdelte (?:meninger|holdninger)\b"
    r"|\b(?:var|er) (?:meget )?delte?\b(?! (?:op|ud|i|med)\b)|\bnogle\b.{1,120}\bmens andre\b"
    r"|(?:^|[.,;:–] ?)(?:men )?på den anden side\b(?! (?:af|ad)\b)",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """How like the bullets are to the themes of the draft.

    Attributes
    ----------
    likeness
        Cosine of each bullet with the middle of each theme, shape (bullets, themes).
    theme_of
        Theme of each bullet, numbered from 0; -1 for none. Shape (bullets,).
    """

    likeness: Vectors
    theme_of: NDArray[np.intp]


def look_around(members: Sequence[Sequence[int]], vectors: Vectors) -> Surroundings:
    """Compare all bullets with all themes.

    Parameters
    ----------
    members
        Rows of the bullets of each theme; none is empty.
    vectors
        Unit vector of every row, shape (bullets, dimensions).
    """
    theme_of = np.full(len(vectors), -1, np.intp)
    middles = np.zeros((len(members), vectors.shape[1]), np.float32)
    for theme, rows in enumerate(members):
        theme_of[list(rows)] = theme
        middle = vectors[list(rows)].mean(axis=0)
        middles[theme] = middle / (np.linalg.norm(middle) or 1)
    likeness: Vectors = (vectors @ middles.T).astype(np.float32).round(6)
    return Surroundings(likeness, theme_of)


def disagreements(rows: Sequence[int], bullets: Sequence[Bullet]) -> list[int]:
    """Pick the bullets that tell of people who did not agree, by what they say in so many words."""
    return [row for row in rows if _DISAGREEMENT.search(bullets[row].text)][:_MOST_DISAGREEMENTS]


def far_voices(
    rows: Sequence[int],
    vectors: Vectors,
    around: Surroundings,
    bullets: Sequence[Bullet],
    passed_over: Collection[int] = (),
) -> list[int]:
    """Pick bullets that are far from the others of their theme, and clearly speak of the theme.

    Far: of the third that is least like the theme's other bullets by mean cosine, and half a
    standard deviation less like them than its bullets are on average. Of the theme:
    no other theme of the draft is as near, and the bullet is more like the theme than nine of ten
    bullets of the other themes. With content: four different words at least. Those that are the
    clearest about their theme come first.

    Parameters
    ----------
    rows
        Rows of the theme's bullets.
    passed_over
        Rows that are quoted elsewhere, in doubt, or no whole statement.
    """
    if len(rows) < _FEWEST_FOR_DISTANCE or around.likeness.shape[1] < 2:
        return []
    own = vectors[list(rows)]
    # A bullet is compared with the others, itself not among them.
    alike = (own @ own.sum(axis=0) - (own * own).sum(axis=1)) / (len(rows) - 1)
    alike = alike.round(6)
    order = np.argsort(alike, kind="stable")[: int(len(rows) * _FAR)]
    farthest = [place for place in order if alike[place] < alike.mean() - alike.std() / 2]
    theme = int(around.theme_of[rows[0]])
    to_own = around.likeness[:, theme]
    to_next = np.delete(around.likeness, theme, axis=1).max(axis=1)
    elsewhere = (around.theme_of != theme) & (around.theme_of >= 0)
    bar = np.quantile(to_own[elsewhere], _NEAR)
    found = [
        (float(to_next[row] - to_own[row]), row)
        for row in (rows[place] for place in farthest)
        if row not in passed_over
        and to_own[row] > max(bar, to_next[row])
        and len(set(content_lemmas(bullets[row].text))) >= _FEWEST_WORDS
    ]
    return [row for _, row in sorted(found)[:_MOST_FAR]]
