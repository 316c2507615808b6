"""What themes are shown by, made anew when their bullets change; what people named stays.

Labels are made for a set of bullets, and the log keeps which. An entry that makes some anew changes
a theme only where it holds just those bullets at that place in the log: when an earlier decision is
taken back, the labels made after it fall away with it, and nobody has to take them back.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from pipeline.records import Place, Theme, TitleReason
from pipeline.review.decisions import NewLabel, NewTheme, Relabel
from pipeline.review.state import State

_BYTES = 8


def fingerprint(bullets: Iterable[str]) -> str:
    """Return what a set of bullets is known by."""
    words = "\0".join(sorted(bullets))
    return hashlib.blake2b(words.encode(), digest_size=_BYTES).hexdigest()


def bullets_below(new: NewTheme, themes: Sequence[NewTheme]) -> list[str]:
    """Return the bullets of a proposed theme, those of proposed themes under it among them."""
    below = (bullet for theme in themes if theme.parent == new.id for bullet in theme.bullets)
    return [*new.bullets, *below]


def stale_themes(state: State, bullets: AbstractSet[str]) -> list[str]:
    """Return themes whose bullets have changed since what they are shown by was made.

    Locked themes are not among them, nor themes without a bullet that is there (`bullets`).
    """
    return [
        theme.id
        for theme in state.themes.values()
        if not theme.is_locked
        and not bullets.isdisjoint(state.members(theme.id))
        and theme.shown_for != fingerprint(state.members(theme.id))
    ]


def make_relabel(
    state: State,
    themes: Sequence[str],
    phrases: Sequence[tuple[str, ...]],
    keywords: Sequence[tuple[str, ...]],
    exemplars: Sequence[tuple[str, ...]],
    reasons: Sequence[tuple[TitleReason, ...]] | None = None,
) -> Relabel:
    """Put together new labels of themes; a title changes only where nobody settled it.

    Nor does it change while it is still among the theme's phrases: a title that changes with every
    bullet is nobody's title.

    Parameters
    ----------
    state
        The theme set that they were made for.
    themes, phrases, keywords, exemplars
        For each theme its phrases, the best first and at least one, its keywords, and ids of the
        bullets that show it best.
    reasons
        For each theme, why each of its phrases could be the title.
    """
    proposed = dict(zip(themes, phrases, strict=True))
    titles = {
        theme.id: theme.title
        for theme in state.themes.values()
        if _is_settled(theme) or theme.title in proposed.get(theme.id, (theme.title,))
    }
    for theme, choices in proposed.items():
        if theme not in titles:
            titles[theme] = _unlike(choices, {title.casefold() for title in titles.values()})
    return Relabel(
        tuple(
            NewLabel(
                theme,
                titles[theme] if titles[theme] != state.themes[theme].title else "",
                proposed[theme],
                words,
                shown,
                tuple(sorted(state.members(theme))),
                why,
            )
            for theme, words, shown, why in zip(
                themes, keywords, exemplars, reasons or [()] * len(themes), strict=True
            )
        )
    )


def apply_relabel(themes: dict[str, Theme], places: Mapping[str, Place], step: Relabel) -> None:
    """Change in place what themes are shown by, where they hold what the labels were made for."""
    held: dict[str, set[str]] = {}
    for bullet, place in places.items():
        if place.theme is not None:
            held.setdefault(place.theme, set()).add(bullet)
            parent = themes[place.theme].parent
            if parent is not None:
                held.setdefault(parent, set()).add(bullet)
    for row in step.themes:
        theme = themes.get(row.theme)
        made_for = fingerprint(row.bullets)
        if theme is None or held.get(row.theme, set()) != set(row.bullets):
            continue
        if theme.shown_for == made_for:
            # It is shown by labels that were made for just these: with all decisions taken back,
            # a theme must look as it did at first.
            continue
        themes[row.theme] = replace(
            theme,
            title=row.title if row.title and not _is_settled(theme) else theme.title,
            phrases=row.phrases,
            keywords=row.keywords,
            exemplars=row.exemplars,
            reasons=row.reasons,
            shown_for=made_for,
        )


def _is_settled(theme: Theme) -> bool:
    """Whether a title is a person's, approved, or what a language model was asked for."""
    return theme.is_named or theme.status == "approved" or bool(theme.titled_by)


def _unlike(choices: Sequence[str], taken: AbstractSet[str]) -> str:
    """Return the first title that no other theme has; the best one, numbered, if all are taken."""
    free = (title for title in choices if title.casefold() not in taken)
    numbered = (f"{choices[0]} ({number})" for number in range(2, len(taken) + 3))
    return next(free, None) or next(t for t in numbered if t.casefold() not in taken)
