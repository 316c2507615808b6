"""KLE numbers of themes, from a file that the municipality itself provides."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

from pipeline.errors import InputError

# Main group, group and subject, and a facet of handling: "27", "27.36", "27.36.04 G01".
_NUMBER = re.compile(r"\d{2}(?:\.\d{2}){0,2}(?: ?[A-ZÆØÅ]\d{2})?")
_REMEDY = (
    'The file is a table (.csv) with the headings "tema" and "kle" in its first line; a theme is '
    'named by its title or id, a number is written as "27.36.04"'
)


def read_kle(path: Path) -> dict[str, str]:
    """Read the KLE numbers of themes.

    Parameters
    ----------
    path
        CSV with semicolons, commas or tabs, in UTF-8 or as Danish Excel writes it (Windows-1252).
        Several lines for a theme give it several numbers.

    Returns
    -------
    numbers
        Numbers, joined by commas, by the theme's id, or its title in lower case.

    Raises
    ------
    InputError
        If the file cannot be read, lacks a heading, or holds what is no KLE number.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(str(path), f"cannot be read ({error.strerror})", _REMEDY) from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    first = text.partition("\n")[0]
    delimiter = max(";,\t", key=first.count)
    rows = csv.DictReader(io.StringIO(text), delimiter=delimiter)
    names = {str(name).strip().casefold(): name for name in rows.fieldnames or ()}
    if not {"tema", "kle"} <= names.keys():
        raise InputError(str(path), 'lacks the heading "tema" or "kle"', _REMEDY)
    found: dict[str, list[str]] = {}
    for row in rows:
        theme = " ".join((row[names["tema"]] or "").split()).casefold()
        number = " ".join((row[names["kle"]] or "").split())
        if not theme and not number:
            continue
        if not theme or not _NUMBER.fullmatch(number):
            problem = f"line {rows.line_num} names no theme" if not theme else ""
            problem = problem or f"line {rows.line_num}: {number!r} is no KLE number"
            raise InputError(str(path), problem, _REMEDY)
        known = found.setdefault(theme, [])
        if number not in known:
            known.append(number)
    return {theme: ", ".join(numbers) for theme, numbers in found.items()}
