"""Makes one hall ledger of the workbooks of many windows: by row id, the newest copy of a workbook first.

Workbooks are read in worker processes, a few ahead of the writer; memory does not grow with their number. A file
that cannot be read, or that ends its worker, is named and left out.
"""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from workbench import files
from workbench.ledger import check, columns, gather, package, workbook
from workbench.ledger.cellxml import column_letters
from workbench.ledger.export import keep_old
from workbench.ledger.tables import Workbook
from workbench.ledger.verbatim import NUMBER, Look
from workbench.problems import NotFound, UserError
from workbench.workspace import Workspace

MARK = "合并"
MOST_ROWS = 1_000_000
Progress = Callable[[int, int], Any]  # (files done, files); False ends it


@dataclass
class MergeReport:
    """`rows` by table; `repeated` rows stood in several files, `different` of them not the same in each."""

    file: str
    files: int = 0
    rows: dict[str, int] = field(default_factory=dict)
    repeated: int = 0
    different: int = 0
    unreadable: list[dict[str, str]] = field(default_factory=list)

    @property
    def exit_code(self) -> int:
        return int(bool(self.unreadable))

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    def sentences(self) -> list[str]:
        counts = "、".join(f"{columns.BY_KIND[kind].name} {count} 行" for kind, count in self.rows.items())
        said = [f"合并了 {self.files} 本台账:{counts}。已写入 {self.file}"]
        if self.repeated:
            said.append(f"{self.repeated} 行在几个文件里都有,只收一次")
        if self.different:
            said.append(f"其中 {self.different} 行内容不同,取了写入序号较大(较新)的文件")
        return said + [f"没有收:{one['reason']}" for one in self.unreadable]


class Cancelled(UserError):
    """The caller ended the merge; nothing was written."""


def merge(
    space: Workspace,
    folder: Path,
    path: Path,
    *,
    progress: Progress | None = None,
    words: check.Words | None = None,
    now: datetime | None = None,
    workers: int | None = None,
) -> MergeReport:
    """Writes the rows of every ledger below `folder` into one workbook; the same folder gives the same rows again.

    Raises `NotFound` when there is no ledger in the folder, `CannotWrite`, `Cancelled`.
    """
    folder, path = Path(folder), Path(path)
    if path.suffix.lower() != ".xlsx":
        raise NotFound("合并的结果请写成 .xlsx 结尾的文件名。")
    report = MergeReport(str(path))
    paths = _candidates(folder, path)
    with _Readers(min(workers or min(os.cpu_count() or 1, 8), max(1, len(paths)))) as readers:
        heads = _heads(folder, paths, report)
        known = words or check.words(space)
        empty = workbook.empty(f"合并 {len(heads)} 本", MARK, known, *_days([head.mark for head in heads]))
        book = Workbook(package.Package(empty, path.name))
        looks = {sheet.kind: _look(book, sheet) for sheet in columns.SHEETS}
        keep_old(space, path, MARK, now or datetime.now())
        with _Hall(book, report) as hall:
            for done, found in enumerate(readers.read([head.path for head in heads], looks), 1):
                if found.problem:
                    report.unreadable.append({"file": found.file, "reason": found.problem})
                else:
                    hall.add(found)
                    report.files += 1
                if progress is not None and progress(done, len(heads)) is False:
                    raise Cancelled("已取消,没有写入。")
            hall.save(path)
    return report


def _candidates(folder: Path, path: Path) -> list[Path]:
    """The workbooks in a folder and below, without owner files and the result of an earlier merge."""
    if not folder.is_dir():
        raise NotFound(f"找不到文件夹“{folder}”。")
    kinds = (".xlsx", ".xls", ".xlsm")
    found = [one for one in sorted(folder.rglob("*")) if one.suffix.lower() in kinds and one.is_file()]
    earlier = path.exists()
    return [one for one in found if not one.name.startswith((".", "~$")) and not (earlier and one.samefile(path))]


def _heads(folder: Path, paths: list[Path], report: MergeReport) -> list[gather.Head]:
    """The ledgers among some files, copies of the same book newest first; others are noted in the report."""
    found = []
    for path in paths:
        head = gather.head(path)
        if head.problem:
            report.unreadable.append({"file": str(path), "reason": head.problem})
        else:
            found.append((head, path.stat().st_mtime))
    if not found:
        reasons = "".join(f"\n  · {one['reason']}" for one in report.unreadable[:20])
        raise NotFound(f"“{folder}”里没有可以合并的台账(.xlsx)。{reasons}")
    return [head for head, _ in sorted(found, key=lambda one: (one[0].mark, -one[0].age, -one[1], str(one[0].path)))]


def _look(book: Workbook, sheet: columns.Sheet) -> Look:
    """Letters and style of each column of a Table of the empty workbook, from its blank row."""
    place = book.places[sheet.name]
    styles = book.styles(place, place.header_row + 1)
    return tuple((column_letters(column), styles[column]) for column in range(1, len(sheet.columns) + 1))


def _days(marks: list[str]) -> tuple[date, date]:
    """The years that the books are of, for the weeks of 汇总."""
    years = [int(mark[-4:]) for mark in marks if mark[-4:].isdigit() and "-" in mark] or [date.today().year]
    return date(max(min(years), max(years) - 1), 1, 1), date(max(years), 12, 31)


class _Readers:
    """Worker processes that read workbooks. They are started at once, because coming up takes them a while."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.pool = _pool(count)
        for _ in range(count):
            self.pool.submit(gather.ready)

    def __enter__(self) -> _Readers:
        return self

    def __exit__(self, *_: object) -> None:
        self.pool.shutdown(cancel_futures=True)

    def read(self, paths: list[Path], looks: dict[str, Look]) -> Iterator[gather.Found]:
        """What each file holds, in order; a file that ends its worker is found by reading the doubtful ones singly."""
        left = list(paths)
        while left:
            waiting: list[Future[gather.Found]] = []
            asked = 0
            try:
                while waiting or asked < len(left):
                    while asked < len(left) and len(waiting) < self.count + 1:
                        waiting.append(self.pool.submit(gather.read, left[asked], looks))
                        asked += 1
                    found = waiting[0].result()
                    waiting.pop(0)
                    yield found
                return
            except BrokenProcessPool:
                self.pool.shutdown()
                self.pool = _pool(self.count)
            yield from (_alone(path, looks) for path in left[asked - len(waiting) : asked])
            left = left[asked:]


def _alone(path: Path, looks: dict[str, Look]) -> gather.Found:
    """One file in a process of its own."""
    try:
        with _pool(1) as pool:
            return pool.submit(gather.read, path, looks).result()
    except BrokenProcessPool:
        return gather.Found(str(path), problem=f"“{path.name}”一读就出错,可能是恶意文件,没有读")


def _pool(count: int) -> ProcessPoolExecutor:
    # Workers make only trees of plain values: counting references frees them all, and looking for cycles costs 5 %.
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(count, mp_context=context, initializer=gc.disable)


class _Hall:
    """The hall ledger while it is made: one packed sheet a table, and the ids that it has."""

    def __init__(self, book: Workbook, report: MergeReport) -> None:
        self.book, self.report = book, report
        self._open = contextlib.ExitStack()

    def __enter__(self) -> _Hall:
        self.ids = self._open.enter_context(contextlib.closing(sqlite3.connect("", isolation_level=None)))
        self.ids.execute("PRAGMA journal_mode = OFF")
        self.ids.execute("PRAGMA synchronous = OFF")
        self.ids.execute("CREATE TABLE ids (id TEXT PRIMARY KEY, digest INTEGER, turn INTEGER) WITHOUT ROWID")
        self.ids.execute("BEGIN")
        self.parts: dict[str, tuple[package.Packer, bytes]] = {}
        self.last: dict[str, int] = {}
        self.turn = 0
        for sheet in columns.SHEETS:
            place = self.book.places[sheet.name]
            head, tail = self.book.sheet(place).without_rows(place.header_row + 1)
            packer = package.Packer(self._open.enter_context(tempfile.TemporaryFile()))
            packer.add(head)
            self.parts[sheet.kind] = packer, tail
            self.last[sheet.kind] = place.header_row
            self.report.rows[sheet.kind] = 0
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def add(self, found: gather.Found) -> None:
        """Takes the rows that are not there yet."""
        for kind, rows in found.rows.items():
            packer, number = self.parts[kind][0], self.last[kind]
            taken = []
            for text in self._new(rows):
                number += 1
                taken.append(text.replace(NUMBER, b"%d" % number))
            if number > MOST_ROWS:
                raise UserError(f"合并的行超过 {MOST_ROWS} 行,一张表放不下。请分年合并。")
            packer.add(b"".join(taken))
            self.last[kind] = number
            self.report.rows[kind] += len(taken)

    def _new(self, rows: list[gather.Row]) -> list[bytes]:
        """The rows whose id is not there yet; usually all of them, and then they are looked at once."""
        self.turn += 1
        before = self.ids.total_changes
        values = [(id, digest, self.turn) for id, digest, _ in rows]
        self.ids.executemany("INSERT OR IGNORE INTO ids VALUES (?, ?, ?)", values)
        if self.ids.total_changes - before == len(rows):
            return [text for _, _, text in rows]
        found = []
        for id, digest, text in rows:
            known, turn = self.ids.execute("SELECT digest, turn FROM ids WHERE id = ?", (id,)).fetchone()
            if turn == self.turn:
                found.append(text)
                self.ids.execute("UPDATE ids SET turn = 0 WHERE id = ?", (id,))  # the same id twice in one file
            else:
                self.report.repeated += 1
                self.report.different += known != digest
        return found

    def save(self, path: Path) -> None:
        """Writes the workbook, all or nothing."""
        parts: dict[str, Any] = {}
        for sheet in columns.SHEETS:
            place = self.book.places[sheet.name]
            packer, tail = self.parts[sheet.kind]
            packer.add(tail)
            packer.finish()
            parts[place.sheet_part] = packer
            last = max(self.last[sheet.kind], place.header_row + 1)
            parts[place.table_part] = [self.book.extended(place, last)]
        with files.replacing(path) as out:
            package.write(out, self.book.package, parts)
