"""Join texts and teachers' vectors into the material that the training loop draws from."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer

from models.training.corpus import IT_SOURCES, Corpus, Statement
from models.training.glosses import Glosser
from models.training.targets import Vectors, encode, joined, minilm_folder, mpnet_folder

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
    corpus: Corpus, glosser: Glosser, work: Path, progress: Callable[[str], None]
) -> Material:
    """Encode everything with the teachers, or read what is already encoded.

    Parameters
    ----------
    corpus
        The texts.
    glosser
        Makes English of Danish sentences without a translation.
    work
        Folder for what can be made again.
    progress
        Called with a line now and then.
    """
    minilm = SentenceTransformer(str(minilm_folder()))
    minilm.max_seq_length = 128

    def taught(texts: Sequence[str]) -> Vectors:
        return encode(minilm, texts, work / "targets-minilm", progress)

    random = np.random.default_rng(0)
    documentation = [pair for pair in corpus.pairs if pair.source in IT_SOURCES]
    chosen = random.permutation(len(documentation))[:IT_PAIRS]
    pairs = [pair for pair in corpus.pairs if pair.source not in IT_SOURCES]
    pairs += [documentation[index] for index in sorted(chosen)]

    words = [(danish, glosses[0]) for danish, glosses in corpus.lexicon.items()]
    words += [entry for entry in corpus.dictionary if entry[0].lower() not in corpus.lexicon]

    english = [statement.english for statement in corpus.statements]
    progress("teacher: pairs, words, sentences")
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


def stronger_targets(statements: Examples, work: Path, progress: Callable[[str], None]) -> Vectors:
    """Return targets of the statements that both teachers agreed on.

    Parameters
    ----------
    statements
        The statements with the first teacher's vectors.
    work
        Folder for what can be made again.
    progress
        Called with a line now and then.

    Returns
    -------
    Vectors
        Float array of shape (statements, dimensions); the first teacher's own vectors where the
        second teacher is not installed.
    """
    folder = mpnet_folder(work)
    if folder is None:
        progress("all-mpnet-base-v2 is not installed: the statements keep one teacher")
        return statements.targets
    mpnet = SentenceTransformer(str(folder))
    return joined(
        statements.targets, encode(mpnet, statements.english, work / "targets-mpnet", progress)
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
