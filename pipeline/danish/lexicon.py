"""The dictionary of Danish forms that comes with simplemma."""

from functools import cache

# simplemma takes these from the wrong headword, or leaves them as they are.
_CORRECTIONS = {
    "ansatte": "ansat",
    "bøgerne": "bog",
    "bøger": "bog",
    "mødrene": "mor",
    "mødre": "mor",
    "fædrene": "far",
    "fædre": "far",
    "ældre": "ældre",
}


def dictionary_lemma(form: str) -> str | None:
    """Look a form up.

    Parameters
    ----------
    form : str
        One word in lower case.

    Returns
    -------
    str or None
        Its lemma in lower case, or None when the dictionary lacks the form.
    """
    if form in _CORRECTIONS:
        return _CORRECTIONS[form]
    found: str | None = _lookup().get_lemma(form, "da")
    return found.lower() if found else None


@cache
def _lookup():  # type: ignore[no-untyped-def]
    # Unpacking takes half a second, which a run that needs no lemma is spared.
    from simplemma.strategies import DictionaryLookupStrategy

    return DictionaryLookupStrategy()
