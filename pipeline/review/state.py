"""The theme set at one moment: which themes there are and where each bullet is. Never changed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from functools import cached_property

from pipeline.errors import DecisionError
from pipeline.records import Bullet, ParsedDocument, Place, Theme, ThemeSet


@dataclass(frozen=True)
class State:
    """Themes and places, each in an order that means something: that of the list on the page.

    Attributes
    ----------
    themes
        Every theme by its id.
    places
        Every bullet that was ever placed, uncertain or set aside, by its id.
    """

    themes: dict[str, Theme] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)

    @cached_property
    def own(self) -> dict[str, tuple[str, ...]]:
        """Bullets that each theme holds itself, those of themes under it not among them."""
        held: dict[str, list[str]] = {theme: [] for theme in self.themes}
        for bullet, place in self.places.items():
            if place.theme is not None:
                held[place.theme].append(bullet)
        return {theme: tuple(bullets) for theme, bullets in held.items()}

    @cached_property
    def children(self) -> dict[str, tuple[str, ...]]:
        """Themes under each theme."""
        under: dict[str, list[str]] = {theme: [] for theme in self.themes}
        for theme in self.themes.values():
            if theme.parent is not None:
                under[theme.parent].append(theme.id)
        return {theme: tuple(children) for theme, children in under.items()}

    def members(self, theme: str) -> tuple[str, ...]:
        """All bullets of a theme, those of themes under it among them."""
        parts = (self.own[part] for part in (theme, *self.children[theme]))
        return tuple(bullet for part in parts for bullet in part)

    def tops(self) -> list[Theme]:
        """Themes that stand under no other, in order."""
        return [theme for theme in self.themes.values() if theme.parent is None]

    def uncertain(self) -> list[str]:
        """Bullets that the machine leaves to a person."""
        return [
            bullet
            for bullet, place in self.places.items()
            if place.theme is None and not place.aside
        ]

    def find_theme(self, word: str) -> Theme:
        """Theme by its id or its title, or by how one of them begins.

        Raises
        ------
        DecisionError
            If there is none, or more than one.
        """
        if word in self.themes:
            return self.themes[word]
        folded = word.strip().casefold()
        named = [theme for theme in self.themes.values() if theme.title.casefold() == folded]
        begun = [
            theme
            for theme in self.themes.values()
            if folded and (theme.id.startswith(word) or theme.title.casefold().startswith(folded))
        ]
        for found in (named, begun):
            if len(found) == 1:
                return found[0]
        if named or begun:
            ids = ", ".join(theme.id for theme in named or begun)
            raise DecisionError(f"{word!r} names several themes: {ids}. Say which by its id.")
        raise DecisionError(f"There is no theme {word!r}. `temaer themes` lists them all.")

    def find_bullet(self, word: str) -> str:
        """Id of a bullet by its id or the beginning of it.

        Raises
        ------
        DecisionError
            If there is none, or more than one.
        """
        if word in self.places:
            return word
        begun = [bullet for bullet in self.places if bullet.startswith(word)]
        if len(begun) == 1:
            return begun[0]
        if begun and word:
            raise DecisionError(f"{word!r} begins the ids of {len(begun)} bullets. Say more of it.")
        raise DecisionError(
            f"There is no bullet {word!r}. `temaer show THEME` lists a theme's bullets."
        )

    def to_json(self) -> str:
        """Return the whole state as text; equal states give equal bytes."""
        return json.dumps(
            {
                "themes": [asdict(theme) for theme in self.themes.values()],
                "places": {bullet: asdict(place) for bullet, place in self.places.items()},
            },
            ensure_ascii=False,
        )

    def to_theme_set(
        self, documents: Iterable[ParsedDocument], bullets: Iterable[Bullet]
    ) -> ThemeSet:
        """Return what is written out: no bullet that is gone, no proposal without bullets."""
        present = tuple(bullets)
        known = {bullet.id for bullet in present}
        members = {
            theme: tuple(bullet for bullet in self.members(theme) if bullet in known)
            for theme in self.themes
        }
        shown = [
            theme
            for top in self.tops()
            for theme in (top, *(self.themes[child] for child in self.children[top.id]))
            if members[theme.id] or theme.is_touched
        ]
        places = {bullet: place for bullet, place in self.places.items() if bullet in known}
        return ThemeSet(tuple(documents), present, tuple(shown), members, places)
