"""Section headings of table summaries, in the wordings hosts use, and the kind each announces."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.records import Kind

_LEAD = (
    r"(?:(?:de|den|det|vores|bordets|deltagernes|borgernes|jeres|vigtige|vigtigste|største|særlige|"
    r"væsentligste|øvrige|andre|nye|fælles|gode|konkrete|flere|mulige|lokale|overordnede|korte?)\s+)*"
)
_QUESTION = r"(?:hvilke[nt]?|hvad er|hvad ser (?:vi|i) (?:som|af)|har (?:vi|i))\s+"
# A tail keeps "Styrker ved vores område" a heading and "Styrkerne er væk" a statement.
_TAIL = (
    r"(?:\s*[,/:(–-].*|\s+(?:og|eller|ved|fra|som|for|på|i|om|til|at|vi|der|ifølge|ift\.?|af)\b.*)?"
)
# The word that stands first decides: "Styrker, vi kan bygge videre på" is about strengths.
_WORDS: tuple[tuple[Kind, str], ...] = (
    ("udfordring", r"(?:hoved)?udfordring(?:er|en|erne)?|problem(?:er|stillinger)?|barrierer?"),
    ("udfordring", r"svagheder|trusler|bekymringer"),
    ("udfordring", r"emner|temaer|emne|tema"),
    ("drøftelse", r"drøftelse(?:r|n|rne)?|drøftet|diskussion(?:er|en)?|dialog(?:en)?|snakken"),
    ("idé", r"drømme|visioner"),
    ("idé", r"id[eé](?:er|erne)?|muligheder|forslag|løsning(?:er|sforslag)|ønsker"),
    ("styrke", r"styrke(?:r|rne)|kvaliteter"),
    ("refleksion", r"ref(?:l?e)[kx]+[st]?(?:ion|tion|sion)(?:er|s\w*)?|eftertanker|undring(?:er)?"),
    ("refleksion", r"spørgsmål|andet|øvrigt|eventuelt|opmærksomhedspunkter"),
    ("handling", r"handlinger|næste skridt|tilsagn"),
)
_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("handling", re.compile(r"vi kan(?: selv)?|(?:det|hvad) kan vi(?: selv)?(?: gøre)?", re.I)),
    ("drøftelse", re.compile(r"hvad (?:talte|snakkede|drøftede|blev|har vi)\b.*", re.I)),
    ("udfordring", re.compile(r"hvad (?:hæftede|fylder|optager|optog)\b.*", re.I)),
    (
        "styrke",
        re.compile(r"hvad (?:er (?:vi|i) (?:gode til|stolte af)|går godt|fungerer)\b.*", re.I),
    ),
    ("udfordring", re.compile(r"hvad (?:bekymrer|mangler|kan (?:blive|gøres) bedre)\b.*", re.I)),
    ("idé", re.compile(r"hvad drømmer\b.*", re.I)),
    *((kind, re.compile(f"{_LEAD}(?:{words}){_TAIL}", re.I)) for kind, words in _WORDS),
    *((kind, re.compile(f"{_QUESTION}{_LEAD}(?:{words})\\b.*\\?", re.I)) for kind, words in _WORDS),
)
_PART = re.compile(r"(?:opsamling på |noter fra )?(?:øvelse|runde|del|session)\s+\d\b.*", re.I)
_TOPIC = re.compile(
    r"(?:i forhold til|ift\.?|vedr\.?|vedrørende|angående|med hensyn til|om)\s", re.I
)
_ENUMERATOR = re.compile(r"(?:\d{1,2}|[A-ZÆØÅ]|[IVX]+)[.)]\s+")
# "## Ideer", "**Ideer:**", "Ideer 💡"
_ORNAMENT_BEFORE = re.compile(r"(?:#{1,6}\s+)?(?:\*\*|__)?(?=\w)")
_ORNAMENT_BEHIND = re.compile(r"""(?:[^\w?()\[\]"”“»«'’]|_)+$""")
_MAX_HEADING_WORDS = 14
_MAX_TOPIC_WORDS = 10

_NOTE = re.compile(
    r"""ned(?:enfor|enstående)\b | herunder\s(?:er|følger) | ovenstående\ser | \bher\ser\slidt\b
    | samlet\stilbagemelding | \bgav\sikke\smening\b | \bikke\smeningsfuldt\sat\b
    | \btilfældig\srækkefølge\b | \bikke\sudfyldt\b | \bingen\s(?:noter|bemærkninger)\b
    | ^(?:bordet|bordets\sdeltagere|deltagerne|gruppen)\s(?:bestod|var)\b
    | ^(?:med\s)?venlige?\shilsen | ^mvh\b
    | \bsnakken\s(?:kom|delte|handlede)
    | ^(?:de\sfleste|mange|flere|alle|nogle)\s
      (?:af\s)?(?:de\s)?(?:id[eé]er|drøftelser|udfordringer|punkter|emner|indlæg|forslag)\w*\s
      (?:handlede|drejede)""",
    re.I | re.X,
)


@dataclass(frozen=True, slots=True)
class Heading:
    """A recognised heading; a part ("Øvelse 2") has sections of its own below it."""

    title: str
    kind: Kind
    is_part: bool = False


def title_of(text: str) -> str:
    """Return a heading's own words: without enumerator, closing colon, dash, dots or ornament."""
    bare = _ORNAMENT_BEFORE.sub("", text.strip(), count=1)
    return _ORNAMENT_BEHIND.sub("", _ENUMERATOR.sub("", bare, count=1))


def find_heading(text: str) -> Heading | None:
    """Recognise a heading by its words.

    A heading that only names its topic ("I forhold til udfordringen om tidlig indsats:") is none
    here although it holds the word for a kind: it belongs to the section around it.
    """
    title = title_of(text)
    if not title or len(title.split()) > _MAX_HEADING_WORDS or _TOPIC.match(title):
        return None
    if not (title[0].isupper() or text.rstrip().endswith(":")):
        return None
    if _PART.fullmatch(title):
        return Heading(title, "andet", is_part=True)
    return next((Heading(title, kind) for kind, form in _KINDS if form.fullmatch(title)), None)


def is_topic(text: str) -> bool:
    """Whether a line narrows its section to a topic: short, and closed by a colon."""
    stripped = text.strip()
    return stripped.endswith(":") and len(stripped.split()) <= _MAX_TOPIC_WORDS


def is_note(text: str) -> bool:
    """Whether a line speaks to the reader about the notes instead of stating something."""
    stripped = text.strip()
    return (stripped.startswith("(") and stripped.endswith(")")) or bool(_NOTE.search(stripped))


def mixes_kinds(note: str) -> bool:
    """Whether a note says that the section mixes challenges with what was talked about."""
    return "drøftelse" in note.lower() and "udfordring" in note.lower()
