"""The review under load: `python -m tests.bench.review`.

A thousand random decisions through each door, the buttons of the page among them, with documents
arriving in between (every earlier decision checked after each, all undone and redone, the log
replayed elsewhere); 200 processes killed while they decide; and the time of decisions on 20,000
bullets in 60 themes.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parent.parent / "review"))

from doors import DOORS, review_through
from reviewer import begin, decide_something, document
from test_durability import kill_while_deciding

from pipeline.review import Review


def main(decisions: int, kills: int) -> None:
    with tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR")) as folder:
        outcomes = {}
        for door in DOORS:
            clock, processor = time.perf_counter(), time.process_time()
            found = outcomes[door] = review_through(door, Path(folder) / door, decisions, 100)
            took, busy = time.perf_counter() - clock, time.process_time() - processor
            print(
                f"{door}: {decisions} decisions hold, checked at {found.checked} steps, "
                f"{found.refused} refused, {took:.0f} s ({busy:.0f} s of the processor)"
            )
        for door, found in outcomes.items():
            kinds = ", ".join(f"{kind} {number}" for kind, number in found.kinds.most_common())
            print(f"{door}: {kinds}")
        for what in ("state", "log"):
            is_same = len({getattr(found, what) for found in outcomes.values()}) == 1
            print(f"the doors come to the same {what}: {is_same}")
        kill(Path(folder) / "kills.db", kills)
        speed(Path(folder) / "speed.db")


def kill(path: Path, kills: int) -> None:
    with Review(path) as review:
        begin(review, [document(number, 12) for number in range(10)], 14)
    chance = random.Random(1)
    answered: list[str] = []
    slowest = 0.0
    for seed in range(kills):
        answered += kill_while_deciding(path, seed, chance.uniform(0, 0.3))
        start = time.perf_counter()
        with Review(path) as review:
            logged = {entry.id for entry in review.history.entries}
            assert review.state.themes
        slowest = max(slowest, time.perf_counter() - start)
    lost = [id_ for id_ in answered if id_ not in logged]
    print(
        f"{kills} kills, {len(answered)} answered decisions, {len(lost)} lost; "
        f"the store opened within {slowest:.2f} s"
    )


def speed(path: Path) -> None:
    with Review(path) as review:
        begin(review, [document(number, 200) for number in range(100)], 60)
        chance = random.Random(1)
        times = {"decide": [], "undo": [], "redo": []}
        for _ in range(200):
            decision = decide_something(review.state, chance)
            start = time.perf_counter()
            review.decide(decision, "Åse", review.revision)
            times["decide"].append(time.perf_counter() - start)
        for name, act in (("undo", review.undo), ("redo", review.redo)):
            for _ in range(100):
                start = time.perf_counter()
                act("Åse")
                times[name].append(time.perf_counter() - start)
    for name, values in times.items():
        worst = sorted(values)[int(len(values) * 0.95)]
        print(
            f"20,000 bullets, 60 themes, {name}: median {median(values) * 1000:.0f} ms, "
            f"95 % within {worst * 1000:.0f} ms"
        )
    start = time.perf_counter()
    with Review(path) as review:
        assert len(review.state.places) == 20_000
    print(f"opening it: {time.perf_counter() - start:.2f} s")


if __name__ == "__main__":
    counts = [int(word) for word in sys.argv[1:3]] or [1_000, 200]
    main(*counts)
