"""Rows from a file that a person has: an Excel workbook or a CSV with the ledger's own headings, or JSON.

    take_in(space, path) -> TakenIn

The headings say which table a sheet is for, so what `export` gives out is what comes in. All rows or, when one has a
problem, none; a row whose id the ledger has already is left out, so the same file twice gives the same ledger.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from workbench import files
from workbench.ledger import check, columns
from workbench.ledger.cellxml import moment
from workbench.ledger.journal import Entry, Journal, open_journal
from workbench.ledger.package import open_package
from workbench.problems import InputProblems, NotFound, Problem, UserError, did_you_mean
from workbench.workspace import Workspace

ENDINGS = (".xlsx", ".csv", ".json", ".jsonl")
HEADING_WITHIN = 30  # rows from the top
FEWEST_HEADINGS = 3
TELL_EVERY = 100  # rows
ORIGIN = "import"
_MARKS = ("=", "+", "-", "@", "\t", "\r")

Progress = Callable[[int, int], Any]  # (rows done, rows); what it raises ends the work, and nothing is kept
Cells = Mapping[str, Any]  # header → value


@dataclass(frozen=True)
class Row:
    """A row as it was read: the table it belongs to, where it stood, its values in the JSON shape of the contract."""

    kind: str
    place: str
    values: Any


@dataclass
class TakenIn:
    """What came in: table → new ids; `known` rows were in the ledger already, `void` ones are marked 作废."""

    ids: dict[str, list[str]] = field(default_factory=dict)
    known: int = 0
    void: int = 0

    @property
    def count(self) -> int:
        return sum(map(len, self.ids.values()))

    def sentence(self) -> str:
        """The same for a person."""
        tables = "、".join(f"{columns.BY_KIND[kind].name} {len(ids)} 条" for kind, ids in self.ids.items() if ids)
        left = [f"{self.known} 条原来就有,没有重复导入"] if self.known else []
        left += [f"{self.void} 条标着“作废”,没有导入"] if self.void else []
        return ";".join([f"已导入 {tables}" if tables else "没有新的记录", *left])


def take_in(
    space: Workspace,
    path: Path,
    kind: str = "rework",
    *,
    words: check.Words | None = None,
    progress: Progress | None = None,
) -> TakenIn:
    """Keeps the rows of a file in one transaction. `kind` is the table of JSON rows; headings say it for the others.

    Raises `NotFound` for another kind of file, `InputProblems` with every problem of every row by its place,
    `UserError` when the file cannot be read, `CannotWrite`.
    """
    path = Path(path)
    known = words or check.words(space)
    found = TakenIn()
    rows = list(read(path, kind, known, found))
    problems: list[Problem] = []
    entries: list[Entry] = []
    with open_journal(space) as journal:
        there = _ids(journal)
        for number, row in enumerate(rows):
            if progress is not None and number % TELL_EVERY == 0:
                progress(number, len(rows))
            id = str(row.values.get("id") or "") if isinstance(row.values, Mapping) else ""
            if id and id in there:
                found.known += 1
                continue
            record, wrong = check.record(row.kind, row.values, known, row.place)
            problems += [_told(problem, row, path, known) for problem in wrong]
            if record is not None:
                there.add(record.id)
                entries.append(Entry(row.kind, record.id, record.as_dict(), "add", ORIGIN))
        if problems:
            raise InputProblems(problems)
        journal.record(entries)
    for entry in entries:
        found.ids.setdefault(entry.kind, []).append(entry.id)
    return found


def _ids(journal: Journal) -> set[str]:
    kinds = ",".join("?" * len(columns.BY_KIND))
    return {row[0] for row in journal.query(f"SELECT id FROM current WHERE kind IN ({kinds})", tuple(columns.BY_KIND))}


def _told(problem: Problem, row: Row, path: Path, known: check.Words) -> Problem:
    """The problem with the heading of its column in place of the field's name, and names in place of ids."""
    where = problem.where.removeprefix(row.place).strip(".")
    headers = {column.field: column.header for column in columns.BY_KIND[row.kind].columns}
    place = f"{row.place} {headers.get(where, where)}".strip()
    message = problem.message
    if problem.code == "unknown_item":
        names = [name for item in known.items.values() for name in (item.short, item.name) if name]
        text = str(row.values["item"])
        message = f"没有事项“{text[:40]}”{did_you_mean(text, names)}"
    return Problem(message, problem.code, path.name, problem.line, place)


def read(path: Path, kind: str, words: check.Words, found: TakenIn) -> Iterator[Row]:
    """The rows of a file; those marked 作废 are only counted in `found`. Raises `NotFound`, `UserError`."""
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise NotFound(f"不能导入“{path.name}”。请用 .xlsx、.csv 或 .json 文件;.xls 请在 Excel 里另存为 .xlsx。")
    if not path.is_file():
        raise NotFound(f"找不到文件“{path}”。")
    try:
        if ending in (".json", ".jsonl"):
            yield from _json_rows(path, kind, lines=ending == ".jsonl")
            return
        sheets = _workbook(path) if ending == ".xlsx" else _csv(path)
        any_table = False
        for name, lines in sheets:
            for sheet, number, cells in _under_headings(lines):
                any_table = True
                if number and cells.get(sheet.state) == columns.REMOVED:
                    found.void += 1
                elif number:
                    place = f"“{name}”第 {number} 行" if name else f"第 {number} 行"
                    yield Row(sheet.kind, place, columns.values(sheet, cells, words))
    except OSError as error:
        raise UserError(f"“{path.name}”读不了({error.strerror or error})。如果正被别的程序打开,请先关闭它。") from None
    if not any_table:
        heads = "、".join(columns.REWORK.headers[:7])
        raise UserError(
            f"“{path.name}”里没有找到台账的表头。请在一行里写上表头,如:{heads}。先“导出”一份,照它的样子填最省事。"
        )


def _under_headings(lines: Iterable[tuple[int, list[Any]]]) -> Iterator[tuple[columns.Sheet, int, Cells]]:
    """`(table, row, header → value)` of every filled row under a heading; a first one with row 0 for the heading."""
    sheet: columns.Sheet | None = None
    heads: dict[int, columns.Column] = {}
    for number, line in lines:
        if sheet is None:
            if number > HEADING_WITHIN:
                return
            if (met := _table_of(line)) is not None:
                sheet = met
                by_header = {column.header: column for column in sheet.columns}
                texts = [str(cell).strip() if cell is not None else "" for cell in line]
                heads = {at: by_header[text] for at, text in enumerate(texts) if text in by_header}
                yield sheet, 0, {}
            continue
        cells = {
            column.header: _value(column, line[at])
            for at, column in heads.items()
            if at < len(line) and line[at] is not None and str(line[at]).strip()
        }
        if cells:
            yield sheet, number, cells


def _table_of(line: list[Any]) -> columns.Sheet | None:
    """The table whose headings a row has most of; None when it is no heading."""
    texts = {str(cell).strip() for cell in line if cell is not None}
    best = max(columns.SHEETS, key=lambda sheet: len(texts & set(sheet.headers)))
    return best if best.day in texts and len(texts & set(best.headers)) >= FEWEST_HEADINGS else None


def _value(column: columns.Column, cell: Any) -> Any:
    if column.kind in ("date", "moment") and isinstance(cell, int | float) and not isinstance(cell, bool):
        return moment(float(cell)) or cell
    return cell


def _workbook(path: Path) -> Iterator[tuple[str, Iterable[tuple[int, list[Any]]]]]:
    """The sheets of a workbook by name, with their numbered rows."""
    data = open_package(path).data  # refuses what is damaged, no workbook, or made to do harm
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except Exception as error:  # openpyxl's own, of many kinds
        raise UserError(f"“{path.name}”读不了({type(error).__name__})。请在 Excel 里打开它,另存一份再试。") from None
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # WPS writes a wrong one
        yield sheet.title, ((number, list(row)) for number, row in enumerate(sheet.iter_rows(values_only=True), 1))
    book.close()


def _csv(path: Path) -> Iterator[tuple[str, Iterable[tuple[int, list[Any]]]]]:
    """A CSV as Excel writes it: with commas, semicolons or tabs, in UTF-8 or the Chinese Windows code page."""
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = data.decode("gb18030")
        except UnicodeDecodeError:
            raise UserError(f"“{path.name}”的文字编码不认识。请在 Excel 里另存为“CSV UTF-8”。") from None
    head = "".join(text.splitlines(keepends=True)[:HEADING_WITHIN])
    sign = max(",;\t", key=head.count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=sign)
    yield "", ((lines.line_num, [_unmarked(cell) for cell in line]) for line in lines)


def _unmarked(cell: str) -> str:
    """Without the apostrophe that keeps Excel from taking a text for a formula."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_MARKS) else cell


def _json_rows(path: Path, kind: str, *, lines: bool) -> Iterator[Row]:
    text = files.read_text(path)
    rows: list[Any] = []
    for number, part in enumerate(text.splitlines(), 1) if lines else [(1, text)]:
        if not part.strip():
            continue
        try:
            found = json.loads(part)
        except (json.JSONDecodeError, RecursionError) as error:
            line = number + getattr(error, "lineno", 1) - 1
            raise UserError(f"{path.name} 第 {line} 行:不是 JSON。什么都没有导入。") from None
        rows += found if isinstance(found, list) else [found]
    for number, row in enumerate(rows, 1):
        yield Row(kind, f"第 {number} 条", row)
