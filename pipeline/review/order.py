"""The order of the bullets that a decision names: the one they stand in, whichever door it is."""

from __future__ import annotations

from dataclasses import replace

from pipeline.review.decisions import Decision, Gather, Merge, Move, SetAside, Split
from pipeline.review.state import State


def in_order(decision: Decision, state: State) -> Decision:
    """Return a decision with its bullets as they stand, theme by theme; unknown ones come last.

    A page, a sheet and a list of words each name the same bullets in an order of their own, and
    bullets stand in a theme in the order in which they came: without this the door would show.
    """
    match decision:
        case Move(bullets) | Split(_, bullets) | Gather(bullets) | SetAside(bullets):
            return replace(decision, bullets=_as_they_stand(bullets, state))
        case Merge(_, _, leave_out) if leave_out:
            return replace(decision, leave_out=_as_they_stand(leave_out, state))
        case _:
            return decision


def _as_they_stand(bullets: tuple[str, ...], state: State) -> tuple[str, ...]:
    themes = {theme: number for number, theme in enumerate(state.themes)}
    named = set(bullets)
    standing = [bullet for bullet in state.places if bullet in named]
    standing.sort(key=lambda bullet: themes.get(state.places[bullet].theme or "", len(themes)))
    return (*standing, *(bullet for bullet in bullets if bullet not in state.places))
