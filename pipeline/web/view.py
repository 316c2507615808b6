"""What a page shows: the themes at one moment, counted, and the bullets with their documents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from pipeline.records import Bullet, Place, Theme
from pipeline.review import State
from pipeline.review.history import History
from pipeline.review.item import is_open
from pipeline.review.labels import fingerprint
from pipeline.review.worklist import Progress, progress
from pipeline.web.words import is_unsure

_BESIDE = 2


class Texts:
    """All bullets that the review knows, and their order in the documents.

    Parameters
    ----------
    bullets
        Every bullet that the log may speak of.
    present
        Those of them that the documents hold now.
    """

    def __init__(self, bullets: Mapping[str, Bullet], present: Mapping[str, Bullet]) -> None:
        self.bullets, self.present = bullets, present
        self._in_document: dict[str, list[str]] = {}
        for bullet in bullets.values():
            self._in_document.setdefault(bullet.source.path, []).append(bullet.id)
        self._position = {
            id_: position for ids in self._in_document.values() for position, id_ in enumerate(ids)
        }
        # A table is known by its document and what the head of it says.
        self.table = {id_: f"{b.source.path}\0{b.meeting}" for id_, b in bullets.items()}

    def before(self, bullet: str, most: int = _BESIDE) -> list[Bullet]:
        """Bullets that stand before one in its document, the nearest last."""
        ids, at = self._around(bullet)
        return [self.bullets[id_] for id_ in ids[max(0, at - most) : at]]

    def after(self, bullet: str, most: int = _BESIDE) -> list[Bullet]:
        """Bullets that stand after one in its document, the nearest first."""
        ids, at = self._around(bullet)
        return [self.bullets[id_] for id_ in ids[at + 1 : at + 1 + most]]

    def _around(self, bullet: str) -> tuple[Sequence[str], int]:
        found = self.bullets.get(bullet)
        return (self._in_document[found.source.path], self._position[bullet]) if found else ((), 0)


class View:
    """One state of the review with all that the pages count in it; made once for each state."""

    def __init__(self, state: State, revision: str, history: History, texts: Texts) -> None:
        self.state, self.revision, self.history, self.texts = state, revision, history, texts

    @cached_property
    def size(self) -> dict[str, int]:
        """Number of bullets of each theme, those of themes under it among them."""
        own = self.state.own
        return {
            theme: len(own[theme]) + sum(len(own[child]) for child in children)
            for theme, children in self.state.children.items()
        }

    @cached_property
    def tables(self) -> dict[str, int]:
        """Number of tables that each theme's bullets come from."""
        table, own = self.texts.table, self.state.own
        of = {theme: {table.get(b, "") for b in bullets} - {""} for theme, bullets in own.items()}
        return {
            theme: len(of[theme].union(*(of[child] for child in children)))
            for theme, children in self.state.children.items()
        }

    @cached_property
    def shown(self) -> list[Theme]:
        """Themes at the top that hold bullets or that a person has worked on, in order."""
        return [theme for theme in self.state.tops() if self.size[theme.id] or theme.is_touched]

    @cached_property
    def progress(self) -> Progress:
        """How far the review has come."""
        return progress(self.state, self.texts.present)

    @cached_property
    def doubtful(self) -> list[str]:
        """Bullets that the machine is in doubt about: in no theme first, then the least sure."""
        state = self.state
        nowhere = [b for b in state.uncertain() if state.places[b].candidates]
        placed = [
            bullet
            for bullet, place in state.places.items()
            if is_unsure(place) and not place.notes and is_open(state.themes[str(place.theme)])
        ]
        return [*nowhere, *sorted(placed, key=lambda bullet: state.places[bullet].confidence)]

    @cached_property
    def homeless(self) -> list[str]:
        """Bullets in no theme that nothing is like."""
        return [b for b in self.state.uncertain() if not self.state.places[b].candidates]

    @cached_property
    def aside(self) -> list[str]:
        """Bullets that a person set aside."""
        return [bullet for bullet, place in self.state.places.items() if place.aside]

    def children(self, theme: str) -> list[Theme]:
        """Themes under a theme that hold bullets or that a person has worked on."""
        below = [self.state.themes[child] for child in self.state.children[theme]]
        return [child for child in below if self.size[child.id] or child.is_touched]

    def path(self, theme: str) -> str:
        """Title of a theme after that of the theme it stands under."""
        found = self.state.themes[theme]
        above = f"{self.state.themes[found.parent].title} › " if found.parent else ""
        return f"{above}{found.title}"

    def is_stale(self, theme: str) -> bool:
        """Whether a theme's title suggestions were made for other bullets than it holds now."""
        found = self.state.themes[theme]
        members = self.state.members(theme)
        return bool(members) and not found.is_locked and found.shown_for != fingerprint(members)

    def next_open(self, theme: str) -> Theme | None:
        """The next theme at the top that is not approved, after one and then from the start."""
        ids = [top.id for top in self.shown]
        at = ids.index(theme) + 1 if theme in ids else 0
        after = [*self.shown[at:], *self.shown[:at]]
        return next((t for t in after if t.status != "approved" and t.id != theme), None)

    def rows(self, bullets: Iterable[str]) -> list[Row]:
        """Rows of a list of bullets."""
        return [
            Row(id_, self.texts.bullets.get(id_), self.state.places[id_], self.texts)
            for id_ in bullets
        ]


@dataclass(frozen=True, slots=True)
class Row:
    """A bullet on the page: what it says, where it is, and what stands around it."""

    id: str
    bullet: Bullet | None
    place: Place
    _texts: Texts

    @property
    def text(self) -> str:
        """What the bullet says, or that its document is not here."""
        return self.bullet.text if self.bullet else "(opsamlingen er ikke på denne maskine)"

    @property
    def before(self) -> list[Bullet]:
        """Neighbours before it in its document."""
        return self._texts.before(self.id)

    @property
    def after(self) -> list[Bullet]:
        """Neighbours after it in its document."""
        return self._texts.after(self.id)
