"""The review database: what is written is there, whole, and what is logged cannot be changed."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from pipeline.errors import StoreError
from pipeline.records import Bullet, Entry, Meeting, ParsedDocument, Source
from pipeline.store import MIGRATIONS, Store

DATA = Path(__file__).parent / "data"


def document(path: str, *texts: str) -> ParsedDocument:
    meeting = Meeting(place="Nærum Kro", host="Asta Hvidkilde")
    bullets = tuple(
        Bullet(f"b-{text}", text, "idé", "Idéer", None, meeting, Source(path, 1, row), ("navn",))
        for row, text in enumerate(texts, 1)
    )
    return ParsedDocument(path, "0" * 64, meeting, bullets, (), ())


def entry(name: str, kind: str = "rename") -> Entry:
    return Entry(name, "2025-05-03T12:00:00+00:00", "Åse", kind, {"theme": "t1", "title": "Æbler"})


def put(store: Store, *documents: ParsedDocument) -> None:
    with store.writing():
        store.put_documents(documents, [b for doc in documents for b in doc.bullets])


def test_documents_and_bullets_come_back_as_they_were(tmp_path: Path) -> None:
    first, second = document("a.txt", "bus", "cykelsti"), document("b.txt", "ældre")
    store = Store(tmp_path / "review" / "temaer.db")
    put(store, second, first)
    assert store.documents() == [first, second]
    assert list(store.bullets()) == ["b-bus", "b-cykelsti", "b-ældre"]
    assert store.bullets()["b-ældre"] == second.bullets[0]


def test_a_bullet_that_its_document_no_longer_holds_is_kept_but_not_present(tmp_path: Path) -> None:
    store = Store(tmp_path / "temaer.db")
    put(store, document("a.txt", "bus", "skole"), document("b.txt", "torv"))
    put(store, document("a.txt", "skole"))
    assert list(store.bullets()) == ["b-skole", "b-torv"]
    assert set(store.bullets(only_present=False)) == {"b-bus", "b-skole", "b-torv"}


def test_entries_are_numbered_in_order_and_read_from_any_point(tmp_path: Path) -> None:
    store = Store(tmp_path / "temaer.db")
    with store.writing():
        written = store.append([entry("e1"), entry("e2")])
    with store.writing():
        store.append([entry("e3")])
    assert [row.number for row in written] == [1, 2]
    assert [row.id for row in store.entries(after=1)] == ["e2", "e3"]
    assert store.entries()[0].body == {"theme": "t1", "title": "Æbler"}
    assert store.last_number() == 3


def test_what_fails_halfway_leaves_nothing(tmp_path: Path) -> None:
    store = Store(tmp_path / "temaer.db")
    with pytest.raises(StoreError, match="was not written"), store.writing():
        store.append([entry("e1"), entry("e1")])
    assert store.entries() == []


@pytest.mark.parametrize("table", ["entry", "body"])
def test_the_log_can_be_neither_changed_nor_deleted(tmp_path: Path, table: str) -> None:
    path = tmp_path / "temaer.db"
    store = Store(path)
    with store.writing():
        store.append([entry("e1")])
    store.close()
    other = sqlite3.connect(path)
    column = "by" if table == "entry" else "data"
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        other.execute(f"UPDATE {table} SET {column} = 'x'")
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        other.execute(f"DELETE FROM {table}")


def test_facts_are_kept_and_overwritten(tmp_path: Path) -> None:
    store = Store(tmp_path / "temaer.db")
    assert store.fact("run") is None
    for value in ({"a": 1}, {"b": ["å"]}):
        with store.writing():
            store.put_fact("run", value)
    assert store.fact("run") == {"b": ["å"]}


@pytest.mark.parametrize("version", range(1, len(MIGRATIONS) + 1))
def test_a_database_of_every_released_version_opens_with_all_it_held(
    tmp_path: Path, version: int
) -> None:
    path = tmp_path / "temaer.db"
    old = sqlite3.connect(path)
    old.executescript((DATA / f"store_v{version}.sql").read_text(encoding="utf-8"))
    old.execute(f"PRAGMA user_version = {version}")
    old.close()
    store = Store(path)
    assert [(row.number, row.id, row.by, row.kind) for row in store.entries()] == [
        (1, "e1", "temaer", "propose"),
        (2, "e2", "Åse", "rename"),
    ]
    assert store.entries()[1].body == {"theme": "t1", "title": "Æbler og pærer"}
    assert [bullet.text for bullet in store.bullets().values()] == ["Flere æbletræer i parken"]
    assert store.fact("run") == {"model": "prøve"}
    store.close()
    assert sqlite3.connect(path).execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)


def test_a_database_of_a_newer_program_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "temaer.db"
    newer = sqlite3.connect(path)
    newer.execute("PRAGMA user_version = 99")
    newer.close()
    with pytest.raises(StoreError, match=r"newer version.*schema 99.*Update"):
        Store(path)
    assert sqlite3.connect(path).execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    path = tmp_path / "temaer.db"
    path.write_text("Ikke en database, men en meget lang tekst. " * 50, encoding="utf-8")
    with pytest.raises(StoreError, match=r"temaer\.db: cannot be opened"):
        Store(path)
