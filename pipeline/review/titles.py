"""What each theme was called at each place in the log, so that old entries can be told by title."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from pipeline.records import Entry
from pipeline.review.apply import parts
from pipeline.review.decisions import Gather, Propose, Redo, Relabel, Rename, Several, Split, Undo
from pipeline.review.ids import split_id

_NEW = (Split.kind, Gather.kind)


class Titles:
    """Titles of a whole log.

    Parameters
    ----------
    entries
        The log.
    """

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._position = {entry.id: at for at, entry in enumerate(entries)}
        # When each theme got each title, by which entry, and when entries were taken back.
        self._titles: dict[str, list[tuple[int, str, str]]] = defaultdict(list)
        self._taken_back: dict[str, list[tuple[int, bool]]] = defaultdict(list)
        for at, entry in enumerate(entries):
            self._note(at, entry)

    def __contains__(self, theme: str) -> bool:
        return theme in self._titles

    def before(self, entry: Entry, theme: str) -> str | None:
        """Return the title that a theme had just before an entry, or got by it if it is new.

        None for a theme that the log does not know; empty where the words were withdrawn.
        """
        at = self._position[entry.id]
        known = self._titles.get(theme, [])
        before = [row for row in known if row[0] < at and row[2] and self._counts(row[1], at)]
        rows = before or known[:1]
        return rows[-1][2] if rows else None

    def _note(self, at: int, entry: Entry) -> None:
        if entry.kind in (Undo.kind, Redo.kind):
            self._taken_back[entry.body["entry"]].append((at, entry.kind == Undo.kind))
        elif entry.kind == Propose.kind:
            for theme in entry.body["themes"]:
                self._titles[theme["id"]].append((at, entry.id, theme["title"]))
        elif entry.kind == Relabel.kind:
            for label in entry.body["themes"]:
                # An empty title says that the theme keeps the one that it has.
                if label["title"]:
                    self._titles[label["theme"]].append((at, entry.id, label["title"]))
        elif entry.kind in (Rename.kind, *_NEW, Several.kind):
            for part in parts(entry):
                if part.kind in (Rename.kind, *_NEW):
                    theme = split_id(part.id) if part.kind in _NEW else part.body["theme"]
                    self._titles[theme].append((at, entry.id, part.body["title"]))

    def _counts(self, entry: str, at: int) -> bool:
        changes = [is_undo for when, is_undo in self._taken_back.get(entry, []) if when < at]
        return not (changes and changes[-1])
