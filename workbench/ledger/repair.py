"""Checks the journal against the workbooks, and makes either of them again from the other.

verify(space) -> VerifyReport      reads everything, changes nothing
rebuild(space) -> RebuildReport    new workbooks from the journal; a damaged journal first from its last copy
"""

from __future__ import annotations

import contextlib
import functools
import json
import sqlite3
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from workbench import files
from workbench.ledger import attempt, books, check, columns, fold, journal_copy
from workbench.ledger.books import Book
from workbench.ledger.journal import Journal, open_journal, release
from workbench.ledger.ledger import pending_in
from workbench.ledger.package import Unusable, open_package
from workbench.ledger.tables import Workbook
from workbench.problems import CannotWrite, UserError
from workbench.workspace import Workspace


@dataclass
class VerifyReport:
    """`differences` are sentences that name file, sheet and row; rows still waiting are no difference."""

    journal: str = ""
    rows: int = 0
    differences: list[str] = field(default_factory=list)
    pending: dict[str, int] = field(default_factory=dict)

    @property
    def exit_code(self) -> int:
        return int(bool(self.journal or self.differences))

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    def sentences(self) -> list[str]:
        said = [f"流水损坏:{self.journal}"] if self.journal else []
        said += self.differences or [f"流水与工作簿一致,核对了 {self.rows} 行"]
        waiting = sum(self.pending.values())
        return [*said, f"另有 {waiting} 条待写入台账"] if waiting else said


def verify(space: Workspace, *, words: check.Words | None = None) -> VerifyReport:
    """Compares every row of every workbook with the journal. Raises `UserError` when the journal cannot be opened."""
    report = VerifyReport()
    release(space)  # what the file holds counts, not what a connection remembers
    known = functools.cache(lambda: words or check.words(space))
    with open_journal(space) as journal:
        report.journal = journal.damage()
        report.pending = {kind: pending_in(journal, kind) for kind in columns.BY_KIND}
        for book in books.all_books(space, journal):
            report.differences += _differences(journal, book, report, known)
    return report


def _differences(journal: Journal, book: Book, report: VerifyReport, words: Callable[[], check.Words]) -> list[str]:
    written = journal.connection.execute("SELECT count(*) FROM folded WHERE book = ?", (book.key,)).fetchone()[0]
    if not book.path.is_file():
        return [f"“{book.path.name}”不见了,里面应有 {written} 行"] if written else []
    try:
        workbook = Workbook(open_package(book.path))
        found = []
        for sheet in columns.SHEETS:
            if sheet.name not in workbook.places:
                found.append(f"“{book.path.name}”里找不到表“{sheet.name}”")
                continue
            found += _of_table(journal, book, workbook, sheet, report, words)
        return found
    except (Unusable, OSError) as error:
        return [str(error)]


def _of_table(
    journal: Journal,
    book: Book,
    workbook: Workbook,
    sheet: columns.Sheet,
    report: VerifyReport,
    words: Callable[[], check.Words],
) -> list[str]:
    """Where this Table does not show what was last written into it.

    After an upgrade of the journal nobody knows what was written; its rows are then compared with the records.
    """
    place = workbook.places[sheet.name]
    written = dict(
        journal.connection.execute("SELECT id, cells FROM folded WHERE book = ? AND kind = ?", (book.key, sheet.kind))
    )
    said, seen = [], set()
    for number, cells in workbook.rows(place, attempt.DATED[sheet.kind]):
        report.rows += 1
        where, id = f"“{book.path.name}”{sheet.name}第 {number} 行", str(cells.get("编号", "")).strip()
        if id in seen:
            said.append(f"{where}:编号“{id}”出现了两次")
        elif (ours := json.loads(written[id]) if id in written else _record(journal, sheet, id, words)) is None:
            said.append(f"{where}:流水里没有这一行,写入台账时会收下")
        else:
            theirs = columns.plain(sheet, cells)
            wrong = [h for h in sheet.headers if h in place.headers and ours.get(h) != theirs[h]]
            if wrong:
                said.append(f"{where}:{'、'.join(wrong)}与流水不同,写入台账时会处理")
            elif id not in written and cells.get(sheet.state) != columns.REMOVED:
                report.pending[sheet.kind] -= 1  # it stands there already
        seen.add(id)
    missing = [id for id in written if id not in seen]
    return said + [f"“{book.path.name}”{sheet.name}:缺少编号“{id}”的行,写入台账时会处理" for id in missing]


def _record(journal: Journal, sheet: columns.Sheet, id: str, words: Callable[[], check.Words]) -> dict[str, Any] | None:
    """What a row of this record would show; None when there is no such record."""
    row = journal.connection.execute(
        "SELECT payload, removed FROM current WHERE kind = ? AND id = ?", (sheet.kind, id)
    ).fetchone()
    if row is None:
        return None
    cells = columns.cells(sheet, json.loads(row[0]), words(), removed=bool(row[1]))
    return columns.plain(sheet, dict(zip(sheet.headers, cells, strict=True)))


@dataclass
class RebuildReport:
    """The workbooks made anew, where the old files went, and what was found of a damaged journal."""

    files: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    recovered: int = 0
    fold: dict[str, Any] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    exit_code: int = 0

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    def sentences(self) -> list[str]:
        said = [f"从损坏的流水和它的副本里找回 {self.recovered} 条记载"] if self.recovered else []
        said += [f"已重新生成:{name}" for name in self.files]
        said += [f"原来的文件在:{name}" for name in self.kept]
        return said + self.problems or ["没有需要重新生成的工作簿"]


def rebuild(space: Workspace, *, words: check.Words | None = None, now: datetime | None = None) -> RebuildReport:
    """Makes every workbook again from the journal; the old files move to 备份, nothing is deleted.

    What people changed in a workbook that can still be read is taken in first. Raises `CannotWrite`.
    """
    now = now or datetime.now()
    report = RebuildReport()
    _mend_journal(space, now, report)
    taken_in = fold.fold(space, words=words, now=now)
    report.problems += [p for book in taken_in.books for p in book.problems]
    with open_journal(space) as journal:
        for book in books.all_books(space, journal):
            if book.path.is_file() and not _set_aside(space, book, now, report):
                continue
            with journal.writing() as connection:
                connection.execute("UPDATE books SET fingerprint = '' WHERE book = ?", (book.key,))
                connection.execute("DELETE FROM folded WHERE book = ?", (book.key,))
    made = fold.fold(space, words=words, now=now)
    report.fold = made.as_dict()
    report.files = [str(space.ledger / book.file) for book in made.books if book.written]
    report.problems += [book.reason for book in made.books if book.reason]
    report.exit_code = report.exit_code or made.exit_code
    return report


def _set_aside(space: Workspace, book: Book, now: datetime, report: RebuildReport) -> bool:
    """Moves a workbook to 备份; False when it is open elsewhere."""
    target = files.free_name(space.backups / "台账" / f"{book.path.stem}-{now:%Y%m%d-%H%M%S}.xlsx")
    try:
        if books.open_elsewhere(book.path):
            raise PermissionError(13, "open", str(book.path))
        target.parent.mkdir(parents=True, exist_ok=True)
        files.replace(book.path, target)
    except OSError as error:
        report.problems.append(str(files.why_not_written(book.path, error)))
        report.exit_code = CannotWrite.exit_code
        return False
    report.kept.append(str(target))
    return True


def _mend_journal(space: Workspace, now: datetime, report: RebuildReport) -> None:
    """A damaged journal moves to 备份; a new one gets every event that it or its last copy still gives."""
    release(space)
    try:
        with open_journal(space) as journal:
            damage = journal.damage()
            if damage.endswith("current row"):
                journal.remake()
                damage = journal.damage()
        if not damage:
            return
    except UserError as error:
        if error.exit_code != 3 or isinstance(error, CannotWrite):
            raise
    aside = files.free_name(space.backups / "流水" / f"损坏的-{now:%Y%m%d-%H%M%S}.db")
    aside.parent.mkdir(parents=True, exist_ok=True)
    events = {**journal_copy.newest_events(space), **_readable_events(space.journal)}
    release(space)
    try:
        files.replace(space.journal, aside)
        for end in ("-wal", "-shm"):
            with contextlib.suppress(FileNotFoundError):
                space.journal.with_name(space.journal.name + end).replace(aside.with_name(aside.name + end))
    except OSError as error:
        raise files.why_not_written(space.journal, error) from error
    report.kept.append(str(aside))
    with open_journal(space) as journal:
        journal.restore(events[n] for n in sorted(events))
    report.recovered = len(events)


def _readable_events(path: Path) -> dict[int, tuple[Any, ...]]:
    """Event number → event, as far as a damaged file still gives them."""
    found: dict[int, tuple[Any, ...]] = {}
    with contextlib.suppress(sqlite3.Error), contextlib.closing(sqlite3.connect(path)) as connection:
        for row in connection.execute("SELECT n, at, kind, id, action, origin, payload FROM events ORDER BY n"):
            with contextlib.suppress(ValueError, TypeError):
                json.loads(row[6])
                found[row[0]] = tuple(row)
    return found
