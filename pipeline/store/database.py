"""The review database: documents, bullets and the log.

Nothing in the log is ever changed or removed; triggers in the database itself refuse it. What a
decision says (its body) lies beside its entry, so that a withdrawn document's words can be taken
out of it while the entry stays.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from pipeline.errors import StoreError
from pipeline.records import Bullet, Entry, Meeting, ParsedDocument, Source
from pipeline.store.schema import MIGRATIONS, statements

_BUSY_SECONDS = 20


class Store:
    """A review database, opened; created or brought to the present schema where needed.

    Parameters
    ----------
    path
        The database file; its folder is created.

    Raises
    ------
    StoreError
        If the file cannot be opened, is no review database, or comes from a newer program.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            # The web page's threads take turns by a lock of their own.
            self._db = sqlite3.connect(
                path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
            )
            self._db.execute("PRAGMA journal_mode = WAL")
            # FULL: a commit returns only when the disk has it, so that an answer is a promise.
            self._db.execute("PRAGMA synchronous = FULL")
            self._db.execute("PRAGMA foreign_keys = ON")
            self._db.execute("PRAGMA secure_delete = ON")
            self._migrate()
        except (sqlite3.Error, OSError) as error:
            raise StoreError(
                f"{path}: cannot be opened as a review database ({error}). "
                "Check that it is one and that its folder can be written to."
            ) from error

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """All that is written inside is written at once or not at all; other writers wait.

        Raises
        ------
        StoreError
            If another program holds the database, or the disk refuses.
        """
        try:
            self._db.execute("BEGIN IMMEDIATE")
        except sqlite3.Error as error:
            raise StoreError(f"{self.path}: cannot be written now ({error}). Try again.") from error
        try:
            yield
            self._db.execute("COMMIT")
        except BaseException as error:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            if isinstance(error, sqlite3.Error):
                raise StoreError(f"{self.path}: was not written ({error}).") from error
            raise

    def append(self, entries: Iterable[Entry]) -> list[Entry]:
        """Add entries to the log, inside `writing()`; return them with their numbers."""
        written = []
        for entry in entries:
            row = self._db.execute(
                "INSERT INTO entry (id, at, by, kind) VALUES (?, ?, ?, ?)",
                (entry.id, entry.at, entry.by, entry.kind),
            )
            number = int(row.lastrowid or 0)
            self._db.execute(
                "INSERT INTO body (entry, data) VALUES (?, ?)", (number, _dump(entry.body))
            )
            written.append(replace(entry, number=number))
        return written

    def entries(self, after: int = 0) -> list[Entry]:
        """Entries whose number is above `after`, in order."""
        rows = self._db.execute(
            "SELECT id, at, by, kind, data, number FROM entry JOIN body ON body.entry = number "
            "WHERE number > ? ORDER BY number",
            (after,),
        )
        return [
            Entry(id_, at, by, kind, json.loads(data), number)
            for id_, at, by, kind, data, number in rows
        ]

    def last_number(self) -> int:
        """Number of the newest entry, 0 for an empty log."""
        return int(self._db.execute("SELECT coalesce(max(number), 0) FROM entry").fetchone()[0])

    def put_documents(self, documents: Sequence[ParsedDocument], bullets: Sequence[Bullet]) -> None:
        """Take in documents and their bullets as they read now, inside `writing()`.

        Bullets that a document no longer holds are kept, since the log may speak of them, but are
        no longer present. Documents that are not named are left as they are.
        """
        for document in documents:
            self._db.execute(
                "INSERT INTO document (path, sha256, meeting) VALUES (?, ?, ?) ON CONFLICT (path) "
                "DO UPDATE SET sha256 = excluded.sha256, meeting = excluded.meeting",
                (document.path, document.sha256, _dump(asdict(document.meeting))),
            )
            self._db.execute(
                "UPDATE bullet SET is_present = 0 WHERE document = ?", (document.path,)
            )
        self._count_change()
        self._db.executemany(
            "INSERT INTO bullet (id, document, position, is_present, data) VALUES (?, ?, ?, 1, ?) "
            "ON CONFLICT (id) DO UPDATE SET position = excluded.position, is_present = 1, "
            "data = excluded.data",
            (
                (bullet.id, bullet.source.path, position, _dump(asdict(bullet)))
                for position, bullet in enumerate(bullets)
            ),
        )

    def drop_documents(self, paths: Iterable[str]) -> None:
        """Remove documents with all their bullets, inside `writing()`."""
        self._count_change()
        self._db.executemany("DELETE FROM document WHERE path = ?", ((path,) for path in paths))

    def bullets_version(self) -> int:
        """How often documents were taken in or dropped: equal numbers, equal bullets."""
        return int(self.fact("bullets_version") or 0)

    def _count_change(self) -> None:
        self.put_fact("bullets_version", self.bullets_version() + 1)

    def redact(self, bodies: Mapping[int, dict[str, Any]], entry: int) -> None:
        """Take words out of bodies, by entry number, inside `writing()`.

        `entry` is the number of the withdrawal, which must be the newest of the log.
        """
        self._db.executemany(
            "UPDATE body SET data = ?, redacted_by = ? WHERE entry = ?",
            ((_dump(body), entry, number) for number, body in bodies.items()),
        )

    def mark_forgotten(self, sha256: str, entry: int) -> None:
        """Remember that a document was withdrawn, inside `writing()`: as a mark, not as what."""
        if self.fact("salt") is None:
            self.put_fact("salt", secrets.token_hex(16))
        self._db.execute(
            "INSERT OR REPLACE INTO forgotten (mark, entry) VALUES (?, ?)",
            (self._mark(sha256), entry),
        )

    def is_forgotten(self, sha256: str) -> bool:
        """Whether a document of this content was withdrawn."""
        row = self._db.execute("SELECT 1 FROM forgotten WHERE mark = ?", (self._mark(sha256),))
        return row.fetchone() is not None

    def wipe(self) -> None:
        """Overwrite on disk what was removed, unless another program still reads it.

        Removed rows are overwritten in any case; this is about copies of them in the journal,
        which otherwise go when the last program closes the database.
        """
        self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _mark(self, sha256: str) -> str:
        return hashlib.blake2b(f"{self.fact('salt')}{sha256}".encode(), digest_size=16).hexdigest()

    def documents(self) -> list[ParsedDocument]:
        """All documents with their present bullets; what was left out of them is not kept."""
        bullets: dict[str, list[Bullet]] = {}
        for bullet in self.bullets().values():
            bullets.setdefault(bullet.source.path, []).append(bullet)
        rows = self._db.execute("SELECT path, sha256, meeting FROM document ORDER BY path")
        return [
            ParsedDocument(
                path, sha256, Meeting(**json.loads(meeting)), tuple(bullets.get(path, ())), (), ()
            )
            for path, sha256, meeting in rows
        ]

    def bullets(self, only_present: bool = True) -> dict[str, Bullet]:
        """Bullets by id in the order of their documents; on demand also those no longer there."""
        rows = self._db.execute(
            "SELECT id, data FROM bullet WHERE is_present >= ? ORDER BY document, position, id",
            (int(only_present),),
        )
        return {id_: _bullet(json.loads(data)) for id_, data in rows}

    def fact(self, name: str) -> Any:
        """What was noted under a name, or None."""
        row = self._db.execute("SELECT value FROM fact WHERE name = ?", (name,)).fetchone()
        return json.loads(row[0]) if row else None

    def put_fact(self, name: str, value: Any) -> None:
        """Note plain data under a name, inside `writing()`."""
        self._db.execute(
            "INSERT INTO fact (name, value) VALUES (?, ?) "
            "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            (name, _dump(value)),
        )

    def _migrate(self) -> None:
        if self._version() == len(MIGRATIONS):
            return
        with self.writing():
            # Read again under the lock: another program may just have done it.
            version = self._version()
            if version > len(MIGRATIONS):
                raise StoreError(
                    f"{self.path}: was written by a newer version of temaer (schema {version}, "
                    f"this one knows {len(MIGRATIONS)}). Update temaer."
                )
            for number in range(version, len(MIGRATIONS)):
                for statement in statements(MIGRATIONS[number]):
                    self._db.execute(statement)
            self._db.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")

    def _version(self) -> int:
        return int(self._db.execute("PRAGMA user_version").fetchone()[0])


def _bullet(data: dict[str, Any]) -> Bullet:
    lists = {name: tuple(value) for name, value in data.items() if isinstance(value, list)}
    nested = {"meeting": Meeting(**data["meeting"]), "source": Source(**data["source"])}
    return Bullet(**{**data, **lists, **nested})


def _dump(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
