"""The commands of the review: each parses its words, calls the review, and prints."""

from __future__ import annotations

import argparse
import shlex
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from pipeline.commands import look
from pipeline.commands.advise import add_advice
from pipeline.commands.decide import (
    add_decisions,
    add_place,
    carry_out_file,
    decided,
    person,
    said,
)
from pipeline.commands.draft import add_draft
from pipeline.commands.learn import add_learn
from pipeline.commands.review import add_review
from pipeline.errors import InputError
from pipeline.review import Review
from pipeline.review.exchange import from_lines, replay_log, to_lines
from pipeline.review.summary import log_lines
from pipeline.settings import load_settings, review_database

Words = argparse.Namespace


def add_commands(commands: Any) -> None:
    """Add all commands of the review to a parser's commands."""

    def add(
        name: str, help_: str, action: Callable[[Review, Words], Iterable[str]], by: bool = False
    ) -> argparse.ArgumentParser:
        parser: argparse.ArgumentParser = commands.add_parser(name, help=help_, description=help_)
        add_place(parser)
        if by:
            parser.add_argument("--by", help="who does it; your user name if not given")
        parser.set_defaults(command=lambda words: _on_review(words, action))
        return parser

    add_review(commands)
    add(
        "themes", "list the themes with their ids", lambda review, _: look.theme_lines(review.state)
    )
    show = add("show", "show a theme with its bullets, or what is in none", _show)
    which = show.add_mutually_exclusive_group(required=True)
    which.add_argument("theme", metavar="THEME", nargs="?", help="id or title")
    which.add_argument("--uncertain", action="store_true", help="bullets left to a person")
    which.add_argument("--aside", action="store_true", help="bullets that were set aside")
    parts = add("propose-split", "show how a theme might be split; `temaer decide` does it", _parts)
    parts.add_argument("theme", metavar="THEME")
    parts.add_argument("--model", help="sentence model, as for clusters")
    add_decisions(commands, lambda words: _on_review(words, _decide))
    decide = add("decide", "carry out a file of decisions, all or none", _decide_file, by=True)
    decide.add_argument("file", metavar="FILE", type=Path, help="one command a line; - for stdin")
    log = add("log", "show who decided what and when", _log)
    log.add_argument("--export", action="store_true", help="as JSON Lines, for `temaer replay`")
    replay = add("replay", "bring a log from another machine with the same documents", _replay)
    replay.add_argument("file", metavar="FILE", type=Path, help="what `log --export` wrote")
    add("sheet", "write the review as an Excel sheet to work in", _sheet)
    back = add("sheet-import", "read a sheet back: all of it or nothing", _sheet_import, by=True)
    back.add_argument("file", metavar="FILE", type=Path, help="the sheet, as saved from Excel")
    forget = add("forget", "withdraw a document with all that came from it", _forget, by=True)
    forget.add_argument("file", metavar="FILE", help="path below the folder of summaries")
    add_advice(add)
    add_draft(add)
    add_learn(add)


def _on_review(words: Words, action: Callable[[Review, Words], Iterable[str]]) -> int:
    settings = load_settings(words.settings, {"review": words.review})
    database = review_database(settings, words.out)
    if not database.is_file():
        raise InputError(
            str(database), "there is no review", "Run `temaer clusters` first or name its --out"
        )
    with Review(database) as review:
        revision = review.revision
        # All is done before anything is printed: whoever reads may stop in the middle.
        lines = list(action(review, words))
        if review.revision != revision and (words.out / "themes.json").is_file():
            from pipeline.flow import write_results

            write_results(review, words.out)
    for line in lines:
        print(line)
    return 0


def _show(review: Review, words: Words) -> list[str]:
    if words.uncertain:
        return look.show_uncertain(review)
    return look.show_aside(review) if words.aside else look.show_theme(review, words.theme)


def _parts(review: Review, words: Words) -> list[str]:
    from pipeline.flow import propose_split

    settings = load_settings(words.settings, {"review": words.review, "model": words.model})
    proposal = propose_split(review, words.theme, words.out, settings)
    theme, bullets = review.state.find_theme(words.theme), review.store.bullets()
    lines = ["# The first part stays; each line without # splits another one off."]
    for number, part in enumerate(part for part in proposal.themes if part.parent is None):
        lines.append(f"# {part.title}: {len(part.members)} bullets")
        lines += [f"#   {id_}  {bullets[id_].text}" for id_ in part.members if id_ in bullets]
        if number:
            ids, title = " ".join(part.members), shlex.quote(part.title)
            lines.append(f"split {theme.id} {ids} --title {title}")
    return lines


def _decide(review: Review, words: Words) -> list[str]:
    return [decided(review, words, person(words), words.revision)]


def _decide_file(review: Review, words: Words) -> list[str]:
    return carry_out_file(review, words.file, person(words))


def _log(review: Review, words: Words) -> list[str]:
    if words.export:
        sys.stdout.write(to_lines(review.history.entries))
        return []
    return log_lines(review.history)


def _replay(review: Review, words: Words) -> list[str]:
    added = replay_log(review, from_lines(words.file))
    return [f"{added} entries added; {len(review.state.themes)} themes."]


def _sheet(review: Review, words: Words) -> list[str]:
    from pipeline.sheet import write_sheet

    path = words.out / "gennemgang.xlsx"
    write_sheet(review, path)
    return [f"Written to {path}. Read it back with `temaer sheet-import {path}`."]


def _sheet_import(review: Review, words: Words) -> list[str]:
    from pipeline.sheet import import_sheet

    entries = import_sheet(review, words.file, person(words))
    return [said(entry) for entry in entries] or ["Nothing was changed in the sheet."]


def _forget(review: Review, words: Words) -> list[str]:
    from pipeline.flow import forget

    return forget(review, words.file, words.out, person(words))
