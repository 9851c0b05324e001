"""Puts rows into the Tables of a workbook: cells replaced, rows appended, Tables extended, nothing else touched."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from workbench.ledger import columns, package
from workbench.ledger.cellxml import Cell, column_letters, escape, render
from workbench.ledger.package import Unusable, well_formed
from workbench.ledger.sheet import NewRow
from workbench.ledger.tables import HOW_BELOW, STAMP, Place, Workbook, check_room

FEW = 20  # rows that are found one by one faster than all at once
_STAMP = re.compile(rf"{STAMP}\s*(\d+)")


@dataclass
class Change:
    """What one Table is to get: cells by row and header, and new rows (cells in the order of the sheet's columns)."""

    edits: dict[int, dict[str, Cell]] = field(default_factory=dict)
    new: list[tuple[str, Sequence[Cell]]] = field(default_factory=list)  # (id, cells)
    seq: int = 0

    def __bool__(self) -> bool:
        return bool(self.edits or self.new)


@dataclass
class Written:
    """What was put into one Table: the row of each new id, and the headers of cells that were left as they are."""

    rows: dict[str, int] = field(default_factory=dict)
    skipped: list[tuple[int, str]] = field(default_factory=list)  # (row, header): a person's formula stands there
    last_row: int = 0
    touched: list[int] = field(default_factory=list)  # the rows written


def stamp(book: Workbook, place: Place) -> int | None:
    """The number of the fold that this sheet says it was last written by; None when somebody removed that cell."""
    found = _stamp_cell(book, place)
    return found[2] if found else None


def _stamp_cell(book: Workbook, place: Place) -> tuple[int, int, int] | None:
    sheet = book.sheet(place)
    for at, number in enumerate(sheet.numbers):
        if number >= place.header_row:
            break
        for cell in sheet.cells_at(at):
            value = book.value(cell) if cell.inner else None
            if isinstance(value, str) and (found := _STAMP.fullmatch(value.strip())):
                return number, cell.column, int(found[1])
    return None


def put(book: Workbook, sheet: columns.Sheet, change: Change) -> tuple[dict[str, Iterable[bytes]], Written]:
    """The parts to write anew (sheet, and Table when it grows), and where the new rows went.

    Raises `Unusable` when the rows have no room: content below the Table, a totals row, the sheet's end.
    """
    place = book.places[sheet.name]
    made = Written()
    rows = {number: _edited(book, place, number, cells, made) for number, cells in change.edits.items()}
    rows = {number: row for number, row in rows.items() if row.cells}
    filled = book.last_filled(place)
    first, last = filled + 1, filled + len(change.new)
    _room(book, place, first, last)
    template = Template(book, place, sheet, max(filled, place.header_row + 1))
    xml = book.sheet(place)
    end = xml.numbers[-1] if xml.numbers else 0
    below: list[tuple[int, Sequence[Cell]]] = []
    for number, (id, cells) in enumerate(change.new, first):
        made.rows[id] = number
        if number <= end:
            rows[number] = template.row(number, cells)
        else:
            below.append((number, cells))
    if change.seq and (cell := _stamp_cell(book, place)) is not None:
        rows.setdefault(cell[0], NewRow()).cells[cell[1]] = (f"{STAMP} {change.seq}", None)
    made.last_row = max(place.last_row, last)
    made.touched = [*rows, *(number for number, _ in below)]
    appended = (xml.named(template.text(number, cells)) for number, cells in below)
    parts: dict[str, Iterable[bytes]] = {
        place.sheet_part: xml.patched(
            rows, appended, last_row=made.last_row, last_column=place.last_column, since_1904=book.since_1904
        )
    }
    if made.last_row > place.last_row or place.stretched:
        parts[place.table_part] = [book.extended(place, made.last_row)]
    return parts, made


def _room(book: Workbook, place: Place, first: int, last: int) -> None:
    name = book.package.name
    if last < first:
        return
    check_room(place, last, name)
    if place.totals and last > place.last_row:
        raise Unusable(
            f"“{name}”的表“{place.name}”开着汇总行,新的行没有地方写。"
            "请在 Excel“表设计”里去掉“汇总行”(统计在“汇总”表里都有)。"
        )
    if (busy := book.in_the_way(place, max(first, place.last_row + 1), last)) is not None:
        sheet = book.sheet_names.get(place.sheet_part, place.name)
        raise Unusable(
            f"“{name}”的“{sheet}”第 {busy} 行(表的下方)写着别的内容,新的行没有地方写。"
            f"请把它移到右边或另一张表;{HOW_BELOW}。"
        )


def _edited(book: Workbook, place: Place, number: int, cells: Mapping[str, Cell], made: Written) -> NewRow:
    """The cells of one row to replace. A person's formula is never written over: the calculation chain names it."""
    row = NewRow()
    formulas = {
        c.column for c in book.sheet(place).row(number) if c.inner and re.search(rb"<(?:\w+:)?f[\s/>]", c.inner)
    }
    for header, value in cells.items():
        column = place.column(header)
        if column is None:
            continue
        if column in formulas:
            made.skipped.append((number, header))
        else:
            row.cells[column] = (value, None)
    return row


class _Tails(dict[Cell, "str | None"]):
    """Value → its cell as XML from behind the row number on, for one column; most values come again and again."""

    def __init__(self, style: str, since_1904: bool) -> None:
        self.style, self.since_1904 = style, since_1904

    def __missing__(self, value: Cell) -> str | None:
        cell = render("", self.style, value, since_1904=self.since_1904)
        tail = cell.removeprefix('<c r="') if cell else None
        if len(self) < 5_000:
            self[value] = tail
        return tail


class Template:
    """How a new row of a Table looks: style, order and calculated columns, copied from the rows above."""

    def __init__(self, book: Workbook, place: Place, sheet: columns.Sheet, above: int) -> None:
        self.sheet, self.since_1904 = sheet, book.since_1904
        styles = book.styles(place, above)
        index = {header: at for at, header in enumerate(sheet.headers)}
        self.columns: list[tuple[int, str, str, int | None, str]] = []
        for column, header in enumerate(place.headers, place.first_column):
            formula = place.formulas.get(header, "") if header not in index else ""
            self.columns.append((column, column_letters(column), styles.get(column, ""), index.get(header), formula))
        self._plan = [
            (head, _Tails(style, book.since_1904), at, formula) for _, head, style, at, formula in self.columns
        ]

    def row(self, number: int, cells: Sequence[Cell]) -> NewRow:
        """For a row that the sheet already has."""
        made = NewRow(height=columns.height(self.sheet, cells))
        for column, letters, style, at, formula in self.columns:
            if formula:
                made.raw[column] = _formula(f"{letters}{number}", style, formula).encode("utf-8")
            elif at is not None:
                made.cells[column] = (cells[at], style or None)
        return made

    def text(self, number: int | str, cells: Sequence[Cell]) -> str:
        """For a row below all others. This is the inner loop of exports and merges; `render` says what it writes."""
        made = []
        for head, tails, at, formula in self._plan:
            if formula:
                made.append(_formula(f"{head}{number}", tails.style, formula))
            elif (tail := tails[None if at is None else cells[at]]) is not None:
                made.append(f'<c r="{head}{number}{tail}')
        height = columns.height(self.sheet, cells)
        tag = f'<row r="{number}" ht="{height:g}" customHeight="1">' if height else f'<row r="{number}">'
        return f"{tag}{''.join(made)}</row>"


def fill(
    book: Workbook, sheet: columns.Sheet, rows: Iterable[Sequence[Cell]], count: int
) -> dict[str, Iterable[bytes]]:
    """The parts of an empty workbook's Table with `count` rows, made while they are read: memory does not grow."""
    place = book.places[sheet.name]
    template, xml = Template(book, place, sheet, place.header_row + 1), book.sheet(place)
    source = enumerate(rows, place.header_row + 1)
    first = {number: template.row(number, cells) for number, cells in itertools.islice(source, 1)}
    last = max(place.header_row + 1, place.header_row + count)
    return {
        place.sheet_part: xml.patched(
            first,
            (template.text(number, cells) for number, cells in source),
            last_row=last,
            last_column=place.last_column,
        ),
        place.table_part: [book.extended(place, last)],
    }


def _formula(place: str, style: str, formula: str) -> str:
    head = f'<c r="{place}" s="{style}">' if style else f'<c r="{place}">'
    return f"{head}<f>{escape(formula)}</f></c>"


def save(out: IO[bytes], book: Workbook, parts: Mapping[str, Iterable[bytes]]) -> None:
    """Writes the whole workbook with `parts` in place of the old ones."""
    package.write(out, book.package, parts)


def check(
    path: Path, source: Workbook, parts: Iterable[str], expected: Mapping[str, Written], *, trusted: bool = False
) -> bytes:
    """Reads a workbook that was just written and gives its bytes when all holds that must hold; else `Unusable`.

    Every other part has the same bytes; the parts written are whole and well-formed; each Table reaches to its last
    row and shows every new id in the row where it was put. `trusted`: the source is as we checked it when we wrote
    it, so that only the rows written now are parsed.
    """
    data = path.read_bytes()
    source.forget()
    new = package.Package(data, source.package.name)
    changed = set(parts)
    if list(new.infos) != list(source.package.infos):
        raise _wrong(source, "部件不全")
    for name in new.infos:
        if name not in changed and new.raw(name) != source.package.raw(name):
            raise _wrong(source, name)
    book = Workbook(new)
    for name, made in expected.items():
        place = book.places.get(name)
        if place is None or place.last_row != made.last_row:
            raise _wrong(source, name)
        sheet, column = book.sheet(place), place.column("编号") or 0
        if not trusted and not well_formed(sheet.xml):
            raise _wrong(source, place.sheet_part)
        alone = trusted and len(made.touched) <= FEW
        ids = {number: id for id, number in made.rows.items()}
        for number in made.touched:
            xml, cells = sheet.written(number) if alone else (sheet.row_xml(number), sheet.row(number))
            shown = next((book.value(cell) for cell in cells if cell.column == column), None)
            if not well_formed(xml) or ids.get(number, shown) != shown:
                raise _wrong(source, f"{name} 第 {number} 行")
        book.forget()
    return data


def _wrong(source: Workbook, where: str) -> Unusable:
    return Unusable(f"写入“{source.package.name}”前核对没有通过({where}),原文件没有动。请把日志交给维护人员。")
