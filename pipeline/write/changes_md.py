"""`changes.md`: what a run changed, for a person to check, in Danish."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.records import Bullet
from pipeline.write.themes_md import describe_source, escape


@dataclass(frozen=True, slots=True)
class Changes:
    """What one run did, by bullet id and title.

    Attributes
    ----------
    placed
        Bullets put into themes that stand, with the theme's title and how sure it is (0 to 1).
    uncertain
        Bullets left to a person, with the titles of the likest themes and how sure each is.
    new
        Titles of proposed themes with their bullets.
    gone, renewed
        Bullets that their document no longer holds, and pairs of an old and a corrected one.
    absent
        Documents that are not in the input any more.
    """

    placed: Sequence[tuple[str, str, float]]
    uncertain: Sequence[tuple[str, Sequence[tuple[str, float]]]]
    new: Sequence[tuple[str, Sequence[str]]]
    gone: Sequence[str] = ()
    renewed: Sequence[tuple[str, str]] = ()
    absent: Sequence[str] = ()


def in_a_line(changes: Changes) -> str:
    """Say what changed in one line: "12 placeret, 3 usikre, 1 muligt nyt tema"."""
    new = len(changes.new)
    doubts = len(changes.uncertain)
    said = [
        f"{len(changes.placed)} placeret",
        f"{doubts} {'usikker' if doubts == 1 else 'usikre'}",
        f"{new} {'muligt nyt tema' if new == 1 else 'mulige nye temaer'}",
    ]
    if changes.gone:
        said.append(f"{len(changes.gone)} udgået")
    if changes.renewed:
        said.append(f"{len(changes.renewed)} rettet")
    return ", ".join(said)


def in_english(changes: Changes) -> str:
    """Say the same on the command line: "12 placed, 3 uncertain, 1 possible new theme"."""
    new = len(changes.new)
    said = [
        f"{len(changes.placed)} placed",
        f"{len(changes.uncertain)} uncertain",
        f"{new} possible new theme{'' if new == 1 else 's'}",
    ]
    if changes.gone:
        said.append(f"{len(changes.gone)} gone")
    if changes.renewed:
        said.append(f"{len(changes.renewed)} corrected")
    return ", ".join(said)


def to_markdown(changes: Changes, bullets: Mapping[str, Bullet]) -> str:
    """Return the change report; `bullets` holds every bullet that is named."""
    parts = ["# Ændringer", f"{in_a_line(changes)}."]
    parts.append(
        "Godkendte titler, noter, låse og alt, hvad nogen selv har placeret, er uændret. "
        "Hele placeringen kan tages tilbage på én gang: tryk Fortryd i gennemgangen, eller skriv "
        "`temaer undo`."
    )
    if changes.placed:
        rows: dict[str, list[str]] = {}
        for bullet, theme, chance in changes.placed:
            sure = f"{100 * chance:.0f} % sikker"
            rows.setdefault(theme, []).append(_item(bullets[bullet], sure))
        parts.append("## Placeret")
        for theme, items in rows.items():
            parts += [f"### {escape(theme)}", "\n".join(items)]
    if changes.uncertain:
        parts.append("## Usikre")
        parts.append(
            "\n".join(
                _item(bullets[bullet], _candidates(themes)) for bullet, themes in changes.uncertain
            )
        )
    for title, members in changes.new:
        parts.append(f"## Muligt nyt tema: {escape(title)}")
        parts.append("\n".join(_item(bullets[bullet]) for bullet in members))
    if changes.gone:
        parts.append("## Udgået af deres opsamling")
        parts.append("\n".join(_item(bullets[bullet]) for bullet in changes.gone))
    if changes.renewed:
        parts.append("## Rettet i deres opsamling")
        parts.append(
            "\n".join(
                _item(bullets[new], f"før: {escape(bullets[old].text)}")
                for old, new in changes.renewed
            )
        )
    if changes.absent:
        parts.append("## Opsamlinger, der ikke længere ligger i mappen")
        parts.append(
            "Deres udsagn er beholdt. `temaer forget FIL` fjerner dem.\n\n"
            + "\n".join(f"- {escape(path)}" for path in changes.absent)
        )
    return "\n\n".join(parts) + "\n"


def _candidates(themes: Sequence[tuple[str, float]]) -> str:
    named = [f"{escape(title)} ({100 * chance:.0f} %)" for title, chance in themes]
    return f"måske {' eller '.join(named)}" if named else "ligner ingen temaer"


def _item(bullet: Bullet, said: str = "") -> str:
    after = f"{said} · " if said else ""
    return f"- {escape(bullet.text)}  \n  {after}{escape(describe_source(bullet))}"
