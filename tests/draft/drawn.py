"""Small drafts for tests of pictures and the report, and what stands in an SVG."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree import ElementTree

import numpy as np

from pipeline.draft import Draft, Options, make_content
from pipeline.records import (
    Bullet,
    Kind,
    Meeting,
    ParsedDocument,
    Place,
    RunFacts,
    Source,
    Theme,
    ThemeSet,
)
from pipeline.review.history import History

FACTS = RunFacts("2025-10-07T08:00:00+00:00", "1.0", "da", "abc", {"themes": 0})
KRO = [Meeting("", "Nærum Kro", "2025-05-03", str(table), "Asta Hvid", "") for table in (1, 2, 3)]
HAL = [Meeting("", "Hallen", "2025-05-10", str(table), "Birger Mose", "") for table in (1, 2)]
SVG = "{http://www.w3.org/2000/svg}"
Said = tuple[Kind, Meeting]


def drawn(*themes: tuple[str, Sequence[Said]], options: Options | None = None) -> Draft:
    """Make a draft of approved themes, each with the kind and the table of its bullets."""
    worded = {
        title: [(kind, at, f"{title} {number}") for number, (kind, at) in enumerate(said, 1)]
        for title, said in themes
    }
    return worded_draft(worded, options)


def worded_draft(
    themes: dict[str, list[tuple[Kind, Meeting, str]]], options: Options | None = None
) -> Draft:
    """Make a draft of approved themes, each with kind, table and text of its bullets."""
    bullets, members, places, files = [], {}, {}, {}
    for place, said in enumerate(themes.values()):
        own = []
        for kind, meeting, text in said:
            path = files.setdefault(meeting, f"{len(files) + 1:03}.txt")
            source = Source(path, None, len(bullets) + 1)
            bullet = Bullet(f"b{len(bullets)}", text, kind, "", None, meeting, source)
            bullets.append(bullet)
            own.append(bullet.id)
            places[bullet.id] = Place(f"t{place}", "person", 1.0)
        members[f"t{place}"] = tuple(own)
    documents = tuple(ParsedDocument(path, "", at, (), (), ()) for at, path in files.items())
    approved = tuple(
        Theme(f"t{place}", title, status="approved") for place, title in enumerate(themes)
    )
    found = ThemeSet(documents, tuple(bullets), approved, members, places)
    return make_content(found, FACTS, History(), options)


def many_tables(number: int, meetings: int) -> list[Meeting]:
    """Tables of meetings, spread evenly."""
    return [
        Meeting(
            "", f"Sted {table % meetings + 1}", f"2025-05-{table % meetings + 1:02}", str(table)
        )
        for table in range(number)
    ]


def vectors_of(draft: Draft) -> dict[str, np.ndarray]:
    """Unit vectors in which the themes lie apart from one another, by bullet."""
    themes = [chapter.theme for chapter in draft.chapters]
    generator = np.random.default_rng(0)
    found = {}
    for row in draft.appendix:
        vector = 0.3 * generator.standard_normal(32)
        vector[themes.index(row.theme)] += 3
        found[row.bullet] = (vector / np.linalg.norm(vector)).astype(np.float32)
    return found


def widths(svg: bytes, pattern: str) -> dict[tuple[str, ...], float]:
    """Width of each shape whose id matches, by the groups of the match."""
    found = {}
    for group in ElementTree.fromstring(svg).iter(f"{SVG}g"):
        match = re.fullmatch(pattern, group.get("id", ""))
        path = group.find(f"{SVG}path")
        if match and path is not None:
            across = [float(x) for x in re.findall(r"[ML] (-?[\d.]+) ", path.get("d", ""))]
            found[match.groups()] = max(across) - min(across)
    return found
