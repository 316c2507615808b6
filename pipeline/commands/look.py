"""What a review holds, printed: themes, one theme, what is left to a person."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.records import Bullet, Note, Place, Theme
from pipeline.review import Review, State


def theme_lines(state: State) -> list[str]:
    """Return a line a theme, those under another indented, then what is in none."""
    lines = []
    for top in state.tops():
        lines.append(_theme_line(top, state, ""))
        lines += [_theme_line(state.themes[id_], state, "  ") for id_ in state.children[top.id]]
    doubts = len(state.uncertain())
    aside = sum(bool(place.aside) for place in state.places.values())
    if doubts:
        lines.append(f"{doubts} uncertain: `temaer show --uncertain` lists them.")
    if aside:
        lines.append(f"{aside} set aside: `temaer show --aside` lists them.")
    return lines


def show_theme(review: Review, word: str) -> list[str]:
    """Return all about a theme: title, state, notes, and its bullets with their sources."""
    state, bullets = review.state, review.store.bullets(only_present=False)
    theme = state.find_theme(word)
    lines = [_theme_line(theme, state, "")]
    if theme.description:
        lines.append(theme.description)
    lines += _notes(theme.notes)
    for part in (theme.id, *state.children[theme.id]):
        if part != theme.id:
            lines.append(_theme_line(state.themes[part], state, "  "))
        lines += _bullets(state.own[part], bullets, state)
    return lines


def show_uncertain(review: Review) -> list[str]:
    """Return the bullets that are left to a person, with the themes they might belong to."""
    state, bullets = review.state, review.store.bullets(only_present=False)
    lines = []
    for bullet in state.uncertain():
        lines += _bullets([bullet], bullets, state)
        place = state.places[bullet]
        for theme, chance in zip(place.candidates, place.likeness, strict=True):
            lines.append(f"      {chance:.0%} {theme} {state.themes[theme].title}")
    return lines or ["No bullet is uncertain."]


def show_aside(review: Review) -> list[str]:
    """Return the bullets that were set aside, with the reason."""
    state, bullets = review.state, review.store.bullets(only_present=False)
    aside = [bullet for bullet, place in state.places.items() if place.aside]
    return _bullets(aside, bullets, state) or ["No bullet is set aside."]


def _theme_line(theme: Theme, state: State, indent: str) -> str:
    marks = theme.status + (", locked" if theme.is_locked else "")
    size = len(state.members(theme.id))
    return f"{indent}{theme.id}  {theme.title}  ({marks}, {size} bullet{'' if size == 1 else 's'})"


def _bullets(ids: Iterable[str], bullets: dict[str, Bullet], state: State) -> list[str]:
    lines = []
    for id_ in ids:
        place, bullet = state.places[id_], bullets.get(id_)
        text = bullet.text if bullet else "(its document is not here)"
        lines.append(f"  {id_}  {text}{_marks(place, bullet)}")
        lines += _notes(place.notes)
    return lines


def _marks(place: Place, bullet: Bullet | None) -> str:
    marks = [f"{bullet.source.path}:{bullet.source.line}"] if bullet else []
    if place.aside:
        marks.append(place.aside + (f" of {place.duplicate_of}" if place.duplicate_of else ""))
    elif place.by == "person":
        marks.append("placed by a person")
    return f"  [{', '.join(marks)}]"


def _notes(notes: Iterable[Note]) -> list[str]:
    return [f"      note by {note.by}, {note.at}: {note.text}" for note in notes]
