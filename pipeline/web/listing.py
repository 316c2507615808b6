"""The work list without waiting: what is known is shown while a newer list is made."""

from __future__ import annotations

import contextlib
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor, TimeoutError
from dataclasses import dataclass

from pipeline.advice import Advice
from pipeline.review import Review, State
from pipeline.review.item import is_open
from pipeline.review.worklist import Item

_PATIENCE_SECONDS = 0.05
# A long work begins when the page that asked for it has been answered.
_PAUSE_SECONDS = 0.3
_ABOUT_BULLETS = ("uncertain", "personal", "duplicate")


@dataclass(frozen=True, slots=True)
class _Made:
    revision: str
    items: list[Item]
    seconds: float


class WorkList:
    """The work list of a review, made anew beside the page after each decision.

    With few bullets a new list is there at once. With many it takes longer than a page may; the
    page then shows the list before, less what has been dealt with since.

    Parameters
    ----------
    review, advice
        What it is a list of, and who makes it.
    """

    def __init__(self, review: Review, advice: Advice) -> None:
        self._review, self._advice = review, advice
        self._lock = threading.Lock()
        self._closed = threading.Event()
        self._worker = ThreadPoolExecutor(1)
        self._coming: Future[_Made] | None = None
        self._last: _Made | None = None

    def items(self) -> list[Item]:
        """Return what is worth a look; waits the first time only. From any thread.

        Raises
        ------
        PipelineError
            If the model that the themes were made with is not there.
        """
        with self._lock:
            coming, last = self._refresh(), self._last
        if last is None:
            return self._keep(coming.result()).items if coming else []
        if coming and last.seconds < _PATIENCE_SECONDS:
            with contextlib.suppress(TimeoutError):
                last = self._keep(coming.result(_PATIENCE_SECONDS))
        state = self._review.state
        return [item for item in last.items if is_at_hand(item, state)]

    def close(self) -> None:
        """Make no more lists; whoever asks from now on gets what is known."""
        with self._lock:
            self._closed.set()
        self._worker.shutdown(wait=True, cancel_futures=True)

    def _refresh(self) -> Future[_Made] | None:
        """Return the list that is being made, if one is needed."""
        if self._coming and self._coming.done() and not self._coming.exception():
            self._last = self._coming.result()
        if self._last and self._last.revision == self._review.revision:
            return None
        if self._closed.is_set():
            return None
        if self._coming is None or self._coming.done():
            is_long = self._last and self._last.seconds >= _PATIENCE_SECONDS
            self._coming = self._worker.submit(self._make, _PAUSE_SECONDS if is_long else 0.0)
        return self._coming

    def _keep(self, made: _Made) -> _Made:
        with self._lock:
            self._last = made
        return made

    def _make(self, pause: float) -> _Made:
        self._closed.wait(pause)
        start = time.perf_counter()
        # The revision is read first: a decision made meanwhile makes the list an old one.
        revision = self._review.revision
        return _Made(revision, self._advice.work_list(), time.perf_counter() - start)


def is_at_hand(item: Item, state: State) -> bool:
    """Whether nobody has dealt with what an item is about."""
    if any(theme not in state.themes for theme in item.themes):
        return False
    if item.kind in _ABOUT_BULLETS:
        places = [state.places.get(bullet) for bullet in item.bullets]
        return all(place and place.by == "machine" and not place.notes for place in places)
    return any(is_open(state.themes[theme]) for theme in item.themes) and all(
        bullet in state.places for bullet in item.bullets
    )
