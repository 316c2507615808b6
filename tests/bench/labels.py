"""Titles of ours beside those of BERTopic, for the same groups and vectors: how near to the truth.

``python -m tests.bench.labels`` reads the invented summaries of ``tests/data/civic_gold``, groups
their statements as the gold does, and prints for each theme and sub-theme the title of ours, the
words of BERTopic's class TF-IDF (without and with our stop words taken out) and of its
KeyBERTInspired, the cosine of each with the gold name, and how long 6,000 bullets in 40 themes
take to label. BERTopic comes with the group ``bench``.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from bertopic import BERTopic
from bertopic.backend import BaseEmbedder
from bertopic.cluster import BaseCluster
from bertopic.dimensionality import BaseDimensionalityReduction
from bertopic.representation import KeyBERTInspired
from bertopic.vectorizers import ClassTfidfTransformer
from sklearn.feature_extraction.text import CountVectorizer

from pipeline.danish import STOP_WORDS
from pipeline.embed import CachedEncoder, SentenceEncoder, Vectors
from pipeline.evaluate import read_gold
from pipeline.grammar import CachedTagger, GrammarModel
from pipeline.label import Theme, label

GOLD = Path(__file__).parents[1] / "data" / "civic_gold"
# BERTopic's own label of a topic is its first four words.
_WORDS = 4


class _Embedder(BaseEmbedder):
    """Our encoder where BERTopic expects one of its own."""

    def __init__(self, encoder: CachedEncoder) -> None:
        super().__init__()
        self.encoder = encoder

    def embed(self, documents: Sequence[str], verbose: bool = False) -> Vectors:
        return self.encoder.encode(list(documents))


class _KeyBERT(KeyBERTInspired):
    """KeyBERTInspired as it is meant.

    Given the documents' vectors, BERTopic 0.17.4 takes those of the first documents for those of
    the representative ones; without them it encodes the right ones.
    """

    def extract_topics(self, topic_model, documents, c_tf_idf, topics, embeddings=None):
        return super().extract_topics(topic_model, documents, c_tf_idf, topics, None)


def bertopic_words(
    groups: Sequence[int], texts: Sequence[str], vectors: Vectors, encoder: CachedEncoder, **how
) -> list[str]:
    """Label given groups with BERTopic; the groups must be numbered from the largest."""
    model = BERTopic(
        embedding_model=_Embedder(encoder),
        umap_model=BaseDimensionalityReduction(),
        hdbscan_model=BaseCluster(),
        ctfidf_model=ClassTfidfTransformer(),
        **how,
    )
    found, _ = model.fit_transform(list(texts), vectors, y=np.asarray(groups))
    words = {}
    for topic, group in zip(found, groups, strict=True):
        words[group] = " ".join(word for word, _ in model.get_topic(topic)[:_WORDS])
    return [words[group] for group in sorted(words)]


def compare(
    names: Sequence[str], texts: Sequence[str], encoder: CachedEncoder, tagger: CachedTagger
) -> None:
    """Print each group's titles and the mean cosine of each way with the gold names."""
    sizes = {name: names.count(name) for name in names}
    gold = sorted(sizes, key=lambda name: (-sizes[name], name))
    groups = [gold.index(name) for name in names]
    themes = [Theme([row for row, g in enumerate(groups) if g == n]) for n in range(len(gold))]
    vectors = encoder.encode(texts)
    labels = label(themes, texts, tagger.tag(texts), vectors, encoder.encode)
    stops = CountVectorizer(stop_words=sorted(STOP_WORDS))
    keybert = _KeyBERT(random_state=0)
    rivals = {
        "ours": [item.title for item in labels],
        "c-TF-IDF": bertopic_words(groups, texts, vectors, encoder),
        "c-TF-IDF, stop words out": bertopic_words(
            groups, texts, vectors, encoder, vectorizer_model=stops
        ),
        "KeyBERTInspired": bertopic_words(
            groups, texts, vectors, encoder, representation_model=keybert
        ),
        "KeyBERTInspired, stop words out": bertopic_words(
            groups, texts, vectors, encoder, representation_model=keybert, vectorizer_model=stops
        ),
    }
    print("| gold name | " + " | ".join(rivals) + " |")
    print("| --- |" + " --- |" * len(rivals))
    for row in zip(gold, *rivals.values(), strict=True):
        print(f"| {' | '.join(row)} |")
    truth = encoder.encode(gold)
    for way, titles in rivals.items():
        cosine = (encoder.encode(titles) * truth).sum(axis=1)
        print(f"{way}: mean cosine with the gold name {cosine.mean():.3f}")
        if way != "ours":
            first = encoder.encode([title.split()[0] for title in titles])
            print(f"{way}, first word only: {(first * truth).sum(axis=1).mean():.3f}")


def time_labels(
    texts: Sequence[str], encoder: SentenceEncoder, grammar: GrammarModel, themes: int, bullets: int
) -> None:
    """Print how long labelling takes the first time, and with what was remembered."""
    # Each bullet is two of the gold's in a row, with the mean of their vectors.
    pairs = [(n % len(texts), (7 * n + n // len(texts)) % len(texts)) for n in range(bullets)]
    many = [f"{texts[first]} {texts[second]}" for first, second in pairs]
    with tempfile.TemporaryDirectory() as folder:
        known = CachedEncoder(encoder, Path(folder)).encode(texts)
    vectors = np.stack([known[first] + known[second] for first, second in pairs])
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    groups = [Theme(list(range(n, bullets, themes))) for n in range(themes)]
    with tempfile.TemporaryDirectory() as folder:
        for time_of in ("first time", "again"):
            started, used = time.perf_counter(), time.process_time()
            cached = CachedEncoder(encoder, Path(folder))
            tagged = CachedTagger(grammar, Path(folder)).tag(many)
            label(groups, many, tagged, vectors, cached.encode)
            print(
                f"{bullets} bullets in {themes} themes, {time_of}: "
                f"{time.perf_counter() - started:.1f} s "
                f"({time.process_time() - used:.1f} s of processor time)"
            )


def main() -> None:
    """Read the choices and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", default="da-saetning", help="sentence model")
    parser.add_argument("--grammar", default="da-grammar", help="grammar model")
    parser.add_argument("--bullets", type=int, default=6000, help="bullets to time; 0 for none")
    words = parser.parse_args()
    encoder, grammar = SentenceEncoder(words.model), GrammarModel(words.grammar)
    rows = [row for row in read_gold(GOLD) if row.theme != "Øvrigt"]
    texts = [row.text for row in rows]
    with tempfile.TemporaryDirectory() as folder:
        cached, tagger = CachedEncoder(encoder, Path(folder)), CachedTagger(grammar, Path(folder))
        for level in ("theme", "subtheme"):
            print(f"\n## {level}s\n")
            compare([getattr(row, level) for row in rows], texts, cached, tagger)
    if words.bullets:
        print()
        time_labels(texts, encoder, grammar, 40, words.bullets)


if __name__ == "__main__":
    main()
