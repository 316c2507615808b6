"""Words of a Danish text: tokens, stop words, lemmas."""

import re
import unicodedata
from functools import lru_cache

from pipeline.danish.compounds import split_compound
from pipeline.danish.lexicon import dictionary_lemma
from pipeline.danish.stop_words import STOP_WORDS

_ABBREVIATIONS = (
    "f.eks",
    "bl.a",
    "m.m",
    "m.v",
    "m.fl",
    "o.l",
    "o.lign",
    "o.s.v",
    "d.v.s",
    "p.g.a",
    "p.t",
    "t.o.m",
    "i.f.t",
    "i.f.m",
    "s.u",
)
_TOKEN = re.compile(
    "|".join(rf"\b{re.escape(short)}\b" for short in _ABBREVIATIONS)
    + r"|\d+(?:[.,]\d+)+|[^\W_]+(?:[-'’][^\W_]+)*",
    re.IGNORECASE,
)


def tokens(text: str) -> list[str]:
    """Cut a text into words.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    list of str
        Words and numbers in NFC, in the case they were written in; hyphenated
        words whole, dotted abbreviations without their last dot, no
        punctuation.
    """
    return _TOKEN.findall(unicodedata.normalize("NFC", text))


def find_tokens(text: str) -> list[tuple[str, int]]:
    """Cut a text into words and say where each stands.

    Parameters
    ----------
    text : str
        A text in NFC.

    Returns
    -------
    list of (str, int)
        What `tokens` returns, each with the position of its first character.
    """
    return [(found.group(), found.start()) for found in _TOKEN.finditer(text)]


@lru_cache(maxsize=200_000)
def lemma(word: str) -> str:
    """Dictionary form of a word seen without its sentence.

    Parameters
    ----------
    word : str
        One word, in any case.

    Returns
    -------
    str
        The lemma in lower case; the word itself in lower case when neither it
        nor its last part stands in the dictionary.
    """
    form = unicodedata.normalize("NFC", word).lower()
    known = dictionary_lemma(form)
    if known is not None:
        return known
    parts = split_compound(form)
    if len(parts) > 1 and form.endswith(parts[-1]):
        # Danish inflects a compound in its last part only.
        return form[: -len(parts[-1])] + (dictionary_lemma(parts[-1]) or parts[-1])
    return form


def content_lemmas(text: str, *, compound_parts: bool = False) -> list[str]:
    """Lemmas of the words that carry meaning.

    Parameters
    ----------
    text : str
        Any text.
    compound_parts : bool
        Put the lemmas of a compound's parts after the compound.

    Returns
    -------
    list of str
        In reading order, without stop words and without numbers.
    """
    found: list[str] = []
    for word in tokens(text):
        form = word.lower()
        if form in STOP_WORDS or form[0].isdigit():
            continue
        base = lemma(form)
        if base in STOP_WORDS:
            continue
        found.append(base)
        parts = split_compound(base) if compound_parts else ()
        if len(parts) > 1:
            found.extend(part for part in map(lemma, parts) if part not in STOP_WORDS)
    return found
