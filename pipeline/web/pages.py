"""The pages that show something: themes, bullets, what is in no theme, the log."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from pipeline.errors import PipelineError
from pipeline.records import Theme
from pipeline.review import MACHINE
from pipeline.review.decisions import Arrive, Propose, from_body
from pipeline.web.actions import local
from pipeline.web.render import NAME_COOKIE, chronicle, desk_of, redirect, render
from pipeline.web.view import Row
from pipeline.web.words import refusal

T = TypeVar("T")

PER_PAGE = 100
_SHOWN_IN_MERGE = 200


@dataclass(frozen=True, slots=True)
class Paging:
    """Which part of a long list is shown; pages count from 1."""

    page: int
    pages: int
    total: int
    path: str
    query: Mapping[str, str]

    def link(self, page: int) -> str:
        """Address of another part."""
        asked = {name: value for name, value in self.query.items() if value}
        return f"{self.path}?{urlencode({**asked, 'side': page})}"


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a theme: the theme under it, or None for what stands in the theme itself."""

    theme: Theme | None
    rows: list[Row]


def page_of(request: Request) -> int:
    """Return the page of a list that a request asks for, from 1."""
    asked = request.query_params.get("side", "1")
    return max(1, int(asked)) if asked.isdecimal() and len(asked) < 9 else 1


def cut(
    request: Request, items: Sequence[T], most: int = PER_PAGE, **query: str
) -> tuple[Sequence[T], Paging]:
    """Return the part of a list that a request asks for."""
    pages = max(1, -(-len(items) // most))
    page = min(page_of(request), pages)
    shown = items[(page - 1) * most : page * most]
    return shown, Paging(page, pages, len(items), request.url.path, query)


def missing(request: Request) -> Response:
    """Say that what was asked for is not there any more."""
    return render(request, "missing.html", 404)


async def overview(request: Request) -> Response:
    """Every theme, and where to begin."""
    if NAME_COOKIE not in request.cookies:
        return redirect("/navn")
    return render(request, "overview.html")


async def name(request: Request) -> Response:
    """Ask who decides."""
    goes_on = local(request.query_params.get("videre", "/"))
    return render(request, "name.html", goes_on=goes_on)


async def theme(request: Request) -> Response:
    """One theme with all that can be done with it."""
    view = desk_of(request).view()
    found = view.state.themes.get(request.path_params["theme"])
    if found is None:
        return missing(request)
    parts = [None, *view.children(found.id)]
    of = {b: part for part in parts for b in view.state.own[part.id if part else found.id]}
    shown, paging = cut(request, list(of))
    rows = view.rows(shown)
    sections = [Section(part, [row for row in rows if of[row.id] is part]) for part in parts]
    return render(
        request,
        "theme.html",
        view=view,
        theme=found,
        sections=[section for section in sections if section.rows],
        paging=paging,
        following=view.next_open(found.id),
        is_stale=view.is_stale(found.id),
    )


async def merge(request: Request) -> Response:
    """Show themes that are to be one, before they are."""
    view = desk_of(request).view()
    ids = dict.fromkeys(request.query_params.getlist("themes"))
    themes = [view.state.themes[id_] for id_ in ids if id_ in view.state.themes]
    into = max(themes, key=lambda theme: view.size[theme.id]).id if themes else ""
    rows = {theme.id: view.rows(view.state.members(theme.id)[:_SHOWN_IN_MERGE]) for theme in themes}
    total = len({id_ for theme in themes for id_ in view.state.members(theme.id)})
    return render(
        request, "merge.html", view=view, themes=themes, into=into, rows=rows, total=total
    )


async def split(request: Request) -> Response:
    """Show how a theme might be split, before it is."""
    desk = desk_of(request)
    view = desk.view()
    found = view.state.themes.get(request.path_params["theme"])
    if found is None:
        return missing(request)
    try:
        proposal = await run_in_threadpool(desk.split, found.id)
    except PipelineError as error:
        said = refusal(error, view.state.themes)
        return render(request, "told.html", 409, title="Del temaet", said=said, back=found.id)
    parts = [
        (part.title, view.rows(id_ for id_ in part.members if id_ in view.state.places))
        for part in proposal.themes
        if part.parent is None
    ]
    return render(request, "split.html", view=view, theme=found, parts_list=parts)


async def bullet(request: Request) -> Response:
    """One bullet in its document, with all that can be done with it."""
    view = desk_of(request).view()
    id_ = request.path_params["bullet"]
    if id_ not in view.state.places:
        return missing(request)
    [row] = view.rows([id_])
    return render(
        request,
        "bullet.html",
        view=view,
        row=row,
        before=view.texts.before(id_, 8),
        after=view.texts.after(id_, 8),
        host=row.bullet.meeting if row.bullet and "vaert" in request.query_params else None,
    )


async def outside(request: Request) -> Response:
    """Bullets that are in no theme: like none, or set aside."""
    view = desk_of(request).view()
    which = request.url.path.strip("/")
    bullets = {"uden-tema": view.homeless, "sat-til-side": view.aside}
    shown, paging = cut(request, bullets[which])
    rows = view.rows(shown)
    return render(request, f"{which}.html", view=view, rows=rows, paging=paging)


async def history(request: Request) -> Response:
    """Who decided what and when, the newest first."""
    view = desk_of(request).view()
    entries = view.history.entries
    by_id = {entry.id: entry for entry in entries}
    shown, paging = cut(request, [entry.id for entry in reversed(entries)])
    told = chronicle(view)
    undoable = {entry.id for entry in view.history.undoable()}
    undone = set(view.history.undone)
    rows = [
        (by_id[id_], told.person(by_id[id_]), told.sentence(by_id[id_]), id_ in undone)
        for id_ in shown
    ]
    return render(request, "history.html", view=view, rows=rows, undoable=undoable, paging=paging)


async def changes(request: Request) -> Response:
    """What the last run changed, with a way to take it all back."""
    view = desk_of(request).view()
    runs = [e for e in view.history.counting if e.kind == Propose.kind and e.by == MACHINE]
    run = runs[-1] if len(runs) > 1 else None
    step = from_body(run.kind, run.body) if run else None
    arrivals = [e for e in view.history.counting if e.kind == Arrive.kind]
    arrival = from_body(arrivals[-1].kind, arrivals[-1].body) if arrivals and run else None
    can_undo = run is not None and run.id in {kept.id for kept in view.history.undoable()}
    return render(
        request, "changes.html", view=view, run=run, step=step, arrival=arrival, can_undo=can_undo
    )


async def help_(request: Request) -> Response:
    """The help sheet as a page."""
    return render(request, "help.html")
