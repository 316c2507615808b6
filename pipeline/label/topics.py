"""The shipped vocabulary of what municipalities call their topics.

`topics.tsv` holds groups of fields as a municipality's committees are named ("Kultur og fritid"),
fields of municipal work ("Kollektiv trafik") and topics within them ("Busser på landet"). Fields
and topics have the words that speak of them, each with what it adds to the log odds; a group has
its fields. The file is made by `python -m models.topics` from invented statements.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

VOCABULARY = Path(__file__).parent / "topics.tsv"

Names = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Topics:
    """One level of the vocabulary.

    Attributes
    ----------
    names
        The names of each topic.
    words
        For each word, the topics that it speaks of and how strongly.
    """

    names: Names
    words: dict[str, tuple[tuple[int, float], ...]]

    def odds(self, families: Sequence[frozenset[str]]) -> NDArray[np.float64]:
        """Log odds that each bullet speaks of each topic, by naive Bayes on its words.

        Parameters
        ----------
        families
            For each bullet, the lemmas of its words and their parts.

        Returns
        -------
        NDArray
            Shape (bullets, topics).
        """
        rows, topics, weights = [], [], []
        for row, family in enumerate(families):
            for word in sorted(family & self.words.keys()):
                for topic, weight in self.words[word]:
                    rows.append(row)
                    topics.append(topic)
                    weights.append(weight)
        found = np.zeros((len(families), len(self.names)))
        np.add.at(found, (np.asarray(rows, np.int64), np.asarray(topics, np.int64)), weights)
        return found


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The three levels: fields, topics within them, and groups with the numbers of their fields."""

    fields: Topics
    topics: Topics
    groups: Names
    members: tuple[tuple[int, ...], ...]

    def all_names(self) -> list[str]:
        """Every name once, in the order of the alphabet."""
        levels = (self.fields.names, self.topics.names, self.groups)
        return sorted({name for names in levels for of in names for name in of})


@cache
def read_vocabulary() -> Vocabulary:
    """Read the shipped vocabulary."""
    with VOCABULARY.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    fields, topics = (_topics(rows, level) for level in ("field", "topic"))
    number = {names[0]: place for place, names in enumerate(fields.names)}
    groups = [row for row in rows if row["level"] == "group"]
    members = tuple(tuple(number[name] for name in row["words"].split("; ")) for row in groups)
    return Vocabulary(fields, topics, tuple(_names(row) for row in groups), members)


def _topics(rows: Sequence[dict[str, str]], level: str) -> Topics:
    words: dict[str, list[tuple[int, float]]] = defaultdict(list)
    held = [row for row in rows if row["level"] == level]
    for place, row in enumerate(held):
        for pair in row["words"].split():
            word, _, weight = pair.rpartition("=")
            words[word].append((place, float(weight)))
    return Topics(tuple(map(_names, held)), {word: tuple(of) for word, of in words.items()})


def _names(row: dict[str, str]) -> tuple[str, ...]:
    return tuple(row["names"].split("; "))
