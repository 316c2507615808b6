"""A review, opened: the one way for the web page, the Excel sheet and the command line to decide.

Every change goes the same way: read what others have added to the log, check that the decision
still fits what the person saw, apply it, and answer only when the log has it on disk.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from pipeline.errors import ConflictError, DecisionError, UnchangedError
from pipeline.records import Entry
from pipeline.review.apply import apply, apply_all
from pipeline.review.checks import check_new, check_person
from pipeline.review.decisions import Decision, Redo, Step, Undo, to_body
from pipeline.review.history import History, check_redo, check_undo, to_history
from pipeline.review.ids import entry_id
from pipeline.review.order import in_order
from pipeline.review.seen import check_seen
from pipeline.review.state import State
from pipeline.store import Store

_KEPT_STATES = 24
_REMEMBERED_STEPS = 12
# States at round lengths of the log are remembered longer, to replay from.
_MILESTONE = 50
MACHINE = "temaer"


def utc_now() -> str:
    """Time now in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


class Review:
    """The theme set of one review database, as it stands and as it came about.

    Parameters
    ----------
    path
        The database file, created where there is none.
    now
        Tells the time that goes into the log.

    Raises
    ------
    StoreError
        If the database cannot be opened.
    """

    def __init__(self, path: Path, now: Callable[[], str] = utc_now) -> None:
        self.store = Store(path)
        self._now = now
        self._lock = threading.RLock()
        self._states: OrderedDict[tuple[str, ...], State] = OrderedDict()
        self._history = History()
        self._state = State()
        self._is_changing = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self.store.close()

    @property
    def history(self) -> History:
        """The log, with what others have added to it meanwhile."""
        self._refresh()
        return self._history

    @property
    def state(self) -> State:
        """The themes as they stand now."""
        self._refresh()
        return self._state

    @property
    def revision(self) -> str:
        """Id of the newest entry; what a person sees is known by it. Empty before the first."""
        entries = self.history.entries
        return entries[-1].id if entries else ""

    def state_at(self, revision: str) -> State:
        """Return the themes as they stood when `revision` was the newest entry.

        Raises
        ------
        DecisionError
            If the log has no such entry.
        """
        history = self.history
        ids = [entry.id for entry in history.entries]
        if revision not in ids:
            raise DecisionError(f"The log has no entry {revision}: it is of another review.")
        return self._state_of(to_history(history.entries[: ids.index(revision) + 1]).counting)

    def decide(self, decision: Decision, by: str, revision: str | None = None) -> Entry:
        """Carry a decision out and write it to the log; when this returns it is on disk.

        Parameters
        ----------
        decision
            What was decided.
        by
            Name of the person.
        revision
            `revision` of what the person saw; None for the themes as they stand.

        Raises
        ------
        ConflictError
            If what the decision rests on has changed since `revision`.
        UnchangedError
            If it is so already.
        DecisionError
            If it makes no sense on the themes as they stand.
        StoreError
            If it could not be written.
        """
        return self.decide_all([decision], by, revision)[0]

    def decide_all(
        self, decisions: Sequence[Decision], by: str, revision: str | None = None
    ) -> list[Entry]:
        """Carry several decisions out, one after the other, all of them or none (see `decide`)."""
        person = check_person(by)
        with self.changing():
            before = self._state
            if revision is not None and revision != self.revision:
                seen = self.state_at(revision)
                for decision in decisions:
                    check_seen(decision, seen, before)
            entries = []
            for decision in decisions:
                check_new(decision)
                state = self._state
                entries.append(self.add(in_order(decision, state), person))
                if self._state == state:
                    raise UnchangedError("Nothing would change: it is so already.")
            return entries

    def undo(self, by: str, entry: str | None = None, revision: str | None = None) -> Entry:
        """Take an entry back, by default the newest that counts; later ones must still make sense.

        Raises
        ------
        ConflictError
            If somebody decided something after `revision`.
        DecisionError
            If there is nothing to take back, or later entries build on it.
        """
        person = check_person(by)
        with self.changing():
            self._check_newest(revision)
            undoable = self._history.undoable()
            if entry is None and not undoable:
                raise DecisionError("There is nothing to undo.")
            target = entry or undoable[-1].id
            check_undo(self._history, target)
            return self.add(Undo(target), person)

    def redo(self, by: str, entry: str | None = None, revision: str | None = None) -> Entry:
        """Put back what was taken back last, or an entry by its id; see `undo`."""
        person = check_person(by)
        with self.changing():
            self._check_newest(revision)
            target = entry or self._history.redoable()
            if target is None:
                raise DecisionError("There is nothing to redo: nothing was undone last.")
            check_redo(self._history, target)
            return self.add(Redo(target), person)

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Hold the log: what is added inside is written at once or not at all. May be nested."""
        with self._lock:
            if self._is_changing:
                yield
                return
            self._refresh()
            history, state = self._history, self._state
            try:
                with self.store.writing():
                    # Somebody may have written between the look and the lock.
                    self._refresh()
                    history, state = self._history, self._state
                    self._is_changing = True
                    yield
            except BaseException:
                self._history, self._state = history, state
                raise
            finally:
                self._is_changing = False

    def add(self, step: Step, by: str, entry: Entry | None = None) -> Entry:
        """Apply a step and add it to the log, inside `changing()`; `entry` carries a known id."""
        if entry is None:
            at, body = self._now(), to_body(step)
            previous = self._history.entries[-1].id if self._history.entries else ""
            entry = Entry(entry_id(previous, at, by, step.kind, body), at, by, step.kind, body)
        history = self._history.with_entry(entry)
        if isinstance(step, Undo | Redo):
            try:
                state = self._state_of(history.counting)
            except DecisionError as error:
                raise DecisionError(f"A later entry builds on it ({error})") from error
        else:
            state = apply(self._state, entry)
            self._keep(history.counting, state)
        [written] = self.store.append([entry])
        self._history, self._state = self._history.with_entry(written), state
        return written

    def add_if_new(self, step: Step, by: str) -> Entry | None:
        """Add a step as `add` does, but only where it changes anything."""
        if self._history.counting:
            probe = Entry("e", self._now(), by, step.kind, to_body(step))
            if apply(self._state, probe) == self._state:
                return None
        return self.add(step, by)

    def reload(self) -> None:
        """Read the whole log again, after words were taken out of it, inside `changing()`."""
        self._states.clear()
        self._history = to_history(self.store.entries())
        self._state = self._state_of(self._history.counting)

    def _check_newest(self, revision: str | None) -> None:
        if revision is not None and revision != self.revision:
            raise ConflictError("Something was decided since you saw it. Look again.", ())

    def _refresh(self) -> None:
        with self._lock:
            entries = self._history.entries
            known = entries[-1].number if entries else 0
            if self.store.last_number() == known:
                return
            self._history = to_history([*entries, *self.store.entries(known)])
            self._state = self._state_of(self._history.counting)

    def _state_of(self, counting: Sequence[Entry]) -> State:
        """State after entries, from the longest run of them whose state is remembered."""
        ids = tuple(entry.id for entry in counting)
        best = max((kept for kept in self._states if ids[: len(kept)] == kept), key=len, default=())
        state, done = self._states.get(best, State()), len(best)
        # Whoever takes one entry back often takes the ones before it back, too.
        stops = {*range(_MILESTONE, len(ids), _MILESTONE)}
        stops |= {*range(max(1, len(ids) - _REMEMBERED_STEPS), len(ids) + 1)}
        for end in sorted(stop for stop in stops if stop > done):
            state = apply_all(state, counting[done:end])
            done = end
            self._keep(counting[:end], state)
        return state

    def _keep(self, counting: Sequence[Entry], state: State) -> None:
        self._states[tuple(entry.id for entry in counting)] = state
        passing = [kept for kept in self._states if len(kept) % _MILESTONE]
        for kept in passing[: max(0, len(passing) - _KEPT_STATES)]:
            del self._states[kept]
        for kept in list(self._states)[: max(0, len(self._states) - 2 * _KEPT_STATES)]:
            del self._states[kept]
