"""How a word or phrase of a bullet is written when it stands alone as a title."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from pipeline.danish import lemma, split_compound
from pipeline.danish.lexicon import dictionary_lemma, zipf

# What a singular is made plural with, and what has another vowel or nothing to add.
_PLURAL_ENDINGS = ("er", "e", "r")
_PLURALS = {
    "barn": "børn",
    "bog": "bøger",
    "by": "byer",
    "far": "fædre",
    "forælder": "forældre",
    "hal": "haller",
    "hånd": "hænder",
    "mand": "mænd",
    "mor": "mødre",
    "nat": "nætter",
    "søn": "sønner",
    "tand": "tænder",
}
# A plural that is rarer than this share of its singular sounds odd alone ("kulturer").
_PLURAL_SHARE = -0.9
_DEFINITE_SHARE = 1.6
_VERB_SHARE = 1.45
_ACRONYM = re.compile(r"\d|^[^a-zæøå]*[A-ZÆØÅ][^a-zæøå]*[A-ZÆØÅ]|^[A-ZÆØÅ]{2,}-")


def sentence_case(text: str) -> str:
    """Write a phrase with one capital, but for its abbreviations ("IT-hjælp", "CO2")."""
    words = [word if _ACRONYM.search(word) else word.lower() for word in text.split()]
    joined = " ".join(words)
    return joined[:1].upper() + joined[1:]


@lru_cache(maxsize=50_000)
def plural(noun: str) -> str | None:
    """Indefinite plural of a noun's dictionary form; None where no dictionary knows one.

    A compound is inflected as its last part is.
    """
    if noun in _PLURALS:
        return _PLURALS[noun]
    stem = noun[:-1] if noun.endswith("el") or noun.endswith("er") else noun
    doubled = noun + noun[-1] if len(noun) > 2 else noun
    candidates = [noun + ending for ending in _PLURAL_ENDINGS]
    candidates += [doubled + "er", doubled + "e"]
    if noun.endswith(("el", "er", "en")):
        candidates += [noun[:-2] + noun[-1] + "e", noun[:-2] + noun[-1] + "er"]
    if noun.endswith("um"):
        candidates.append(stem[:-2] + "er")
    known = [form for form in candidates if dictionary_lemma(form) == noun]
    if known:
        return max(known, key=lambda form: (zipf(form), -len(form), form))
    *front, last = split_compound(noun)
    inflected = plural(last) if front else None
    return noun[: -len(last)] + inflected if inflected and noun.endswith(last) else None


def noun_alone(noun: str, attested: Mapping[str, int]) -> str:
    """Form in which a noun names a topic: "skoler", "boliger", but "kultur" and "frivillighed".

    Parameters
    ----------
    noun
        Dictionary form.
    attested
        Forms in which the bullets use it, in lower case, with their counts.

    Returns
    -------
    str
        The indefinite plural where the noun is mostly counted, else the dictionary form.
    """
    many = plural(noun)
    if many is None:
        return noun
    plurals = sum(times for form, times in attested.items() if form == many or form[-2:] == "ne")
    if plurals and plurals >= attested.get(noun, 0):
        return many
    if noun in attested and not zipf(noun):
        return noun
    return many if _is_counted(noun, many) else noun


def strong_adjective(form: str, base: str, noun: str, determiner: str) -> str | None:
    """Write the adjective of "den tidlige indsats" as it is without its article: "tidlig".

    Parameters
    ----------
    form, base
        The adjective as written, and its dictionary form.
    noun
        The noun that it stands before, as written.
    determiner
        The word that was taken away: "den", "det", "de", "vores", a genitive.

    Returns
    -------
    str or None
        None where the gender of the noun or the form of the adjective is not known.
    """
    if base.endswith("e") and re.search(r"(?:t|ed)e$", form):
        # A participle: "nedlagte" is "nedlagt", "renoverede" is "renoveret".
        base = form[:-2] + "t" if form.endswith("ede") else form[:-1]
        return form if determiner == "de" or is_plural(noun) else base
    if determiner == "de" or not form.endswith("e") or form == base or is_plural(noun):
        return form
    is_neuter = determiner == "det" if determiner in ("den", "det") else _is_neuter(noun)
    if is_neuter is None:
        return None
    if not is_neuter:
        return base
    for candidate in (base + "t", base):
        if dictionary_lemma(candidate) == base and candidate != form:
            return candidate
    return None


def noun_lemma(form: str, base: str) -> str:
    """Mend the lemma of a noun for which a dictionary gave the verb: "svare" for "svar".

    Parameters
    ----------
    form, base
        The noun as written, and its lemma as found; both in lower case.
    """
    if not base.endswith("e") or base == form:
        return base
    stem = base[:-1]
    if not form.startswith(base):
        return stem if form in (stem, stem + "s") else form
    # "manglen" is of "mangel", which lost its vowel before the ending.
    full = f"{base[:-2]}e{base[-2]}"
    if base[-2:] in ("le", "ne", "re") and dictionary_lemma(full) in (full, base) and zipf(full):
        return full
    ends_neuter = form.endswith("et") and dictionary_lemma(stem) in (stem, base)
    if (ends_neuter or dictionary_lemma(stem) == base) and zipf(stem) > zipf(base):
        return stem
    return base


def is_verb_form(form: str, base: str) -> bool:
    """Whether a form like "mangler" or "stå" is far more often a verb than a noun."""
    if form == base and form[-1] in "aouyæøå":
        return zipf(form + "r") > zipf(form)
    if form != base + "r" or not base.endswith("e"):
        return False
    return max(zipf(base + "n"), zipf(base + "rne")) < zipf(form) - _VERB_SHARE


def is_known_noun(base: str) -> bool:
    """Whether a dictionary knows a form of the word that only nouns have."""
    return plural(base) is not None or _is_neuter(base) is not None


def is_definite(form: str, base: str) -> bool:
    """Whether a noun carries the article as an ending ("skolen", "skolerne", "byerne")."""
    return form != base and bool(re.search(r"(?:en|et|ne|n|t)$", form)) and form != plural(base)


def is_plural(form: str) -> bool:
    """Whether a noun is written as an indefinite plural ("skoler", "huse")."""
    base = lemma(form)
    return form != base and not is_definite(form, base)


def _is_counted(noun: str, many: str) -> bool:
    common = zipf(many)
    if not common > max(0.0, zipf(noun) + _PLURAL_SHARE):
        return False
    # "Plejer" and "støtter" are mostly verbs, which the rarity of "plejerne" gives away.
    return (
        not many.endswith("er")
        or not noun.endswith("e")
        or zipf(many + "ne") > common - _DEFINITE_SHARE
    )


def _is_neuter(noun: str) -> bool | None:
    base = _head(lemma(noun))
    neuter = dictionary_lemma(base + ("t" if base.endswith("e") else "et")) == base
    common = dictionary_lemma(base + ("n" if base.endswith("e") else "en")) == base
    return neuter if neuter != common else None


def _head(noun: str) -> str:
    return split_compound(noun)[-1]
