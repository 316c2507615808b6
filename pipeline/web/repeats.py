"""The page that asks which bullet the chosen ones repeat."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from urllib.parse import quote, urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from pipeline.web.actions import local
from pipeline.web.pages import missing
from pipeline.web.render import desk_of, render
from pipeline.web.view import View

_LIKEST = 12
_FOUND = 50


async def repeats(request: Request) -> Response:
    """Offer the likest bullets of the same theme, or what a query finds among all."""
    desk = desk_of(request)
    view = desk.view()
    chosen = [id_ for id_ in request.query_params.getlist("u") if id_ in view.state.places]
    if not chosen:
        return missing(request)
    asked = request.query_params.get("q", "")
    if asked.strip():
        # A word that was typed to its end is not the beginning of another.
        answer = await run_in_threadpool(
            desk.advice.search, f"{asked} ", limit=_FOUND + len(chosen)
        )
        found = [hit.bullet for hit in answer.hits if hit.bullet in view.state.places]
        offered = [id_ for id_ in found if id_ not in chosen]
    else:
        offered = _likest(view, chosen)
    return render(
        request,
        "repeats.html",
        view=view,
        rows=view.rows(chosen),
        likest=view.rows(offered),
        asked=asked,
        theme=request.query_params.get("tema", ""),
        goes_on=local(request.query_params.get("videre", "/")),
    )


def repeats_link(bullets: Sequence[str], theme: str, goes_on: str) -> str:
    """Address of the question which bullet the chosen ones repeat."""
    pairs = [*(("u", id_) for id_ in bullets), ("tema", theme), ("videre", goes_on)]
    return f"/gentagelse?{urlencode(pairs, quote_via=quote)}"


def _likest(view: View, chosen: Sequence[str]) -> list[str]:
    """Bullets of the same theme whose words are likest, the likest first."""
    texts, place = view.texts.bullets, view.state.places[chosen[0]]
    held = view.state.own.get(place.theme or "", ()) or view.state.uncertain()
    words = {id_: set(texts[id_].text.casefold().split()) for id_ in held if id_ in texts}
    mine = words.get(chosen[0]) or set(texts[chosen[0]].text.casefold().split())
    others = [id_ for id_ in words if id_ not in chosen]
    close = sorted(others, key=lambda id_: -len(words[id_] & mine) / len(words[id_] | mine))
    text = texts[chosen[0]].text
    likeness = {
        id_: SequenceMatcher(None, text, texts[id_].text).ratio() for id_ in close[: 4 * _LIKEST]
    }
    return sorted(likeness, key=lambda id_: -likeness[id_])[:_LIKEST]
