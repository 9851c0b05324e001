"""A rules workbook that a person changed, as the data of a rules file; every problem with its sheet and cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from workbench.problems import Problem
from workbench.rules.conditions import Place
from workbench.rules.excel import oneline
from workbench.rules.excel.cells import CellError, from_cell
from workbench.rules.excel.layout import BLOCKS, FORM, MEANING, Block, Column, headers_of
from workbench.rules.excel.opening import Grid, letter, nearest, open_book, plain_header, sheets
from workbench.rules.excel.writer import MARKS
from workbench.rules.item import YES_NO, Question


@dataclass
class Draft:
    """What a workbook says. `places` tells the cell of each part of the data; `mark` what it was exported from."""

    path: Path
    data: dict[str, Any] = field(default_factory=dict)
    places: dict[Place, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    mark: dict[str, str] = field(default_factory=dict)

    def cell_of(self, place: Place) -> str:
        """`材料!F5` for a place in the data: the nearest part of it that has a cell of its own."""
        for length in range(len(place), 0, -1):
            part = place[:length]
            if part in self.places:
                return self.places[part]
            inside = next((cell for known, cell in self.places.items() if known[:length] == part), None)
            if inside:
                return inside
        return "事项!A1"

    def problem(self, message: str, where: str, code: str = "cell") -> None:
        self.problems.append(Problem(message, code, str(self.path), None, where))


def read(path: Path, packs: Mapping[str, Sequence[Question]]) -> Draft:
    """The draft of a workbook. Raises `InputProblems` when it is no workbook at all; else see `Draft.problems`.

    `packs` are the questions of the shared packs: conditions may name them by their texts.
    """
    book = open_book(path)
    draft = Draft(path)
    draft.mark = {p.name: str(p.value) for p in book.custom_doc_props.props if p.name in MARKS}
    tables: dict[Block, _Table] = {}
    for name, ws in sheets(book, draft).items():
        grid = Grid(ws, draft)
        blocks = [block for block in BLOCKS if block.sheet == name]
        marks = grid.marks(blocks)
        if name == "事项":
            _read_form(grid, draft, end=min(marks.values(), default=grid.last + 1))
        for block in blocks:
            if block in marks:
                stop = min((row for row in marks.values() if row > marks[block]), default=grid.last + 1)
                tables[block] = _Table(block, grid, marks[block], stop, draft)
    names = _names(tables, packs, draft)
    for block, table in tables.items():
        if records := table.records(names):
            draft.data[block.part] = records
    _without_marks_of_lost_columns(draft)
    return draft


def _without_marks_of_lost_columns(draft: Draft) -> None:
    """Who deletes the first column takes the titles along: the column alone is told."""
    lost = {one.where for one in draft.problems if one.code == "missing_column"}
    for one in [one for one in draft.problems if one.code == "lost_mark"]:
        sheet, _, row = one.where.rpartition("!A")
        if f"{sheet}!A{int(row) + 1}" in lost:
            draft.problems.remove(one)


def _set(record: dict[str, Any], key: Sequence[str], value: Any) -> None:
    for part in key[:-1]:
        record = record.setdefault(part, {})
    record[key[-1]] = value


def _read_form(grid: Grid, draft: Draft, end: int) -> None:
    """The single values of the item: a label in column A, its value in column B."""
    rows = [row for row in sorted(grid.cells) if 3 < row < end and plain_header(grid.value(row, 1) or "") != "项目"]
    labels = {row: plain_header(grid.value(row, 1) or "") for row in rows}
    lines: dict[Column, int] = {}
    for row, label in labels.items():
        if (column := _FORM.get(label)) in lines:
            draft.problem(
                f"项目“{label}”写了两次,另一处在 A{lines[column]}。请删去一行", grid.place(row, 1), "repeated"
            )
        elif column:
            lines[column] = row
    missing = [column for column in FORM if column not in lines]
    for row in (row for row, label in labels.items() if label not in _FORM):
        column = _form_column(labels[row], row, missing, lines)
        if column:
            missing.remove(column)
            lines[column] = row
            how = f"不认识项目“{labels[row]}”,请改回" if labels[row] else "这一行的项目名不见了,请写回"
            draft.problem(f"{how}“{column.header}”", grid.place(row, 1), "renamed")
        elif grid.value(row, 1) is not None or grid.value(row, 2) is not None:
            draft.problem(f"不认识项目“{labels[row]}”。请删去这一行", grid.place(row, 1), "unknown_row")
    for column in missing:
        row = 1 + max((lines[one] for one in FORM[: FORM.index(column)] if one in lines), default=4)
        message = f"少了项目“{column.header}”这一行,原来写的内容会清空。请按 Ctrl+Z 找回;本来就空的,补一行,只写项目名"
        draft.problem(message, grid.place(row, 1), "missing_row")
    for column, row in lines.items():
        draft.places[column.key] = grid.place(row, 2)
        value = _value(grid, row, 2, column, oneline.Names(), draft)
        if value is not None:
            _set(draft.data, column.key, value)


_FORM = {plain_header(column.header): column for column in FORM}


def _form_column(label: str, row: int, missing: Sequence[Column], lines: Mapping[Column, int]) -> Column | None:
    """What a row with a wrong label is: the missing one that it sounds like, or that belongs at this place."""
    if found := _FORM.get(nearest(label, [column.header for column in missing])):
        return found
    above = {at: column for column, at in lines.items()}.get(row - 1)
    following = FORM[FORM.index(above) + 1 : FORM.index(above) + 2] if above else FORM[:1]
    return next((column for column in following if column in missing), None)


def _value(grid: Grid, row: int, number: int, column: Column, names: oneline.Names, draft: Draft) -> Any:
    try:
        return from_cell(column, grid.value(row, number), names)
    except CellError as error:
        name = "" if column.kind in ("when", "answers") else f"“{column.header}”"  # these say themselves what they mean
        draft.problem(f"{name}{error}", grid.place(row, number))
        return None


class _Table:
    """One block: its header checked, its rows as records."""

    def __init__(self, block: Block, grid: Grid, mark: int, stop: int, draft: Draft) -> None:
        self.block, self.grid, self.draft = block, grid, draft
        filled = [row for row in sorted(grid.cells) if mark < row < stop]
        self.head = filled[0] if filled else mark + 1
        self.rows = filled[1:]
        self.columns = self._columns()

    def _columns(self) -> dict[Column, int]:
        """Which column stands where. A wrong or lost header is told, and its column read all the same."""
        wanted = {plain_header(column.header): column for column in self.block.all_columns}
        found: dict[Column, int] = {}
        unknown: dict[int, str] = {}
        headers = self.grid.cells.get(self.head, {})
        for number, value in headers.items():
            header = plain_header(value)
            if header == plain_header(MEANING):
                continue
            if header not in wanted:
                unknown[number] = header
            elif wanted[header] in found:
                message = f"列“{header}”出现了两次,另一列是 {letter(found[wanted[header]])}。请删去一列"
                self._tell(number, message, "repeated")
            else:
                found[wanted[header]] = number
        missing = [column for column in wanted.values() if column not in found]
        filled = {number for row in self.rows for number in self.grid.cells[row]}
        for number in sorted({*unknown, *(filled - headers.keys())}):
            self._wrong_header(number, unknown.get(number, ""), number in filled, missing, found)
        for column in missing:
            message = (
                f"“{self.block.mark}”少了列“{column.header}”,这样导入会把它的内容全部清空。"
                f"请按 Ctrl+Z 找回,或重新导出;本来就空的,补一列,只写列名“{column.header}”"
            )
            self._tell(self._expected(column, found), message, "missing_column")
        return found

    def _tell(self, number: int, message: str, code: str) -> None:
        self.draft.problem(message, self.grid.place(self.head, number), code)

    def _wrong_header(
        self, number: int, header: str, filled: bool, missing: list[Column], found: dict[Column, int]
    ) -> None:
        name = nearest(header, [column.header for column in missing])
        column = next((one for one in missing if one.header == name or self._expected(one, found) == number), None)
        if column and (filled or name):
            missing.remove(column)
            found[column] = number
            how = f"不认识列“{header}”,请改回" if header else "这一列的列名不见了,请在这一格写回"
            self._tell(number, f"{how}“{column.header}”", "renamed")
        elif filled and header:
            self._tell(number, f"不认识列“{header}”。请把内容移到有列名的列里,再删去这一列", "unknown_column")
        elif filled and not self._is_meaning(number, found):
            rows = [row for row in self.rows if number in self.grid.cells[row]]
            more = f"(这一列共 {len(rows)} 格)" if len(rows) > 1 else ""
            message = f"这一格的上面没有列名,请移到有列名的列里{more}"
            self.draft.problem(message, self.grid.place(rows[0], number), "no_header")

    def _expected(self, column: Column, found: Mapping[Column, int]) -> int:
        """Where a column belongs: as far from its nearest neighbour at the left (else at the right) as exported."""
        order = [one for one, _ in headers_of(self.block)]
        at = order.index(column)
        known = [(n, found[one]) for n, one in enumerate(order) if one is not None and one in found]
        left = [(n, number) for n, number in known if n < at]
        beside, number = (left or known or [(0, 1)])[-1 if left else 0]
        return max(1, number + at - beside)

    def _is_meaning(self, number: int, found: Mapping[Column, int]) -> bool:
        """Whether a column without a header is the program's own explanation of the condition at its left."""
        return any(at == number - 1 and column.kind == "when" for column, at in found.items())

    def records(self, names: oneline.Names) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        block = self.block
        for row in self.rows:
            own, member = self._cells(row, block.columns, names), self._cells(row, block.child_columns, names)
            further = own if block.child != "also" else {c: v for c, v in own.items() if c.key not in _keys(block)}
            if block.child and found and not further and member:
                place: Place = (block.part, len(found) - 1, block.child, len(found[-1].get(block.child, ())))
                found[-1].setdefault(block.child, []).append(self._record(row, block.child_columns, member, place))
            elif own or member:
                place = (block.part, len(found))
                record = self._record(row, block.columns, own, place)
                if block.child == "options" and member:
                    record["options"] = [self._record(row, block.child_columns, member, (*place, "options", 0))]
                found.append(record)
        return found

    def _cells(self, row: int, columns: Sequence[Column], names: oneline.Names) -> dict[Column, Any]:
        found = {}
        for column in columns:
            number = self._number(column)
            if number and number in self.grid.cells[row]:
                value = _value(self.grid, row, number, column, names, self.draft) if column in self.columns else None
                value = self._shared(row, column, names) if column not in self.columns else value
                if value is not None:
                    found[column] = value
        return found

    def _number(self, column: Column) -> int | None:
        """The column's number; a further reason stands in the columns of the first one."""
        if column in self.columns:
            return self.columns[column]
        return next((n for c, n in self.columns.items() if c.key == column.key), None)

    def _shared(self, row: int, column: Column, names: oneline.Names) -> Any:
        try:
            return from_cell(column, self.grid.value(row, self._number(column) or 0), names)
        except CellError:
            return None  # told already for the first column of that name

    def _record(
        self, row: int, columns: Sequence[Column], values: Mapping[Column, Any], place: Place
    ) -> dict[str, Any]:
        record: dict[str, Any] = {}
        self.draft.places[place] = self.grid.place(row, min(self.grid.cells[row]))
        for column in columns:
            if number := self._number(column):
                self.draft.places[place + column.key] = self.grid.place(row, number)
            if column in values:
                _set(record, column.key, values[column])
        return record


def _keys(block: Block) -> set[tuple[str, ...]]:
    return {column.key for column in block.child_columns}


def _names(tables: Mapping[Block, _Table], packs: Mapping[str, Sequence[Question]], draft: Draft) -> oneline.Names:
    """The texts and labels by which conditions may name questions and options: the item's own, and the packs'."""
    names = oneline.Names()
    for question in (question for name in draft.data.get("include", ()) for question in packs.get(name, ())):
        names.add(question.id, question.text, {option.id: option.label for option in question.choices})
    for question in _plain_questions(tables):
        options = {one.get("id", ""): one.get("label", "") for one in question.get("options", ())}
        if question.get("kind") == "yes_no" and not options:
            options = dict(YES_NO)
        names.add(str(question.get("id", "")), str(question.get("text", "")), options)
    return names


def _plain_questions(tables: Mapping[Block, _Table]) -> Iterator[dict[str, Any]]:
    """The questions of 情形 read for their names alone; problems are told at the real reading."""
    table = next((table for block, table in tables.items() if block.part == "questions"), None)
    if table is not None:
        before = list(table.draft.problems)
        places = dict(table.draft.places)
        yield from table.records(oneline.Names())
        table.draft.problems, table.draft.places = before, places
