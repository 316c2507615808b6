"""Log entries in words, for those who read the log on the command line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

from pipeline.records import Entry, Place
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
from pipeline.review.state import State
from pipeline.review.titles import Titles


def log_lines(history: History) -> list[str]:
    """Return the log, a line an entry: id, when, who, what, and whether it was taken back."""
    undone = set(history.undone)
    return [
        f"{entry.id}  {entry.at}  {entry.by}: {in_words(entry)}"
        + ("  (undone)" if entry.id in undone else "")
        for entry in history.entries
    ]


def answer(history: History, entry: Entry, before: State, after: State) -> str:
    """Answer to a new entry; of one that takes back or puts back, all that it did.

    Parameters
    ----------
    history
        The log with the entry.
    entry
        What was decided.
    before, after
        The themes before and after it.
    """
    said = f"{entry.id}: {in_words(entry)}"
    if entry.kind not in (Undo.kind, Redo.kind):
        return said
    target = next(other for other in history.entries if other.id == entry.body["entry"])
    titles = Titles(history.entries)

    def named(theme: str) -> str:
        title = titles.before(target, theme)
        return theme if title is None else f"{theme} {_quoted(title)}"

    moved = sum(
        _where(before.places.get(bullet)) != _where(after.places.get(bullet))
        for bullet in {**before.places, **after.places}
    )
    back = "is taken back" if entry.kind == Undo.kind else "counts again"
    lines = [
        f"{said}\n{back}, by {target.by}, {target.at}: {in_words(target, named)}",
        f"{_number(moved, 'bullet')} changed place by it.",
    ]
    later = history.entries[history.entries.index(target) :]
    if entry.kind == Undo.kind:
        lines += [
            f"{other.id}, {in_words(other)}, came later and cannot be undone; it stands."
            for other in later
            if other.kind == Forget.kind
        ]
    return "\n".join(lines)


def in_words(entry: Entry, named: Callable[[str], str] = str) -> str:
    """Say what an entry does, in one line; `named` says how a theme is called, by its id."""
    match from_body(entry.kind, entry.body):
        case Several():
            return "; ".join(in_words(part, named) for part in parts(entry))
        case Rename(theme, title):
            return f"rename {named(theme)} {_quoted(title)}"
        case Describe(theme, text):
            return f"describe {named(theme)} {_quoted(text)}"
        case Approve(theme) | Reopen(theme) | Lock(theme) | Unlock(theme):
            return f"{entry.kind} {named(theme)}"
        case Merge(themes, into, leave_out):
            out = f", leaving out {' '.join(leave_out)}" if leave_out else ""
            return f"merge {' '.join(map(named, themes))} into {named(into)}{out}"
        case Split(theme, bullets, title):
            return f"split {_number(len(bullets), 'bullet')} off {named(theme)} as {_quoted(title)}"
        case Gather(bullets, title):
            return f"make {_quoted(title)} of {_number(len(bullets), 'bullet')}"
        case Move(bullets, to):
            return f"move {' '.join(bullets)} to {named(to)}"
        case Nest(theme, under):
            return f"nest {named(theme)} " + (f"under {named(under)}" if under else "at the top")
        case SetAside(bullets, reason, duplicate_of):
            of = f" of {duplicate_of}" if duplicate_of else ""
            return f"set aside {' '.join(bullets)}: {reason}{of}"
        case AddNote(on, text):
            return f"note on {named(on)} {_quoted(text)}"
        case Undo(target) | Redo(target):
            return f"{entry.kind} {target}"
        case Propose() as step:
            return f"run: {_proposal(step, named)}"
        case Relabel(themes):
            return f"labels: {_number(len(themes), 'theme')} shown by what they hold now"
        case Arrive() as arrival:
            return f"documents: {_arrival(arrival)}"
        case Begin():
            return "start anew with a log from elsewhere"
        case Forget(bullets):
            return f"forget a document of {_number(bullets, 'bullet')}"


def _proposal(step: Propose, named: Callable[[str], str]) -> str:
    counts = {
        "theme proposed": len(step.themes),
        "bullet placed": len(step.placed),
        "bullet uncertain": len(step.uncertain),
    }
    if named is str:
        return _counted(counts)
    homes = Counter(row.theme for row in step.placed)
    into = [f"{count} into {named(theme)}" for theme, count in homes.items()]
    made = [
        f"{named(theme.id)} of {_number(len(theme.bullets), 'bullet')}" for theme in step.themes
    ]
    return "; ".join([_counted(counts), *into, *made])


def _where(place: Place | None) -> tuple[str | None, str] | None:
    return (place.theme, place.aside) if place else None


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
