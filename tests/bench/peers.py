"""Ours beside its peers, one protocol for all: `python -m tests.bench.peers [DATA]`.

Prints a Markdown table for each set (`tests/bench/sets.py`). Every method (`tests/bench/rivals.py`)
gets the same bullets and the same vectors of `models/da-saetning`, which are computed once before
anything is timed. It runs twice, each time in a process of its own: the first time nothing else is
known, so that we read the grammar and encode phrases and the peers encode their words and compile
their code; the second time all that is remembered and compiled. Scores are the mean of both runs.
Then it runs once more for each table that is left out, and the mean scores of those runs stand in
columns of their own. SIB-200 is measured where DATA is the folder that holds `sib200_da.tsv`.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import fmean

from pipeline.embed import SentenceEncoder
from pipeline.settings import Settings
from tests.bench.one_run import Result, write_set
from tests.bench.protocol import (
    Scores,
    fold_scores,
    fold_stability,
    mean_scores,
    number_of_themes,
    same_grouping,
    scores,
    share_left_out,
)
from tests.bench.rivals import INSTALL, OURS, RIVALS
from tests.bench.sets import BenchSet, available

QUICK = ("seeds", "civic_gold")
_PACKAGES = ("bertopic", "turftopic", "evoc", "umap-learn", "hdbscan", "scikit-learn", "numpy")
_QUALITY = (
    "method",
    *("themes", "left out", "AMI", "ARI", "V", "effort", "rerun ARI"),
    *("table out ARI", "table out AMI", "table out effort"),
    *("first, s", "again, s", "first, processor s", "again, processor s", "peak, MB"),
)
_TIME = (*_QUALITY[:3], *_QUALITY[-5:])
# A process that gets less of a shared machine than this is ended by the clock.
_LEAST_SHARE = 10


@dataclass(frozen=True)
class Limits:
    """What a process may take: processor seconds, GiB, and threads.

    Time is that of the processor, so that what else runs on the machine decides nothing; with one
    thread it is what the clock shows on a machine that does nothing else.
    """

    seconds: int
    memory: float
    threads: int

    @property
    def in_words(self) -> str:
        """What a run that took too long is said to be."""
        minutes = self.seconds / 60
        return f"over {minutes:g} min" if minutes >= 1 else f"over {self.seconds} s"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", nargs="?", type=Path, help="folder that holds sib200_da.tsv")
    parser.add_argument("--quick", action="store_true", help=f"only {' and '.join(QUICK)}")
    parser.add_argument("--sets", nargs="+", help="only these sets")
    parser.add_argument("--methods", nargs="+", choices=RIVALS, default=list(RIVALS))
    parser.add_argument("--limit", type=int, default=600, help="processor seconds of a process")
    parser.add_argument("--memory", type=float, default=8, help="GiB of a process")
    parser.add_argument("--threads", type=int, default=1, help="threads of each method")
    words = parser.parse_args()
    if words.data is not None and not (words.data / "sib200_da.tsv").is_file():
        parser.error(f"{words.data}: holds no sib200_da.tsv")
    sets = available(words.data)
    chosen = QUICK if words.quick else words.sets or list(sets)
    if unknown := [name for name in chosen if name not in sets]:
        parser.error(f"no set {unknown[0]}; there are {', '.join(sets)}")
    limits = Limits(words.limit, words.memory, words.threads)
    print(heading(limits), flush=True)
    too_slow: set[str] = set()
    for name in chosen:
        measure(sets[name](), words.methods, limits, too_slow)
    if words.data is None and not words.quick and not words.sets:
        print("\nSIB-200 was not measured: name the folder that holds sib200_da.tsv.")


def heading(limits: Limits) -> str:
    """Return what the figures were made with."""
    found = []
    for package in _PACKAGES:
        try:
            found.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            found.append(f"{package} not installed")
    cores, load = os.cpu_count(), os.getloadavg()[0]
    return (
        f"{', '.join(found)}; each method on {limits.threads} of {cores} cores, load at the start "
        f"{load:.1f}"
    )


def measure(bench: BenchSet, methods: Sequence[str], limits: Limits, too_slow: set[str]) -> None:
    """Run the methods on a set and print its table line by line.

    A method that was too slow or needed too much memory on a large set is not tried on a larger
    one; `too_slow` remembers it.
    """
    count = f"{len(bench.bullets):,} bullets"
    themes = f", {bench.number} gold themes" if bench.has_gold else ""
    print(f"\n### {bench.name}: {count}{themes}\n\n{bench.about}.\n")
    columns = _TIME if bench.is_large else _QUALITY
    print(f"| {' | '.join(columns)} |\n| --- |{' ---: |' * (len(columns) - 1)}", flush=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        prepare(bench, folder)
        for method in methods:
            cells = row(bench, method, folder, limits, too_slow)
            if cells:
                cells += ["–"] * (len(columns) - 1 - len(cells))
                print(f"| {method} | {' | '.join(cells)} |", flush=True)
    print(f"\nLoad at the end: {os.getloadavg()[0]:.1f}.", flush=True)


def prepare(bench: BenchSet, folder: Path) -> None:
    """Write a set with its vectors."""
    encoder = SentenceEncoder(Settings().model)
    vectors = bench.encode(encoder.encode)
    write_set(bench, vectors, Settings().model, encoder.fingerprint, folder)


def own_cache(folder: Path) -> Path:
    """Return a cache that holds the bullets' vectors and that no other method writes to."""
    cache = Path(tempfile.mkdtemp(dir=folder))
    for file in (folder / "cache").iterdir():
        os.link(file, cache / file.name)
    return cache


def row(
    bench: BenchSet, method: str, folder: Path, limits: Limits, too_slow: set[str]
) -> list[str]:
    """Run one method on one set; return what stands in its line, nothing if it has none."""
    rival = RIVALS[method]
    if (
        rival.is_given_number
        and not bench.has_gold
        and (method.startswith(OURS) or not bench.is_large)
    ):
        return []
    if not rival.is_installed:
        return [f"not installed: {INSTALL}"]
    if method in too_slow:
        return ["not tried: too much on the smaller set"]
    cache = own_cache(folder)
    first = in_own_process(folder, method, cache, limits, "first")
    if bench.is_large and first.failure.startswith("over"):
        too_slow.add(method)
    if not first.labels:
        return [first.failure]
    second = "again" if bench.is_large else "folds"
    again = in_own_process(folder, method, cache, limits, second)
    runs = [run for run in (first, again) if run.labels]
    cells = [
        f"{fmean(number_of_themes(run.labels) for run in runs):g}",
        f"{fmean(share_left_out(run.labels) for run in runs):.1%}",
    ]
    if not bench.is_large:
        found = [scored for run in runs if (scored := scores(run.labels, bench.gold))]
        cells += quality(found)
        cells.append(
            f"{same_grouping(first.labels, again.labels):.3f}" if again.labels else again.failure
        )
        cells += [again.failure, "–", "–"] if again.failure else without_folds(again, bench)
    return [
        *cells,
        f"{first.seconds:.2f}",
        f"{again.seconds:.2f}" if again.labels else again.failure,
        f"{first.processor_seconds:.2f}",
        f"{again.processor_seconds:.2f}" if again.labels else again.failure,
        f"{max(run.peak for run in runs):,.0f}",
    ]


def quality(found: Sequence[Scores]) -> list[str]:
    """Cells of AMI, ARI, V and effort, the mean of the runs."""
    if not found:
        return ["–"] * 4
    mean = mean_scores(found)
    return [f"{figure:.3f}" for figure in (mean.ami, mean.ari, mean.v_measure, mean.effort)]


def without_folds(run: Result, bench: BenchSet) -> list[str]:
    """Cells of what changes when a fold is left out: stability, and the mean AMI and effort."""
    stable = f"{fold_stability(run.labels, run.parts, bench.folds):.3f}"
    mean = fold_scores(run.parts, bench.gold, bench.folds)
    return [stable, f"{mean.ami:.3f}", f"{mean.effort:.3f}"] if mean else [stable, "–", "–"]


def in_own_process(folder: Path, method: str, cache: Path, limits: Limits, which: str) -> Result:
    """Run `tests.bench.one_run` and read its result.

    Raises
    ------
    CalledProcessError
        If our own method fails.
    """
    out = cache / "result.json"
    out.unlink(missing_ok=True)
    threads = ("OMP", "OPENBLAS", "MKL", "NUMBA")
    environment = os.environ | {f"{name}_NUM_THREADS": str(limits.threads) for name in threads}
    environment |= {"HF_HUB_OFFLINE": "1", "TQDM_DISABLE": "1"}
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "tests.bench.one_run"),
            *(folder, method, out, cache, which),
            *(str(limits.memory), str(limits.seconds * limits.threads)),
        ],
        stdout=subprocess.DEVNULL,
        env=environment,
        # A group of its own, so that what it starts ends with it.
        start_new_session=True,
    )
    failure = ""
    try:
        if process.wait(limits.seconds * _LEAST_SHARE):
            failure = "fails: the process ends"
            if process.returncode == -signal.SIGXCPU:
                failure = limits.in_words
            elif method.startswith(OURS):
                raise subprocess.CalledProcessError(process.returncode, method)
    except subprocess.TimeoutExpired:
        failure = limits.in_words
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    if not out.is_file():
        return Result(failure=failure)
    found = json.loads(out.read_text(encoding="utf-8"))
    found["parts"] = {int(fold): labels for fold, labels in found["parts"].items()}
    return Result(**{**found, "failure": found["failure"] or failure})


if __name__ == "__main__":
    main()
