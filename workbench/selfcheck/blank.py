"""A blank week to fill in with a pen, A4 landscape, one clerk a page; what is written there can be typed in later."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from workbench import files
from workbench.ledger.look import INK, NAVY, PALE, font
from workbench.review.periods import WEEKDAYS, Period
from workbench.selfcheck import forms
from workbench.selfcheck.forms import WHEN_WORDS, Form
from workbench.workspace import Workspace

GREY = "808B96"


def write(space: Workspace, path: Path, week: Period) -> None:
    """One sheet for each clerk of the settings (one without a name when there are none). Raises `CannotWrite`."""
    from openpyxl import Workbook

    form, settings = forms.load(space), space.settings()
    names = list(dict.fromkeys(name for name in (*settings.clerks, settings.clerk) if name)) or [""]
    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for name in names:
        _page(book.create_sheet(files.safe_name(name or "空白", 28)), name, week, form, settings.office)
    with files.replacing(path) as out:
        book.save(out)


def _page(ws: Any, name: str, week: Period, form: Form, office: str) -> None:
    from openpyxl.styles import Alignment

    ws.column_dimensions["A"].width, ws.column_dimensions["B"].width = 10, 40
    for letter in "CDEFGHI":
        ws.column_dimensions[letter].width = 11.5
    ws.merge_cells("A1:I1")
    ws["A1"] = f"窗口人员自检周表  {week.title}({week.dates})"
    ws["A1"].font, ws["A1"].alignment = font(16, "000000", bold=True), Alignment(horizontal="center")
    ws.merge_cells("A2:I2")
    ws["A2"] = (
        f"{office or '单位:____________'}    姓名:{name or '____________'}    填法:√ 是  × 否(在下面写原因)  ○ 不适用"
    )
    ws["A2"].font = font(10, INK)
    row = 3
    for when, word in WHEN_WORDS.items():
        row = _half(ws, row, when, word, week, form)
    _foot(ws, row)
    _print(ws, row + 5)


def _half(ws: Any, row: int, when: Any, word: str, week: Period, form: Form) -> int:
    """The items of one half of the day; gives the next row."""
    from openpyxl.styles import Alignment, Border, PatternFill, Side

    side = Side(style="thin", color=GREY)
    box = Border(left=side, right=side, top=side, bottom=side)
    days = [week.start + timedelta(days=number) for number in range(7)]
    heads = [word, "看得见的事实", *(f"{WEEKDAYS[n]} {day.month}/{day.day}" for n, day in enumerate(days))]
    for column, head in enumerate(heads, 1):
        cell = ws.cell(row, column, head)
        cell.font, cell.border = font(10, NAVY, bold=True), box
        cell.fill, cell.alignment = (
            PatternFill("solid", fgColor=PALE),
            Alignment(horizontal="center", vertical="center"),
        )
    names = {one.id: one.name for one in form.dimensions}
    first, last = row + 1, ""
    for item in form.at(when):
        row += 1
        name = names[item.dimension]
        for column in range(1, 10):
            cell = ws.cell(row, column)
            cell.border, cell.font, cell.alignment = box, font(10, "000000"), Alignment(vertical="center")
        ws.cell(row, 2).value = item.text
        ws.row_dimensions[row].height = 17.5
        if name != last:
            ws.cell(row, 1).value, first, last = name, row, name
        elif row > first:
            merged = [area for area in ws.merged_cells.ranges if area.min_col == 1 and area.min_row == first]
            for area in merged:
                ws.unmerge_cells(str(area))
            ws.merge_cells(start_row=first, end_row=row, start_column=1, end_column=1)
            ws.cell(first, 1).alignment = Alignment(vertical="center", horizontal="center")
    return row + 1


def _foot(ws: Any, row: int) -> None:
    """Lines for reasons, the week's idea, and the signature."""
    from openpyxl.styles import Border, Side

    line = Border(bottom=Side(style="thin", color=GREY))
    for number, words in enumerate(
        ("答“否”的日期、项目和原因:", "", "本周学到的、想到的(可减少往返的办法):", "本人签名:                日期:")
    ):
        ws.cell(row + number, 1, words).font = font(10, "000000")
        ws.row_dimensions[row + number].height = 19
        for column in range(1, 10):
            ws.cell(row + number, column).border = line


def _print(ws: Any, last: int) -> None:
    ws.page_setup.paperSize, ws.page_setup.orientation = 9, "landscape"
    ws.sheet_properties.pageSetUpPr.fitToPage = True
    ws.page_setup.fitToWidth = ws.page_setup.fitToHeight = 1
    ws.page_margins.left = ws.page_margins.right = ws.page_margins.top = ws.page_margins.bottom = 0.4
    ws.print_options.horizontalCentered = True
    ws.print_area = f"A1:I{last - 1}"
    ws.sheet_view.showGridLines = False
