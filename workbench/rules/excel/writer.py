"""A rules file as a workbook that a person can change: seven sheets, dropdowns, a note on every column."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from workbench import files
from workbench.rules import wording
from workbench.rules.excel import shared, style
from workbench.rules.excel.cells import to_cell
from workbench.rules.excel.layout import BLOCKS, DICTIONARY, FORM, MEANING, SAMPLE, SHEETS, Block, Column, headers_of
from workbench.rules.item import Pack, Question

MARKS = ("规则事项", "规则版本", "规则指纹")
NEW = "新事项"  # instead of an id: the workbook was made for an item that is not there yet
GUIDES = {
    "事项": "左边是项目,中间填写,右边是说明。改好后保存,在“规则”页导入;导入前会逐格检查,并先给您看改动的效果。",
    "情形": "问群众的问题。要加选项,就在它下面插入一行,只填选项的三格。",
    "材料": "蓝色是第一层(人人都要),橙色是第二层(符合条件才要)。",
    "提示": "三段:不能办、提示、不用带。要加行就在那一段里插入一行。",
    "环节": "三段:环节、办理期间、接下来的事。",
    "问答": "群众常问的话。",
    "示例": "每份个性化材料至少一个示例。导入时逐个验算,不符的会指出来。",
}
SAMPLE_GUIDE = "灰色的“例:”是示范,不会导入;照样子写在空着的格子里。"
FIRST_ROW = 4
FREEZE = {"情形": "B6", "材料": "D6", "问答": "A6", "示例": "B6"}  # sheets with one table keep its header in sight


def fingerprint(data: Mapping[str, Any]) -> str:
    """The same for two files that say the same, whatever their comments and order of keys."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


def write(
    data: Mapping[str, Any],
    questions: Mapping[str, Question],
    path: Path,
    *,
    items: Sequence[str],
    packs: Mapping[str, Pack],
    example: Mapping[str, Any] | None = None,
) -> None:
    """Writes the workbook of one rules file, given as parsed. Raises `CannotWrite`.

    `questions` are those of the item and of its packs (for the meaning of conditions), `items` the ids that
    dropdowns offer, `packs` what the sheet of shared questions lists. With an `example` (a rules file as parsed,
    shown in grey, not read back) it is the workbook of a new item.
    """
    from openpyxl import Workbook
    from openpyxl.packaging.custom import StringProperty

    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    listed = {"事项": list(items), "题库": list(packs)}
    shown = example or {}
    for sheet in SHEETS:
        ws = book.create_sheet(sheet)
        name = data.get("short") or data.get("name", "")
        style.title(ws, f"{sheet} · {name}", GUIDES[sheet] + (SAMPLE_GUIDE if example else ""))
        row = _form(ws, data, shown) if sheet == "事项" else FIRST_ROW
        blocks = [block for block in BLOCKS if block.sheet == sheet]
        _widths(ws, blocks)
        for block in blocks:
            records = (data.get(block.part, ()), shown.get(block.part, ()))
            row = _block(ws, block, records, questions, listed, row, last=block is blocks[-1])
        style.page(ws, freeze=FREEZE.get(sheet, "A4"), repeat="1:2", footer=str(data.get("name", "")))
        if sheet == "材料":  # too wide for one page: three side by side, each with the names
            ws.page_setup.fitToWidth, ws.print_title_cols = 3, "A:C"
    shared.add(book, packs)
    _dictionary(book.create_sheet(DICTIONARY), listed)
    values = (NEW,) if example else (str(data.get("id", "")), str(data.get("version", "")), fingerprint(data))
    for name, value in zip(MARKS, values, strict=False):
        book.custom_doc_props.append(StringProperty(name=name, value=value))  # type: ignore[attr-defined]
    book.properties.title, book.properties.creator = f"规则:{data.get('name', '')}", "窗口工作台"
    with files.replacing(path) as out:
        book.save(out)


def _widths(ws: Any, blocks: Sequence[Block]) -> None:
    """Each column as wide as the widest that stands in it; 事项 has its own."""
    if ws.title == "事项":
        widths = [22.0, 64.0, 46.0, 30.0, 34.0, 24.0]
    else:
        rows = [[width for _, width in headers_of(block)] for block in blocks]
        widths = [max(found) for found in zip(*_padded(rows), strict=True)]
    for number, width in enumerate(widths, 1):
        ws.column_dimensions[ws.cell(1, number).column_letter].width = width


def _padded(rows: list[list[float]]) -> list[list[float]]:
    longest = max(map(len, rows))
    return [row + [0.0] * (longest - len(row)) for row in rows]


def value_at(record: Any, key: Sequence[str]) -> Any:
    """The value under a path of keys; None when it is not there."""
    for part in key:
        if not isinstance(record, Mapping) or part not in record:
            return None
        record = record[part]
    return record


def _form(ws: Any, data: Mapping[str, Any], example: Mapping[str, Any]) -> int:
    """The single values of the item, one a row; gives the first free row."""
    headers = ["项目", "填写", "说明"] + (["示范"] if example else [])
    for number, text in enumerate(headers, 1):
        style.head(ws.cell(FIRST_ROW, number), text)
    ws.row_dimensions[FIRST_ROW].height = 24
    for row, column in enumerate(FORM, FIRST_ROW + 1):
        value = to_cell(column, value_at(data, column.key))
        style.body(ws.cell(row, 1), column.header + ("*" if column.required else ""), style.Look(ground=style.BAND))
        style.body(ws.cell(row, 2), value, _look(column, value))
        style.body(ws.cell(row, 3), column.tip, style.QUIET)
        if (sample := to_cell(column, value_at(example, column.key))) is not None:
            style.body(ws.cell(row, 4), _sample(sample), style.SHOWN)
        _dropdown(ws, column, f"B{row}")
        style.row_height(ws, row, [(str(value or ""), 64.0), (column.tip, 46.0)])
    return FIRST_ROW + 1 + len(FORM) + 1


def _block(
    ws: Any,
    block: Block,
    records: tuple[Sequence[Mapping[str, Any]], Sequence[Mapping[str, Any]]],
    questions: Mapping[str, Question],
    listed: Mapping[str, Sequence[str]],
    row: int,
    *,
    last: bool,
) -> int:
    """One table with its mark, header, rows and some empty rows to fill; gives the first free row.

    `records` are those of the item and, above them in grey, those of the example.
    """
    headers = headers_of(block)
    _heading(ws, block, headers, row)
    start = row = row + 2
    for record in records[1]:
        for values in _rows(block, record):
            _row(ws, row, headers, {c: _sample(v) for c, v in values.items() if v is not None}, {}, sample=True)
            row += 1
    for record in records[0]:
        for line, values in enumerate(_rows(block, record)):
            _row(ws, row, headers, values, questions, first=line == 0)
            row += 1
    for _ in range(block.spare):
        _row(ws, row, headers, {}, questions, first=False)
        row += 1
    end = row + 300 if last else row - 1
    for number, (column, _) in enumerate(headers, 1):
        if column is not None:
            letter = ws.cell(1, number).column_letter
            _dropdown(ws, column, f"{letter}{start}:{letter}{end}", listed)
    return row + 1


def _heading(ws: Any, block: Block, headers: Sequence[tuple[Column | None, float]], row: int) -> None:
    """The mark of a table and its column headers, each with its note."""
    from openpyxl.comments import Comment

    style.put(ws.cell(row, 1), f"{block.mark} {block.note}")
    ws.cell(row, 1).font = style.font(12, bold=True, colour=style.ACCENT)
    ws.row_dimensions[row].height, ws.row_dimensions[row + 1].height = 22, 32
    for number, (column, _) in enumerate(headers, 1):
        cell = ws.cell(row + 1, number)
        if column is None:
            style.head(cell, MEANING, colour=style.PALE, ink=style.MUTED)
            continue
        own = block.child == "options" and column in block.child_columns
        star = "*" if column.required else ""
        style.head(cell, column.header + star, colour=style.ACCENT if own else style.NAVY)
        height = 40 + 17 * (column.tip.count("\n") + len(column.tip) // 22)
        cell.comment = Comment(column.tip, "窗口工作台", width=300, height=height)


def _rows(block: Block, record: Mapping[str, Any]) -> Iterator[dict[Column, Any]]:
    """The rows of one record: its own values, with the first option beside them, then its further members."""
    first = {column: to_cell(column, value_at(record, column.key)) for column in block.columns}
    members = list(record.get(block.child, ())) if block.child else []
    if block.child == "also":
        by_key = {column.key: column for column in block.columns}
        yield first
        for member in members:
            yield {by_key[c.key]: to_cell(c, value_at(member, c.key)) for c in block.child_columns}
        return
    cells = [{c: to_cell(c, value_at(member, c.key)) for c in block.child_columns} for member in members]
    yield {**first, **(cells[0] if cells else {})}
    yield from cells[1:]


def _row(
    ws: Any,
    row: int,
    headers: Sequence[tuple[Column | None, float]],
    values: Mapping[Column, Any],
    questions: Mapping[str, Question],
    *,
    first: bool = False,
    sample: bool = False,
) -> None:
    texts = []
    meaning = ""
    for number, (column, _) in enumerate(headers, 1):
        cell = ws.cell(row, number)
        value = meaning if column is None else values.get(column)
        look = style.SHOWN if sample else _look(column, value, first=first, heading=first and number == 1)
        style.body(cell, value, look)
        if column is not None and not sample:
            meaning = _meaning(value, questions) if column.kind == "when" and value else ""
        texts.append((str(value if value is not None else ""), ws.column_dimensions[cell.column_letter].width))
    style.row_height(ws, row, texts)


def _sample(value: Any) -> str:
    """A value of the example as it is shown."""
    return f"{SAMPLE}{value}"


def _meaning(line: str, questions: Mapping[str, Question]) -> str:
    from workbench.rules.excel.oneline import read_condition

    return wording.condition(read_condition(line), questions)


def _look(column: Column | None, value: Any, *, first: bool = False, heading: bool = False) -> style.Look:
    """A meaning is quiet, a layer has its colour, a record begins with a line."""
    if column is None:
        return style.Look(style.MUTED, strong_top=first)
    ground = {"基础": style.BAND, "个性化": style.AMBER}.get(value, "") if column.key == ("layer",) else ""
    formats = {"date": "yyyy-mm-dd", "int": "0", "number": "General"}
    centre = column.width < 11
    return style.Look(style.INK, heading, centre, first, ground, formats.get(column.kind, "@"))


def _dropdown(ws: Any, column: Column, area: str, listed: Mapping[str, Sequence[str]] | None = None) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    words = list(column.words.values()) or list(column.hints)
    if column.listed and listed:
        letter = "AB"[list(listed).index(column.listed)]
        formula = f"'{DICTIONARY}'!${letter}$2:${letter}${len(listed[column.listed]) + 1}"
    elif words:
        formula = '"' + ",".join(words) + '"'
    else:
        return
    rule = DataValidation(type="list", formula1=formula, allow_blank=True)
    strict = bool(column.words)
    rule.errorStyle = "stop" if strict else "warning"
    rule.errorTitle, rule.error = column.header, "请从下拉列表里选" if strict else "不在列表里,确定要这样写吗?"
    rule.showErrorMessage = True
    ws.add_data_validation(rule)
    rule.add(area)


def _dictionary(ws: Any, listed: Mapping[str, Sequence[str]]) -> None:
    for number, (name, values) in enumerate(listed.items(), 1):
        style.put(ws.cell(1, number), name)
        for row, value in enumerate(values, 2):
            style.put(ws.cell(row, number), value)
    ws.sheet_state = "hidden"
