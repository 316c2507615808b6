"""Items of the work list as a person reads them: what it is, why, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.records import Theme
from pipeline.review.worklist import Item
from pipeline.web.view import Row, View
from pipeline.web.words import count, grouped, joined

KINDS = {
    "personal": "Personoplysninger",
    "uncertain": "Usikre udsagn",
    "alike": "Temaer, der ligner hinanden",
    "loose": "Temaer, der hænger dårligt sammen",
    "large": "Store temaer",
    "one_table": "Kun ét bord",
    "duplicate": "Næsten ens udsagn",
}
_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Task:
    """Something to look at.

    Attributes
    ----------
    kind
        As in the work list.
    title, why
        What it is and why it is worth a look.
    themes
        The themes it is about.
    rows
        Bullets to see, the first few.
    homes
        Themes that the bullet may be moved to with one click.
    settled
        The note that says that a person has looked and leaves it as it is, and what it is on.
    """

    kind: str
    title: str
    why: str
    themes: list[Theme]
    rows: list[Row]
    homes: list[Theme]
    note: str
    on: str


def to_task(item: Item, view: View) -> Task:
    """Return an item in words."""
    themes = [view.state.themes[id_] for id_ in item.themes]
    rows = view.rows(item.bullets[:_SHOWN])
    is_about_bullet = item.kind in ("personal", "uncertain", "duplicate")
    on = item.bullets[0] if is_about_bullet else item.themes[0]
    title, why, note = _words(item, themes, view)
    is_placed = bool(is_about_bullet and rows[0].place.theme)
    homes = themes[1:] if is_placed else themes
    return Task(
        item.kind, title, why, themes, rows, homes if item.kind == "uncertain" else [], note, on
    )


def _words(item: Item, themes: list[Theme], view: View) -> tuple[str, str, str]:
    """Title, reason, and the note of somebody who leaves it as it is."""
    reason = item.reason
    titles = [f"»{theme.title}«" for theme in themes]
    match item.kind:
        case "personal":
            return (
                "Måske en personoplysning",
                f"Teksten ser ud til at indeholde: {joined(reason['flags'])}. "
                "Kan udsagnet bruges, som det står?",
                "Set igennem: udsagnet kan bruges.",
            )
        case "uncertain" if "confidence" in reason:
            return (
                "Usikker placering",
                f"Udsagnet står i {titles[0]}, men programmet er i tvivl.",
                "Set igennem: udsagnet står rigtigt.",
            )
        case "uncertain":
            return (
                "Udsagn, der ikke er placeret",
                "Programmet er i tvivl om, hvor det hører til.",
                "Set igennem: hører ikke til noget tema endnu.",
            )
        case "alike":
            shared = (
                f" Begge handler om {joined(reason['keywords'])}." if reason["keywords"] else ""
            )
            return (
                f"Er {joined(titles)} det samme?",
                f"Deres udsagn ligner hinanden.{shared} Udsagnene herunder ligner hinanden mest.",
                f"Set igennem: {joined(titles)} er ikke det samme.",
            )
        case "loose":
            strays = count(len(item.bullets), "udsagn", "udsagn")
            nearer = f" {strays} ligner et andet tema mere." if item.bullets else ""
            return (
                f"Hører det hele sammen i {titles[0]}?",
                f"Udsagnene er mere forskellige end i de andre temaer.{nearer}",
                "Set igennem: temaet hører sammen.",
            )
        case "large":
            return (
                f"Er {titles[0]} for stort?",
                f"Det har {grouped(reason['size'])} udsagn; "
                f"de fleste temaer har omkring {reason['middle']:.0f}.",
                "Set igennem: temaet skal ikke deles.",
            )
        case "one_table":
            return (
                f"Skal {titles[0]} være et tema for sig?",
                "Det har kun ét udsagn."
                if reason["size"] == 1
                else f"Alle {reason['size']} udsagn kommer fra det samme bord.",
                "Set igennem: temaet skal stå for sig.",
            )
        case _:
            same = "det samme bord" if reason["is_same_table"] else "to forskellige borde"
            return (
                "Siger to udsagn det samme?",
                f"De er skrevet med næsten de samme ord og kommer fra {same}.",
                "Set igennem: begge udsagn skal blive.",
            )
