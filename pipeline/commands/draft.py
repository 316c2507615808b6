"""The strategy draft on the command line."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from pipeline.review import Review

Words = argparse.Namespace


def add_draft(add: Callable[..., argparse.ArgumentParser]) -> None:
    """Add the command; `add` makes one of its name, help and action."""
    draft = add("draft", "write the strategy draft of the approved themes", _draft)
    draft.add_argument(
        "--include-proposed", action="store_true", help="also themes that nobody has approved"
    )
    draft.add_argument(
        "--include-personal",
        action="store_true",
        help="also names of table hosts, and bullets that hold personal data",
    )
    draft.add_argument(
        "--template", type=Path, metavar="FILE.docx", help="your own Word template with its styles"
    )
    draft.add_argument(
        "--kle", type=Path, metavar="FILE.csv", help="KLE numbers of themes: columns tema and kle"
    )
    draft.add_argument(
        "--diff",
        type=Path,
        metavar="OLD.docx",
        help="write no draft, but list what changed in the themes since this one was made",
    )


def _draft(review: Review, words: Words) -> Iterable[str]:
    from pipeline.draft import Options
    from pipeline.draft.kle import read_kle
    from pipeline.drafting import CHANGES, changes_since, draft

    if words.diff:
        yield changes_since(review, words.diff, words.out, words.include_personal).rstrip()
        print(f"Written to {words.out / CHANGES}.", file=sys.stderr)
        return
    kle = read_kle(words.kle) if words.kle else {}
    options = Options(words.include_proposed, words.include_personal, kle)
    chapters, notes = draft(review, words.out, options, words.template)
    yield from notes
    yield f"{chapters} chapter{'' if chapters == 1 else 's'}."
    yield (
        f"Written to {words.out / 'strategiudkast.docx'}, .md, .xlsx and .json, rapport.html, and "
        "the pictures in billeder."
    )
