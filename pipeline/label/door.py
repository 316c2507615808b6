"""Themes in, labels out: the steps of labelling in their order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, count

import numpy as np
from numpy.typing import NDArray

from pipeline.danish import content_lemmas
from pipeline.label.candidates import Candidate, Lexis, find_candidates, read_lexis, with_parts
from pipeline.label.exemplars import choose_exemplars
from pipeline.label.forms import sentence_case
from pipeline.label.keywords import choose_keywords, class_tfidf
from pipeline.label.preference import Weights
from pipeline.label.rank import WEIGHTS, Ranked, Setting, distinctiveness, rank
from pipeline.label.spoken import Spoken
from pipeline.label.vocabulary import VAGUE
from pipeline.records import TitleReason, Token

Vectors = NDArray[np.float32]
Encode = Callable[[Sequence[str]], Vectors]

_CANDIDATES = 40
_VERBAL_CANDIDATES = 10
_PHRASES = 5
# How many of them may come from the vocabulary while citizens' own words are left.
_TERMS = 3
# Two titles whose vectors are nearer than this say the same.
_ALIKE = 0.85
_MAX_FALLBACK = 60
_DECIMALS = 3
# So many bullets of a theme, taken evenly, say which phrases it has and how it speaks of them.
_MOST_READ = 120


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme to be labelled: rows of its bullets, and the title of its parent if it has one."""

    rows: Sequence[int]
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """What a theme is called and shown by.

    Attributes
    ----------
    title
        The first of `phrases`.
    phrases
        The title and up to four others that a person may choose instead.
    keywords
        Up to eight nouns and adjectives in dictionary form.
    exemplars
        Rows of bullets, medoid first.
    traits
        What was weighed of each phrase; what `learn` needs when a person has chosen.
    reasons
        The same with where each phrase comes from and how many bullets and tables bear it out.
    """

    title: str
    phrases: tuple[str, ...]
    keywords: tuple[str, ...]
    exemplars: tuple[int, ...]
    traits: tuple[Mapping[str, float], ...] = ()
    reasons: tuple[TitleReason, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What the words of all bullets are, and what each bullet speaks of."""

    lexis: Lexis
    spoken: Spoken


def read_bullets(tagged: Sequence[Sequence[Token]], vectors: Vectors, encode: Encode) -> Reading:
    """Read all bullets once, for themes and for their sub-themes; arguments as of `label`."""
    lexis = read_lexis(tagged)
    return Reading(lexis, Spoken(lexis, vectors, encode))


def label(
    themes: Sequence[Theme],
    texts: Sequence[str],
    tagged: Sequence[Sequence[Token]],
    vectors: Vectors,
    encode: Encode,
    tables: Sequence[str] | None = None,
    kinds: Sequence[str] | None = None,
    taken: Sequence[str] = (),
    weights: Weights = WEIGHTS,
    reading: Reading | None = None,
) -> list[Label]:
    """Label themes that stand beside one another.

    What sets a theme apart, and its centroid, are taken of all its bullets; its phrases of up to
    120 of them, so that a theme of thousands costs no more than one of hundreds.

    Parameters
    ----------
    themes
        Themes; the first get the first choice of titles.
    texts, tagged, vectors
        The bullets, their tokens, and their unit vectors of shape (bullets, dimensions).
    encode
        Turns phrases into unit vectors of the same dimensions.
    tables, kinds
        Table and kind of each bullet.
    taken
        Titles that none of the themes may have.
    weights
        What makes a good title.
    reading
        What `read_bullets` makes of the bullets, where the caller has it already.
    """
    if not themes:
        return []
    reading = reading or read_bullets(tagged, vectors, encode)
    lexis, spoken = reading.lexis, reading.spoken
    read = [theme.rows[:: -(-len(theme.rows) // _MOST_READ)] for theme in themes]
    weighed = class_tfidf(
        [[word for row in t.rows for word in sorted(lexis.families[row])] for t in themes]
    )
    found = [
        spoken.candidates(rows, _shortlist(find_candidates(rows, tagged, lexis), weight, len(rows)))
        for rows, weight in zip(read, weighed, strict=True)
    ]
    names = tables or [str(row) for row in range(len(texts))]
    unique = sorted({candidate.text for candidates in found for candidate in candidates})
    parents = sorted({theme.parent for theme in themes if theme.parent} | set(taken))
    asked = [*unique, *(parent for parent in parents if parent not in unique)]
    vector_of = dict(zip(asked, encode(asked), strict=True)) if asked else {}
    centroids = np.stack([_unit(vectors[list(theme.rows)].sum(axis=0)) for theme in themes])
    used: list[Ranked] = []
    given = {title.lower() for title in parents}
    labels = []
    for number, (theme, weight, candidates) in enumerate(zip(themes, weighed, found, strict=True)):
        setting = Setting(
            centroids[number],
            np.delete(centroids, number, axis=0),
            weight,
            vectors[list(read[number])],
            {row: names[row] for row in read[number]},
            max((candidate.spoken for candidate in candidates), default=0.0),
        )
        stacked = np.stack([vector_of[c.text] for c in candidates]) if candidates else vectors[:0]
        ranked = rank(candidates, stacked, setting, weights)
        chosen = _distinct(ranked, used, theme.parent, [*parents], vector_of)
        exemplars = choose_exemplars(theme.rows, vectors, tables, kinds)
        if chosen:
            used.append(chosen[0])
        phrases = tuple(sentence_case(item.candidate.text) for item in chosen)
        phrases = phrases or (_unlike(_shortened(texts[exemplars[0]]), given),)
        given.add(phrases[0].lower())
        keywords = choose_keywords(theme.rows, tagged, lexis, weight)
        labels.append(_label_of(phrases, keywords, exemplars, chosen, setting))
    return labels


def _label_of(
    phrases: tuple[str, ...],
    keywords: tuple[str, ...],
    exemplars: Sequence[int],
    chosen: Sequence[Ranked],
    setting: Setting,
) -> Label:
    return Label(
        phrases[0],
        phrases,
        keywords,
        tuple(exemplars),
        tuple(item.traits for item in chosen),
        tuple(_reason(item, setting) for item in chosen),
    )


def _reason(item: Ranked, setting: Setting) -> TitleReason:
    rows = item.candidate.bullets or item.candidate.holders
    return TitleReason(
        sentence_case(item.candidate.text),
        "udsagn" if item.candidate.is_attested else "fagord",
        len(rows),
        len({setting.tables[row] for row in rows}),
        {name: round(value, _DECIMALS) for name, value in item.traits.items()},
    )


def _shortlist(candidates: Sequence[Candidate], weight: Counter[str], size: int) -> list[Candidate]:
    """Keep what is worth encoding: distinctive words that more than one bullet holds."""
    sound = [c for c in candidates if not all(base in VAGUE for base in c.lemmas)]
    order = {
        c: distinctiveness(c, weight) * (1 + np.log(max(1, len(c.bullets))))
        + 0.5 * len(c.holders) / size
        for c in sound
    }
    best = sorted(sound, key=lambda c: (-round(order[c], 9), c.text))
    nominal = [c for c in best if c.shape != "verbal"][:_CANDIDATES]
    return nominal + [c for c in best if c.shape == "verbal"][:_VERBAL_CANDIDATES]


def _distinct(
    ranked: Sequence[Ranked],
    used: Sequence[Ranked],
    parent: str,
    taken: Sequence[str],
    vector_of: Mapping[str, Vectors],
) -> list[Ranked]:
    """Keep the best that say neither the same as a better one nor as another theme's title."""
    kept: list[Ranked] = []
    more_terms: list[Ranked] = []
    blocked = {title.lower() for title in taken}
    parent_vector = vector_of.get(parent)
    of_parent = {part for base in content_lemmas(parent) for part in with_parts(base)}
    of_parent.update(parent.lower().split())
    for item in ranked:
        lemmas = frozenset(item.candidate.lemmas)
        if item.candidate.text.lower() in blocked or lemmas <= of_parent:
            continue
        if parent_vector is not None and float(item.vector @ parent_vector) > _ALIKE:
            continue
        if any(_says_the_same(item, other) for other in used):
            continue
        if any(
            lemmas <= set(other.candidate.lemmas) or lemmas >= set(other.candidate.lemmas)
            for other in kept
        ):
            continue
        own = item.candidate.is_attested
        if item.candidate.shape == "joined" and _number(kept, "joined") > 1:
            continue
        if not own and sum(not other.candidate.is_attested for other in kept) >= _TERMS:
            more_terms.append(item)
            continue
        kept.append(item)
        if len(kept) == _PHRASES:
            break
    return [*kept, *more_terms][:_PHRASES]


def _says_the_same(item: Ranked, other: Ranked) -> bool:
    lemmas, others = set(item.candidate.lemmas), set(other.candidate.lemmas)
    if lemmas <= others or lemmas >= others or float(item.vector @ other.vector) > _ALIKE:
        return True
    # "Borgerservice og telefon" beside "Borgerservice og kommunikation".
    is_pair = "joined" in (item.candidate.shape, other.candidate.shape)
    return is_pair and not lemmas.isdisjoint(others)


def _number(kept: Sequence[Ranked], shape: str) -> int:
    return sum(other.candidate.shape == shape for other in kept)


def _shortened(text: str) -> str:
    words = text[: _MAX_FALLBACK + 1].rsplit(" ", 1)[0] if len(text) > _MAX_FALLBACK else text
    return words.rstrip(" .,;:–-")


def _unlike(title: str, given: set[str]) -> str:
    """Number a title where bullets that all say the same leave no other."""
    numbered = (f"{title} ({number})" for number in count(2))
    return next(text for text in chain([title], numbered) if text.lower() not in given)


def _unit(vector: Vectors) -> Vectors:
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-12), np.float32)
