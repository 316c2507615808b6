"""The themes by breadth: at how many tables and meetings each came up, its bullets beside it."""

from __future__ import annotations

from pipeline.draft.content import Draft, Picture
from pipeline.draft.figures.drawing import (
    BLUE,
    INK,
    LINE,
    QUIET,
    SKY,
    SMALL,
    WIDTH,
    label_rows,
    panel,
    paper,
    save,
    write,
)
from pipeline.draft.figures.telling import MOST_NAMES
from pipeline.draft.phrases import heading, units
from pipeline.draft.wording import NOUNS, count, figure, join

_LABELS = 2.35
_GAP = 0.16
_HEAD = 0.42
_LEAST_ROW = 0.27
_BAR = 0.17
# Room for the number behind a bar, in inches.
_NUMBER = 0.42
_TITLES = {
    "bord": "Hvilke temaer har flest borde talt om?",
    "opsamling": "Hvilke temaer går igen i flest opsamlinger?",
}
_BARS = "#8a8a8a"
_TRACK = "#ebebeb"


def draw_breadth(draft: Draft) -> Picture:
    """Draw a row of bars a theme: tables, meetings where there are several, bullets."""
    columns = [(units(draft), len(draft.tables), BLUE)]
    values = [[chapter.breadth.tables] for chapter in draft.chapters]
    if len(draft.meetings) > 1:
        columns.append(("Møder", len(draft.meetings), SKY))
        for row, chapter in zip(values, draft.chapters, strict=True):
            row.append(chapter.breadth.meetings)
    columns.append(("Udsagn", 0, _BARS))
    for row, chapter in zip(values, draft.chapters, strict=True):
        row.append(chapter.breadth.bullets)
    names = [heading(chapter) for chapter in draft.chapters]
    svg, png = _draw(names, columns, values)
    return Picture(
        name="temaer-efter-bredde",
        title=_TITLES[draft.unit],
        alt=_alt(draft),
        caption=_caption(draft),
        columns=("Tema", *(name for name, _, _ in columns)),
        rows=tuple((name, *row) for name, row in zip(names, values, strict=True)),
        svg=svg,
        png=png,
    )


def _draw(
    names: list[str], columns: list[tuple[str, int, str]], values: list[list[int]]
) -> tuple[bytes, bytes]:
    labels = label_rows(names, _LABELS, _LEAST_ROW, _HEAD)
    height = labels.height
    shares = (0.5, 0.5) if len(columns) == 2 else (0.42, 0.24, 0.34)
    room = WIDTH - _LABELS - _GAP * len(columns)
    with paper(height + _HEAD) as sheet:
        axes = panel(sheet, 0, 0, WIDTH, height + _HEAD)
        axes.set_xlim(0, WIDTH)
        axes.set_ylim(height, -_HEAD)
        labels.write(axes)
        left = _LABELS + _GAP
        for place, ((title, whole, colour), share) in enumerate(zip(columns, shares, strict=True)):
            width = room * share
            most = whole or max(row[place] for row in values)
            scale = (width - _NUMBER) / most
            head = f"{title}\n(af {figure(whole)})" if whole else f"{title}\n(i alt)"
            write(axes, left, -_HEAD / 2, head, size=SMALL, color=QUIET, linespacing=1.1)
            axes.plot([left, left], [0, height], color=LINE, linewidth=0.8)
            for row, (middle, numbers) in enumerate(zip(labels.middles, values, strict=True)):
                number = numbers[place]
                if whole:
                    axes.barh(middle, whole * scale, _BAR, left=left, color=_TRACK)
                bars = axes.barh(middle, number * scale, _BAR, left=left, color=colour)
                bars[0].set_gid(f"{title.lower()}-{row + 1}-{number}")
                end = left + (whole or number) * scale + 0.05
                write(axes, end, middle, figure(number), size=SMALL, color=INK)
            left += width + _GAP
        return save(sheet)


def _caption(draft: Draft) -> str:
    if len(draft.tables) == 1:
        what = f"om {'bordet' if draft.unit == 'bord' else 'opsamlingen'}"
    else:
        of = count(len(draft.tables), *NOUNS[draft.unit][1:])
        if len(draft.meetings) > 1:
            of += f" og {count(len(draft.meetings), 'møde', 'møder')}"
        what = f"hvor mange af de {of} der"
    return (
        f"Søjlerne viser, {what} har udsagn om hvert tema, og hvor mange udsagn temaet rummer. "
        "Det bredeste tema står øverst."
    )


def _alt(draft: Draft) -> str:
    chapters = draft.chapters
    shown = chapters if len(chapters) <= MOST_NAMES + 1 else chapters[:MOST_NAMES]
    said = [f"{heading(chapter)}: {_reach(draft, place)}" for place, chapter in enumerate(shown)]
    text = f"Liggende søjler for {count(len(chapters), 'tema', 'temaer')}, det bredeste øverst. "
    text += "; ".join(said) + "."
    if len(shown) < len(chapters):
        rest = chapters[len(shown) :]
        low = min(chapter.breadth.tables for chapter in rest)
        high = max(chapter.breadth.tables for chapter in rest)
        span = figure(low) if low == high else f"{figure(low)} til {figure(high)}"
        plural = NOUNS[draft.unit][1 + (high > 1)]
        text += (
            f" De øvrige {count(len(rest), 'tema', 'temaer')} er nævnt "
            f"{'ved' if draft.unit == 'bord' else 'i'} {span} {plural}."
        )
    return text


def _reach(draft: Draft, place: int) -> str:
    own = draft.chapters[place].breadth
    parts = [f"{figure(own.tables)} af {count(len(draft.tables), *NOUNS[draft.unit][1:])}"]
    if len(draft.meetings) > 1:
        meetings = count(len(draft.meetings), "møde", "møder")
        parts.append(f"{figure(own.meetings)} af {meetings}")
    return join([*parts, count(own.bullets, "udsagn", "udsagn")])
