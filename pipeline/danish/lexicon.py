"""What dictionaries know of a Danish word: its lemma and how common it is."""

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simplemma.strategies import DictionaryLookupStrategy

# simplemma takes these from the wrong headword, or leaves them as they are.
_CORRECTIONS = {
    "ansatte": "ansat",
    "bøger": "bog",
    "bøgerne": "bog",
    "fædre": "far",
    "fædrene": "far",
    "mødre": "mor",
    "mødrene": "mor",
    "ældre": "ældre",
}


def dictionary_lemma(form: str) -> str | None:
    """Look a form up in simplemma's dictionary.

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
    if form in _CORRECTIONS:
        return _CORRECTIONS[form]
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
def _lookup() -> "DictionaryLookupStrategy":
    # Unpacking takes half a second, which a run that needs no lemma is spared.
    from simplemma.strategies import DictionaryLookupStrategy

    return DictionaryLookupStrategy()


@cache
def _frequencies() -> dict[str, float]:
    from wordfreq import freq_to_zipf, get_frequency_dict

    return {word: freq_to_zipf(share) for word, share in get_frequency_dict("da").items()}
