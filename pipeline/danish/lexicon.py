"""What dictionaries know of a Danish word: its lemma and how common it is."""

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simplemma.strategies import DictionaryLookupStrategy

# What citizens mean by these is neither what simplemma nor what old newspapers say.
_CORRECTIONS = {
    "ansat": "ansat",
    "ansatte": "ansat",
    "borger": "borger",
    "bøgerne": "bog",
    "brødre": "bror",
    "fædre": "far",
    "fædrene": "far",
    "lærer": "lærer",
    "mødre": "mor",
    "mødrene": "mor",
    "tyve": "tyve",
    "ældre": "ældre",
}


def dictionary_lemma(form: str) -> str | None:
    """Look a form up in simplemma's dictionary and its list of corrections.

    Parameters
    ----------
    form : str
        One word in lower case.

    Returns
    -------
    str or None
        Its lemma in lower case, or None when the dictionary lacks the form or
        holds it as a name only.
    """
    if known := _corrections().get(form):
        return known
    found: str | None = _lookup().get_lemma(form, "da")
    return found if found and found.islower() else None


def zipf(form: str) -> float:
    """Tell how common a form is.

    Parameters
    ----------
    form : str
        One word in lower case.

    Returns
    -------
    float
        wordfreq's Zipf frequency, the base-10 logarithm of occurrences per
        billion words: 7 for "og", 3 for "lærling"; 0 for a form not counted.
    """
    return _frequencies().get(form, 0.0)


@cache
def _corrections() -> dict[str, str]:
    rows = resources.files("pipeline.danish").joinpath("lemmas.tsv").read_text("utf-8")
    listed = dict(row.split("\t") for row in rows.splitlines()[1:])
    return listed | _CORRECTIONS


@cache
def _lookup() -> "DictionaryLookupStrategy":
    # Unpacking takes half a second, which a run that needs no lemma is spared.
    from simplemma.strategies import DictionaryLookupStrategy

    return DictionaryLookupStrategy()


@cache
def _frequencies() -> dict[str, float]:
    from wordfreq import freq_to_zipf, get_frequency_dict

    return {word: freq_to_zipf(share) for word, share in get_frequency_dict("da").items()}
