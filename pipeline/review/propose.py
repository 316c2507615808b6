"""What a run proposes, applied to a theme set: people's themes stay as they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.errors import DecisionError
from pipeline.records import Place, Theme
from pipeline.review.decisions import Arrive, NewTheme, Propose
from pipeline.review.labels import bullets_below, fingerprint


def apply_arrival(places: dict[str, Place], step: Arrive) -> None:
    """Change places in place to what the documents hold: new bullets are in no theme yet."""
    for pair in step.renewed:
        _renew(places, *pair)
    for bullet in step.gone:
        places.pop(bullet, None)
    for bullet in step.bullets:
        places.setdefault(bullet, Place(None))


def apply_proposal(themes: dict[str, Theme], places: dict[str, Place], step: Propose) -> None:
    """Change themes and places in place to what a run proposes.

    Raises
    ------
    DecisionError
        If the run was made on other themes: one it re-forms was touched since, one it places into
        is gone, or a new one exists already.
    """
    _drop(themes, places, step)
    for new in step.themes:
        _add(themes, places, new, bullets_below(new, step.themes))
    for row in step.placed:
        if row.theme not in themes:
            raise DecisionError(f"Theme {row.theme} is not there any more.")
        _put(places, row.bullet, Place(row.theme, "machine", row.confidence))
    for doubt in step.uncertain:
        if gone := [theme for theme in doubt.candidates if theme not in themes]:
            raise DecisionError(f"Theme {gone[0]} is not there any more.")
        place = Place(None, candidates=doubt.candidates, likeness=doubt.confidences)
        _put(places, doubt.bullet, place)
    for unsure in step.doubts:
        place = places[unsure.bullet]
        places[unsure.bullet] = replace(place, doubt=unsure.doubt, second=unsure.second)


def _drop(themes: dict[str, Theme], places: dict[str, Place], step: Propose) -> None:
    for theme in step.dropped:
        if theme not in themes or themes[theme].is_touched:
            raise DecisionError(
                f"Theme {theme} is not the untouched proposal that the run re-forms."
            )
    dropped = set(step.dropped)
    for theme in step.dropped:
        del themes[theme]
    if orphans := [theme.id for theme in themes.values() if theme.parent in dropped]:
        raise DecisionError(f"Theme {orphans[0]} stands under one that the run re-forms.")
    for bullet in [bullet for bullet, place in places.items() if place.theme in dropped]:
        # A note on a bullet is a person's: it stays while the bullet finds its new theme.
        places[bullet] = Place(None, notes=places[bullet].notes)


def _renew(places: dict[str, Place], old: str, new: str) -> None:
    """Let a bullet take another's place, also in the order."""
    if old not in places:
        return
    kept = [(new if bullet == old else bullet, place) for bullet, place in places.items()]
    places.clear()
    places.update(kept)
    for bullet, place in kept:
        if place.duplicate_of == old:
            places[bullet] = replace(place, duplicate_of=new)


def _add(
    themes: dict[str, Theme], places: dict[str, Place], new: NewTheme, held: Sequence[str]
) -> None:
    if new.id in themes:
        raise DecisionError(f"Theme {new.id} exists already.")
    if new.parent is not None and new.parent not in themes:
        raise DecisionError(f"Theme {new.parent} is not there any more.")
    themes[new.id] = Theme(
        new.id,
        new.title,
        new.parent,
        new.phrases,
        new.keywords,
        new.exemplars,
        description=new.description,
        titled_by=new.titled_by,
        shown_for=fingerprint(held),
        reasons=new.reasons,
    )
    for bullet, confidence in zip(new.bullets, new.confidences, strict=True):
        _put(places, bullet, Place(new.id, "machine", confidence))


def _put(places: dict[str, Place], bullet: str, place: Place) -> None:
    """Put a bullet last; where a person put it or set it aside, the run was made on another set."""
    before = places.pop(bullet, None)
    if before is not None and (before.theme is not None or before.aside):
        raise DecisionError(f"Bullet {bullet} has been placed since.")
    places[bullet] = replace(place, notes=before.notes if before else ())
