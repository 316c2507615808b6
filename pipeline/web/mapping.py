"""The map of the bullets: laid out beside the pages, and kept while nothing on it changes."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor, TimeoutError
from dataclasses import dataclass, replace

from pipeline.advice import Advice
from pipeline.draft.figures import BulletMap, Spot, make_map, regroup, screen_map
from pipeline.errors import PipelineError
from pipeline.records import Bullet
from pipeline.web.view import View
from pipeline.web.words import meeting, source

# More links than these make a browser slow; each theme then shows as large a share of its own.
MOST_DRAWN = 6_000
# A page that waits longer for its map is shown without it, and asks again.
_PATIENCE_SECONDS = 0.02
# And so long for the drawing of one whose places are known.
_DRAWING_SECONDS = 0.02


@dataclass(frozen=True, slots=True)
class Themes:
    """What a map is of: title and bullets of each theme at the top, in order, by id."""

    ids: tuple[str, ...]
    titles: tuple[str, ...]
    members: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class DrawnMap:
    """A map as a page shows it.

    Attributes
    ----------
    svg
        The drawing; empty where there are too few bullets for one.
    nearest
        Title of the theme that each theme is most like, by id.
    drawn
        How many of the bullets are drawn.
    is_old
        Whether the bullets stand where they stood before the last decisions.
    """

    svg: str
    nearest: Mapping[str, str]
    drawn: int
    is_old: bool = False


@dataclass(frozen=True, slots=True)
class _Made:
    themes: Themes
    laid_out: BulletMap | None
    shown: DrawnMap


class MapMaker:
    """Makes the map of a review, one at a time, in a thread of its own.

    Where the bullets stand is kept while every theme holds the same bullets; a new title is only
    written anew. While the bullets of other themes are placed, they are shown where they stood.

    Parameters
    ----------
    advice
        Knows the bullets' vectors.
    """

    def __init__(self, advice: Advice) -> None:
        self._advice = advice
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="map")
        self._lock = threading.Lock()
        self._coming: tuple[Themes, Future[_Made]] | None = None
        self._last: _Made | None = None
        # Old places are drawn while new ones are sought, not after them.
        self._drawer = ThreadPoolExecutor(1, thread_name_prefix="map-as-it-was")
        self._meanwhile: tuple[Themes, Future[DrawnMap | None]] | None = None

    def ask(self, themes: Themes, bullets: Mapping[str, Bullet]) -> DrawnMap | None:
        """Return the map of themes as they are.

        While it is being made, the bullets stand where they did on the map before, in the looks of
        the themes that they are in now; None where there was no map before.

        Raises
        ------
        PipelineError
            If the model that the themes were made with is not there.
        """
        with self._lock:
            if self._last and self._last.themes == themes:
                return self._last.shown
            if self._coming is None or self._coming[0] != themes or self._coming[1].cancelled():
                self._keep_what_came()
                self._coming = themes, self._worker.submit(self._make, themes, bullets, self._last)
            coming = self._coming[1]
        try:
            made = coming.result(_PATIENCE_SECONDS)
        except TimeoutError:
            return self._as_it_was(themes, bullets)
        except PipelineError:
            with self._lock:
                self._coming = None
            raise
        with self._lock:
            self._last = made
        return made.shown

    def _as_it_was(self, themes: Themes, bullets: Mapping[str, Bullet]) -> DrawnMap | None:
        """The places of the last map with the themes of now; None without one or while it comes."""
        with self._lock:
            if self._last is None or self._last.laid_out is None:
                return None
            if self._meanwhile is None or self._meanwhile[0] != themes:
                if self._meanwhile:
                    self._meanwhile[1].cancel()
                drawing = self._drawer.submit(_regrouped, self._last.laid_out, themes, bullets)
                self._meanwhile = themes, drawing
            drawing = self._meanwhile[1]
        try:
            return drawing.result(_DRAWING_SECONDS)
        except TimeoutError:
            return None

    def _keep_what_came(self) -> None:
        """Remember a map that nobody came back for, and leave one that has not begun."""
        if self._coming is None or self._coming[1].cancel():
            return
        if self._coming[1].done() and not self._coming[1].exception():
            self._last = self._coming[1].result()

    def close(self) -> None:
        """Begin no other map."""
        for worker in (self._worker, self._drawer):
            worker.shutdown(wait=False, cancel_futures=True)

    def _make(self, themes: Themes, bullets: Mapping[str, Bullet], last: _Made | None) -> _Made:
        if last and last.laid_out and _hold_the_same(last.themes, themes):
            laid_out: BulletMap | None = replace(last.laid_out, names=themes.titles)
        else:
            laid_out = make_map(themes.titles, themes.members, self._advice.vectors())
        if laid_out is None:
            return _Made(themes, None, DrawnMap("", {}, 0))
        svg = _drawn(laid_out, bullets)
        nearest = {
            theme: "" if near is None else themes.titles[near]
            for theme, near in zip(themes.ids, laid_out.nearest, strict=True)
        }
        return _Made(themes, laid_out, DrawnMap(svg, nearest, svg.count("<a ")))


def themes_of(view: View) -> Themes:
    """Return the themes that have bullets whose documents are here."""
    here = view.texts.present
    held = [
        (top, members)
        for top in view.shown
        if (members := tuple(b for b in view.state.members(top.id) if b in here))
    ]
    return Themes(
        tuple(top.id for top, _ in held),
        tuple(top.title for top, _ in held),
        tuple(members for _, members in held),
    )


def _regrouped(
    laid_out: BulletMap, themes: Themes, bullets: Mapping[str, Bullet]
) -> DrawnMap | None:
    regrouped = regroup(laid_out, themes.titles, themes.members)
    if regrouped is None:
        return None
    svg = _drawn(regrouped, bullets)
    return DrawnMap(svg, {}, svg.count("<a "), is_old=True)


def _hold_the_same(one: Themes, other: Themes) -> bool:
    """Whether each theme holds the same bullets, in whatever order."""
    return [*map(set, one.members)] == [*map(set, other.members)]


def _drawn(bullet_map: BulletMap, bullets: Mapping[str, Bullet]) -> str:
    return screen_map(bullet_map, lambda id_: _spot(bullets[id_]), MOST_DRAWN)


def _spot(bullet: Bullet) -> Spot:
    told = (bullet.kind, meeting(bullet.meeting), source(bullet))
    return Spot(bullet.text, " · ".join(part for part in told if part), f"/udsagn/{bullet.id}")
