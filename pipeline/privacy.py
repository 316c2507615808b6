"""Personal data in bullets: found by form, flagged, never removed by itself."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from pipeline.records import Bullet

# A birth date and four digits; day 61-91 is how replacement numbers are written.
_CPR = re.compile(
    r"(?<!\d)(?:0[1-9]|[12]\d|3[01]|6[1-9]|[78]\d|9[01])(?:0[1-9]|1[0-2])\d{2}[- ]?\d{4}(?!\d)"
)
_PHONE = re.compile(
    r"(?<![\d.,])(?:\+45 ?|0045 ?)?(?:[2-9]\d(?: ?\d{2}){3}|[2-9]\d{3} \d{4})(?![\d.,]\d|\d)"
)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_ADDRESS = re.compile(
    r"\b[A-ZÆØÅ][\wæøåé.-]*(?:vej|gade|allé|alle|vænget|stræde|parken|plads|toften|bakken|vangen)"
    r" \d{1,3}(?: ?[A-Z])?\b"
)
_TITLED_NAME = re.compile(r"\b(?:[Hh]r|[Ff]ru|[Ff]rk|[Dd]r)\.? [A-ZÆØÅ][a-zæøåé]+")


def flag_personal(bullets: Iterable[Bullet], names: Iterable[str] = ()) -> list[Bullet]:
    """Return the bullets with a flag for each sort of personal data found in the text.

    Flags: "cpr", "telefon", "e-mail", "adresse", "navn". A flagged bullet stays where it is; what
    is passed on to others leaves it out unless a person says otherwise.

    Parameters
    ----------
    bullets
        Bullets of any documents.
    names
        Full names known from the summaries' headers (table hosts).
    """
    known = [name for name in sorted(set(names)) if " " in name]
    return [replace(bullet, flags=_flags(bullet.text, known)) for bullet in bullets]


def _flags(text: str, names: list[str]) -> tuple[str, ...]:
    found = {
        "cpr": bool(_CPR.search(text)),
        "telefon": bool(_PHONE.search(_CPR.sub("", text))),
        "e-mail": bool(_EMAIL.search(text)),
        "adresse": bool(_ADDRESS.search(text)),
        "navn": bool(_TITLED_NAME.search(text))
        or any(name.casefold() in text.casefold() for name in names),
    }
    return tuple(flag for flag, is_there in found.items() if is_there)
