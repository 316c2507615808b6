"""The shipped vocabulary of what municipalities call their topics, and what bullets speak of them.

`topics.tsv` holds fields of municipal work ("Kollektiv trafik") and topics within them ("Busser på
landet"), each with the words that speak of it and what each word adds to the log odds. It is made
by `python -m models.topics` from invented statements.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.danish import content_lemmas
from pipeline.label.candidates import Candidate, Lexis

VOCABULARY = Path(__file__).parent / "topics.tsv"

Vectors = NDArray[np.float32]
Encode = Callable[[Sequence[str]], Vectors]

# Log odds that a bullet speaks of no topic of the vocabulary, against one of every so many topics.
_NONE = 3.0
_PER_NONE = 20
# What a cosine adds to the log odds; chosen on invented strategies.
_NEARNESS = 15.0
_MOST = 30.0
# How many topics of each level a theme is held against; how likely a bullet must speak of one to
# bear it out, or to count as touching it; and how many must bear it out.
_TOPICS = 6
_CLEAR, _SOME = 0.3, 0.1
_FEWEST = 2
# Share of its words that bullets must hold before a topic within a field may name their theme.
_SAID = 0.5


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

    names: tuple[tuple[str, ...], ...]
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
        found = np.zeros((len(families), len(self.names)))
        for row, family in enumerate(families):
            for word in sorted(family):
                for topic, weight in self.words.get(word, ()):
                    found[row, topic] += weight
        return found


class Spoken:
    """What each of many bullets speaks of: by its words, and by how near it is to a topic's names.

    Parameters
    ----------
    lexis
        Words of the bullets.
    vectors
        Unit vectors of the bullets, shape (bullets, dimensions).
    encode
        Turns names into unit vectors of the same dimensions.
    """

    def __init__(self, lexis: Lexis, vectors: Vectors, encode: Encode) -> None:
        levels = read_topics()
        every = sorted({name for level in levels for names in level.names for name in names})
        vector_of = dict(zip(every, encode(every), strict=True))
        self._families = lexis.families
        self._levels = []
        for level in levels:
            means = np.stack([np.mean([vector_of[n] for n in of], axis=0) for of in level.names])
            means /= np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-12)
            near = vectors @ means.T
            # Against the mean of all bullets, since some names are near to everything.
            odds = level.odds(lexis.families) + _NEARNESS * (near - near.mean(axis=0))
            raised = np.exp(np.clip(odds, -_MOST, _MOST))
            nothing = np.exp(_NONE) * len(level.names) / _PER_NONE
            likely = raised / (raised.sum(axis=1, keepdims=True) + nothing)
            # Rounded, so that the last bits, in which machines differ, decide nothing.
            self._levels.append((level.names, np.round(likely, 4)))

    def candidates(self, theme: Sequence[int], attested: Iterable[Candidate]) -> list[Candidate]:
        """Return a theme's candidates with those of the vocabulary that its bullets bear out.

        A name that citizens used too stays one candidate.
        """
        rows = np.asarray(theme)
        held = frozenset().union(*(self._families[row] for row in theme))
        found = {frozenset(candidate.lemmas): candidate for candidate in attested}
        for is_field, (names, likely) in zip((True, False), self._levels, strict=True):
            share = likely[rows].mean(axis=0)
            for topic in np.argsort(-share, kind="stable")[:_TOPICS]:
                clear = frozenset(int(row) for row in rows[likely[rows, topic] >= _CLEAR])
                if len(clear) < _FEWEST:
                    continue
                some = frozenset(int(row) for row in rows[likely[rows, topic] >= _SOME])
                for name in names[topic]:
                    named = _named(name, found, held)
                    if named.said < _SAID and not is_field:
                        continue
                    found[frozenset(named.lemmas)] = replace(
                        named,
                        bullets=named.bullets | clear,
                        holders=named.holders | some,
                        spoken=max(named.spoken, float(share[topic])),
                        is_field=named.is_field or is_field,
                    )
        return sorted(found.values(), key=lambda candidate: candidate.text)


def _named(name: str, found: Mapping[frozenset[str], Candidate], held: frozenset[str]) -> Candidate:
    """Return the candidate of a name; what citizens said in the same words takes its form."""
    text = name[0].lower() + name[1:] if name[1:2].islower() else name
    lemmas = tuple(content_lemmas(name))
    known = found.get(frozenset(lemmas))
    if known is None:
        said = sum(base in held for base in lemmas) / max(1, len(lemmas))
        none: frozenset[int] = frozenset()
        return Candidate(text, lemmas, "term", none, none, 0, said=said, is_attested=False)
    return replace(known, text=text) if known.shape in ("noun", "part") else known


@cache
def read_topics() -> tuple[Topics, Topics]:
    """Return the fields of municipal work, and the topics within them."""
    levels = (_Level([], {}), _Level([], {}))
    with VOCABULARY.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            names, words = levels[row["level"] != "field"]
            for pair in row["words"].split():
                word, _, weight = pair.rpartition("=")
                words.setdefault(word, []).append((len(names), float(weight)))
            names.append(tuple(row["names"].split("; ")))
    field, topic = (
        Topics(tuple(level.names), {word: tuple(of) for word, of in level.words.items()})
        for level in levels
    )
    return field, topic


class _Level(NamedTuple):
    names: list[tuple[str, ...]]
    words: dict[str, list[tuple[int, float]]]
