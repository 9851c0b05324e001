"""Which workbook a record belongs to, where that file is now, and the copies kept of it."""

from __future__ import annotations

import contextlib
import shutil
import time
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from workbench import files
from workbench.ledger import workbook
from workbench.ledger.check import Words
from workbench.ledger.journal import Journal
from workbench.ledger.package import Unusable
from workbench.ledger.tables import mark_of
from workbench.workspace import Workspace

KEEP_LAST, KEEP_DAYS, KEEP_MONTHS = 10, 30, 12
OPEN_HOURS = 12  # an owner file older than this was left behind


@dataclass(frozen=True)
class Book:
    """The workbook of one window and one year. `path` may not exist yet."""

    window: str
    year: int
    path: Path

    @property
    def key(self) -> str:
        return f"{self.window}-{self.year}"

    @property
    def title(self) -> str:
        return f"{self.window} 窗口 {self.year} 年"

    @property
    def days(self) -> tuple[date, date]:
        return date(self.year, 1, 1), date(self.year, 12, 31)

    def empty(self, words: Words) -> bytes:
        """A new workbook for it."""
        return workbook.empty(self.title, self.key, words, *self.days, stamped=True)


def split(key: str) -> tuple[str, int]:
    """Window and year of a key such as `A01-2026`."""
    window, _, year = key.rpartition("-")
    return window, int(year)


def file_name(key: str) -> str:
    return f"返工台账-{files.safe_name(key)}.xlsx"


def marks(space: Workspace) -> dict[str, list[Path]]:
    """Book key → the workbooks in 台账 that say they are it, newest first; files of others are passed over."""
    found: dict[str, list[Path]] = {}
    with contextlib.suppress(OSError):
        paths = [p for p in space.ledger.glob("*.xlsx") if not p.name.startswith((".", "~$"))]
        for path in sorted(paths, key=lambda path: (-path.stat().st_mtime, path.name)):
            with contextlib.suppress(Unusable, OSError):
                if key := mark_of(path):
                    found.setdefault(key, []).append(path)
    return found


def all_books(space: Workspace, journal: Journal) -> list[Book]:
    """Every book that has rows waiting, was written before, or lies in 台账 with our mark; each with its file."""
    names = dict(journal.connection.execute("SELECT book, name FROM books"))
    keys = dict.fromkeys([*names, *_new(journal, names)])
    found, taken = [], set()
    marked: dict[str, list[Path]] | None = None
    if not names or any(not (space.ledger / names.get(key, "?")).is_file() for key in keys):
        marked = {key: paths for key, paths in marks(space).items() if _is_key(key)}
        keys |= dict.fromkeys(marked)
    for key in keys:
        path = space.ledger / names.get(key, file_name(key))
        known = marked.get(key, []) if marked else []
        if known and path not in known and not (key in names and path.is_file()):
            path = known[0]  # renamed, or of a journal that was lost
        elif key not in names and path not in known and (path.is_file() or path in taken):
            path = files.free_name(path)  # a file of somebody else has the name
        taken.add(path)
        found.append(Book(*split(key), path))
    return found


def _is_key(key: str) -> bool:
    window, _, year = key.rpartition("-")
    return bool(window) and year.isdigit() and len(year) == 4


def _new(journal: Journal, known: Collection[str]) -> list[str]:
    """The books, besides the known ones, of records that no workbook has yet."""
    found: dict[str, None] = {}
    ask = journal.connection.execute
    for kind in ("rework", "cases", "measures"):
        for window, year in ask(f"SELECT DISTINCT window, substr(day, 1, 4) FROM {kind} ORDER BY 2, 1").fetchall():
            if (
                f"{window}-{year}" not in known
                and ask(
                    f"SELECT 1 FROM {kind} WHERE window = ? AND substr(day, 1, 4) = ?"
                    f" AND NOT EXISTS (SELECT 1 FROM folded WHERE folded.id = {kind}.id) LIMIT 1",
                    (window, year),
                ).fetchone()
            ):
                found[f"{window}-{year}"] = None
    return list(found)


def open_elsewhere(path: Path) -> bool:
    """Whether an office program seems to hold the file: it cannot be opened for writing, or its owner file is fresh.

    On Windows the first is the truth; LibreOffice elsewhere locks nothing and only leaves its owner file.
    """
    try:
        with path.open("r+b"):
            pass
    except PermissionError:
        return True
    except OSError:
        return False
    owner = path.with_name(f".~lock.{path.name}#")
    with contextlib.suppress(OSError):
        return time.time() - owner.stat().st_mtime < OPEN_HOURS * 3600
    return False


def back_up(space: Workspace, path: Path, key: str, now: datetime) -> Path:
    """Keeps a copy of a workbook, and lets old copies go. Raises `CannotWrite`."""
    folder = space.backups / "台账" / files.safe_name(key)
    copy = files.free_name(folder / f"{now:%Y%m%d-%H%M%S}{path.suffix}")
    with path.open("rb") as source, files.replacing(copy) as out:
        shutil.copyfileobj(source, out, 1 << 20)
    rotate(folder, copy)
    return copy


def rotate(folder: Path, newest: Path | None = None) -> None:
    """Keeps the last 10 copies, the last of each of 30 days and of each of 12 months; their names are their times."""
    copies = sorted((p for p in folder.glob("[0-9]" * 8 + "-*") if p.is_file()), reverse=True)
    kept = {*copies[:KEEP_LAST], *([newest] if newest else [])}
    for length, limit in ((8, KEEP_DAYS), (6, KEEP_MONTHS)):
        latest: dict[str, Path] = {}
        for copy in copies:
            latest.setdefault(copy.name[:length], copy)
        kept |= set(list(latest.values())[:limit])
    for copy in copies:
        if copy not in kept:
            with contextlib.suppress(OSError):
                copy.unlink()


def backed_up_today(space: Workspace, key: str, now: datetime) -> bool:
    folder = space.backups / "台账" / files.safe_name(key)
    return any(folder.glob(f"{now:%Y%m%d}-*"))


def clear_leftovers(space: Workspace) -> None:
    """Removes temporary files that a killed program left in 台账 more than an hour ago."""
    limit = (datetime.now() - timedelta(hours=1)).timestamp()
    for path in space.ledger.glob(".写入中-*.tmp"):
        with contextlib.suppress(OSError):
            if path.stat().st_mtime < limit:
                path.unlink()
