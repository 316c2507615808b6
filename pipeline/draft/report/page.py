"""Puts the report together: text from the draft, pictures, style and script in one file."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.draft import phrases, wording
from pipeline.draft.content import AppendixRow, Chapter, Draft, Picture
from pipeline.draft.figures import BulletMap, Spot, map_script, map_style, screen_map
from pipeline.write.files import write_text

if TYPE_CHECKING:
    from jinja2 import Template

NAME = "rapport.html"
_HERE = Path(__file__).parent


def write_report(
    draft: Draft, pictures: Sequence[Picture], path: Path, bullet_map: BulletMap | None = None
) -> None:
    """Write the report.

    Parameters
    ----------
    draft, pictures
        What it tells and shows.
    path
        The file.
    bullet_map
        Takes the place of the printed map among the pictures: each dot tells its bullet.

    Raises
    ------
    InputError
        If the file cannot be written.
    """
    write_text(path, to_html(draft, pictures, bullet_map))


def to_html(draft: Draft, pictures: Sequence[Picture], bullet_map: BulletMap | None = None) -> str:
    """Return the report; the same content gives the same text (see `write_report`)."""
    from markupsafe import Markup

    style = f"{_read('report.css')}\n{map_style()}"
    script = f"{_read('report.js')}\n{map_script()}"
    screen = ""
    if bullet_map:
        rows = {row.bullet: row for row in draft.appendix}
        screen = screen_map(bullet_map, lambda bullet: _spot(rows[bullet]))
    return _template().render(
        draft=draft,
        pictures=pictures,
        # Both come from this program's own files, and the map escapes what citizens wrote.
        style=Markup(style),
        script=Markup(script),
        screen_map=Markup(screen),
        policy=_policy(style, script),
        phrases=phrases,
        number=wording.figure,
        count=wording.count,
        appendix=_appendix(draft),
        image=_data_address,
        has_kle=any(chapter.kle for chapter in draft.chapters),
        unknown=[table for table in draft.tables if table.meeting is None],
    )


def _policy(style: str, script: str) -> str:
    """Allow this style, this script, pictures within the file, and nothing else."""
    return (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"


def _data_address(picture: Picture) -> str:
    return f"data:image/svg+xml;base64,{base64.b64encode(picture.svg).decode()}"


def _spot(row: AppendixRow) -> Spot:
    return Spot(phrases.said(row), f"{row.kind} · {row.note.text}", f"#u-{row.bullet}")


def _appendix(draft: Draft) -> list[tuple[Chapter, list[tuple[str, list[AppendixRow]]]]]:
    """Each chapter with its sub-themes' titles and bullets; no title where there are none."""
    titles = {
        section.theme: phrases.heading(section, chapter)
        for chapter in draft.chapters
        for section in chapter.sections
    }
    chapters = {chapter.theme: chapter for chapter in draft.chapters}
    return [
        (
            chapters[theme],
            [
                (titles.get(subtheme or phrases.rest_of(theme), ""), list(some))
                for subtheme, some in groupby(rows, lambda row: row.subtheme)
            ],
        )
        for theme, rows in groupby(draft.appendix, lambda row: row.theme)
    ]


@cache
def _template() -> Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("report.html")


def _read(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")
