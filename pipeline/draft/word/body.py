"""What stands in the Word file, from the title page to the appendix."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from docx.oxml.ns import qn

from pipeline.draft import phrases
from pipeline.draft.content import AppendixRow, Chapter, Draft, Part, Picture, Quote, Section
from pipeline.draft.phrases import one_line
from pipeline.draft.word.build import Paragraphs, element, field, link, run
from pipeline.draft.word.footnotes import Footnotes
from pipeline.draft.word.template import text_width
from pipeline.draft.wording import figure

if TYPE_CHECKING:
    from docx.document import Document

_CELL, _NUMBER = "Tabeltekst", "Tabeltal"
# The same for a row that stays on the page of the row after it.
_KEPT = "Tabeltekst samlet"
_FIGURE_COLUMN = 1134
_KIND_COLUMN = 1250
# Shares of the width between the margins, which a template may set far apart.
_SOURCE, _REASON = 0.4, 0.22
_TWIPS = 635


class Body:
    """The paragraphs and tables of a draft, each paragraph with a bookmark that stays the same.

    Bookmarks are named by what they hold: `tema_ID`, `citat_ID` and `udsagn_ID` for a theme, a
    quote in a chapter and a bullet in the appendix.

    Parameters
    ----------
    draft
        What to write.
    document
        Where it will stand; pictures and footnotes are put into it.
    ids
        Id of each style by its name in lower case.
    table_style
        Name of the style for tables.
    """

    def __init__(
        self, draft: Draft, document: Document, ids: Mapping[str, str], table_style: str
    ) -> None:
        self._draft, self._document, self._ids = draft, document, ids
        self._table_style = table_style
        self._make = Paragraphs(lambda name: ids[name.casefold()])
        mark = ids["footnote reference"]
        self._footnotes = Footnotes(document, ids["footnote text"], mark)
        self._width = text_width(document)
        self._tables = self._figures = 0

    def blocks(self, pictures: Sequence[Picture]) -> Iterator[Any]:
        """Yield everything in order."""
        yield from self._title_page()
        yield from self._new_page("toc heading", "titelside_slut")
        yield self._contents()
        yield from self._new_page("heading 1", "indhold_slut")
        yield from self._overview(pictures)
        for chapter in self._draft.chapters:
            yield from self._chapter(chapter)
        yield from self._outside()
        yield from self._method()
        yield from self._appendix()

    def _new_page(self, before: str, bookmark: str) -> Iterator[Any]:
        """Yield a page break, unless the style that follows begins a page by itself."""
        [style] = [s for s in self._document.styles if s.style_id == self._ids[before]]
        if style.element.find(f".//{qn('w:pageBreakBefore')}") is None:
            line = element("w:r", {}, element("w:br", {"type": "page"}))
            yield self._make.paragraph("normal", bookmark, line)

    def _text(self, style: str, bookmark: str, text: str) -> Any:
        return self._make.paragraph(style, bookmark, run(one_line(text)))

    def _caption(self, kind: str, bookmark: str, text: str) -> Any:
        if kind == "Tabel":
            self._tables += 1
        number = self._tables if kind == "Tabel" else self._figures
        counted = field(f"SEQ {kind} \\* ARABIC", str(number))
        return self._make.paragraph(
            "caption", bookmark, run(f"{kind} "), *counted, run(f". {one_line(text)}")
        )

    def _cell(self, text: str, style: str = _CELL) -> Any:
        return self._make.plain(style, run(one_line(text)))

    def _table(
        self, about: str, widths: Sequence[int], rows: Sequence[Sequence[Any]], total: bool = False
    ) -> Iterator[Any]:
        """Yield a table; columns of width 0 share what the others leave."""
        free = self._width - sum(widths)
        shared = list(widths).count(0)
        whole = [width or free // max(shared, 1) for width in widths]
        yield self._make.table(self._table_style, about, whole, rows, total)

    def _title_page(self) -> Iterator[Any]:
        draft = self._draft
        yield self._text("title", "titel", draft.title)
        if draft.subtitle:
            yield self._text("subtitle", "undertitel", draft.subtitle)
        yield self._text("normal", "grundlag", draft.intro[0])
        if said := phrases.as_of(draft):
            yield self._text("normal", "stand", said)
        if not draft.meetings:
            return
        yield self._caption("Tabel", "moeder", phrases.MEETINGS)
        rows = [self._heads("Møde", phrases.units(draft), "Udsagn")]
        for meeting in draft.meetings:
            name = self._make.paragraph(
                _CELL, f"moede_{meeting.number}", run(one_line(meeting.name))
            )
            rows.append([name, *self._numbers(meeting.tables, meeting.bullets)])
        unknown = [table for table in draft.tables if table.meeting is None]
        if unknown:
            name = self._make.paragraph(_CELL, "moede_ukendt", run(phrases.NO_MEETING))
            rows.append([name, *self._numbers(len(unknown), sum(t.bullets for t in unknown))])
        name = self._make.paragraph(_CELL, "moeder_i_alt", run("I alt"))
        rows.append([name, *self._numbers(len(draft.tables), draft.bullets)])
        widths = [0, _FIGURE_COLUMN + 200, _FIGURE_COLUMN]
        yield from self._table(phrases.MEETINGS, widths, rows, total=True)

    def _contents(self) -> Any:
        """Return the table of contents: as Word makes it, and filled before Word has counted."""
        entries: list[tuple[int, str, str]] = [(1, "overblik", phrases.OVERVIEW)]
        for chapter in self._draft.chapters:
            entries.append((1, f"tema_{chapter.theme}", phrases.heading(chapter)))
            entries += [
                (2, f"tema_{section.theme}", phrases.heading(section, chapter))
                for section in chapter.sections
            ]
        entries += [(1, "ikke_med", phrases.OUTSIDE), (1, "metode", phrases.METHOD)]
        entries.append((1, "bilag", phrases.APPENDIX))
        begin = [
            element("w:r", {}, element("w:fldChar", {"fldCharType": "begin", "dirty": "true"})),
            element("w:r", {}, element("w:instrText", {"xml:space": "preserve"})),
            element("w:r", {}, element("w:fldChar", {"fldCharType": "separate"})),
        ]
        begin[1][0].text = ' TOC \\o "1-2" \\h \\z \\u '
        end = element("w:r", {}, element("w:fldChar", {"fldCharType": "end"}))
        lines = []
        for number, (level, bookmark, title) in enumerate(entries):
            # Page numbers are Word's to know: it asks to update the fields when it opens the file.
            entry = link(bookmark, run(one_line(title)))
            before = begin if number == 0 else []
            after = [end] if number == len(entries) - 1 else []
            lines.append(
                self._make.paragraph(f"toc {level}", f"indhold_{bookmark}", *before, entry, *after)
            )
        gallery = element("w:docPartGallery", {"val": "Table of Contents"})
        properties = element(
            "w:sdtPr", {}, element("w:docPartObj", {}, gallery, element("w:docPartUnique"))
        )
        heading = self._text("toc heading", "indhold", phrases.CONTENTS)
        content = element("w:sdtContent", {}, heading, *lines)
        return element("w:sdt", {}, properties, content)

    def _overview(self, pictures: Sequence[Picture]) -> Iterator[Any]:
        draft = self._draft
        yield self._text("heading 1", "overblik", phrases.OVERVIEW)
        for number, paragraph in enumerate(draft.intro[1:], 1):
            yield self._text("normal", f"overblik_{number}", paragraph)
        caption = phrases.ranking(draft)
        yield self._caption("Tabel", "temaer_efter_bredde", caption)
        has_kle = any(chapter.kle for chapter in draft.chapters)
        heads = ["Tema", *(["KLE"] if has_kle else []), phrases.units(draft)]
        rows = [self._heads(*heads, "Møder", "Udsagn", texts=2 if has_kle else 1)]
        for chapter in draft.chapters:
            name = run(one_line(phrases.heading(chapter)), self._ids["hyperlink"])
            title = self._make.paragraph(
                _CELL, f"bredde_{chapter.theme}", link(f"tema_{chapter.theme}", name)
            )
            kle = [self._cell(chapter.kle)] if has_kle else []
            own = chapter.breadth
            rows.append([title, *kle, *self._numbers(own.tables, own.meetings, own.bullets)])
        kle_width = [1700] if has_kle else []
        units = _FIGURE_COLUMN + 200
        widths = [0, *kle_width, units, _FIGURE_COLUMN, _FIGURE_COLUMN]
        yield from self._table(caption, widths, rows)
        if pictures:
            yield self._text("heading 2", "billeder", phrases.PICTURES)
        for picture in pictures:
            yield self._picture(picture)
            self._figures += 1
            yield self._caption("Figur", f"figurtekst_{picture.name}", picture.title)
            yield self._text("normal", f"figurnote_{picture.name}", picture.caption)

    def _picture(self, picture: Picture) -> Any:
        from docx.shared import Emu

        inline: Any = self._document.part.new_pic_inline(
            io.BytesIO(picture.png), Emu(self._width * _TWIPS)
        )
        inline.docPr.set("title", one_line(picture.title))
        inline.docPr.set("descr", one_line(picture.alt))
        inline.docPr.set("name", f"Figur {one_line(picture.name)}")
        drawing = element("w:drawing", {}, inline)
        return self._make.paragraph("figur", f"figur_{picture.name}", element("w:r", {}, drawing))

    def _chapter(self, chapter: Chapter) -> Iterator[Any]:
        id_ = f"tema_{chapter.theme}"
        yield self._text("heading 1", id_, phrases.heading(chapter))
        yield from self._about(chapter, id_, phrases.PROPOSED if chapter.is_proposed else "")
        for part in chapter.parts:
            yield from self._part(part, id_, "heading 2")
        for section in chapter.sections:
            below = f"tema_{section.theme}"
            yield self._text("heading 2", below, phrases.heading(section, chapter))
            alone = section.is_proposed and not chapter.is_proposed
            yield from self._about(section, below, phrases.PROPOSED_SECTION if alone else "")
            for part in section.parts:
                yield from self._part(part, below, "heading 3")
        if chapter.voices:
            yield self._text("heading 2", f"{id_}_andre", phrases.VOICES)
            yield self._text("indledning", f"{id_}_andre_tekst", chapter.voices_lead)
            for quote in chapter.voices:
                yield self._quote(quote)

    def _about(self, part: Chapter | Section, id_: str, proposed: str) -> Iterator[Any]:
        if proposed:
            yield self._text("indledning", f"{id_}_status", proposed)
        if isinstance(part, Chapter) and part.kle:
            yield self._text("normal", f"{id_}_kle", f"KLE: {part.kle}")
        if part.description:
            yield self._text("normal", f"{id_}_beskrivelse", part.description)
        yield self._text("indledning", f"{id_}_tekst", part.lead)

    def _part(self, part: Part, id_: str, heading: str) -> Iterator[Any]:
        yield self._text(heading, f"{id_}_{part.id}", part.title)
        yield self._text("indledning", f"{id_}_{part.id}_tekst", part.lead)
        for quote in part.quotes:
            yield self._quote(quote)

    def _quote(self, quote: Quote) -> Any:
        note = self._footnotes.add(run(one_line(phrases.source(quote))))
        said = run(f"»{one_line(quote.text)}«")
        return self._make.paragraph("quote", f"citat_{quote.bullet}", said, note)

    def _outside(self) -> Iterator[Any]:
        draft = self._draft
        yield self._text("heading 1", "ikke_med", phrases.OUTSIDE)
        for number, paragraph in enumerate(draft.aside_lead, 1):
            yield self._text("list bullet", f"ikke_med_{number}", paragraph)
        if not draft.set_aside:
            return
        yield self._caption("Tabel", "lagt_til_side", phrases.SET_ASIDE)
        rows = [self._heads("Udsagn", "Begrundelse", "Hvorfra", texts=3)]
        for aside in draft.set_aside:
            said = run(one_line(phrases.said(aside)))
            first = self._make.paragraph(_CELL, f"udsagn_{aside.bullet}", said)
            rows.append([first, self._cell(aside.reason), self._cell(aside.note.text)])
        widths = [0, self._share(_REASON), self._share(_SOURCE)]
        yield from self._table(phrases.SET_ASIDE, widths, rows)

    def _method(self) -> Iterator[Any]:
        made = self._draft.made_with
        yield self._text("heading 1", "metode", phrases.METHOD)
        for number, paragraph in enumerate(made.text, 1):
            yield self._text("normal", f"metode_{number}", paragraph)

    def _appendix(self) -> Iterator[Any]:
        yield self._text("heading 1", "bilag", phrases.APPENDIX)
        yield self._text("indledning", "bilag_tekst", phrases.APPENDIX_LEAD)
        rows_of = {
            theme: list(rows)
            for theme, rows in groupby(self._draft.appendix, lambda row: (row.theme, row.subtheme))
        }
        for chapter in self._draft.chapters:
            title = phrases.heading(chapter)
            yield self._text("heading 2", f"bilag_{chapter.theme}", title)
            for section in chapter.sections:
                below = section.theme if (chapter.theme, section.theme) in rows_of else ""
                name = phrases.heading(section, chapter)
                yield self._text("heading 3", f"bilag_{section.theme}", name)
                yield from self._bullets(f"{title}: {name}", rows_of[chapter.theme, below])
            if not chapter.sections:
                yield from self._bullets(title, rows_of[chapter.theme, ""])

    def _bullets(self, about: str, rows: Sequence[AppendixRow]) -> Iterator[Any]:
        made = [[self._cell(name, _KEPT) for name in ("Udsagn", "Slags", "Hvorfra")]]
        for number, row in enumerate(rows, 1):
            # Neither the first row nor the last stands alone on its page.
            style = _KEPT if number != len(rows) and number in (1, len(rows) - 1) else _CELL
            said = run(one_line(phrases.said(row)))
            first = self._make.paragraph(style, f"udsagn_{row.bullet}", said)
            made.append([first, self._cell(row.kind, style), self._cell(row.note.text, style)])
        yield from self._table(about, [0, _KIND_COLUMN, self._share(_SOURCE)], made)

    def _share(self, share: float) -> int:
        return round(self._width * share)

    def _heads(self, *names: str, texts: int = 1) -> list[Any]:
        """Return the cells of a head; those after the first `texts` stand over numbers."""
        styles = [_CELL] * texts + [_NUMBER] * (len(names) - texts)
        return [self._cell(name, style) for name, style in zip(names, styles, strict=True)]

    def _numbers(self, *numbers: int) -> list[Any]:
        return [self._cell(figure(number), _NUMBER) for number in numbers]
