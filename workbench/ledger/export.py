"""Gives the ledger out: a formatted workbook, or one flat file a table (.csv for people, .jsonl for programs)."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from workbench import files
from workbench.ledger import books, check, columns, package, workbook, writing
from workbench.ledger.cellxml import Cell
from workbench.ledger.journal import Journal, open_journal
from workbench.ledger.search import span
from workbench.ledger.tables import Workbook, mark_of
from workbench.problems import NotFound
from workbench.workspace import Workspace

MARK = "导出"
KINDS = (".xlsx", ".csv", ".jsonl")
TELL_EVERY = 200  # rows
Progress = Callable[[int, int], Any]  # (rows done, rows); what it raises ends the export, and nothing is written
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def export(
    space: Workspace,
    path: Path,
    start: date | None = None,
    end: date | None = None,
    *,
    words: check.Words | None = None,
    now: datetime | None = None,
    progress: Progress | None = None,
) -> list[tuple[Path, int]]:
    """Writes the records between two days (both included); gives each file and its number of rows.

    A file that somebody else made is kept in 备份 before its name is used. Raises `NotFound` for an unknown kind of
    file, `CannotWrite`.
    """
    path = Path(path)
    if path.suffix.lower() not in KINDS:
        raise NotFound(f"不能导出成“{path.suffix or path.name}”,请写成 .xlsx、.csv 或 .jsonl 结尾的文件名。")
    known = words or check.words(space)
    with open_journal(space) as journal:
        counts = {sheet.kind: _count(journal, sheet.kind, start, end) for sheet in columns.SHEETS}
        if path.suffix.lower() == ".xlsx":
            keep_old(space, path, MARK, now or datetime.now())
            _workbook(journal, path, start, end, counts, known, progress)
            return [(path, sum(counts.values()))]
        return [
            (_flat(space, journal, path, sheet, start, end, known, now or datetime.now()), counts[sheet.kind])
            for sheet in columns.SHEETS
        ]


def keep_old(space: Workspace, path: Path, mark: str, now: datetime) -> None:
    """Keeps a copy of what stands at `path`, unless it is a file that we gave out before in the same way."""
    if not path.is_file():
        return
    try:
        ours = mark_of(path) == mark
    except (package.Unusable, OSError):
        ours = False
    if not ours:
        books.back_up(space, path, path.stem, now)


def _count(journal: Journal, kind: str, start: date | None, end: date | None) -> int:
    return journal.query(f"SELECT count(*) FROM {kind} WHERE day BETWEEN ? AND ?", span(start, end))[0][0]


def _records(journal: Journal, kind: str, start: date | None, end: date | None) -> Iterator[dict[str, Any]]:
    for row in journal.connection.execute(
        f"SELECT payload FROM {kind} AS one JOIN current ON current.kind = ? AND current.id = one.id"
        " WHERE one.day BETWEEN ? AND ? ORDER BY one.day, current.first",
        (kind, *span(start, end)),
    ):
        yield json.loads(row[0])


def _cells(sheet: columns.Sheet, records: Iterator[dict[str, Any]], words: check.Words) -> Iterator[list[Cell]]:
    for record in records:
        yield columns.cells(sheet, record, words)


def _told(rows: Iterator[list[Cell]], progress: Progress | None, before: int, total: int) -> Iterator[list[Cell]]:
    """The same rows, and now and then how many there were."""
    for number, row in enumerate(rows, before):
        if progress is not None and number % TELL_EVERY == 0:
            progress(number, total)
        yield row


def _workbook(
    journal: Journal,
    path: Path,
    start: date | None,
    end: date | None,
    counts: dict[str, int],
    words: check.Words,
    progress: Progress | None,
) -> None:
    first, last = _days(journal, start, end)
    title = f"导出 {first} 至 {last}"
    book = Workbook(package.Package(workbook.empty(title, MARK, words, first, last), path.name))
    parts: dict[str, Any] = {}
    done, total = 0, sum(counts.values())
    for sheet in columns.SHEETS:
        rows = _cells(sheet, _records(journal, sheet.kind, start, end), words)
        parts |= writing.fill(book, sheet, _told(rows, progress, done, total), counts[sheet.kind])
        done += counts[sheet.kind]
    with files.replacing(path) as out:
        writing.save(out, book, parts)


def _days(journal: Journal, start: date | None, end: date | None) -> tuple[date, date]:
    """The first and last day to show, from the records where the caller left it open."""
    found = [
        date.fromisoformat(day)
        for kind in columns.BY_KIND
        for day in journal.query(f"SELECT min(day), max(day) FROM {kind} WHERE day BETWEEN ? AND ?", span(start, end))[
            0
        ]
        if day
    ]
    today = date.today()
    return start or min(found, default=today), end or max(found, default=start or today)


def _flat(
    space: Workspace,
    journal: Journal,
    path: Path,
    sheet: columns.Sheet,
    start: date | None,
    end: date | None,
    words: check.Words,
    now: datetime,
) -> Path:
    """One table as a file beside `path`: `名-返工台账.csv`, or `名-rework.jsonl` with the contract's names."""
    as_json = path.suffix.lower() == ".jsonl"
    target = path.with_name(f"{path.stem}-{sheet.kind if as_json else sheet.name}{path.suffix}")
    if target.is_file():
        books.back_up(space, target, target.stem, now)
    with files.replacing(target) as out:
        text = io.TextIOWrapper(out, "utf-8" if as_json else "utf-8-sig", newline="", write_through=False)
        rows = _records(journal, sheet.kind, start, end)
        if as_json:
            text.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in rows)
        else:
            table = csv.writer(text)
            table.writerow(sheet.headers)
            table.writerows(map(csv_cell, columns.cells(sheet, record, words)) for record in rows)
        text.flush()
        text.detach()
    return target


def csv_cell(value: Any) -> Any:
    """A cell that Excel shows as it is: text that looks like a formula gets an apostrophe."""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value
