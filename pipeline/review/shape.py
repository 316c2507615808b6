"""How themes lie to one another and to their bullets: what is worth a look by that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from functools import cached_property
from statistics import median
from typing import TYPE_CHECKING

from pipeline.records import UNCERTAIN_BELOW, Bullet, Theme
from pipeline.review.item import Item, is_open, make_item, table_of
from pipeline.review.state import State

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

# A theme hangs together badly below this share of the middle theme's cohesion.
_LOOSE = 0.95
# With fewer themes nothing can be said of one compared with the others.
FEWEST_THEMES = 4
# A squared length below this is that of nothing but rounding.
_TINY = 1e-6
_BRIDGES = 3
_SMALLEST_LOOSE = 4
# A theme is too large when it holds this many times the bullets of the middle one.
_LARGE = 2.5
_SMALLEST_LARGE = 20
# How often such an item is taken to be right: a large theme is two, and of a theme from one table
# each bullet belongs elsewhere.
_SPLIT_CHANCE, _MOVE_CHANCE = 0.25, 0.2


def doubtful_bullets(state: State, shape: Shape) -> Iterator[Item]:
    """Bullets that the machine put into a theme without being sure.

    Reason: `confidence`. The item's themes are the one that holds the bullet at the top and the
    one whose centroid is nearest of all others.
    """
    for number, theme in enumerate(shape.themes):
        if not is_open(theme):
            continue
        doubtful = [
            position
            for position, id_ in enumerate(shape.members[number])
            if _is_doubtful(state, id_)
        ]
        likeness = shape.likeness[number][doubtful]
        likeness[:, number] = float("-inf")
        for position, other in zip(doubtful, likeness.argmax(axis=1), strict=True):
            id_ = shape.members[number][position]
            confidence = state.places[id_].confidence
            others = [shape.themes[int(other)].id] if len(shape.themes) > 1 else []
            yield make_item(
                state,
                "uncertain",
                [theme.id, *others],
                [id_],
                1 - confidence,
                confidence=confidence,
            )


def themes_to_look_at(state: State, shape: Shape) -> Iterator[Item]:
    """Themes at the top that may have to be split or cleared up."""
    if len(shape) >= FEWEST_THEMES:
        yield from _loose(state, shape)
    if shape.themes:
        yield from _large(state, shape)
        yield from _one_table(state, shape)


class Held:
    """The bullets of one theme at the top, and what is known of them once it was asked for.

    It depends on these bullets alone, so it serves as long as a theme holds just these.

    Parameters
    ----------
    members
        Ids of the bullets.
    vectors
        Their unit vectors, shape (bullets, dimensions).
    bullets
        The bullets by id.
    """

    def __init__(
        self, members: tuple[str, ...], vectors: Vectors, bullets: Mapping[str, Bullet]
    ) -> None:
        import numpy as np

        self.members, self.vectors = members, vectors
        self.total = vectors.sum(axis=0, dtype=np.float64)
        self.length = float(np.linalg.norm(self.total))
        self.centroid = (self.total / max(self.length, _TINY)).astype(np.float32)
        self.tables = len({table_of(bullets[bullet]) for bullet in members})
        self._likeness: dict[Held, Vectors] = {}
        self._bridges: dict[Held, list[tuple[str, str]]] = {}

    def likeness(self, other: Held) -> Vectors:
        """Cosine of each bullet to another's centroid; to its own, the bullet is taken out of it.

        Taken out as in `cluster.confidence`. Shape (bullets,).
        """
        if other not in self._likeness:
            self._likeness[other] = self._cosines(other)
        return self._likeness[other]

    def _cosines(self, other: Held) -> Vectors:
        import numpy as np

        cosines = self.vectors @ other.centroid
        if other is self:
            # With s the sum and v a bullet in it: v(s - v) / |s - v|, from v s and v v alone.
            whole = cosines * self.length
            squares = np.einsum("ij,ij->i", self.vectors, self.vectors)
            rest = np.maximum(self.length**2 - 2 * whole + squares, _TINY)
            cosines = (whole - squares) / np.sqrt(rest)
        return np.asarray(cosines, np.float32)

    def bridges(self, other: Held) -> list[tuple[str, str]]:
        """Return the likest bullets across the two, each bullet once."""
        if other not in self._bridges:
            self._bridges[other] = _bridges(self, other)
        return self._bridges[other]

    def forget_all_but(self, present: Set[Held]) -> None:
        """Forget how it lies to those that are no more."""
        for known in (self._likeness, self._bridges):
            for gone in known.keys() - present:
                del known[gone]


class Shape:
    """Themes at the top that hold bullets, and how they lie to one another.

    Parameters
    ----------
    state
        The theme set.
    bullets
        Bullets that are there.
    rows, vectors
        Row of each bullet in unit vectors of shape (bullets, dimensions).
    before
        The shape of an earlier state with the same bullets and vectors: what a theme's bullets
        come to is taken from it where the theme holds the same ones.

    Attributes
    ----------
    themes, held, members, sizes
        The themes, the bullets of each, their ids, and how many they are.
    """

    def __init__(
        self,
        state: State,
        bullets: Mapping[str, Bullet],
        rows: Mapping[str, int],
        vectors: Vectors,
        before: Shape | None = None,
    ) -> None:
        known = {held.members: held for held in before.held} if before else {}
        members = [
            (theme, tuple(b for b in state.members(theme.id) if b in bullets and b in rows))
            for theme in state.tops()
        ]
        self.themes: list[Theme] = [theme for theme, ids in members if ids]
        self.held: list[Held] = [
            known.get(ids) or Held(ids, vectors[[rows[bullet] for bullet in ids]], bullets)
            for _, ids in members
            if ids
        ]
        self.members = [held.members for held in self.held]
        self.sizes = [len(ids) for ids in self.members]
        present = set(self.held)
        for held in self.held:
            held.forget_all_but(present)

    @cached_property
    def sums(self) -> NDArray[np.float64]:
        """Sum of each theme's vectors, shape (themes, dimensions)."""
        import numpy as np

        return np.stack([held.total for held in self.held])

    @cached_property
    def likeness(self) -> list[Vectors]:
        """Cosines of each theme's bullets to each theme's centroid, shapes (bullets, themes)."""
        import numpy as np

        return [np.stack([own.likeness(other) for other in self.held], axis=1) for own in self.held]

    def __len__(self) -> int:
        return len(self.themes)


def _is_doubtful(state: State, bullet: str) -> bool:
    place = state.places[bullet]
    is_unsure = bool(place.doubt) or place.confidence < UNCERTAIN_BELOW
    return place.by == "machine" and is_unsure and not place.notes


def _loose(state: State, shape: Shape) -> Iterable[Item]:
    """Themes whose bullets are unlike their centroid compared with the other themes' bullets.

    Reason: `cohesion`, mean cosine of a bullet to the centroid of the others in its theme;
    `middle`, the median of the themes; `strays`, bullets that are nearer to another theme, each
    with the theme, the clearest first. The item's bullets are the strays.
    """
    import numpy as np

    cohesion, strays = [], []
    for number, members in enumerate(shape.members):
        likeness = shape.likeness[number]
        best, own = likeness.argmax(axis=1), likeness[:, number]
        gaps = (likeness.max(axis=1) - own).round(6)
        order = [row for row in np.argsort(-gaps, kind="stable") if best[row] != number]
        strays.append([(members[row], shape.themes[best[row]].id) for row in order])
        cohesion.append(float(own.mean()))
    # A bullet alone says nothing of how themes hang together.
    counted = [value for value, size in zip(cohesion, shape.sizes, strict=True) if size > 1]
    if not counted:
        return
    middle = median(counted)
    for number, theme in enumerate(shape.themes):
        is_loose = cohesion[number] < _LOOSE * middle
        if is_loose and shape.sizes[number] >= _SMALLEST_LOOSE and is_open(theme):
            yield make_item(
                state,
                "loose",
                [theme.id],
                [bullet for bullet, _ in strays[number]],
                max(1, len(strays[number])),
                cohesion=round(cohesion[number], 3),
                middle=round(middle, 3),
                strays=tuple(strays[number]),
            )


def _bridges(one: Held, other: Held) -> list[tuple[str, str]]:
    import numpy as np

    likeness = (one.vectors @ other.vectors.T).astype(np.float64).round(6)
    bridges = []
    for _ in range(min(_BRIDGES, *likeness.shape)):
        row, column = np.unravel_index(int(likeness.argmax()), likeness.shape)
        bridges.append((one.members[int(row)], other.members[int(column)]))
        likeness[row, :], likeness[:, column] = -np.inf, -np.inf
    return bridges


def _large(state: State, shape: Shape) -> Iterable[Item]:
    """Themes that hold much more than the others; reason: `size`, `middle` (median), `parts`."""
    middle = float(median(shape.sizes))
    for theme, size in zip(shape.themes, shape.sizes, strict=True):
        if size >= max(_SMALLEST_LARGE, _LARGE * middle) and is_open(theme):
            yield make_item(
                state,
                "large",
                [theme.id],
                (),
                _SPLIT_CHANCE * (size - middle),
                size=size,
                middle=middle,
                parts=state.children[theme.id],
            )


def _one_table(state: State, shape: Shape) -> Iterable[Item]:
    """Themes that one table alone has talked of, or that one bullet makes; reason: `size`."""
    for theme, held in zip(shape.themes, shape.held, strict=True):
        members = held.members
        if held.tables == 1 and is_open(theme):
            yield make_item(
                state,
                "one_table",
                [theme.id],
                members if len(members) == 1 else (),
                _MOVE_CHANCE * len(members),
                size=len(members),
            )
