"""Makes the empty workbook of one window and one year: Tables, dropdowns, colours, print set-up, 汇总, 填写说明.

openpyxl makes it once. After that only `sheet.py` writes into it, because a person may have touched it.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

from workbench.ledger import dictionary, guide, summary
from workbench.ledger.check import Words
from workbench.ledger.columns import REMOVED, ROW_HEIGHT, SHEETS, Column, Sheet
from workbench.ledger.look import AMBER, GREY, INK, LINE, NAVY, PALE, TEAL, border, fill, font, set_up_page
from workbench.ledger.records import MEASURE_STATES, OUTCOMES, REWORK_STATES
from workbench.ledger.tables import MARK, STAMP

HEADER_ROW = 3
FIRST_ROW = HEADER_ROW + 1
LAST_ROW = 1_048_576
STATE_COLOURS = {
    "待整改": ("FDE7E7", "9B1C1C"),
    "整改中": ("FFF3D6", "8A5A00"),
    "已整改": ("E3F3E6", "1E6B34"),
    "已复核": ("DDEBF7", "1F4E79"),
    "不需整改": ("EEEEEE", "555555"),
    "待实施": ("FDE7E7", "9B1C1C"),
    "实施中": ("FFF3D6", "8A5A00"),
    "已完成": ("E3F3E6", "1E6B34"),
    "已评估": ("DDEBF7", "1F4E79"),
    "已取消": ("EEEEEE", "555555"),
    "办结": ("E3F3E6", "1E6B34"),
    "补正": ("FDE7E7", "9B1C1C"),
    "退回": ("FDE7E7", "9B1C1C"),
    "容缺": ("FFF3D6", "8A5A00"),
    "承诺": ("FFF3D6", "8A5A00"),
}


def empty(
    title: str, mark: str, words: Words, start: date, end: date, *, clerks: Sequence[str] = (), stamped: bool = False
) -> bytes:
    """The bytes of a formatted workbook without rows, its 汇总 listing the weeks from `start` to `end`.

    `title` heads the sheets; `mark` is kept as a property; `stamped` sheets say by which fold they were written.
    Each Table has one blank row, which carries the styles for the rows to come.
    """
    from openpyxl import Workbook
    from openpyxl.packaging.custom import StringProperty

    book: Any = Workbook()
    book.remove(book.active)
    places = {sheet.kind: book.create_sheet(sheet.name) for sheet in SHEETS}
    overview = book.create_sheet(summary.NAME)
    dictionary.write(book.create_sheet(dictionary.NAME), words, clerks)
    for sheet in SHEETS:
        _table_sheet(places[sheet.kind], sheet, title, stamped=stamped)
    summary.build(book, overview, title, words, start, end)
    guide.build(book.create_sheet("填写说明"), title, words)
    book.custom_doc_props.append(StringProperty(name=MARK, value=mark))
    book.properties.title = title
    book.properties.creator = MARK
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _table_sheet(ws: Any, sheet: Sheet, title: str, *, stamped: bool) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.table import Table, TableStyleInfo

    last, ranges = get_column_letter(len(sheet.columns)), dictionary.formulas()
    ws["A1"], ws["A2"] = f"{sheet.name} · {title}", sheet.title
    ws["A1"].font, ws["A2"].font = font(18, NAVY, bold=True), font(10, "6B7A8C")
    stamp = ws[f"{_letter(sheet, '编号')}2"]
    stamp.value = f"{STAMP} 0" if stamped else None
    stamp.font, stamp.alignment = font(9, GREY), Alignment(horizontal="right")  # always: styles keep their numbers
    ws.row_dimensions[1].height, ws.row_dimensions[2].height, ws.row_dimensions[HEADER_ROW].height = 32, 20, 30
    for number, column in enumerate(sheet.columns, 1):
        letter = get_column_letter(number)
        head, cell = ws.cell(HEADER_ROW, number, column.header), ws.cell(FIRST_ROW, number)
        head.font, head.fill = font(11, "FFFFFF", bold=True), fill(AMBER if column.supervisor else NAVY)
        head.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        head.border = cell.border = border(around=LINE)
        cell.font = font(10, GREY if column.field in ("id", "case", "matter") else INK)
        cell.number_format = _FORMATS.get(column.kind, "General")
        cell.alignment = Alignment(
            horizontal="left" if column.kind == "long" or column.width > 14 else "center",
            vertical="center",
            indent=1 if column.kind == "long" or column.width > 14 else 0,
            wrap_text=column.wraps,
            shrink_to_fit=not column.wraps and column.kind == "text",
        )
        ws.column_dimensions[letter].width = column.width
        ws.column_dimensions[letter].hidden = column.hidden
        if column.note:
            head.comment = Comment(column.note, MARK, width=260, height=70)
        _dropdown(ws, column, letter, ranges)
    table = Table(displayName=sheet.name, name=sheet.name, ref=f"A{HEADER_ROW}:{last}{FIRST_ROW}")
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
    ws.add_table(table)
    _colours(ws, sheet)
    _page(ws, sheet)


_FORMATS = {"date": "yyyy-mm-dd", "moment": "yyyy-mm-dd hh:mm", "number": "0.0", "count": "0", "text": "@", "long": "@"}


def _dropdown(ws: Any, column: Column, letter: str, ranges: dict[str, str]) -> None:
    """A dropdown over the whole column, so that it never has to grow. It warns, and lets a person decide."""
    from openpyxl.worksheet.datavalidation import DataValidation

    area = f"{letter}{FIRST_ROW}:{letter}{LAST_ROW}"
    if column.choices:
        formula = ranges[column.choices]
        if column.choices in dictionary.FOUND_BY_NAME:
            formula = formula.replace("{row}", str(FIRST_ROW)).replace("{col}", _depends_on(ws, column))
        rule = DataValidation(type="list", formula1=formula, allow_blank=True)
        rule.errorStyle, rule.error = "warning", "下拉里没有这一项,确定要这样写吗?"
    elif column.kind in ("date", "moment"):
        rule = DataValidation(type="date", operator="greaterThan", formula1="36526", allow_blank=True)
        rule.errorStyle, rule.error = "warning", "这里应当是日期,例如 2026-03-02"
    elif column.kind in ("number", "count"):
        rule = DataValidation(type="decimal", operator="greaterThanOrEqual", formula1="0", allow_blank=True)
        rule.errorStyle, rule.error = "warning", "这里应当是不小于 0 的数字"
    else:
        return
    rule.errorTitle, rule.showErrorMessage = "请核对", True
    rule.add(area)
    ws.add_data_validation(rule)


def _depends_on(ws: Any, column: Column) -> str:
    """The letter of the column whose choice decides this dropdown: the class of causes, or the item."""
    wanted = "原因大类" if column.choices == "二级原因" else "事项"
    return _letter(next(sheet for sheet in SHEETS if sheet.name == ws.title), wanted)


def _colours(ws: Any, sheet: Sheet) -> None:
    """Conditional colours. No two ranges overlap, since LibreOffice then shows the rules of one of them alone."""
    from openpyxl.formatting.rule import FormulaRule

    def rule(formula: str, back: str, ink: str = "", **style: Any) -> Any:
        from openpyxl.styles import Font

        return FormulaRule(
            formula=[formula], fill=fill(back, back=True), font=Font(color=ink or None, **style), stopIfTrue=True
        )

    special = _special_colours(sheet, rule)
    state = _letter(sheet, sheet.state)
    taken_back = f'${state}{FIRST_ROW}="{REMOVED}"'
    shaded = f'AND($B{FIRST_ROW}<>"",MOD(ROW(),2)=1)'
    plain = [letter for letter in map(chr, range(65, 65 + len(sheet.columns))) if letter not in special]
    for letters, rules in [*(([letter], rules) for letter, rules in special.items()), (plain, [])]:
        area = " ".join(f"{letter}{FIRST_ROW}:{letter}{LAST_ROW}" for letter in letters)
        for one in (rule(taken_back, "F2F2F2", "A0A0A0", strike=True), *rules, rule(shaded, PALE)):
            ws.conditional_formatting.add(area, one)


def _special_colours(sheet: Sheet, rule: Any) -> dict[str, list[Any]]:
    """Letter of a column → its own rules: states, overdue dates, papers that our list did not name."""
    state = _letter(sheet, sheet.state)
    choices = {"rework": REWORK_STATES, "cases": OUTCOMES, "measures": MEASURE_STATES}[sheet.kind]
    coloured = [(word, *STATE_COLOURS[word]) for word in choices if word in STATE_COLOURS]
    found = {state: [rule(f'${state}{FIRST_ROW}="{word}"', back, ink, bold=True) for word, back, ink in coloured]}
    if "完成期限" in sheet.headers:
        due = _letter(sheet, "完成期限")
        still_open = "OR({})".format(",".join(f'${state}{FIRST_ROW}="{word}"' for word in choices[:2]))
        late = f"AND(ISNUMBER(${due}{FIRST_ROW}),${due}{FIRST_ROW}<TODAY(),{still_open})"
        found[due] = [rule(late, "C0392B", "FFFFFF", bold=True)]
    for header, word in (("告知遗漏", "是"), ("材料齐全", "否")):
        if header in sheet.headers:
            letter = _letter(sheet, header)
            found[letter] = [rule(f'${letter}{FIRST_ROW}="{word}"', "FFF3D6", "8A5A00", bold=True)]
    return found


def _letter(sheet: Sheet, header: str) -> str:
    return chr(ord("A") + sheet.at(header))


def _page(ws: Any, sheet: Sheet) -> None:
    ws.freeze_panes = f"C{FIRST_ROW}"
    ws.sheet_view.showGridLines = False
    ws.sheet_format.defaultRowHeight, ws.sheet_format.customHeight = ROW_HEIGHT, True
    ws.sheet_properties.tabColor = {"rework": "C0392B", "cases": NAVY, "measures": TEAL}[sheet.kind]
    set_up_page(ws)
    ws.page_setup.fitToHeight = 0
    printed = sum(not (column.aside or column.hidden) for column in sheet.columns)
    # Whole columns print as far down as there are rows; written with rows, openpyxl reads them too.
    ws.print_area = f"A1:{chr(ord('A') + printed - 1)}{LAST_ROW}"
    ws.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"
