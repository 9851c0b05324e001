"""The ledger's front desk: what other rooms and the commands use.

Writing (each call is one durable transaction; on return it is on the disk, and the workbook follows by `fold`):
    add(space, "cases" | "rework" | "measures", rows) -> ids      rows in the JSON shape of the contract
    edit(space, id, changes) -> record                            changed fields only
    remove(space, id, why)                                        taken back; never forgotten, shown as 作废
    finish(space, case, rework) -> (case id, rework ids)          one visit and its rework rows in one transaction

Reading for reviews (narrow rows, one SQL pass; the columns are listed in `workbench.ledger.views`):
    cases(space, start, end), rework(space, start, end), measures(space, start, end) -> list[sqlite3.Row]
    query(space, sql, values) -> list[sqlite3.Row]                aggregates over the same tables
    records(space, table, start, end, …) -> iterator of JSON dicts  everything of a record; filters, limit and offset
    count(space, table, start, end, …) -> int                     how many records the same filters find
    get(space, id) -> (table, JSON dict)
    removed(space) -> list of dicts                               records taken back, or deleted in a workbook

`start` and `end` are dates, both included; None leaves that side open.

Other rooms keep their own kinds in the same journal: `with open_journal(space) as journal: journal.record([...])`.

State of the workbooks: `pending(space)` counts rows to be written; `workbooks(space)` names the files and what is to
be corrected in them; `fold.fold(space, progress)` brings both together (in a background thread, if you like).
Outside edits that lost against ours: `conflicts(space)`, each ended by `settle(space, id, "ours" | "theirs")`.
A record that was removed comes back by `restore(space, id)`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from workbench.ledger import check
from workbench.ledger.journal import Entry, Journal, open_journal
from workbench.ledger.outside import conflicts, forget_conflict, removed, restore, settle, workbooks
from workbench.ledger.records import KINDS, Record
from workbench.ledger.search import count, records, span
from workbench.problems import InputProblems, NotFound, Problem
from workbench.workspace import Workspace

__all__ = [
    "add",
    "cases",
    "conflicts",
    "count",
    "edit",
    "finish",
    "forget_conflict",
    "get",
    "measures",
    "open_journal",
    "pending",
    "pending_in",
    "query",
    "records",
    "remove",
    "removed",
    "restore",
    "rework",
    "settle",
    "workbooks",
]

KIND_NAMES = {"cases": "办件登记", "rework": "返工台账", "measures": "整改措施"}


def add(
    space: Workspace,
    kind: str,
    rows: Iterable[Any],
    *,
    words: check.Words | None = None,
    source: str = "",
    origin: str = "",
) -> list[str]:
    """Keeps new records of one kind and gives their ids, in order.

    `source` names where they came from in messages; `words` spares reading the rules again.
    Raises `InputProblems` with every problem of every row (nothing is written then), `CannotWrite`.
    """
    known = words or check.words(space)
    with open_journal(space) as journal:
        entries = _entries(journal, kind, list(rows), known, source, origin)
        journal.record(entries)
    return [entry.id for entry in entries]


def finish(
    space: Workspace,
    case: Mapping[str, Any],
    rework_rows: Sequence[Mapping[str, Any]] = (),
    *,
    words: check.Words | None = None,
    extra: Sequence[Entry] = (),
) -> tuple[str, list[str]]:
    """Keeps one visit and its rework rows (linked to it) in one transaction; gives their ids.

    `extra` are entries of other kinds that belong to the same moment (such as the desk's empty state).
    Raises as `add` does.
    """
    known = words or check.words(space)
    with open_journal(space) as journal:
        first = _entries(journal, "cases", [case], known, "", "desk")
        linked = [{"case": first[0].id, **row} for row in rework_rows]
        rest = _entries(journal, "rework", linked, known, "", "desk")
        journal.record([*first, *rest, *extra])
    return first[0].id, [entry.id for entry in rest]


def _entries(journal: Journal, kind: str, rows: list[Any], known: check.Words, source: str, origin: str) -> list[Entry]:
    problems: list[Problem] = []
    found: list[Record] = []
    seen: set[str] = set()
    for number, row in enumerate(rows, 1):
        place = f"第 {number} 条" if len(rows) > 1 else ""
        record, wrong = check.record(kind, row, known, place)
        problems += wrong
        if record is None:
            continue
        if record.id in seen or _kind_of(journal, record.id):
            problems.append(Problem(f"编号“{record.id}”已经有了,要修改请用 edit", "duplicate_id", where=place))
        seen.add(record.id)
        found.append(record)
    if problems:
        raise InputProblems([_from(problem, source) for problem in problems])
    return [Entry(kind, record.id, record.as_dict(), "add", origin) for record in found]


def edit(
    space: Workspace,
    id: str,
    changes: Any,
    *,
    words: check.Words | None = None,
    source: str = "",
    origin: str = "",
) -> dict[str, Any]:
    """Changes some fields of one record and gives it whole. Raises `NotFound`, `InputProblems`, `CannotWrite`."""
    known = words or check.words(space)
    with open_journal(space) as journal, journal.writing() as connection:  # nobody else edits it in between
        kind, payload = _find(journal, id)
        old = KINDS[kind].model_validate(payload)
        record, problems = check.changed(old, kind, changes, known)
        if record is not None and _book_of(record) != _book_of(old):
            problems = [Problem("窗口和年份不能改(它们决定写进哪本台账),请作废这一条后重新登记", "fixed")]
        if problems or record is None:
            raise InputProblems([_from(problem, source) for problem in problems])
        journal.record_within(connection, [Entry(kind, id, record.as_dict(), "edit", origin)])
        return record.as_dict()


def remove(space: Workspace, id: str, why: str = "", *, origin: str = "") -> None:
    """Takes a record back: it leaves every figure, stays in the journal, and is shown as 作废 in the workbook."""
    with open_journal(space) as journal:
        kind, old = _find(journal, id)
        journal.record([Entry(kind, id, old, "remove", origin or why)])


def get(space: Workspace, id: str) -> tuple[str, dict[str, Any]]:
    """`(table, record)` of an id. Raises `NotFound`."""
    with open_journal(space) as journal:
        return _find(journal, id)


def cases(space: Workspace, start: date | None = None, end: date | None = None) -> list[sqlite3.Row]:
    """Narrow rows of the visits between two days, by day."""
    return _narrow(space, "cases", start, end)


def rework(space: Workspace, start: date | None = None, end: date | None = None) -> list[sqlite3.Row]:
    """Narrow rows of the rework ledger between two days, by day."""
    return _narrow(space, "rework", start, end)


def measures(space: Workspace, start: date | None = None, end: date | None = None) -> list[sqlite3.Row]:
    """Narrow rows of the measures between two days, by day."""
    return _narrow(space, "measures", start, end)


def query(space: Workspace, sql: str, values: Iterable[Any] | dict[str, Any] = ()) -> list[sqlite3.Row]:
    """Rows of a question over `cases`, `rework`, `measures` (see `workbench.ledger.views`)."""
    with open_journal(space) as journal:
        return journal.query(sql, values)


def pending(space: Workspace) -> dict[str, int]:
    """How many rows of each kind wait to be written into their workbook."""
    with open_journal(space) as journal:
        return {kind: pending_in(journal, kind) for kind in KINDS}


def pending_in(journal: Journal, kind: str) -> int:
    """The same of one kind, in an open journal."""
    return journal.connection.execute(
        "SELECT count(*) FROM current LEFT JOIN folded USING (kind, id)"
        " WHERE current.kind = ? AND CASE WHEN folded.n IS NULL THEN NOT current.removed ELSE folded.n < current.n END",
        (kind,),
    ).fetchone()[0]


def _narrow(space: Workspace, kind: str, start: date | None, end: date | None) -> list[sqlite3.Row]:
    with open_journal(space) as journal:
        return journal.query(f"SELECT * FROM {kind} WHERE day BETWEEN ? AND ? ORDER BY day", span(start, end))


def _kind_of(journal: Journal, id: str) -> str | None:
    """The kind of an id that was ever used."""
    row = journal.connection.execute(
        "SELECT kind FROM current WHERE id = ? AND kind IN ('cases', 'rework', 'measures')", (id,)
    ).fetchone()
    return row[0] if row else None


def _find(journal: Journal, id: str) -> tuple[str, dict[str, Any]]:
    kind = _kind_of(journal, id)
    found = journal.get(kind, id) if kind else None
    if kind is None or found is None:
        raise NotFound(f"没有编号为“{id}”的记录" + ("(已作废)。" if kind else "。用 workbench ledger list 查看编号。"))
    return kind, found


def _book_of(record: Record) -> tuple[str, int]:
    return record.window, record.day.year  # type: ignore[attr-defined]


def _from(problem: Problem, source: str) -> Problem:
    return Problem(problem.message, problem.code, problem.file or source, problem.line, problem.where)
