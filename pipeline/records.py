"""The nouns of the pipeline: frozen records without behaviour, free of heavy imports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Kind = Literal["udfordring", "drøftelse", "idé", "styrke", "refleksion", "handling", "andet"]
KINDS: tuple[Kind, ...] = (
    "udfordring",
    "drøftelse",
    "idé",
    "styrke",
    "refleksion",
    "handling",
    "andet",
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line as a reader hands it over, before anything is interpreted.

    Attributes
    ----------
    text
        The line without its newline, in Unicode NFC; leading white space is kept.
    number
        1-based position in the file (line, paragraph or row).
    page
        1-based page, or None where the format has no pages.
    indent
        Distance from the left margin in characters (or the format's nearest equivalent).
    style
        "heading" or "title" where the format marks one, "list" for a list item whose glyph the
        format draws itself, "paragraph" for a whole paragraph that no line end cuts, "statement"
        for a cell that holds exactly one statement, "furniture" for running headers and footers,
        "note" for a foot- or endnote, "" where the format says nothing.
    level
        0-based nesting of a list item or heading, None where the format says nothing.
    facts
        Meeting facts that hold for this line alone, as a spreadsheet states them row by row:
        fields of `Meeting`, and "kind" and "section".
    """

    text: str
    number: int
    page: int | None = None
    indent: float = 0.0
    style: str = ""
    level: int | None = None
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Document:
    """What a reader found in one file: its lines and what the file says of itself.

    `path` is relative to the folder that was read, with forward slashes, in Unicode NFC.
    `facts` holds meeting facts stated outside the text, under the names of `Meeting`'s fields, and
    the document's properties "title" and "author", which are hints and may be a template's.
    `notes` says in words what the reader noticed and a person should know (text it could not
    read, a file that is not what its name says).
    """

    path: str
    sha256: str
    lines: tuple[Line, ...]
    facts: dict[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """Where a bullet stands: file, page (None if unknown) and 1-based line of its first word."""

    path: str
    page: int | None
    line: int


@dataclass(frozen=True, slots=True)
class Meeting:
    """The facts of one table's talk; an empty string means that the summary does not say."""

    event: str = ""
    place: str = ""
    date: str = ""
    table: str = ""
    host: str = ""
    host_role: str = ""


@dataclass(frozen=True, slots=True)
class Bullet:
    """One statement of a table. Its id depends on its document and text, not on its position."""

    id: str
    text: str
    kind: Kind
    section: str
    parent: str | None
    meeting: Meeting
    source: Source
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A line that became no bullet, with the reason in words for the parse report."""

    source: Source
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class ParsedDocument:
    """One document after parsing: its meeting, bullets, and every line that was left out."""

    path: str
    sha256: str
    meeting: Meeting
    bullets: tuple[Bullet, ...]
    left_out: tuple[LeftOut, ...]
    sections: tuple[tuple[str, Kind], ...]


class Token(NamedTuple):
    """One word or sign of a text: as written, its universal part of speech, its lemma."""

    text: str
    pos: str
    lemma: str


@dataclass(frozen=True, slots=True)
class ProposedTheme:
    """A theme as the machine proposes it. Members are bullet ids, the most central first.

    `titled_by` is "udsagn" for a title taken from the bullets and "sprogmodel" for one that a
    language model suggested, with its description; the bullets' own title is then among `phrases`.
    """

    id: str
    title: str
    parent: str | None
    phrases: tuple[str, ...]
    keywords: tuple[str, ...]
    exemplars: tuple[str, ...]
    members: tuple[str, ...]
    titled_by: str = "udsagn"
    description: str = ""


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a bullet was put, and how sure the machine is (0 to 1)."""

    theme: str
    subtheme: str | None
    confidence: float


@dataclass(frozen=True, slots=True)
class ThemeSet:
    """What one run made of its input: the documents, the themes, and each bullet's place."""

    documents: tuple[ParsedDocument, ...]
    bullets: tuple[Bullet, ...]
    themes: tuple[ProposedTheme, ...]
    placements: dict[str, Placement]


@dataclass(frozen=True, slots=True)
class RunFacts:
    """What a run was made with; enough to make it again.

    `created` is the time of the newest input, not of the run, so that the same input gives the
    same bytes.
    """

    created: str
    pipeline: str
    model: str
    model_fingerprint: str
    settings: dict[str, int | float | str]
