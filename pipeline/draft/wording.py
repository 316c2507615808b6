"""The connecting text: Danish sentences that say what was counted, and nothing more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.draft.content import Breadth, Chapter, HeldBack, LeftOut
from pipeline.records import Kind

KIND_WORDS: dict[Kind, tuple[str, str]] = {
    "udfordring": ("udfordring", "udfordringer"),
    "drøftelse": ("drøftelse", "drøftelser"),
    "idé": ("idé", "idéer"),
    "styrke": ("styrke", "styrker"),
    "refleksion": ("refleksion", "refleksioner"),
    "handling": ("handling", "handlinger"),
    "andet": ("andet udsagn", "andre udsagn"),
}
REST_TITLE = "Øvrige udsagn om temaet"
# One of them in a word, one, and many.
NOUNS = {
    "udsagn": ("ét", "udsagn", "udsagn"),
    "bord": ("ét", "bord", "borde"),
    "opsamling": ("én", "opsamling", "opsamlinger"),
    "møde": ("ét", "møde", "møder"),
    "tema": ("ét", "tema", "temaer"),
    "titel": ("én", "titel", "titler"),
    "person": ("én", "person", "personer"),
    "beslutning": ("én", "beslutning", "beslutninger"),
}
# Why a bullet stands among other voices.
DISAGREES = "fortæller om uenighed"
FAR = "siger noget andet end de fleste udsagn i temaet"
# Heading of each side of a theme.
PARTS = {
    "udfordringer": "Udfordringer",
    "droeftelser": "Drøftelser",
    "forslag": "Forslag",
    "styrker": "Styrker at bygge videre på",
    "spoergsmaal": "Åbne spørgsmål og refleksioner",
    "andet": "Andre udsagn",
}


def count(number: int, one: str, many: str) -> str:
    """Say a number of things in a figure: "1 bord", "1.200 borde"."""
    return f"{figure(number)} {one if number == 1 else many}"


def number_of(number: int, noun: str) -> str:
    """Say a number of things, one in a word: "ét bord", "1.200 borde"."""
    a, one, many = NOUNS[noun]
    return f"{a} {one}" if number == 1 else f"{figure(number)} {many}"


def sentence(text: str) -> str:
    """Begin with a capital letter."""
    return text[:1].upper() + text[1:]


def figure(number: int) -> str:
    """Write a whole number as Danes do: "1.200"."""
    return f"{number:,}".replace(",", ".")


def join(words: Iterable[str]) -> str:
    """Write a list in a sentence: "a, b og c"."""
    *first, last = list(words) or [""]
    return f"{', '.join(first)} og {last}" if first else last


def tables(number: int, unit: str) -> str:
    """Say a number of tables, or of summaries where none names its table."""
    return number_of(number, unit)


def kinds(breadth: Breadth) -> str:
    """Say how many bullets there are of each kind: "2 udfordringer og 1 idé"."""
    return join(
        f"{figure(number)} {KIND_WORDS[kind][number > 1]}" for kind, number in breadth.kinds
    )


def chapter_lead(own: Breadth, whole: Breadth, unit: str, subthemes: int) -> str:
    """Say how broad a theme is and how its bullets are ordered."""
    said = [f"Temaet blev taget op {_reach(own, whole, unit)}. {_holds('Det', own)}"]
    if subthemes > 1:
        said.append(f"Udsagnene er samlet i {figure(subthemes)} undertemaer.")
    return " ".join(said)


def section_lead(own: Breadth, whole: Breadth, unit: str) -> str:
    """Say how broad a sub-theme is."""
    return f"Undertemaet blev taget op {_reach(own, whole, unit)}. {_holds('Det', own)}"


def rest_lead(own: Breadth, unit: str) -> str:
    """Introduce what a theme holds beside its sub-themes."""
    where = f" fra {tables(own.tables, unit)}" if own.tables else ""
    size = sentence(number_of(own.bullets, "udsagn"))
    return f"{size}{where} hører til temaet, men ikke til et af undertemaerne."


def part_lead(
    part: str, bullets: int, from_tables: int, shown: int, unit: str, asked: int = 0
) -> str:
    """Introduce the quotes of one side of a theme, and say how many there are in all.

    `asked` counts the discussions that ended in a question, which are told among the open
    questions: both sides say so, and their numbers add up to those of the theme's kinds.
    """
    said = sentence(number_of(bullets, "udsagn"))
    if bullets > 1:
        said = f"{said} fra {tables(from_tables, unit)}"
    if part == "spoergsmaal" and asked:
        said = f"{said}{_of_them(asked, bullets)} fra drøftelserne"
    if part == "droeftelser" and asked:
        more = "ét" if asked == 1 else figure(asked)
        said = f"{said} ({more} mere står under »{PARTS['spoergsmaal']}«)"
    if not shown:
        return f"{said}. Se bilaget."
    return f"{said}{', blandt andet' if shown < bullets else ''}:"


def voices_lead(number: int) -> str:
    """Introduce the bullets that say something else than most."""
    these = "Dette" if number == 1 else "Disse"
    return f"{these} udsagn skiller sig ud fra temaets øvrige:"


def intro(
    documents: int, everything: Breadth, unit: str, chapters: Sequence[Chapter], held: HeldBack
) -> tuple[str, ...]:
    """Return the overview's paragraphs; `everything` is the breadth of all bullets."""
    where = f" fra {tables(everything.tables, unit)}" if unit == "bord" else ""
    if everything.meetings:
        where += f" på {number_of(everything.meetings, 'møde')}"
    size = number_of(everything.bullets, "udsagn")
    made = f"Udkastet bygger på {number_of(documents, 'opsamling')} med {size}{where}."
    approved = sum(not chapter.is_proposed for chapter in chapters)
    said = [f"{number_of(approved, 'tema')} er godkendt"] if approved else []
    if proposed := len(chapters) - approved:
        what = "et forslag" if proposed == 1 else "forslag"
        said.append(f"{number_of(proposed, 'tema')} er {what}, som ingen har godkendt")
    covered = sum(chapter.breadth.bullets for chapter in chapters)
    holds = "Det rummer" if len(chapters) == 1 else "Tilsammen rummer de"
    paragraphs = [f"{made} {sentence(join(said))}. {holds} {number_of(covered, 'udsagn')}."]
    if len(chapters) > 1 and everything.tables > 1:
        paragraphs.append(f"{_broadest(chapters, everything, unit)}{_WEIGHT[unit]}")
    paragraphs.append(
        "Citaterne er gengivet ordret fra opsamlingerne. De er eksempler; alle udsagn står i "
        "bilaget."
    )
    if any(chapter.voices for chapter in chapters):
        paragraphs.append(
            "Under »Andre stemmer« står udsagn, der skiller sig ud fra de øvrige i temaet, så de "
            "ikke forsvinder i mængden."
        )
    if held.bullets:
        paragraphs.append(_held(held.bullets))
    return tuple(paragraphs)


def _broadest(chapters: Sequence[Chapter], everything: Breadth, unit: str) -> str:
    most = max(chapter.breadth.tables for chapter in chapters)
    titles = [chapter.title for chapter in chapters if chapter.breadth.tables == most]
    if len(titles) > 3:
        return ""
    named = join(f"»{title}«" for title in titles)
    reach = f"{figure(most)} af {figure(everything.tables)}"
    if unit == "bord":
        return f"Flest borde ({reach}) har talt om {named}. "
    return f"{named} går igen i flest opsamlinger ({reach}). "


_WEIGHT = {
    "bord": "Temaerne står efter bredde: et tema, som mange borde har talt om, vejer tungere end "
    "et, som ét bord har skrevet meget om.",
    "opsamling": "Temaerne står efter bredde: et tema, som står i mange opsamlinger, vejer tungere "
    "end et, som én opsamling har skrevet meget om.",
}


def aside_lead(set_aside: int, held: HeldBack, left_out: LeftOut) -> tuple[str, ...]:
    """Say what is in no chapter, and how many bullets are held back."""
    said = []
    if set_aside:
        verb = "er lagt til side under gennemgangen. Her står de med begrundelsen"
        if set_aside == 1:
            verb = "er lagt til side under gennemgangen. Her står det med begrundelsen"
        said.append(f"{sentence(number_of(set_aside, 'udsagn'))} {verb}.")
    else:
        said.append("Ingen udsagn er lagt til side under gennemgangen.")
    if left_out.themes:
        themes = sentence(number_of(left_out.themes, "tema"))
        what = "er endnu kun forslag" if left_out.themes > 1 else "er endnu kun et forslag"
        size = number_of(left_out.bullets, "udsagn")
        said.append(f"{themes} med {size} {what} og er ikke med i udkastet.")
    if left_out.unplaced:
        size = sentence(number_of(left_out.unplaced, "udsagn"))
        said.append(f"{size} er endnu ikke placeret i noget tema.")
    if held.bullets or held.set_aside:
        said.append(_held(held.bullets + held.set_aside))
    else:
        said.append("Ingen udsagn er holdt tilbage på grund af personoplysninger.")
    return tuple(said)


def _held(number: int) -> str:
    if number == 1:
        return (
            "Ét udsagn er holdt tilbage, fordi det indeholder personoplysninger. Det tæller med, "
            "men dets ordlyd er ikke gengivet."
        )
    return (
        f"{figure(number)} udsagn er holdt tilbage, fordi de indeholder personoplysninger. "
        "De tæller med, men deres ordlyd er ikke gengivet."
    )


def _holds(it: str, own: Breadth) -> str:
    if own.bullets == 1:
        [(kind, _)] = own.kinds
        return f"{it} rummer ét udsagn{f', {_A_KIND[kind]}' if kind in _A_KIND else ''}."
    if len(own.kinds) == 1:
        [(kind, _)] = own.kinds
        alike = f", alle {KIND_WORDS[kind][1]}" if kind in _A_KIND else ""
        return f"{it} rummer {number_of(own.bullets, 'udsagn')}{alike}."
    return f"{it} rummer {number_of(own.bullets, 'udsagn')}: {kinds(own)}."


def _of_them(some: int, number: int) -> str:
    if some < number:
        return f", heraf {'ét' if some == 1 else figure(some)}"
    return {1: "", 2: ", begge"}.get(number, ", alle")


def _reach(own: Breadth, whole: Breadth, unit: str) -> str:
    """Say at how many of all tables and meetings: "ved 5 af 16 borde og på 3 af 4 møder"."""
    a, _, many = NOUNS[unit]
    at = "ved" if unit == "bord" else "i"
    if whole.tables == 1:
        said = f"{at} {a} {unit}"
    elif own.tables == whole.tables:
        every = "begge" if whole.tables == 2 else f"alle {figure(whole.tables)}"
        said = f"{at} {every} {many}"
    else:
        number = a if own.tables == 1 else figure(own.tables)
        said = f"{at} {number} af {figure(whole.tables)} {many}"
    if whole.meetings < 2 or not own.meetings:
        return said
    if own.meetings == whole.meetings:
        every = "begge" if whole.meetings == 2 else f"alle {figure(whole.meetings)}"
        return f"{said} og på {every} møder"
    number = "ét" if own.meetings == 1 else figure(own.meetings)
    return f"{said} og på {number} af {figure(whole.meetings)} møder"


_A_KIND: dict[Kind, str] = {
    "udfordring": "en udfordring",
    "drøftelse": "en drøftelse",
    "idé": "en idé",
    "styrke": "en styrke",
    "refleksion": "en refleksion",
    "handling": "en handling",
}
