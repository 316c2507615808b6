"""The work list: where a reviewer's time is worth most, and how far the review has come."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.records import Bullet
from pipeline.review.alike import alike_themes
from pipeline.review.item import Item, ItemKind, is_open, make_item, table_of
from pipeline.review.shape import Shape, doubtful_bullets, themes_to_look_at
from pipeline.review.state import State

__all__ = ["Item", "ItemKind", "Progress", "progress", "work_list"]

# Personal data is looked at before anything else that is about one bullet.
_PERSONAL = 2.0


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a review has come.

    Attributes
    ----------
    themes, approved
        Themes at the top that hold bullets, and those of them that are approved.
    bullets, settled
        All bullets, and those that are in approved themes or where a person put them.
    """

    themes: int
    approved: int
    bullets: int
    settled: int


def progress(state: State, bullets: Mapping[str, Bullet]) -> Progress:
    """Count what is approved and settled among the bullets that are there."""
    tops = [theme for theme in state.tops() if any(b in bullets for b in state.members(theme.id))]
    settled = 0
    for bullet, place in state.places.items():
        is_approved = place.theme is not None and state.themes[place.theme].status == "approved"
        settled += bullet in bullets and (is_approved or place.by == "person")
    approved = sum(theme.status == "approved" for theme in tops)
    return Progress(len(tops), approved, len(bullets), settled)


def work_list(
    state: State,
    bullets: Mapping[str, Bullet],
    shape: Shape,
    duplicates: Sequence[tuple[str, str, float]] = (),
) -> list[Item]:
    """List what is worth a look, untouched themes first, then by how many bullets are at stake.

    What a person has dealt with is not in it: approved and locked themes, themes and bullets with
    a note, bullets that a person placed or set aside.

    Parameters
    ----------
    state
        The theme set.
    bullets
        Bullets that are there.
    shape
        How the themes of this state lie to one another.
    duplicates
        What `find_duplicates` finds among the bullets.
    """
    items = [
        *_nowhere(state, bullets),
        *doubtful_bullets(state, shape),
        *_personal(state, bullets),
        *_duplicates(state, bullets, duplicates),
        *alike_themes(state, shape),
        *themes_to_look_at(state, shape),
    ]
    return sorted(items, key=lambda item: (item.is_touched, -item.score))


def _nowhere(state: State, bullets: Mapping[str, Bullet]) -> Iterable[Item]:
    """Bullets in no theme; reason: `likeness`, how sure the machine is of each candidate."""
    for id_ in state.uncertain():
        place = state.places[id_]
        if id_ in bullets and not place.notes:
            # Whatever is answered, this bullet gets its place; the nearer a candidate, the quicker.
            score = 1 + max(place.likeness, default=0.0) / 2
            item = make_item(
                state, "uncertain", place.candidates, [id_], score, likeness=place.likeness
            )
            # What was done to the candidates says nothing of the bullet.
            yield replace(item, is_touched=False)


def _personal(state: State, bullets: Mapping[str, Bullet]) -> Iterable[Item]:
    """Bullets flagged as personal data; reason: `flags`."""
    flagged = [(id_, bullet) for id_, bullet in bullets.items() if bullet.flags]
    for id_, bullet in flagged:
        place = state.places.get(id_)
        if place is None or place.by == "person" or place.notes:
            continue
        themes = [place.theme] if place.theme else []
        if all(is_open(state.themes[theme]) for theme in themes):
            yield make_item(state, "personal", themes, [id_], _PERSONAL, flags=bullet.flags)


def _duplicates(
    state: State, bullets: Mapping[str, Bullet], pairs: Sequence[tuple[str, str, float]]
) -> Iterable[Item]:
    """Pairs in nearly the same words; reason: `likeness`, and `is_same_table`."""
    for first, second, likeness in pairs:
        places = [state.places.get(id_) for id_ in (first, second)]
        if first not in bullets or second not in bullets:
            continue
        if any(place is None or place.by == "person" or place.notes for place in places):
            continue
        themes = dict.fromkeys(place.theme for place in places if place and place.theme)
        if any(not is_open(state.themes[theme]) for theme in themes):
            continue
        is_same = table_of(bullets[first]) == table_of(bullets[second])
        yield make_item(
            state,
            "duplicate",
            themes,
            [first, second],
            # What two tables say is said twice; what one table says twice was written twice.
            likeness if is_same else likeness / 2,
            likeness=likeness,
            is_same_table=is_same,
        )
