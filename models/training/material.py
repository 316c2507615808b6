"""Join texts and teachers' vectors into the material that the training loop draws from."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer

from models.training.corpus import IT_SOURCES, Corpus, Statement
from models.training.glosses import Glosser
from models.training.targets import Teachers, Vectors, encode, joined, turn_between

IT_PAIRS = 5000
"""Pairs of IT documentation to keep: more of them pull the space away from everyday topics."""


@dataclass(frozen=True)
class Examples:
    """Texts that share a target, one row each.

    Attributes
    ----------
    danish
        Danish texts.
    english
        Their translations, or an empty list where there are none.
    targets
        Float array of shape (texts, dimensions), rows of length one.
    """

    danish: list[str]
    english: list[str]
    targets: Vectors


@dataclass(frozen=True)
class Material:
    """All that the two stages learn from."""

    pairs: Examples
    sentences: Examples
    words: Examples
    statements: Examples
    places: list[Statement]


def build_material(
    corpus: Corpus,
    glosser: Glosser,
    teachers: Teachers,
    work: Path,
    progress: Callable[[str], None],
) -> Material:
    """Encode everything with the teachers, or read what is already encoded.

    Parameters
    ----------
    corpus
        The texts.
    glosser
        Makes English of Danish sentences without a translation.
    teachers
        Where there is a second one, targets are the mean of both in the space of the first.
    work
        Folder for what can be made again.
    progress
        Called with a line now and then.
    """
    random = np.random.default_rng(0)
    documentation = [pair for pair in corpus.pairs if pair.source in IT_SOURCES]
    chosen = random.permutation(len(documentation))[:IT_PAIRS]
    pairs = [pair for pair in corpus.pairs if pair.source not in IT_SOURCES]
    pairs += [documentation[index] for index in sorted(chosen)]

    words = [(danish, glosses[0]) for danish, glosses in corpus.lexicon.items()]
    words += [entry for entry in corpus.dictionary if entry[0].lower() not in corpus.lexicon]

    english = [statement.english for statement in corpus.statements]
    taught = _both(teachers, [pair.english for pair in pairs] + english, work, progress)
    return Material(
        pairs=Examples(
            [pair.danish for pair in pairs],
            [pair.english for pair in pairs],
            taught([pair.english for pair in pairs]),
        ),
        words=Examples([word for word, _ in words], [], taught([gloss for _, gloss in words])),
        sentences=Examples(
            corpus.sentences, [], taught([glosser.sentence(text) for text in corpus.sentences])
        ),
        statements=Examples(
            [statement.danish for statement in corpus.statements], english, taught(english)
        ),
        places=corpus.statements,
    )


def _both(
    teachers: Teachers, texts: Sequence[str], work: Path, progress: Callable[[str], None]
) -> Callable[[Sequence[str]], Vectors]:
    """Return what encodes with both teachers; the texts settle how the second one is turned."""
    first = SentenceTransformer(str(teachers.first))
    first.max_seq_length = 128
    progress("first teacher")
    ours = encode(first, texts, work / "targets-first", progress)
    if teachers.second is None:
        progress("the second teacher is not installed: all texts keep one teacher")
        return lambda some: encode(first, some, work / "targets-first", progress)
    second = SentenceTransformer(str(teachers.second))
    second.max_seq_length = 128
    progress("second teacher")
    turn = turn_between(ours, encode(second, texts, work / "targets-second", progress))
    return lambda some: joined(
        encode(first, some, work / "targets-first", progress),
        encode(second, some, work / "targets-second", progress),
        turn,
    )


def theme_ids(
    places: Sequence[Statement],
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Number the strategies, areas and themes of statements.

    Returns
    -------
    strategies, areas, themes
        Integer arrays of shape (statements,).
    """
    keys = (
        [place.strategy for place in places],
        [(place.strategy, place.area) for place in places],
        [(place.strategy, place.area, place.theme) for place in places],
    )
    numbered = []
    for column in keys:
        ids = {key: index for index, key in enumerate(dict.fromkeys(column))}
        numbered.append(np.array([ids[key] for key in column], dtype=np.int64))
    return numbered[0], numbered[1], numbered[2]
