"""The words that set a theme apart from its siblings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from pipeline.label.candidates import Lexis, heads, with_parts
from pipeline.label.forms import is_known_noun, plural
from pipeline.label.groups import nouns
from pipeline.label.vocabulary import VAGUE
from pipeline.records import Token

_NUMBER = 8


def class_tfidf(classes: Sequence[Sequence[str]]) -> list[Counter[str]]:
    """Weigh each word of each class by how much it sets the class apart.

    tf(w, c) * log(1 + A / f(w)), with A the mean number of words in a class and f(w) the word's
    count over all classes (Grootendorst 2022, "BERTopic: Neural topic modeling with a class-based
    TF-IDF procedure", eq. 2); tf is dampened by its square root since classes are small.

    Returns
    -------
    list of Counter
        Weights of each class's words, the heaviest first, ties in the order of the alphabet.
    """
    counts = [Counter(words) for words in classes]
    total = Counter[str]()
    for count in counts:
        total.update(count)
    mean = total.total() / max(1, len(classes))
    weighted = []
    for count in counts:
        scores = {
            word: float(np.sqrt(times) * np.log1p(mean / total[word]))
            for word, times in count.items()
        }
        weighted.append(Counter(dict(sorted(scores.items(), key=lambda item: (-item[1], item[0])))))
    return weighted


def choose_keywords(
    theme: Sequence[int],
    tagged: Sequence[Sequence[Token]],
    lexis: Lexis,
    weight: Counter[str],
    number: int = _NUMBER,
) -> tuple[str, ...]:
    """Pick the nouns and adjectives that weigh most, in a form that a dictionary would show.

    Of words that share a part only the heaviest is taken.
    """
    own = {base for row in theme for base, _ in nouns(tagged[row])}
    counted = Counter(head for base in sorted(own) for head in heads(base))
    shown = own | {head for head, words in counted.items() if words > 1 and is_known_noun(head)}
    picked: list[str] = []
    parts: set[str] = set()
    for word in weight:
        if word not in shown - VAGUE - lexis.names or parts & set(with_parts(word)):
            continue
        attested = lexis.forms.get(word, Counter[str]())
        many = plural(word)
        text = many if many and many in attested else word
        if text not in picked:
            picked.append(text)
        parts.update(with_parts(word))
        if len(picked) == number:
            break
    return tuple(picked)
