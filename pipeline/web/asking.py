"""The pages that ask for advice: search, the work list, fewer or more themes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from pipeline.errors import PipelineError
from pipeline.review.granularity import Plan, taking_no_part
from pipeline.web.desk import Desk
from pipeline.web.listing import is_at_hand
from pipeline.web.pages import Paging, cut, page_of
from pipeline.web.render import desk_of, render
from pipeline.web.tasks import KINDS, Task, to_task
from pipeline.web.view import Row
from pipeline.web.words import refusal

MOST_STEPS = 8
_TASKS = 20
_FOUND = 50
_SHOWN_IN_CHANGE = 5


@dataclass(frozen=True, slots=True)
class Found:
    """A bullet that was found, its text cut where words of the query begin and end."""

    row: Row
    pieces: list[tuple[str, bool]]


async def search(request: Request) -> Response:
    """Bullets that a query finds."""
    desk = desk_of(request)
    view = desk.view()
    sought, within = request.query_params.get("q", ""), request.query_params.get("tema", "")
    theme = within if within in view.state.themes else None
    asked = page_of(request)
    # A word that was typed to its end is not the beginning of another.
    answer = await run_in_threadpool(
        desk.advice.search, f"{sought} ", theme, None, _FOUND, (asked - 1) * _FOUND
    )
    pages = max(1, -(-answer.total // _FOUND))
    known = [hit for hit in answer.hits if hit.bullet in view.state.places]
    rows = view.rows(hit.bullet for hit in known)
    return render(
        request,
        "search.html",
        view=view,
        sought=sought,
        within=theme or "",
        answer=answer,
        found=[
            Found(row, pieces(row.text, hit.spans)) for row, hit in zip(rows, known, strict=True)
        ],
        paging=Paging(
            min(asked, pages), pages, answer.total, "/soeg", {"q": sought, "tema": within}
        ),
    )


def pieces(text: str, spans: tuple[tuple[int, int], ...]) -> list[tuple[str, bool]]:
    """Cut a text into pieces, each with whether it was sought."""
    cuts: list[tuple[str, bool]] = []
    end = 0
    for start, stop in spans:
        cuts += [(text[end:start], False), (text[start:stop], True)]
        end = stop
    return [piece for piece in [*cuts, (text[end:], False)] if piece[0]]


async def work_list(request: Request) -> Response:
    """What is worth a look, the most valuable first."""
    desk = desk_of(request)
    try:
        items = await run_in_threadpool(desk.work_list.items)
    except PipelineError as error:
        return _told(request, "Arbejdsliste", error)
    view = desk.view()
    counts = Counter(str(item.kind) for item in items)
    wanted = request.query_params.get("slags", "")
    chosen = [item for item in items if wanted not in counts or item.kind == wanted]
    shown, paging = cut(request, chosen, _TASKS, slags=wanted if wanted in counts else "")
    tasks: list[Task] = [to_task(item, view) for item in shown if is_at_hand(item, view.state)]
    return render(
        request,
        "worklist.html",
        view=view,
        tasks=tasks,
        paging=paging,
        counts=[(kind, name, counts[kind]) for kind, name in KINDS.items() if counts[kind]],
        wanted=wanted,
        total=len(items),
    )


async def uncertain(request: Request) -> Response:
    """Bullets that the machine is in doubt about, each with the themes it might belong to."""
    desk = desk_of(request)
    try:
        items = await run_in_threadpool(desk.work_list.items)
    except PipelineError:
        # Without a model there is no second guess, but the bullets can be placed all the same.
        items = []
    view = desk.view()
    nearest = {item.bullets[0]: item.themes[1:] for item in items if "confidence" in item.reason}
    shown, paging = cut(request, view.doubtful, _TASKS)
    rows = view.rows(shown)
    homes = {
        row.id: [
            home
            for home in (row.place.candidates or nearest.get(row.id, ()))[:2]
            if home in view.state.themes
        ]
        for row in rows
    }
    return render(request, "usikre.html", view=view, rows=rows, homes=homes, paging=paging)


async def granularity(request: Request) -> Response:
    """Show how themes would join or split, before they do."""
    desk = desk_of(request)
    view = desk.view()
    steps = steps_of(request.query_params.get("trin", "0"))
    try:
        plan = await run_in_threadpool(plan_of, desk, steps) if steps else None
    except PipelineError as error:
        return _told(request, "Flere eller færre temaer", error)
    changes = [
        (change, view.rows(b for b in change.bullets if b in view.state.places)[:_SHOWN_IN_CHANGE])
        for change in (plan.changes if plan else ())
    ]
    return render(
        request,
        "granularity.html",
        view=view,
        plan=plan,
        steps=steps,
        changes=changes,
        staying=[theme for theme in taking_no_part(view.state) if view.size[theme.id]],
        most=MOST_STEPS,
    )


def steps_of(word: str) -> int:
    """Return how many joins (below 0) or splits (above 0) are asked for."""
    digits = word.removeprefix("-")
    steps = int(digits) if digits.isdecimal() and len(digits) < 4 else 0
    steps = min(steps, MOST_STEPS)
    return -steps if word.startswith("-") else steps


def plan_of(desk: Desk, steps: int) -> Plan:
    """Return the joins or splits of so many steps."""
    return desk.advice.coarser(-steps) if steps < 0 else desk.advice.finer(steps)


def _told(request: Request, title: str, error: PipelineError) -> Response:
    said = refusal(error, desk_of(request).view().state.themes)
    return render(request, "told.html", 409, title=title, said=said, back="")
