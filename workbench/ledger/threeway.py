"""One row, three ways: what was last written, what we hold now, what the workbook shows now.

The supervisor's columns follow the workbook, all others follow us; what loses is told, never dropped.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from workbench.ledger.cellxml import UNREADABLE, Cell
from workbench.ledger.columns import REMOVED, Column, Sheet, field_value


@dataclass(frozen=True)
class Clash:
    """A column in which somebody changed our value in the workbook; both as cells."""

    column: Column
    ours: Cell
    theirs: Any


@dataclass
class Merged:
    """`taken`: columns whose value comes from the workbook. `written`: header → cell to put there."""

    taken: dict[str, Any] = field(default_factory=dict)
    written: dict[str, Cell] = field(default_factory=dict)
    clashes: list[Clash] = field(default_factory=list)


def merge(
    sheet: Sheet,
    bases: Sequence[Mapping[str, Any]],
    ours: Sequence[Cell],
    theirs: Mapping[str, Any],
    headers: frozenset[str] | None = None,
) -> Merged:
    """What to take from the workbook, what to write into it, and what clashes.

    `bases` are the plain values (see `columns.plain`) that the workbook may have shown without anybody touching it:
    those last written, or in a copy of unknown age all that we ever held. `theirs` is header → cell; `headers` the
    columns that the workbook still has. A cell that cannot be read (a formula without its result) is left alone.
    """
    found = Merged()
    for column, mine in zip(sheet.columns, ours, strict=True):
        other = theirs.get(column.header)
        if other is UNREADABLE or column.field == "id" or (headers is not None and column.header not in headers):
            continue
        value, seen = field_value(column, mine), field_value(column, other)
        if value == seen:
            continue
        if any(base.get(column.header) == seen for base in bases):
            found.written[column.header] = mine
        elif column.supervisor or (column.header == sheet.state and REMOVED in (mine, other) and not column.derived):
            found.taken[column.header] = other
        else:
            found.written[column.header] = mine
            found.clashes.append(Clash(column, mine, other))
    return found
