"""`parse_report.md`: what was read as what, and every line that was left out, with its reason."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.records import ParsedDocument

_FACTS = ("event", "place", "date", "table", "host", "host_role")


def to_markdown(
    documents: Sequence[ParsedDocument], problems: Sequence[str], notes: Sequence[str] = ()
) -> str:
    """Return the report; nobody should have to wonder where a sentence went."""
    total = sum(len(document.bullets) for document in documents)
    parts = [
        "# Parse report",
        f"{len(documents)} documents, {total} bullets. Every line that is in no bullet is listed "
        "below with the reason.",
    ]
    if problems:
        parts += ["## Not read", "\n".join(f"- {problem}" for problem in problems)]
    if notes:
        parts += ["## Notes", "\n".join(f"- {note}" for note in notes)]
    parts += [_document(document) for document in documents]
    return "\n\n".join(parts) + "\n"


def _document(document: ParsedDocument) -> str:
    meeting = document.meeting
    found = [f"{name} {getattr(meeting, name)}" for name in _FACTS if getattr(meeting, name)]
    missing = [name for name in _FACTS if not getattr(meeting, name)]
    lines = [
        f"## {document.path}",
        f"{len(document.bullets)} bullets. Meeting: {'; '.join(found) or 'nothing found'}."
        + (f" Not found: {', '.join(missing)}." if missing else ""),
    ]
    if document.sections:
        lines.append("\n".join(f"- {title}: {kind}" for title, kind in document.sections))
    if document.left_out:
        rows = [
            f"| {item.source.line} | {item.reason} | {_cell(item.text)} |"
            for item in document.left_out
        ]
        lines.append("\n".join(["| line | left out as | text |", "| --- | --- | --- |", *rows]))
    return "\n\n".join(lines)


def _cell(text: str) -> str:
    return text.replace("\\", "\\\\").replace("|", "\\|")
