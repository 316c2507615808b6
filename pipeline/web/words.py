"""What the page says in Danish: names of things, how sure, when, and refusals."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime

from pipeline.danish import format_date
from pipeline.errors import ConflictError, PipelineError
from pipeline.reasons import offered
from pipeline.records import UNCERTAIN_BELOW, Bullet, Meeting, Place, Theme

REASONS = {
    "not a statement": "Ikke et udsagn",
    "personal data": "Indeholder personoplysninger",
    "duplicate": "Gentager et andet udsagn",
    "other": "Af en anden grund",
}
_SURE = (
    (0.75, "meget sikker"),
    (0.55, "ret sikker"),
    (UNCERTAIN_BELOW, "lidt usikker"),
    (0.0, "usikker"),
)
_DOUBTS = {
    "between": "kan også høre til et andet tema",
    "nowhere": "passer ikke rigtig noget sted",
    "empty": "siger ikke selv, hvad det handler om",
}
_CONFLICT = (
    "Noget af det blev ændret, efter at du åbnede siden. Intet er overskrevet, og det, du skrev, "
    "står nedenfor. Se, hvad der er sket, og beslut igen."
)
_UNKNOWN = "Det kunne ikke lade sig gøre, som temaerne er nu. Intet er ændret."
_UNCHANGED = {"omdoeb": "Titlen er uændret.", "beskriv": "Beskrivelsen er uændret."}
_WHAT = {"title": "titlen", "description": "beskrivelsen", "note": "noten", "name": "navnet"}

# What `Review` refuses, in the English of the command line, and how the page says it.
REFUSALS: tuple[tuple[str, str], ...] = (
    (r"Theme (?P<t>\S+) is not there\b", "Temaet {t} findes ikke længere. Det er lagt sammen."),
    (r"Theme (?P<t>\S+) \(.*\) is locked", "Temaet {t} er låst. Lås det op først."),
    (r"Bullet \S+ is not there", "Udsagnet findes ikke længere."),
    (r"Bullet \S+ is in theme (?P<t>\S+) already", "Et af udsagnene står allerede i {t}."),
    (r"A theme cannot be merged with itself", "Et tema kan ikke lægges sammen med sig selv."),
    (
        r"Theme (?P<t>\S+) holds theme (?P<u>\S+): merge",
        "{u} er et undertema af {t}. Læg undertemaet ind i temaet i stedet.",
    ),
    (
        r"Bullet \S+ is in none of the merged themes",
        "Et udsagn, der skulle blive, står ikke længere i de temaer, du lægger sammen.",
    ),
    (r"Bullet \S+ is not in theme (?P<t>\S+)\.", "Et af udsagnene står ikke længere i {t}."),
    (r"A theme cannot be put under itself", "Et tema kan ikke ligge under sig selv."),
    (
        r"Theme (?P<t>\S+) stands under another itself",
        "{t} er selv et undertema. Vælg et tema, der ikke er et undertema.",
    ),
    (r"A bullet cannot be a duplicate of itself", "Et udsagn kan ikke gentage sig selv."),
    (r"\S+ is neither a theme nor a bullet", "Det, du skrev en note om, findes ikke længere."),
    (r".* changes which entries count", _UNKNOWN),
    (r".* is no reason\. Known are", "Vælg en grund til at sætte udsagnene til side."),
    (r"Name the themes to merge", "Vælg de temaer, der skal lægges sammen."),
    (r"The (?P<what>\w+) is empty", "Skriv noget: {what} mangler."),
    (
        r"The (?P<what>\w+) has (?P<n>\d+) characters; (?P<most>\d+) is",
        "Teksten er for lang: {what} er på {n} tegn, og der er plads til {most}.",
    ),
    (
        r"The (?P<what>\w+) holds a line end or control",
        "Der er linjeskift eller usynlige tegn i teksten ({what}). Skriv den på én linje.",
    ),
    (r"Name at least one bullet", "Vælg mindst ét udsagn ved at sætte et kryds."),
    (r"Name at least one decision|Several decisions cannot", _UNKNOWN),
    (r"A bullet is named twice", "Et udsagn er valgt to gange."),
    (r"Nothing would change", "Det er allerede sådan, så der er intet at ændre."),
    (r"There is nothing to undo", "Der er ikke noget at fortryde."),
    (r"There is nothing to redo", "Der er ikke noget at gentage."),
    (
        r"A later entry builds on it",
        "Det kan ikke tages tilbage alene, for en senere beslutning bygger på det. "
        "Tag den senere beslutning tilbage først.",
    ),
    (r"Entry \S+ cannot be undone", "Det er taget tilbage allerede eller kan ikke tages tilbage."),
    (r"Entry \S+ cannot be redone", "Det er ikke taget tilbage, så det kan ikke gentages."),
    (
        r"The log has no entry",
        "Siden hører til en anden gennemgang. Åbn temaet igen, og prøv en gang til.",
    ),
    (r".* bullets, too few to split", "Temaet har for få udsagn til at blive delt."),
    (r".*: cannot be written now", "Et andet program bruger gennemgangen lige nu. Prøv igen."),
    (r".*: was not written", "Det blev ikke gemt, fordi disken ikke tog imod. Prøv igen."),
)


def refusal(error: PipelineError, themes: Mapping[str, Theme]) -> str:
    """Say in Danish why something was not done; themes are called by their titles."""
    if isinstance(error, ConflictError):
        return _CONFLICT
    for pattern, danish in REFUSALS:
        if found := re.match(pattern, str(error)):
            return danish.format(
                **{name: _named(value, themes) for name, value in found.groupdict().items()}
            )
    return f"{_UNKNOWN} ({error})"


def unchanged(verb: str) -> str:
    """Say that a button changed nothing because it was so already; nothing for no button."""
    return _UNCHANGED.get(verb, "Det er allerede sådan.") if verb else ""


def _named(word: str, themes: Mapping[str, Theme]) -> str:
    if word in themes:
        return f"»{themes[word].title}«"
    return _WHAT.get(word, word)


def count(number: int, one: str, many: str) -> str:
    """Return a number with its noun: "1 tema", "1.204 temaer"."""
    return f"{grouped(number)} {one if number == 1 else many}"


def grouped(number: int) -> str:
    """Return a number with a point for the thousands."""
    return f"{number:,}".replace(",", ".")


def joined(parts: Iterable[str]) -> str:
    """Return parts as Danes list them: "a, b og c"."""
    *first, last = list(parts) or [""]
    return f"{', '.join(first)} og {last}" if first else last


def status(theme: Theme) -> str:
    """Return a theme's status in a word."""
    if theme.is_locked:
        return "godkendt og låst" if theme.status == "approved" else "låst"
    return "godkendt" if theme.status == "approved" else "foreslået"


def how_sure(place: Place) -> str:
    """Say who put a bullet where it is and how sure the machine was."""
    if place.by == "person":
        return "placeret af et menneske"
    word = next(word for least, word in _SURE if place.confidence >= least)
    said = f"placeringen er {word} ({place.confidence * 100:.0f}\N{NO-BREAK SPACE}%)"
    return f"{said}: {_DOUBTS[place.doubt]}" if place.doubt else said


def is_unsure(place: Place) -> bool:
    """Whether a person should look at where the machine put a bullet."""
    is_doubted = bool(place.doubt) or place.confidence < UNCERTAIN_BELOW
    return bool(place.theme) and place.by == "machine" and is_doubted


def meeting(of: Meeting) -> str:
    """Say where, when and at which table, without the names of people."""
    table = f"bord\N{NO-BREAK SPACE}{of.table}" if of.table else ""
    return ", ".join(part for part in (of.place, format_date(of.date), table) if part)


def source(bullet: Bullet) -> str:
    """Say in which file and where in it a bullet stands."""
    page = f"side\N{NO-BREAK SPACE}{bullet.source.page}, " if bullet.source.page else ""
    return f"{bullet.source.path}, {page}linje\N{NO-BREAK SPACE}{bullet.source.line}"


def when(iso: str) -> str:
    """Return a time of the log as it is on the clock here: "24. november 2026 kl. 14.05"."""
    try:
        moment = datetime.fromisoformat(iso)
    except ValueError:
        return iso
    return _on_the_clock(moment if moment.tzinfo else moment.replace(tzinfo=UTC))


def clock(seconds: float) -> str:
    """Return a time in seconds since 1970 as it is on the clock here."""
    return _on_the_clock(datetime.fromtimestamp(seconds, UTC))


def _on_the_clock(moment: datetime) -> str:
    local = moment.astimezone()
    return f"{format_date(local.date().isoformat())} kl. {local:%H.%M}"


def short(text: str, most: int = 70) -> str:
    """Return the beginning of a text, cut between words."""
    flat = " ".join(text.split())
    if len(flat) <= most:
        return flat
    return f"{flat[:most].rsplit(' ', 1)[0]} …"


FILTERS: dict[str, Callable[..., object]] = {
    "clock": clock,
    "grouped": grouped,
    "how_sure": how_sure,
    "joined": joined,
    "meeting": meeting,
    "offered": offered,
    "short": short,
    "source": source,
    "status": status,
    "when": when,
}
