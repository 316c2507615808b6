"""The command line: parse words, call the flow, print."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pipeline import __version__
from pipeline.commands import add_commands
from pipeline.errors import PipelineError
from pipeline.settings import load_settings

OK, SOME_FILES_FAILED, FAILED = 0, 1, 2
# What a shell says of a program whose reader, such as `head`, has read enough (128 + SIGPIPE).
_NOBODY_READS = 141


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return 0, 1 if some files could not be used, or 2 if nothing was done."""
    try:
        try:
            return _run(arguments)
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        # The interpreter flushes once more at its end; there is nobody to read that either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _NOBODY_READS


def _run(arguments: Sequence[str] | None) -> int:
    parser = build_parser()
    words = parser.parse_args(arguments)
    if not hasattr(words, "command"):
        parser.print_help()
        return OK
    try:
        return int(words.command(words))
    except PipelineError as error:
        print(error, file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        print("Stopped. What earlier runs wrote is unchanged.", file=sys.stderr)
        return 130


def build_parser() -> argparse.ArgumentParser:
    """Return the parser with all commands."""
    parser = argparse.ArgumentParser(
        prog="temaer", description="From Danish table summaries to a reviewed set of themes."
    )
    parser.add_argument("--version", action="version", version=f"temaer {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")

    clusters = commands.add_parser(
        "clusters", help="read summaries and write their themes", description=_clusters.__doc__
    )
    clusters.add_argument("folder", type=Path, help="folder with the table summaries")
    clusters.add_argument("--out", type=Path, default=Path("build"), help="folder for the results")
    clusters.add_argument("--model", help="sentence model: folder, name below models/, or hub name")
    clusters.add_argument("--themes", type=int, help="number of themes; found if not given")
    clusters.add_argument(
        "--granularity", type=float, help="factor on the number of themes found, such as 1.5"
    )
    clusters.add_argument(
        "--titles-by", metavar="URL", help="let a language model at this address suggest titles"
    )
    clusters.add_argument("--titles-model", help="its name; the first that it lists if not given")
    clusters.add_argument(
        "--allow-external",
        action="store_true",
        default=None,
        help="allow --titles-by outside your own network; statements then leave it",
    )
    clusters.add_argument("--settings", type=Path, help="TOML file with settings")
    clusters.add_argument("--review", help="folder of the review; beside OUT if not given")
    clusters.set_defaults(command=_clusters)

    evaluate = commands.add_parser(
        "evaluate",
        help="measure against a folder with a known answer",
        description=_evaluate.__doc__,
    )
    evaluate.add_argument("folder", type=Path, help="folder that holds docs/ and gold.tsv")
    evaluate.add_argument("--model", help="sentence model, as for clusters")
    evaluate.add_argument("--themes", type=int, help="number of themes, as for clusters")
    evaluate.add_argument("--settings", type=Path, help="TOML file with settings")
    evaluate.set_defaults(command=_evaluate)
    add_commands(commands)
    return parser


def _clusters(words: argparse.Namespace) -> int:
    """Read every summary in a folder, find the themes, and write themes.json and themes.md."""
    from pipeline.flow import run

    overrides = {
        "model": words.model,
        "titles_by": words.titles_by,
        "titles_model": words.titles_model,
        "allow_external": words.allow_external,
        "themes": words.themes,
        "granularity": words.granularity,
        "review": words.review,
    }
    settings = load_settings(words.settings, overrides)
    with _progress() as progress:
        outcome = run(words.folder, words.out, settings, progress)
    for line in (*outcome.notes, *outcome.problems):
        print(line, file=sys.stderr)
    _print_themes(outcome.themes)
    if outcome.changes:
        print(f"{outcome.changes}: see {words.out / 'changes.md'}.")
    state = "Written to" if outcome.is_new else "Nothing new; the themes stand in"
    print(f"{state} {words.out / 'themes.md'}, themes.json and parse_report.md.")
    return SOME_FILES_FAILED if outcome.problems else OK


def _evaluate(words: argparse.Namespace) -> int:
    """Compare the bullets and themes found in docs/ with the right ones in gold.tsv."""
    from pipeline.flow import evaluate

    settings = load_settings(words.settings, {"model": words.model, "themes": words.themes})
    with _progress() as progress:
        result = evaluate(words.folder, settings, progress)
    score = result.parsing
    print(
        f"bullets: precision {score.precision:.4f}, recall {score.recall:.4f}, F1 {score.f1:.4f}\n"
        f"kinds: accuracy {score.kind_accuracy:.4f}\n"
        f"themes: {result.found} found, {result.wanted} wanted, AMI {result.agreement.ami:.3f}, "
        f"ARI {result.agreement.ari:.3f}, V {result.agreement.v_measure:.3f}\n"
        f"effort: {result.effort.moves} moves, {result.effort.merges} merges, "
        f"{result.effort.creations} themes to create, {result.effort.per_bullet:.3f} a bullet"
    )
    for word, rows in (("missing", score.missing), ("extra", score.extra)):
        for document, text in rows:
            print(f"{word}: {document}: {text}")
    return OK


def _print_themes(data: dict[str, Any]) -> None:
    from rich.console import Console
    from rich.table import Table

    from pipeline.write.themes_json import overview

    table = Table("", "Theme", box=None, header_style="bold", pad_edge=False)
    table.add_column("Bullets", justify="right")
    table.add_column("Tables", justify="right")
    table.add_column("Kinds")
    rows = overview(data)
    for number, row in enumerate(rows, 1):
        kinds = ", ".join(f"{count} {kind}" for kind, count in row["kinds"].most_common())
        table.add_row(str(number), row["title"], str(row["size"]), str(row["tables"]), kinds)
    console = Console(highlight=False)
    console.print(table)
    documents = [row for row in data["run"]["inputs"] if row["bullets"]]
    print(
        f"\n{len(data['bullets'])} bullets from {len(documents)} documents in {len(rows)} themes."
    )


@contextmanager
def _progress() -> Iterator[Any]:
    """Show a bar for any step that has lasted a second, on a terminal; else show nothing."""
    import time

    bars: dict[str, Any] = {}
    started: dict[str, float] = {}
    display: Any = None

    def tell(step: str, done: int, total: int) -> None:
        nonlocal display
        started.setdefault(step, time.monotonic())
        if not sys.stderr.isatty():
            return
        if display is None and time.monotonic() - started[step] < 1 and step not in _SLOW_TO_START:
            return
        if display is None:
            from rich.console import Console
            from rich.progress import Progress

            display = Progress(console=Console(stderr=True), transient=True)
            display.start()
        if step not in bars:
            bars[step] = display.add_task(step, total=total)
        display.update(bars[step], completed=done, total=total)

    try:
        yield tell
    finally:
        if display is not None:
            display.stop()


_SLOW_TO_START = ("Reading the meaning",)
