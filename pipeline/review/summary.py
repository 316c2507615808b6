"""Log entries in words, for those who read the log on the command line."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.records import Entry
from pipeline.review.apply import parts
from pipeline.review.decisions import (
    AddNote,
    Approve,
    Arrive,
    Begin,
    Describe,
    Forget,
    Gather,
    Lock,
    Merge,
    Move,
    Nest,
    Propose,
    Redo,
    Relabel,
    Rename,
    Reopen,
    SetAside,
    Several,
    Split,
    Undo,
    Unlock,
    from_body,
)
from pipeline.review.history import History


def log_lines(history: History) -> list[str]:
    """Return the log, a line an entry: id, when, who, what, and whether it was taken back."""
    undone = set(history.undone)
    return [
        f"{entry.id}  {entry.at}  {entry.by}: {in_words(entry)}"
        + ("  (undone)" if entry.id in undone else "")
        for entry in history.entries
    ]


def in_words(entry: Entry) -> str:
    """Say what an entry does, in one line."""
    match from_body(entry.kind, entry.body):
        case Several():
            return "; ".join(in_words(part) for part in parts(entry))
        case Rename(theme, title):
            return f"rename {theme} {_quoted(title)}"
        case Describe(theme, text):
            return f"describe {theme} {_quoted(text)}"
        case Approve(theme) | Reopen(theme) | Lock(theme) | Unlock(theme):
            return f"{entry.kind} {theme}"
        case Merge(themes, into, leave_out):
            out = f", leaving out {' '.join(leave_out)}" if leave_out else ""
            return f"merge {' '.join(themes)} into {into}{out}"
        case Split(theme, bullets, title):
            return f"split {_number(len(bullets), 'bullet')} off {theme} as {_quoted(title)}"
        case Gather(bullets, title):
            return f"make {_quoted(title)} of {_number(len(bullets), 'bullet')}"
        case Move(bullets, to):
            return f"move {' '.join(bullets)} to {to}"
        case Nest(theme, under):
            return f"nest {theme} under {under}" if under else f"nest {theme} at the top"
        case SetAside(bullets, reason, duplicate_of):
            of = f" of {duplicate_of}" if duplicate_of else ""
            return f"set aside {' '.join(bullets)}: {reason}{of}"
        case AddNote(on, text):
            return f"note on {on} {_quoted(text)}"
        case Undo(target) | Redo(target):
            return f"{entry.kind} {target}"
        case Propose() as step:
            return f"run: {_proposal(step)}"
        case Relabel(themes):
            return f"labels: {_number(len(themes), 'theme')} shown by what they hold now"
        case Arrive() as arrival:
            return f"documents: {_arrival(arrival)}"
        case Begin():
            return "start anew with a log from elsewhere"
        case Forget(bullets):
            return f"forget a document of {_number(bullets, 'bullet')}"


def _proposal(step: Propose) -> str:
    counts = {
        "theme proposed": len(step.themes),
        "bullet placed": len(step.placed),
        "bullet uncertain": len(step.uncertain),
    }
    return _counted(counts)


def _arrival(step: Arrive) -> str:
    counts = {
        "bullet new": len(step.bullets),
        "bullet gone": len(step.gone),
        "bullet renewed": len(step.renewed),
    }
    return _counted(counts)


def _counted(counts: Mapping[str, int]) -> str:
    said = [_number(count, what) for what, count in counts.items() if count]
    return ", ".join(said) or "nothing new"


def _number(count: int, what: str) -> str:
    noun, _, rest = what.partition(" ")
    return f"{count} {noun}{'' if count == 1 else 's'}{' ' + rest if rest else ''}"


def _quoted(text: str) -> str:
    flat = " ".join(text.split())
    return f'"{flat}"' if flat else "(text withdrawn)"
