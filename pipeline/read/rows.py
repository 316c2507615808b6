"""Rows of a survey: which column holds the statements, and what the others say of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.records import Line, Remark
from pipeline.remarks import UnreadableError

Row = tuple[int, Sequence[str]]
"""1-based row in the file or sheet, and its cells."""

_STATEMENT = frozenset(
    (
        *("udsagn", "udtalelse", "udtalelser", "statement", "statements", "kommentar"),
        *("kommentarer", "svar", "besvarelse", "besvarelser", "tekst", "text", "bemærkning"),
        *("bemærkninger", "forslag", "input", "citat", "idé", "ide", "bullet", "punkt"),
        *("indlæg", "fritekst", "høringssvar"),
    )
)
_FACTS = {
    "event": "arrangement event mødenavn møde workshop",
    "place": "sted place mødested lokation location lokale by",
    "date": "dato date mødedato",
    "table": "bord table bordnr bordnummer gruppe",
    "host": "bordvært vært host referent",
    "host_role": "afdeling forvaltning department",
    "kind": "type kind art slags kategori",
    "section": "afsnit section spørgsmål question overskrift emne",
}
_ROLE = {word: fact for fact, words in _FACTS.items() for word in words.split()}
_ITEM = re.compile(r"\s*(?:[\uE000-\uF8FF•●○▪·*–—-]|\d{1,2}[.)])\s+")
_HEADER_ROWS = 10

# An open question is answered in words, and not twice in the same ones; a choice is not.
_MIN_MEAN_LENGTH = 20
_MIN_DISTINCT = 0.7


def statement_lines(
    rows: Sequence[Row], name: str, columns: Sequence[str] = (), page: int | None = None
) -> tuple[list[Line], Remark | None]:
    """One line for each statement, its facts from the other columns of its row.

    The statement column is the one asked for, else the one whose heading says so ("Udsagn",
    "Kommentar"), else every column that holds free text: the questions of a survey, whose headings
    then serve as the sections of the answers.

    Parameters
    ----------
    rows
        All rows, headings included; rows above the headings become ordinary lines.
    columns
        Headings of the statement columns, where the user named them.
    page
        1-based sheet, None where there is only one.

    Returns
    -------
    lines, note
        The note says which columns were taken where their headings do not tell; else it is None.

    Raises
    ------
    InputError
        If a column asked for is not there, or no column can be told to hold statements.
    """
    filled = [row for row in rows if any(cell.strip() for cell in row[1])]
    if not filled:
        return [], None
    start = _header_row(filled, columns)
    above = [
        Line("  ".join(c for c in cells if c), n, page) for n, cells in filled[: max(start, 0)]
    ]
    headings = [cell.strip() for cell in filled[start][1]] if start >= 0 else [""]
    body = filled[start + 1 :]
    chosen, note = _statement_columns(headings, body, name, columns)
    roles = {
        position: role
        for position, heading in enumerate(headings)
        if position not in chosen and (role := _role(heading))
    }
    return [*above, *_lines(body, headings, chosen, roles, page)], note


def _lines(
    body: Sequence[Row],
    headings: Sequence[str],
    chosen: Sequence[int],
    roles: dict[int, str],
    page: int | None,
) -> Iterator[Line]:
    for number, cells in body:
        facts = {
            role: cells[position].strip()
            for position, role in roles.items()
            if position < len(cells) and cells[position].strip()
        }
        for position in chosen:
            cell = cells[position] if position < len(cells) else ""
            section = {"section": headings[position]} if len(chosen) > 1 else {}
            for statement in _statements(cell):
                style = "statement" if re.search(r"\w", statement) else ""
                yield Line(statement, number, page, style=style, facts={**facts, **section})


def _statements(cell: str) -> Iterator[str]:
    """Statements of one cell: one, unless its lines open with list glyphs."""
    lines = [line.strip() for line in cell.splitlines() if line.strip()]
    current: list[str] = []
    for line in lines:
        item = _ITEM.match(line)
        if item and len(lines) > 1:
            if current:
                yield " ".join(current)
            current = [line[item.end() :]]
        else:
            current.append(line)
    if current:
        yield " ".join(current)


def _header_row(rows: Sequence[Row], columns: Sequence[str]) -> int:
    """Position of the row of headings, -1 if the rows begin with a statement."""
    wanted = {column.casefold() for column in columns}
    for position, (_, cells) in enumerate(rows[:_HEADER_ROWS]):
        known = [c for c in cells if _is_statement(c) or _role(c) or c.strip().casefold() in wanted]
        if known and (len(known) > 1 or len([c for c in cells if c.strip()]) == len(known)):
            return position
        if any(_is_statement(cell) for cell in known):
            return position
    first = [cell.strip() for cell in rows[0][1] if cell.strip()]
    if len(first) > 1 or first[0].endswith("?"):
        return 0
    return -1


def _statement_columns(
    headings: Sequence[str], body: Sequence[Row], name: str, columns: Sequence[str]
) -> tuple[list[int], Remark | None]:
    listed = tuple(heading for heading in headings if heading)
    if columns:
        by_name = {heading.casefold(): i for i, heading in enumerate(headings)}
        missing = [column for column in columns if column.casefold() not in by_name]
        if missing:
            raise UnreadableError(name, "no such column", column=missing[0], columns=listed)
        return [by_name[column.casefold()] for column in columns], None
    if named := [i for i, heading in enumerate(headings) if _is_statement(heading)]:
        return named, None
    if headings == [""]:
        return [0], None
    free = [
        i
        for i, heading in enumerate(headings)
        if not _role(heading) and _is_free_text([c[i].strip() for _, c in body if i < len(c)])
    ]
    if not free:
        key = "no statements" if listed else "no headings"
        raise UnreadableError(name, key, columns=listed)
    return free, Remark("free text", {"columns": tuple(headings[i] for i in free)})


def _is_free_text(cells: Sequence[str]) -> bool:
    answers = [cell for cell in cells if cell]
    if not answers or sum(map(len, answers)) < _MIN_MEAN_LENGTH * len(answers):
        return False
    return len(set(answers)) >= _MIN_DISTINCT * len(answers)


def _role(heading: str) -> str | None:
    return _ROLE.get(_bare(heading))


def _is_statement(heading: str) -> bool:
    return _bare(heading) in _STATEMENT


def _bare(heading: str) -> str:
    return re.sub(r"[\W_]+", "", heading).casefold()
