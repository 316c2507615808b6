"""The files of the draft: all from one content, and none that a person worked in is lost."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from zipfile import BadZipFile

from pipeline.draft.content import Draft, Picture
from pipeline.draft.markdown import to_markdown
from pipeline.draft.plain import to_json
from pipeline.draft.snapshot import Snapshot
from pipeline.draft.word import to_docx
from pipeline.draft.word.package import PROGRAM
from pipeline.draft.workbook import to_xlsx
from pipeline.write.files import write_bytes, write_json, write_text

NAME = "strategiudkast"
PICTURES = "billeder"


def write_draft(
    draft: Draft,
    snapshot: Snapshot,
    out: Path,
    pictures: Sequence[Picture] = (),
    template: Path | None = None,
) -> list[str]:
    """Write the Word file, Markdown, workbook, plain data and pictures into a folder.

    Returns
    -------
    notes
        A line for a Word file that a person had worked in, which is kept under another name.

    Raises
    ------
    InputError
        If the template is no Word file or the folder cannot be written to; nothing is then written.
    """
    word = to_docx(draft, snapshot, pictures, template)
    workbook, text = to_xlsx(draft), to_markdown(draft)
    path = out / f"{NAME}.docx"
    notes = []
    if path.is_file() and is_edited(path):
        kept = next(
            free
            for number in range(1, 10_000)
            if not (free := out / f"{NAME}-rettet-{number}.docx").exists()
        )
        path.replace(kept)
        notes.append(f"{path}: somebody has worked in it; it is kept as {kept.name}.")
    write_bytes(path, word)
    write_bytes(out / f"{NAME}.xlsx", workbook)
    write_text(out / f"{NAME}.md", text)
    write_json(out / f"{NAME}.json", to_json(draft))
    for picture in pictures:
        write_bytes(out / PICTURES / f"{picture.name}.png", picture.png)
        write_bytes(out / PICTURES / f"{picture.name}.svg", picture.svg)
    return notes


def is_edited(path: Path) -> bool:
    """Whether a Word file was saved by anybody else since this program wrote it."""
    from docx import Document
    from docx.opc.exceptions import PackageNotFoundError

    try:
        about = Document(io.BytesIO(path.read_bytes())).core_properties
    except (OSError, BadZipFile, PackageNotFoundError, KeyError, ValueError, SyntaxError):
        return True
    return bool(about.last_modified_by != PROGRAM or about.modified != about.created)
