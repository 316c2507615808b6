"""The command that opens the web page of a review."""

from __future__ import annotations

import argparse
from typing import Any

from pipeline.commands.decide import add_place, person
from pipeline.errors import InputError
from pipeline.review import Review
from pipeline.settings import load_settings, review_database

Words = argparse.Namespace


def add_review(commands: Any) -> None:
    """Add the command to a parser's commands."""
    help_ = "open the review as a web page on this machine"
    parser: argparse.ArgumentParser = commands.add_parser("review", help=help_, description=help_)
    add_place(parser)
    parser.add_argument("--by", help="who decides; asked on the page, your user name if not given")
    parser.add_argument("--port", type=int, default=0, help="port on 127.0.0.1; a free one if 0")
    parser.add_argument("--no-browser", action="store_true", help="only print the address")
    parser.set_defaults(command=_review)


def _review(words: Words) -> int:
    settings = load_settings(words.settings, {"review": words.review})
    database = review_database(settings, words.out)
    if not database.is_file():
        raise InputError(
            str(database), "there is no review", "Run `temaer clusters` first or name its --out"
        )
    from pipeline.web.server import serve

    with Review(database) as review:
        serve(review, words.out, settings, person(words), words.port, not words.no_browser, _tell)
    return 0


def _tell(address: str) -> None:
    print(f"The review is open at\n  {address}\nStop it with Ctrl+C; nothing is lost.", flush=True)
