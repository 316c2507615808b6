"""What every reader hands over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import NamedTuple

from pipeline.records import Line, Remark

_NONE: Mapping[str, str] = MappingProxyType({})


class Content(NamedTuple):
    """The lines of one file, the facts stated outside of them, and what a person should know."""

    lines: tuple[Line, ...]
    facts: Mapping[str, str] = _NONE
    notes: tuple[Remark, ...] = ()


def with_title(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Lines whose opening heading is their title, where it stands above all other headings."""
    filled = [position for position, line in enumerate(lines) if line.text.strip()]
    headings = [line for line in lines if line.style == "heading"]
    if not filled or len(headings) < 2 or lines[filled[0]] is not headings[0]:
        return tuple(lines)
    title = headings[0]
    if _rank(title) >= min(_rank(line) for line in headings[1:]):
        return tuple(lines)
    start = filled[0]
    return (*lines[:start], replace(title, style="title", level=None), *lines[start + 1 :])


def _rank(heading: Line) -> float:
    return float("inf") if heading.level is None else heading.level
