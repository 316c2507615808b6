"""The theme set that a draft was made of, as the Word file carries it: what `--diff` compares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree import ElementTree

from pipeline.draft.content import Chapter, Draft, Section
from pipeline.records import DRAFT_NAMESPACE

_ROOT, _THEME, _BULLET = (f"{{{DRAFT_NAMESPACE}}}{tag}" for tag in ("udkast", "tema", "udsagn"))
# No theme: what a person set aside.
ASIDE = ""


@dataclass(frozen=True, slots=True)
class ShownTheme:
    """A theme as a draft showed it, with its numbers; `parent` is empty for a chapter."""

    title: str
    parent: str
    is_proposed: bool
    bullets: int
    tables: int
    meetings: int


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a draft was made of: themes by id, and the theme of each bullet, `ASIDE` for none.

    `unit` is what tables are called, as in `Draft`.
    """

    as_of: str
    unit: str
    with_proposed: bool
    themes: Mapping[str, ShownTheme]
    places: Mapping[str, str]


def take_snapshot(draft: Draft, with_proposed: bool) -> Snapshot:
    """Return what a draft was made of."""
    themes = {}
    for chapter in draft.chapters:
        parts: list[tuple[Chapter | Section, str]] = [(chapter, "")]
        parts += [(section, chapter.theme) for section in chapter.sections]
        for part, parent in parts:
            own = part.breadth
            themes[part.theme] = ShownTheme(
                part.title, parent, part.is_proposed, own.bullets, own.tables, own.meetings
            )
    subthemes = {row.subtheme for row in draft.appendix}
    # What stands beside the sub-themes is a section, but no theme.
    known = {id_: theme for id_, theme in themes.items() if not theme.parent or id_ in subthemes}
    places = {row.bullet: row.subtheme or row.theme for row in draft.appendix}
    places |= {row.bullet: ASIDE for row in draft.set_aside}
    return Snapshot(draft.made_with.as_of, draft.unit, with_proposed, known, places)


def to_xml(snapshot: Snapshot) -> bytes:
    """Return a snapshot as a part of a Word file. Only ids, titles and numbers are in it."""
    ElementTree.register_namespace("", DRAFT_NAMESPACE)
    about = {"per": snapshot.as_of, "enhed": snapshot.unit}
    about["forslag"] = str(int(snapshot.with_proposed))
    root = ElementTree.Element(_ROOT, about)
    nodes = {}
    for id_, theme in snapshot.themes.items():
        facts = {"id": id_, "titel": theme.title, "under": theme.parent}
        facts |= {"forslag": str(int(theme.is_proposed)), "udsagn": str(theme.bullets)}
        facts |= {"borde": str(theme.tables), "møder": str(theme.meetings)}
        nodes[id_] = ElementTree.SubElement(root, _THEME, facts)
    nodes[ASIDE] = ElementTree.SubElement(root, _THEME, {"id": ASIDE})
    for bullet, theme_id in snapshot.places.items():
        ElementTree.SubElement(nodes[theme_id], _BULLET, {"id": bullet})
    data: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return data


def from_xml(data: bytes) -> Snapshot | None:
    """Return what `to_xml` wrote, or None if the data are something else."""
    try:
        root = ElementTree.fromstring(data)
        if root.tag != _ROOT:
            return None
        themes: dict[str, ShownTheme] = {}
        places: dict[str, str] = {}
        for node in root.findall(_THEME):
            id_ = node.attrib["id"]
            if id_ != ASIDE:
                themes[id_] = ShownTheme(
                    node.attrib["titel"],
                    node.attrib["under"],
                    node.attrib["forslag"] == "1",
                    *(int(node.attrib[name]) for name in ("udsagn", "borde", "møder")),
                )
            places |= {bullet.attrib["id"]: id_ for bullet in node.findall(_BULLET)}
        per, unit = root.attrib["per"], root.attrib["enhed"]
        return Snapshot(per, unit, root.attrib["forslag"] == "1", themes, places)
    except (ElementTree.ParseError, KeyError, ValueError):
        return None
