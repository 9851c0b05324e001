"""What a fold is to do to one workbook: decided here, done in `fold`.

`known` plans for a workbook that is as we left it; `seen` for one that somebody has saved since, by comparing its
rows with what was last written and what we hold now.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from workbench.ledger import check, columns
from workbench.ledger.books import Book
from workbench.ledger.cellxml import UNREADABLE, Cell
from workbench.ledger.columns import REMOVED, Sheet, field_value
from workbench.ledger.journal import Entry, Journal
from workbench.ledger.plain import dumps
from workbench.ledger.records import KINDS, OUR_ID
from workbench.ledger.threeway import Clash, Merged, merge
from workbench.ledger.writing import Change

OUTSIDE = "workbook"  # the origin of events that come from a workbook


@dataclass(frozen=True)
class Shown:
    """A row as the workbook will show it: `n` the event it shows, `plain` its cells, `new` when not there before."""

    kind: str
    id: str
    n: int
    plain: Mapping[str, Any]
    row: int = 0
    touched: bool = True


@dataclass(frozen=True)
class Taken:
    """Values of a record that come from the workbook; `action` remove for a row taken out there."""

    kind: str
    id: str
    fields: Mapping[str, Any]
    action: str = "edit"


@dataclass
class Plan:
    """Everything that one fold does to one workbook and to the journal because of it."""

    changes: dict[str, Change] = field(default_factory=dict)
    taken: list[Taken] = field(default_factory=list)
    conflicts: list[Entry] = field(default_factory=list)
    adopted: list[Entry] = field(default_factory=list)
    shown: dict[str, Shown] = field(default_factory=dict)
    gone: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def writes(self) -> bool:
        return any(self.changes.values())


@dataclass
class Planner:
    """Plans for one book. `fingerprint` tells which saving of the workbook a conflict comes from."""

    journal: Journal
    book: Book
    words: check.Words
    fingerprint: str = ""
    since: int = 0  # every event up to this number is in the workbook already
    plan: Plan = field(default_factory=Plan)

    def known(self, sheet: Sheet) -> None:
        """Rows edited since they were written, and new ones, for a workbook that nobody else has saved."""
        change = self.plan.changes.setdefault(sheet.name, Change())
        for id, n, removed, text, row, cells in self.journal.connection.execute(
            "SELECT id, current.n, removed, payload, place, cells FROM current JOIN folded USING (kind, id)"
            " WHERE kind = ? AND current.n > ? AND book = ? AND folded.n < current.n",
            (sheet.kind, self.since, self.book.key),
        ):
            mine = self._cells(sheet, json.loads(text), removed)
            plain = columns.plain(sheet, dict(zip(sheet.headers, mine, strict=True)))
            old = json.loads(cells)
            edits = {h: cell for h, cell in zip(sheet.headers, mine, strict=True) if plain[h] != old.get(h)}
            if edits:
                change.edits[row] = edits
            self._shown(sheet, id, n, plain, row, touched=bool(edits))
        self.new(sheet)

    def new(self, sheet: Sheet) -> None:
        """Rows that no workbook shows yet, oldest day first."""
        change = self.plan.changes.setdefault(sheet.name, Change())
        for id, n, text in self.journal.connection.execute(
            f"SELECT current.id, n, payload FROM current JOIN {sheet.kind} AS one USING (id)"
            " WHERE current.kind = ? AND n > ? AND window = ? AND day BETWEEN ? AND ?"
            " AND NOT EXISTS (SELECT 1 FROM folded WHERE folded.id = one.id) ORDER BY day, first",
            (sheet.kind, self.since, self.book.window, *(day.isoformat() for day in self.book.days)),
        ).fetchall():
            if id in self.plan.shown:
                continue
            mine = self._cells(sheet, json.loads(text), False)
            change.new.append((id, mine))
            self._shown(sheet, id, n, columns.plain(sheet, dict(zip(sheet.headers, mine, strict=True))), 0)

    def seen(
        self, sheet: Sheet, rows: Iterable[tuple[int, dict[str, Any]]], headers: frozenset[str], stamp: int | None
    ) -> None:
        """A workbook that somebody saved: its rows as read, the columns it still has, the fold its copy comes from."""
        last = self.journal.connection.execute(
            "SELECT id, folded.n, born, seq, cells, current.n, removed, payload, place FROM folded"
            " JOIN current USING (kind, id) WHERE book = ? AND kind = ?",
            (self.book.key, sheet.kind),
        ).fetchall()
        written = {row[0]: row[1:] for row in last}
        met: dict[str, int] = {}
        for number, cells in rows:
            id = str(cells.get("编号", "")).strip()
            if id in met and id:
                self._twice(sheet, number, cells, id, met[id], headers)
            elif id in written:
                met[id] = number
                self._merged(sheet, number, cells, id, written[id], headers, stamp)
            else:
                met[self._unknown(sheet, number, cells, id, headers)] = number
        for id, (_, born, _, _, _, removed, *_) in written.items():
            if id in met:
                continue
            self.plan.gone.append(id)
            if not removed and (stamp is None or born <= stamp):  # else it is an old copy, and the row is new to it
                self.plan.taken.append(Taken(sheet.kind, id, {}, "remove"))
        self._new_after(sheet)

    def _new_after(self, sheet: Sheet) -> None:
        removed = {taken.id for taken in self.plan.taken if taken.action == "remove"}
        for id in [id for id in self.plan.gone if id not in removed]:
            row = self._current(sheet.kind, id)
            if row is not None and not row[1]:
                mine = self._cells(sheet, json.loads(row[2]), False)
                self.plan.changes.setdefault(sheet.name, Change()).new.append((id, mine))
                self._shown(sheet, id, row[0], columns.plain(sheet, dict(zip(sheet.headers, mine, strict=True))), 0)
        self.new(sheet)

    def _merged(
        self,
        sheet: Sheet,
        number: int,
        cells: dict[str, Any],
        id: str,
        written: tuple[Any, ...],
        headers: frozenset[str],
        stamp: int | None,
    ) -> None:
        folded_n, _, seq, base_text, n, removed, text, place = written
        base, theirs = json.loads(base_text), columns.plain(sheet, cells)
        if folded_n == n and all(theirs[h] == base.get(h) for h in sheet.headers if h in headers):
            if place != number:
                self._shown(sheet, id, n, base, number, touched=False)
            return
        record = json.loads(text)
        old = stamp is not None and seq > stamp
        bases = [base, *self._history(sheet, id)] if old else [base]
        self._settle(sheet, number, cells, id, n, record, bool(removed), bases, base, headers)

    def _settle(
        self,
        sheet: Sheet,
        number: int,
        cells: dict[str, Any],
        id: str,
        n: int,
        record: dict[str, Any],
        removed: bool,
        bases: list[Mapping[str, Any]],
        base: Mapping[str, Any],
        headers: frozenset[str],
    ) -> None:
        """Merges one row, and plans what follows from it."""
        mine = self._cells(sheet, record, removed)
        merged = merge(sheet, bases, mine, cells, headers)
        plain = columns.plain(sheet, dict(zip(sheet.headers, mine, strict=True)))
        for header, value in self._take(sheet, number, id, record, merged, mine).items():
            left = value is UNREADABLE  # not taken: it stays as it was last known, and is told again while it stands
            plain[header] = base.get(header) if left else field_value(sheet.columns[sheet.at(header)], value)
        for clash in merged.clashes:
            self._conflict(sheet, number, id, clash)
        for column in sheet.columns:  # what could not be taken or read stays as it was last known
            if cells.get(column.header) is UNREADABLE or column.header not in headers:
                plain[column.header] = base.get(column.header)
        if merged.written:
            self.plan.changes.setdefault(sheet.name, Change()).edits[number] = merged.written
        self._shown(sheet, id, n, plain, number, touched=bool(merged.written))

    def _take(
        self, sheet: Sheet, number: int, id: str, record: dict[str, Any], merged: Merged, mine: list[Cell]
    ) -> dict[str, Cell]:
        """Plans the edit that the workbook's values make; gives header → the cell that then stands there."""
        kind, stands = sheet.kind, {}
        fields: dict[str, Any] = {}
        for header, value in merged.taken.items():
            column = sheet.columns[sheet.at(header)]
            if header == sheet.state and value == REMOVED:
                self.plan.taken.append(Taken(kind, id, {}, "remove"))
                stands[header] = REMOVED
                continue
            field_now = field_value(column, value)
            found, wrong = check.changed(
                KINDS[kind].model_validate(record), kind, {column.field: field_now}, self.words
            )
            if found is None:
                self._conflict(sheet, number, id, Clash(column, mine[sheet.at(header)], value), wrong[0].message)
                stands[header] = UNREADABLE  # type: ignore[assignment]
                continue
            fields[column.field] = found.as_dict()[column.field]
            stands[header] = columns.cells(sheet, found.as_dict(), self.words)[sheet.at(header)]
            if field_value(column, stands[header]) != field_now:
                merged.written[header] = stands[header]  # such as a number of a citizen, masked
        if fields:
            self.plan.taken.append(Taken(kind, id, fields))
        return stands

    def _unknown(self, sheet: Sheet, number: int, cells: dict[str, Any], id: str, headers: frozenset[str]) -> str:
        """A row that we did not write, or whose writing was cut short; gives the id that it now has."""
        current = self._current(sheet.kind, id) if id else None
        if current is not None:
            n, removed, text = current
            if removed and self._taken_out(sheet.kind, id):
                self.plan.taken.append(Taken(sheet.kind, id, {}, "edit"))  # put back by hand: it counts again
                removed = False
            history = self._history(sheet, id)
            self._settle(sheet, number, cells, id, n, json.loads(text), bool(removed), history, history[-1], headers)
            return id
        return self._adopt(sheet, number, cells, id, headers)

    def _adopt(self, sheet: Sheet, number: int, cells: dict[str, Any], id: str, headers: frozenset[str]) -> str:
        ours = bool(id) and self._may_be_ours(id)
        cells = {h: value for h, value in cells.items() if value is not UNREADABLE}
        values = columns.values(sheet, cells, self.words)
        values.pop("id", None)
        removed = cells.get(sheet.state) == REMOVED
        if removed and sheet.kind != "cases":
            values.pop("state", None)
        elif removed and values.get("outcome") == REMOVED:
            values["outcome"] = "转出"  # what it was is nowhere to be read; it counts in no figure
        values.setdefault("window", self.book.window)
        if ours:
            values["id"] = id
        place = f"“{sheet.name}”第 {number} 行"
        record, problems = check.record(sheet.kind, values, self.words, place, old=ours)
        if record is None:
            self.plan.problems += [f"{problem}(这一行没有收下,请在工作簿里改正)" for problem in problems]
            return id or f"row {number}"
        entry = Entry(sheet.kind, record.id, record.as_dict(), "adopt", OUTSIDE)
        self.plan.adopted.append(entry)
        if removed:
            self.plan.adopted.append(Entry(sheet.kind, record.id, record.as_dict(), "remove", "作废"))
        mine = self._cells(sheet, record.as_dict(), removed)
        plain, theirs = columns.plain(sheet, dict(zip(sheet.headers, mine, strict=True))), columns.plain(sheet, cells)
        edits = {h: c for h, c in zip(sheet.headers, mine, strict=True) if h in headers and plain[h] != theirs[h]}
        if edits:
            self.plan.changes.setdefault(sheet.name, Change()).edits[number] = edits
        self._shown(sheet, record.id, 0, plain, number, touched=bool(edits))
        return record.id

    def _twice(
        self, sheet: Sheet, number: int, cells: dict[str, Any], id: str, first: int, headers: frozenset[str]
    ) -> None:
        """A row copied with its id: a new one when it says something else, otherwise told."""
        shown = self.plan.shown.get(id)
        row = self._current(sheet.kind, id)
        known = shown.plain if shown else None
        if known is None and row is not None:
            mine = self._cells(sheet, json.loads(row[2]), bool(row[1]))
            known = columns.plain(sheet, dict(zip(sheet.headers, mine, strict=True)))
        if known is not None and columns.plain(sheet, cells) == dict(known):
            self.plan.problems.append(f"“{sheet.name}”第 {number} 行与第 {first} 行编号、内容都相同,请删去一行。")
            return
        self._adopt(sheet, number, {**cells, "编号": None}, "", headers)

    def _conflict(self, sheet: Sheet, number: int, id: str, clash: Clash, why: str = "") -> None:
        column = clash.column
        text = "\0".join((id, column.header, self.fingerprint))
        conflict = "K" + hashlib.blake2b(text.encode(), digest_size=8).hexdigest()
        value = columns.values(sheet, {column.header: clash.theirs}, self.words).get(column.field)
        payload = {
            "record": id,
            "table": sheet.kind,
            "column": column.header,
            "field": "" if column.derived else column.field,
            "ours": columns.shown(column, clash.ours),
            "theirs": columns.shown(column, clash.theirs),
            "value": value if value is not None else field_value(column, None),
            "why": why,
            "book": self.book.key,
            "row": number,
        }
        if self._told(conflict, payload):
            return
        self.plan.conflicts.append(Entry("conflict", conflict, payload, "add", OUTSIDE))

    def _told(self, conflict: str, payload: dict[str, Any]) -> bool:
        """Whether this clash of this saving, or the same one of an earlier saving, is already in the list."""
        return (
            self.journal.connection.execute(
                "SELECT 1 FROM current WHERE kind = 'conflict' AND (id = ?1 OR NOT removed AND payload = ?2)",
                (conflict, dumps(payload)),
            ).fetchone()
            is not None
        )

    def _cells(self, sheet: Sheet, record: Mapping[str, Any], removed: Any) -> list[Cell]:
        return columns.cells(sheet, record, self.words, removed=bool(removed))

    def _shown(
        self, sheet: Sheet, id: str, n: int, plain: Mapping[str, Any], row: int, *, touched: bool = True
    ) -> None:
        self.plan.shown[id] = Shown(sheet.kind, id, n, plain, row, touched)

    def _current(self, kind: str, id: str) -> tuple[int, int, str] | None:
        return self.journal.connection.execute(
            "SELECT n, removed, payload FROM current WHERE kind = ? AND id = ?", (kind, id)
        ).fetchone()

    def _history(self, sheet: Sheet, id: str) -> list[Mapping[str, Any]]:
        """All that this row may have shown, oldest first."""
        found = []
        for event in self.journal.history(sheet.kind, id):
            mine = self._cells(sheet, event.payload, event.action == "remove" and event.origin != OUTSIDE)
            found.append(columns.plain(sheet, dict(zip(sheet.headers, mine, strict=True))))
        return found

    def _taken_out(self, kind: str, id: str) -> bool:
        events = self.journal.history(kind, id)
        return bool(events) and events[-1].action == "remove" and events[-1].origin == OUTSIDE

    def _may_be_ours(self, id: str) -> bool:
        """Whether an id that we do not know has the form of one, and belongs to no record of another table."""
        taken = self.journal.connection.execute("SELECT 1 FROM current WHERE id = ?", (id,)).fetchone()
        return taken is None and bool(OUR_ID.match(id))
