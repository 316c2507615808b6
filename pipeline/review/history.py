"""The log to a theme set: which entries count, and what they come to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.errors import DecisionError
from pipeline.records import Entry
from pipeline.review.apply import apply_all
from pipeline.review.decisions import Arrive, Begin, Forget, Propose, Redo, Relabel, Undo
from pipeline.review.state import State

_LASTING = (Arrive.kind, Begin.kind, Forget.kind, Relabel.kind)


@dataclass(frozen=True, slots=True)
class History:
    """The entries of a log and which of them count.

    Attributes
    ----------
    entries
        The whole log.
    counting
        Entries that are not taken back, in order, without undo and redo themselves.
    undone
        Ids of entries that are taken back, the latest last.
    """

    entries: tuple[Entry, ...] = ()
    counting: tuple[Entry, ...] = ()
    undone: tuple[str, ...] = ()

    def with_entry(self, entry: Entry) -> History:
        """Return the history with one more entry."""
        entries = (*self.entries, entry)
        if entry.kind == Undo.kind:
            target = entry.body["entry"]
            counting = tuple(kept for kept in self.counting if kept.id != target)
            return History(entries, counting, (*self.undone, target))
        if entry.kind == Redo.kind:
            undone = tuple(id_ for id_ in self.undone if id_ != entry.body["entry"])
            return History(entries, self._counting(entries, undone), undone)
        return History(entries, (*self.counting, entry), self.undone)

    def undoable(self) -> list[Entry]:
        """Entries that can be taken back, the oldest first: none before the last new beginning."""
        first = next(
            (
                number + 1
                for number, entry in reversed(list(enumerate(self.counting)))
                if entry.kind == Begin.kind
            ),
            0,
        )
        since = [entry for entry in self.counting[first:] if entry.kind not in _LASTING]
        # What there was to review in the first place is no decision.
        return since[1:] if since and since[0].kind == Propose.kind else since

    def redoable(self) -> str | None:
        """Id of the entry to put back next, or None where something was decided since."""
        # New labels are no decision: what was undone before them can still be put back.
        kinds = (entry.kind for entry in reversed(self.entries) if entry.kind != Relabel.kind)
        last = next(kinds, "")
        return self.undone[-1] if self.undone and last in (Undo.kind, Redo.kind) else None

    @staticmethod
    def _counting(entries: Sequence[Entry], undone: Sequence[str]) -> tuple[Entry, ...]:
        out = {*undone}
        return tuple(
            entry
            for entry in entries
            if entry.kind not in (Undo.kind, Redo.kind) and entry.id not in out
        )


def to_history(entries: Sequence[Entry]) -> History:
    """Return the history of a whole log, in time that grows with its length only."""
    undone: dict[str, None] = {}
    for entry in entries:
        if entry.kind == Undo.kind:
            undone[entry.body["entry"]] = None
        elif entry.kind == Redo.kind:
            undone.pop(entry.body["entry"], None)
    return History(tuple(entries), History._counting(entries, tuple(undone)), tuple(undone))


def replay(history: History) -> State:
    """Return what the entries that count come to.

    Raises
    ------
    DecisionError
        If an entry makes no sense on what the ones before it came to.
    """
    return apply_all(State(), history.counting)


def check_undo(history: History, entry: str) -> None:
    """Refuse to take back what cannot be.

    Raises
    ------
    DecisionError
        If the entry is not there, is taken back already, or is none that can be.
    """
    if any(kept.id == entry and kept.kind == Forget.kind for kept in history.entries):
        raise DecisionError(f"Entry {entry} cannot be undone: what it withdrew is gone for good.")
    if entry not in {kept.id for kept in history.undoable()}:
        raise DecisionError(f"Entry {entry} cannot be undone: it is not among those that count.")


def check_redo(history: History, entry: str) -> None:
    """Refuse to put back what was not taken back.

    Raises
    ------
    DecisionError
        If the entry was not taken back.
    """
    if entry not in history.undone:
        raise DecisionError(f"Entry {entry} cannot be redone: it was not undone.")
