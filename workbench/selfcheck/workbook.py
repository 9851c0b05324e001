"""Brings the journal and each clerk's workbook of a year together, with the care that the ledger takes.

The journal is the truth. Only the parts of the Tables are rewritten; what a person added stays byte for byte. 备注 and
进展 come back from the workbook, rows typed by hand are adopted, deleted rows are not written again. A new file is
complete and checked before it takes the old one's place; one that is open is left for later.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from workbench import files
from workbench.ledger import books, threeway, writing
from workbench.ledger.columns import Sheet, field_value, plain
from workbench.ledger.journal import Entry, Journal, open_journal
from workbench.ledger.package import Package, Unusable, open_package
from workbench.ledger.tables import Workbook, custom_property
from workbench.ledger.workbook import MARK
from workbench.problems import CannotWrite
from workbench.selfcheck import book as records
from workbench.selfcheck import columns, forms, layout
from workbench.selfcheck.forms import Form
from workbench.selfcheck.records import JOURNAL_KINDS, KINDS
from workbench.workspace import Workspace

STATE, ALL = "selfcheck_book", "全部"
FROM_BOOK = "workbook"
LOCK_SECONDS = 20


@dataclass
class Row:
    """One record as the journal has it: its newest event, its first one, and its payload."""

    id: str
    kind: str
    n: int
    first: int
    removed: bool
    payload: dict[str, Any]


@dataclass
class Report:
    """What was written, and what a person should correct."""

    written: list[Path] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)

    @property
    def exit_code(self) -> int:
        return 3 if self.waiting else int(bool(self.problems))


def file_name(clerk: str, year: int) -> str:
    return f"自检-{files.safe_name(clerk)}-{year}.xlsx"


def _lost(space: Workspace, known: Mapping[tuple[str, int], Any]) -> list[tuple[str, int]]:
    """Clerk and year of workbooks in 自检 that the journal does not know: it was lost, or they were copied here."""
    usual = {file_name(clerk, year) for clerk, year in known}
    found = []
    for path in sorted(space.selfcheck.glob("*.xlsx")):
        if path.name in usual or path.name.startswith((".", "~$")):
            continue
        with suppress(Unusable, OSError):
            mark = re.fullmatch(r"自检-(.+)-(\d{4})", custom_property(open_package(path), MARK))
            if mark and (mark[1], int(mark[2])) not in known:
                found.append((mark[1], int(mark[2])))
    return found


def _find(space: Workspace, clerk: str, year: int, key: str) -> Path:
    """The workbook under its usual name, else the one in 自检 that says it is it: somebody renamed it."""
    usual = space.selfcheck / file_name(clerk, year)
    if usual.is_file():
        return usual
    for path in sorted(space.selfcheck.glob("*.xlsx")):
        if not path.name.startswith((".", "~$")):
            with suppress(Unusable, OSError):
                if custom_property(open_package(path), MARK) == key:
                    return path
    return usual


def fold(space: Workspace, now: datetime | None = None) -> Report:
    """Writes every clerk's pending rows and takes in what was changed in the workbooks.

    Raises `UserError` when the journal cannot be read, `CannotWrite` when another program is at it.
    """
    report, form, now = Report(), forms.load(space), now or datetime.now()
    try:
        with FileLock(space.root / ".自检.lock", timeout=LOCK_SECONDS), open_journal(space) as journal:
            found = _books(journal)
            for clerk, year in _lost(space, found):
                found[clerk, year] = []
            for (clerk, year), rows in found.items():
                try:
                    _Book(space, journal, form, clerk, year, rows, now, report).run()
                except CannotWrite as error:
                    report.waiting.append(str(error))
                except Unusable as error:
                    report.problems.append(str(error))
            newest = _newest(journal)
            if not report.waiting and newest > _known(journal):
                journal.record([Entry(STATE, ALL, {"n": newest}, "edit")])
    except Timeout:
        raise CannotWrite("另一个程序正在写自检工作簿,请稍后再试。记录都已保存,不会丢。") from None
    return report


def waiting(space: Workspace) -> bool:
    """Whether records wait to be written into a workbook."""
    if not space.journal.exists():
        return False
    with open_journal(space) as journal:
        return _newest(journal) > _known(journal)


def _newest(journal: Journal) -> int:
    """The newest event of any self-check record."""
    marks = ", ".join("?" * len(JOURNAL_KINDS))
    found = journal.query(f"SELECT max(n) FROM current WHERE kind IN ({marks})", JOURNAL_KINDS.values())
    return found[0][0] or 0


def _known(journal: Journal) -> int:
    """The event up to which every workbook is written."""
    return int((journal.get(STATE, ALL) or {}).get("n", 0))


def _books(journal: Journal) -> dict[tuple[str, int], list[Row]]:
    """All records, by the workbook they belong to, each in the order in which they were first kept."""
    found: dict[tuple[str, int], list[Row]] = defaultdict(list)
    kinds = {name: kind for kind, name in JOURNAL_KINDS.items()}
    marks = ", ".join("?" * len(kinds))
    for kind, id, n, first, removed, text in journal.connection.execute(
        f"SELECT kind, id, n, first, removed, payload FROM current WHERE kind IN ({marks}) ORDER BY first", list(kinds)
    ).fetchall():
        payload = json.loads(text)
        found[payload["clerk"], int(payload["date"][:4])].append(Row(id, kinds[kind], n, first, bool(removed), payload))
    return found


class _Book:
    """One try at one workbook."""

    def __init__(
        self,
        space: Workspace,
        journal: Journal,
        form: Form,
        clerk: str,
        year: int,
        rows: list[Row],
        now: datetime,
        report: Report,
    ) -> None:
        self.space, self.journal, self.form, self.now, self.report = space, journal, form, now, report
        self.clerk, self.year, self.rows = clerk, year, rows
        self.key = f"自检-{clerk}-{year}"
        self.path = _find(space, clerk, year, self.key)
        state = journal.get(STATE, self.key) or {}
        self.fingerprint, self.known = state.get("fingerprint", ""), int(state.get("n", 0))
        self.kept: list[Entry] = []  # edits and removals, recorded before the workbook is written
        self.adopted: list[Entry] = []  # recorded after it, for only then the row shows its number
        self.changes: dict[str, writing.Change] = defaultdict(writing.Change)

    def run(self) -> None:
        exists = self.path.is_file()
        if exists and books.open_elsewhere(self.path):
            raise CannotWrite(f"“{self.path.name}”正被打开,关闭后再写入。记录都已保存。")
        data = open_package(self.path).data if exists else b""
        fingerprint = hashlib.sha256(data).hexdigest() if exists else ""
        touched = exists and fingerprint != self.fingerprint
        if exists and not touched and max((row.n for row in self.rows), default=0) <= self.known:
            return
        title = f"{self.clerk} {self.year} 年"
        if not exists:
            data, self.known = layout.empty(title, self.key, self.form, self.year), 0
        workbook = Workbook(Package(data, self.path.name))
        if exists and custom_property(workbook.package, MARK) != self.key:
            raise Unusable(f"“{self.path.name}”不是“{title}”的自检工作簿,没有动它。请把它移到别处。")
        for sheet in columns.sheets(self.form):
            self._compare(workbook, sheet)
        if self.kept:
            self.journal.record(self.kept)
        if any(self.changes.values()):
            backup = exists and (touched or not books.backed_up_today(self.space, self.key, self.now))
            data = self._write(workbook, fingerprint, backup=backup)
            self.report.written.append(self.path)
        self.journal.record(self.adopted)
        state = {"fingerprint": hashlib.sha256(data).hexdigest(), "n": self.journal.last()}
        self.journal.record([Entry(STATE, self.key, state, "edit")])

    def _compare(self, workbook: Workbook, sheet: Sheet) -> None:
        """What to write into one Table, and what to take from it."""
        place = workbook.places.get(sheet.name)
        if place is None:
            raise Unusable(f"“{self.path.name}”里找不到表“{sheet.name}”,没有动它。请从“备份”里找回。")
        dated = frozenset(column.header for column in sheet.columns if column.kind == "date")
        shown: dict[str, tuple[int, dict[str, Any]]] = {}
        for number, found in workbook.rows(place, dated):
            id = str(found.get("编号") or "").strip()
            if not id or id in shown:
                self._adopt(sheet, number, found)
            else:
                shown[id] = (number, found)
        for row in self.rows:
            if row.kind != sheet.kind:
                continue
            mine = columns.cells(sheet, row.payload, self.form, removed=row.removed)
            if row.id in shown:
                self._merge(sheet, row, mine, *shown.pop(row.id), frozenset(place.headers))
            elif row.first <= self.known and not row.removed:
                self.kept.append(Entry(JOURNAL_KINDS[row.kind], row.id, row.payload, "remove", FROM_BOOK))
            elif not row.removed:
                self.changes[sheet.name].new.append((row.id, mine))
        for number, found in shown.values():
            self._adopt(sheet, number, found)  # of a journal that was lost

    def _merge(
        self, sheet: Sheet, row: Row, mine: list[Any], number: int, found: dict[str, Any], headers: frozenset[str]
    ) -> None:
        """One row: the clerk's own columns follow the workbook, the rest follows the journal."""
        if all(
            field_value(c, cell) == field_value(c, found.get(c.header))
            for c, cell in zip(sheet.columns, mine, strict=True)
        ):
            return
        merged = threeway.merge(sheet, self._bases(sheet, row), mine, found, headers)
        if merged.written:
            self.changes[sheet.name].edits[number] = merged.written
        for clash in merged.clashes:
            self._problem(sheet, number, f"的“{clash.column.header}”改动没有采用,已恢复原值。请在程序里改。")
        if not merged.taken:
            return
        by_header = {column.header: column for column in sheet.columns}
        taken = {by_header[header].field: field_value(by_header[header], cell) for header, cell in merged.taken.items()}
        try:
            record = KINDS[row.kind].model_validate({**row.payload, **taken})
        except ValueError:
            self._problem(sheet, number, "写的内容不能采用,请改正。")
            return
        payload = {**record.as_dict(), "id": row.id}
        self.kept.append(Entry(JOURNAL_KINDS[row.kind], row.id, payload, "edit", FROM_BOOK))

    def _bases(self, sheet: Sheet, row: Row) -> list[dict[str, Any]]:
        """All that this row may have shown without anybody touching it."""
        events = self.journal.history(JOURNAL_KINDS[row.kind], row.id)
        made = [columns.cells(sheet, event.payload, self.form, removed=event.action == "remove") for event in events]
        return [plain(sheet, dict(zip(sheet.headers, one, strict=True))) for one in made]

    def _adopt(self, sheet: Sheet, number: int, found: dict[str, Any]) -> None:
        """A row typed in by hand becomes a record, and gets its number."""
        row = columns.typed_row(sheet, found, self.clerk)
        if sheet.kind == "daily" and "answers" not in row:
            self._problem(sheet, number, "不是程序写的;每日自检请在程序里填。")
            return
        entry, problems = records.entry(row, self.form, self.space.settings(), f"“{sheet.name}”第 {number} 行")
        if problems or entry is None:
            self.report.problems += [f"{self.path.name}{problem}" for problem in problems]
            return
        self.adopted.append(Entry(entry.kind, entry.id, entry.payload, "adopt", FROM_BOOK))
        self.changes[sheet.name].edits[number] = {"编号": entry.id}

    def _problem(self, sheet: Sheet, number: int, words: str) -> None:
        self.report.problems.append(f"{self.path.name}“{sheet.name}”第 {number} 行{words}")

    def _write(self, workbook: Workbook, fingerprint: str, *, backup: bool) -> bytes:
        """Replaces the workbook, or leaves it exactly as it is; gives the new bytes."""
        parts: dict[str, Any] = {}
        made: dict[str, writing.Written] = {}
        for sheet in columns.sheets(self.form):
            if change := self.changes.get(sheet.name):
                some, made[sheet.name] = writing.put(workbook, sheet, change)
                parts |= some
        if backup:
            books.back_up(self.space, self.path, self.key, self.now)
        data = b""

        def check(temporary: Path) -> None:
            nonlocal data
            data = writing.check(temporary, workbook, parts, made)
            now = hashlib.sha256(self.path.read_bytes()).hexdigest() if self.path.is_file() else ""
            if now != fingerprint:
                raise CannotWrite(f"“{self.path.name}”刚刚被别人保存过,稍后会再写。")

        with files.replacing(self.path, check) as out:
            writing.save(out, workbook, parts)
        return data
