"""Forms to decisions: what each button means, and where the person is afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, cast, get_args

from starlette.datastructures import FormData

from pipeline.review import (
    AddNote,
    Approve,
    Decision,
    Describe,
    Gather,
    Lock,
    Merge,
    Move,
    Nest,
    Rename,
    Reopen,
    SetAside,
    Several,
    Split,
    Unlock,
)
from pipeline.review.decisions import Reason
from pipeline.web.view import View


class IncompleteFormError(Exception):
    """A form that lacks what its button needs; the message says it in Danish."""


class Form:
    """What a form sent, with the line ends of the log instead of the browser's."""

    def __init__(self, data: FormData) -> None:
        self._values: dict[str, list[str]] = {}
        for name, value in data.multi_items():
            if isinstance(value, str):
                self._values.setdefault(name, []).append(value.replace("\r\n", "\n"))

    def __getitem__(self, name: str) -> str:
        return self._values.get(name, [""])[-1]

    def items(self) -> Iterable[tuple[str, str]]:
        """Names and values in the order they were sent."""
        return [(name, value) for name, values in self._values.items() for value in values]

    def ids(self, name: str) -> tuple[str, ...]:
        """Ids that were ticked, or that one field holds with spaces between; each once."""
        found = (id_ for value in self._values.get(name, []) for id_ in value.split())
        return tuple(dict.fromkeys(found))


def to_decisions(verb: str, form: Form, view: View) -> list[Decision]:
    """Return the decisions that a button means.

    Raises
    ------
    KeyError
        If there is no such button.
    IncompleteFormError
        If nothing was chosen that it could be about.
    """
    return _VERBS[verb](form, view)


def landing(verb: str, form: Form, view: View) -> tuple[str, str]:
    """Where a person goes on after a decision, on what was seen before it.

    Returns
    -------
    path, anchor
        The page and the place on it.
    """
    if verb == "saml":
        return f"/tema/{form['into']}", "indhold"
    if verb == "opdel":
        return f"/tema/{form['theme']}", "udsagn"
    bullets = set(form.ids("bullet"))
    theme = form["theme"]
    if bullets and theme in view.state.themes:
        # The person reads on where the chosen bullets stood.
        after: str = ""
        for id_ in reversed(view.state.members(theme)):
            if id_ in bullets:
                break
            after = id_
        return local(form["next"]), f"u-{after}" if after else "udsagn"
    return local(form["next"]), form["anchor"] or "indhold"


def local(path: str) -> str:
    """Return a path on this server, or its front page where it leads elsewhere."""
    is_local = path.startswith("/") and not path.startswith(("//", "/\\"))
    return path if is_local and path.isprintable() else "/"


def _theme(form: Form, name: str, what: str) -> str:
    if not form[name]:
        raise IncompleteFormError(what)
    return form[name]


def _bullets(form: Form) -> tuple[str, ...]:
    if not (bullets := form.ids("bullet")):
        raise IncompleteFormError("Vælg mindst ét udsagn ved at sætte et kryds ud for det.")
    return bullets


def _move(form: Form, view: View) -> list[Decision]:
    bullets = _bullets(form)
    if not form["to"] and form["title"].strip():
        # Enter in the field for a new title presses the first button of the form, which is this.
        return _new_theme(form, view)
    to = _theme(form, "to", "Vælg det tema, som udsagnene skal flyttes til.")
    return [Move(bullets, to)]


def _new_theme(form: Form, view: View) -> list[Decision]:
    bullets = _bullets(form)
    if not form["title"].strip():
        raise IncompleteFormError("Skriv en titel til det nye tema.")
    title = form["title"].strip()
    return [Split(form["theme"], bullets, title) if form["theme"] else Gather(bullets, title)]


def _parts(form: Form, view: View) -> list[Decision]:
    chosen = form.ids("part")
    if not chosen:
        raise IncompleteFormError("Vælg mindst én del, der skal være et tema for sig.")
    parts = [
        Split(form["theme"], form.ids(f"bullets-{number}"), form[f"title-{number}"].strip())
        for number in chosen
    ]
    return [Several(tuple(parts))] if len(parts) > 1 else [parts[0]]


def _merge(form: Form, view: View) -> list[Decision]:
    into = _theme(form, "into", "Vælg det tema, som de andre skal lægges ind i.")
    themes = tuple(theme for theme in form.ids("themes") if theme != into)
    if not themes:
        raise IncompleteFormError("Vælg mindst to temaer, der skal lægges sammen.")
    state = view.state
    inside = {b for theme in themes if theme in state.themes for b in state.members(theme)}
    return [Merge(themes, into, tuple(b for b in form.ids("leave_out") if b in inside))]


def _set_aside(form: Form, view: View) -> list[Decision]:
    bullets, reason = _bullets(form), form["reason"]
    if reason not in get_args(Reason):
        raise IncompleteFormError("Vælg en grund til at sætte udsagnene til side.")
    same = form["of"] if reason == "duplicate" else ""
    return [SetAside(bullets, cast(Reason, reason), same or None)]


def _nest(form: Form, view: View) -> list[Decision]:
    return [Nest(form["theme"], _theme(form, "under", "Vælg det tema, som det skal ligge under."))]


def _on_theme(decision: Callable[[str], Decision]) -> Callable[[Form, View], list[Decision]]:
    return lambda form, view: [decision(form["theme"])]


_VERBS: dict[str, Callable[[Form, View], list[Any]]] = {
    "omdoeb": lambda form, view: [Rename(form["theme"], form["title"].strip())],
    "beskriv": lambda form, view: [Describe(form["theme"], form["text"].strip())],
    "godkend": _on_theme(Approve),
    "genaabn": _on_theme(Reopen),
    "laas": _on_theme(Lock),
    "laas-op": _on_theme(Unlock),
    "saml": _merge,
    "nyt-tema": _new_theme,
    "opdel": _parts,
    "flyt": _move,
    "til-side": _set_aside,
    "under": _nest,
    "for-sig": lambda form, view: [Nest(form["theme"], None)],
    "note": lambda form, view: [AddNote(form["on"], form["text"].strip())],
}
