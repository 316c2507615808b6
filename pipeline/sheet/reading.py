"""An Excel sheet that people worked in, read back as decisions: all of them or none.

Three states meet here: what the sheet was written from, what it holds now, and what the review has
become meanwhile. A cell that nobody touched decides nothing; a cell that was touched decides where
the review is still as it was written, or already what the cell says.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.errors import DecisionError, InputError
from pipeline.records import Entry
from pipeline.review import (
    AddNote,
    Approve,
    Decision,
    Describe,
    Gather,
    Lock,
    Merge,
    Move,
    Nest,
    Rename,
    Reopen,
    Review,
    SetAside,
    Split,
    State,
    Unlock,
)
from pipeline.review.ids import split_id
from pipeline.sheet.cells import Row, Workbook, read_workbook
from pipeline.sheet.layout import (
    ASIDE,
    LOCKED,
    NEW_THEME,
    NOWHERE,
    REASONS,
    STATUS,
    TOP,
    above,
    labels,
    where,
)


def import_sheet(review: Review, path: Path, by: str) -> list[Entry]:
    """Carry out what people changed in a sheet that `write_sheet` wrote.

    Raises
    ------
    InputError
        If the file is no such sheet, or anything in it cannot be carried out; the message has a
        line for every problem, by sheet and cell. Nothing was changed then.
    """
    book = read_workbook(path)
    with review.changing():
        try:
            seen = review.state_at(book.revision)
        except DecisionError as error:
            raise InputError(
                str(path), "was written from another review", "Write a new one: `temaer sheet`"
            ) from error
        work = _Import(review, book, seen, review.state, by)
        work.carry_out()
        if work.problems:
            problems = "\n".join(work.problems)
            raise InputError(
                str(path),
                f"was not read in; {len(work.problems)} to correct:\n{problems}\n"
                "Nothing was changed",
                "Correct these cells, or write a new sheet with `temaer sheet`",
            )
        return work.entries


@dataclass
class _Import:
    """One import under way: what was decided and what is wrong so far."""

    review: Review
    book: Workbook
    seen: State
    now: State
    by: str
    entries: list[Entry] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def carry_out(self) -> None:
        self.problems += self.book.problems
        self._check_rows()
        if self.problems:
            return
        # What was locked may be changed once it is open; what is to be locked is changed before.
        self._locks(is_locked=False)
        self._titles()
        self._descriptions()
        self._bullets()
        self._parents()
        self._merges()
        self._status()
        self._locks(is_locked=True)
        self._notes()

    def _check_rows(self) -> None:
        """Every row must be one that was written, with what was written in its closed columns."""
        named = labels(self.seen)
        originals: dict[str, Mapping[str, str]] = {}
        for theme in self.seen.themes.values():
            originals[theme.id] = {
                "old_title": theme.title,
                "old_status": STATUS[theme.status],
                "old_parent": above(theme, named),
                "old_description": theme.description,
                "old_lock": LOCKED[theme.is_locked],
            }
        for bullet in self.book.bullets:
            place = self.seen.places.get(bullet.id)
            originals[bullet.id] = {"old_theme": where(place, named)}
        known = set(self.review.store.bullets(only_present=False))
        rows = [*self.book.themes, *self.book.bullets]
        ids = {row.id for row in rows}
        for row in self.book.bullets:
            if row.id not in known:
                self._problem(row, "id", "no such statement; the id must stay as it was")
        for row in self.book.themes:
            if row.id not in self.seen.themes:
                self._problem(row, "id", "no such theme; the id must stay as it was")
        for row in rows:
            for name, value in originals.get(row.id, {}).items():
                if " ".join(value.split()) != " ".join(row[name].split()):
                    self._problem(row, name, f"must stay {value!r}; change the cell beside it")
        missing = [theme for theme in self.seen.themes if theme not in ids]
        missing += [b for b in self.book.written if b not in ids and b in known]
        for id_ in missing:
            self.problems.append(f"{self.book.sheet_of(id_)}: the row of {id_} is gone")

    def _titles(self) -> None:
        for row in self.book.themes:
            before = self.seen.themes[row.id].title
            if row["title"] == before or row["title"] == " ".join(before.split()):
                continue
            now = self.now.themes.get(row.id)
            if self._is_free(row, "title", before, now.title if now else None, row["title"]):
                self._decide(row, "title", Rename(row.id, row["title"]))

    def _descriptions(self) -> None:
        for row in self.book.themes:
            before = self.seen.themes[row.id].description
            # Line ends are written in many ways by the programs that save sheets.
            if row["description"].split() == before.split():
                continue
            now = self.now.themes.get(row.id)
            held = now.description if now else None
            if self._is_free(row, "description", before, held, row["description"]):
                self._decide(row, "description", Describe(row.id, row["description"]))

    def _locks(self, is_locked: bool) -> None:
        """Lock what is to be locked, or unlock what is to be open."""
        words = {danish: locked for locked, danish in LOCKED.items()}
        for row in self.book.themes:
            before = self.seen.themes[row.id].is_locked
            wanted = words.get(row["lock"])
            if wanted is None:
                if is_locked:
                    self._problem(row, "lock", f"must be one of: {', '.join(words)}")
            elif wanted is is_locked and wanted != before:
                now = self.now.themes.get(row.id)
                if self._is_free(row, "lock", before, now.is_locked if now else None, wanted):
                    self._decide(row, "lock", Lock(row.id) if wanted else Unlock(row.id))

    def _parents(self) -> None:
        """Put themes at the top first: another may come under one of them."""
        named = labels(self.seen)
        theme_of: dict[str, str | None] = {label: theme for theme, label in named.items()}
        theme_of[TOP] = None
        changed = [
            row
            for row in self.book.themes
            if (row["parent"] or TOP) != above(self.seen.themes[row.id], named)
        ]
        for row in sorted(changed, key=lambda row: row["parent"] not in (TOP, "")):
            label = row["parent"] or TOP
            if label not in theme_of:
                self._problem(row, "parent", f"no theme is called {label!r}")
                continue
            wanted, before = theme_of[label], self.seen.themes[row.id].parent
            now = self.now.themes.get(row.id)
            # Neither a theme nor the top, where the theme is gone.
            held = now.parent if now else ""
            if self._is_free(row, "parent", before, held, wanted):
                current = self.review.state.themes.get(row.id)
                # It comes along when the theme above it is put under another.
                if current is None or current.parent != wanted:
                    self._decide(row, "parent", Nest(row.id, wanted))

    def _bullets(self) -> None:
        named = labels(self.seen)
        theme_of = {label: theme for theme, label in named.items()}
        moves: dict[str, list[Row]] = defaultdict(list)
        new: dict[str, list[Row]] = defaultdict(list)
        for row in self.book.bullets:
            before = self.seen.places.get(row.id)
            wanted = row["theme"] or NOWHERE
            if wanted == where(before, named) and not self._is_other_reason(row):
                continue
            now = self.now.places.get(row.id)
            at = (before and (before.theme, before.aside), now and (now.theme, now.aside))
            if wanted == ASIDE:
                self._set_aside(row, at)
            elif wanted.startswith(NEW_THEME):
                if self._is_free(row, "theme", *at, None):
                    new[wanted.removeprefix(NEW_THEME).strip()].append(row)
            elif wanted not in theme_of:
                said = "cannot be taken out of its theme without being set aside"
                self._problem(
                    row, "theme", said if wanted == NOWHERE else f"no theme is called {wanted!r}"
                )
            elif self._is_free(row, "theme", *at, (theme_of[wanted], "")):
                moves[theme_of[wanted]].append(row)
        for theme, rows in moves.items():
            self._decide(rows[0], "theme", Move(tuple(row.id for row in rows), theme))
        for title, rows in new.items():
            self._new_theme(title, rows)

    def _is_other_reason(self, row: Row) -> bool:
        place = self.seen.places.get(row.id)
        return bool(place and place.aside and row["reason"] != REASONS[place.aside])

    def _set_aside(self, row: Row, at: tuple[object, object]) -> None:
        reasons = {danish: reason for reason, danish in REASONS.items()}
        if row["reason"] not in reasons:
            known = ", ".join(reasons)
            self._problem(row, "reason", f"says why it was set aside; one of: {known}")
            return
        reason = reasons[row["reason"]]
        if self._is_free(row, "theme", *at, (None, reason)):
            self._decide(row, "theme", SetAside((row.id,), reason))  # type: ignore[arg-type]

    def _new_theme(self, title: str, rows: list[Row]) -> None:
        """Split the new theme off the theme that most of its bullets are in, and move the rest.

        Bullets that are in no theme are gathered into it.
        """
        state = self.review.state
        homes: dict[str, list[Row]] = defaultdict(list)
        for row in rows:
            if (theme := state.places[row.id].theme) is not None:
                homes[theme].append(row)
        if not homes:
            self._decide(rows[0], "theme", Gather(tuple(row.id for row in rows), title))
            return
        home = max(homes, key=lambda theme: len(homes[theme]))
        ids = tuple(row.id for row in homes[home])
        split = self._decide(homes[home][0], "theme", Split(home, ids, title))
        rest = tuple(row.id for row in rows if row.id not in ids)
        if split and rest:
            self._decide(rows[0], "theme", Move(rest, split_id(split.id)))

    def _merges(self) -> None:
        theme_of = {label: theme for theme, label in labels(self.seen).items()}
        for row in self.book.themes:
            if not row["merge"]:
                continue
            into = theme_of.get(row["merge"])
            if into is None:
                self._problem(row, "merge", f"no theme is called {row['merge']!r}")
            elif row.id not in self.now.themes or into not in self.now.themes:
                self._problem(row, "merge", "one of the two themes is not there any more")
            elif any(
                self.seen.members(theme) != self.now.members(theme) for theme in (row.id, into)
            ):
                self._problem(row, "merge", "the statements of the two have changed since")
            else:
                self._decide(row, "merge", Merge((row.id,), into))

    def _status(self) -> None:
        words = {danish: status for status, danish in STATUS.items()}
        for row in self.book.themes:
            before = self.seen.themes[row.id].status
            wanted = words.get(row["status"])
            if wanted is None:
                self._problem(row, "status", f"must be one of: {', '.join(words)}")
            elif wanted != before:
                now = self.now.themes.get(row.id)
                if self._is_free(row, "status", before, now.status if now else None, wanted):
                    current = self.review.state.themes.get(row.id)
                    # Approving a theme approves those under it, which may be next in the list.
                    if current is None or current.status != wanted:
                        kind = Approve if wanted == "approved" else Reopen
                        self._decide(row, "status", kind(row.id))

    def _notes(self) -> None:
        for row in (*self.book.themes, *self.book.bullets):
            if row["note"]:
                self._decide(row, "note", AddNote(row.id, row["note"]))

    def _is_free(self, row: Row, name: str, seen: object, now: object, wanted: object) -> bool:
        """Whether a cell may decide: nobody has changed what it changes, or not to the same."""
        if now == seen:
            return True
        if now != wanted:
            self._problem(row, name, "changed by somebody else since the sheet was written")
        return False

    def _decide(self, row: Row, name: str, decision: Decision) -> Entry | None:
        with self._told(row, name):
            entry = self.review.decide(decision, self.by)
            self.entries.append(entry)
            return entry
        return None

    @contextmanager
    def _told(self, row: Row, name: str) -> Iterator[None]:
        try:
            yield
        except DecisionError as error:
            self._problem(row, name, str(error).rstrip("."))

    def _problem(self, row: Row, name: str, said: str) -> None:
        self.problems.append(f"{row.cell(name)}: {said}")
