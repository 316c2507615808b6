"""Short bullets with the parts of speech that a reader would give them."""

from pipeline.danish import lemma
from pipeline.records import Token

_POS = {"N": "NOUN", "A": "ADJ", "V": "VERB", "P": "ADP", "D": "DET", "C": "CCONJ", "E": "PROPN"}


def tag(text: str) -> tuple[Token, ...]:
    """Read "tidlig/A indsats/N"; a word without a letter is punctuation or another word."""
    tokens = []
    for item in text.split():
        word, _, letter = item.rpartition("/") if "/" in item else (item, "", "")
        pos = _POS.get(letter) or ("PUNCT" if not word[0].isalnum() else "PRON")
        tokens.append(Token(word, pos, lemma(word.lower())))
    return tuple(tokens)
