"""The command that learns from the titles that people chose."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from pipeline.commands.decide import Words
from pipeline.review import Review
from pipeline.review.choices import find_choices

_FILE = "title_weights.toml"


def add_learn(add: Callable[..., Any]) -> None:
    """Add the command; `add` makes one of its name, help and action."""
    learn = add("learn", "learn from the titles that people chose over others offered", _learn)
    learn.add_argument("--to", type=Path, help=f"file to write; {_FILE} beside the review")


def _learn(review: Review, words: Words) -> Iterable[str]:
    from pipeline.label import WEIGHTS, learn, order_in_words, to_toml

    choices = find_choices(review.history.counting)
    if not choices:
        yield "Nobody has given a theme one of the other titles that it was offered."
        return
    # Always from the program's own weights and the whole log, so that nothing counts twice.
    weights = learn(WEIGHTS, ((choice.chosen, choice.others) for choice in choices))
    for choice in choices:
        more = "" if len(choice.others) == 1 else "s"
        yield f'"{choice.title}" was chosen over {len(choice.others)} other{more}.'
    yield "What makes a good title, the strongest first:"
    yield from order_in_words(weights, WEIGHTS)
    path = words.to or review.store.path.parent / _FILE
    path.write_text(to_toml(weights), encoding="utf-8")
    yield f"Written to {path}. No title changes by it, but in runs that are asked for it:"
    yield f'put title_weights = "{path}" into the settings.'
