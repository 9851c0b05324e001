"""The sheet 汇总: figures by live formulas on the Tables, and three native charts over them.

The formulas follow `domain/metrics.md`, as `workbench.review.metrics` does. Each depends on the first Monday of the
list of weeks, and that one on TODAY(): Excel then reckons the sheet anew whenever the workbook is opened, also after
rows were put in while it was closed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from workbench.ledger.check import Words
from workbench.ledger.look import FONT, INK, LINE, NAVY, PALE, RED, TEAL, border, fill, font, set_up_page
from workbench.ledger.plain import HAND_ADDED
from workbench.ledger.records import iso_week

NAME, HELPER = "汇总", "计算"
MOST_WEEKS, TOP = 54, 10
CHARTS_ROW, TABLES_ROW = 9, 45
LABELS = 9  # the narrow column between the tables
FIRST_WEEK_ROW = TABLES_ROW + 2
WIDTHS = (10.5, 11, 9.5, 8.5, 9.5, 9.5, 9.5, 9.5, 2.5, 9.5, 9.5, 9.5, 9.5, 9.5, 9.5, 9.5)

_CASES = '办件登记[结果],"<>咨询",办件登记[结果],"<>作废"'
_ROWS = '返工台账[状态],"<>作废"'
ERRORS = f"{HELPER}!$E$2"
# Visits with a row whose side is 窗口: each such row counts as one part of as many as its visit has of them.
_OF_WINDOW = '((返工台账[责任环节]="窗口")*(返工台账[状态]<>"作废")*(返工台账[办件编号]<>""))'
_ALIKE = f'COUNTIFS(返工台账[办件编号],返工台账[办件编号]&"",返工台账[责任环节],"窗口",{_ROWS})'


def weeks(start: date, end: date) -> list[date]:
    """The Mondays of the weeks that touch the span, the last 54 at most."""
    first = start - timedelta(days=start.weekday())
    found = [first + timedelta(days=7 * n) for n in range((end - first).days // 7 + 1)]
    return found[-MOST_WEEKS:]


def build(book: Any, ws: Any, title: str, words: Words, start: date, end: date) -> None:
    """Writes the sheet, and the hidden helper sheet that ranks the papers."""
    mondays = weeks(start, end)
    last = FIRST_WEEK_ROW + len(mondays) - 1
    for number, width in enumerate(WIDTHS, 1):
        ws.column_dimensions[chr(64 + number)].width = width
    ws["A1"], ws["A2"] = (
        f"返工汇总 · {title}",
        "由公式实时计算:打开工作簿时自动更新,不用填写。样本少于 10 的只列次数,不算百分比。",
    )
    ws["A1"].font, ws["A2"].font = font(18, NAVY, bold=True), font(10, "6B7A8C")
    ws.row_dimensions[1].height, ws.row_dimensions[2].height = 32, 20
    _cards(ws, last)
    _weeks(ws, mondays)
    causes_end = _causes(ws, tuple(words.causes))
    papers_row = causes_end + 3
    _papers(book, ws, words, papers_row)
    _charts(ws, last, causes_end, papers_row)
    _page(ws, last)


def _after(column: str) -> str:
    """A condition that holds for every row with a date, and ties the formula to the first Monday."""
    return f'{column},">="&$B${FIRST_WEEK_ROW}'


def _cards(ws: Any, last: int) -> None:
    """Seven figures of the whole workbook, each with its numerator and denominator."""
    first = FIRST_WEEK_ROW

    def total(column: str) -> str:
        return f"SUM({column}{first}:{column}{last})"

    seen, day = _after("办件登记[到窗时间]"), _after("返工台账[日期]")
    done = f'COUNTIFS(办件登记[结果],"办结",{seen})'
    done_first = f'COUNTIFS(办件登记[结果],"办结",办件登记[第几次到窗],1,{seen})'
    minutes = f"SUMIFS(办件登记[用时分钟],{_CASES},{seen})"
    timed = f'COUNTIFS(办件登记[用时分钟],">=0",{_CASES},{seen})'
    missed, rows = f'COUNTIFS(返工台账[告知遗漏],"是",{_ROWS},{day})', f"COUNTIFS({_ROWS},{day})"
    asked = f'COUNTIFS(办件登记[结果],"咨询",{seen})'
    cards = (
        ("A", "B", "业务总量", f"{total('C')}", f'"另有咨询 "&{asked}&" 次"', NAVY),
        ("C", "D", "返工率", *_share(total("D"), total("C")), RED),
        ("E", "F", "材料一次性齐全率", *_share(total("G"), total("F")), TEAL),
        ("G", "H", "一次办成率", *_share(done_first, done), TEAL),
        ("J", "K", "平均办理时长", *_mean(minutes, timed, "分钟"), NAVY),
        ("L", "M", "告知遗漏占比", *_share(missed, rows), RED),
        ("N", "P", "差错率", *_share(ERRORS, total("C")), RED),
    )
    for left, right, label, value, below, colour in cards:
        for row, height in ((4, 22), (5, 36), (6, 20)):
            ws.row_dimensions[row].height = height
            ws.merge_cells(f"{left}{row}:{right}{row}")
            for number in range(ord(left), ord(right) + 1):
                ws[f"{chr(number)}{row}"].fill = fill(PALE)
            ws[f"{left}{row}"].alignment = _centred()
        for number in range(ord(left), ord(right) + 1):
            ws[f"{chr(number)}4"].border = border(top=colour)
        ws[f"{left}4"], ws[f"{left}5"], ws[f"{left}6"] = label, f"={value}", f"={below}"
        ws[f"{left}4"].font, ws[f"{left}6"].font = font(10, "5A6877"), font(9, "7A8794")
        ws[f"{left}5"].font = font(20, colour, bold=True)
    ws["A5"].number_format = "#,##0"


def _share(n: str, d: str) -> tuple[str, str]:
    return f'IF({d}<10,{n}&"/"&{d},TEXT({n}/{d},"0.0%"))', f'{n}&" / "&{d}'


def _mean(total: str, count: str, unit: str) -> tuple[str, str]:
    return f'IF({count}<10,"样本太少",TEXT({total}/{count},"0.00")&" {unit}")', f'TEXT({total},"0.##")&" / "&{count}'


def _centred() -> Any:
    from openpyxl.styles import Alignment

    return Alignment(horizontal="center", vertical="center", wrap_text=True)


def _headings(ws: Any, row: int, column: int, words: Sequence[str], title: str) -> None:
    ws.cell(row - 1, column, title).font = font(12, NAVY, bold=True)
    for number, word in enumerate(words, column):
        cell = ws.cell(row, number, word or None)
        cell.font, cell.fill, cell.alignment = font(10, "FFFFFF", bold=True), fill(NAVY), _centred()


def _weeks(ws: Any, mondays: Sequence[date]) -> None:
    heads = ("周", "周一", "业务总量", "返工", "返工率", "首次到窗", "材料齐全", "齐全率")
    _headings(ws, FIRST_WEEK_ROW - 1, 1, heads, "每周")
    ws.row_dimensions[FIRST_WEEK_ROW - 2].height, ws.row_dimensions[FIRST_WEEK_ROW - 1].height = 24, 28
    for row, monday in enumerate(mondays, FIRST_WEEK_ROW):
        span = f'办件登记[到窗时间],">="&$B{row},办件登记[到窗时间],"<"&$B{row}+7'
        start = f"=DATE({monday.year},{monday.month},{monday.day})+0*TODAY()"
        first = f"{_CASES},办件登记[第几次到窗],1"
        values = (
            iso_week(monday),
            start if row == FIRST_WEEK_ROW else f"=B{row - 1}+7",
            f"=COUNTIFS({span},{_CASES})",
            f'=COUNTIFS({span},办件登记[结果],"补正")+COUNTIFS({span},办件登记[结果],"退回")',
            f"=IF(C{row}<10,NA(),D{row}/C{row})",
            f"=COUNTIFS({span},{first})",
            f'=COUNTIFS({span},{first},办件登记[材料齐全],"是")',
            f"=IF(F{row}<10,NA(),G{row}/F{row})",
        )
        for number, (value, kind) in enumerate(
            zip(values, ("@", "m-d", "0", "0", "0.0%", "0", "0", "0.0%"), strict=True), 1
        ):
            _body(ws.cell(row, number), value, kind, shaded=row % 2 == 0)
        # The chart's labels, as text: months and days without a year.
        label = ws.cell(row, LABELS, f"{monday.month}.{monday.day}")
        label.font = font(6, "FFFFFF")


def _body(cell: Any, value: Any, number_format: str = "General", *, shaded: bool = False, left: bool = False) -> None:
    from openpyxl.styles import Alignment

    cell.value = value
    cell.number_format, cell.font, cell.border = number_format, font(10, INK), border(bottom=LINE)
    cell.alignment = Alignment(
        horizontal="left" if left else "center", vertical="center", shrink_to_fit=left, indent=int(left)
    )
    if shaded:
        cell.fill = fill(PALE)


def _causes(ws: Any, causes: Sequence[str]) -> int:
    """The classes of causes, also at 0; gives the row of the last."""
    row = FIRST_WEEK_ROW - 1
    _headings(ws, row, 10, ("原因大类", "", "返工行数", "占比", "其中告知遗漏", "窗口环节", "规则环节"), "返工原因")
    ws.merge_cells(start_row=row, end_row=row, start_column=10, end_column=11)
    day = _after("返工台账[日期]")
    total = f"COUNTIFS({_ROWS},{day})"
    for row, cause in enumerate(causes, FIRST_WEEK_ROW):
        of = f"返工台账[原因大类],$J{row},{_ROWS},{day}"
        values = (
            cause,
            None,
            f"=COUNTIFS({of})",
            f"=IF({total}<10,NA(),L{row}/{total})",
            f'=COUNTIFS({of},返工台账[告知遗漏],"是")',
            f'=COUNTIFS({of},返工台账[责任环节],"窗口")',
            f'=COUNTIFS({of},返工台账[责任环节],"规则")',
        )
        for number, value in enumerate(values, 10):
            _body(
                ws.cell(row, number),
                value,
                "0.0%" if number == 13 else "0" if number > 11 else "@",
                shaded=row % 2 == 0,
            )
        ws.cell(row, 10).data_type = "s"
        ws.merge_cells(start_row=row, end_row=row, start_column=10, end_column=11)
    return FIRST_WEEK_ROW + len(causes) - 1


def _papers(book: Any, ws: Any, words: Words, heading_row: int) -> None:
    """The ten papers that are missing most: ranked on a hidden sheet, by item and paper.

    That sheet also has what takes a while to reckon, once: the visits with an error of the counter.
    """
    helper = book.create_sheet(HELPER)
    helper.sheet_state = "hidden"
    helper.append(("事项", "材料", "返工行数", "名次用", "窗口出错的到窗次数"))
    day = f"(返工台账[日期]>={NAME}!$B${FIRST_WEEK_ROW})"
    helper["E2"] = f"=ROUND(SUMPRODUCT({_OF_WINDOW}*{day}/({_ALIKE}+1-{_OF_WINDOW})),0)"
    pairs = list(dict.fromkeys((i.name, paper) for i in words.items.values() for paper in i.materials.values()))
    day = f'返工台账[日期],">="&{NAME}!$B${FIRST_WEEK_ROW}'
    for row, (item, paper) in enumerate(pairs or [("", "")], 2):
        for number, text in enumerate((item, paper), 1):
            cell = helper.cell(row, number, text)
            cell.data_type = "s"
        helper.cell(row, 3, f"=COUNTIFS(返工台账[事项],A{row},返工台账[缺的材料],B{row},{_ROWS},{day})")
        helper.cell(row, 4, f"=C{row}+(1-ROW()/1000000)")
    end = max(2, len(pairs) + 1)
    _headings(ws, heading_row, 10, ("材料", "", "", "事项", "", "", "返工行数"), "最常缺的材料")
    for left, right in ((10, 12), (13, 15)):
        ws.merge_cells(start_row=heading_row, end_row=heading_row, start_column=left, end_column=right)
    for rank in range(1, TOP + 1):
        row = heading_row + rank
        at = f"MATCH(LARGE({HELPER}!$D$2:$D${end},{rank}),{HELPER}!$D$2:$D${end},0)"
        count = f"INDEX({HELPER}!$C$2:$C${end},{at})"
        for column, source in ((10, "B"), (13, "A")):
            _body(
                ws.cell(row, column),
                f'=IFERROR(IF({count}>0,INDEX({HELPER}!${source}$2:${source}${end},{at}),""),"")',
                left=True,
            )
            ws.merge_cells(start_row=row, end_row=row, start_column=column, end_column=column + 2)
        _body(ws.cell(row, 16), f'=IFERROR(IF({count}>0,{count},""),"")', "0")
        for column in (11, 12, 14, 15):
            ws.cell(row, column).border = border(bottom=LINE)
    row = heading_row + TOP + 1
    by_hand = f'=COUNTIFS(返工台账[缺的材料],"{HAND_ADDED}*",{_ROWS},{_after("返工台账[日期]")})'
    _body(ws.cell(row, 10), "清单以外(手工加入的材料)", left=True)
    ws.merge_cells(start_row=row, end_row=row, start_column=10, end_column=15)
    _body(ws.cell(row, 16), by_hand, "0")


def _charts(ws: Any, last: int, causes_end: int, papers_row: int) -> None:
    from openpyxl.chart import BarChart, LineChart, Reference

    first = FIRST_WEEK_ROW
    line: Any = LineChart()
    line.add_data(Reference(ws, min_col=5, min_row=first - 1, max_row=last), titles_from_data=True)
    line.set_categories(Reference(ws, min_col=LABELS, min_row=first, max_row=last))
    _dress(line, "每周返工率", 35.6, 8.2, (RED,), percent=True)
    line.x_axis.tickLblSkip = line.x_axis.tickMarkSkip = 2
    line.x_axis.txPr.bodyPr.rot = -2_700_000  # 45°, in 60,000ths of a degree
    line.display_blanks = "span"  # a missing rate is no 0; LibreOffice takes "gap" for one
    series = line.series[0]
    series.smooth, series.marker.symbol, series.marker.size = False, "circle", 5
    series.marker.graphicalProperties.solidFill = series.marker.graphicalProperties.line.solidFill = RED
    ws.add_chart(line, f"A{CHARTS_ROW}")
    causes = BarChart()
    causes.type = "col"
    causes.add_data(Reference(ws, min_col=12, min_row=first - 1, max_row=causes_end), titles_from_data=True)
    causes.set_categories(Reference(ws, min_col=10, min_row=first, max_row=causes_end))
    _dress(causes, "返工原因(行数)", 13.2, 8.4, (NAVY,), labels=True)
    ws.add_chart(causes, f"A{CHARTS_ROW + 17}")
    papers = BarChart()
    papers.type = "bar"
    papers.add_data(Reference(ws, min_col=16, min_row=papers_row, max_row=papers_row + TOP), titles_from_data=True)
    papers.set_categories(Reference(ws, min_col=10, min_row=papers_row + 1, max_row=papers_row + TOP))
    _dress(papers, "最常缺的材料(返工行数)", 21.6, 8.4, (TEAL,), labels=True)
    papers.x_axis.scaling.orientation = "maxMin"
    ws.add_chart(papers, f"G{CHARTS_ROW + 17}")


def _dress(
    chart: Any,
    title: str,
    width: float,
    height: float,
    colours: tuple[str, ...],
    *,
    percent: bool = False,
    labels: bool = False,
) -> None:
    """Quiet axes, one colour, our font; a chart as a person would have tidied it."""
    from openpyxl.chart.label import DataLabelList
    from openpyxl.chart.shapes import GraphicalProperties
    from openpyxl.chart.text import RichText
    from openpyxl.chart.title import title_maker
    from openpyxl.drawing.line import LineProperties
    from openpyxl.drawing.text import CharacterProperties, Font, Paragraph, ParagraphProperties, RichTextProperties

    def words(size: int, colour: str, *, bold: bool = False) -> CharacterProperties:
        face = Font(typeface=FONT)
        return CharacterProperties(sz=size * 100, b=bold, solidFill=colour, latin=face, ea=face)

    heading: Any = title_maker(title)
    heading.overlay = False
    for paragraph in heading.tx.rich.p:
        paragraph.pPr = ParagraphProperties(defRPr=words(12, NAVY, bold=True))
        for run in paragraph.r:
            run.rPr = words(12, NAVY, bold=True)
    chart.title, chart.width, chart.height, chart.legend = heading, width, height, None
    chart.graphical_properties = GraphicalProperties(ln=LineProperties(solidFill=LINE))
    for axis in (chart.x_axis, chart.y_axis):
        axis.delete, axis.title = False, None
        axis.majorTickMark = axis.minorTickMark = "none"
        axis.graphicalProperties = GraphicalProperties(ln=LineProperties(solidFill=LINE))
        ends = Paragraph(pPr=ParagraphProperties(defRPr=words(9, "5A6877")), endParaRPr=words(9, "5A6877"))
        axis.txPr = RichText(bodyPr=RichTextProperties(), p=[ends])
    chart.y_axis.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill="E8EDF2"))
    chart.y_axis.number_format = "0%" if percent else "0"
    chart.y_axis.scaling.min = 0
    for series, colour in zip(chart.series, colours, strict=False):
        series.graphicalProperties.solidFill = colour
        series.graphicalProperties.line.solidFill = colour
        series.graphicalProperties.line.width = 28_000 if percent else None
    if labels:
        chart.dataLabels = DataLabelList(showVal=True, showSerName=False, showCatName=False, showLegendKey=False)
        chart.gapWidth = 60


def _page(ws: Any, last: int) -> None:
    from openpyxl.formatting.rule import FormulaRule
    from openpyxl.styles import Font
    from openpyxl.worksheet.pagebreak import Break

    area = f"A{FIRST_WEEK_ROW}:P{last}"
    ws.conditional_formatting.add(area, FormulaRule(formula=[f"ISNA(A{FIRST_WEEK_ROW})"], font=Font(color="FFFFFF")))
    ws.conditional_formatting.add(
        f"A{FIRST_WEEK_ROW}:H{last}",
        FormulaRule(
            formula=[f"AND($B{FIRST_WEEK_ROW}<=TODAY(),TODAY()<$B{FIRST_WEEK_ROW}+7)"], fill=fill("FFF3D6", back=True)
        ),
    )
    ws.sheet_view.showGridLines = False
    ws.sheet_format.defaultRowHeight, ws.sheet_format.customHeight = 15, True
    ws.sheet_properties.tabColor = TEAL
    set_up_page(ws)
    ws.page_setup.fitToHeight = 0
    ws.row_breaks.append(Break(id=TABLES_ROW - 1))
    ws.print_area = f"A1:P{max(last, TABLES_ROW + 20)}"
