"""One step applied to a theme set: what it does, and when it makes no sense."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from pipeline.errors import DecisionError
from pipeline.records import Entry, Note, Place, Theme
from pipeline.review.decisions import (
    AddNote,
    Approve,
    Arrive,
    Begin,
    Describe,
    Forget,
    Gather,
    Lock,
    Merge,
    Move,
    Nest,
    Propose,
    Relabel,
    Rename,
    Reopen,
    SetAside,
    Several,
    Split,
    Step,
    Unlock,
    from_body,
    to_body,
)
from pipeline.review.ids import split_id
from pipeline.review.labels import apply_relabel
from pipeline.review.propose import apply_arrival, apply_proposal
from pipeline.review.state import State


def apply(state: State, entry: Entry) -> State:
    """Return the state after an entry; the state given is left as it is.

    Undo and redo are not applied but change which entries are (`history.effective`).

    Raises
    ------
    DecisionError
        If the entry makes no sense on this state: a theme or bullet that is not there, a locked
        theme, a theme under itself.
    """
    return apply_all(state, (entry,))


def after(state: State, step: Step) -> State:
    """Return the state after a step that is not logged, or not yet."""
    return apply(state, Entry("", "", "", step.kind, to_body(step)))


def apply_all(state: State, entries: Iterable[Entry]) -> State:
    """Return the state after several entries, one after the other.

    Raises
    ------
    DecisionError
        If one of them makes no sense on the state before it.
    """
    draft = _Draft(dict(state.themes), dict(state.places))
    for entry in entries:
        draft.take(entry)
    return State(draft.themes, draft.places)


def parts(entry: Entry) -> list[Entry]:
    """Return the decisions of an entry of several, each as an entry; of any other, the entry."""
    step = from_body(entry.kind, entry.body)
    if not isinstance(step, Several):
        return [entry]
    return [
        replace(entry, id=f"{entry.id}.{number}", kind=part.kind, body=to_body(part))
        for number, part in enumerate(step.decisions, 1)
    ]


class _Draft:
    """A state in the making, changed in place so that a long log does not copy it each time."""

    def __init__(self, themes: dict[str, Theme], places: dict[str, Place]) -> None:
        self.themes = themes
        self.places = places

    def take(self, entry: Entry) -> None:
        step = from_body(entry.kind, entry.body)
        match step:
            case Arrive():
                apply_arrival(self.places, step)
            case Propose():
                apply_proposal(self.themes, self.places, step)
            case Relabel():
                apply_relabel(self.themes, self.places, step)
            case Begin():
                self.themes, self.places = {}, {}
            case Rename(theme, title):
                # A title that was withdrawn with its document says nothing any more.
                self._change(
                    theme, **({"title": title, "titled_by": "", "is_named": True} if title else {})
                )
            case Describe(theme, text):
                self._change(theme, description=text)
            case Approve(theme):
                self._set_status(theme, "approved")
            case Reopen(theme):
                self._set_status(theme, "proposed")
            case Lock(theme):
                self._change(theme, is_locked=True)
            case Unlock(theme):
                self._touch(theme, is_locked=False)
            case Merge():
                self._merge(step)
            case Split():
                self._split(step, entry.id)
            case Gather(bullets, title):
                self._gather(bullets, title, entry.id)
            case Move(bullets, to):
                self._move(bullets, to)
            case Nest(theme, under):
                self._nest(theme, under)
            case SetAside():
                self._set_aside(step)
            case AddNote(on, text):
                self._note(on, Note(text, entry.by, entry.at))
            case Several():
                for part in parts(entry):
                    self.take(part)
            case Forget():
                pass
            case _:
                raise DecisionError(f"{entry.kind} changes which entries count, not the themes.")

    def _theme(self, theme: str) -> Theme:
        if theme not in self.themes:
            raise DecisionError(f"Theme {theme} is not there. It was merged, or never was.")
        return self.themes[theme]

    def _open(self, theme: str) -> Theme:
        found = self._theme(theme)
        if found.is_locked:
            raise DecisionError(f"Theme {theme} ({found.title}) is locked. Unlock it first.")
        return found

    def _touch(self, theme: str, **values: Any) -> None:
        if values or not self._theme(theme).is_touched:
            self.themes[theme] = replace(self._theme(theme), is_touched=True, **values)
        # What stands under a theme that people work on is theirs as well, and so is what is above.
        for other in self._family(theme):
            if not self.themes[other].is_touched:
                self.themes[other] = replace(self.themes[other], is_touched=True)

    def _family(self, theme: str) -> list[str]:
        parent = self.themes[theme].parent
        return [*self._children(theme), *([parent] if parent else [])]

    def _children(self, theme: str) -> list[str]:
        return [other.id for other in self.themes.values() if other.parent == theme]

    def _change(self, theme: str, **values: Any) -> None:
        self._open(theme)
        self._touch(theme, **values)

    def _set_status(self, theme: str, status: str) -> None:
        # An approved title is a person's, also when the theme is opened again.
        values = {"status": status} | ({"is_named": True} if status == "approved" else {})
        for part in (theme, *self._children(theme)):
            self._change(part, **values)

    def _bullets(self, bullets: Iterable[str]) -> None:
        """Refuse bullets that are not there or are in a locked theme."""
        for bullet in bullets:
            if bullet not in self.places:
                raise DecisionError(f"Bullet {bullet} is not there.")
            if (theme := self.places[bullet].theme) is not None:
                self._open(theme)

    def _put(self, bullets: Iterable[str], theme: str) -> None:
        """Put bullets last in a theme, by a person; the themes they leave are touched, too."""
        for bullet in bullets:
            place = self.places.pop(bullet)
            if place.theme is not None:
                self._touch(place.theme)
            self.places[bullet] = Place(theme, "person", 1.0, notes=place.notes)

    def _move(self, bullets: tuple[str, ...], to: str) -> None:
        self._bullets(bullets)
        self._change(to)
        for bullet in bullets:
            if self.places[bullet].theme == to:
                raise DecisionError(f"Bullet {bullet} is in theme {to} already.")
        self._put(bullets, to)

    def _merge(self, step: Merge) -> None:
        target = self._open(step.into)
        if step.into in step.themes or len(set(step.themes)) < len(step.themes):
            raise DecisionError("A theme cannot be merged with itself.")
        parts: dict[str, list[str]] = {}
        for theme in step.themes:
            self._open(theme)
            if target.parent == theme:
                raise DecisionError(
                    f"Theme {theme} holds theme {step.into}: merge it the other way."
                )
            for part in (theme, *self._children(theme)):
                if part != step.into:
                    self._open(part)
                    parts.setdefault(part, [])
        for bullet, place in self.places.items():
            if place.theme in parts:
                parts[place.theme].append(bullet)
        inside = {bullet for bullets in parts.values() for bullet in bullets}
        if outside := [bullet for bullet in step.leave_out if bullet not in inside]:
            raise DecisionError(f"Bullet {outside[0]} is in none of the merged themes.")
        kept = set(step.leave_out)
        for bullets in parts.values():
            for bullet in bullets:
                if bullet not in kept:
                    place = self.places.pop(bullet)
                    self.places[bullet] = replace(place, theme=step.into)
        self._touch(step.into)
        sources = [self.themes[theme] for theme in step.themes]
        reasons = {why.phrase: why for theme in (target, *sources) for why in theme.reasons}
        said = [phrase for theme in sources for phrase in (theme.title, *theme.phrases)]
        notes = [note for theme in sources for note in theme.notes]
        self.themes[step.into] = replace(
            self.themes[step.into],
            phrases=tuple(dict.fromkeys((*target.phrases, *said))),
            reasons=tuple(reasons.values()),
            keywords=tuple(
                dict.fromkeys((*target.keywords, *(w for t in sources for w in t.keywords)))
            ),
            notes=(*target.notes, *notes),
        )
        self._clear(parts, kept, step.keeps)

    def _clear(self, parts: dict[str, list[str]], kept: set[str], keeps: tuple[str, ...]) -> None:
        """Remove merged themes that nothing is left in, the ones below first."""
        for part in reversed(list(parts)):
            if part not in keeps and not kept & set(parts[part]) and not self._children(part):
                del self.themes[part]
                self._drop_candidate(part)
            else:
                self._touch(part)

    def _drop_candidate(self, theme: str) -> None:
        """A theme that is gone is nowhere a bullet might belong."""
        for bullet, place in self.places.items():
            if theme in place.candidates:
                pairs = zip(place.candidates, place.likeness, strict=True)
                left = [(name, value) for name, value in pairs if name != theme]
                self.places[bullet] = replace(
                    place,
                    candidates=tuple(name for name, _ in left),
                    likeness=tuple(value for _, value in left),
                )

    def _split(self, step: Split, entry: str) -> None:
        source = self._open(step.theme)
        self._bullets(step.bullets)
        held = (step.theme, *self._children(step.theme))
        for bullet in step.bullets:
            if self.places[bullet].theme not in held:
                raise DecisionError(f"Bullet {bullet} is not in theme {step.theme}.")
        new = self._found(entry, step.title, source.parent)
        self._touch(step.theme)
        self._put(step.bullets, new)

    def _gather(self, bullets: tuple[str, ...], title: str, entry: str) -> None:
        self._bullets(bullets)
        self._put(bullets, self._found(entry, title, None))

    def _found(self, entry: str, title: str, parent: str | None) -> str:
        """Add a theme that a person makes; an empty title leaves naming it to a run."""
        new = split_id(entry)
        self.themes[new] = Theme(
            new,
            title or "Nyt tema",
            parent,
            phrases=(title,) if title else (),
            is_touched=True,
            is_named=bool(title),
        )
        return new

    def _nest(self, theme: str, under: str | None) -> None:
        self._open(theme)
        if under is not None:
            parent = self._open(under)
            if under == theme:
                raise DecisionError("A theme cannot be put under itself.")
            if parent.parent is not None:
                raise DecisionError(
                    f"Theme {under} stands under another itself, and themes have two levels. "
                    "Name one at the top."
                )
        self._touch(theme)
        if under is not None:
            # Two levels: what stood under the theme now stands beside it.
            for child in self._children(theme):
                self._change(child, parent=under)
        self._touch(theme, parent=under)

    def _set_aside(self, step: SetAside) -> None:
        self._bullets(step.bullets)
        if step.duplicate_of is not None and step.duplicate_of not in self.places:
            raise DecisionError(f"Bullet {step.duplicate_of} is not there.")
        if step.duplicate_of in step.bullets:
            raise DecisionError("A bullet cannot be a duplicate of itself.")
        for bullet in step.bullets:
            place = self.places[bullet]
            if place.theme is not None:
                self._touch(place.theme)
            self.places[bullet] = Place(
                None, "person", 1.0, step.reason, step.duplicate_of, notes=place.notes
            )

    def _note(self, on: str, note: Note) -> None:
        if not note.text:
            return
        if on in self.themes:
            self._touch(on, notes=(*self.themes[on].notes, note))
        elif on in self.places:
            place = self.places[on]
            self.places[on] = replace(place, notes=(*place.notes, note))
        else:
            raise DecisionError(f"{on} is neither a theme nor a bullet.")
