"""One document: header, sections, bullets with kind, parent and source, and what was left out."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Sequence

from pipeline.parse.headings import mixes_kinds
from pipeline.parse.meeting import parse_meeting
from pipeline.parse.sections import Section, split_sections
from pipeline.parse.stated import of_row
from pipeline.parse.statements import Statement, find_statements, wrap_width
from pipeline.records import Bullet, Document, Kind, LeftOut, Meeting, ParsedDocument, Source

_ID_BYTES = 6


def parse(document: Document) -> ParsedDocument:
    """Turn a document's lines into bullets.

    Every line with anything on it ends up either in exactly one bullet or among `left_out` with a
    reason; the order of both is the order of the document.
    """
    header, sections, left_out = split_sections(document)
    meeting = parse_meeting(header, document)
    bullets: list[Bullet] = []
    headings: list[tuple[str, Kind]] = []
    seen: Counter[str] = Counter()
    width = wrap_width(document.lines)
    for section in sections:
        statements, rest = find_statements(section, document.path, width)
        left_out += rest
        kind = _kind(section, rest)
        if section.title:
            headings.append((section.title, kind))
        bullets += _to_bullets(statements, section, kind, meeting, document, seen)
    left_out.sort(key=lambda item: item.source.line)
    return ParsedDocument(
        document.path,
        document.sha256,
        meeting,
        tuple(bullets),
        tuple(left_out),
        tuple(headings),
    )


def bullet_id(path: str, text: str, occurrence: int) -> str:
    """Id of a bullet: known by its document and its words, whatever their case and spacing.

    `occurrence` tells apart the same words said twice in one document, counted from 0.
    """
    words = re.sub(r"\W+", " ", text).strip().casefold() or text
    digest = hashlib.blake2b(f"{path}\0{words}\0{occurrence}".encode(), digest_size=_ID_BYTES)
    return f"b{digest.hexdigest()}"


def _kind(section: Section, left_out: Sequence[LeftOut]) -> Kind:
    if any(mixes_kinds(item.text) for item in left_out):
        return "drøftelse"
    return section.kind


def _to_bullets(
    statements: Sequence[Statement],
    section: Section,
    kind: Kind,
    meeting: Meeting,
    document: Document,
    seen: Counter[str],
) -> list[Bullet]:
    ids: list[str] = []
    bullets = []
    for statement in statements:
        of_meeting, title, of_kind = meeting, section.title, kind
        if facts := statement.lines[0].facts:
            of_meeting, title, of_kind = of_row(facts, meeting, title, kind)
        key = bullet_id(document.path, statement.text, 0)
        ids.append(bullet_id(document.path, statement.text, seen[key]))
        seen[key] += 1
        bullets.append(
            Bullet(
                ids[-1],
                statement.text,
                of_kind,
                ": ".join(part for part in (title, statement.topic) if part),
                ids[statement.parent] if statement.parent is not None else None,
                of_meeting,
                Source(document.path, statement.lines[0].page, statement.lines[0].number),
            )
        )
    return bullets
