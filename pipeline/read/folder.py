"""A folder of summaries to documents: each once, with what `meeting.toml` states of them."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.read.files import find_files, read_file
from pipeline.records import Document, Remark
from pipeline.remarks import UnreadableError

STATED = "meeting.toml"
_FACTS = frozenset(("event", "place", "date", "table", "host", "host_role"))
_COLUMNS = "statements"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a folder gave: documents in stable order, files that failed, and remarks."""

    documents: tuple[Document, ...]
    failures: tuple[UnreadableError, ...]
    notes: tuple[Remark, ...]


def read_folder(
    root: Path, out: Path | None = None, progress: Callable[[int, int], None] | None = None
) -> Reading:
    """Read every file below `root`; one that cannot be read does not keep the others from it.

    What lies in `out`, the folder for the results, is not looked at; `progress` is told how many of
    how many files are done.

    A file named `meeting.toml` states facts for the files beside it and below: `place = "..."`
    for all of them, a table `["bord 3.docx"]` for one. The nearest statement wins.

    Raises
    ------
    InputError
        If `root` is not there, is no folder, is the folder for the results, or holds no file.
    """
    wanted, skipped = find_files(root, out)
    notes = [Remark("hidden file", path=_relative(path, root)) for path in skipped]
    stated: dict[Path, Mapping[str, object]] = {}
    failures: list[UnreadableError] = []
    documents: list[Document] = []
    for path in wanted:
        if path.name == STATED:
            try:
                stated[path.parent] = _load(path, _relative(path, root))
            except UnreadableError as error:
                failures.append(error)
    files = [path for path in wanted if path.name != STATED]
    for number, path in enumerate(files, 1):
        facts, columns = _stated_for(path, root, stated)
        try:
            document = read_file(path, root, columns)
        except UnreadableError as error:
            failures.append(error)
        else:
            documents.append(replace(document, facts={**document.facts, **facts}))
        if progress is not None:
            progress(number, len(files))
    kept, repeats = _without_repeats(documents)
    notes += repeats
    notes += [replace(note, path=document.path) for document in kept for note in document.notes]
    return Reading(tuple(kept), tuple(failures), tuple(notes))


def _without_repeats(documents: Sequence[Document]) -> tuple[list[Document], list[Remark]]:
    """Documents without those that have the same text, under whatever name or format."""
    first: dict[tuple[str, ...], Document] = {}
    notes = []
    for document in documents:
        key = _words(document)
        if key in first:
            notes.append(Remark("same text", {"other": first[key].path}, document.path))
        else:
            first[key] = document
    return list(first.values()), notes


def _words(document: Document) -> tuple[str, ...]:
    """Words of a document in alphabetical order, free of what formats do differently.

    Numbers and single letters may be list marks that one format draws and another types; two
    columns may be read in another order; a line's end may divide a word.
    """
    text = "\n".join(line.text for line in document.lines if line.style != "furniture")
    text = re.sub(r"(?<=\w)[-\u00ad]\s*\n\s*(?=[^\W\d_])", "", text)
    return tuple(sorted(re.findall(r"[^\W\d_]{2,}", text.replace("-", "").casefold())))


def _stated_for(
    path: Path, root: Path, stated: Mapping[Path, Mapping[str, object]]
) -> tuple[dict[str, str], tuple[str, ...]]:
    facts: dict[str, str] = {}
    columns: tuple[str, ...] = ()
    for folder in reversed([parent for parent in path.parents if parent.is_relative_to(root)]):
        table = stated.get(folder, {})
        relative = unicodedata.normalize("NFC", path.relative_to(folder).as_posix())
        own = table.get(relative, {})
        for source in (table, own if isinstance(own, Mapping) else {}):
            facts |= {key: str(source[key]) for key in _FACTS & source.keys()}
            if _COLUMNS in source:
                named = source[_COLUMNS]
                columns = (named,) if isinstance(named, str) else tuple(map(str, _as_list(named)))
    return facts, columns


def _load(path: Path, name: str) -> dict[str, object]:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise UnreadableError(name, "not opened", reason=error.strerror) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UnreadableError(name, "not TOML", error=error) from error
    known = _FACTS | {_COLUMNS}
    unknown = [
        key
        for source in (table, *(value for value in table.values() if isinstance(value, dict)))
        for key, value in source.items()
        if key not in known and not isinstance(value, dict)
    ]
    if unknown:
        raise UnreadableError(name, "unknown fact", fact=unknown[0], known=", ".join(sorted(known)))
    return {unicodedata.normalize("NFC", key): value for key, value in table.items()}


def _as_list(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _relative(path: Path, root: Path) -> str:
    return unicodedata.normalize("NFC", path.relative_to(root).as_posix())
