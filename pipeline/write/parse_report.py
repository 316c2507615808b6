"""`parse_report.md`: what was read as what, and every line that was left out, with its reason."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.danish import format_date
from pipeline.records import ParsedDocument, Remark
from pipeline.remarks import in_danish

_FACTS = {
    "event": "begivenhed",
    "place": "mødested",
    "date": "dato",
    "table": "bord",
    "host": "bordvært",
    "host_role": "bordværtens rolle",
}
REASONS = {
    "page header or footer": "sidehoved eller sidefod",
    "footnote": "fodnote",
    "ruled line": "streg",
    "meeting header": "oplysninger om mødet",
    "heading": "overskrift",
    "sub-heading": "underoverskrift",
    "empty bullet": "tomt punkt",
    "note to the reader": "bemærkning til læseren",
}


def to_markdown(
    documents: Sequence[ParsedDocument], problems: Sequence[Remark], notes: Sequence[Remark] = ()
) -> str:
    """Return the report; nobody should have to wonder where a sentence went."""
    total = sum(len(document.bullets) for document in documents)
    parts = [
        "# Sådan er opsamlingerne læst",
        f"{_counted(len(documents), 'opsamling', 'opsamlinger')}, {total} udsagn. Hver linje, "
        "der ikke er med i et udsagn, står herunder med grunden.",
    ]
    if problems:
        parts += ["## Ikke læst", _list(problems)]
    if notes:
        parts += ["## Bemærkninger", _list(notes)]
    parts += [_document(document) for document in documents]
    return "\n\n".join(parts) + "\n"


def _list(remarks: Sequence[Remark]) -> str:
    return "\n".join(f"- {in_danish(remark)}" for remark in remarks)


def _document(document: ParsedDocument) -> str:
    meeting = document.meeting
    told = {name: getattr(meeting, name) for name in _FACTS}
    told["date"] = format_date(meeting.date)
    found = [f"{said} {told[name]}" for name, said in _FACTS.items() if told[name]]
    missing = [said for name, said in _FACTS.items() if not getattr(meeting, name)]
    lines = [
        f"## {document.path}",
        f"{len(document.bullets)} udsagn. Mødet: {'; '.join(found) or 'intet fundet'}."
        + (f" Ikke fundet: {', '.join(missing)}." if missing else ""),
    ]
    if document.sections:
        read = "\n".join(f"- {title}: {kind}" for title, kind in document.sections)
        lines += ["Udsagnene under hver overskrift er læst som:", read]
    if document.left_out:
        rows = [
            f"| {item.source.line} | {REASONS[item.reason]} | {_cell(item.text)} |"
            for item in document.left_out
        ]
        lines.append("\n".join(["| linje | udeladt som | tekst |", "| --- | --- | --- |", *rows]))
    return "\n\n".join(lines)


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _cell(text: str) -> str:
    return text.replace("\\", "\\\\").replace("|", "\\|")
