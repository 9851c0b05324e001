"""The empty workbook of a clerk and a year: four Tables, 汇总 with live scores and a chart, 填写说明."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from workbench.ledger.columns import Column, Sheet
from workbench.ledger.look import AMBER, GREY, INK, LINE, NAVY, PALE, TEAL, border, fill, font, set_up_page
from workbench.ledger.records import iso_week
from workbench.ledger.workbook import FIRST_ROW, HEADER_ROW, LAST_ROW, MARK
from workbench.selfcheck.columns import sheets
from workbench.selfcheck.forms import Form
from workbench.selfcheck.records import GROWTH_KINDS

SUMMARY = "汇总"
WEEKS_ROW = 24  # first week; the chart stands above
CHOICES = {"类别": GROWTH_KINDS, "进展": ("进行中", "已达成", "已调整"), "方式": ("录像", "旁听")}
FORMATS = {"date": "yyyy-mm-dd", "number": "0.0", "count": "0"}
HOW_TO = (
    "自检是给自己看的:默认只与自己的过去比,不进单位通报。",
    "深蓝色表头的列由程序填写;金色表头的列(备注、进展)您在这里写,程序会收回去。",
    "“同事互评”“录像复盘”“成长记录”可以在下一行手工补写,编号留空,程序收下后补上编号。",
    "删除一行,程序会记为移出,不再写回来。每日自检请在程序里填。",
    "得分 = 各维度“是”占“是”与“否”之比,按权重平均;不适用不计;没有可计分项的维度,权重按比例分给其余维度。",
    "可以放心排序、筛选、加颜色、加批注、加自己的列和工作表。关上工作簿后程序才写。",
)


def empty(title: str, mark: str, form: Form, year: int) -> bytes:
    """The bytes of the formatted workbook without rows; `mark` is kept as a property of the document."""
    from openpyxl import Workbook
    from openpyxl.packaging.custom import StringProperty

    book: Any = Workbook()
    book.remove(book.active)
    for sheet in sheets(form):
        _table(book.create_sheet(sheet.name), sheet, title)
    _summary(book.create_sheet(SUMMARY), title, form, year)
    _how_to(book.create_sheet("填写说明"), title, form)
    book.custom_doc_props.append(StringProperty(name=MARK, value=mark))
    book.properties.title, book.properties.creator = title, MARK
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _table(ws: Any, sheet: Sheet, title: str) -> None:
    from openpyxl.styles import Alignment
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.table import Table, TableStyleInfo

    ws["A1"], ws["A2"] = f"{sheet.name} · {title}", sheet.title
    ws["A1"].font, ws["A2"].font = font(18, NAVY, bold=True), font(10, "6B7A8C")
    ws.row_dimensions[1].height, ws.row_dimensions[HEADER_ROW].height = 32, 30
    for number, column in enumerate(sheet.columns, 1):
        head, cell = ws.cell(HEADER_ROW, number, column.header), ws.cell(FIRST_ROW, number)
        head.font, head.fill = font(11, "FFFFFF", bold=True), fill(AMBER if column.supervisor else NAVY)
        head.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        head.border = cell.border = border(around=LINE)
        cell.font, cell.number_format = font(10, GREY if column.aside else INK), FORMATS.get(column.kind, "@")
        wide = column.kind == "long"
        cell.alignment = Alignment(horizontal="left" if wide else "center", vertical="center", wrap_text=wide)
        dimension = ws.column_dimensions[get_column_letter(number)]
        dimension.width, dimension.hidden = column.width, column.hidden
        _dropdown(ws, column, get_column_letter(number))
    last = get_column_letter(len(sheet.columns))
    table = Table(displayName=sheet.name, name=sheet.name, ref=f"A{HEADER_ROW}:{last}{FIRST_ROW}")
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
    ws.add_table(table)
    _shade(ws, last)
    _page(ws, sheet)


def _dropdown(ws: Any, column: Column, letter: str) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    if column.choices:
        words = ",".join(CHOICES[column.choices])
        rule = DataValidation(type="list", formula1=f'"{words}"', allow_blank=True)
        rule.errorStyle, rule.error = "warning", "下拉里没有这一项,确定要这样写吗?"
        rule.add(f"{letter}{FIRST_ROW}:{letter}{LAST_ROW}")
        ws.add_data_validation(rule)


def _shade(ws: Any, last: str) -> None:
    from openpyxl.formatting.rule import FormulaRule

    area = f"A{FIRST_ROW}:{last}{LAST_ROW}"
    formula = f'AND($A{FIRST_ROW}<>"",MOD(ROW(),2)=1)'
    ws.conditional_formatting.add(area, FormulaRule(formula=[formula], fill=fill(PALE, back=True)))


def _page(ws: Any, sheet: Sheet) -> None:
    from openpyxl.utils import get_column_letter

    ws.freeze_panes = f"A{FIRST_ROW}"
    ws.sheet_view.showGridLines = False
    ws.sheet_properties.tabColor = TEAL if sheet.kind == "daily" else NAVY
    set_up_page(ws)
    ws.page_setup.fitToHeight = 0
    ws.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"
    printed = sum(not column.aside for column in sheet.columns)
    ws.print_area = f"A1:{get_column_letter(printed)}{LAST_ROW}"  # whole columns: as far down as there are rows


def _summary(ws: Any, title: str, form: Form, year: int) -> None:
    """Every week of the year: 是 and 计 of each dimension, the score, how often; a line over the scores."""
    from openpyxl.styles import Alignment

    ws["A1"], ws["A2"] = f"汇总 · {title}", "由公式实时计算,不用填写。只与自己的过去比。"
    ws["A1"].font, ws["A2"].font = font(18, NAVY, bold=True), font(10, "6B7A8C")
    ws.row_dimensions[1].height = 32
    heads = ["周", "周一", "得分", "填表次数", "互评", "录像"]
    heads += [f"{one.name}\n{one.weight:g}%" for one in form.weighted for _ in (0, 1)]
    for number, head in enumerate(heads, 1):
        cell = ws.cell(WEEKS_ROW - 1, number, head)
        cell.font, cell.fill = font(10, "FFFFFF", bold=True), fill(NAVY)
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        ws.column_dimensions[cell.column_letter].width = 11
    ws.row_dimensions[WEEKS_ROW - 1].height = 34
    for number in range(len(form.weighted)):
        left = 7 + 2 * number
        ws.merge_cells(start_row=WEEKS_ROW - 1, end_row=WEEKS_ROW - 1, start_column=left, end_column=left + 1)
    mondays = _mondays(year)
    for row, monday in enumerate(mondays, WEEKS_ROW):
        _week(ws, row, monday, form, first=row == WEEKS_ROW)
    _chart(ws, WEEKS_ROW + len(mondays) - 1)
    ws.freeze_panes = None
    ws.sheet_view.showGridLines = False
    ws.sheet_properties.tabColor = AMBER
    set_up_page(ws)
    ws.page_setup.fitToHeight = 0


def _mondays(year: int) -> list[date]:
    """The Mondays of the weeks that touch the year."""
    first = date(year, 1, 1)
    first -= timedelta(days=first.weekday())
    found = []
    while first.year <= year:
        found.append(first)
        first += timedelta(days=7)
    return found


def _week(ws: Any, row: int, monday: date, form: Form, *, first: bool) -> None:
    from openpyxl.styles import Alignment
    from openpyxl.utils import get_column_letter

    start = f"=DATE({monday.year},{monday.month},{monday.day})+0*TODAY()" if first else f"=B{row - 1}+7"

    def span(table: str) -> str:
        return f'{table}[日期],">="&$B{row},{table}[日期],"<"&$B{row}+7'

    pairs: list[str] = []
    weighed: list[tuple[float, str, str]] = []
    for number, one in enumerate(form.weighted):
        yes, all_ = (get_column_letter(7 + 2 * number + offset) for offset in (0, 1))
        days = f'{span("每日自检")},每日自检[备注],"<>作废"'
        pairs += [f"=SUMIFS(每日自检[{one.name}{word}],{days})" for word in ("是", "计")]
        weighed.append((one.weight, f"{yes}{row}", f"{all_}{row}"))
    top = "+".join(f"IF({d}>0,{weight:g}*{n}/{d},0)" for weight, n, d in weighed)
    whole = "+".join(f"IF({d}>0,{weight:g},0)" for weight, _, d in weighed)
    values: Sequence[Any] = (
        iso_week(monday),
        start,
        f"=IF({whole}=0,NA(),100*({top})/({whole}))",
        f'=COUNTIFS({span("每日自检")},每日自检[备注],"<>作废")',
        f'=COUNTIFS({span("同事互评")},同事互评[备注],"<>作废")',
        f'=COUNTIFS({span("录像复盘")},录像复盘[备注],"<>作废")',
        *pairs,
    )
    for number, value in enumerate(values, 1):
        cell = ws.cell(row, number, value)
        cell.number_format = {1: "@", 2: "m-d", 3: "0.0"}.get(number, "0")
        cell.font, cell.border = font(10, INK), border(bottom=LINE)
        cell.alignment = Alignment(horizontal="center")
        if row % 2:
            cell.fill = fill(PALE)


def _chart(ws: Any, last: int) -> None:
    from openpyxl.chart import LineChart, Reference
    from openpyxl.formatting.rule import FormulaRule
    from openpyxl.styles import Font

    line: Any = LineChart()
    line.add_data(Reference(ws, min_col=3, min_row=WEEKS_ROW - 1, max_row=last), titles_from_data=True)
    line.set_categories(Reference(ws, min_col=1, min_row=WEEKS_ROW, max_row=last))
    line.title, line.width, line.height, line.legend = "每周得分(只与自己比)", 30, 9.5, None
    line.y_axis.scaling.min, line.y_axis.scaling.max, line.y_axis.number_format = 60, 100, "0"
    line.x_axis.delete = line.y_axis.delete = False
    line.x_axis.tickLblSkip = 4
    series = line.series[0]
    series.smooth, series.marker.symbol, series.marker.size = False, "circle", 5
    series.graphicalProperties.line.solidFill = TEAL
    ws.add_chart(line, "A4")
    area = f"C{WEEKS_ROW}:C{last}"
    ws.conditional_formatting.add(area, FormulaRule(formula=[f"ISNA(C{WEEKS_ROW})"], font=Font(color="FFFFFF")))


def _how_to(ws: Any, title: str, form: Form) -> None:
    from openpyxl.styles import Alignment

    ws.column_dimensions["A"].width, ws.column_dimensions["B"].width = 16, 110
    ws["A1"] = f"填写说明 · {title}"
    ws["A1"].font = font(18, NAVY, bold=True)
    rows = [("说明", text) for text in HOW_TO]
    names = {one.id: one.name for one in form.dimensions}
    rows += [(names[item.dimension], item.text) for when in ("before", "after") for item in form.at(when)]  # type: ignore[arg-type]
    for number, (left, right) in enumerate(rows, 3):
        ws.cell(number, 1, left).font = font(10, TEAL, bold=True)
        cell = ws.cell(number, 2, right)
        cell.font, cell.alignment, cell.border = font(11, INK), Alignment(wrap_text=True), border(bottom=LINE)
    ws.sheet_view.showGridLines = False
    set_up_page(ws)
