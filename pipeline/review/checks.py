"""What a new decision must be like before anybody looks at the themes."""

from __future__ import annotations

import unicodedata

from pipeline.errors import DecisionError
from pipeline.review.decisions import (
    REASONS,
    AddNote,
    Decision,
    Describe,
    Gather,
    Merge,
    Move,
    Rename,
    SetAside,
    Several,
    Split,
)

_MAX_TITLE = 200
_MAX_TEXT = 10_000


def check_new(decision: Decision) -> None:
    """Refuse a decision that says nothing or too much.

    Raises
    ------
    DecisionError
        If a title or note is empty, too long or not one text, or no or the same bullet is named.
    """
    match decision:
        case Rename(_, title):
            _check_text("title", title, _MAX_TITLE, lines=1)
        case Split(_, bullets, title) | Gather(bullets, title):
            _check_text("title", title or "-", _MAX_TITLE, lines=1)
            _check_bullets(bullets)
        case Describe(_, text):
            _check_text("description", text or "-", _MAX_TEXT)
        case AddNote(_, text):
            _check_text("note", text, _MAX_TEXT)
        case Move(bullets):
            _check_bullets(bullets)
        case SetAside(bullets, reason):
            _check_bullets(bullets)
            if reason not in REASONS:
                raise DecisionError(f"{reason!r} is no reason. Known are {', '.join(REASONS)}.")
        case Several(decisions):
            if not decisions:
                raise DecisionError("Name at least one decision.")
            for part in decisions:
                if isinstance(part, Several):
                    raise DecisionError("Several decisions cannot hold several again.")
                check_new(part)
        case Merge(themes):
            if not themes:
                raise DecisionError("Name the themes to merge.")
        case _:
            pass


def check_person(by: str) -> str:
    """Return a person's name as it goes into the log.

    Raises
    ------
    DecisionError
        If it is empty or not one line.
    """
    _check_text("name", by, _MAX_TITLE, lines=1)
    return by.strip()


def _check_text(what: str, text: str, most: int, lines: int = 0) -> None:
    if not text.strip():
        raise DecisionError(f"The {what} is empty.")
    if len(text) > most:
        raise DecisionError(f"The {what} has {len(text)} characters; {most} is the most.")
    allowed = "" if lines == 1 else "\n\t"
    strange = [
        char
        for char in text
        if unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") and char not in allowed
    ]
    if strange:
        raise DecisionError(f"The {what} holds a line end or control character ({strange[0]!r}).")


def _check_bullets(bullets: tuple[str, ...]) -> None:
    if not bullets:
        raise DecisionError("Name at least one bullet.")
    if len(set(bullets)) < len(bullets):
        raise DecisionError("A bullet is named twice.")
