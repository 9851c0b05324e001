"""Finds records by day, text, item, cause and state, a window of them at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from workbench.ledger import check
from workbench.ledger.journal import open_journal
from workbench.ledger.records import KINDS
from workbench.problems import NotFound, did_you_mean
from workbench.workspace import Workspace


def records(
    space: Workspace,
    kind: str,
    start: date | None = None,
    end: date | None = None,
    *,
    text: str = "",
    item: str = "",
    cause: str = "",
    state: str = "",
    newest_first: bool = False,
    limit: int | None = None,
    offset: int = 0,
    words: check.Words | None = None,
) -> Iterator[dict[str, Any]]:
    """Whole records between two days in JSON shape, by day. Raises `NotFound` for an unknown table.

    `text` is looked for in every field and, when `words` are given, in the names of items and papers; `item` is an
    id; `state` is the outcome of a case. `limit` and `offset` give a window of the rows that `count` counts.
    """
    where, values = _filter(kind, start, end, text, item, cause, state, words)
    way = "DESC" if newest_first else "ASC"
    with open_journal(space) as journal:
        for row in journal.query(
            f"SELECT current.payload {where} ORDER BY one.day {way}, current.first {way} LIMIT ? OFFSET ?",
            (*values, -1 if limit is None else limit, offset),
        ):
            yield json.loads(row[0])


def count(
    space: Workspace,
    kind: str,
    start: date | None = None,
    end: date | None = None,
    *,
    text: str = "",
    item: str = "",
    cause: str = "",
    state: str = "",
    words: check.Words | None = None,
) -> int:
    """How many records `records` finds with the same filters."""
    where, values = _filter(kind, start, end, text, item, cause, state, words)
    with open_journal(space) as journal:
        return journal.query(f"SELECT count(*) {where}", values)[0][0]


def _filter(
    kind: str,
    start: date | None,
    end: date | None,
    text: str,
    item: str,
    cause: str,
    state: str,
    words: check.Words | None,
) -> tuple[str, list[Any]]:
    """The FROM and WHERE of a search, and its values."""
    known_kind(kind)
    clauses, values = ["one.day BETWEEN ? AND ?"], [kind, *span(start, end)]
    has_cause = kind != "cases"
    for column, value in (
        ("item", item),
        ("cause", cause if has_cause else ""),
        ("state" if has_cause else "outcome", state),
    ):
        if value:
            clauses.append(f"one.{column} = ?")
            values.append(value)
    if text := text.strip():
        clauses.append(_text_clause(kind, text, words, values))
    joined = f"FROM {kind} AS one JOIN current ON current.kind = ? AND current.id = one.id"
    return f"{joined} WHERE {' AND '.join(clauses)}", values


def _text_clause(kind: str, text: str, words: check.Words | None, values: list[Any]) -> str:
    kept = json.dumps(text, ensure_ascii=False)[1:-1]  # as the journal holds it
    escaped = kept.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    clause = "current.payload LIKE ? ESCAPE '\\'"
    values.append(f"%{escaped}%")
    if words is None:
        return clause
    items = [id for id, one in words.items.items() if text in one.name or text in one.short]
    papers = {id for one in words.items.values() for id, name in one.materials.items() if text in name}
    found = [("one.item", items)] + ([("one.material", sorted(papers))] if kind != "cases" else [])
    for column, ids in found:
        if ids:
            clause += f" OR {column} IN ({', '.join('?' * len(ids))})"
            values.extend(ids)
    return f"({clause})"


def span(start: date | None, end: date | None) -> tuple[str, str]:
    """Two ISO days, wide open where there is none."""
    return (start or date.min).isoformat(), (end or date.max).isoformat()


def known_kind(kind: str) -> None:
    """Raises `NotFound` for a table that there is not."""
    if kind not in KINDS:
        raise NotFound(f"没有表“{kind}”{did_you_mean(kind, KINDS)}可以是:{'、'.join(KINDS)}。")
