"""The review on the command line: every decision a command of its own, or many in a file."""

from __future__ import annotations

import argparse
import getpass
import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

from pipeline.errors import DecisionError, InputError
from pipeline.records import Entry
from pipeline.review import (
    REASONS,
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
from pipeline.review.summary import answer, in_words

Words = argparse.Namespace
Commands = Any

VERBS = (
    *("rename", "describe", "approve", "reopen", "lock", "unlock", "merge", "split", "gather"),
    *("move", "nest", "set-aside", "note", "undo", "redo"),
)


def add_decisions(commands: Commands, carry_out: Callable[[Words], int] | None = None) -> None:
    """Add a command for each decision to a parser's commands."""

    def add(verb: str, help_: str) -> argparse.ArgumentParser:
        parser: argparse.ArgumentParser = commands.add_parser(verb, help=help_, description=help_)
        parser.set_defaults(verb=verb, command=carry_out)
        if carry_out:
            add_place(parser)
            parser.add_argument("--by", help="who decides; your user name if not given")
            parser.add_argument("--revision", help="newest entry that was seen; refuse if changed")
        return parser

    rename = add("rename", "give a theme another title")
    rename.add_argument("theme", metavar="THEME")
    rename.add_argument("title", metavar="TITLE")
    describe = add("describe", "say in a few sentences what a theme is about")
    describe.add_argument("theme", metavar="THEME")
    describe.add_argument("text", metavar="TEXT")
    for verb, help_ in (
        ("approve", "approve a theme and those under it"),
        ("reopen", "take an approval back"),
        ("lock", "close a theme to every change but notes"),
        ("unlock", "open a locked theme"),
    ):
        add(verb, help_).add_argument("theme", metavar="THEME")
    merge = add("merge", "put the bullets of other themes into the first")
    merge.add_argument("into", metavar="THEME")
    merge.add_argument("themes", metavar="OTHER", nargs="+")
    merge.add_argument("--leave-out", metavar="BULLET", nargs="+", default=[], dest="leave_out")
    split = add("split", "make a new theme of some of a theme's bullets")
    split.add_argument("theme", metavar="THEME")
    split.add_argument("bullets", metavar="BULLET", nargs="+")
    split.add_argument("--title", default="", help="title of the new theme; proposed if not given")
    gather = add("gather", "make a new theme of bullets, also of such as are in none")
    gather.add_argument("bullets", metavar="BULLET", nargs="+")
    gather.add_argument("--title", default="", help="title of the new theme; proposed if not given")
    move = add("move", "put bullets into a theme")
    move.add_argument("bullets", metavar="BULLET", nargs="+")
    move.add_argument("--to", metavar="THEME", required=True)
    nest = add("nest", "put a theme under another, or at the top")
    nest.add_argument("theme", metavar="THEME")
    where = nest.add_mutually_exclusive_group(required=True)
    where.add_argument("--under", metavar="THEME")
    where.add_argument("--top", action="store_true")
    aside = add("set-aside", "take bullets out of all themes; `move` brings them back")
    aside.add_argument("bullets", metavar="BULLET", nargs="+")
    aside.add_argument("--reason", choices=REASONS, required=True)
    aside.add_argument("--of", metavar="BULLET", help="the bullet that says the same")
    note = add("note", "keep a note on a theme or a bullet")
    note.add_argument("on", metavar="THEME-OR-BULLET")
    note.add_argument("text", metavar="TEXT")
    for verb, help_ in (
        ("undo", "take the newest decision back, or an earlier one"),
        ("redo", "put back what was undone last, or an entry"),
    ):
        add(verb, help_).add_argument("entry", metavar="ENTRY", nargs="?")


def add_place(parser: argparse.ArgumentParser) -> None:
    """Add the options that say which review is meant."""
    parser.add_argument("--out", type=Path, default=Path("build"), help="folder of the results")
    parser.add_argument("--review", help="folder of the review; beside OUT if not given")
    parser.add_argument("--settings", type=Path, help="TOML file with settings")


def person(words: Words) -> str:
    """Who decides: as stated, else the user of this machine."""
    return words.by or getpass.getuser()


def carry_out(review: Review, words: Words, by: str, revision: str | None = None) -> Entry:
    """Carry one command out.

    Raises
    ------
    DecisionError
        If it makes no sense on the themes as they are.
    """
    if words.verb == "undo":
        return review.undo(by, words.entry, revision)
    if words.verb == "redo":
        return review.redo(by, words.entry, revision)
    return review.decide(to_decision(words, review.state), by, revision)


def decided(review: Review, words: Words, by: str, revision: str | None = None) -> str:
    """Carry one command out (see `carry_out`); return the answer to it."""
    before = review.state
    entry = carry_out(review, words, by, revision)
    return answer(review.history, entry, before, review.state)


def carry_out_file(review: Review, path: Path, by: str) -> list[str]:
    """Carry a file of commands out, one a line as on the command line: all of them or none.

    The answer to each is returned. Empty lines and lines that begin with # are passed over.

    Raises
    ------
    InputError
        If a line is no command, or its decision is refused; the message names the line.
    """
    parser = _LineParser(prog="", add_help=False)
    add_decisions(parser.add_subparsers(required=True, parser_class=_LineParser))
    try:
        text = sys.stdin.read() if str(path) == "-" else path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(str(path), f"cannot be read ({error})", "Name a text file") from error
    answers = []
    with review.changing():
        for number, line in enumerate(text.splitlines(), 1):
            if not line.strip() or line.lstrip().startswith("#"):
                continue
            try:
                words = parser.parse_args(shlex.split(line))
                answers.append(decided(review, words, by))
            except (ValueError, DecisionError) as error:
                problem = str(error).strip().rstrip(".")
                raise InputError(
                    f"{path}, line {number}", problem, "Nothing was done; correct the line"
                ) from error
    return answers


def to_decision(words: Words, state: State) -> Decision:
    """Return the decision that a command's words mean on a theme set.

    Raises
    ------
    DecisionError
        If a theme or bullet they name is not there, or may be several.
    """

    def theme(word: str) -> str:
        return state.find_theme(word).id

    def bullets(given: list[str]) -> tuple[str, ...]:
        return tuple(state.find_bullet(word) for word in given)

    match words.verb:
        case "rename":
            return Rename(theme(words.theme), words.title)
        case "describe":
            return Describe(theme(words.theme), words.text)
        case "approve":
            return Approve(theme(words.theme))
        case "reopen":
            return Reopen(theme(words.theme))
        case "lock":
            return Lock(theme(words.theme))
        case "unlock":
            return Unlock(theme(words.theme))
        case "merge":
            others = tuple(theme(word) for word in words.themes)
            return Merge(others, theme(words.into), bullets(words.leave_out))
        case "split":
            return Split(theme(words.theme), bullets(words.bullets), words.title)
        case "gather":
            return Gather(bullets(words.bullets), words.title)
        case "move":
            return Move(bullets(words.bullets), theme(words.to))
        case "nest":
            return Nest(theme(words.theme), None if words.top else theme(words.under))
        case "set-aside":
            same = state.find_bullet(words.of) if words.of else None
            return SetAside(bullets(words.bullets), words.reason, same)
        case _:
            on = words.on if words.on in state.places else theme(words.on)
            return AddNote(on, words.text)


def said(entry: Entry) -> str:
    """Answer to a decision that was carried out."""
    return f"{entry.id}: {in_words(entry)}"


class _LineParser(argparse.ArgumentParser):
    """A parser that tells of a wrong line instead of ending the program."""

    def error(self, message: str) -> NoReturn:
        raise ValueError(message)
