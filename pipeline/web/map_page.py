"""The page of the map, with the script and the style that belong to it."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from pipeline.draft.figures import map_script, map_style
from pipeline.errors import PipelineError
from pipeline.web.mapping import themes_of
from pipeline.web.render import desk_of, render
from pipeline.web.words import refusal


async def bullet_map(request: Request) -> Response:
    """The map, or that it is being made; the themes in a table beside it."""
    desk = desk_of(request)
    view = desk.view()
    themes = themes_of(view)
    try:
        shown = await run_in_threadpool(desk.map_maker.ask, themes, view.texts.present)
    except PipelineError as error:
        said = refusal(error, view.state.themes)
        return render(request, "told.html", 409, title="Kort over udsagn", said=said, back="")
    total = sum(map(len, themes.members))
    return render(request, "kort.html", view=view, themes=themes, shown=shown, total=total)


async def script(_: Request) -> Response:
    """What makes the map answer to the pointer and the keys."""
    return Response(map_script(), media_type="text/javascript")


async def style(_: Request) -> Response:
    """What the map looks like."""
    return Response(map_style(), media_type="text/css")
