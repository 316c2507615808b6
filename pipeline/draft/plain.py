"""The draft's content as plain data, schema 1: for other programs."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from pipeline.draft.content import Draft

SCHEMA = 1


def to_json(draft: Draft) -> dict[str, Any]:
    """Return the draft as plain data, under the names of the records in `content`."""
    return {"schema": SCHEMA, **asdict(draft)}
