"""A decision that was answered survives the death of the process at any moment."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from reviewer import begin, document

from pipeline.review import Review

# Prints the id of each decision after `decide` has returned, until it is killed.
DECIDE = """
import random, sys
from pathlib import Path
sys.path[:0] = [{tests!r}, {root!r}]
from reviewer import decide_something
from pipeline.review import Review
chance = random.Random({seed})
review = Review(Path({path!r}))
print("ready", flush=True)
while True:
    decision = decide_something(review.state, chance)
    print(review.decide(decision, "Åse", review.revision).id, flush=True)
"""


def kill_while_deciding(path: Path, seed: int, seconds: float) -> list[str]:
    """Start a process that decides, kill it, and return the decisions it answered for."""
    here = Path(__file__).parent
    code = DECIDE.format(tests=str(here), root=str(here.parent.parent), seed=seed, path=str(path))
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    answered = process.stdout.read().split("\n")
    process.wait()
    # The last line may have been cut in the middle: only whole ones were answers.
    return answered[:-1]


def test_no_answered_decision_is_lost_when_the_process_is_killed(tmp_path: Path) -> None:
    path = tmp_path / "temaer.db"
    with Review(path) as review:
        begin(review, [document(number, 12) for number in range(10)], 14)
    chance = random.Random(1)
    answered: list[str] = []
    for seed in range(10):
        answered += kill_while_deciding(path, seed, chance.uniform(0, 0.15))
        start = time.perf_counter()
        with Review(path) as review:
            logged = [entry.id for entry in review.history.entries[1:]]
            assert review.state.themes
        assert time.perf_counter() - start < 5
        # At most the one decision that was on its way is there without having been answered.
        assert [id_ for id_ in logged if id_ in set(answered)] == answered
        assert len(logged) <= len(answered) + seed + 1
    assert answered
