"""The narrow tables beside the events: typed, indexed columns, so that a review is one SQL aggregate pass.

cases:    id, day, week, hour, started, window, clerk, item, visit, matter, outcome, minutes, complete, papers_short
rework:   id, day, week, window, clerk, item, cause, detail, material, side, notice_omission, visits, owner, due,
          state, case_id
measures: id, day, week, window, cause, detail, item, material, owner, due, state, done

`day`, `due`, `done` are ISO dates as text, `week` is `2026-W10`, `hour` 0–23; `complete` and `notice_omission` are
0 or 1; `minutes` is NULL when nobody took the time; `papers_short` counts ticks that are not `present`.
Removed rows are not in them.
"""

from __future__ import annotations

import sqlite3
from datetime import date
from typing import Any

from workbench.ledger.records import RETURNED, iso_week

COLUMNS: dict[str, tuple[str, ...]] = {
    "cases": (
        *("id", "day", "week", "hour", "started", "window", "clerk", "item", "visit", "matter"),
        *("outcome", "minutes", "complete", "papers_short"),
    ),
    "rework": (
        *("id", "day", "week", "window", "clerk", "item", "cause", "detail", "material", "side"),
        *("notice_omission", "visits", "owner", "due", "state", "case_id"),
    ),
    "measures": (
        *("id", "day", "week", "window", "cause", "detail", "item", "material", "owner", "due", "state", "done"),
    ),
}
TABLES = tuple(COLUMNS)
_INDEXES = {
    "cases": ("day", "matter"),
    "rework": ("day", "case_id"),
    "measures": ("day",),
}
_NAMES = {table: ", ".join(f'"{column}"' for column in columns) for table, columns in COLUMNS.items()}
_INSERT = {
    table: f"INSERT OR REPLACE INTO {table} ({_NAMES[table]}) VALUES ({', '.join('?' * len(columns))})"
    for table, columns in COLUMNS.items()
}
SCHEMA = "\n".join(
    f"CREATE TABLE {table} ({_NAMES[table]}, PRIMARY KEY (id)) WITHOUT ROWID;"
    + "".join(f"CREATE INDEX {table}_by_{column} ON {table} ({column});" for column in _INDEXES[table])
    for table in TABLES
)


def put(connection: sqlite3.Connection, kind: str, id: str, payload: dict[str, Any] | None) -> None:
    """Brings the narrow row of `id` up to `payload` (None: removed). Other kinds have no narrow table."""
    if kind not in COLUMNS:
        return
    if payload is None:
        connection.execute(f"DELETE FROM {kind} WHERE id = ?", (id,))
    else:
        connection.execute(_INSERT[kind], [_ROWS[kind](payload, column) for column in COLUMNS[kind]])


def _case(payload: dict[str, Any], column: str) -> Any:
    ticks = payload.get("ticks") or {}
    match column:
        case "day":
            return payload["started"][:10]
        case "week":
            return iso_week(date.fromisoformat(payload["started"][:10]))
        case "hour":
            return int(payload["started"][11:13])
        case "papers_short":
            return sum(tick != "present" for tick in ticks.values())
        case "complete":
            if ticks:
                return int(all(tick == "present" for tick in ticks.values()))
            return int(payload["outcome"] not in (*RETURNED, "容缺", "承诺"))
    return payload.get(column)


def _rework(payload: dict[str, Any], column: str) -> Any:
    match column:
        case "case_id":
            return payload.get("case")
        case "notice_omission":
            return int(bool(payload.get(column)))
    return _measure(payload, column)


def _measure(payload: dict[str, Any], column: str) -> Any:
    match column:
        case "day":
            return payload["date"]
        case "week":
            return iso_week(date.fromisoformat(payload["date"]))
    return payload.get(column)


_ROWS = {"cases": _case, "rework": _rework, "measures": _measure}
