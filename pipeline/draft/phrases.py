"""Headings and captions that are the same in every file of the draft."""

from __future__ import annotations

import re

from pipeline.danish import format_date
from pipeline.draft.content import AppendixRow, Chapter, Draft, Quote, Section, SetAside
from pipeline.draft.wording import KIND_WORDS, figure, tables
from pipeline.records import Kind

# What XML 1.0 cannot hold.
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
OVERVIEW = "Overblik"
CONTENTS = "Indhold"
PICTURES = "Temaerne i billeder"
VOICES = "Andre stemmer"
OUTSIDE = "Det, der ikke er med i temaerne"
METHOD = "Sådan er udkastet lavet"
APPENDIX = "Bilag: Alle udsagn efter tema"
APPENDIX_LEAD = (
    "Hvert udsagn står én gang, under sit tema. Slagsen følger af overskriften i opsamlingen."
)
SET_ASIDE = "Udsagn, som er lagt til side"
HELD_BACK = "Holdt tilbage: indeholder personoplysninger."
PROPOSED = "Dette tema er et forslag, som ingen har godkendt endnu."
PROPOSED_SECTION = "Dette undertema er et forslag, som ingen har godkendt endnu."
NO_MEETING = "Uden oplysning om møde"
MEETINGS = "Møderne, som udkastet bygger på"


def units(draft: Draft) -> str:
    """Heading of the column that counts tables: "Borde" or "Opsamlinger"."""
    return tables(2, draft.unit).split()[-1].capitalize()


def ranking(draft: Draft) -> str:
    """Caption of the table of themes: what the numbers are out of."""
    of = tables(len(draft.tables), draft.unit)
    if len(draft.meetings) > 1:
        of = f"{of} og {figure(len(draft.meetings))} møder"
    return f"Temaerne efter bredde (af {of})"


def as_of(draft: Draft) -> str:
    """Say which state of the themes the draft shows."""
    at = draft.made_with.as_of
    return f"Udkastet viser temaerne, som de stod den {format_date(at[:10])}." if at else ""


def heading(part: Chapter | Section, inside: Chapter | None = None) -> str:
    """Title of a theme, marked where nobody has approved it nor the theme it stands under."""
    is_marked = part.is_proposed and not (inside and inside.is_proposed)
    return f"{part.title} (forslag)" if is_marked else part.title


def said(row: AppendixRow | SetAside) -> str:
    """What a bullet says, or that it is held back."""
    return row.text or HELD_BACK


def source(quote: Quote) -> str:
    """Text of the note on a quote."""
    if not quote.reason:
        return f"{quote.note.text}."
    return f"{quote.note.text}. Udsagnet ({quote.kind}) er valgt, fordi det {quote.reason}."


def status(part: Chapter | Section) -> str:
    """Whether somebody has approved a theme, as the review's sheet calls it."""
    return "forslag" if part.is_proposed else "godkendt"


def kind_heading(kind: Kind) -> str:
    """Heading of the column that counts bullets of a kind: "Udfordringer"."""
    return KIND_WORDS[kind][1].capitalize()


def date(iso: str) -> str:
    """Write a date as Danes do."""
    return format_date(iso)


def quotes(chapter: Chapter) -> list[Quote]:
    """Return all quotes of a chapter in the order they stand in."""
    parts = [*chapter.parts, *(part for section in chapter.sections for part in section.parts)]
    return [*(quote for part in parts for quote in part.quotes), *chapter.voices]


def rest_of(theme: str) -> str:
    """Id of the section that holds what a theme has beside its sub-themes."""
    return f"{theme}-rest"


def one_line(text: str) -> str:
    """Return a text on one line, without the control characters that no Office file can hold."""
    return " ".join(_ILLEGAL.sub(" ", text).split())
