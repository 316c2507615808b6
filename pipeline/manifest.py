"""What a run was made from, and whether an earlier one answers for the same."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipeline import __version__
from pipeline.records import RunFacts
from pipeline.settings import Settings
from pipeline.write.files import read_json, write_json

_WRITTEN = ("themes.json", "themes.md", "parse_report.md")


@dataclass(frozen=True, slots=True)
class EarlierRun:
    """A run that was made from the same input.

    Attributes
    ----------
    revision
        Newest entry of the review when its files were written.
    problems, notes
        What it told of files.
    """

    revision: str
    problems: tuple[str, ...]
    notes: tuple[str, ...]


def run_key(files: Sequence[Path], folder: Path, settings: Settings, fingerprint: str) -> str:
    """Hash of all that the result depends on: input, settings, model, and the program itself."""
    digest = hashlib.blake2b(f"{__version__}\0{fingerprint}\0{settings}".encode())
    program = Path(__file__).parent
    sources = sorted([*program.rglob("*.py"), *program.rglob("*.tsv")])
    weights = [Path(settings.title_weights)] if settings.title_weights else []
    for path, root in [
        *((path, folder) for path in files),
        *((path, program) for path in sources),
        *((path, path.parent) for path in weights),
    ]:
        digest.update(path.relative_to(root).as_posix().encode())
        try:
            digest.update(hashlib.blake2b(path.read_bytes()).digest())
        except OSError:
            # Unreadable now: reading it later reports why.
            digest.update(b"unreadable")
    return digest.hexdigest()


def earlier_run(out: Path, key: str) -> EarlierRun | None:
    """Return an earlier run with the same key, if all its files are there."""
    try:
        manifest = read_json(out / "manifest.json")
        if manifest["key"] != key or not all((out / name).is_file() for name in _WRITTEN):
            return None
        told = tuple(manifest["problems"]), tuple(manifest["notes"])
        return EarlierRun(manifest["revision"], *told)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def read_results(out: Path) -> dict[str, Any] | None:
    """Return what `themes.json` in `out` holds, or None if it is broken."""
    try:
        return read_json(out / "themes.json")
    except (OSError, ValueError):
        return None


def write_manifest(
    out: Path,
    key: str,
    facts: RunFacts,
    folder: Path,
    seconds: float,
    problems: Sequence[str],
    notes: Sequence[str],
) -> None:
    """Write down what a run was made from, when, in how many seconds, and what it told.

    An empty `key` answers for no later run.
    """
    manifest = {
        "key": key,
        "finished": datetime.now(UTC).isoformat(timespec="seconds"),
        "seconds": round(seconds, 2),
        "folder": folder.name,
        **asdict(facts),
        "problems": problems,
        "notes": notes,
    }
    write_json(out / "manifest.json", manifest)


def note_revision(out: Path, revision: str) -> None:
    """Write down as of which entry of the review the files in `out` are."""
    try:
        manifest = read_json(out / "manifest.json")
    except (OSError, ValueError):
        # Results without a manifest belong to no known run: the next one makes them anew.
        return
    write_json(out / "manifest.json", {**manifest, "revision": revision})


def newest_input(files: Sequence[Path]) -> str:
    """Time of the newest input in UTC, or SOURCE_DATE_EPOCH (reproducible-builds.org)."""
    stated = os.environ.get("SOURCE_DATE_EPOCH", "")
    seconds = int(stated) if stated.isdigit() else max(int(path.stat().st_mtime) for path in files)
    return datetime.fromtimestamp(seconds, UTC).isoformat()
