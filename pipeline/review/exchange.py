"""The log as JSON Lines, from one machine to another."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from pipeline.errors import DecisionError, InputError
from pipeline.records import Entry
from pipeline.review.decisions import Begin, from_body
from pipeline.review.growth import is_reviewed
from pipeline.review.session import MACHINE, Review

_FIELDS = ("id", "at", "by", "kind", "body")


def to_lines(entries: Sequence[Entry]) -> str:
    """Return entries as JSON Lines, one an entry, with all that `from_lines` needs."""
    rows = []
    for entry in entries:
        row = asdict(entry)
        del row["number"]
        rows.append(json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n")
    return "".join(rows)


def from_lines(path: Path) -> list[Entry]:
    """Read entries that `to_lines` wrote.

    Raises
    ------
    InputError
        If the file cannot be read, or a line is no entry; the message says which.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            str(path), f"cannot be read ({error})", "Name a file that `temaer log --export` wrote"
        ) from error
    entries = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            values = [row[name] for name in _FIELDS]
            if not all(isinstance(value, str) for value in values[:4]):
                raise TypeError("id, at, by and kind are texts")
            entry = Entry(*values)
            from_body(entry.kind, entry.body)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise InputError(
                f"{path}, line {number}",
                f"is no entry of a log ({error})",
                "Name a file that `temaer log --export` wrote",
            ) from error
        entries.append(entry)
    return entries


def replay_log(review: Review, entries: Sequence[Entry]) -> int:
    """Bring a log here; afterwards the themes are those that it comes to.

    A log that goes on where this one ends is added to it. Otherwise this one must hold no
    person's decision, and the themes start anew.

    Returns
    -------
    added
        Number of entries that were new here.

    Raises
    ------
    DecisionError
        If people have decided other things here, a bullet of the log is not known here, or an
        entry makes no sense.
    """
    with review.changing():
        ours = [entry.id for entry in review.history.entries]
        theirs = [entry.id for entry in entries]
        shared = _shared(ours, theirs)
        if shared == 0 and is_reviewed(review.state):
            raise DecisionError(
                f"{review.store.path}: holds decisions that are not in the file. Replay it into a "
                "review that nobody has decided anything in: name another --review."
            )
        if shared == 0 and ours:
            review.add(Begin(), MACHINE)
        for entry in entries[shared:]:
            review.add(from_body(entry.kind, entry.body), entry.by, entry)
        bullets = review.store.bullets(only_present=False)
        if missing := [bullet for bullet in review.state.places if bullet not in bullets]:
            raise DecisionError(
                f"{len(missing)} of {len(review.state.places)} bullets of the log are not known "
                "here. Run `temaer clusters` on the same documents first."
            )
        return len(entries) - shared


def _shared(ours: Sequence[str], theirs: Sequence[str]) -> int:
    """How many of their first entries are our last ones."""
    for length in range(min(len(ours), len(theirs)), 0, -1):
        if list(ours[-length:]) == list(theirs[:length]):
            return length
    return 0
