"""The reviewed theme set to the content of the draft."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from pipeline.danish import sort_key
from pipeline.draft.chapters import SIDES, Outline, write_chapter
from pipeline.draft.content import (
    AppendixRow,
    Draft,
    HeldBack,
    LeftOut,
    Note,
    Options,
    SetAside,
)
from pipeline.draft.likeness import Vectors
from pipeline.draft.method import made_with
from pipeline.draft.phrases import quotes
from pipeline.draft.stock import Stock, take_stock
from pipeline.draft.voices import look_around
from pipeline.draft.wording import aside_lead, intro
from pipeline.errors import DraftError
from pipeline.records import RunFacts, Theme, ThemeSet
from pipeline.review.history import History

_REASONS = {
    "not a statement": "Det er ikke et udsagn.",
    "personal data": "Det indeholder personoplysninger.",
    "duplicate": "Det gentager et andet udsagn.",
    "other": "Det er taget ud af anden grund.",
}
_MODEL = "sprogmodel"


def make_content(
    themes: ThemeSet,
    facts: RunFacts,
    history: History,
    options: Options | None = None,
    vectors: Mapping[str, Vectors] | None = None,
) -> Draft:
    """Put the draft's content together.

    Parameters
    ----------
    themes, facts, history
        The theme set, what it was made with, and the log of its review.
    options
        What may stand in the draft; without them approved themes only and no personal data.
    vectors
        The sentence model's unit vectors by text of bullet, where they lie ready. Without them
        bullets are compared by their words.

    Raises
    ------
    DraftError
        If no theme is approved and proposed ones were not asked for, or there is no theme at all.
    """
    options = options or Options()
    stock = take_stock(themes, options, vectors)
    outlines = _outlines(themes, options)
    if not outlines:
        raise DraftError(_why_nothing(themes))
    outlines.sort(key=lambda outline: _by_breadth(outline, stock))
    around = look_around([stock.rows(outline.members) for outline in outlines], stock.vectors)
    numbers = itertools.count(1)
    chapters = tuple(
        write_chapter(number, outline, stock, around, options, numbers)
        for number, outline in enumerate(outlines, 1)
    )
    notes = {quote.bullet: quote.note for chapter in chapters for quote in quotes(chapter)}
    covered = [bullet for outline in outlines for bullet in outline.members]
    aside = tuple(_set_aside(themes, stock))
    held = _held_back(covered, aside, stock)
    left_out = _left_out(covered, themes)
    shown = [theme for outline in outlines for theme in (outline.theme, *outline.subthemes)]
    by_model = sum(theme.titled_by == _MODEL for theme in shown)
    documents = len(themes.documents)
    return Draft(
        title="Strategiudkast",
        subtitle=_event(themes),
        unit=stock.unit,
        documents=documents,
        bullets=len(themes.bullets),
        breadth=stock.breadth(covered),
        meetings=stock.gatherings.meetings,
        tables=stock.gatherings.tables,
        intro=intro(documents, stock.everything, stock.unit, chapters, held),
        chapters=chapters,
        appendix=tuple(row for outline in outlines for row in _rows(outline, stock, notes)),
        aside_lead=aside_lead(len(aside), held, left_out),
        set_aside=aside,
        held_back=held,
        left_out=left_out,
        made_with=made_with(facts, history, options.include_personal, by_model),
    )


def _outlines(themes: ThemeSet, options: Options) -> list[Outline]:
    """Return which theme is told with which under it.

    An approved theme under one that is not approved is told in a chapter of its own.
    """

    def is_in(theme: Theme) -> bool:
        return options.include_proposed or theme.status == "approved"

    chosen = {theme.id: theme for theme in themes.themes if is_in(theme)}
    below: dict[str, list[Theme]] = {}
    for theme in chosen.values():
        if theme.parent in chosen:
            below.setdefault(theme.parent or "", []).append(theme)
    outlines = []
    for theme in chosen.values():
        if theme.parent in chosen:
            continue
        out = [other for other in themes.themes if other.parent == theme.id and not is_in(other)]
        beside = {bullet for other in out for bullet in themes.members[other.id]}
        members = tuple(bullet for bullet in themes.members[theme.id] if bullet not in beside)
        parts = tuple(part for part in below.get(theme.id, ()) if themes.members[part.id])
        if members:
            own = {part.id: themes.members[part.id] for part in parts}
            outlines.append(Outline(theme, parts, members, own))
    return outlines


def _why_nothing(themes: ThemeSet) -> str:
    proposed = sum(theme.parent is None for theme in themes.themes)
    if not proposed:
        return "There is no theme to write of. `temaer themes` lists what there is."
    return (
        f"No theme is approved yet, {proposed} are proposed. Approve those that are reviewed with "
        "`temaer approve THEME`, or say --include-proposed to have them all, marked as proposed."
    )


def _by_breadth(outline: Outline, stock: Stock) -> tuple[object, ...]:
    own = stock.breadth(outline.members)
    title = sort_key(outline.theme.title)
    return -own.tables, -own.meetings, -own.bullets, title, outline.theme.id


def _rows(outline: Outline, stock: Stock, notes: Mapping[str, Note]) -> Iterator[AppendixRow]:
    """Yield the bullets of a theme: those of each sub-theme together, by kind, then by source."""
    place = {bullet: part for part, held in outline.own.items() for bullet in held}
    order = {theme.id: number for number, theme in enumerate(outline.subthemes)}
    sides = list(SIDES)

    def key(bullet: str) -> tuple[object, ...]:
        found = stock.of(bullet)
        where = order.get(place.get(bullet, ""), len(order))
        table = stock.tables[stock.row_of[bullet]]
        return where, sides.index(found.kind), table, found.source.page or 0, found.source.line

    for bullet in sorted(outline.members, key=key):
        yield AppendixRow(
            bullet,
            stock.text(bullet),
            stock.of(bullet).kind,
            outline.theme.id,
            place.get(bullet, ""),
            notes.get(bullet) or stock.note(bullet),
            bullet in notes,
            bullet in stock.held,
        )


def _set_aside(themes: ThemeSet, stock: Stock) -> Iterator[SetAside]:
    for bullet in themes.bullets:
        place = themes.places.get(bullet.id)
        if place is not None and place.aside:
            reason = _REASONS.get(place.aside, place.aside)
            yield SetAside(bullet.id, stock.text(bullet.id), reason, stock.note(bullet.id))


def _held_back(covered: Sequence[str], aside: Sequence[SetAside], stock: Stock) -> HeldBack:
    out = [row.bullet for row in aside if row.bullet in stock.held]
    inside = [bullet for bullet in covered if bullet in stock.held]
    sorts = Counter(sort for bullet in (*inside, *out) for sort in stock.held[bullet])
    return HeldBack(len(inside), len(out), tuple(sorted(sorts.items())))


def _left_out(covered: Sequence[str], themes: ThemeSet) -> LeftOut:
    known = set(covered)
    placed = {id_: place for id_, place in themes.places.items() if not place.aside}
    in_themes = [id_ for id_, place in placed.items() if place.theme and id_ not in known]
    tops = {theme.id: theme.parent or theme.id for theme in themes.themes}
    out = {tops[placed[id_].theme or ""] for id_ in in_themes}
    aside = len(themes.places) - len(placed)
    unplaced = len(themes.bullets) - len(known) - len(in_themes) - aside
    return LeftOut(len(out), len(in_themes), unplaced)


def _event(themes: ThemeSet) -> str:
    """Name of the event that most summaries state."""
    stated = Counter(bullet.meeting.event for bullet in themes.bullets if bullet.meeting.event)
    return min(stated, key=lambda event: (-stated[event], event), default="")
