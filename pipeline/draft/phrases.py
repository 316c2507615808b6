"""Headings and captions that are the same in every file of the draft."""

from __future__ import annotations

from pipeline.danish import format_date
from pipeline.draft.content import AppendixRow, Chapter, Draft, Quote, Section, SetAside
from pipeline.draft.wording import figure, tables

OVERVIEW = "Overblik"
CONTENTS = "Indhold"
PICTURES = "Temaerne i billeder"
VOICES = "Andre stemmer"
OUTSIDE = "Det, der ikke er med i temaerne"
METHOD = "Sådan er udkastet lavet"
APPENDIX = "Bilag: Alle udsagn efter tema"
APPENDIX_LEAD = "Hvert udsagn står én gang under sit tema. Slags er den, som opsamlingen giver det."
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
    return f"Udkastet viser temaerne, som de stod {format_date(at[:10])}." if at else ""


def heading(part: Chapter | Section) -> str:
    """Title of a theme, marked where nobody has approved it."""
    return f"{part.title} (forslag)" if part.is_proposed else part.title


def said(row: AppendixRow | SetAside) -> str:
    """What a bullet says, or that it is held back."""
    return row.text or HELD_BACK


def source(quote: Quote) -> str:
    """Text of the note on a quote."""
    if not quote.reason:
        return f"{quote.note.text}."
    return f"{quote.note.text}. Udsagnet ({quote.kind}) er valgt, fordi det {quote.reason}."
