"""The methods that are compared: each takes a set with its vectors and says which bullets belong
together.

Why these of Turftopic: its own leaderboard names GMM, Topeax and SensTopic the winners in cluster
quality (https://x-tabdeveloping.github.io/turftopic/benchmark/), and KeyNMF is the one its
documentation recommends for interpretable topics. FASTopic, which "also did reasonably well" there,
needs another torch than ours and is left out. KeyNMF is told the true number, since left to itself
it finds one single topic in `civic_gold`. Their stop words and rare-word limit, made for long
English texts, are replaced by Danish stop words and a limit that small sets allow.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.danish import STOP_WORDS
from pipeline.embed import CachedEncoder, SentenceEncoder, Vectors
from pipeline.forming import find_themes
from pipeline.grammar import CachedTagger, GrammarModel
from pipeline.metrics import LEFT_OUT
from pipeline.records import Bullet
from pipeline.settings import Settings

INSTALL = "pip install -e '.[bench]'"
SMALLEST_TOPIC = 5
_SEED = 42
# Turftopic's limit of ten bullets a word leaves a few hundred short bullets hardly any word.
_RARE, _RARE_IN_MANY, _MANY = 2, 10, 5_000


@dataclass(frozen=True)
class Task:
    """What a method is given; `cache` holds the bullets' vectors as the program caches them."""

    bullets: Sequence[Bullet]
    vectors: Vectors
    number: int
    cache: Path
    model: str

    @property
    def texts(self) -> list[str]:
        """What the bullets say."""
        return [bullet.text for bullet in self.bullets]


Run = Callable[[], Sequence[int]]
# Loads what the method needs and returns the run that is timed.
Method = Callable[[Task], Run]


@dataclass(frozen=True)
class Rival:
    """A method.

    Attributes
    ----------
    package
        What must be installed; empty if nothing but what the program needs anyway.
    is_given_number
        It is told the true number of themes.
    """

    prepare: Method
    package: str = ""
    is_given_number: bool = False

    @property
    def is_installed(self) -> bool:
        """Whether its package is there."""
        return not self.package or find_spec(self.package) is not None


class _AnyEncoder:
    """Our cached encoder where a package expects a sentence-transformers model."""

    def __init__(self, encoder: CachedEncoder) -> None:
        self.encoder = encoder

    def encode(self, sentences: Sequence[str], **_: object) -> Vectors:
        return self.encoder.encode([str(sentence) for sentence in sentences])


@cache
def _encoder(model: str, folder: Path) -> CachedEncoder:
    """Return the encoder of a cache, which loads its model once, however many folds are run."""
    return CachedEncoder(SentenceEncoder(model), folder)


@cache
def _tagger(folder: Path) -> CachedTagger:
    return CachedTagger(GrammarModel(Settings().grammar), folder)


def ours(task: Task, themes: int = 0) -> Run:
    encoder, tagger = _encoder(task.model, task.cache), _tagger(task.cache)
    settings = Settings(model=task.model, themes=themes)

    def run() -> list[int]:
        found = find_themes(task.bullets, encoder, tagger, settings, lambda *_: None)
        places = [found.placements.get(bullet.id) for bullet in task.bullets]
        return numbered([place.theme if place else None for place in places])

    return run


def numbered(themes: Sequence[str | None]) -> list[int]:
    """Number themes by their first bullet; a bullet in none gets -1."""
    order = {theme: n for n, theme in enumerate(dict.fromkeys(t for t in themes if t is not None))}
    return [LEFT_OUT if theme is None else order[theme] for theme in themes]


def bertopic(task: Task) -> Run:
    """As it comes: unseeded UMAP, HDBSCAN with ten bullets at least, words for English."""
    from bertopic import BERTopic

    return lambda: BERTopic().fit_transform(task.texts, task.vectors)[0]


def bertopic_tuned(task: Task) -> Run:
    """Seeded, small topics, Danish words, and every outlier given to the topic nearest to it."""
    from bertopic import BERTopic
    from sklearn.feature_extraction.text import CountVectorizer
    from umap import UMAP

    def run() -> Sequence[int]:
        model = BERTopic(
            language="multilingual",
            min_topic_size=SMALLEST_TOPIC,
            # BERTopic's own values, with a seed.
            umap_model=UMAP(
                n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=_SEED
            ),
            vectorizer_model=CountVectorizer(stop_words=sorted(STOP_WORDS)),
        )
        topics, _ = model.fit_transform(task.texts, task.vectors)
        if LEFT_OUT not in topics or set(topics) == {LEFT_OUT}:
            return topics
        topics = model.reduce_outliers(
            task.texts, topics, strategy="embeddings", embeddings=task.vectors
        )
        model.update_topics(
            task.texts,
            topics=topics,
            vectorizer_model=CountVectorizer(stop_words=sorted(STOP_WORDS)),
        )
        return topics

    return run


def turftopic(name: str, *sizes: object, **options: object) -> Method:
    """One of Turftopic's models, seeded; each bullet is of the topic that weighs most in it."""

    def prepare(task: Task) -> Run:
        from sklearn.feature_extraction.text import CountVectorizer

        made: Any = getattr(import_module("turftopic"), name)
        encoder = _AnyEncoder(_encoder(task.model, task.cache))
        rare = _RARE_IN_MANY if len(task.bullets) >= _MANY else _RARE
        number = [task.number if size == "number" else size for size in sizes]

        def run() -> Sequence[int]:
            model = made(
                *number,
                encoder=encoder,
                vectorizer=CountVectorizer(min_df=rare, stop_words=sorted(STOP_WORDS)),
                random_state=_SEED,
                **options,
            )
            weights = model.fit_transform(task.texts, embeddings=task.vectors)
            return np.asarray(weights).argmax(axis=1)

        return run

    return prepare


def hdbscan(task: Task) -> Run:
    from sklearn.cluster import HDBSCAN

    return lambda: HDBSCAN(min_cluster_size=SMALLEST_TOPIC, copy=True).fit_predict(task.vectors)


def evoc(task: Task) -> Run:
    from evoc import EVoC

    return lambda: EVoC().fit_predict(task.vectors)


def k_means(task: Task) -> Run:
    from sklearn.cluster import KMeans

    return lambda: KMeans(task.number, n_init=10, random_state=_SEED).fit_predict(task.vectors)


def ward(task: Task) -> Run:
    from sklearn.cluster import AgglomerativeClustering

    return lambda: AgglomerativeClustering(task.number).fit_predict(task.vectors)


OURS = "ours"
RIVALS: dict[str, Rival] = {
    OURS: Rival(ours),
    "ours, true number": Rival(lambda task: ours(task, task.number), is_given_number=True),
    "BERTopic": Rival(bertopic, "bertopic"),
    "BERTopic, tuned": Rival(bertopic_tuned, "bertopic"),
    "Topeax": Rival(turftopic("Topeax"), "turftopic"),
    "SensTopic": Rival(turftopic("SensTopic", "auto"), "turftopic"),
    "KeyNMF, true number": Rival(turftopic("KeyNMF", "number"), "turftopic", True),
    "GMM, true number": Rival(turftopic("GMM", "number"), "turftopic", True),
    "EVoC": Rival(evoc, "evoc"),
    "HDBSCAN": Rival(hdbscan),
    "k-means, true number": Rival(k_means, is_given_number=True),
    "Ward, true number": Rival(ward, is_given_number=True),
}
