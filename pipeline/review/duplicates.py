"""Bullets that say the same in nearly the same words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from math import ceil

from pipeline.danish import content_lemmas
from pipeline.records import Bullet

# Share of content words that two bullets must have in common to be taken for one.
_SAME_WORDS = 0.8
_FEWEST_WORDS = 3


def find_duplicates(bullets: Iterable[Bullet]) -> list[tuple[str, str, float]]:
    """Find pairs of bullets that say the same in nearly the same words.

    Pairs whose sets of content lemmas have a Jaccard similarity of at least 0.8; only pairs that
    share one of their rarest words are compared (prefix filter: Bayardo, Ma and Srikant 2007,
    "Scaling up all pairs similarity search").

    Returns
    -------
    pairs
        Ids of two bullets, the earlier first, and their similarity, the likest first.
    """
    sets = {bullet.id: frozenset(content_lemmas(bullet.text)) for bullet in bullets}
    count = Counter(word for words in sets.values() for word in words)
    position = {id_: number for number, id_ in enumerate(sets)}
    begun: dict[str, list[str]] = defaultdict(list)
    found = []
    for id_, words in sets.items():
        if len(words) < _FEWEST_WORDS:
            continue
        rarest = sorted(words, key=lambda word: (count[word], word))
        prefix = rarest[: len(words) - ceil(round(_SAME_WORDS * len(words), 6)) + 1]
        others = {other for word in prefix for other in begun[word]}
        for other in sorted(others, key=position.__getitem__):
            union = len(words | sets[other])
            likeness = len(words & sets[other]) / union
            if likeness >= _SAME_WORDS:
                found.append((other, id_, round(likeness, 3)))
        for word in prefix:
            begun[word].append(id_)
    return sorted(found, key=lambda pair: -pair[2])
