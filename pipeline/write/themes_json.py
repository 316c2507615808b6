"""`themes.json`, schema 1: what other programs rely on."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import Any

from pipeline.records import Bullet, ProposedTheme, RunFacts, ThemeSet

SCHEMA = 1
_DECIMALS = 3


def to_json(themes: ThemeSet, facts: RunFacts) -> dict[str, Any]:
    """Return the theme set as plain data. Names of table hosts are not in it."""
    return {
        "schema": SCHEMA,
        "run": {
            **asdict(facts),
            "inputs": [
                {
                    "path": document.path,
                    "sha256": document.sha256,
                    "bullets": len(document.bullets),
                }
                for document in themes.documents
            ],
        },
        "bullets": [_bullet(bullet, themes) for bullet in themes.bullets],
        "themes": [_theme(theme) for theme in themes.themes],
    }


def overview(data: dict[str, Any]) -> list[dict[str, Any]]:
    """Title, size, number of tables and kinds of each top-level theme of `themes.json`."""
    rows = []
    for theme in data["themes"]:
        if theme["parent"] is not None:
            continue
        members = [bullet for bullet in data["bullets"] if bullet["theme"] == theme["id"]]
        kinds = Counter(bullet["kind"] for bullet in members)
        rows.append(
            {
                "title": theme["title"],
                "size": theme["size"],
                "tables": len({_table(bullet) for bullet in members}),
                "kinds": kinds,
            }
        )
    return rows


def _table(bullet: dict[str, Any]) -> tuple[str, ...]:
    meeting = bullet["meeting"]
    return bullet["source"]["path"], meeting["place"], meeting["date"], meeting["table"]


def _bullet(bullet: Bullet, themes: ThemeSet) -> dict[str, Any]:
    placement = themes.placements.get(bullet.id)
    meeting = asdict(bullet.meeting)
    del meeting["host"]
    return {
        "id": bullet.id,
        "text": bullet.text,
        "kind": bullet.kind,
        "section": bullet.section,
        "parent": bullet.parent,
        "meeting": meeting,
        "source": asdict(bullet.source),
        "theme": placement.theme if placement else None,
        "subtheme": placement.subtheme if placement else None,
        "confidence": round(placement.confidence, _DECIMALS) if placement else 0.0,
        "placed_by": "machine",
        "flags": list(bullet.flags),
    }


def _theme(theme: ProposedTheme) -> dict[str, Any]:
    by_model = theme.titled_by == "sprogmodel"
    suggested = {"titled_by": theme.titled_by, "description": theme.description}
    return (suggested if by_model else {}) | {
        "id": theme.id,
        "title": theme.title,
        "status": "proposed",
        "parent": theme.parent,
        "phrases": list(theme.phrases),
        "keywords": list(theme.keywords),
        "exemplars": list(theme.exemplars),
        "size": len(theme.members),
    }
