"""Meeting facts that stand outside a summary's text: columns of a table, file and folder names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import PurePosixPath

from pipeline.danish import cut_date, parse_date, parse_number
from pipeline.parse.headings import find_heading
from pipeline.records import KINDS, Kind, Meeting

_FIELDS = frozenset(field.name for field in fields(Meeting))
_TABLE_NAME = re.compile(
    r"(?<![^\W_])b(?:ord)?[ _.-]?(?:nr\.?\s*)?(?P<table>\d{1,2})(?![^\W_])", re.I
)
_TRIM = " ,;:–—-_.()"


def stated_facts(facts: Mapping[str, str]) -> dict[str, str]:
    """Facts under the names of `Meeting`'s fields, dates and table numbers in the usual form."""
    stated = {key: value.strip() for key, value in facts.items() if key in _FIELDS}
    if date := stated.get("date"):
        stated["date"] = parse_date(date) or date
    if table := stated.get("table"):
        number = parse_number(re.sub(r"^bord\s*(?:nr\.?)?\s*", "", table, flags=re.I))
        stated["table"] = table if number is None else str(number)
    return {key: value for key, value in stated.items() if value}


def facts_of_path(path: str) -> dict[str, str]:
    """Date, table and place as file and folder names tell them, the nearest name first.

    What stands beside a date in a folder's name is taken for the place ("2025-09-23 Brændkær");
    other names of folders say nothing that can be relied on.
    """
    found: dict[str, str] = {}
    pure = PurePosixPath(path)
    for position, name in enumerate([pure.stem, *reversed(pure.parent.parts)]):
        text = name.replace("_", " ")
        if (match := _TABLE_NAME.search(text)) and "table" not in found:
            found["table"] = str(int(match["table"]))
        date, rest = cut_date(_TABLE_NAME.sub(" ", text))
        if date is None:
            continue
        found.setdefault("date", date)
        place = " ".join(rest.split()).strip(_TRIM)
        if position and len(re.findall(r"[^\W\d_]", place)) > 1:
            found.setdefault("place", place)
    return found


def of_row(
    facts: Mapping[str, str], meeting: Meeting, section: str, kind: Kind
) -> tuple[Meeting, str, Kind]:
    """Meeting, section and kind of a statement whose row states facts of its own.

    A kind is recognised by its name or by the words of headings ("Udfordringer", "Gode idéer").
    """
    stated = stated_facts(facts)
    section = facts.get("section", section)
    for words in (facts.get("kind", ""), facts.get("section", "")):
        if words.casefold() in KINDS:
            kind = next(known for known in KINDS if known == words.casefold())
            break
        if heading := find_heading(words[:1].upper() + words[1:]):
            kind = heading.kind
            break
    return replace(meeting, **stated), section, kind
