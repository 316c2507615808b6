"""The order in which Danes look a word up, and the spelling that looking up goes by."""

import re
import unicodedata

_ALPHABET = {letter: place for place, letter in enumerate("abcdefghijklmnopqrstuvwxyzæøå")}
_FOLD = str.maketrans(
    {"ä": "æ", "ö": "ø", "ü": "y", "ő": "ø", "ű": "y", "ð": "d", "þ": "th", "ß": "ss", "œ": "ø"}
)
# Where a first word ends in a and a second begins with one ("klimaaftale"), aa is no å.
_AA = re.compile(
    r"(?<!agend)(?<!ekstr)(?<!firm)(?<!klim)(?<!pizz)(?<!skem)(?<!vill)"
    r"(?<!\bdat)(?<!\bsof)(?<!\btem)(?<!\bdram)(?<!\bkan)aa"
)


def sort_key(text: str) -> tuple[tuple[tuple[int, int], ...], str]:
    """Key for sorting in Danish alphabetical order, for ``sorted(key=sort_key)``.

    æ, ø and å come last, aa counts as å (Retskrivningsordbogen, § 5),
    ä and ö as æ and ø, ü as y; other accents, case and punctuation only break
    ties; a space comes before every letter; numbers go by value.

    Parameters
    ----------
    text : str
        A title or a name.

    Returns
    -------
    tuple
        Places in the alphabet, then the text itself.
    """
    return tuple(_places(text)), unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """Spell a text so that words that differ in case, accent or aa for å are written alike.

    aa counts as å, ä and ö as æ and ø, ü as y; other accents go; letters of
    other alphabets stay.

    Parameters
    ----------
    text : str
        Any text, in any Unicode form.

    Returns
    -------
    str
        In lower case; equal for texts that a reader would look up in one place.
    """
    spelled = _AA.sub("å", unicodedata.normalize("NFC", text).lower().translate(_FOLD))
    return "".join(
        letter
        if letter in _ALPHABET
        else "".join(
            base for base in unicodedata.normalize("NFD", letter) if not unicodedata.combining(base)
        )
        for letter in spelled
    )


def _places(text: str) -> list[tuple[int, int]]:
    folded = unicodedata.normalize("NFC", text).lower().translate(_FOLD)
    places: list[tuple[int, int]] = []
    for chunk in re.findall(r"[0-9]{1,18}|[^\W\d_]+|\s+", folded):
        if chunk.isspace():
            if places:
                places.append((0, 0))
        elif chunk[0] in "0123456789":
            places.append((1, int(chunk)))
        else:
            places.extend((2, _ALPHABET[letter]) for letter in _letters(chunk))
    while places and places[-1] == (0, 0):
        places.pop()
    return places


def _letters(word: str) -> str:
    """Spell a word with the 29 letters only."""
    return "".join(
        letter
        if letter in _ALPHABET
        else "".join(base for base in unicodedata.normalize("NFD", letter) if base in _ALPHABET)
        for letter in _AA.sub("å", word)
    )
