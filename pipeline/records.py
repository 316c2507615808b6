"""The nouns of the pipeline: frozen records without behaviour, free of heavy imports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

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
class Remark:
    """What a person should know of a file or a run; `remarks` puts it in words.

    Attributes
    ----------
    key
        Which wording.
    facts
        What stands in it, by name: text, numbers, names of columns, or another remark.
    path
        File that it is about; empty where it is about none, or where its document names it.
    """

    key: str
    facts: Mapping[str, object] = field(default_factory=dict)
    path: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """What a reader found in one file: its lines and what the file says of itself.

    `path` is relative to the folder that was read, with forward slashes, in Unicode NFC.
    `facts` holds meeting facts stated outside the text, under the names of `Meeting`'s fields, and
    the document's properties "title" and "author", which are hints and may be a template's.
    `notes` are what the reader noticed and a person should know (text it could not read, a file
    that is not what its name says).
    """

    path: str
    sha256: str
    lines: tuple[Line, ...]
    facts: dict[str, str] = field(default_factory=dict)
    notes: tuple[Remark, ...] = ()


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


# Who gave a title that a language model suggested.
BY_MODEL = "sprogmodel"


@dataclass(frozen=True, slots=True)
class TitleReason:
    """Why a phrase could be a theme's title.

    Attributes
    ----------
    phrase
        The phrase as it is offered.
    source
        "udsagn" for what citizens said, "fagord" for a term of the shipped vocabulary that the
        bullets bear out, "sprogmodel" for what a language model suggested.
    bullets, tables
        How many of the theme's bullets bear it out, and from how many tables; of a language
        model's, those that it was shown.
    traits
        What was weighed, by name; what `temaer learn` reads when a person has chosen. Empty for a
        language model's.
    """

    phrase: str
    source: str
    bullets: int
    tables: int
    traits: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class ProposedTheme:
    """A theme as the machine proposes it. Members are bullet ids, the most central first.

    `titled_by` is "udsagn" for a title taken from the bullets and "sprogmodel" for one that a
    language model suggested, with its description; it is then the first of `phrases`.
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
    reasons: tuple[TitleReason, ...] = ()


# What is the matter with a bullet's place: another theme is as near, no theme is near, or the
# bullet says nothing of its own. It stays where it is until a person looks at it.
Doubt = Literal["", "between", "nowhere", "empty"]


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a bullet was put, and how sure the machine is (0 to 1).

    `doubt` says what is the matter with the place, and `second` is the theme that is as near where
    that is "between".
    """

    theme: str
    subtheme: str | None
    confidence: float
    doubt: Doubt = ""
    second: str | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """What clustering and labelling made of some bullets: themes, and each bullet's place."""

    themes: tuple[ProposedTheme, ...]
    placements: dict[str, Placement]


@dataclass(frozen=True, slots=True)
class Note:
    """What somebody wrote down about a theme or a bullet."""

    text: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme as it stands: proposed by a run, or what people have made of it.

    Attributes
    ----------
    parent
        The theme it stands under; themes stand in two levels at most.
    phrases, keywords, exemplars
        What the machine shows it by; ids of bullets in `exemplars`.
    is_locked
        Closed to every change but notes.
    is_touched
        A person has decided something about it, so no run forms it anew.
    is_named
        A person gave the title, or approved it: no run changes it.
    titled_by
        "sprogmodel" for a title and description that a language model suggested and nobody has
        changed since, else "".
    reasons
        Why each of `phrases` could be the title; a phrase that came by a merge may have none.
    shown_for
        Hash of the ids of the bullets that phrases, keywords and exemplars were made for; "" where
        they were made for none.
    """

    id: str
    title: str
    parent: str | None = None
    phrases: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    exemplars: tuple[str, ...] = ()
    status: Literal["proposed", "approved"] = "proposed"
    description: str = ""
    notes: tuple[Note, ...] = ()
    is_locked: bool = False
    is_touched: bool = False
    is_named: bool = False
    titled_by: str = ""
    shown_for: str = ""
    reasons: tuple[TitleReason, ...] = ()


# Marks what a Word draft of ours carries of the themes it was made of.
DRAFT_NAMESPACE = "urn:temaer:udkast:1"
# A bullet whose place the machine is less sure of is shown as uncertain.
UNCERTAIN_BELOW = 0.35


@dataclass(frozen=True, slots=True)
class Place:
    """Where a bullet is.

    Attributes
    ----------
    theme
        The theme that holds it, at whatever level; None if it is in none.
    by
        Who put it there.
    confidence
        How sure the machine was, 0 to 1; 1 where a person decided.
    aside
        Why a person set it aside; empty if nobody did.
    duplicate_of
        The bullet that says the same, where that is the reason.
    candidates, likeness
        Themes it might belong to, best first, where the machine left it to a person, and how sure
        the machine is of each.
    notes
        What people wrote down about it.
    doubt, second
        What is the matter with a place that the machine found, and the theme that is as near where
        the bullet is between two.
    """

    theme: str | None
    by: Literal["machine", "person"] = "machine"
    confidence: float = 0.0
    aside: str = ""
    duplicate_of: str | None = None
    candidates: tuple[str, ...] = ()
    likeness: tuple[float, ...] = ()
    notes: tuple[Note, ...] = ()
    doubt: Doubt = ""
    second: str | None = None


@dataclass(frozen=True, slots=True)
class ThemeSet:
    """The theme set as it is written out.

    Attributes
    ----------
    themes
        Each theme followed by those under it.
    members
        Bullets of each theme in order, those of the themes under it among them.
    places
        Where each bullet is; a bullet that was never placed is not in it.
    """

    documents: tuple[ParsedDocument, ...]
    bullets: tuple[Bullet, ...]
    themes: tuple[Theme, ...]
    members: dict[str, tuple[str, ...]]
    places: dict[str, Place]


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


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the log: what a person decided, or what a run proposed.

    Attributes
    ----------
    id
        Minted once, the same on every machine that the log is carried to.
    at
        When, ISO 8601 in UTC.
    by
        Who; the name of a person, or "temaer" for a run.
    kind
        What sort of decision, such as "rename".
    body
        The decision itself as plain data.
    number
        Position in the log of this machine, from 1; 0 before it is written.
    """

    id: str
    at: str
    by: str
    kind: str
    body: dict[str, Any]
    number: int = 0
