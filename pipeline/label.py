"""Titles, phrases, keywords and exemplars of themes, all taken from the bullets themselves."""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.danish import STOP_WORDS, content_lemmas, lemma, tokens

Vectors = NDArray[np.float32]
Encode = Callable[[Sequence[str]], Vectors]

_MAX_WORDS = 5
_CANDIDATES = 40
_PHRASES = 5
_KEYWORDS = 8
_EXEMPLARS = 5
_DIVERSITY = 0.5
_CHUNK = re.compile(r"[.,:;!?()\[\]/\"”“»«]|\s[–—-]\s")


@dataclass(frozen=True, slots=True)
class Label:
    """What a theme is called and shown by; `exemplars` are indices of bullets, medoid first."""

    title: str
    phrases: tuple[str, ...]
    keywords: tuple[str, ...]
    exemplars: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Phrase:
    text: str
    lemmas: frozenset[str]
    bullets: frozenset[int]


def label(
    themes: Sequence[Sequence[int]],
    texts: Sequence[str],
    vectors: Vectors,
    encode: Encode,
    taken: Sequence[str] = (),
) -> list[Label]:
    """Label themes that stand beside one another.

    A phrase is good when its words set the theme apart (class-based TF-IDF over lemmas), when it
    lies close to the theme's centroid, and when several bullets bear it out.

    Parameters
    ----------
    themes
        Indices of each theme's bullets.
    texts, vectors
        The bullets and their unit vectors, shape (bullets, dimensions).
    encode
        Turns phrases into unit vectors of the same dimensions.
    taken
        Titles that these themes must not repeat, their parent's for instance.
    """
    lemmas = [content_lemmas(text) for text in texts]
    weights = class_tfidf([[word for i in theme for word in lemmas[i]] for theme in themes])
    candidates = [
        _candidates(theme, texts, weight) for theme, weight in zip(themes, weights, strict=True)
    ]
    unique = sorted({phrase.text for phrases in candidates for phrase in phrases})
    vector_of = dict(zip(unique, encode(unique), strict=True)) if unique else {}
    used = {_title_key(title) for title in taken}
    titles = {title.casefold() for title in taken}
    labels = []
    for theme, weight, phrases in zip(themes, weights, candidates, strict=True):
        centroid = _unit(vectors[list(theme)].sum(axis=0))
        ranked = _rank(phrases, weight, centroid, vector_of)
        chosen = _distinct(ranked, used)
        exemplars = choose_exemplars(theme, vectors)
        words = tuple(word for word, _ in weight.most_common(_KEYWORDS))
        title = chosen[0] if chosen else _own_words([texts[i] for i in exemplars], titles)
        used.add(_title_key(title))
        titles.add(title.casefold())
        labels.append(Label(title, tuple(chosen) or (title,), words, tuple(exemplars)))
    return labels


def class_tfidf(classes: Sequence[Sequence[str]]) -> list[Counter[str]]:
    """Weigh each word of each class by how much it sets the class apart.

    tf(w, c) * log(1 + A / f(w)), with A the mean number of words in a class and f(w) the word's
    count over all classes (Grootendorst 2022, "BERTopic: Neural topic modeling with a class-based
    TF-IDF procedure", eq. 2); tf is dampened by its square root since classes are small.
    """
    counts = [Counter(words) for words in classes]
    total = sum(counts, Counter[str]())
    mean = total.total() / max(1, len(classes))
    weighted = []
    for count in counts:
        scores = {
            word: float(np.sqrt(times) * np.log1p(mean / total[word]))
            for word, times in count.items()
        }
        weighted.append(Counter(dict(sorted(scores.items(), key=lambda item: (-item[1], item[0])))))
    return weighted


def choose_exemplars(theme: Sequence[int], vectors: Vectors, number: int = _EXEMPLARS) -> list[int]:
    """Pick the medoid, then bullets that show other sides of the theme.

    Maximal marginal relevance (Carbonell & Goldstein 1998) with equal weight on closeness to the
    theme and on distance from what was picked before.
    """
    members = np.asarray(theme)
    likeness = vectors[members] @ vectors[members].T
    relevance = likeness.mean(axis=1)
    picked = [int(np.argmax(relevance))]
    while len(picked) < min(number, len(members)):
        nearest = likeness[:, picked].max(axis=1)
        score = (1 - _DIVERSITY) * relevance - _DIVERSITY * nearest
        score[picked] = -np.inf
        picked.append(int(np.argmax(score)))
    return [int(members[row]) for row in picked]


def _candidates(theme: Sequence[int], texts: Sequence[str], weight: Counter[str]) -> list[_Phrase]:
    surfaces: dict[frozenset[str], Counter[str]] = defaultdict(Counter)
    bullets: dict[frozenset[str], set[int]] = defaultdict(set)
    for index in theme:
        for chunk in _CHUNK.split(texts[index]):
            words = tokens(chunk)
            for phrase in _windows(words):
                key = frozenset(content_lemmas(" ".join(phrase)))
                surfaces[key][" ".join(phrase)] += 1
                bullets[key].add(index)
    phrases = [
        _Phrase(min(found, key=lambda text: (-found[text], text)), key, frozenset(bullets[key]))
        for key, found in surfaces.items()
        if key
    ]
    phrases.sort(key=lambda phrase: (-_distinctness(phrase, weight), phrase.text))
    return phrases[:_CANDIDATES]


def _windows(words: Sequence[str]) -> list[Sequence[str]]:
    """Runs of one to five words that begin and end with a word of content."""
    return [
        words[start:end]
        for start in range(len(words))
        for end in range(start + 1, min(start + _MAX_WORDS, len(words)) + 1)
        if _is_content(words[start]) and _is_content(words[end - 1])
    ]


def _is_content(word: str) -> bool:
    return word.lower() not in STOP_WORDS and lemma(word) not in STOP_WORDS and word[0].isalpha()


def _distinctness(phrase: _Phrase, weight: Counter[str]) -> float:
    # Exact, since a set has another order in each process.
    total = math.fsum(weight[word] for word in phrase.lemmas)
    return float(total * (1 + np.log(len(phrase.bullets))) / len(phrase.lemmas) ** 0.5)


def _rank(
    phrases: Sequence[_Phrase],
    weight: Counter[str],
    centroid: Vectors,
    vector_of: dict[str, Vectors],
) -> list[_Phrase]:
    scores = {
        phrase.text: _distinctness(phrase, weight)
        * max(0.0, float(vector_of[phrase.text] @ centroid))
        for phrase in phrases
    }
    return sorted(phrases, key=lambda phrase: (-scores[phrase.text], phrase.text))


def _distinct(ranked: Sequence[_Phrase], used: set[frozenset[str]]) -> list[str]:
    """Keep the best phrases that do not say the same as a better one or as another theme."""
    kept: list[_Phrase] = []
    for phrase in ranked:
        repeats = any(
            phrase.lemmas <= other.lemmas or phrase.lemmas >= other.lemmas for other in kept
        )
        if not repeats and phrase.lemmas not in used:
            kept.append(phrase)
        if len(kept) == _PHRASES:
            break
    return [phrase.text[:1].upper() + phrase.text[1:] for phrase in kept]


def _title_key(title: str) -> frozenset[str]:
    return frozenset(content_lemmas(title))


def _own_words(texts: Sequence[str], titles: set[str]) -> str:
    """Take a bullet for the title where no phrase is left; a number tells equal bullets apart."""
    options = [_shortened(text) for text in texts]
    numbered = (f"{options[0]} ({number})" for number in itertools.count(2))
    candidates = itertools.chain(options, numbered)
    return next(title for title in candidates if title.casefold() not in titles)


def _shortened(text: str, width: int = 60) -> str:
    words = text[: width + 1].rsplit(" ", 1)[0] if len(text) > width else text
    return words.rstrip(" .,;:–-")


def _unit(vector: Vectors) -> Vectors:
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-12), np.float32)
