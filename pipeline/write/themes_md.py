"""`themes.md`: the themes for a person to read, in Danish."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from pipeline.danish import format_date
from pipeline.reasons import offered
from pipeline.records import KINDS, UNCERTAIN_BELOW, Bullet, Meeting, Place, Theme, ThemeSet

_PLURALS = {
    "udfordring": "udfordringer",
    "drøftelse": "drøftelser",
    "idé": "idéer",
    "styrke": "styrker",
    "refleksion": "refleksioner",
    "handling": "handlinger",
    "andet": "andet",
}

_DOUBTS = {
    "nowhere": "usikker: passer ikke rigtig noget sted",
    "empty": "usikker: siger ikke selv, hvad det handler om",
}
_ASIDE = {
    "not a statement": "ikke et udsagn",
    "personal data": "indeholder personoplysninger",
    "duplicate": "gentager et andet udsagn",
    "other": "af anden grund",
}


def to_markdown(themes: ThemeSet) -> str:
    """Return the theme set as Markdown: why each theme hangs together, and all its bullets."""
    bullets = {bullet.id: bullet for bullet in themes.bullets}
    tops = [theme for theme in themes.themes if theme.parent is None]
    parts = [
        "# Temaer",
        f"{_count(len(themes.bullets), 'udsagn', 'udsagn')} fra "
        f"{_count(len(themes.documents), 'opsamling', 'opsamlinger')}, samlet i "
        f"{_count(len(tops), 'tema', 'temaer')}. {_progress(tops)} "
        "Udsagn, hvor placeringen er usikker, er mærket *usikker*.",
    ]
    for number, theme in enumerate(tops, 1):
        children = [child for child in themes.themes if child.parent == theme.id]
        parts.append(f"## {number}. {theme.title}")
        if theme.description:
            parts.append(escape(theme.description))
        parts.append(_why(theme, [bullets[member] for member in themes.members[theme.id]]))
        below = {member for child in children for member in themes.members[child.id]}
        own = [member for member in themes.members[theme.id] if member not in below]
        if own:
            parts.append(_list(own, bullets, themes))
        for child in children:
            parts += [f"### {child.title}", _list(themes.members[child.id], bullets, themes)]
    parts += _outside(bullets, themes)
    return "\n\n".join(parts) + "\n"


def describe_source(bullet: Bullet) -> str:
    """Say in words where a bullet comes from: meeting, table, file, page and line."""
    page = f", side {bullet.source.page}" if bullet.source.page else ""
    where = f"{bullet.source.path}{page}, linje {bullet.source.line}"
    return ", ".join(part for part in (*_meeting(bullet.meeting), where) if part)


def _meeting(meeting: Meeting) -> tuple[str, ...]:
    table = f"bord {meeting.table}" if meeting.table else ""
    return meeting.place, format_date(meeting.date), table


def _progress(tops: list[Theme]) -> str:
    approved = sum(theme.status == "approved" for theme in tops)
    if not approved:
        return "Temaerne er et forslag og er ikke gennemgået."
    if approved == len(tops):
        return "Alle temaer er godkendt."
    return f"{_count(approved, 'tema', 'temaer')} er godkendt, resten er forslag."


def _outside(bullets: dict[str, Bullet], themes: ThemeSet) -> list[str]:
    """What is in no theme: left to a person, or set aside by one."""
    places = {bullet: themes.places.get(bullet, Place(None)) for bullet in bullets}
    aside = [bullet for bullet, place in places.items() if place.aside]
    open_ = [bullet for bullet, place in places.items() if not (place.theme or place.aside)]
    parts = []
    for title, found in (("Ikke placeret endnu", open_), ("Lagt til side", aside)):
        if found:
            parts += [f"## {title}", _list(found, bullets, themes)]
    return parts


def _why(theme: Theme, members: list[Bullet]) -> str:
    tables = len({(bullet.source.path, bullet.meeting) for bullet in members})
    kinds = Counter(bullet.kind for bullet in members)
    spread = _join(_count(kinds[kind], kind, _PLURALS[kind]) for kind in KINDS if kinds[kind])
    size = _count(len(members), "udsagn", "udsagn")
    lines = [
        f"{size} fra {_count(tables, 'bord', 'borde')}: {spread}.",
    ]
    if theme.keywords:
        lines.append(f"**Derfor hører de sammen:** de handler om {_join(theme.keywords)}.")
    if theme.titled_by == "sprogmodel":
        lines.append("*Titlen er foreslået af en sprogmodel.*")
    titles = offered(theme)
    if titles and theme.status == "proposed":
        others = "\n".join(f"- {title}{f' ({why})' if why else ''}" for title, why in titles)
        lines += ["**Andre mulige titler:**", others]
    return "\n\n".join(lines)


def _list(members: Iterable[str], bullets: dict[str, Bullet], themes: ThemeSet) -> str:
    return "\n".join(_item(bullets[member], themes) for member in members)


def _item(bullet: Bullet, themes: ThemeSet) -> str:
    place = themes.places.get(bullet.id)
    marks = [
        bullet.kind,
        *([f"*{why}*"] if place and (why := _why_uncertain(place, themes)) else []),
    ]
    if place is not None and place.aside:
        marks.append(_ASIDE.get(place.aside, place.aside))
    marks += [f"personoplysning: {flag}" for flag in bullet.flags]
    return f"- {escape(bullet.text)}  \n  {', '.join(marks)} · {escape(describe_source(bullet))}"


def _why_uncertain(place: Place, themes: ThemeSet) -> str:
    """Why a person should look at where the machine put a bullet; empty where it is sure."""
    if place.theme is None or place.by == "person":
        return ""
    if place.doubt == "between":
        other = next((theme.title for theme in themes.themes if theme.id == place.second), "")
        return f"usikker: måske {escape(other)}" if other else "usikker"
    if place.doubt:
        return _DOUBTS[place.doubt]
    return "usikker" if place.confidence < UNCERTAIN_BELOW else ""


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _join(words: Iterable[str]) -> str:
    *first, last = list(words) or [""]
    return f"{', '.join(first)} og {last}" if first else last


def escape(text: str) -> str:
    """Keep Markdown from reading a citizen's signs as its own; an underscore in a word is safe."""
    safe = re.sub(r"[\\`*<\[]|(?<!\w)_|_(?!\w)", r"\\\g<0>", text)
    # "10. klasse" would begin a list, "# 1" a heading.
    return re.sub(r"^(\d*)(?=[.)]\s)|^(?=[#>+-])", r"\1\\", safe)
