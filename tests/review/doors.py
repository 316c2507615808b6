"""The doors of the review, each taking the same decisions: from code, typed, and in a sheet."""

from __future__ import annotations

import contextlib
import io
import json
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from reviewer import Expected, begin, check_whole, decide_something, document, growth

from pipeline.cli import OK, main
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
from pipeline.review.exchange import from_lines, replay_log, to_lines
from pipeline.sheet import import_sheet, write_sheet
from pipeline.sheet.layout import ASIDE, BULLETS, NEW_THEME, REASONS, THEMES, TOP, labels


def from_code(review: Review, decision: Decision) -> Entry:
    return review.decide(decision, "Åse", review.revision)


def typed(review: Review, decision: Decision) -> Entry:
    out = review.store.path.parent.parent / "build"
    words = [*to_words(decision), "--by", "Åse", "--out", str(out)]
    told = io.StringIO()
    with contextlib.redirect_stdout(told), contextlib.redirect_stderr(told):
        assert main(words) == OK, (words, told.getvalue())
    return review.history.entries[-1]


def in_a_sheet(review: Review, decision: Decision) -> Entry:
    """Write a sheet, do in it what the decision says, and read it back; what no cell says: type."""
    path = review.store.path.with_name("gennemgang.xlsx")
    changes = to_cells(decision, review)
    if not changes:
        return typed(review, decision)
    write_sheet(review, path)
    book = load_workbook(path)
    for name, ids, heading, value in changes:
        sheet = book[name]
        [column] = [cell.column for cell in sheet[1] if cell.value == heading]
        for cells in sheet.iter_rows(min_row=2):
            if cells[0].value in ids:
                cells[column - 1].value = value
    book.save(path)
    import_sheet(review, path, "Åse")
    return review.history.entries[-1]


DOORS = {"from_code": from_code, "typed": typed, "in_a_sheet": in_a_sheet}


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
        case SetAside(bullets, reason):
            return ["set-aside", *bullets, "--reason", reason]
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
        case SetAside((bullet,), reason):
            return [
                (BULLETS, (bullet,), "Nyt tema", ASIDE),
                (BULLETS, (bullet,), "Hvorfor lagt til side", REASONS[reason]),
            ]
        case AddNote(on, text):
            return [(THEMES if on in state.themes else BULLETS, (on,), "Tilføj note", text)]
        case _:
            return []


def review_through(door: str, folder: Path, decisions: int, every: int) -> str:
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
    expected = Expected()
    for number in range(decisions):
        if number % every == every // 2:
            documents.append(document(len(documents), 12))
            with review.changing():
                review.store.put_documents([documents[-1]], documents[-1].bullets)
                review.add(growth(review.state, documents[-1], chance), "temaer")
            expected.check(review.state)
        state = review.state
        decision = _in_order(decide_something(state, chance), state)
        entry = DOORS[door](review, decision)
        expected.take(decision, state, entry.id)
        expected.check(review.state)
    check_whole(review.state, {bullet.id for doc in documents for bullet in doc.bullets})
    last = review.state.to_json()

    (folder / "log.jsonl").write_text(to_lines(review.history.entries), encoding="utf-8")
    elsewhere = Review(folder / "andet" / "temaer.db")
    begin(elsewhere, documents, 1)
    replay_log(elsewhere, from_lines(folder / "log.jsonl"))
    assert elsewhere.state.to_json() == last

    taken_back = 0
    while review.history.undoable():
        review.undo("Åse")
        taken_back += 1
    assert review.state.to_json() == first
    for _ in range(taken_back):
        review.redo("Åse")
    assert review.state.to_json() == last
    return _without_names(review)


def _in_order(decision: Decision, state: State) -> Decision:
    """The same decision with its bullets in the order of the sheet, which has no other."""
    if not isinstance(decision, Move | Split | Gather):
        return decision
    order = {theme: number for number, theme in enumerate(state.themes)}
    last = len(order)

    def row(bullet: str) -> tuple[int, str]:
        return order.get(state.places[bullet].theme or "", last), bullet

    return replace(decision, bullets=tuple(sorted(decision.bullets, key=row)))


def _without_names(review: Review) -> str:
    """The state with numbers for theme ids and without times, which differ from door to door."""
    data = json.loads(review.state.to_json())
    for part in (*data["themes"], *data["places"].values()):
        for note in part["notes"]:
            del note["at"]
    text = json.dumps(data, ensure_ascii=False)
    for number, theme in enumerate(review.state.themes):
        text = text.replace(f'"{theme}"', f'"tema {number}"')
    return text
