"""What people did in the workbooks and somebody should look at: conflicts, removed records, rows to correct."""

from __future__ import annotations

import json
import sqlite3
from typing import Any, Literal

from workbench.ledger import check
from workbench.ledger.journal import Entry, Journal, open_journal
from workbench.ledger.plain import dumps
from workbench.problems import InputProblems, NotFound, Problem
from workbench.workspace import Workspace


def conflicts(space: Workspace) -> list[dict[str, Any]]:
    """Outside edits that were not taken, oldest first.

    `{id, record, table, column, field, ours, theirs, value, why, book, row}`: `why` is empty for a column of ours, or
    says what is wrong with a supervisor's value; `value` is theirs as the record's `field` would hold it.
    """
    with open_journal(space) as journal:
        return [{"id": id, **payload} for id, payload in journal.current("conflict")]


def settle(
    space: Workspace, id: str, choice: Literal["ours", "theirs"], *, words: check.Words | None = None
) -> dict[str, Any] | None:
    """Ends a conflict: `theirs` becomes an edit of the record (given back whole), `ours` stays and is written again.

    Raises `NotFound`; `InputProblems` when their value cannot be taken (the conflict then stays).
    """
    with open_journal(space) as journal:
        found = journal.get("conflict", id)
    if found is None:
        raise NotFound(f"没有编号为“{id}”的对照修改。")
    record = None
    if choice == "theirs":
        if not found["field"]:
            raise InputProblems([Problem(f"“{found['column']}”由程序算出,不能采用工作簿里的写法", "derived")])
        from workbench.ledger.ledger import edit

        record = edit(space, found["record"], {found["field"]: found["value"]}, words=words, origin="conflict")
    with open_journal(space) as journal, journal.writing() as connection:
        if choice == "ours" and found["why"]:  # their text still stands in the workbook
            _write_again(journal, connection, found)
        journal.record_within(connection, [Entry("conflict", id, found, "remove", choice)])
    return record


def _write_again(journal: Journal, connection: sqlite3.Connection, conflict: dict[str, Any]) -> None:
    """Lets the next fold put our value over a supervisor's that could not be taken."""
    kind, id = conflict["table"], conflict["record"]
    row = connection.execute("SELECT cells FROM folded WHERE id = ?", (id,)).fetchone()
    if row is not None and (payload := journal.get(kind, id)) is not None:
        cells = json.loads(row[0]) | {conflict["column"]: conflict["theirs"]}
        connection.execute("UPDATE folded SET cells = ? WHERE id = ?", (dumps(cells), id))
        journal.record_within(connection, [Entry(kind, id, payload, "edit", "conflict")])


def forget_conflict(space: Workspace, id: str) -> None:
    """Ends a conflict with our value. Raises `NotFound`."""
    settle(space, id, "ours")


def removed(space: Workspace) -> list[dict[str, Any]]:
    """Records that count no more, newest first: `{id, table, record, at, why}`; `why` is `workbook` when the row was
    deleted there."""
    with open_journal(space) as journal:
        return [
            {"id": id, "table": kind, "record": json.loads(text), "at": at, "why": origin}
            for kind, id, text, at, origin in journal.connection.execute(
                "SELECT current.kind, current.id, current.payload, at, origin FROM current JOIN events USING (n)"
                " WHERE removed AND current.kind IN ('cases', 'rework', 'measures') ORDER BY n DESC"
            )
        ]


def restore(space: Workspace, id: str) -> dict[str, Any]:
    """Lets a removed record count again, and be written into its workbook. Raises `NotFound`, `CannotWrite`."""
    with open_journal(space) as journal, journal.writing() as connection:
        row = connection.execute(
            "SELECT kind, payload FROM current WHERE id = ? AND removed AND kind IN ('cases', 'rework', 'measures')",
            (id,),
        ).fetchone()
        if row is None:
            raise NotFound(f"没有已移出或作废的记录“{id}”。")
        journal.record_within(connection, [Entry(row[0], id, json.loads(row[1]), "edit", "restore")])
        return json.loads(row[1])


def workbooks(space: Workspace) -> list[dict[str, Any]]:
    """The workbooks written so far: `{book, file, problems}`; `problems` are rows to be corrected there by hand."""
    with open_journal(space) as journal:
        return [
            {"book": book, "file": str(space.ledger / name), "problems": json.loads(text)["rows"]}
            for book, name, text in journal.connection.execute("SELECT book, name, problems FROM books ORDER BY book")
        ]
