"""The kinds of bullets in each theme: challenges here, proposals there."""

from __future__ import annotations

from pipeline.draft.content import Chapter, Draft, Picture
from pipeline.draft.figures.drawing import (
    BLUE,
    GREEN,
    INK,
    QUIET,
    SKY,
    SMALL,
    VERMILLION,
    WIDTH,
    YELLOW,
    label_rows,
    panel,
    paper,
    save,
    text_colour,
    write,
)
from pipeline.draft.figures.telling import MOST_NAMES, name_some
from pipeline.draft.phrases import heading
from pipeline.draft.wording import KIND_WORDS, count, figure, join
from pipeline.records import KINDS, Kind

_LABELS = 2.35
_GAP = 0.16
_TOTAL = 0.5
_HEAD = 0.3
_LEAST_ROW = 0.3
_BAR = 0.2
_LEGEND_ROW = 0.2
# A number is written where its piece is at least this wide, in inches.
_WIDE_ENOUGH = 0.17
# Colour and hatching; neighbours differ in lightness or in hatching, so grey print keeps them
# apart.
LOOKS: dict[Kind, tuple[str, str]] = {
    "udfordring": (VERMILLION, ""),
    "drøftelse": ("#dedede", ""),
    "idé": (BLUE, ""),
    "styrke": (YELLOW, "////"),
    "refleksion": ("#ffffff", "||||"),
    "handling": (SKY, ""),
    "andet": (GREEN, "xxxx"),
}


def draw_kinds(draft: Draft) -> Picture:
    """Draw a bar of full width a theme, divided by kind, with the number of bullets in it."""
    names = [heading(chapter) for chapter in draft.chapters]
    used = [kind for kind in KINDS if any(_number(chapter, kind) for chapter in draft.chapters)]
    svg, png = _draw(draft, names, used)
    return Picture(
        name="slags-udsagn",
        title="Hvilke slags udsagn fylder mest i hvert tema?",
        alt=_alt(draft),
        caption=(
            "Hver søjle er alle temaets udsagn, delt efter slags. Tallene er antal udsagn; yderst "
            "til højre står, hvor mange temaet rummer i alt."
        ),
        columns=("Tema", *(KIND_WORDS[kind][1].capitalize() for kind in used), "I alt"),
        rows=tuple(
            (name, *(_number(chapter, kind) for kind in used), chapter.breadth.bullets)
            for name, chapter in zip(names, draft.chapters, strict=True)
        ),
        svg=svg,
        png=png,
    )


def _draw(draft: Draft, names: list[str], used: list[Kind]) -> tuple[bytes, bytes]:
    left, width = _LABELS + _GAP, WIDTH - _LABELS - _GAP - _TOTAL
    legend = _legend_places(used)
    head = _HEAD + _LEGEND_ROW * (max((row for row, _ in legend), default=0) + 1)
    labels = label_rows(names, _LABELS, _LEAST_ROW, head)
    height = labels.height
    with paper(height + head) as sheet:
        axes = panel(sheet, 0, 0, WIDTH, height + head)
        axes.set_xlim(0, WIDTH)
        axes.set_ylim(height, -head)
        for kind, (row, start) in zip(used, legend, strict=True):
            y = -head + 0.12 + row * _LEGEND_ROW
            colour, hatch = LOOKS[kind]
            axes.barh(
                y, 0.16, 0.12, left=start, color=colour, hatch=hatch,
                edgecolor=INK, linewidth=0.4,
            )  # fmt: skip
            write(axes, start + 0.21, y, KIND_WORDS[kind][1], size=SMALL)
        write(axes, left + width + 0.08, -0.12, "I alt", size=SMALL, color=QUIET)
        labels.write(axes)
        for place, (chapter, middle) in enumerate(zip(draft.chapters, labels.middles, strict=True)):
            start = left
            for kind, number in chapter.breadth.kinds:
                colour, hatch = LOOKS[kind]
                piece = width * number / chapter.breadth.bullets
                bars = axes.barh(
                    middle, piece, _BAR, left=start, color=colour, hatch=hatch,
                    edgecolor=INK, linewidth=0.4,
                )  # fmt: skip
                bars[0].set_gid(f"{kind}-{place + 1}-{number}")
                if piece >= _WIDE_ENOUGH + 0.05 * (len(str(number)) - 1):
                    ground = {"facecolor": colour, "edgecolor": "none", "pad": 0.8}
                    write(
                        axes, start + piece / 2, middle, figure(number), size=SMALL, ha="center",
                        color=text_colour(colour), bbox=ground if hatch else None,
                    )  # fmt: skip
                start += piece
            write(axes, left + width + 0.08, middle, figure(chapter.breadth.bullets), size=SMALL)
        return save(sheet)


def _legend_places(used: list[Kind]) -> list[tuple[int, float]]:
    """Line and start, in inches, of each kind's entry in the legend."""
    places, row, start = [], 0, 0.0
    for kind in used:
        needed = 0.38 + 0.056 * len(KIND_WORDS[kind][1])
        if start and start + needed > WIDTH:
            row, start = row + 1, 0.0
        places.append((row, start))
        start += needed
    return places


def _number(chapter: Chapter, kind: Kind) -> int:
    return dict(chapter.breadth.kinds).get(kind, 0)


def _alt(draft: Draft) -> str:
    """Say what most bullets are of in the whole, and the leading kinds of the broadest themes."""
    total = join(count(number, *KIND_WORDS[kind]) for kind, number in draft.breadth.kinds)
    text = f"Delte søjler for {count(len(draft.chapters), 'tema', 'temaer')}. I alt {total}. "
    chapters = draft.chapters
    shown = chapters if len(chapters) <= MOST_NAMES + 1 else chapters[:MOST_NAMES]
    text += "; ".join(f"{heading(chapter)}: {_most(chapter)}" for chapter in shown) + "."
    for kind, said in (("udfordring", "udfordringer"), ("idé", "idéer")):
        leading = [
            heading(chapter) for chapter in chapters[len(shown) :] if _leading(chapter) == [kind]
        ]
        if leading:
            text += f" Der er også flest {said} i {name_some(leading)}."
    return text


def _leading(chapter: Chapter) -> list[Kind]:
    most = max((number for _, number in chapter.breadth.kinds), default=0)
    return [kind for kind, number in chapter.breadth.kinds if number == most]


def _most(chapter: Chapter) -> str:
    ordered = sorted(chapter.breadth.kinds, key=lambda pair: -pair[1])
    return join(count(number, *KIND_WORDS[kind]) for kind, number in ordered)
