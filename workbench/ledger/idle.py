"""Journal connections that wait to be used again.

Closing the last connection makes SQLite copy its log into the database and wait for the disk several times; opened
again for each row, that would cost more than the row. So a few stay open while the program runs.
"""

from __future__ import annotations

import os
import sqlite3
import sys
import threading
from pathlib import Path

MOST = 3

Identity = tuple[int, int, int]  # process, device and inode: another file of the same name is another journal

_lock = threading.Lock()
_waiting: dict[Path, list[tuple[Identity, sqlite3.Connection]]] = {}
_seen: set[Identity] = set()
_of_parent: list[object] = []


def take(path: Path) -> sqlite3.Connection | None:
    """A connection to the file that is now at `path`, or None when none waits."""
    wanted = identity(path)
    with _lock:
        found = _waiting.get(path, [])
        while found:
            known, connection = found.pop()
            if known == wanted:
                return connection
            connection.close()  # the file was deleted or replaced
    return None


def give_back(path: Path, connection: sqlite3.Connection) -> None:
    """Keeps a connection for the next use, or closes it when enough wait or a transaction was left open."""
    known = identity(path)
    with _lock:
        waiting = _waiting.setdefault(path, [])
        if known is not None and not connection.in_transaction and len(waiting) < MOST:
            _seen.add(known)
            waiting.append((known, connection))
            return
    connection.close()


def release(path: Path) -> None:
    """Closes what waits for `path`, so that the file can be moved or replaced, also on Windows."""
    with _lock:
        for _, connection in _waiting.pop(path, []):
            connection.close()


def release_all() -> None:
    """Closes whatever waits: this process holds no journal open."""
    for path in list(_waiting):
        release(path)


def seen(path: Path) -> bool:
    """Whether this process has already had this very file open."""
    return identity(path) in _seen


def identity(path: Path) -> Identity | None:
    """What tells this file from another of the same name; None when there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return os.getpid(), found.st_dev, found.st_ino


def _forget_parents() -> None:
    """A forked process must not touch the connections of its parent, not even close them."""
    _of_parent.append(dict(_waiting))
    _waiting.clear()


if sys.platform != "win32":
    os.register_at_fork(after_in_child=_forget_parents)
