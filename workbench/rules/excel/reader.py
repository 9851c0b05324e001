"""A rules workbook that a person changed, as the data of a rules file; every problem with its sheet and cell."""

from __future__ import annotations

import re
import unicodedata
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from workbench.problems import InputProblems, Problem, UserError, did_you_mean
from workbench.rules.conditions import Place
from workbench.rules.excel import oneline
from workbench.rules.excel.cells import CellError, from_cell
from workbench.rules.excel.layout import BLOCKS, DICTIONARY, FORM, MEANING, SHEETS, Block, Column
from workbench.rules.excel.writer import MARKS
from workbench.rules.item import YES_NO, Question

LARGEST = 80_000_000  # bytes of an unpacked workbook; a large item needs one
FORMULA = "这一格是公式,请改成文字:复制后“选择性粘贴 → 数值”"


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
    book = _open(path)
    draft = Draft(path)
    draft.mark = {p.name: str(p.value) for p in book.custom_doc_props.props if p.name in MARKS}
    sheets = _sheets(book, draft)
    tables: dict[Block, _Table] = {}
    for name, ws in sheets.items():
        grid = _Grid(ws, draft)
        blocks = [block for block in BLOCKS if block.sheet == name]
        marks = grid.marks(blocks)
        if name == "事项":
            _read_form(grid, draft, end=min(marks.values(), default=grid.last + 1))
        for block in blocks:
            if block in marks:
                stop = min((row for row in marks.values() if row > marks[block]), default=grid.last + 1)
                tables[block] = _Table(block, grid, marks[block], stop, draft)
            else:
                near = did_you_mean(block.mark, grid.texts())
                draft.problem(f"找不到“{block.mark}”这一段{near or '。'}请恢复这一行", f"{name}!A1", "missing_block")
    names = _names(tables, packs, draft)
    for block, table in tables.items():
        if records := table.records(names):
            draft.data[block.part] = records
    return draft


def _open(path: Path) -> Any:
    """The workbook with its formulas as they stand. Raises `InputProblems` or `UserError`."""
    from openpyxl import load_workbook

    def refuse(message: str) -> InputProblems:
        return InputProblems([Problem(message, "not_a_workbook", str(path))])

    try:
        with zipfile.ZipFile(path) as package:
            if sum(info.file_size for info in package.infolist()) > LARGEST:
                raise refuse("工作簿解开后太大,不像规则工作簿。请重新导出再填")
        return load_workbook(path)
    except FileNotFoundError:
        raise UserError(f"找不到文件“{path}”。", exit_code=2) from None
    except (PermissionError, IsADirectoryError) as error:
        raise UserError(f"读不了“{path}”:{error.strerror}。请关闭正在用它的程序再试。", exit_code=2) from None
    except InputProblems:
        raise
    except zipfile.BadZipFile:
        raise refuse("不是 Excel 工作簿(.xlsx)。旧的 .xls 或加密的文件请先另存为普通的 .xlsx") from None
    except Exception as error:  # openpyxl raises whatever a damaged part makes it raise
        raise refuse(f"工作簿坏了,打不开({type(error).__name__})。请重新导出再填") from error


def _sheets(book: Any, draft: Draft) -> dict[str, Any]:
    """The seven sheets; renamed, missing and further ones are problems."""
    found = {name.strip(): book[name] for name in book.sheetnames if name.strip() in SHEETS}
    extra = [ws for ws in book.worksheets if ws.title.strip() not in (*SHEETS, DICTIONARY)]
    missing = [name for name in SHEETS if name not in found]
    for name in missing:
        candidates = [ws.title for ws in extra]
        near = did_you_mean(name, candidates) or (f"(是不是改名成了“{candidates[0]}”?)" if len(candidates) == 1 else "")
        draft.problem(f"缺少工作表“{name}”{near}。请恢复它的名称,或重新导出", f"{name}!A1", "missing_sheet")
    for ws in extra:
        if any(cell.value is not None for cell in ws._cells.values()):
            message = f"多了一张工作表“{ws.title}”,程序不读它。请把内容填进原来的表,再删去这一张"
            draft.problem(message, f"{ws.title}!A1", "extra_sheet")
    for chart in book.chartsheets:
        draft.problem(f"多了一张图表“{chart.title}”,请删去", f"{chart.title}!A1", "extra_sheet")
    return found


class _Grid:
    """The filled cells of one sheet. Formulas, merged cells, pictures and error values are told once, here."""

    def __init__(self, ws: Any, draft: Draft) -> None:
        self.name = ws.title.strip()
        self.cells: dict[int, dict[int, Any]] = {}
        # ws._cells holds the cells that the file holds; walking by row and column would make a cell for every
        # empty one, and a sheet may have a million empty rows.
        for (row, column), cell in ws._cells.items():
            if cell.value is None or (isinstance(cell.value, str) and not cell.value.strip()):
                continue
            if cell.data_type == "f":
                draft.problem(FORMULA, f"{self.name}!{cell.coordinate}", "formula")
            elif cell.data_type == "e":
                draft.problem(f"这一格是错误值 {cell.value},请重新填写", f"{self.name}!{cell.coordinate}", "formula")
            self.cells.setdefault(row, {})[column] = None if cell.data_type in "fe" else cell.value
        self.last = max(self.cells, default=0)
        for area in ws.merged_cells.ranges:
            message = f"合并了单元格 {area.coord},请取消合并,每格各填各的"
            draft.problem(message, f"{self.name}!{area.coord.split(':')[0]}", "merged")
        for picture in ws._images:
            corner = picture.anchor._from
            place = f"{self.name}!{_letter(corner.col + 1)}{corner.row + 1}"
            draft.problem("贴了一张图片,程序读不了图片里的字。请把字填进格子,再删去图片", place, "picture")
        for chart in ws._charts:
            draft.problem("贴了一张图表,请删去", f"{self.name}!{_letter(chart.anchor._from.col + 1)}1", "picture")

    def value(self, row: int, column: int) -> Any:
        return self.cells.get(row, {}).get(column)

    def place(self, row: int, column: int) -> str:
        return f"{self.name}!{_letter(column)}{row}"

    def texts(self) -> list[str]:
        return [str(row[1]).split(" ")[0] for row in self.cells.values() if 1 in row]

    def marks(self, blocks: Sequence[Block]) -> dict[Block, int]:
        """The row of each block's mark."""
        found: dict[Block, int] = {}
        for row in sorted(self.cells):
            text = unicodedata.normalize("NFKC", str(self.cells[row].get(1, ""))).strip()
            for block in blocks:
                if text.startswith(block.mark) and block not in found:
                    found[block] = row
        return found


def _letter(column: int) -> str:
    from openpyxl.utils import get_column_letter

    return get_column_letter(column)


def _header(value: Any) -> str:
    """A header without what people add to it: spaces, line breaks, the star of required columns."""
    return re.sub(r"[\s*]+", "", unicodedata.normalize("NFKC", str(value)))


def _set(record: dict[str, Any], key: Sequence[str], value: Any) -> None:
    for part in key[:-1]:
        record = record.setdefault(part, {})
    record[key[-1]] = value


def _read_form(grid: _Grid, draft: Draft, end: int) -> None:
    """The single values of the item: a label in column A, its value in column B."""
    by_header = {_header(column.header): column for column in FORM}
    seen: set[str] = set()
    for row in sorted(row for row in grid.cells if 3 < row < end):
        label = _header(grid.value(row, 1) or "")
        if label == "项目":
            continue
        if label not in by_header:
            if grid.value(row, 1) is not None or grid.value(row, 2) is not None:
                near = did_you_mean(label, [h for h in by_header if h not in seen])
                draft.problem(f"不认识项目“{label}”{near}", grid.place(row, 1), "unknown_row")
            continue
        if label in seen:
            draft.problem(f"项目“{label}”写了两次", grid.place(row, 1), "repeated")
        seen.add(label)
        column = by_header[label]
        draft.places[column.key] = grid.place(row, 2)
        value = _value(grid, row, 2, column, oneline.Names(), draft)
        if value is not None:
            _set(draft.data, column.key, value)
    for header in by_header.keys() - seen:
        draft.problem(f"少了项目“{header}”这一行。请恢复它(可以空着不填)", "事项!A1", "missing_row")


def _value(grid: _Grid, row: int, number: int, column: Column, names: oneline.Names, draft: Draft) -> Any:
    try:
        return from_cell(column, grid.value(row, number), names)
    except CellError as error:
        draft.problem(f"“{column.header}”{error}", grid.place(row, number))
        return None


class _Table:
    """One block: its header checked, its rows as records."""

    def __init__(self, block: Block, grid: _Grid, mark: int, stop: int, draft: Draft) -> None:
        self.block, self.grid, self.draft = block, grid, draft
        filled = [row for row in sorted(grid.cells) if mark < row < stop]
        self.head = filled[0] if filled else mark + 1
        self.rows = filled[1:]
        self.columns = self._columns()

    def _columns(self) -> dict[Column, int]:
        wanted = {_header(column.header): column for column in self.block.all_columns}
        found: dict[Column, int] = {}
        unknown: dict[int, str] = {}
        for number, value in self.grid.cells.get(self.head, {}).items():
            header = _header(value)
            if header == _header(MEANING):
                continue
            if header not in wanted:
                unknown[number] = header
            elif wanted[header] in found:
                self.draft.problem(f"列“{header}”出现了两次,请删去一列", self.grid.place(self.head, number), "repeated")
            else:
                found[wanted[header]] = number
        missing = [header for header, column in wanted.items() if column not in found]
        for number, header in unknown.items():
            if any(number in self.grid.cells[row] for row in self.rows) or did_you_mean(header, missing):
                near = did_you_mean(header, missing)
                message = f"不认识列“{header}”{near or '。'}请恢复列名,或删去这一列"
                self.draft.problem(message, self.grid.place(self.head, number), "unknown_column")
        for header in missing:
            message = f"“{self.block.mark}”少了列“{header}”。请恢复它(可以空着不填)"
            self.draft.problem(message, self.grid.place(self.head, 1), "missing_column")
        self._without_header(set(self.grid.cells.get(self.head, {})))
        return found

    def _without_header(self, headed: set[int]) -> None:
        for row in self.rows:
            for number in self.grid.cells[row].keys() - headed:
                self.draft.problem("这一格的上面没有列名,请移到有列名的列里", self.grid.place(row, number), "no_header")

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
