"""The doors of the review, each taking the same decisions: code, typed, a sheet, and the page."""

from __future__ import annotations

import contextlib
import io
import json
import random
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from openpyxl import load_workbook

sys.path.insert(0, str(Path(__file__).parent.parent / "web"))

from pressed import Pressed
from reviewer import Expected, begin, check_whole, decide_something, document, growth

from pipeline.advice import Advice
from pipeline.cli import OK, main
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
    Unlock,
)
from pipeline.review.apply import parts
from pipeline.review.decisions import from_body
from pipeline.review.exchange import from_lines, replay_log, to_lines
from pipeline.review.granularity import Plan
from pipeline.review.ids import split_id
from pipeline.settings import Settings
from pipeline.sheet import import_sheet, write_sheet
from pipeline.sheet.layout import ASIDE, BULLETS, NEW_THEME, REASONS, THEMES, TOP, labels


class Door(Protocol):
    """A way to decide, undo and redo, and to have fewer or more themes."""

    refused: int

    def decide(self, decision: Decision) -> None: ...
    def regroup(self, steps: int) -> None: ...
    def undo(self) -> None: ...
    def redo(self) -> None: ...
    def close(self) -> None: ...


class Coded:
    """Decisions made from code."""

    refused = 0

    def __init__(self, review: Review, name: str) -> None:
        self.review, self.name = review, name

    def decide(self, decision: Decision) -> None:
        self.review.decide(decision, self.name, self.review.revision)

    def regroup(self, steps: int) -> None:
        [regrouped] = plan(self.review, steps).decisions
        self.decide(regrouped)

    def undo(self) -> None:
        self.review.undo(self.name)

    def redo(self) -> None:
        self.review.redo(self.name)

    def close(self) -> None:
        pass


class Typed(Coded):
    """Decisions typed on the command line."""

    def decide(self, decision: Decision) -> None:
        self._type(*to_words(decision))

    def regroup(self, steps: int) -> None:
        self._type("coarser" if steps < 0 else "finer", str(abs(steps)), "--do")

    def _type(self, *words: str) -> None:
        told = io.StringIO()
        with contextlib.redirect_stdout(told), contextlib.redirect_stderr(told):
            done = main([*words, "--by", self.name, "--out", str(_out(self.review))])
        assert done == OK, (words, told.getvalue())


class InASheet(Typed):
    """Decisions written into a sheet that is read back; what no cell says is typed."""

    def decide(self, decision: Decision) -> None:
        path = self.review.store.path.with_name("gennemgang.xlsx")
        changes = to_cells(decision, self.review)
        if not changes:
            super().decide(decision)
            return
        write_sheet(self.review, path)
        book = load_workbook(path)
        for name, ids, heading, value in changes:
            sheet = book[name]
            [column] = [cell.column for cell in sheet[1] if cell.value == heading]
            for cells in sheet.iter_rows(min_row=2):
                if cells[0].value in ids:
                    cells[column - 1].value = value
        book.save(path)
        import_sheet(self.review, path, self.name)


def plan(review: Review, steps: int) -> Plan:
    """Plan so many themes fewer (below 0) or more."""
    advice = Advice(review, _out(review), Settings())
    return advice.coarser(-steps) if steps < 0 else advice.finer(steps)


def _out(review: Review) -> Path:
    return review.store.path.parent.parent / "build"


DOORS: dict[str, Callable[[Review, str], Door]] = {
    "from code": Coded,
    "typed": Typed,
    "in a sheet": InASheet,
    "on the page": Pressed,
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a review came to through one door.

    Attributes
    ----------
    state, log
        The theme set and the log, with numbers for ids and without times, which differ from door
        to door.
    kinds
        Number of decisions of each kind.
    refused
        Decisions that had to be refused, and were.
    checked
        How often all earlier decisions were checked.
    """

    state: str
    log: str
    kinds: Counter[str]
    refused: int
    checked: int


def to_words(decision: Decision) -> list[str]:
    match decision:
        case Rename(theme, title):
            return ["rename", theme, title]
        case Describe(theme, text):
            return ["describe", theme, text]
        case Merge(themes, into, leave_out):
            out = ["--leave-out", *leave_out] if leave_out else []
            return ["merge", into, *themes, *out]
        case Split(theme, bullets, title):
            return ["split", theme, *bullets, "--title", title]
        case Gather(bullets, title):
            return ["gather", *bullets, "--title", title]
        case Move(bullets, to):
            return ["move", *bullets, "--to", to]
        case Nest(theme, under):
            return ["nest", theme, *(["--under", under] if under else ["--top"])]
        case SetAside(bullets, reason, of):
            same = ["--of", of] if of else []
            return ["set-aside", *bullets, "--reason", reason, *same]
        case AddNote(on, text):
            return ["note", on, text]
        case _:
            return [decision.kind, decision.theme]


def to_cells(decision: Decision, review: Review) -> list[tuple[str, tuple[str, ...], str, Any]]:
    """Sheet, ids of the rows, heading of the column, and what to write; nothing if it cannot be."""
    state, named = review.state, labels(review.state)
    match decision:
        case Rename(theme, title):
            return [(THEMES, (theme,), "Ny titel", title)]
        case Describe(theme, text):
            return [(THEMES, (theme,), "Ny beskrivelse", text)]
        case Lock(theme):
            return [(THEMES, (theme,), "Lås", "ja")]
        case Unlock(theme):
            return [(THEMES, (theme,), "Lås", "nej")]
        case Nest(theme, under):
            return [(THEMES, (theme,), "Læg under", named[under] if under else TOP)]
        case Approve(theme):
            return [(THEMES, (theme,), "Ny status", "godkendt")]
        case Reopen(theme) if not state.children[theme]:
            return [(THEMES, (theme,), "Ny status", "forslag")]
        case Merge((theme,), into, ()):
            return [(THEMES, (theme,), "Læg sammen med", named[into])]
        case Split(_, bullets, title) | Gather(bullets, title):
            return [(BULLETS, bullets, "Nyt tema", NEW_THEME + title)]
        case Move(bullets, to):
            return [(BULLETS, bullets, "Nyt tema", named[to])]
        case SetAside((bullet,), reason, None):
            return [
                (BULLETS, (bullet,), "Nyt tema", ASIDE),
                (BULLETS, (bullet,), "Hvorfor lagt til side", REASONS[reason]),
            ]
        case AddNote(on, text):
            return [(THEMES if on in state.themes else BULLETS, (on,), "Tilføj note", text)]
        case _:
            return []


def review_through(door: str, folder: Path, decisions: int, every: int) -> Outcome:
    """Let the seeded reviewer decide, a document arriving now and then; return what it came to.

    After every step every earlier decision must hold. At the end all is undone and redone, and the
    log replayed elsewhere.
    """
    chance = random.Random(11)
    documents = [document(number, 12) for number in range(10)]
    review = Review(folder / "review" / "temaer.db")
    # Waiting for the disk thousands of times teaches nothing here; test_durability is about that.
    review.store._db.execute("PRAGMA synchronous = OFF")
    begin(review, documents, 14)
    first = review.state.to_json()
    at_it = DOORS[door](review, "Åse")
    expected, kinds, checked = Expected(), Counter[str](), 0
    for number in range(decisions):
        if number % every == every // 2:
            documents.append(document(len(documents), 12))
            with review.changing():
                review.store.put_documents([documents[-1]], documents[-1].bullets)
                review.add(growth(review.state, documents[-1], chance), "temaer")
            expected.check(review.state)
            checked += 1
        state, known = review.state, len(review.history.entries)
        steps = chance.choice((-2, -1, 1, 2)) if number % every == every - 1 else 0
        if steps and plan(review, steps).decisions:
            at_it.regroup(steps)
        else:
            at_it.decide(decide_something(state, chance))
        [entry] = review.history.entries[known:]
        taken = from_body(entry.kind, entry.body)
        assert isinstance(taken, Decision)
        kinds[entry.kind] += 1
        expected.take(taken, state, entry.id)
        expected.check(review.state)
        checked += 1
    check_whole(review.state, {bullet.id for doc in documents for bullet in doc.bullets})
    last = review.state.to_json()

    (folder / "log.jsonl").write_text(to_lines(review.history.entries), encoding="utf-8")
    elsewhere = Review(folder / "andet" / "temaer.db")
    begin(elsewhere, documents, 1)
    replay_log(elsewhere, from_lines(folder / "log.jsonl"))
    assert elsewhere.state.to_json() == last

    taken_back = 0
    while review.history.undoable():
        at_it.undo()
        taken_back += 1
    assert review.state.to_json() == first
    for _ in range(taken_back):
        at_it.redo()
    assert review.state.to_json() == last
    at_it.close()
    return Outcome(*_without_names(review), kinds, at_it.refused, checked)


def _without_names(review: Review) -> tuple[str, str]:
    """The state and the log with numbers for ids and without times."""
    entries = review.history.entries
    names: dict[str, str] = {}
    for number, entry in enumerate(entries):
        for part in parts(entry):
            name = part.id.replace(entry.id, f"indførsel {number}")
            names |= {part.id: name, split_id(part.id): f"tema af {name}"}
        names[entry.id] = f"indførsel {number}"
    state = json.loads(review.state.to_json())
    for part in (*state["themes"], *state["places"].values()):
        for note in part["notes"]:
            del note["at"]
    for theme in state["themes"]:
        del theme["shown_for"]
    log = [(entry.by, entry.kind, entry.body) for entry in entries]
    state["places"] = list(state["places"].items())
    said = [json.dumps(_named(data, names), sort_keys=True) for data in (state, log)]
    return said[0], said[1]


def _named(data: Any, names: Mapping[str, str]) -> Any:
    if isinstance(data, dict):
        return {key: _named(value, names) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [_named(value, names) for value in data]
    return names.get(data, data) if isinstance(data, str) else data
