"""What the sheet looks like, known to the one who writes it and the one who reads it."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.records import Place, Theme
from pipeline.review import State

GUIDE, THEMES, BULLETS, HIDDEN = "Vejledning", "Temaer", "Udsagn", "Valg"
# The hidden sheet says which entry of the log the sheet was written from.
REVISION_CELL = "D1"

STATUS = {"proposed": "forslag", "approved": "godkendt"}
LOCKED = {False: "nej", True: "ja"}
TOP = "(øverst)"
ASIDE = "(lagt til side)"
NOWHERE = "(ikke placeret)"
NEW_THEME = "NY: "
REASONS = {
    "not a statement": "ikke et udsagn",
    "personal data": "personoplysninger",
    "duplicate": "gentagelse",
    "other": "andet",
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, its width in characters, and whether people may write in it."""

    heading: str
    width: int
    is_open: bool = False


THEME_COLUMNS = {
    "id": Column("Id", 15),
    "size": Column("Antal udsagn", 9),
    "old_title": Column("Titel nu", 30),
    "title": Column("Ny titel", 30, True),
    "old_status": Column("Status nu", 11),
    "status": Column("Ny status", 11, True),
    "merge": Column("Læg sammen med", 30, True),
    "old_parent": Column("Under nu", 26),
    "parent": Column("Læg under", 26, True),
    "old_description": Column("Beskrivelse nu", 36),
    "description": Column("Ny beskrivelse", 36, True),
    "old_lock": Column("Låst nu", 8),
    "lock": Column("Lås", 8, True),
    "note": Column("Tilføj note", 30, True),
}
BULLET_COLUMNS = {
    "id": Column("Id", 15),
    "text": Column("Udsagn", 60),
    "kind": Column("Slags", 12),
    "source": Column("Hvorfra", 44),
    "old_theme": Column("Tema nu", 30),
    "theme": Column("Nyt tema", 30, True),
    "reason": Column("Hvorfor lagt til side", 22, True),
    "note": Column("Tilføj note", 30, True),
}

GUIDE_HEADINGS = (f"Arket {THEMES}", f"Arket {BULLETS}", "Når du er færdig")
GUIDE_LINES = (
    "Sådan gennemgår du temaerne i dette ark",
    "",
    "Du kan kun skrive i de lyse felter. Kolonnerne med »nu« viser, hvordan det er; lad dem stå.",
    "",
    GUIDE_HEADINGS[0],
    "  Ny titel: ret titlen.",
    "  Ny status: vælg godkendt, når temaet er gennemgået.",
    "  Læg sammen med: vælg det tema, som dette tema skal lægges ind i.",
    f"  Læg under: vælg det tema, som dette skal være undertema til, eller {TOP}.",
    "  Ny beskrivelse: skriv i et par sætninger, hvad temaet handler om.",
    "  Lås: vælg ja, når ingen må ændre i temaet; nej åbner det igen.",
    "  Tilføj note: skriv en note; den føjes til dem, der er i forvejen.",
    "",
    GUIDE_HEADINGS[1],
    "  Nyt tema: vælg det tema, udsagnet hører til. Temaerne står med de titler, de har nu.",
    f"  Skriv {NEW_THEME}og en titel for at danne et nyt tema. Flere udsagn med samme nye titel",
    "  kommer i samme tema.",
    f"  Vælg {ASIDE} for at tage et udsagn ud, og skriv hvorfor i kolonnen ved siden af.",
    "",
    GUIDE_HEADINGS[2],
    "  Gem arket, og giv det til den, der kører programmet. Arket læses ind med denne kommando:",
    "  temaer sheet-import gennemgang.xlsx",
    "  Enten læses det hele ind eller intet. Er der noget galt, får I at vide hvor.",
    "  Har andre ændret det samme imens, får I det at vide, og intet bliver overskrevet.",
    "  Du kan filtrere rækkerne, men ikke slette dem.",
)


def labels(state: State) -> dict[str, str]:
    """Name of each theme as it stands in drop-downs: its title, told apart where two are alike."""
    named: dict[str, str] = {}
    used: set[str] = {ASIDE, NOWHERE, TOP, ""}
    for theme in state.themes.values():
        label = _path(theme, state)
        if label in used or label.startswith(NEW_THEME):
            label = f"{label} [{theme.id}]"
        used.add(label)
        named[theme.id] = label
    return named


def where(place: Place | None, named: dict[str, str]) -> str:
    """Name of the theme that holds a bullet, or what else became of it."""
    if place is None or (place.theme is None and not place.aside):
        return NOWHERE
    return ASIDE if place.theme is None else named[place.theme]


def _path(theme: Theme, state: State) -> str:
    titles = [theme.title]
    if theme.parent is not None:
        titles.insert(0, state.themes[theme.parent].title)
    return " › ".join(" ".join(title.split()) for title in titles)


def above(theme: Theme, named: dict[str, str]) -> str:
    """Name of the theme that a theme stands under, or that it stands at the top."""
    return TOP if theme.parent is None else named[theme.parent]
