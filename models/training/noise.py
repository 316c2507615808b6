"""Spell texts as table hosts do: slips of the keyboard, compounds written apart, aa for å."""

import random
import re

from models.training.glosses import Glosser

SHARE = 0.15
"""Share of the training texts that are spelt otherwise each time they are read."""

WORD = re.compile(r"\w+")
LETTERS = "abcdefghijklmnoprstuvyæøå"


def slip(word: str, chance: random.Random) -> str:
    """Drop, double, swap or replace one letter of a word of four letters or more."""
    if len(word) < 4:
        return word
    at = chance.randrange(len(word) - 1)
    return chance.choice(
        (
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            word[:at] + chance.choice(LETTERS) + word[at + 1 :],
        )
    )


def old_spelling(text: str) -> str:
    """Write å as aa, the spelling before 1948 and of keyboards without å."""
    return text.replace("å", "aa").replace("Å", "Aa")


def ascii_spelling(text: str) -> str:
    """Write æ, ø and å as ae, oe and aa."""
    return (
        old_spelling(text)
        .replace("æ", "ae")
        .replace("ø", "oe")
        .replace("Æ", "Ae")
        .replace("Ø", "Oe")
    )


def respelt(text: str, glosser: Glosser, chance: random.Random) -> str:
    """Spell a text in one other way, drawn by chance.

    Parameters
    ----------
    text
        A Danish text.
    glosser
        Knows where compounds can be parted.
    chance
        Source of chance; the same state gives the same text.
    """
    kind = chance.randrange(4)
    if kind == 0:
        return old_spelling(text)
    if kind == 1:
        return ascii_spelling(text)
    words = list(WORD.finditer(text))
    if not words:
        return text
    if kind == 2:
        chosen = chance.choice(words)
        return text[: chosen.start()] + slip(chosen.group(), chance) + text[chosen.end() :]
    for found in sorted(words, key=lambda match: -len(match.group())):
        word = found.group()
        parts = (
            glosser.split(word.lower())
            if len(word) > 7 and word.lower() not in glosser.lexicon
            else None
        )
        if parts is not None:
            cut = len(word) - len(parts[1])
            return f"{text[: found.start()]}{word[:cut]} {word[cut:]}{text[found.end() :]}"
    return text
