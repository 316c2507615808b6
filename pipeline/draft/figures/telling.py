"""Naming themes in a sentence: a few by name, the others by number."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.draft.wording import count, join

# A text that is read aloud in place of a picture names no more than this many in a row.
MOST_NAMES = 5


def name_some(names: Sequence[str]) -> str:
    """Write names in quotes: "»A«, »B« og 3 temaer til"."""
    told = [f"»{name}«" for name in names]
    more = len(names) - MOST_NAMES
    if more > 1:
        told = [*told[:MOST_NAMES], count(more, "tema til", "temaer til")]
    return join(told)
