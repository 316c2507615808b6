"""The Danish grammar model: parts of speech, and lemmas that know the word's part of speech.

This module imports spaCy, which takes a second or two, and is therefore not
among the names of ``pipeline.danish``.
"""

from pathlib import Path

import spacy
from spacy.language import Language
from spacy.lookups import Lookups
from spacy.tokens import Doc

from pipeline.danish.lexicon import dictionary_lemma
from pipeline.danish.words import lemma

LEMMA_TABLE = "danish_lemmas"
# A dictionary that knows no parts of speech is asked where its forms are mostly of one kind.
_ASKED = frozenset({"NOUN", "VERB", "AUX", "ADJ"})
_NAMES = frozenset({"PROPN", "X"})


def load_grammar(model: str | Path) -> Language:
    """Load a Danish pipeline and let dictionaries correct its lemmas.

    Parameters
    ----------
    model : str or Path
        Folder of the model, or the name of an installed one
        (``da_core_news_sm``). It must set ``token.pos_`` and ``token.lemma_``.

    Returns
    -------
    Language
        Lemmas come from the model's own table of forms with their part of
        speech, else from the dictionary, for compound nouns by their last
        part, else from the model's lemmatiser.

    Raises
    ------
    OSError
        If there is no such model.
    """
    nlp = spacy.load(model)
    nlp.add_pipe("danish_lemmas", last=True)
    return nlp


def lemma_table(lemmas: dict[tuple[str, str], str]) -> Lookups:
    """Make the table that a model carries in its vocabulary.

    Parameters
    ----------
    lemmas : dict
        (form in lower case, universal part of speech) -> lemma. What the
        dictionary says too is left out.

    Returns
    -------
    Lookups
        For ``nlp.vocab.lookups``.
    """
    lookups = Lookups()
    lookups.add_table(
        LEMMA_TABLE,
        {
            f"{form} {pos}": base
            for (form, pos), base in sorted(lemmas.items())
            if pos not in _NAMES and base != _dictionary(form, pos)
        },
    )
    return lookups


@Language.component("danish_lemmas")
def danish_lemmas(doc: Doc) -> Doc:
    """Correct the lemmas of a tagged document."""
    table = doc.vocab.lookups.get_table(LEMMA_TABLE, {})
    for token in doc:
        if token.pos_ in _NAMES:
            continue
        form = token.lower_
        known = table.get(f"{form} {token.pos_}") or _dictionary(form, token.pos_)
        if known:
            token.lemma_ = known
    return doc


def _dictionary(form: str, pos: str) -> str | None:
    known = dictionary_lemma(form) if pos in _ASKED else None
    if known is None and pos == "NOUN":
        # A compound that no dictionary holds ends in a word that one does.
        base = lemma(form)
        return base if base != form else None
    return known
