"""The journal: every add, edit and import is one committed event in SQLite before anybody is told "saved".

`events` is append-only and alone the truth. `current` (the newest payload of each id) and the narrow tables
`cases`, `rework` and `measures` (typed, indexed columns for the reviews) are kept in the same transaction and
can be made again from the events at any time. Order is the event's number, never the clock.

`books` and `folded` say what the workbooks hold: the fingerprint of each as last written, and of each row the event
`n` it shows, its cells, its `place` (row number), and the folds that put it in (`born`) and last changed it (`seq`).

Any room may store its own kind: `record([Entry("selfcheck", id, payload)])`, read by `current("selfcheck")`.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from workbench import files
from workbench.ledger import idle, views
from workbench.ledger.plain import dumps
from workbench.problems import CannotWrite, UserError
from workbench.workspace import Workspace

SCHEMA_VERSION = 2  # 2: `folded` and `books` count the folds
APPLICATION_ID = 0x77626A31
BUSY_SECONDS = 20.0

Action = Literal["add", "edit", "remove", "adopt"]

_EVENTS = """
CREATE TABLE events (
    n INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL,
    action TEXT NOT NULL, origin TEXT NOT NULL, payload TEXT NOT NULL);
CREATE INDEX events_by_id ON events (kind, id);
CREATE TRIGGER events_stay BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
CREATE TRIGGER events_remain BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
"""
_DERIVED = f"""
CREATE TABLE current (
    kind TEXT NOT NULL, id TEXT NOT NULL, n INTEGER NOT NULL, first INTEGER NOT NULL,
    removed INTEGER NOT NULL, payload TEXT NOT NULL, PRIMARY KEY (kind, id)) WITHOUT ROWID;
CREATE INDEX current_by_event ON current (kind, n);
CREATE TABLE folded (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, book TEXT NOT NULL, n INTEGER NOT NULL, born INTEGER NOT NULL,
    seq INTEGER NOT NULL, place INTEGER NOT NULL, cells TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX folded_by_book ON folded (book, kind);
CREATE TABLE books (
    book TEXT PRIMARY KEY, name TEXT NOT NULL, fingerprint TEXT NOT NULL, seq INTEGER NOT NULL,
    problems TEXT NOT NULL) WITHOUT ROWID;
{views.SCHEMA}
PRAGMA application_id = {APPLICATION_ID};
PRAGMA user_version = {SCHEMA_VERSION};
"""


@dataclass(frozen=True)
class Entry:
    """One event to record: the whole new payload of `id`, and what happened to it."""

    kind: str
    id: str
    payload: dict[str, Any]
    action: Action = "add"
    origin: str = ""


@dataclass(frozen=True)
class Event:
    """One event as recorded; `at` is local time for people, `n` is the order."""

    n: int
    at: str
    kind: str
    id: str
    action: Action
    origin: str
    payload: dict[str, Any]


class Journal:
    """An open journal. Use as a context manager; every write is one transaction of its own.

    Leaving it keeps the connection for the next use; `release` lets go of the file.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self.connection = connection
        self.path = path

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, *_: object) -> None:
        idle.give_back(self.path, self.connection)

    @contextlib.contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One durable transaction: all of it is kept, or nothing. Raises `CannotWrite` when it could not be kept."""
        try:
            self.connection.execute("BEGIN IMMEDIATE")
            yield self.connection
            self.connection.execute("COMMIT")
        except sqlite3.OperationalError as error:
            raise why_not_kept(self.path, error) from error
        finally:
            if self.connection.in_transaction:  # SQLite has rolled back by itself when the disk is full
                self.connection.execute("ROLLBACK")

    def record(self, entries: Iterable[Entry]) -> None:
        """Keeps all `entries`, or none. On return they are on the disk.

        Raises `UserError` (exit code 1) when an `add` meets an id that exists, `CannotWrite` when it cannot be kept.
        """
        with self.writing() as connection:
            self.record_within(connection, entries)

    def record_within(self, connection: sqlite3.Connection, entries: Iterable[Entry]) -> None:
        """The same inside a transaction of `writing`."""
        now = datetime.now().isoformat(timespec="seconds")
        for entry in entries:
            text = dumps(entry.payload)
            known = connection.execute(
                "SELECT first FROM current WHERE kind = ? AND id = ?", (entry.kind, entry.id)
            ).fetchone()
            if known and entry.action == "add":
                raise UserError(f"编号“{entry.id}”已经有了,什么都没有写入。要修改请用 workbench ledger edit。")
            n = connection.execute(
                "INSERT INTO events (at, kind, id, action, origin, payload) VALUES (?, ?, ?, ?, ?, ?)",
                (now, entry.kind, entry.id, entry.action, entry.origin, text),
            ).lastrowid
            _apply(connection, int(n or 0), entry, text, known[0] if known else None)

    def get(self, kind: str, id: str) -> dict[str, Any] | None:
        """The current payload of one id, or None when it is unknown or removed."""
        row = self.connection.execute(
            "SELECT payload FROM current WHERE kind = ? AND id = ? AND NOT removed", (kind, id)
        ).fetchone()
        return json.loads(row[0]) if row else None

    def current(self, kind: str, *, removed: bool = False) -> Iterator[tuple[str, dict[str, Any]]]:
        """`(id, payload)` of every id of a kind, in the order in which they were first recorded."""
        wanted = "" if removed else "AND NOT removed"
        for id, text in self.connection.execute(
            f"SELECT id, payload FROM current WHERE kind = ? {wanted} ORDER BY first", (kind,)
        ):
            yield id, json.loads(text)

    def events(self, since: int = 0, kind: str | None = None) -> Iterator[Event]:
        """The events after number `since`, oldest first."""
        for n, at, of, id, action, origin, text in self.connection.execute(
            "SELECT n, at, kind, id, action, origin, payload FROM events WHERE n > ? AND (?2 IS NULL OR kind = ?2)"
            " ORDER BY n",
            (since, kind),
        ):
            yield Event(n, at, of, id, action, origin, json.loads(text))

    def history(self, kind: str, id: str) -> list[Event]:
        """Everything that happened to one id, oldest first."""
        return [
            Event(n, at, kind, id, action, origin, json.loads(text))
            for n, at, action, origin, text in self.connection.execute(
                "SELECT n, at, action, origin, payload FROM events WHERE kind = ? AND id = ? ORDER BY n", (kind, id)
            )
        ]

    def query(self, sql: str, values: Iterable[Any] | dict[str, Any] = ()) -> list[sqlite3.Row]:
        """Rows of a read-only question; see `views` for the columns of `cases`, `rework` and `measures`."""
        cursor = self.connection.cursor()
        cursor.row_factory = sqlite3.Row
        return cursor.execute(sql, values if isinstance(values, dict) else tuple(values)).fetchall()

    def last(self) -> int:
        """The number of the newest event; 0 in an empty journal."""
        return self.connection.execute("SELECT coalesce(max(n), 0) FROM events").fetchone()[0]

    def remake(self) -> None:
        """Makes `current` and the narrow tables again from the events alone."""
        with self.writing() as connection:
            for table in ("current", *views.TABLES):
                connection.execute(f"DELETE FROM {table}")
            self._derive(connection)

    def _derive(self, connection: sqlite3.Connection) -> None:
        first: dict[tuple[str, str], int] = {}
        for event in list(self.events()):
            entry = Entry(event.kind, event.id, event.payload, event.action, event.origin)
            known = first.setdefault((event.kind, event.id), event.n)
            _apply(connection, event.n, entry, dumps(event.payload), known)

    def renew(self, version: int, copy: Path) -> None:
        """Brings a journal of an older schema to this one: a whole copy first, then all but the events made anew.

        Events never change their shape; what the workbooks hold is learned again at the next fold.
        """
        copy.parent.mkdir(parents=True, exist_ok=True)
        self.connection.execute("VACUUM INTO ?", (str(copy),))
        with self.writing() as connection:
            if connection.execute("PRAGMA user_version").fetchone()[0] != version:
                return  # a second program has done it in the meantime
            for (table,) in connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT IN ('events', 'sqlite_sequence')"
            ).fetchall():
                connection.execute(f'DROP TABLE "{table}"')
            for statement in _statements(_DERIVED):
                connection.execute(statement)
            self._derive(connection)

    def restore(self, rows: Iterable[tuple[Any, ...]]) -> None:
        """Puts events `(n, at, kind, id, action, origin, payload)` of an older journal into this empty one."""
        with self.writing() as connection:
            connection.executemany(
                "INSERT INTO events (n, at, kind, id, action, origin, payload) VALUES (?, ?, ?, ?, ?, ?, ?)", rows
            )
        self.remake()

    def damage(self) -> str:
        """What `PRAGMA integrity_check` and a count of the current rows find wrong; empty when all is well."""
        try:
            found = "; ".join(row[0] for row in self.connection.execute("PRAGMA integrity_check(5)"))
        except sqlite3.DatabaseError as error:
            return str(error)
        if found != "ok":
            return found
        missing = self.connection.execute(
            "SELECT count(*) FROM (SELECT DISTINCT kind, id FROM events EXCEPT SELECT kind, id FROM current)"
        ).fetchone()[0]
        return f"{missing} ids without a current row" if missing else ""


def _apply(connection: sqlite3.Connection, n: int, entry: Entry, text: str, first: int | None) -> None:
    """Brings the derived tables up to one event."""
    removed = entry.action == "remove"
    connection.execute(
        "INSERT OR REPLACE INTO current (kind, id, n, first, removed, payload) VALUES (?, ?, ?, ?, ?, ?)",
        (entry.kind, entry.id, n, first or n, removed, text),
    )
    views.put(connection, entry.kind, entry.id, None if removed else entry.payload)


def open_journal(space: Workspace) -> Journal:
    """The journal of a workspace, made if there is none.

    Raises `CannotWrite` when the place cannot be written, `UserError` when the file is damaged or of a newer program.
    """
    path = space.journal
    if (waiting := idle.take(path)) is not None:
        with contextlib.suppress(sqlite3.Error):  # a newer program, or damage: opened anew, it is told
            if waiting.execute("PRAGMA user_version").fetchone()[0] == SCHEMA_VERSION:
                return Journal(waiting, path)
        waiting.close()
    space.prepare()
    doubtful = _was_left_open(path) and not idle.seen(path)
    try:
        connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    except sqlite3.OperationalError as error:
        raise why_not_kept(path, error) from error
    journal = Journal(connection, path)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        _schema(journal, space.backups)
        if doubtful and (damage := journal.damage()):
            raise _damaged(path, damage)
    except sqlite3.OperationalError as error:
        connection.close()
        raise why_not_kept(path, error) from error
    except sqlite3.DatabaseError as error:
        connection.close()
        raise _damaged(path, str(error)) from error
    except BaseException:
        connection.close()
        raise
    return journal


def release(space: Workspace) -> None:
    """Closes the journal's file, before it is moved, replaced or copied as a file."""
    idle.release(space.journal)


def _was_left_open(path: Path) -> bool:
    """Whether the last program did not close the journal in order: its write-ahead log is still there."""
    with contextlib.suppress(OSError):
        return path.with_name(path.name + "-wal").stat().st_size > 0
    return False


def _schema(journal: Journal, backups: Path) -> None:
    version = journal.connection.execute("PRAGMA user_version").fetchone()[0]
    if version > SCHEMA_VERSION:
        raise UserError(f"“{journal.path}”是更新版本的程序写的,请升级本程序后再打开。", exit_code=3)
    if version == SCHEMA_VERSION:
        return
    if version:
        journal.renew(version, files.free_name(backups / f"journal-格式{version}.db"))
        return
    with journal.writing() as connection:  # a second program may have made it in the meantime
        if connection.execute("PRAGMA user_version").fetchone()[0] == 0:
            for statement in _statements(_EVENTS + _DERIVED):
                connection.execute(statement)


def _statements(script: str) -> Iterator[str]:
    gathered = ""
    for piece in script.split(";"):
        gathered += piece + ";"
        if sqlite3.complete_statement(gathered):
            if gathered.strip(" \n;"):
                yield gathered
            gathered = ""


def why_not_kept(path: Path, error: sqlite3.Error) -> CannotWrite:
    """The clerk's sentence for an SQLite error."""
    text = str(error)
    if "full" in text or ("I/O" in text and _no_room(path)):
        return CannotWrite(f"磁盘满了,这一条没有保存到“{path}”。请清理磁盘后再试;以前的记录都在。")
    if "locked" in text or "busy" in text:
        return CannotWrite(f"“{path}”正被另一个程序占用,这一条没有保存。请稍后再试。")
    if "readonly" in text or "unable to open" in text:
        return CannotWrite(f"“{path}”不能写入(只读或没有权限),这一条没有保存。请检查工作文件夹的权限。")
    return CannotWrite(f"没有保存到“{path}”:{text}。")


def _no_room(path: Path) -> bool:
    """Whether the disk has no room for SQLite's own shared memory, which it only calls an I/O error."""
    with contextlib.suppress(OSError):
        return shutil.disk_usage(path.parent).free < 100_000
    return False


def _damaged(path: Path, what: str) -> UserError:
    return UserError(
        f"“{path}”损坏了({what[:80]})。请运行 workbench ledger rebuild:"
        "损坏的文件会留在“备份”里,记录从最近的备份和台账工作簿找回。",
        exit_code=3,
    )
