"""What every reader hands over."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from pipeline.records import Line

_NONE: Mapping[str, str] = MappingProxyType({})


class Content(NamedTuple):
    """The lines of one file, the facts stated outside of them, and what a person should know."""

    lines: tuple[Line, ...]
    facts: Mapping[str, str] = _NONE
    notes: tuple[str, ...] = ()
