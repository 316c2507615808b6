"""What a person sees when something was not done: why, what changed, and what was typed."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from pipeline.errors import ConflictError, DecisionError, PipelineError
from pipeline.review import State
from pipeline.web.actions import Form, IncompleteFormError, local
from pipeline.web.render import TYPED, chronicle, desk_of, render
from pipeline.web.view import View
from pipeline.web.words import refusal, status

_QUOTED = 20
# Fields that a person typed or chose, with their names on the page.
_TYPED = {"title": "Titel", "text": "Tekst", "name": "Navn"}
_CHOSEN = ("to", "reason", "under")
_ABOUT_BULLETS = ("flyt", "nyt-tema", "til-side")
_HIDDEN_ALWAYS = ("csrf", "revision")


@dataclass(frozen=True, slots=True)
class Change:
    """Something that is not as the person saw it."""

    what: str
    before: str
    now: str


def refuse(
    request: Request, verb: str, form: Form, error: PipelineError | IncompleteFormError
) -> Response:
    """Say calmly what was not done and why, and keep what the person typed in a form."""
    view = desk_of(request).view()
    state = view.state
    is_conflict = isinstance(error, ConflictError)
    said = refusal(error, state.themes) if isinstance(error, PipelineError) else str(error)
    fields = [(name, value) for name, value in form.items() if name not in _HIDDEN_ALWAYS]
    typed = [(name, _label(name), value) for name, value in fields if _label(name)]
    missing = {name for name in _CHOSEN if not form[name] and _has(form, name)}
    bullets = [id_ for id_ in form.ids("bullet") if id_ in state.places]
    return render(
        request,
        "refused.html",
        409 if is_conflict else 422,
        view=view,
        verb=verb,
        said=said,
        is_conflict=is_conflict,
        typed=typed,
        missing=missing,
        kept=[(name, value) for name, value in fields if not _label(name) and name not in missing],
        bullets=view.rows(bullets[:_QUOTED]),
        more=max(0, len(bullets) - _QUOTED),
        since=_since(view, form["revision"]) if is_conflict else [],
        changes=_changes(request, error, form["revision"]),
        back=_back(verb, form),
        # Without a bullet it can only be refused again.
        can_retry=bool(bullets) or verb not in _ABOUT_BULLETS,
    )


def _back(verb: str, form: Form) -> str:
    """Where the person came from; a title typed for a new theme goes along."""
    path = local(form["next"])
    if verb != "nyt-tema" or not form["title"]:
        return path
    return f"{path}{'&' if '?' in path else '?'}{urlencode({TYPED: form['title']})}#udsagn"


def _label(name: str) -> str:
    return _TYPED["title"] if name.startswith("title-") else _TYPED.get(name, "")


def _has(form: Form, name: str) -> bool:
    return any(name == given for given, _ in form.items())


def _since(view: View, revision: str) -> list[str]:
    """What was decided after a revision, in words."""
    entries = view.history.entries
    known = [at for at, entry in enumerate(entries) if entry.id == revision]
    told = chronicle(view)
    newer = entries[known[0] + 1 :] if known else ()
    return [f"{told.person(entry)} {told.sentence(entry)}" for entry in newer[-_QUOTED:]]


def _changes(
    request: Request, error: PipelineError | IncompleteFormError, revision: str
) -> list[Change]:
    if not isinstance(error, ConflictError) or not error.changed:
        return []
    review = desk_of(request).review
    try:
        seen = review.state_at(revision)
    except DecisionError:
        return []
    now, view = review.state, desk_of(request).view()
    return [
        Change(_what(id_, view, seen), _as_is(id_, seen), _as_is(id_, now))
        for id_ in error.changed[:_QUOTED]
    ]


def _what(id_: str, view: View, seen: State) -> str:
    theme = view.state.themes.get(id_) or seen.themes.get(id_)
    if theme:
        return f"Temaet »{theme.title}«"
    bullet = view.texts.bullets.get(id_)
    return f"Udsagnet »{bullet.text}«" if bullet else "Et udsagn"


def _as_is(id_: str, state: State) -> str:
    if theme := state.themes.get(id_):
        under = f", under »{state.themes[theme.parent].title}«" if theme.parent else ""
        return f"»{theme.title}«, {status(theme)}, {len(state.members(id_))} udsagn{under}"
    place = state.places.get(id_)
    if place is None:
        return "findes ikke"
    if place.aside:
        return "sat til side"
    return f"i »{state.themes[place.theme].title}«" if place.theme else "i intet tema"
