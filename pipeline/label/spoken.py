"""What bullets speak of, and the names that the vocabulary of topics has for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from pipeline.danish import content_lemmas
from pipeline.label.candidates import Candidate, Level, Lexis
from pipeline.label.topics import Names, Topics, read_vocabulary

Vectors = NDArray[np.float32]
Encode = Callable[[Sequence[str]], Vectors]

# Log odds that a bullet speaks of no topic of the vocabulary, against one of every so many topics.
_NONE = 3.0
_PER_NONE = 20
# What a cosine adds to the log odds; chosen on invented strategies.
_NEARNESS = 15.0
_MOST = 30.0
# How many topics of each level a theme is held against; how likely a bullet must speak of one to
# bear it out, or to count as touching it; and how many must bear it out or touch it.
_TOPICS = 6
_CLEAR, _SOME = 0.3, 0.1
_FEWEST_CLEAR, _FEWEST_SOME = 2, 3
# Share of its words that bullets must hold before a topic within a field may name their theme.
_SAID = 0.5
# A group names a theme that no single field makes up more of than this.
_ONE_FIELD = 0.75


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
        known = read_vocabulary()
        names = known.all_names()
        vector_of = dict(zip(names, encode(names), strict=True))

        def likely(level: Topics) -> NDArray[np.float64]:
            means = np.stack([np.mean([vector_of[n] for n in of], axis=0) for of in level.names])
            means /= np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-12)
            near = vectors @ means.T
            # Against the mean of all bullets, since some names are near to everything.
            odds = level.odds(lexis.families) + _NEARNESS * (near - near.mean(axis=0))
            raised = np.exp(np.clip(odds, -_MOST, _MOST))
            nothing = np.exp(_NONE) * len(level.names) / _PER_NONE
            # Rounded, so that the last bits, in which machines differ, decide nothing.
            share = raised / (raised.sum(axis=1, keepdims=True) + nothing)
            return np.asarray(np.round(share, 4))

        fields = likely(known.fields)
        groups = np.stack([fields[:, list(of)].sum(axis=1) for of in known.members], axis=1)
        self._families = lexis.families
        self._members = known.members
        self._fields = fields
        self._levels: tuple[tuple[Level, Names, NDArray[np.float64]], ...] = (
            ("group", known.groups, groups),
            ("field", known.fields.names, fields),
            ("topic", known.topics.names, likely(known.topics)),
        )

    def candidates(self, theme: Sequence[int], attested: Iterable[Candidate]) -> list[Candidate]:
        """Return a theme's candidates with those of the vocabulary that its bullets bear out.

        A name that citizens used too stays one candidate.
        """
        rows = np.asarray(theme)
        held = frozenset().union(*(self._families[row] for row in theme))
        found = {frozenset(candidate.lemmas): candidate for candidate in attested}
        for level, names, likely in self._levels:
            share = likely[rows].mean(axis=0)
            for topic in np.argsort(-share, kind="stable")[:_TOPICS]:
                clear = frozenset(int(row) for row in rows[likely[rows, topic] >= _CLEAR])
                some = frozenset(int(row) for row in rows[likely[rows, topic] >= _SOME])
                if len(clear) < _FEWEST_CLEAR and len(some) < _FEWEST_SOME:
                    continue
                if level == "group" and self._is_one_field(topic, rows):
                    continue
                for name in names[topic]:
                    named = _named(name, found, held)
                    if level == "topic" and named.said < _SAID:
                        continue
                    found[frozenset(named.lemmas)] = replace(
                        named,
                        bullets=named.bullets | clear,
                        holders=named.holders | some,
                        spoken=max(named.spoken, float(share[topic])),
                        level=named.level or level,
                        topic=named.topic if named.level else int(topic),
                    )
        return sorted(found.values(), key=lambda candidate: candidate.text)

    def _is_one_field(self, group: int, rows: NDArray[np.int64]) -> bool:
        shares = self._fields[rows][:, list(self._members[group])].mean(axis=0)
        return bool(shares.max() > _ONE_FIELD * shares.sum())


def _named(name: str, found: Mapping[frozenset[str], Candidate], held: frozenset[str]) -> Candidate:
    """Return the candidate of a name; what citizens said in the same words takes its form."""
    text = name[0].lower() + name[1:] if name[1:2].islower() else name
    lemmas = tuple(content_lemmas(name))
    same = (known for known in found.values() if known.text == text)
    known = found.get(frozenset(lemmas)) or next(same, None)
    if known is None:
        said = sum(base in held for base in lemmas) / max(1, len(lemmas))
        none: frozenset[int] = frozenset()
        return Candidate(text, lemmas, "term", none, none, 0, said=said, is_attested=False)
    return replace(known, text=text) if known.shape in ("noun", "part") else known
