"""What makes a good title: a list of traits with weights that people can read and change.

A title's score is the sum of its traits times their weights. Whoever picks another title than the
first teaches the list (`learn`), and the result is again such a list.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np

from pipeline.errors import SettingsError

Traits = Mapping[str, float]
Weights = Mapping[str, float]

# How far one choice moves a weight, and how strongly the weights are held to where they began.
_RATE = 0.1
_HOLD = 0.02


def score(traits: Traits, weights: Weights) -> float:
    """Add up a title's traits by their weights; a trait without a weight counts nothing."""
    return float(sum(weights.get(name, 0.0) * traits[name] for name in sorted(traits)))


def learn(weights: Weights, choices: Iterable[tuple[Traits, Sequence[Traits]]]) -> dict[str, float]:
    """Move the weights so that what people chose comes before what they were offered beside it.

    One step of gradient ascent for each pair on the likelihood of Bradley & Terry's model of
    paired comparisons (1952), held back towards the weights given.

    Parameters
    ----------
    weights
        Weight of each trait.
    choices
        The traits of the title that was chosen, and of each other title offered with it.

    Returns
    -------
    dict
        New weights of the same traits.
    """
    names = sorted(weights)
    start = np.asarray([weights[name] for name in names])
    now = start.copy()
    for chosen, offered in choices:
        for other in offered:
            difference = np.asarray(
                [chosen.get(name, 0.0) - other.get(name, 0.0) for name in names]
            )
            surprise = 1 / (1 + np.exp(np.clip(difference @ now, -50, 50)))
            now += _RATE * surprise * difference - _HOLD * (now - start)
    return {name: round(float(value), 4) for name, value in zip(names, now, strict=True)}


def to_toml(weights: Weights) -> str:
    """Write weights as TOML, the strongest first."""
    ordered = sorted(weights.items(), key=lambda item: (-abs(item[1]), item[0]))
    return "".join(f"{name} = {value}\n" for name, value in ordered)


def read_weights(path: Path, defaults: Weights) -> dict[str, float]:
    """Read weights from a TOML file; traits that it does not name keep their default.

    Raises
    ------
    SettingsError
        If the file cannot be read, or names an unknown trait or a weight that is no number.
    """
    try:
        stated = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{path}: is not a readable TOML file ({error}).") from error
    for name, value in stated.items():
        if name not in defaults:
            raise SettingsError(
                f"{path}: unknown trait {name!r}. Known are {', '.join(sorted(defaults))}."
            )
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise SettingsError(f"{path}: {name} is {value!r}, expected a number.")
    return {**defaults, **{name: float(value) for name, value in stated.items()}}
