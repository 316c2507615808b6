"""The draft as Markdown, with footnotes as Pandoc and GitHub read them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from pipeline.draft import phrases
from pipeline.draft.content import AppendixRow, Chapter, Draft, Part, Quote, Section, SetAside
from pipeline.draft.wording import figure
from pipeline.write.themes_md import escape


def to_markdown(draft: Draft) -> str:
    """Return the draft as Markdown; footnotes and anchors are named by the ids of bullets."""
    return "\n\n".join(_parts(draft)) + "\n"


def _parts(draft: Draft) -> Iterator[str]:
    yield f"# {_said(draft.title)}"
    if draft.subtitle:
        yield f"**{_said(draft.subtitle)}**"
    yield draft.intro[0]
    if stand := phrases.as_of(draft):
        yield stand
    if draft.meetings:
        yield _meetings(draft)
    yield f"## {phrases.OVERVIEW}"
    yield from draft.intro[1:]
    yield _ranking(draft)
    for chapter in draft.chapters:
        yield from _chapter(chapter)
    yield f"## {phrases.OUTSIDE}"
    yield "\n".join(f"- {line}" for line in draft.aside_lead)
    if draft.set_aside:
        yield "\n".join(_item(row, row.reason) for row in draft.set_aside)
    yield f"## {phrases.METHOD}"
    yield from (_said(paragraph) for paragraph in draft.made_with.text)
    yield from _appendix(draft)
    yield from _notes(draft)


def _meetings(draft: Draft) -> str:
    rows = [(row.name, row.tables, row.bullets) for row in draft.meetings]
    unknown = [table for table in draft.tables if table.meeting is None]
    if unknown:
        size = sum(table.bullets for table in unknown)
        rows.append((phrases.NO_MEETING, len(unknown), size))
    rows.append(("I alt", len(draft.tables), draft.bullets))
    return _table(("Møde", phrases.units(draft), "Udsagn"), rows)


def _ranking(draft: Draft) -> str:
    has_kle = any(chapter.kle for chapter in draft.chapters)
    rows: list[tuple[str | int, ...]] = []
    for chapter in draft.chapters:
        own = chapter.breadth
        kle = (chapter.kle,) if has_kle else ()
        rows.append((phrases.heading(chapter), *kle, own.tables, own.meetings, own.bullets))
    heads = ("Tema", *(("KLE",) if has_kle else ()), phrases.units(draft), "Møder", "Udsagn")
    return f"{phrases.ranking(draft)}\n\n{_table(heads, rows)}"


def _table(heads: Sequence[str], rows: Sequence[Sequence[str | int]]) -> str:
    numbers = [isinstance(cell, int) for cell in rows[0]]
    lines = [
        f"| {' | '.join(heads)} |",
        f"| {' | '.join('---:' if number else '---' for number in numbers)} |",
    ]
    for row in rows:
        cells = [figure(cell) if isinstance(cell, int) else _cell(cell) for cell in row]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _chapter(chapter: Chapter) -> Iterator[str]:
    yield _heading(2, chapter.theme, phrases.heading(chapter))
    yield from _about(chapter, phrases.PROPOSED if chapter.is_proposed else "")
    if chapter.kle:
        yield f"KLE: {_said(chapter.kle)}"
    for part in chapter.parts:
        yield from _part(part, 3)
    for section in chapter.sections:
        yield _heading(3, section.theme, phrases.heading(section, chapter))
        alone = section.is_proposed and not chapter.is_proposed
        yield from _about(section, phrases.PROPOSED_SECTION if alone else "")
        for part in section.parts:
            yield from _part(part, 4)
    if chapter.voices:
        yield f"### {phrases.VOICES}"
        yield chapter.voices_lead
        yield from (_quote(quote) for quote in chapter.voices)


def _about(part: Chapter | Section, proposed: str) -> Iterator[str]:
    if proposed:
        yield proposed
    if part.description:
        yield _said(part.description)
    yield part.lead


def _part(part: Part, level: int) -> Iterator[str]:
    yield f"{'#' * level} {part.title}"
    yield part.lead
    yield from (_quote(quote) for quote in part.quotes)


def _quote(quote: Quote) -> str:
    return f"> »{_said(quote.text)}«[^{quote.bullet}]"


def _appendix(draft: Draft) -> Iterator[str]:
    yield f"## {phrases.APPENDIX}"
    yield phrases.APPENDIX_LEAD
    titles: dict[str, str] = {}
    for chapter in draft.chapters:
        titles[chapter.theme] = phrases.heading(chapter)
        titles |= {part.theme: phrases.heading(part, chapter) for part in chapter.sections}
    theme = ""
    for (top, below), rows in groupby(draft.appendix, lambda row: (row.theme, row.subtheme)):
        if top != theme:
            theme = top
            yield f"### {_said(titles[top])}"
        section = below or phrases.rest_of(top)
        if section in titles:
            yield f"#### {_said(titles[section])}"
        yield "\n".join(_item(row, row.kind) for row in rows)


def _item(row: AppendixRow | SetAside, what: str) -> str:
    after = f"{what} · {_said(row.note.text)} · `{row.bullet}`"
    return f"- {_said(phrases.said(row))}  \n  {after}"


def _notes(draft: Draft) -> Iterator[str]:
    for chapter in draft.chapters:
        for quote in phrases.quotes(chapter):
            yield f"[^{quote.bullet}]: {_said(phrases.source(quote))}"


def _heading(level: int, theme: str, title: str) -> str:
    return f'<a id="tema-{theme}"></a>\n\n{"#" * level} {_said(title)}'


def _cell(text: str) -> str:
    return _said(text).replace("|", "\\|")


def _said(text: str) -> str:
    return escape(phrases.one_line(text))
