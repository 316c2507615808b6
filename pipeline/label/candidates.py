"""The phrases that could name each theme, with the bullets that bear them out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from pipeline.danish import STOP_WORDS, lemma, split_compound
from pipeline.label.forms import is_known_noun, noun_alone, noun_lemma
from pipeline.label.groups import is_name, nouns
from pipeline.label.phrases import noun_phrases
from pipeline.label.verb_phrases import verb_phrases
from pipeline.label.vocabulary import VAGUE
from pipeline.records import Token

# A compound's part stands for a theme when bullets build it into this many different words.
_WORDS_WITH_PART = 2
_SHORTEST_PART = 4


Level = Literal["", "group", "field", "topic"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """One possible title of one theme.

    Attributes
    ----------
    text
        The phrase, lower-cased but for abbreviations.
    lemmas
        Dictionary forms of its words of content, in reading order.
    shape
        As `Phrase.shape`; "part" for a noun that only stands inside compounds, "joined" for two
        nouns put together.
    bullets
        Bullets that hold all its lemmas, as words or in compounds.
    holders
        Bullets that hold any of its nouns.
    words
        Number of different words of the theme that its nouns are built into.
    spoken
        Share of the theme's bullets that speak of it, where it is a topic of the vocabulary.
    said
        Share of its words that some bullet of the theme holds.
    level
        Of the vocabulary: "group", "field" or "topic"; empty for what is not in it.
    topic
        Its number on that level; two names of one topic say the same.
    is_attested
        Whether citizens used it; else it comes from the vocabulary alone.
    """

    text: str
    lemmas: tuple[str, ...]
    shape: str
    bullets: frozenset[int]
    holders: frozenset[int]
    words: int
    spoken: float = 0.0
    said: float = 1.0
    is_attested: bool = True
    level: Level = ""
    topic: int = -1


@dataclass(frozen=True, slots=True)
class Lexis:
    """What the bullets' words are.

    Attributes
    ----------
    families
        For each bullet, the lemmas of its nouns, adjectives and verbs with their compounds' parts.
    forms
        For each noun, the forms in which all bullets write it, with counts.
    names
        Words that stand with a capital inside a sentence, and nowhere without.
    """

    families: tuple[frozenset[str], ...]
    forms: Mapping[str, Counter[str]]
    names: frozenset[str] = frozenset()


def read_lexis(tagged: Sequence[Sequence[Token]]) -> Lexis:
    """Collect the words of all bullets."""
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    families = []
    for tokens in tagged:
        family: set[str] = set()
        for base, form in nouns(tokens):
            forms[base][form] += 1
            family.update(with_parts(base))
        for token in tokens:
            if token.pos in ("ADJ", "VERB", "NOUN") and token.text.lower() not in STOP_WORDS:
                family.update(with_parts(token.lemma))
        families.append(frozenset(family))
    return Lexis(tuple(families), forms, _names(tagged))


def _names(tagged: Sequence[Sequence[Token]]) -> frozenset[str]:
    capital: set[str] = set()
    small: set[str] = set()
    for tokens in tagged:
        inside = False
        for token in tokens:
            if token.text.islower():
                small.add(token.text)
            elif inside and is_name(token.text):
                capital.add(token.text.lower())
            inside = token.pos != "PUNCT"
    return frozenset(capital - small)


@lru_cache(maxsize=200_000)
def with_parts(base: str) -> tuple[str, ...]:
    """Return a lemma and, of a compound, the lemmas of its parts and of its last parts together."""
    parts = split_compound(base)
    if len(parts) == 1:
        return (base,)
    tails = (base[base.rfind("".join(parts[start:])) :] for start in range(1, len(parts)))
    found = [*parts, *(tail for tail in tails if len(tail) < len(base))]
    long_enough = (part for part in found if len(part) >= _SHORTEST_PART)
    return (base, *dict.fromkeys(noun_lemma(part, lemma(part)) for part in long_enough))


@lru_cache(maxsize=200_000)
def heads(base: str) -> tuple[str, ...]:
    """Return what a compound is a sort of: "plads" and "institutionsplads" of one."""
    last = split_compound(base)[-1]
    head = noun_lemma(last, lemma(last))
    return tuple(part for part in with_parts(base)[1:] if part.endswith(head))


def find_candidates(
    theme: Sequence[int], tagged: Sequence[Sequence[Token]], lexis: Lexis
) -> list[Candidate]:
    """Return the phrases of one theme, one for each set of lemmas, in a fixed order."""
    surfaces: dict[frozenset[str], Counter[tuple[str, tuple[str, ...], str]]] = defaultdict(Counter)
    for row in theme:
        for phrase in (*noun_phrases(tagged[row]), *verb_phrases(tagged[row])):
            text = phrase.text
            if lexis.names.intersection(text.split()):
                continue
            if phrase.shape == "noun":
                text = noun_alone(phrase.lemmas[0], lexis.forms[phrase.lemmas[0]])
            surfaces[frozenset(phrase.lemmas)][text, phrase.lemmas, phrase.shape] += 1
    words = _words_by_part(theme, tagged)
    for base in _shared_parts(words, lexis):
        if frozenset([base]) not in surfaces:
            text = noun_alone(base, lexis.forms.get(base, Counter()))
            surfaces[frozenset([base])][text, (base,), "part"] += 1
    rows = frozenset(theme)
    by_lemma: dict[str, set[int]] = defaultdict(set)
    for row in theme:
        for base in lexis.families[row]:
            by_lemma[base].add(row)
    candidates = []
    for found in surfaces.values():
        (text, lemmas, shape), _ = min(
            found.items(), key=lambda item: (-item[1], len(item[0][0]), item[0][0])
        )
        if any(form in STOP_WORDS for form in (text, lemmas[-1])):
            continue
        holding = [by_lemma.get(base, set()) for base in lemmas]
        candidates.append(
            Candidate(
                text,
                lemmas,
                shape,
                rows.intersection(*holding),
                # Who gives something else does not touch on it.
                frozenset().union(*(holding[1:] if shape == "verbal" else holding)),
                max(len(words.get(base, ())) for base in lemmas),
            )
        )
    return sorted(candidates, key=lambda candidate: candidate.text)


def join(first: Candidate, second: Candidate) -> Candidate:
    """Put two nouns together: "skoler og dagtilbud"."""
    return replace(
        first,
        text=f"{first.text} og {second.text}",
        lemmas=(*first.lemmas, *second.lemmas),
        shape="joined",
        bullets=first.bullets | second.bullets,
        holders=first.holders | second.holders,
        words=max(first.words, second.words),
        spoken=first.spoken + second.spoken,
        said=(first.said + second.said) / 2,
        is_attested=first.is_attested and second.is_attested,
        level=first.level if first.level == second.level else "",
    )


def _shared_parts(found: Mapping[str, set[str]], lexis: Lexis) -> list[str]:
    """Return parts of several of the theme's compounds that are nouns of their own."""
    return sorted(
        part
        for part, words in found.items()
        if len(words) >= _WORDS_WITH_PART
        and part not in VAGUE
        and part not in STOP_WORDS
        and (part in lexis.forms or is_known_noun(part))
        and (part in lexis.forms or any(part in heads(word) for word in words))
    )


def _words_by_part(theme: Iterable[int], tagged: Sequence[Sequence[Token]]) -> dict[str, set[str]]:
    words: dict[str, set[str]] = defaultdict(set)
    for row in theme:
        for base, _ in nouns(tagged[row]):
            for part in with_parts(base):
                words[part].add(base)
    return words
