"""`themes.json`, schema 1: what other programs rely on."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import Any

from pipeline.records import BY_MODEL, Bullet, Place, RunFacts, Theme, ThemeSet

SCHEMA = 1
_DECIMALS = 3


def to_json(themes: ThemeSet, facts: RunFacts) -> dict[str, Any]:
    """Return the theme set as plain data. Names of table hosts are not in it."""
    parents = {theme.id: theme.parent for theme in themes.themes}
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
        "bullets": [_bullet(bullet, themes, parents) for bullet in themes.bullets],
        "themes": [_theme(theme, themes.members[theme.id]) for theme in themes.themes],
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


def _bullet(bullet: Bullet, themes: ThemeSet, parents: dict[str, str | None]) -> dict[str, Any]:
    place = themes.places.get(bullet.id, Place(None))
    parent = parents[place.theme] if place.theme else None
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
        "theme": parent or place.theme,
        "subtheme": place.theme if parent else None,
        "confidence": round(place.confidence, _DECIMALS),
        "placed_by": place.by,
        **_doubt(place, parents),
        "flags": list(bullet.flags),
    }


def _reasons(theme: Theme) -> dict[str, list[dict[str, Any]]]:
    """Why each phrase is offered, where that is known."""
    names = ("phrase", "source", "bullets", "tables")
    rows = [{name: getattr(why, name) for name in names} for why in theme.reasons]
    return {"reasons": rows} if rows else {}


def _doubt(place: Place, parents: dict[str, str | None]) -> dict[str, str]:
    """What is the matter with a place, where something is; a second theme that is gone is not."""
    if not (place.theme and place.doubt):
        return {}
    second = {"second": place.second} if place.second in parents and place.second else {}
    return {"doubt": place.doubt, **second}


def _theme(theme: Theme, members: tuple[str, ...]) -> dict[str, Any]:
    by_model = theme.titled_by == BY_MODEL
    titled = {"titled_by": theme.titled_by} if by_model else {}
    described = {"description": theme.description} if by_model or theme.description else {}
    return {
        **titled,
        **described,
        "id": theme.id,
        "title": theme.title,
        "status": theme.status,
        "parent": theme.parent,
        "phrases": list(theme.phrases),
        **_reasons(theme),
        "keywords": list(theme.keywords),
        "exemplars": [bullet for bullet in theme.exemplars if bullet in members],
        "size": len(members),
    }
