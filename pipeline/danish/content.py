"""Whether a statement says anything of its own."""

import re

from pipeline.danish.words import content_lemmas

# Words that agree with, point to or greet another statement, and say nothing of what it is about.
_POINTING = frozenset(
    re.findall(
        r"\S+",
        """
        absolut bord bordet dito ditto enig enige enighed fin fint foregående foroven
        forrige forneden gentagelse glad godt god helt intet ingenting kommentar korrekt ligeledes
        nedenfor nedenstående nævne nævnt oven ovenfor ovennævnt ovennævnte ovenover ovenstående
        punkt punktet rigtig rigtigt samme se spørgsmål super svar tak tilføje tilføjelse
        tilsvarende ubesvaret uenig øvrig
        """,
    )
)


def has_content(text: str) -> bool:
    """Tell whether a text has a word that says what it is about.

    Parameters
    ----------
    text : str
        A statement.

    Returns
    -------
    bool
        False for "Ja, enig", "Se ovenfor" and "Samme her!", and for a text without letters.
    """
    return any(
        base not in _POINTING and sum(sign.isalpha() for sign in base) > 1
        for base in content_lemmas(text)
    )
