"""What the web page and the command line ask about a review: search, work list, granularity.

Vectors and tokens come from the caches that the last run filled, so that no model is loaded where
nothing is new.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Hashable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from pipeline.embed import CachedEncoder, SentenceEncoder
from pipeline.grammar import CachedTagger, GrammarModel
from pipeline.records import Bullet, Entry
from pipeline.relabel import Labeller, propose_titles, relabel
from pipeline.review import Review
from pipeline.review.duplicates import find_duplicates
from pipeline.review.granularity import Group, Plan, coarser, finer
from pipeline.review.item import table_of
from pipeline.review.labels import stale_themes
from pipeline.review.shape import Shape
from pipeline.review.worklist import Item, Progress, progress, work_list
from pipeline.search import Answer, SearchIndex
from pipeline.settings import Settings

if TYPE_CHECKING:
    from pipeline.embed import Vectors

T = TypeVar("T")

# Clustering smooths the vectors of so many bullets at most.
_MOST_SMOOTHED = 5_000


class Advice:
    """Advice on one review, remembered while nothing changes; safe to ask from several threads.

    Parameters
    ----------
    review
        The review, opened.
    out
        Folder of the results, which holds the caches.
    settings
        Those that the themes were made with.
    """

    def __init__(self, review: Review, out: Path, settings: Settings) -> None:
        self.review = review
        self._cache = out / "cache"
        self._settings = settings
        self._lock = threading.RLock()
        self._kept: dict[str, tuple[Hashable, Any]] = {}

    def search(
        self,
        query: str,
        theme: str | None = None,
        among: Collection[str] | None = None,
        limit: int = 50,
        offset: int = 0,
    ) -> Answer:
        """Search the bullets that are there, in one theme or a set of bullets if named.

        Raises
        ------
        DecisionError
            If there is no such theme.
        """
        if theme is not None:
            members = self.review.state.members(self.review.state.find_theme(theme).id)
            among = set(members) if among is None else set(members) & set(among)
        return self._index().search(query, among, limit, offset)

    def work_list(self) -> list[Item]:
        """Return what is worth a look, the most valuable first; see `review.worklist`."""

        def make() -> list[Item]:
            state, bullets = self.review.state, self._bullets()
            rows, vectors = self._vectors()
            pairs = self._keep(
                "duplicates", tuple(bullets), lambda: find_duplicates(bullets.values())
            )
            known = self._keep("shapes", self._documents(), lambda: list[Shape]())
            shape = Shape(state, bullets, rows, vectors, known[0] if known else None)
            known[:] = [shape]
            return work_list(state, bullets, shape, pairs)

        return self._keep("work list", self.review.revision, make)

    def progress(self) -> Progress:
        """Return how far the review has come."""
        return progress(self.review.state, self._bullets())

    def coarser(self, steps: int = 1) -> Plan:
        """Plan to join themes, `steps` times; nothing is decided by it."""
        tables = {id_: table_of(bullet) for id_, bullet in self._bullets().items()}
        with self._lock:
            known = self._keep("sums", self._documents(), lambda: dict[tuple[str, ...], Group]())
            return coarser(self.review.state, steps, *self._smoothed(), tables, known)

    def finer(self, steps: int = 1) -> Plan:
        """Plan to split themes, `steps` times; nothing is decided by it."""
        return finer(self.review.state, steps, *self._smoothed(), self._name)

    def carry_out(self, plan: Plan, by: str, revision: str | None = None) -> list[Entry]:
        """Carry a plan out as one entry; `revision` is that of the themes it was made on.

        Raises
        ------
        ConflictError, DecisionError
            As `Review.decide` does.
        """
        return self.review.decide_all(plan.decisions, by, revision) if plan.decisions else []

    def stale(self) -> list[str]:
        """Return themes whose bullets have changed since what they are shown by was made."""

        def make() -> list[str]:
            return stale_themes(self.review.state, self._bullets().keys())

        return self._keep("stale", self.review.revision, make)

    def vectors(self) -> dict[str, Vectors]:
        """Return the sentence model's unit vector of each bullet, by its id.

        Raises
        ------
        ModelError
            If a bullet is new and the model is not there.
        """
        rows, vectors = self._vectors()
        return {bullet: vectors[row] for bullet, row in rows.items()}

    def relabel(self) -> Entry | None:
        """Make anew what those themes are shown by; None where there are none.

        The titles of themes that nobody named may change, and the sentence model may be loaded,
        which takes some seconds.
        """
        return relabel(self.review, self._labeller())

    def _bullets(self) -> dict[str, Bullet]:
        return self._keep("bullets", self._documents(), self.review.store.bullets)

    def _documents(self) -> Hashable:
        """What the bullets depend on: a run or a withdrawal changes it, a decision does not."""
        return self.review.store.bullets_version()

    def _index(self) -> SearchIndex:
        return self._keep("index", self._documents(), lambda: SearchIndex(self._bullets().values()))

    def _vectors(self) -> tuple[dict[str, int], Vectors]:
        def make() -> tuple[dict[str, int], Vectors]:
            bullets = self._bullets()
            vectors = self._encoder().encode([bullet.text for bullet in bullets.values()])
            return {id_: row for row, id_ in enumerate(bullets)}, vectors

        return self._keep("vectors", self._documents(), make)

    def _smoothed(self) -> tuple[dict[str, int], Vectors]:
        def make() -> tuple[dict[str, int], Vectors]:
            from threadpoolctl import threadpool_limits

            from pipeline.cluster import smooth

            rows, vectors = self._vectors()
            with threadpool_limits(limits=1):
                return rows, smooth(vectors) if len(vectors) <= _MOST_SMOOTHED else vectors

        return self._keep("smoothed", self._documents(), make)

    def _name(self, groups: Sequence[Sequence[str]]) -> list[str]:
        def make() -> list[str]:
            return propose_titles(self.review.state, groups, self._bullets(), self._labeller())

        return self._keep("titles", (self.review.revision, tuple(map(tuple, groups))), make)

    def _labeller(self) -> Labeller:
        tagger = CachedTagger(GrammarModel(self._settings.grammar), self._cache)
        return Labeller(self._encoder(), tagger, self._settings.title_weights)

    def _encoder(self) -> CachedEncoder:
        return CachedEncoder(SentenceEncoder(self._settings.model), self._cache)

    def _keep(self, name: str, key: Hashable, make: Callable[[], T]) -> T:
        """What was made under a name for this key, made anew where the key has changed."""
        with self._lock:
            if name not in self._kept or self._kept[name][0] != key:
                self._kept[name] = (key, make())
            kept: T = self._kept[name][1]
            return kept
