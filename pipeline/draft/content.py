"""What stands in the strategy draft: the one content that every file of it is written from.

Every sentence of the connecting text is Danish, made once, and the same in all files. No text of a
bullet that is held back is anywhere in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.records import Kind


@dataclass(frozen=True, slots=True)
class Options:
    """What may stand in the draft.

    Attributes
    ----------
    include_proposed
        Take themes that nobody has approved, marked as such.
    include_personal
        Take the names of table hosts, and bullets that hold personal data.
    kle
        The municipality's own KLE number of a theme, by its id or its title in lower case.
    """

    include_proposed: bool = False
    include_personal: bool = False
    kle: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DraftMeeting:
    """A meeting that summaries came from; `number` counts from 1, by date.

    `name` is how the draft speaks of it: "Brændkær Forsamlingshus, 23. september 2025".
    """

    number: int
    name: str
    event: str
    place: str
    date: str
    tables: int
    bullets: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a meeting, or a summary that names none; `number` counts from 1.

    `meeting` is the number of its meeting, None where the summary names neither place nor date.
    `host` is empty unless personal data were asked for.
    """

    number: int
    name: str
    meeting: int | None
    bullets: int
    host: str = ""


@dataclass(frozen=True, slots=True)
class Breadth:
    """How broad a theme is: its bullets, the tables and meetings they are from, and their kinds.

    `kinds` holds each kind that there is with its number of bullets, in the order of `KINDS`.
    Bullets that are held back count.
    """

    bullets: int
    tables: int
    meetings: int
    kinds: tuple[tuple[Kind, int], ...]


@dataclass(frozen=True, slots=True)
class Note:
    """Where a bullet stands: number of the note in the draft, and the source in words and apart.

    `number` is 0 where the draft has no note on it; `table` is a number of `Draft.tables`.
    """

    number: int
    text: str
    table: int
    path: str
    page: int | None
    line: int


@dataclass(frozen=True, slots=True)
class Quote:
    """A bullet, told verbatim; `reason` says why among other voices, and is empty elsewhere."""

    bullet: str
    text: str
    kind: Kind
    note: Note
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One side of a theme: its challenges, proposals, strengths or open questions.

    Attributes
    ----------
    id
        "udfordringer", "droeftelser", "forslag", "styrker", "spoergsmaal" or "andet".
    title, lead
        Heading, and the sentence before the quotes.
    bullets, tables
        How many bullets there are on this side, and from how many tables; `quotes` are some.
    """

    id: str
    title: str
    lead: str
    bullets: int
    tables: int
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A sub-theme, or what a theme holds beside its sub-themes (`theme` then ends in "-rest")."""

    theme: str
    title: str
    is_proposed: bool
    description: str
    lead: str
    breadth: Breadth
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A theme. Its `parts` are empty where it has sections.

    Attributes
    ----------
    number
        Counts from 1, in the order of breadth.
    voices, voices_lead
        Bullets that say something else than most, and the sentence before them.
    """

    number: int
    theme: str
    title: str
    is_proposed: bool
    description: str
    kle: str
    lead: str
    breadth: Breadth
    parts: tuple[Part, ...]
    sections: tuple[Section, ...]
    voices_lead: str
    voices: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class AppendixRow:
    """A bullet under its theme; every bullet of the draft's themes has one row.

    Attributes
    ----------
    text
        Empty where it is held back.
    theme, subtheme
        Ids; `subtheme` is empty where the theme itself holds it.
    is_quoted
        Whether a chapter quotes it.
    """

    bullet: str
    text: str
    kind: Kind
    theme: str
    subtheme: str
    note: Note
    is_quoted: bool
    is_held_back: bool


@dataclass(frozen=True, slots=True)
class SetAside:
    """A bullet that a person took out, and why; `text` is empty where it is held back."""

    bullet: str
    text: str
    reason: str
    note: Note


@dataclass(frozen=True, slots=True)
class HeldBack:
    """Bullets whose text is not shown, by sort of personal data; one bullet may hold several."""

    bullets: int
    set_aside: int
    sorts: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What is in no chapter: proposed themes with their bullets, and bullets in no theme."""

    themes: int
    bullets: int
    unplaced: int


@dataclass(frozen=True, slots=True)
class MadeWith:
    """How the draft was made: with what, until when, and what people decided.

    Attributes
    ----------
    created
        Time of the newest summary, ISO 8601.
    as_of
        Time of the newest entry in the log, ISO 8601; empty if there is none.
    decisions
        What people decided, in words, with how often; nothing that was taken back.
    people, names
        How many decided, and who where personal data were asked for.
    text
        All of it in plain Danish, a paragraph each.
    """

    pipeline: str
    model: str
    model_fingerprint: str
    settings: Mapping[str, int | float | str]
    created: str
    as_of: str
    decisions: tuple[tuple[str, int], ...]
    people: int
    names: tuple[str, ...]
    text: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """The strategy draft.

    Attributes
    ----------
    title, subtitle
        What it is, and of which event.
    unit
        What `tables` are called: "bord", or "opsamling" where no summary names a table.
    documents, bullets
        Number of summaries, and of all bullets in them.
    breadth
        Of everything in the chapters together.
    intro, aside_lead
        Paragraphs of the overview, and of the chapter on what is in no theme.
    """

    title: str
    subtitle: str
    unit: str
    documents: int
    bullets: int
    breadth: Breadth
    meetings: tuple[DraftMeeting, ...]
    tables: tuple[Table, ...]
    intro: tuple[str, ...]
    chapters: tuple[Chapter, ...]
    appendix: tuple[AppendixRow, ...]
    aside_lead: tuple[str, ...]
    set_aside: tuple[SetAside, ...]
    held_back: HeldBack
    left_out: LeftOut
    made_with: MadeWith


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that answers a question, in Danish.

    Attributes
    ----------
    name
        Stem of its file names.
    title
        The question.
    alt
        The answer in words, for those who do not see it.
    caption
        How it is to be read.
    png, svg
        The picture itself.
    columns, rows
        The numbers that it shows as a table; the first column names the theme.
    """

    name: str
    title: str
    alt: str
    caption: str
    png: bytes
    svg: bytes = b""
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str | int, ...], ...] = ()
