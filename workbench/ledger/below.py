"""Rows that a person wrote directly under a Table: LibreOffice, and pasting, do not stretch it over them.

What is plainly a row of the ledger is taken in as if the Table had reached to it; everything else stays where it is.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from workbench.ledger import check, columns
from workbench.ledger.cellxml import UNREADABLE
from workbench.ledger.columns import Sheet
from workbench.ledger.sheet import LAST_ROW
from workbench.ledger.tables import HOW_BELOW, Place, Workbook

NEEDED = {"rework": ("日期", "事项"), "cases": ("到窗时间", "事项"), "measures": ("提出日期", "措施")}


def reached(
    book: Workbook, sheet: Sheet, dated: frozenset[str], words: check.Words, window: str
) -> tuple[Place, list[str]]:
    """The Table with the rows under it that are the ledger's, and a sentence for one that only looks so.

    Taken in are rows that follow the Table without a gap, have no id, and would be accepted as they stand. A row of
    totals keeps its place: nothing can be taken in below it.
    """
    place = book.places[sheet.name]
    if place.totals:
        return place, []
    last = place.last_row
    for number, cells in book.rows(replace(place, header_row=place.last_row, last_row=LAST_ROW), dated):
        if not all(cells.get(header) for header in NEEDED[sheet.kind]):
            break
        wrong = _wrong(book, sheet, place, number, cells, words, window, last + 1)
        if wrong:
            name = book.sheet_names.get(place.sheet_part, place.name)
            told = f"“{name}”第 {number} 行写在表的下方,没有收下({wrong})。{HOW_BELOW}。"
            return _stretched(place, last), [told]
        last = number
    return _stretched(place, last), []


def _stretched(place: Place, last: int) -> Place:
    return place if last == place.last_row else replace(place, last_row=last, stretched=True)


def _wrong(
    book: Workbook,
    sheet: Sheet,
    place: Place,
    number: int,
    cells: dict[str, Any],
    words: check.Words,
    window: str,
    next_row: int,
) -> str:
    """Why a row under the Table is not taken in; empty when it can be."""
    if number != next_row:
        return "中间空着行"
    if cells.get("编号"):
        return "它带着编号,像是从表里复制的;请清空编号"
    if book.merged(place, number, number):
        return "这里有合并的单元格"
    values = columns.values(sheet, {h: cell for h, cell in cells.items() if cell is not UNREADABLE}, words)
    values.setdefault("window", window)
    _, problems = check.record(sheet.kind, values, words)
    return ";".join(problem.message for problem in problems[:2])
