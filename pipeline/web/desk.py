"""What the page works on: one review, read again whenever it has changed."""

from __future__ import annotations

import contextlib
import getpass
import threading
from pathlib import Path

from pipeline import flow
from pipeline.advice import Advice
from pipeline.errors import PipelineError
from pipeline.records import Proposal
from pipeline.review import Review
from pipeline.review.decisions import Arrive, Begin, Forget, Propose
from pipeline.settings import Settings
from pipeline.sheet import write_sheet
from pipeline.web.listing import WorkList
from pipeline.web.mapping import MapMaker
from pipeline.web.view import Texts, View

_NEW_TEXTS = (Arrive.kind, Propose.kind, Begin.kind, Forget.kind)
SHEET = "gennemgang.xlsx"


class Desk:
    """A review at work, with the folder its results go to.

    All but `export` and `split` is called from one thread, that of the server's loop.

    Parameters
    ----------
    review
        The review that is open.
    out
        Folder of the results.
    settings
        What models to use for proposing a split.
    person
        Who decides, until the page is told another name; the user's name if empty.
    """

    def __init__(self, review: Review, out: Path, settings: Settings, person: str = "") -> None:
        self.review, self.out, self.settings = review, out, settings
        self.person = person or getpass.getuser()
        self.advice = Advice(review, out, settings)
        self.work_list = WorkList(review, self.advice)
        self.map_maker = MapMaker(self.advice)
        self._texts = self._read()
        self._view: View | None = None
        self._known = len(review.history.entries)
        self._exporting = threading.Lock()

    def view(self) -> View:
        """The review as it stands now, with what others have decided meanwhile."""
        history = self.review.history
        new = history.entries[self._known :]
        if any(entry.kind == Forget.kind for entry in new):
            # Words were taken out of older entries, which this program still remembers.
            with self.review.changing():
                self.review.reload()
            history = self.review.history
        if any(entry.kind in _NEW_TEXTS for entry in new):
            self._texts = self._read()
            self._view = None
        self._known = len(history.entries)
        revision = history.entries[-1].id if history.entries else ""
        if self._view is None or self._view.revision != revision:
            self._view = View(self.review.state, revision, history, self._texts)
        return self._view

    def warm(self) -> None:
        """Make what the first search and work list need; may be called from any thread.

        What goes wrong, such as a model that is not there, is told to whoever asks for it.
        """
        with contextlib.suppress(PipelineError):
            self.advice.search("a")
            self.work_list.items()

    def split(self, theme: str) -> Proposal:
        """Form themes of one theme alone; takes seconds, and may be called from any thread.

        Raises
        ------
        PipelineError
            If there are too few bullets, or a model is not there.
        """
        with Review(self.review.store.path) as review:
            return flow.propose_split(review, theme, self.out, self.settings)

    def export(self) -> None:
        """Write the results and the Excel sheet; may be called from any thread.

        Raises
        ------
        PipelineError
            If a file cannot be written.
        """
        with self._exporting, Review(self.review.store.path) as review:
            flow.write_results(review, self.out)
            write_sheet(review, self.out / SHEET)

    def _read(self) -> Texts:
        store = self.review.store
        return Texts(store.bullets(only_present=False), store.bullets())

    def close(self, seen: str) -> None:
        """Bring the results up to date if anything was decided after `seen`."""
        self.work_list.close()
        self.map_maker.close()
        if self.review.revision != seen and (self.out / "themes.json").is_file():
            with self._exporting:
                flow.write_results(self.review, self.out)
