"""What a decision rests on: if that is no longer as the person saw it, it is not carried out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pipeline.errors import ConflictError
from pipeline.review.decisions import (
    AddNote,
    Approve,
    Decision,
    Gather,
    Merge,
    Move,
    Nest,
    Reopen,
    SetAside,
    Several,
    Split,
)
from pipeline.review.state import State


def check_seen(decision: Decision, seen: State, now: State) -> None:
    """Refuse a decision whose ground has changed between two states.

    Renaming rests on what the theme is called and is; approving and merging also on which bullets
    it holds; moving on where the bullets were and what the target is. A note rests on nothing.

    Raises
    ------
    ConflictError
        If any of that differs.
    """
    if seen is now:
        return
    before, after = _ground(decision, seen), _ground(decision, now)
    changed = tuple(dict.fromkeys(key[0] for key in before if before[key] != after[key]))
    if changed:
        names = ", ".join(_name(id_, seen, now) for id_ in changed)
        raise ConflictError(
            f"{names}: changed since you saw it. Nothing was done; look again and decide anew.",
            changed,
        )


def _ground(decision: Decision, state: State) -> dict[tuple[str, str], Any]:
    match decision:
        case AddNote():
            return {}
        case Several(decisions):
            return {key: value for part in decisions for key, value in _ground(part, state).items()}
        case Approve(theme) | Reopen(theme):
            return _facts([theme], state) | _members([theme], state)
        case Merge(themes, into):
            return _facts([*themes, into], state) | _members([*themes, into], state)
        case Split(theme, bullets):
            return _facts([theme], state) | _places(bullets, state)
        case Move(bullets, to):
            return _facts([to], state) | _places(bullets, state)
        case SetAside(bullets) | Gather(bullets):
            return _places(bullets, state)
        case Nest(theme, under):
            return _facts([theme, *([under] if under else [])], state)
        case _:
            return _facts([decision.theme], state)


def _facts(themes: Iterable[str], state: State) -> dict[tuple[str, str], Any]:
    found = {}
    for id_ in themes:
        theme = state.themes.get(id_)
        found[id_, "facts"] = theme and (
            theme.title,
            theme.description,
            theme.status,
            theme.parent,
            theme.is_locked,
        )
    return found


def _members(themes: Iterable[str], state: State) -> dict[tuple[str, str], Any]:
    return {
        (id_, "members"): frozenset(state.members(id_)) if id_ in state.themes else None
        for id_ in themes
    }


def _places(bullets: Iterable[str], state: State) -> dict[tuple[str, str], Any]:
    found = {}
    for bullet in bullets:
        place = state.places.get(bullet)
        found[bullet, "place"] = place and (place.theme, place.aside)
    return found


def _name(id_: str, seen: State, now: State) -> str:
    theme = now.themes.get(id_) or seen.themes.get(id_)
    return f"Theme {id_} ({theme.title})" if theme else f"Bullet {id_}"
