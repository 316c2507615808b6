"""The application: which address is which page, and how a form becomes an entry of the log."""

from __future__ import annotations

import secrets
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from pipeline.errors import ConflictError, PipelineError, UnchangedError
from pipeline.review.checks import check_person
from pipeline.web import asking, map_page, pages
from pipeline.web.actions import Form, IncompleteFormError, landing, local, to_decisions
from pipeline.web.desk import SHEET, Desk
from pipeline.web.refused import refuse
from pipeline.web.render import NAME_COOKIE, ROOM, desk_of, environment, person, redirect, render
from pipeline.web.repeats import repeats, repeats_link
from pipeline.web.security import Guard
from pipeline.web.words import refusal

_MOST_FIELDS = 100_000
_YEAR = 365 * 24 * 3600
# What may be fetched, and what it is.
_FILES = {
    SHEET: "Regneark til gennemgang i Excel",
    "strategiudkast.docx": "Udkast til strategien i Word",
    "strategiudkast.xlsx": "Udkastet som regneark",
    "strategiudkast.md": "Udkastet som tekst",
    "rapport.html": "Rapport med figurer",
    "themes.md": "Temaerne som tekst",
    "themes.json": "Temaerne til andre programmer",
}


def create_app(desk: Desk, port: int) -> Guard:
    """Return the page of a review behind its guard; `port` is where it will be served."""

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        seen = desk.review.revision
        threading.Thread(target=desk.warm, daemon=True).start()
        yield
        desk.close(seen)

    routes = [
        Route("/", pages.overview),
        Route("/navn", pages.name),
        Route("/navn", _name, methods=["POST"]),
        Route("/tema/{theme}", pages.theme),
        Route("/tema/{theme}/del", pages.split),
        Route("/udsagn/{bullet}", pages.bullet),
        Route("/saml", pages.merge),
        Route("/gentagelse", repeats),
        *(Route(f"/{name}", pages.outside) for name in ("uden-tema", "sat-til-side")),
        Route("/usikre", asking.uncertain),
        Route("/soeg", asking.search),
        Route("/arbejdsliste", asking.work_list),
        Route("/finhed", asking.granularity),
        Route("/nye-titler", _relabel, methods=["POST"]),
        Route("/finhed", _granularity, methods=["POST"]),
        Route("/kort", map_page.bullet_map),
        Route("/historik", pages.history),
        Route("/aendringer", pages.changes),
        Route("/hjaelp", pages.help_),
        Route("/eksport", _exports),
        Route("/eksport", _export, methods=["POST"]),
        Route("/hent/{name}", _download),
        Route("/goer/{verb}", _act, methods=["POST"]),
        Route("/static/kort.js", map_page.script),
        Route("/static/kort.css", map_page.style),
        Mount("/static", StaticFiles(directory=ROOM / "static")),
    ]
    app = Starlette(routes=routes, lifespan=lifespan, exception_handlers={404: _not_found})
    app.state.desk = desk
    app.state.csrf = secrets.token_urlsafe(32)
    app.state.templates = environment()
    return Guard(app, port, app.state.templates.get_template("locked_out.html").render())


async def _not_found(request: Request, _: Exception) -> Response:
    return pages.missing(request)


async def _form(request: Request) -> Form | None:
    """What a form sent, or None if it does not come from a page of this server."""
    form = Form(await request.form(max_fields=_MOST_FIELDS))
    ours = secrets.compare_digest(form["csrf"].encode(), request.app.state.csrf.encode())
    return form if ours else None


def _stale(request: Request) -> Response:
    said = "Siden er for gammel, fordi programmet er startet igen. Intet er ændret. Prøv igen."
    return render(request, "told.html", 403, title="Prøv igen", said=said, back="")


async def _act(request: Request) -> Response:
    """Carry out what a button means, and go on to a page that tells so."""
    form = await _form(request)
    if form is None:
        return _stale(request)
    verb, desk = str(request.path_params["verb"]), desk_of(request)
    view, review = desk.view(), desk.review
    by, revision = person(request), form["revision"] or None
    try:
        if verb == "fortryd":
            entries = [review.undo(by, form["entry"] or None, revision)]
        elif verb == "gentag":
            entries = [review.redo(by, form["entry"] or None, revision)]
        elif verb == "til-side" and form["reason"] == "duplicate" and not form["of"]:
            bullets = form.ids("bullet")
            if not bullets:
                raise IncompleteFormError("Vælg mindst ét udsagn ved at sætte et kryds ud for det.")
            link = repeats_link(bullets, form["theme"], local(form["next"]))
            return Response(status_code=303, headers={"Location": link})
        else:
            entries = review.decide_all(to_decisions(verb, form, view), by, revision)
    except KeyError:
        return pages.missing(request)
    except UnchangedError:
        return redirect(*landing(verb, form, view), unchanged=verb)
    except (PipelineError, IncompleteFormError) as error:
        return refuse(request, verb, form, error)
    return redirect(*landing(verb, form, view), entries[-1])


async def _granularity(request: Request) -> Response:
    """Carry out the joins or splits that a person has seen."""
    form = await _form(request)
    if form is None:
        return _stale(request)
    desk = desk_of(request)
    try:
        if form["revision"] != desk.review.revision:
            raise ConflictError("Something was decided since the plan was made.", ())
        plan = await run_in_threadpool(asking.plan_of, desk, asking.steps_of(form["trin"]))
        entries = desk.advice.carry_out(plan, person(request), form["revision"])
    except PipelineError as error:
        return refuse(request, "finhed", form, error)
    return redirect("/", "liste", entries[-1] if entries else None)


async def _relabel(request: Request) -> Response:
    """Let the program find titles for themes whose bullets have changed."""
    form = await _form(request)
    if form is None:
        return _stale(request)
    desk = desk_of(request)
    try:
        entry = await run_in_threadpool(desk.advice.relabel)
    except PipelineError as error:
        said = refusal(error, desk.view().state.themes)
        return render(request, "told.html", 409, title="Nye titler", said=said, back="")
    return redirect(local(form["next"]), "indhold", entry)


async def _name(request: Request) -> Response:
    """Keep the name of the person in a cookie."""
    form = await _form(request)
    if form is None:
        return _stale(request)
    try:
        given = check_person(form["name"])
    except PipelineError as error:
        goes_on, said = local(form["next"]), refusal(error, {})
        return render(request, "name.html", 422, goes_on=goes_on, said=said)
    answer = redirect(local(form["next"]))
    answer.set_cookie(NAME_COOKIE, quote(given), max_age=_YEAR, httponly=True, samesite="strict")
    return answer


async def _exports(request: Request) -> Response:
    """What can be fetched, and how old it is."""
    folder = desk_of(request).out
    found = {name: folder / name for name in _FILES if (folder / name).is_file()}
    files = [(name, _FILES[name], path.stat().st_mtime) for name, path in found.items()]
    return render(request, "export.html", files=files, is_new="ny" in request.query_params)


async def _export(request: Request) -> Response:
    """Write the results and the sheet."""
    if await _form(request) is None:
        return _stale(request)
    desk = desk_of(request)
    try:
        await run_in_threadpool(desk.export)
    except PipelineError as error:
        said = refusal(error, desk.view().state.themes)
        return render(request, "told.html", 409, title="Eksport", said=said, back="")
    return redirect("/eksport?ny=1", "indhold")


async def _download(request: Request) -> Response:
    """Hand out a file that was written."""
    name = str(request.path_params["name"])
    path = desk_of(request).out / name
    if name not in _FILES or not path.is_file():
        return pages.missing(request)
    return FileResponse(path, filename=name)
