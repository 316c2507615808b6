"""The tables of the review database, and how an older one becomes the present one."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

# Each step brings a database from one schema version to the next; a released step never changes.
MIGRATIONS: tuple[str, ...] = (
    """
    CREATE TABLE document (
        path TEXT PRIMARY KEY,
        sha256 TEXT NOT NULL,
        meeting TEXT NOT NULL
    ) STRICT;
    CREATE TABLE bullet (
        id TEXT PRIMARY KEY,
        document TEXT NOT NULL REFERENCES document (path) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        is_present INTEGER NOT NULL,
        data TEXT NOT NULL
    ) STRICT;
    CREATE INDEX bullet_document ON bullet (document, position);
    CREATE TABLE entry (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        at TEXT NOT NULL,
        by TEXT NOT NULL,
        kind TEXT NOT NULL
    ) STRICT;
    CREATE TABLE body (
        entry INTEGER PRIMARY KEY REFERENCES entry (number),
        data TEXT NOT NULL
    ) STRICT;
    CREATE TABLE fact (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
    CREATE TRIGGER entry_is_kept BEFORE DELETE ON entry
        BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
    CREATE TRIGGER entry_is_final BEFORE UPDATE ON entry
        BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
    CREATE TRIGGER body_is_kept BEFORE DELETE ON body
        BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
    CREATE TRIGGER body_is_final BEFORE UPDATE ON body
        BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
    """,
    # A withdrawn document's words may leave a body, in the transaction that logs the withdrawal.
    """
    ALTER TABLE body ADD COLUMN redacted_by INTEGER REFERENCES entry (number);
    DROP TRIGGER body_is_final;
    CREATE TRIGGER body_is_final BEFORE UPDATE ON body
        WHEN NEW.entry <> OLD.entry OR NEW.redacted_by IS NULL OR NOT EXISTS (
            SELECT 1 FROM entry WHERE number = NEW.redacted_by AND kind = 'forget'
            AND number = (SELECT max(number) FROM entry)
        )
        BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
    CREATE TABLE forgotten (
        mark TEXT PRIMARY KEY,
        entry INTEGER NOT NULL REFERENCES entry (number)
    ) STRICT;
    """,
)


def statements(script: str) -> Iterator[str]:
    """Statements of a script one by one: `executescript` would end the transaction."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
