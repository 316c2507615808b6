"""How well each candidate names its theme: traits, their weights, and pairs of nouns."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, islice
from math import log1p
from pathlib import Path
from statistics import fmean

import numpy as np
from numpy.typing import NDArray

from pipeline.danish import split_compound
from pipeline.danish.lexicon import zipf
from pipeline.label.candidates import Candidate, heads, join, with_parts
from pipeline.label.preference import Weights, read_weights, score
from pipeline.label.vocabulary import NOT_NAMING, VAGUE

Vectors = NDArray[np.float32]

# Trait -> weight: rounded from what picks the title nearest to the true name of invented chapters
# and topics (listwise softmax over each theme's candidates), some of them moved after reading the
# titles, those of civic_gold among them.
WEIGHTS: Mapping[str, float] = {
    "central": 18.0,
    "contrast": 15.0,
    "spoken": 4.2,
    "joined": -3.0,
    "verbal": -2.0,
    "woven": 2.0,
    "broad": 2.0,
    "term": 1.6,
    "apart": -1.5,
    "judging": -1.5,
    "too_broad": -1.5,
    "distinctive": 1.4,
    "leading": 1.2,
    "common": 1.2,
    "attached": -1.0,
    "abstract": 0.9,
    "vague": -0.8,
    "touched": 0.5,
    "genitive": -0.5,
    "long_word": 0.5,
    "shared": 0.3,
    "pair": -0.2,
    "tables": 0.2,
}
_ABSTRACT = re.compile(
    r"(?:hed|ning|else|skab|dom|itet|tion|sion|isme|liv|arbejde|miljø|kultur|trivsel|omsorg|"
    r"struktur|politik|trafik|pleje|hjælp|støtte)$"
)
_NEAREST_SIBLINGS = 3
_JOINED_FROM = 8
# Compounds of these are as vague as they are alone; those of other vague nouns ("flextur") are not.
_VAGUE_HEADS = frozenset({"område", "forhold", "ressource"})
# A theme of this many bullets or fewer is narrow, and one phrase should do.
_NARROW = 8
_BROAD = 25
# From this size on, a noun that a single bullet holds is a detail and no half of a pair.
_SEVERAL = 4
# Share of a theme's bullets that each half of a pair must touch.
_HALF = 0.15
# Halves nearer to one another than this say the same twice.
_SAME = 0.6


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate with its unit vector, its traits by name, and its score."""

    candidate: Candidate
    vector: Vectors
    traits: Mapping[str, float]
    score: float


@dataclass(frozen=True, slots=True)
class Setting:
    """What a theme's candidates are held against.

    Attributes
    ----------
    centroid
        Unit centroid of the theme's bullets, shape (dimensions,).
    siblings
        Unit centroids of the other themes, shape (themes - 1, dimensions).
    weight
        Class TF-IDF of the theme's words, the heaviest first.
    vectors
        Unit vectors of the theme's bullets, shape (bullets, dimensions).
    tables
        Table of each bullet of the theme.
    """

    centroid: Vectors
    siblings: Vectors
    weight: Counter[str]
    vectors: Vectors
    tables: Mapping[int, str]
    most_spoken: float = 0.0

    @property
    def size(self) -> int:
        """Number of the theme's bullets."""
        return len(self.vectors)


def weights_of(file: str) -> Weights:
    """Read what makes a good title from a file that `temaer learn` wrote; "" for the program's own.

    Raises
    ------
    SettingsError
        As `read_weights` does.
    """
    return read_weights(Path(file), WEIGHTS) if file else WEIGHTS


def rank(
    candidates: Sequence[Candidate], vectors: Vectors, setting: Setting, weights: Weights
) -> list[Ranked]:
    """Order a theme's candidates, and pairs of its nouns, the best first.

    Parameters
    ----------
    candidates, vectors
        Candidates and their unit vectors, shape (candidates, dimensions).
    """
    single = [
        _ranked(candidate, vector, setting, weights)
        for candidate, vector in zip(candidates, vectors, strict=True)
    ]
    single.sort(key=_order)
    pairs = [
        _joined(first, second, setting, weights)
        for first, second in _partners(single, _least(setting.size))
    ]
    return sorted([*single, *pairs], key=_order)


def distinctiveness(candidate: Candidate, weight: Counter[str]) -> float:
    """Mean class TF-IDF of a candidate's words, as a share of the theme's heaviest words'."""
    top = [float(value) for value in islice(weight.values(), 5)] or [1.0]
    own = [float(weight[base]) for base in candidate.lemmas]
    return fmean(own) / max(fmean(top), 1e-9)


def _ranked(candidate: Candidate, vector: Vectors, setting: Setting, weights: Weights) -> Ranked:
    central = float(vector @ setting.centroid)
    near = np.sort(setting.siblings @ vector)[-_NEAREST_SIBLINGS:]
    head = (
        candidate.lemmas[0 if candidate.shape in ("attached", "pair") else -1]
        if candidate.lemmas
        else ""
    )
    tables = {setting.tables[row] for row in candidate.holders}
    size = max(1, setting.size)
    traits = {
        "central": central,
        "contrast": central - float(near.mean()) if len(near) else 0.0,
        "distinctive": distinctiveness(candidate, setting.weight),
        "shared": log1p(10 * len(candidate.bullets) / size),
        "touched": log1p(10 * len(candidate.holders) / size),
        "tables": len(tables) / max(1, len(set(setting.tables.values()))),
        "woven": log1p(candidate.words),
        "abstract": float(any(_ABSTRACT.search(base) for base in candidate.lemmas)),
        "common": max(zipf(part) for part in split_compound(head)) / 5,
        "long_word": max(map(len, candidate.text.split())) / 10,
        "vague": float(any(base in VAGUE for base in candidate.lemmas)),
        "judging": float(candidate.lemmas[0] in NOT_NAMING),
        "attached": float(candidate.shape == "attached"),
        "genitive": float(candidate.shape == "genitive"),
        "pair": float(candidate.shape == "pair"),
        "verbal": float(candidate.shape == "verbal"),
        "joined": 0.0,
        "spoken": candidate.spoken,
        "term": float(not candidate.is_attested),
        "leading": candidate.spoken / setting.most_spoken if setting.most_spoken else 0.0,
        "broad": float(candidate.level in ("group", "field")) * min(1.0, size / _BROAD),
        "too_broad": float(candidate.level == "group") * max(0.0, 1 - size / _BROAD),
        "apart": 0.0,
    }
    return Ranked(candidate, vector, traits, score(traits, weights))


def _least(size: int) -> int:
    """How many bullets each half of a pair must touch: a pair is not two details."""
    return 1 if size < _SEVERAL else max(2, round(_HALF * size))


def _partners(ranked: Sequence[Ranked], least: int) -> list[tuple[Ranked, Ranked]]:
    halves = [item for item in ranked if _can_be_half(item.candidate, least)][:_JOINED_FROM]
    known = {frozenset(item.candidate.lemmas) for item in ranked}
    return [
        (first, second)
        for first, second in combinations(halves, 2)
        if frozenset((*first.candidate.lemmas, *second.candidate.lemmas)) not in known
        and _all_parts(first.candidate).isdisjoint(_all_parts(second.candidate))
        and not _is_same_topic(first.candidate, second.candidate)
        and float(first.vector @ second.vector) < _SAME
    ]


def _can_be_half(candidate: Candidate, least: int) -> bool:
    """Whether "... og ..." may be made of it: nouns, and names of the vocabulary of two words."""
    if candidate.is_attested and candidate.shape in ("noun", "part"):
        head = candidate.lemmas[0]
        return (
            len(candidate.holders) >= least
            and head not in VAGUE
            and _VAGUE_HEADS.isdisjoint(heads(head))
        )
    return (
        candidate.shape == "term"
        and candidate.level != "group"
        and len(candidate.bullets) >= least
        and len(candidate.lemmas) == len(candidate.text.split()) <= 2
    )


def _is_same_topic(first: Candidate, second: Candidate) -> bool:
    return bool(first.level) and (first.level, first.topic) == (second.level, second.topic)


def _all_parts(candidate: Candidate) -> set[str]:
    return {part for base in candidate.lemmas for part in with_parts(base)}


def _joined(first: Ranked, second: Ranked, setting: Setting, weights: Weights) -> Ranked:
    """Put two nouns together: the pair is as strong as its weaker half, but covers more."""
    candidate = join(first.candidate, second.candidate)
    total = first.vector + second.vector
    vector = np.asarray(total / max(float(np.linalg.norm(total)), 1e-12), np.float32)
    both = dict(_ranked(candidate, vector, setting, weights).traits)
    weaker = {
        name: min(first.traits[name], second.traits[name])
        for name in ("distinctive", "woven", "common", "long_word", "abstract")
    }
    # Each bullet counts with the half that is nearer to it, on the scale of a centroid's cosine.
    nearer = np.maximum(setting.vectors @ first.vector, setting.vectors @ second.vector)
    length = float(np.linalg.norm(setting.vectors.mean(axis=0)))
    both["central"] = float(nearer.mean()) / max(length, 1e-12)
    traits = {
        **both,
        **weaker,
        "joined": min(1.0, _NARROW / max(1, setting.size)),
        "apart": 1 - float(first.vector @ second.vector),
    }
    return Ranked(candidate, vector, traits, score(traits, weights))


def _order(item: Ranked) -> tuple[float, str]:
    # Rounded, so that the last bits, in which machines differ, decide nothing.
    return -round(item.score, 6), item.candidate.text
