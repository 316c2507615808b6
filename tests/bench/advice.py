"""The review page's logic on 20,000 bullets in 60 themes: `python -m tests.bench.advice`.

The bullets are the first half of one statement of `tests/data/civic_gold` and the second half of
another; their vectors are those of the first with a little noise. Printed are the time to build the
search index and the median and slowest of its answers, and the times of the work list, of "coarser
by 10" and "finer by 10", and of finding the themes that must be labelled anew.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import TypeVar

import numpy as np

from pipeline.cluster import cluster
from pipeline.embed import SentenceEncoder
from pipeline.parse import parse
from pipeline.read import read_file
from pipeline.records import Bullet
from pipeline.review import Move, Review
from pipeline.review.decisions import Arrive, NewTheme, Propose
from pipeline.review.duplicates import find_duplicates
from pipeline.review.granularity import coarser, finer
from pipeline.review.labels import stale_themes
from pipeline.review.shape import Shape
from pipeline.review.worklist import progress, work_list
from pipeline.search import SearchIndex
from pipeline.settings import Settings
from tests.bench.scale import DOCS, repeated

BULLETS, THEMES, QUERIES = 20_000, 60, 400
T = TypeVar("T")


def main() -> None:
    documents = [parse(read_file(path, DOCS)) for path in sorted(DOCS.glob("*.txt"))]
    said = [bullet for document in documents for bullet in document.bullets]
    bullets = many(said, BULLETS)
    vectors = SentenceEncoder(Settings().model).encode([bullet.text for bullet in said])
    vectors = repeated(vectors, BULLETS)
    rows = {bullet.id: row for row, bullet in enumerate(bullets)}
    by_id = {bullet.id: bullet for bullet in bullets}
    search(bullets)
    with tempfile.TemporaryDirectory() as folder, Review(Path(folder) / "temaer.db") as review:
        with review.changing():
            review.store.put_documents(documents, bullets)
            review.add(Arrive(tuple(rows)), "temaer")
            review.add(propose(bullets, vectors), "temaer")
        review.decide(Move((bullets[0].id,), review.state.tops()[-1].id), "Åse")
        state = review.state
    pairs = timed("duplicates, once for all bullets", lambda: find_duplicates(bullets))
    items = timed(
        "work list",
        lambda: work_list(state, by_id, Shape(state, by_id, rows, vectors), pairs),
    )
    timed("progress", lambda: progress(state, by_id))
    print(f"  {len(items)} items, {len(pairs)} pairs of duplicates")
    for plan in (
        timed("coarser by 10", lambda: coarser(state, 10, rows, vectors)),
        timed("finer by 10", lambda: finer(state, 10, rows, vectors, lambda groups: ["Nyt"] * 99)),
    ):
        print(f"  {plan.before} themes, {plan.after} then")
    timed("themes to label anew", lambda: stale_themes(state, by_id.keys()))


def search(bullets: list[Bullet]) -> None:
    index = timed("search index built", lambda: SearchIndex(bullets))
    chance = random.Random(1)
    times = []
    for number in range(QUERIES):
        words = chance.choice(bullets).text.split()
        first = chance.randrange(len(words))
        query = " ".join(words[first : first + 1 + number % 3])
        if number % 4 == 0:
            query = query[: 1 + number % 5]
        elif number % 4 == 1:
            query = f"{query} bord {number % 9}"
        start, spent = time.perf_counter(), time.process_time()
        index.search(query)
        times.append((time.perf_counter() - start, time.process_time() - spent))
    for name, values in zip(("", " of a processor"), zip(*times, strict=True), strict=True):
        slowest = sorted(values)[int(len(values) * 0.95)]
        print(
            f"{QUERIES} queries: median {median(values) * 1000:.1f} ms, 95 % within "
            f"{slowest * 1000:.1f} ms, all within {max(values) * 1000:.1f} ms{name}"
        )


def many(said: list[Bullet], number: int) -> list[Bullet]:
    chance = random.Random(0)
    return [
        replace(
            said[row % len(said)],
            id=f"b{row:012}",
            text=" ".join([*halves(said[row % len(said)])[0], *halves(chance.choice(said))[1]]),
        )
        for row in range(number)
    ]


def halves(bullet: Bullet) -> tuple[list[str], list[str]]:
    words = bullet.text.split()
    return words[: len(words) // 2], words[len(words) // 2 :]


def propose(bullets: list[Bullet], vectors: np.ndarray) -> Propose:
    groups = cluster(vectors, THEMES)
    themes = []
    for theme in range(THEMES):
        members = np.flatnonzero(groups.themes == theme)
        parts = sorted(set(groups.subthemes[members].tolist()))
        for part in [-1, *(part for part in parts if part >= 0)]:
            held = members[groups.subthemes[members] == part]
            name = f"t{theme:02}" if part < 0 else f"t{theme:02}{part}"
            themes.append(
                NewTheme(
                    name,
                    f"Tema {name}",
                    None if part < 0 else f"t{theme:02}",
                    (),
                    (),
                    (),
                    tuple(bullets[row].id for row in held),
                    tuple(float(groups.confidence[row]) for row in held),
                )
            )
    return Propose(themes=tuple(themes))


def timed(what: str, act: Callable[[], T]) -> T:
    start, spent = time.perf_counter(), time.process_time()
    result = act()
    wall, processor = time.perf_counter() - start, time.process_time() - spent
    print(f"{what}: {wall * 1000:,.0f} ms, {processor * 1000:,.0f} of a processor", flush=True)
    return result


if __name__ == "__main__":
    sys.exit(main())
