"""One try at one workbook: reads it when it may have changed, plans, writes it, keeps what it then shows.

What came from a workbook is in the journal before the workbook is written; the new file is complete, checked and on
the disk before it takes the old one's place; and only then does the journal say that its rows are in. Cut off at any
moment, the next fold finds either the old file or the new one, compares, and goes on.
"""

from __future__ import annotations

import hashlib
import json
import stat
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from workbench import files
from workbench.ledger import below, books, check, columns, dictionary, writing
from workbench.ledger.books import Book
from workbench.ledger.fold_report import BookReport
from workbench.ledger.journal import Entry, Journal
from workbench.ledger.package import Package, Unusable, open_package
from workbench.ledger.plain import dumps
from workbench.ledger.plan import OUTSIDE, Plan, Planner
from workbench.ledger.tables import MARK, Workbook, custom_property
from workbench.ledger.writing import Written
from workbench.problems import CannotWrite
from workbench.workspace import Workspace

DATED = {
    sheet.kind: frozenset(c.header for c in sheet.columns if c.kind in ("date", "moment")) for sheet in columns.SHEETS
}


class Changed(Unusable):
    """Somebody saved the workbook between our reading it and our replacing it."""


class OfficeWords:
    """The office's words, read from the rules only when a workbook needs them."""

    def __init__(self, space: Workspace, words: check.Words | None) -> None:
        self.space, self.words = space, words
        self._sources = ""

    def sources(self) -> str:
        """The state of the files that they come from."""
        self._sources = self._sources or dictionary.sources(self.space)
        return self._sources

    def get(self) -> check.Words:
        if self.words is None:
            self.words = check.words(self.space)
        return self.words


class Attempt:
    """One try at one workbook. Raises `Changed` when another try may do, and what else `fold` reports."""

    def __init__(
        self, space: Workspace, journal: Journal, book: Book, known: OfficeWords, now: datetime, report: BookReport
    ) -> None:
        self.space, self.journal, self.book, self.known, self.now = space, journal, book, known, now
        self.report = report
        row = journal.connection.execute(
            "SELECT fingerprint, seq, name, problems FROM books WHERE book = ?", (book.key,)
        ).fetchone()
        self.fingerprint, self.seq, self.name, state = row or ("", 0, "", "{}")
        self.state: dict[str, Any] = json.loads(state)
        self.since = self.state.get("upto", 0) if self.fingerprint else 0
        self.upto = journal.last()  # what comes after it was not seen by this attempt
        self.exists = book.path.is_file()

    def run(self) -> BookReport | None:
        if not self.exists:
            return self._create()
        data = self._data()
        fingerprint = hashlib.sha256(data).hexdigest()
        touched = fingerprint != self.fingerprint
        quiet = not touched and not self._waiting(self.since) and self.name == self.book.path.name
        if quiet and not self._other_rules():
            return None
        workbook = Workbook(Package(data, self.book.path.name))
        self._is_it(workbook)
        planner = Planner(self.journal, self.book, self.known.get(), fingerprint, 0 if touched else self.since)
        for sheet in columns.SHEETS:
            if touched:
                self._compare(planner, workbook, sheet)
            else:
                planner.known(sheet)
        self._do(planner.plan, workbook, fingerprint, touched)
        return None if quiet and not self.report.lists else self.report

    def _other_rules(self) -> bool:
        """Whether the files that the dropdowns come from were changed since this book was last looked at."""
        return self.book.year >= self.now.year and self.known.sources() != self.state.get("sources")

    def _lists(self, workbook: Workbook) -> dict[str, Iterable[bytes]]:
        """The dictionary sheet to write anew, when items or causes are others than it was made with."""
        if self.exists and not self._other_rules():
            return {}
        before, now = self.state.get("lists"), dictionary.digest(self.known.get())
        self.state |= {"sources": self.known.sources(), "lists": now}
        return dictionary.renewed(workbook, self.known.get()) if self.exists and now != before else {}

    def _data(self) -> bytes:
        """The bytes of the workbook. Raises `CannotWrite` when it is open or read-only, `Unusable` when it is huge."""
        path = self.book.path
        if not path.stat().st_mode & stat.S_IWRITE:
            raise CannotWrite(f"“{path.name}”是只读文件,没有写入。请在文件属性里去掉“只读”。")
        if books.open_elsewhere(path):
            raise CannotWrite(f"“{path.name}”正被打开,关闭后会自动写入。")
        return open_package(path).data

    def _waiting(self, since: int) -> bool:
        """Whether this book has rows to write; `since` as for the planner."""
        days = [day.isoformat() for day in self.book.days]
        ask = self.journal.connection.execute
        for kind in columns.BY_KIND:
            new = ask(
                f"SELECT 1 FROM current JOIN {kind} AS one USING (id)"
                " WHERE current.kind = ? AND n > ? AND window = ? AND day BETWEEN ? AND ?"
                " AND NOT EXISTS (SELECT 1 FROM folded WHERE folded.id = one.id) LIMIT 1",
                (kind, since, self.book.window, *days),
            )
            edited = ask(
                "SELECT 1 FROM current JOIN folded USING (kind, id)"
                " WHERE kind = ? AND current.n > ? AND book = ? AND folded.n < current.n LIMIT 1",
                (kind, since, self.book.key),
            )
            if new.fetchone() or edited.fetchone():
                return True
        return False

    def _create(self) -> BookReport:
        """A new workbook: the first, or in place of one that is gone."""
        with self.journal.writing() as connection:  # nothing of it is written any more
            connection.execute("DELETE FROM folded WHERE book = ?", (self.book.key,))
            connection.execute("UPDATE books SET fingerprint = '' WHERE book = ?", (self.book.key,))
        if not self._waiting(0):
            return self.report
        words = self.known.get()
        workbook = Workbook(Package(self.book.empty(words), self.book.path.name))
        planner = Planner(self.journal, self.book, words)
        for sheet in columns.SHEETS:
            planner.new(sheet)
        self._do(planner.plan, workbook, "", False)
        return self.report

    def _is_it(self, workbook: Workbook) -> None:
        """Raises `Unusable` when the file is not this book: another ledger, or without our Tables and ids."""
        name, key = self.book.path.name, self.book.key
        mark = custom_property(workbook.package, MARK)
        if mark and mark != key:
            raise Unusable(f"“{name}”换成了另一本台账({mark}),没有动它。请把 {key} 的台账放回来,或移走这个文件。")
        for sheet in columns.SHEETS:
            place = workbook.places.get(sheet.name)
            if place is None:
                raise Unusable(
                    f"“{name}”里找不到名为“{sheet.name}”的表(可能改了表名、转换成了普通区域,或换成了别的文件),没有动它。"
                    "请恢复这张表,或运行 workbench ledger rebuild。"
                )
            if place.column("编号") is None:
                raise Unusable(f"“{name}”的表“{sheet.name}”没有“编号”列,没有动它。请恢复这一列的表头。")
            if len(set(place.headers)) != len(place.headers):
                raise Unusable(f"“{name}”的表“{sheet.name}”有重名的列,没有动它。请改掉重复的表头。")

    def _compare(self, planner: Planner, workbook: Workbook, sheet: columns.Sheet) -> None:
        place = workbook.places[sheet.name]
        headers = frozenset(place.headers)
        missing = [c.header for c in sheet.columns if c.header not in headers and not c.hidden]
        if missing:
            planner.plan.problems.append(f"“{sheet.name}”缺少列“{'、'.join(missing)}”,这些内容没有写。")
        dated = DATED[sheet.kind]
        place, told = below.reached(workbook, sheet, dated, self.known.get(), self.book.window)
        workbook.places[sheet.name] = place
        planner.plan.problems += told
        rows = workbook.rows(place, dated)
        planner.seen(sheet, rows, headers, writing.stamp(workbook, place))

    def _do(self, plan: Plan, workbook: Workbook, fingerprint: str, touched: bool) -> None:
        """Keeps what came from the workbook, writes it when needed, then keeps what it now shows."""
        told = [] if touched else self.state.get("rows", [])  # still to be corrected: nobody has saved it since
        self.report.problems = [*told, *plan.problems]
        moved = self._keep_taken(plan)
        made: dict[str, Written] = {}
        lists = self._lists(workbook)
        self.report.lists = bool(lists)
        if plan.writes or lists:
            self.seq += plan.writes
            made, fingerprint = self._write(plan, workbook, fingerprint, touched, lists)
        self._keep_shown(plan, made, fingerprint, moved)
        self._count(plan)

    def _keep_taken(self, plan: Plan) -> dict[str, tuple[int, int]]:
        """Records the workbook's values, removals and conflicts; gives id → (event before, event now)."""
        moved: dict[str, tuple[int, int]] = {}
        if not plan.taken and not plan.conflicts:
            return moved
        with self.journal.writing() as connection:
            for taken in plan.taken:
                before, payload = self._latest(taken.kind, taken.id)
                entry = Entry(taken.kind, taken.id, {**payload, **taken.fields}, taken.action, OUTSIDE)  # type: ignore[arg-type]
                self.journal.record_within(connection, [entry])
                moved[taken.id] = (moved.get(taken.id, (before, 0))[0], self._latest(taken.kind, taken.id)[0])
            self.journal.record_within(connection, plan.conflicts)
        return moved

    def _latest(self, kind: str, id: str) -> tuple[int, dict[str, Any]]:
        n, text = self.journal.connection.execute(
            "SELECT n, payload FROM current WHERE kind = ? AND id = ?", (kind, id)
        ).fetchone()
        return n, json.loads(text)

    def _write(
        self, plan: Plan, workbook: Workbook, fingerprint: str, touched: bool, lists: dict[str, Iterable[bytes]]
    ) -> tuple[dict[str, Written], str]:
        """Replaces the workbook, or leaves it exactly as it is; gives where the new rows are, and its fingerprint."""
        parts, made = dict(lists), {}
        for sheet in columns.SHEETS:
            if change := plan.changes.get(sheet.name):
                change.seq = self.seq
                some, made[sheet.name] = writing.put(workbook, sheet, change)
                parts |= some
        path = self.book.path
        if self.exists and (touched or not books.backed_up_today(self.space, self.book.key, self.now)):
            books.back_up(self.space, path, self.book.key, self.now)
        written = ""

        def check(temporary: Path) -> None:
            nonlocal written
            data = writing.check(temporary, workbook, parts, made, trusted=self.exists and not touched)
            written = hashlib.sha256(data).hexdigest()
            _unchanged(path, fingerprint)

        with files.replacing(path, check) as out:
            writing.save(out, workbook, parts)
        for name, one in made.items():
            for row, header in one.skipped:
                self.report.problems.append(f"“{name}”第 {row} 行的“{header}”是公式,没有改。")
        return made, written

    def _keep_shown(
        self, plan: Plan, made: Mapping[str, Written], fingerprint: str, moved: Mapping[str, tuple[int, int]]
    ) -> None:
        rows = {id: row for one in made.values() for id, row in one.rows.items()}
        with self.journal.writing() as connection:
            self.journal.record_within(connection, plan.adopted)
            connection.executemany("DELETE FROM folded WHERE id = ?", [(id,) for id in plan.gone])
            for id, shown in plan.shown.items():
                before, after = moved.get(id, (0, 0))
                n = after if before == shown.n and after else shown.n
                n = n or self._latest(shown.kind, id)[0]
                connection.execute(
                    "INSERT INTO folded (id, kind, book, n, born, seq, place, cells) VALUES (?1,?2,?3,?4,?5,?5,?6,?7)"
                    " ON CONFLICT (id) DO UPDATE SET n = ?4, place = ?6, cells = ?7, book = ?3,"
                    " seq = CASE WHEN ?8 THEN ?5 ELSE seq END",
                    (
                        *(id, shown.kind, self.book.key, n, self.seq, rows.get(id, shown.row)),
                        *(dumps(shown.plain), shown.touched),
                    ),
                )
            connection.execute(
                "INSERT OR REPLACE INTO books (book, name, fingerprint, seq, problems) VALUES (?, ?, ?, ?, ?)",
                (
                    self.book.key,
                    self.book.path.name,
                    fingerprint,
                    self.seq,
                    dumps(self.state | {"rows": self.report.problems, "upto": self.upto}),
                ),
            )

    def _count(self, plan: Plan) -> None:
        report = self.report
        report.written = sum(len(change.new) for change in plan.changes.values())
        report.changed = sum(len(change.edits) for change in plan.changes.values())
        report.taken = sum(bool(taken.fields) for taken in plan.taken)
        report.removed = sum(taken.action == "remove" for taken in plan.taken)
        report.adopted = sum(entry.action == "adopt" for entry in plan.adopted)
        report.conflicts = len(plan.conflicts)


def _unchanged(path: Path, fingerprint: str) -> None:
    """Raises `Changed` when the file is not the one that was read (`""`: there was none)."""
    now = ""
    with suppress(FileNotFoundError):
        now = hashlib.sha256(path.read_bytes()).hexdigest()
    if now != fingerprint:
        raise Changed(f"“{path.name}”刚刚被别人保存过,稍后会再写。")
