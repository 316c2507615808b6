"""A review of the invented summaries in their right themes, and small theme sets to read over."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path

from docx.document import Document
from docx.oxml.ns import qn

from pipeline.draft import Draft, Options, make_content
from pipeline.evaluate import read_gold
from pipeline.parse import parse
from pipeline.privacy import flag_personal
from pipeline.read import read_file
from pipeline.records import (
    Bullet,
    Kind,
    Meeting,
    ParsedDocument,
    Place,
    RunFacts,
    Source,
    Theme,
    ThemeSet,
)
from pipeline.review import Approve, Move, Review, SetAside
from pipeline.review.decisions import NewTheme, Propose
from pipeline.review.history import History

GOLD = Path(__file__).parent.parent / "data" / "civic_gold"
FACTS = RunFacts(
    "2025-10-07T08:00:00+00:00", "0.1.0", "da-saetning", "abc123def456", {"themes": 0, "seed": 0}
)
KRO = Meeting("Vores by", "Nærum Kro", "2025-05-03", "1", "Asta Hvidkilde", "Teknik")
HALL = Meeting("Vores by", "Hallen", "2025-05-10", "2", "Birger Mosegaard", "Plan")


def gold_review(folder: Path, more: str = "") -> Review:
    """Open a review of all 389 bullets in the right themes; `more` lines join the first file."""
    documents = [parse(read_file(path, GOLD / "docs")) for path in sorted(GOLD.glob("docs/*.txt"))]
    if more:
        first = documents[0]
        extra = tuple(
            replace(first.bullets[0], id=f"bextra{number:03}", text=text)
            for number, text in enumerate(more.splitlines())
        )
        documents[0] = replace(first, bullets=(*first.bullets, *extra))
    bullets = flag_personal(
        (bullet for document in documents for bullet in document.bullets),
        (document.meeting.host for document in documents),
    )
    right = {(row.document, " ".join(row.text.split())): row for row in read_gold(GOLD)}
    members: dict[tuple[str, str], list[str]] = {}
    for bullet in bullets:
        row = right.get((bullet.source.path, " ".join(bullet.text.split())))
        place = (row.theme, row.subtheme) if row else ("Grøn omstilling", "Energi og varme")
        members.setdefault(place, []).append(bullet.id)
    tops = sorted({theme for theme, _ in members})
    ids = {theme: f"t{number:012}" for number, theme in enumerate(tops)}
    new = [_new(ids[theme], theme, None, members.get((theme, ""), [])) for theme in tops]
    for number, (theme, below) in enumerate(sorted(members)):
        if below:
            own = members[theme, below]
            new.append(_new(f"s{number:012}", below, ids[theme], own))
    review = Review(folder / "review" / "temaer.db", lambda: "2025-11-20T10:00:00+00:00")
    with review.changing():
        review.store.put_documents(documents, bullets)
        review.store.put_fact("run", asdict(FACTS))
        review.add(Propose(themes=tuple(new)), "temaer")
    return review


def reviewed(folder: Path, more: str = "") -> Review:
    """Open the review after a person approved all themes but one, and moved and took out some."""
    review = gold_review(folder, more)
    tops = review.state.tops()
    decided = [Approve(theme.id) for theme in tops if theme.title != "Øvrigt"]
    green = next(theme for theme in tops if theme.title == "Grøn omstilling")
    first, second, third = review.state.members(green.id)[:3]
    decided += [SetAside((first,), "not a statement"), Move((second, third), green.id)]
    review.decide_all(decided, "Karla Prøvesen")
    return review


def content(review: Review, options: Options | None = None) -> Draft:
    themes = review.state.to_theme_set(review.store.documents(), review.store.bullets().values())
    return make_content(themes, FACTS, review.history, options)


def theme_set(
    *bullets: Bullet, title: str = "Busser", status: str = "approved", below: int = 0
) -> ThemeSet:
    """Put bullets into one theme, those from the second on into `below` themes under it in turn."""
    top = Theme("t1", title, status=status)  # type: ignore[arg-type]
    subs = tuple(
        Theme(f"s{number}", f"Del {number}", "t1", status=status)  # type: ignore[arg-type]
        for number in range(below)
    )
    own: dict[str, list[str]] = {theme.id: [] for theme in (top, *subs)}
    for number, bullet in enumerate(bullets):
        own[f"s{(number - 1) % below}" if number and below else "t1"].append(bullet.id)
    members = {id_: tuple(held) for id_, held in own.items()}
    members["t1"] = tuple(bullet.id for bullet in bullets)
    places = {b: Place(id_, "person", 1.0) for id_, held in own.items() for b in held}
    documents = {bullet.source.path: bullet.meeting for bullet in bullets}
    return ThemeSet(
        tuple(ParsedDocument(path, "", meeting, (), (), ()) for path, meeting in documents.items()),
        bullets,
        (top, *subs),
        members,
        places,
    )


def said(
    number: int, text: str, kind: Kind = "udfordring", meeting: Meeting = KRO, path: str = "a.txt"
) -> Bullet:
    return Bullet(f"b{number}", text, kind, "", None, meeting, Source(path, None, number))


def draft_of(*bullets: Bullet, options: Options | None = None, below: int = 0) -> Draft:
    return make_content(theme_set(*bullets, below=below), FACTS, History(), options)


def _new(id_: str, title: str, parent: str | None, bullets: list[str]) -> NewTheme:
    sure = (0.9,) * len(bullets)
    return NewTheme(id_, title, parent, (title,), (), tuple(bullets[:2]), tuple(bullets), sure)


def bookmarks(document: Document) -> dict[str, str]:
    """Text of the paragraph that each bookmark stands in, without marks of footnotes."""
    return {
        start.get(qn("w:name")): "".join(
            text.text or "" for text in start.getparent().iter(qn("w:t"))
        )
        for start in document.element.body.iter(qn("w:bookmarkStart"))
    }
