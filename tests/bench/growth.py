"""How well new bullets find their place: `python -m tests.bench.growth [MODEL]`.

On civic_gold: three quarters of the tables are reviewed as the right answer has it, the last
quarter arrives, and two themes are held out of the review entirely. Printed are, over all seven
pairs of themes, the share of arriving bullets that were placed, how many of those are right (a
bullet of a theme that was held out is never right), and what became of the bullets of held-out
themes. Then the same with every quarter arriving in turn. The last line is the calibration on all
tables, which `pipeline/place.py` holds as DEFAULT for reviews too small to measure on.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from pipeline.cluster import cluster
from pipeline.embed import CachedEncoder, SentenceEncoder
from pipeline.evaluate import gold_themes, read_gold
from pipeline.grow import grow
from pipeline.parse import parse
from pipeline.place import calibrate
from pipeline.read import find_files, read_file
from pipeline.records import Bullet, ParsedDocument, Placement, Proposal, ProposedTheme
from pipeline.review import Approve, Review
from pipeline.review.decisions import Arrive, NewTheme, Propose
from pipeline.settings import Settings

GOLD = Path(__file__).parent.parent / "data" / "civic_gold"
MIXED = "Øvrigt"


def main(model: str) -> None:
    gold = read_gold(GOLD)
    files, _ = find_files(GOLD / "docs")
    documents = [parse(read_file(path, GOLD / "docs")) for path in files]
    bullets = [bullet for document in documents for bullet in document.bullets]
    theme_of = dict(zip((b.id for b in bullets), gold_themes(bullets, gold), strict=True))
    with tempfile.TemporaryDirectory() as folder:
        encoder = CachedEncoder(SentenceEncoder(model), Path(folder))
        vectors = encoder.encode([bullet.text for bullet in bullets])
        names = sorted({theme for theme in theme_of.values() if theme and theme != MIXED})
        pairs = [(names[i], names[i + len(names) // 2]) for i in range(len(names) // 2)]
        counts = {
            quarter: sum(
                (
                    arrive(Path(folder), documents, theme_of, quarter, pair, encoder)
                    for pair in pairs
                ),
                Counter[str](),
            )
            for quarter in range(4)
        }
    print(f"{model}: {len(bullets)} bullets, {len(documents)} tables, {len(pairs)} pairs held out")
    tell("last quarter arriving", counts[3])
    tell("each quarter in turn", sum(counts.values(), Counter[str]()))
    themes = sorted({theme or "" for theme in theme_of.values()})
    labels = np.array([themes.index(theme_of[bullet.id] or "") for bullet in bullets])
    tables = np.array([files.index(GOLD / "docs" / bullet.source.path) for bullet in bullets])
    print(calibrate(vectors, labels, tables))


def tell(what: str, count: Counter[str]) -> None:
    print(
        f"{what}: placed {count['placed'] / count['arriving']:.3f} of {count['arriving']}, "
        f"right {count['right'] / max(1, count['placed']):.3f} of {count['placed']}; "
        f"uncertain {count['uncertain'] / count['arriving']:.3f}, "
        f"right theme among its two {count['offered'] / max(1, count['known uncertain']):.3f}; "
        f"of {count['new']} bullets of held-out themes {count['new proposed'] / count['new']:.3f} "
        f"in proposed themes, {count['new placed'] / count['new']:.3f} placed wrongly; "
        f"of {count['themes']} held-out themes with three bullets or more "
        f"{count['themes found'] / max(1, count['themes']):.3f} found"
    )


def arrive(
    folder: Path,
    documents: Sequence[ParsedDocument],
    theme_of: dict[str, str | None],
    quarter: int,
    held_out: tuple[str, str],
    encoder: CachedEncoder,
) -> Counter[str]:
    """Review three quarters as gold, let the other arrive, and count what became of it."""
    size = len(documents) // 4
    arriving = set(range(quarter * size, (quarter + 1) * size))
    old = [
        bullet
        for number, document in enumerate(documents)
        for bullet in document.bullets
        if number not in arriving and theme_of[bullet.id] not in held_out
    ]
    new = [bullet for number in arriving for bullet in documents[number].bullets]
    path = folder / f"{quarter}-{'-'.join(held_out)}.db"
    with Review(path) as review:
        review.store._db.execute("PRAGMA synchronous = OFF")
        titles = sorted({theme_of[bullet.id] or MIXED for bullet in old})
        members = {
            title: tuple(b.id for b in old if (theme_of[b.id] or MIXED) == title)
            for title in titles
        }
        themes = [
            NewTheme(f"t{n}", title, None, (), (), (), members[title], (1.0,) * len(members[title]))
            for n, title in enumerate(titles)
        ]
        with review.changing():
            review.store.put_documents(documents, old)
            review.add(Arrive(tuple(bullet.id for bullet in old)), "temaer")
            review.add(Propose(themes=tuple(themes)), "temaer")
        review.decide_all([Approve(theme.id) for theme in themes], "gold")
        grow(review, documents, [*old, *new], encoder.encode, lambda some: group(some, encoder))
        state = review.state
    count: Counter[str] = Counter()
    proposed = {theme.id for theme in state.themes.values() if theme.status == "proposed"}
    tops = {id_: theme.parent or id_ for id_, theme in state.themes.items()}
    for bullet in new:
        place, right = state.places[bullet.id], theme_of[bullet.id]
        is_new = right in held_out
        count["arriving"] += 1
        count["new"] += is_new
        if place.theme is None:
            count["uncertain"] += 1
            count["known uncertain"] += not is_new
            count["offered"] += right in [state.themes[t].title for t in place.candidates]
        elif tops[place.theme] in proposed:
            count["new proposed"] += is_new
        else:
            count["placed"] += 1
            count["new placed"] += is_new
            count["right"] += state.themes[tops[place.theme]].title == right
    for theme in held_out:
        wanted = {bullet.id for bullet in new if theme_of[bullet.id] == theme}
        if len(wanted) >= 3:
            count["themes"] += 1
            count["themes found"] += any(
                2 * len(wanted & set(state.members(id_))) > len(state.members(id_))
                for id_ in proposed
                if tops[id_] == id_
            )
    return count


def group(bullets: Sequence[Bullet], encoder: CachedEncoder) -> Proposal:
    """Themes as a run forms them, without the names that do not matter here."""
    settings = Settings()
    vectors = encoder.encode([bullet.text for bullet in bullets])
    groups = cluster(vectors, settings.themes, settings.granularity, settings.seed)
    themes, placements = [], {}
    for number in range(int(groups.themes.max()) + 1):
        members = tuple(
            bullet.id for bullet, at in zip(bullets, groups.themes, strict=True) if at == number
        )
        themes.append(ProposedTheme(f"n{number}", f"Nyt {number}", None, (), (), (), members))
        placements |= {member: Placement(f"n{number}", None, 0.5) for member in members}
    return Proposal(tuple(themes), placements)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else Settings().model)
