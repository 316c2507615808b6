"""The draft to a Word file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pipeline.draft.content import Draft, Picture
from pipeline.draft.phrases import one_line
from pipeline.draft.snapshot import Snapshot
from pipeline.draft.word.body import Body
from pipeline.draft.word.origin import put_origin
from pipeline.draft.word.package import describe, to_bytes
from pipeline.draft.word.styles import add_missing_styles, put_own_styles, table_style
from pipeline.draft.word.template import (
    count_anew,
    empty_document,
    number_pages,
    open_template,
    speak_danish,
)


def to_docx(
    draft: Draft,
    snapshot: Snapshot,
    pictures: Sequence[Picture] = (),
    template: Path | None = None,
) -> bytes:
    """Return the draft as a Word file; the same content gives the same bytes.

    Parameters
    ----------
    snapshot
        What the draft was made of; the file carries it.
    pictures
        Figures of the overview.
    template
        The municipality's own template, whose styles, margins, headers and footers are used.

    Raises
    ------
    InputError
        If the template is not there or is no Word file.
    """
    document = empty_document() if template is None else open_template(template)
    ids = put_own_styles(document) if template is None else add_missing_styles(document)
    speak_danish(document)
    number_pages(document, ids.__getitem__)
    count_anew(document)
    content: Any = document.element.body
    page = content[-1]
    for block in Body(draft, document, ids, table_style(document)).blocks(pictures):
        page.addprevious(block)
    put_origin(document, snapshot)
    title = f"{draft.title}: {draft.subtitle}" if draft.subtitle else draft.title
    describe(document, one_line(title), one_line(draft.subtitle), draft.made_with.as_of)
    return to_bytes(document)
