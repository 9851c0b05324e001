"""Daily copies of the journal in 备份/流水, packed; from the newest a damaged journal is mended."""

from __future__ import annotations

import contextlib
import json
import sqlite3
import tempfile
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

from workbench import files
from workbench.ledger import books
from workbench.ledger.journal import Journal
from workbench.workspace import Workspace

NAME = "journal.db"


def daily(space: Workspace, journal: Journal, now: datetime) -> bool:
    """Keeps a copy when there is none of this day yet; says whether it did. Raises `CannotWrite`."""
    folder = space.backups / "流水"
    if any(folder.glob(f"{now:%Y%m%d}-*.zip")) or not journal.last():
        return False
    target = folder / f"{now:%Y%m%d-%H%M%S}.zip"
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place) / NAME
        with contextlib.closing(sqlite3.connect(copy)) as to:
            journal.connection.backup(to)
            to.execute("PRAGMA journal_mode = DELETE")
        with files.replacing(target) as out, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.write(copy, NAME)
    books.rotate(folder, target)
    return True


def newest_events(space: Workspace) -> dict[int, tuple[Any, ...]]:
    """Event number → event of the newest copy that can be read; empty when there is none."""
    for path in sorted((space.backups / "流水").glob("[0-9]*.zip"), reverse=True):
        with (
            contextlib.suppress(OSError, zipfile.BadZipFile, KeyError, sqlite3.Error, json.JSONDecodeError),
            tempfile.TemporaryDirectory() as place,
            zipfile.ZipFile(path) as archive,
        ):
            archive.extract(NAME, place)
            with contextlib.closing(sqlite3.connect(Path(place) / NAME)) as connection:
                rows = connection.execute("SELECT n, at, kind, id, action, origin, payload FROM events ORDER BY n")
                return {row[0]: tuple(row) for row in rows}
    return {}
