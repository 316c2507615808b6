"""Compounds and their parts.

A compound is read as a chain of known words of which all but the last may
carry a linking element. The reading with the most probable parts wins, as in
Koehn and Knight, "Empirical Methods for Compound Splitting" (EACL 2003), with
two changes: the parts' costs are added, and the whole word is no reading, so
that a common compound ("folkeskole") is split too; and what derives words
instead of joining them ("samarbejde", "enighed") is no part.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from pipeline.danish.lexicon import dictionary_lemma, zipf
from pipeline.danish.stop_words import STOP_WORDS

_SHORTEST = 3
_words = re.compile(r"\S+").findall

# The shorter words that compounds are made of, and those of them that can only come first.
_SHORT = frozenset(_words("bo by el gå is ny sø te uv æg ø å ål år øl"))
_FIRST = frozenset(_words("el gå ny te uv"))
# These join words to others and are not in the dictionary, or there as stop words only.
_COMBINING = frozenset(
    _words(
        "agro auto bio detail elektro flex foto fælles have mellem mikro mini multi nær super tele"
    )
)
# Prefixes, endings and adverbs: they derive a word and are no part of a compound.
_DERIVING = frozenset(
    _words(
        """
        and ans bar bart bind dom else elser end ende ene ens ent ere eri erne ering est este ets
        fore forud fuld gen hed heden heder heds hen hån ide ier iel ing ingen ingens inger ion isk
        ist ister len lens lig lige ligt ling linger ler løs løse løst mis mæssig mæssige ner nere
        ning ninger pen ren rende rer res rets sam sammen sen ser skab skabet skaber somme somt ste
        ster ten ter terne tion und vis
        """
    )
)
# What reads as two words and is none of them.
_WHOLE = frozenset(
    _words(
        """
        dreven elleve engagere fordom formand fortrolig forældre frisør gravid helbred leverandør
        svindel søskende mandag tirsdag onsdag torsdag fredag lørdag søndag
        """
    )
)
# "parkering" is no ring of parks, "baserede" no nest.
_NOT_AFTER_E = re.compile(r"ring(?:en|er|erne|s)?$|rede(?:s)?$")
# Words that look otherwise in front of another than their dictionary form says.
_IN_FRONT = {
    "arbejd": "arbejde",
    "bade": "bade",
    "børne": "børn",
    "dele": "dele",
    "folke": "folk",
    "hjemme": "hjem",
    "lege": "lege",
    "leve": "leve",
    "skatte": "skat",
    "syge": "syg",
}
# What a part costs beyond its rarity, so that few long parts beat many short ones,
# and what a linking element costs, so that "husstand" is a hus and not a tand.
_PART = 2.0
_LINK = 1.5
_RAREST = 8.0
_UNCOUNTED = 6.0

_Reading = tuple[float, tuple[str, ...]]


@lru_cache(maxsize=100_000)
def split_compound(word: str) -> tuple[str, ...]:
    """Split a compound into the words it is made of.

    Parameters
    ----------
    word : str
        One word, in any case; a hyphen splits too.

    Returns
    -------
    tuple of str
        The parts in lower case without linking elements, the last part
        inflected as it was: ``("dag", "institution", "pladser")``. The word
        alone when it is no compound, or its parts are not known.
    """
    whole = unicodedata.normalize("NFC", word).lower()
    if "-" in whole.strip("-"):
        return tuple(part for piece in whole.split("-") if piece for part in split_compound(piece))
    # The dictionary form is split, lest "børnene" end in "ene".
    base = dictionary_lemma(whole) or whole
    if len(base) > len(whole):
        base = whole
    reading = _best_reading(base)
    if base in _WHOLE or reading is None or _stands_alone(base, reading[1]):
        return (whole,)
    *front, last = reading[1]
    start = len(base) - len(last)
    if whole.startswith(base[:start]):
        last = whole[start:]
    # A part may itself be a common compound.
    return tuple(part for found in (*front, last) for part in split_compound(found))


def _stands_alone(word: str, parts: tuple[str, ...]) -> bool:
    """Whether a word is commoner than what it would be made of, as "kultur" is than "kul"."""
    return zipf(word) > min(zipf(part) for part in parts)


def _best_reading(word: str) -> _Reading | None:
    """Find the cheapest chain of at least two parts, from the end to the front."""
    size = len(word)
    best: dict[int, _Reading] = {}
    for start in range(size - 1, -1, -1):
        readings = [
            (cost + best[end][0], (part, *best[end][1]))
            for end in range(start + 1, size)
            if end in best
            if not (word[end - 1] == "e" and _NOT_AFTER_E.match(best[end][1][0]))
            for cost, part in _modifiers(word[start:end])
            if not (start and part in _FIRST)
        ]
        last = word[start:]
        if start and last not in _FIRST and (cost := _cost(last)) is not None:
            readings.append((cost, (last,)))
        if readings:
            best[start] = min(readings)
    return best.get(0)


def _modifiers(surface: str) -> Iterator[tuple[float, str]]:
    """Yield what a part in front of another can be, with its cost."""
    plain, joint = surface[:-1], surface[-1]
    genitive = joint == "s" and dictionary_lemma(surface) == plain
    if surface in _IN_FRONT:
        yield _PART + _RAREST - zipf(_IN_FRONT[surface]), _IN_FRONT[surface]
    elif not genitive and (cost := _cost(surface)) is not None:
        yield cost, _base(surface)
    if joint in "se" and (cost := _cost(plain)) is not None:
        yield cost + _LINK, _base(plain)


def _base(surface: str) -> str:
    """Take the -e off "drenge" and "busse", which are plurals, not off "pleje"."""
    if surface in _IN_FRONT:
        return _IN_FRONT[surface]
    base = dictionary_lemma(surface) or surface
    return base if surface in (base + "e", base + base[-1] + "e") else surface


def _cost(part: str) -> float | None:
    """Say how rare a part is; None when it can be none."""
    if part in _SHORT or part in _COMBINING:
        return _PART + _RAREST - zipf(part)
    if len(part) < _SHORTEST or part in STOP_WORDS or part in _DERIVING:
        return None
    if dictionary_lemma(part) is None:
        return None
    frequency = zipf(part)
    if frequency:
        return _PART + _RAREST - frequency
    return _PART + _UNCOUNTED if len(part) > 4 else None
