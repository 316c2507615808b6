"""The draft as an Excel workbook: for those who count, sort and filter."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from pipeline.draft import phrases
from pipeline.draft.content import AppendixRow, Chapter, Draft, Section, SetAside
from pipeline.records import KINDS
from pipeline.write.cells import put
from pipeline.write.packages import fix_package
from pipeline.write.sheets import finish, head, let_rows_grow

OVERVIEW, MEETINGS, BULLETS, ASIDE, METHOD = "Temaer", "Møder", "Udsagn", "Lagt til side", "Metode"
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
_Cell = str | int

_Columns = Sequence[tuple[str, int]]


def to_xlsx(draft: Draft) -> bytes:
    """Return the draft as a workbook; the same content gives the same bytes."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    _sheet(book, OVERVIEW, _theme_columns(draft), _themes(draft))
    _sheet(book, MEETINGS, _MEETING_COLUMNS, _meetings(draft))
    hosts = [("Bordvært", 24)] if any(table.host for table in draft.tables) else []
    _sheet(book, BULLETS, [*_BULLET_COLUMNS, *hosts], _bullets(draft, bool(hosts)))
    _sheet(book, ASIDE, _ASIDE_COLUMNS, _aside(draft))
    said = [phrases.as_of(draft), *draft.intro, *draft.aside_lead, *draft.made_with.text]
    _sheet(book, METHOD, [(phrases.METHOD, 110)], [(line,) for line in said if line])
    at = draft.made_with.as_of
    time = datetime.fromisoformat(at).astimezone(UTC) if at else datetime(1980, 1, 1, tzinfo=UTC)
    book.properties.title, book.properties.creator = draft.title, "temaer"
    book.properties.created = time.replace(tzinfo=None)
    written = io.BytesIO()
    book.save(written)
    stamp = time.strftime("%Y-%m-%dT%H:%M:%SZ").encode()

    def settle(name: str, part: bytes) -> bytes:
        if "core.xml" in name:
            return _MODIFIED.sub(rb"\g<1>" + stamp + rb"\g<2>", part)
        return let_rows_grow(name, part)

    return fix_package(written.getvalue(), settle)


_MEETING_COLUMNS = (("Møde", 50), ("Sted", 40), ("Dato", 20), ("Borde", 9), ("Udsagn", 9))
_PLACE_COLUMNS = (("Møde", 32), ("Bord", 10), ("Fil", 26), ("Side", 7), ("Linje", 8))
_BULLET_COLUMNS = (
    *(("Id", 16), ("Udsagn", 60), ("Slags", 12), ("Tema", 26), ("Undertema", 26)),
    *(*_PLACE_COLUMNS, ("Citeret", 10), ("Note", 8)),
)
_ASIDE_COLUMNS = (("Id", 16), ("Udsagn", 60), ("Begrundelse", 34), *_PLACE_COLUMNS)


def _theme_columns(draft: Draft) -> _Columns:
    kle = [("KLE", 14)] if any(chapter.kle for chapter in draft.chapters) else []
    units = phrases.units(draft)
    counted = [(units, 12), ("Møder", 9), ("Udsagn", 9)]
    kinds = [(phrases.kind_heading(kind), 13) for kind in KINDS]
    return [("Id", 16), ("Tema", 40), ("Undertema", 40), ("Status", 11), *kle, *counted, *kinds]


def _themes(draft: Draft) -> Iterator[tuple[_Cell, ...]]:
    has_kle = any(chapter.kle for chapter in draft.chapters)
    for chapter in draft.chapters:
        parts: list[tuple[Chapter | Section, str]] = [(chapter, "")]
        parts += [(section, section.title) for section in chapter.sections]
        for part, below in parts:
            own, kinds = part.breadth, dict(part.breadth.kinds)
            yield (
                part.theme,
                chapter.title,
                below,
                phrases.status(part),
                *(([chapter.kle] if not below else [""]) if has_kle else []),
                *(own.tables, own.meetings, own.bullets),
                *(kinds.get(kind, 0) for kind in KINDS),
            )


def _meetings(draft: Draft) -> Iterator[tuple[_Cell, ...]]:
    for row in draft.meetings:
        yield row.name, row.place, phrases.date(row.date), row.tables, row.bullets
    unknown = [table for table in draft.tables if table.meeting is None]
    if unknown:
        size = sum(table.bullets for table in unknown)
        yield phrases.NO_MEETING, "", "", len(unknown), size


def _bullets(draft: Draft, with_hosts: bool) -> Iterator[tuple[_Cell, ...]]:
    titles: dict[str, str] = {}
    for chapter in draft.chapters:
        titles[chapter.theme] = chapter.title
        titles |= {part.theme: part.title for part in chapter.sections}
    for row in draft.appendix:
        host = [draft.tables[row.note.table - 1].host] if with_hosts else []
        yield (
            *(row.bullet, phrases.said(row), row.kind, titles[row.theme]),
            titles.get(row.subtheme, ""),
            *_place(row, draft),
            *("ja" if row.is_quoted else "nej", row.note.number or ""),
            *host,
        )


def _aside(draft: Draft) -> Iterator[tuple[_Cell, ...]]:
    for row in draft.set_aside:
        yield row.bullet, phrases.said(row), row.reason, *_place(row, draft)


def _place(row: AppendixRow | SetAside, draft: Draft) -> tuple[_Cell, ...]:
    table = draft.tables[row.note.table - 1]
    meeting = draft.meetings[table.meeting - 1].name if table.meeting else ""
    return meeting, table.name, row.note.path, row.note.page or "", row.note.line


def _sheet(
    book: Any, title: str, columns: _Columns, rows: Iterator[tuple[_Cell, ...]] | Sequence[Any]
) -> None:
    from openpyxl.styles import Alignment

    sheet = book.create_sheet(title)
    wrapped = Alignment(wrap_text=True, vertical="top")
    head(sheet, columns)
    for row, values in enumerate(rows, 2):
        for number, value in enumerate(values, 1):
            cell = sheet.cell(row, number)
            put(cell, value)
            cell.alignment = wrapped
    finish(sheet, columns)
