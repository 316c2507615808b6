"""Measure every reader on the gold summaries: `python -m tests.bench.formats`.

For each format of `tests/data/formats` and the plain text: F1 of the bullets and share of right
kinds against `gold.tsv`, whether everything is as in plain text, and speed. Seconds are the best of
three rounds over all files, parsing not counted; the PDF reader's process is started beforehand.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

from pipeline.evaluate import read_gold, score_parse
from pipeline.parse import parse
from pipeline.read import read_file
from pipeline.records import Document, Line

DATA = Path(__file__).parent.parent / "data"
GOLD = DATA / "civic_gold"
ROUNDS = 3


def main() -> None:
    folders = {"txt": GOLD / "docs"}
    for name in ("md", "docx", "odt", "pdf", "pdf_columns"):
        folders[name] = DATA / "formats" / name
    gold = read_gold(GOLD)
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    print(f"{'format':<12} {'F1':>6} {'kinds':>6} {'files/s':>8} {'pages/s':>8}")
    for name, folder in folders.items():
        seconds, documents = _timed(folder)
        bullets = [bullet for document in documents for bullet in parse(document).bullets]
        score = score_parse(bullets, gold)
        pages = sum(_pages(document.lines) for document in documents)
        print(
            f"{name:<12} {score.f1:>6.3f} {score.kind_accuracy:>6.3f} "
            f"{len(documents) / seconds:>8.1f} "
            + (f"{pages / seconds:>8.1f}" if name.startswith("pdf") else f"{'':>8}")
        )


def _timed(folder: Path) -> tuple[float, list[Document]]:
    paths = sorted(folder.iterdir())
    read_file(paths[0], folder)
    best = float("inf")
    documents: list[Document] = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        documents = [read_file(path, folder) for path in paths]
        best = min(best, time.perf_counter() - started)
    return best, documents


def _pages(lines: tuple[Line, ...]) -> int:
    return max((line.page or 1 for line in lines), default=1)


if __name__ == "__main__":
    main()
