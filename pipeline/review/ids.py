"""Ids, minted once and carried with the log to every machine."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence, Set
from typing import Any

_BYTES = 6


def entry_id(previous: str, at: str, by: str, kind: str, body: dict[str, Any]) -> str:
    """Id of a log entry: known by all it says and by the entry before it."""
    said = json.dumps([previous, at, by, kind, body], ensure_ascii=False, sort_keys=True)
    return f"e{_hash(said)}"


def split_id(entry: str) -> str:
    """Id of the theme that an entry splits off or makes of bullets in none."""
    return f"t{_hash(entry)}"


def theme_id(members: Sequence[str], parent: str | None, taken: Set[str] = frozenset()) -> str:
    """Id of a newly proposed theme: by its bullets and its place, and none that is taken."""
    words = "\0".join([parent or "", *sorted(members)])
    minted = f"t{_hash(words)}"
    while minted in taken:
        words += "\0"
        minted = f"t{_hash(words)}"
    return minted


def _hash(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=_BYTES).hexdigest()
