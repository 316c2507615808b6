"""Who talked of what: the heat map, with what it says in words."""

from __future__ import annotations

from pipeline.draft.content import Draft, Picture
from pipeline.draft.figures.cells import MOST_NUMBERS, column_names, draw_cells
from pipeline.draft.figures.counts import UNKNOWN, Spread, spread_of
from pipeline.draft.figures.telling import MOST_NAMES, name_some
from pipeline.draft.phrases import heading
from pipeline.draft.wording import NOUNS, count, figure

_WORDS = {
    "bord": ("bordet", "det bord", "borde"),
    "opsamling": ("opsamlingen", "den opsamling", "opsamlinger"),
}


def draw_spread(draft: Draft) -> Picture:
    """Draw a square for each theme and column, the darker the more was said."""
    spread = spread_of(draft)
    names = [heading(chapter) for chapter in draft.chapters]
    svg, png = draw_cells(spread, names, draft.unit)
    groups = spread.groups or ("",) * len(spread.columns)
    heads = [
        f"{group}, {head}".strip(", ")
        for group, head in zip(groups, column_names(spread), strict=True)
    ]
    return Picture(
        name="temaer-paa-tvaers",
        title="Hvem har talt om hvad?",
        alt=_alt(draft, spread),
        caption=_caption(draft, spread),
        columns=("Tema", *heads),
        rows=tuple((name, *row) for name, row in zip(names, spread.cells, strict=True)),
        svg=svg,
        png=png,
    )


def _caption(draft: Draft, spread: Spread) -> str:
    what, that, many = _WORDS[draft.unit]
    if spread.whole:
        return (
            f"Jo mørkere et felt er, desto større en del af mødets {many} har udsagn om temaet. Et "
            f"tomt felt betyder, at ingen af mødets {many} har udsagn om temaet. I parentes står, "
            f"hvor mange {many} der er fra mødet."
        )
    if len(spread.columns) > MOST_NUMBERS:
        first = f"Jo mørkere et felt er, desto flere udsagn har {what} om temaet."
    else:
        first = (
            f"Tallet i et felt er antallet af udsagn om temaet fra {that}; jo mørkere felt, desto "
            "flere udsagn."
        )
    return f"{first} Et tomt felt betyder, at {what} ikke har udsagn om temaet."


def _alt(draft: Draft, spread: Spread) -> str:
    known = [column for column, name in enumerate(spread.columns) if name != UNKNOWN]
    unit = NOUNS["møde" if spread.whole else draft.unit][1:]
    columns = count(len(known), *unit)
    text = f"Varmekort med {count(len(spread.cells), 'tema', 'temaer')} på tværs af {columns}. "
    said = []
    for row, chapter in enumerate(draft.chapters[:MOST_NAMES]):
        reached = sum(spread.cells[row][column] > 0 for column in known)
        where = f"{_at(unit[0])} {figure(reached)} af {columns}{_most(spread, row, draft)}"
        said.append(f"{heading(chapter)} er nævnt {where}")
    text += "; ".join(said) + "."
    rows = list(enumerate(draft.chapters))[MOST_NAMES:]
    few = [
        heading(chapter)
        for row, chapter in rows
        if sum(spread.cells[row][column] > 0 for column in known) * 2 < len(known)
    ]
    if few:
        text += f" Under halvdelen af alle {unit[1]} har nævnt {name_some(few)}."
    return text


def _at(unit: str) -> str:
    return {"bord": "ved", "møde": "på"}.get(unit, "i")


def _most(spread: Spread, row: int, draft: Draft) -> str:
    """Where a theme came up most, if that is one place alone."""
    cells = spread.cells[row]
    if spread.whole or len(cells) < 2 or cells.count(max(cells)) > 1:
        return ""
    column = cells.index(max(cells))
    where = spread.columns[column]
    if spread.groups:
        where = f"{where} ({spread.groups[column]})"
    return f", mest {_at(draft.unit)} {where} med {count(max(cells), 'udsagn', 'udsagn')}"
