"""Templates to answers, with what every page shows."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse

from pipeline.records import Entry
from pipeline.web.chronicle import Chronicle
from pipeline.web.desk import Desk
from pipeline.web.view import View
from pipeline.web.words import FILTERS, REASONS, count, is_unsure, unchanged

ROOM = Path(__file__).parent
NAME_COOKIE = "temaer-navn"
_DONE, _UNCHANGED = "gjort", "uaendret"
# A title that was typed for a new theme before any bullet was chosen for it.
TYPED = "titel"


def environment() -> Environment:
    """Return the templates, compiled; every text in them is escaped."""
    found = Environment(
        loader=FileSystemLoader(ROOM / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters.update(FILTERS)
    found.globals.update(count=count, is_unsure=is_unsure, reasons=REASONS)
    # Nobody's first page waits for it.
    for name in found.list_templates():
        found.get_template(name)
    return found


@dataclass(frozen=True, slots=True)
class Done:
    """What was just decided, to be told at the top of the page."""

    entry: Entry
    sentence: str
    can_be_undone: bool


def desk_of(request: Request) -> Desk:
    """Return the desk that the application works on."""
    desk: Desk = request.app.state.desk
    return desk


def person(request: Request) -> str:
    """Name of the person: as given to the page, else as the program was started."""
    return unquote(request.cookies.get(NAME_COOKIE, "")) or desk_of(request).person


def chronicle(view: View) -> Chronicle:
    """Return the log in words."""
    return Chronicle(view.history.entries, view.texts.bullets)


def render(request: Request, template: str, status_code: int = 200, **context: Any) -> HTMLResponse:
    """Answer with a template, on the review as it stands."""
    view = context.pop("view", None) or desk_of(request).view()
    page = request.app.state.templates.get_template(template).render(
        view=view,
        csrf=request.app.state.csrf,
        person=person(request),
        here=_here(request),
        done=_done(request, view),
        unchanged=unchanged(request.query_params.get(_UNCHANGED, "")),
        path=request.url.path,
        prefill=request.query_params.get(TYPED, ""),
        **_steps(view),
        **context,
    )
    return HTMLResponse(page, status_code)


def redirect(
    path: str, anchor: str = "", entry: Entry | None = None, unchanged: str = ""
) -> RedirectResponse:
    """Go on to a page, telling there what was decided, or which button changed nothing."""
    base, _, query = path.partition("?")
    pairs = [pair for pair in parse_qsl(query) if pair[0] not in (_DONE, _UNCHANGED)]
    if entry is not None:
        pairs.append((_DONE, entry.id))
    if unchanged:
        pairs.append((_UNCHANGED, unchanged))
    asked = f"?{urlencode(pairs)}" if pairs else ""
    to = f"#{quote(anchor)}" if anchor else ""
    return RedirectResponse(f"{quote(base)}{asked}{to}", 303)


def _here(request: Request) -> str:
    """Address of a page without what was told on it."""
    told = (_DONE, _UNCHANGED, TYPED)
    pairs = [pair for pair in request.query_params.multi_items() if pair[0] not in told]
    return request.url.path + (f"?{urlencode(pairs)}" if pairs else "")


def _done(request: Request, view: View) -> Done | None:
    wanted = request.query_params.get(_DONE)
    newest = reversed(view.history.entries)
    entry = next((entry for entry in newest if entry.id == wanted), None) if wanted else None
    if entry is None:
        return None
    undoable = {kept.id for kept in view.history.undoable()}
    return Done(entry, chronicle(view).sentence(entry), entry.id in undoable)


def _steps(view: View) -> dict[str, Any]:
    """What the buttons for undo and redo would do, in words; None where there is nothing."""
    undoable, again = view.history.undoable(), view.history.redoable()
    return {
        "undo_entry": undoable[-1] if undoable else None,
        "redo_entry": again,
    }
