"""Charts, defined once with `openpyxl.chart`: native in a workbook, and native and editable in Word.

A template places one with a tag, as it does a text: the field's value is a `Figure`. In Word the chart carries its
table as an embedded workbook, so that 编辑数据 works there too. Black and greys: it is printed without colour.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["line", "pareto", "bars"]
SHEET = "数据"
GREYS = ("1F2933", "7B8794", "B8C0C8")
DASHES = ("solid", "dash", "sysDot")
LEVELS = (0.05, 0.1, 0.2, 0.3, 0.4, 0.6, 0.8, 1.0)  # where an axis of shares may end
EMU_PER_MM = 36000
SMALL = 100  # mm: two of them stand beside each other
NAMESPACE = "http://schemas.openxmlformats.org/"
RELATION = f"{NAMESPACE}officeDocument/2006/relationships"


@dataclass(frozen=True)
class Figure:
    """A small table and how it is drawn. `values` are numbers, None where there is nothing; sizes in mm."""

    kind: Kind
    title: str
    labels: tuple[str, ...]
    series: tuple[tuple[str, tuple[float | None, ...]], ...]
    percent: bool = False
    width: float = 170
    height: float = 70

    @property
    def table(self) -> list[list[Any]]:
        """The header and the rows, as they stand on a sheet."""
        head: list[Any] = ["", *(name for name, _ in self.series)]
        return [head, *([label, *(values[n] for _, values in self.series)] for n, label in enumerate(self.labels))]

    def chart(self, sheet: str = SHEET, row: int = 1, column: int = 1) -> Any:
        """The openpyxl chart over the table whose corner stands at `row`, `column` of the sheet called `sheet`."""
        return _chart(self, sheet, row, column)


def weekly_line(
    title: str, weeks: Sequence[str], series: Mapping[str, Sequence[float | None]], percent: bool = True
) -> Figure:
    """Rates (0 to 1 when `percent`) or counts over the weeks, a line each; a gap where there is no value."""
    return Figure("line", title, tuple(weeks), tuple((name, tuple(found)) for name, found in series.items()), percent)


def pareto(title: str, counts: Sequence[tuple[str, int]]) -> Figure:
    """Counts in falling order as bars, their cumulated share as a line on the right-hand axis (0 to 1)."""
    ordered = sorted(counts, key=lambda pair: -pair[1])
    total, running, shares = sum(count for _, count in ordered), 0, []
    for _, count in ordered:
        running += count
        shares.append(running / total if total else None)
    bars = tuple(float(count) for _, count in ordered)
    return Figure("pareto", title, tuple(name for name, _ in ordered), (("件数", bars), ("累计占比", tuple(shares))))


def bars(title: str, counts: Sequence[tuple[str, float]], name: str = "件数", percent: bool = False) -> Figure:
    """One bar a label, in the given order."""
    labels, values = tuple(label for label, _ in counts), tuple(value for _, value in counts)
    return Figure("bars", title, labels, ((name, values),), percent)


def _chart(figure: Figure, sheet: str, row: int, column: int) -> Any:
    from openpyxl.chart import BarChart, LineChart

    count = len(figure.labels)
    drawn = [_series(figure, number, sheet, row, column, count) for number in range(len(figure.series))]
    chart: Any = LineChart() if figure.kind == "line" else BarChart()
    chart.title, chart.width, chart.height = figure.title, figure.width / 10, figure.height / 10
    title: Any = chart.title
    title.overlay = False
    small = figure.width < SMALL
    title.tx.rich.p[0].pPr.defRPr.sz = 1000 if small else 1200  # hundredths of a point
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.y_axis.scaling.min = 0
    if figure.percent:
        most = max((value for _, values in figure.series for value in values if value is not None), default=1.0)
        chart.y_axis.scaling.max = next(level for level in LEVELS if level >= min(most * 1.05, 1.0))
    chart.y_axis.number_format = chart.y_axis.numFmt.formatCode = "0%" if figure.percent else "0"
    chart.y_axis.majorGridlines.spPr = _line("DDE4EB", 0.5)
    chart.legend = chart.legend if len(drawn) > 1 and not small else None  # a small one tells it in its title
    if chart.legend:
        chart.legend.position = "b"
    if figure.kind == "line":
        chart.series = drawn
        return chart
    chart.gapWidth = 60
    chart.series = drawn[:1]
    if figure.kind == "pareto":
        share = LineChart()
        share.series = drawn[1:]
        share.y_axis.axId = 200
        share.y_axis.delete, share.y_axis.crosses, share.y_axis.majorGridlines = False, "max", None
        share.y_axis.scaling.min, share.y_axis.scaling.max = 0, 1
        share.y_axis.number_format = share.y_axis.numFmt.formatCode = "0%"
        chart += share
    return chart


def _series(figure: Figure, number: int, sheet: str, row: int, column: int, count: int) -> Any:
    """One series by reference to the sheet, with the values kept beside it: Word draws from those."""
    from openpyxl.chart.data_source import (
        AxDataSource,
        NumData,
        NumDataSource,
        NumRef,
        NumVal,
        StrData,
        StrRef,
        StrVal,
    )
    from openpyxl.chart.marker import Marker
    from openpyxl.chart.series import Series, SeriesLabel
    from openpyxl.utils import get_column_letter, quote_sheetname

    def at(offset: int, first: int, last: int) -> str:
        letter = get_column_letter(column + offset)
        cells = f"${letter}${row + first}" + (f":${letter}${row + last}" if last > first else "")
        return f"{quote_sheetname(sheet)}!{cells}"

    def texts(found: Sequence[str]) -> Any:
        return StrData(ptCount=len(found), pt=[StrVal(idx=n, v=text) for n, text in enumerate(found)])

    name, values = figure.series[number]
    share = figure.percent or (figure.kind == "pareto" and number == 1)
    points = [NumVal(idx=n, v=repr(value)) for n, value in enumerate(values) if value is not None]
    cache = NumData(formatCode="0%" if share else "0", ptCount=count, pt=points)
    series = Series(
        idx=number,
        order=number,
        tx=SeriesLabel(strRef=StrRef(f=at(number + 1, 0, 0), strCache=texts([name]))),
        cat=AxDataSource(strRef=StrRef(f=at(0, 1, count), strCache=texts(figure.labels))),
        val=NumDataSource(numRef=NumRef(f=at(number + 1, 1, count), numCache=cache)),
    )
    line = number - (figure.kind == "pareto")
    grey, dash = GREYS[line % len(GREYS)], DASHES[line % len(DASHES)]
    if figure.kind == "line" or number == 1:
        series.spPr = _line(grey, 2, dash)
        series.marker = Marker(symbol=("circle", "square", "triangle")[number % 3], size=6)
        series.smooth = False
    else:
        series.spPr = _fill("9AA5B1")
    if figure.kind != "line" and number == 0:
        series.dLbls = _value_labels()
    return series


def _line(colour: str, points: float, dash: Any = "solid") -> Any:
    from openpyxl.chart.shapes import GraphicalProperties
    from openpyxl.drawing.line import LineProperties

    return GraphicalProperties(ln=LineProperties(solidFill=colour, w=round(points * 12700), prstDash=dash))


def _fill(colour: str) -> Any:
    from openpyxl.chart.shapes import GraphicalProperties

    return GraphicalProperties(solidFill=colour)


def _value_labels() -> Any:
    from openpyxl.chart.label import DataLabelList

    shown = DataLabelList(showVal=True)
    shown.showSerName = shown.showCatName = shown.showLegendKey = shown.showPercent = False
    return shown


def drawing(figure: Figure, part: Any) -> str:
    """Adds the chart and its workbook to the Word package of `part`; gives the `w:drawing` that shows it there."""
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part
    from docx.oxml import parse_xml
    from lxml.etree import SubElement
    from lxml.etree import tostring as to_bytes
    from openpyxl.xml.functions import tostring

    package = part.package
    book = Part(
        package.next_partname("/word/embeddings/Microsoft_Excel_Worksheet%d.xlsx"),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _workbook(figure),
        package,
    )
    name = PackURI(package.next_partname("/word/charts/chart%d.xml"))
    chart = Part(name, "application/vnd.openxmlformats-officedocument.drawingml.chart+xml", b"", package)
    source = chart.relate_to(book, f"{RELATION}/package")
    tree: Any = parse_xml(tostring(figure.chart()._write()))
    space = f"{{{NAMESPACE}drawingml/2006/chart}}"
    external = SubElement(tree, f"{space}externalData", {f"{{{RELATION}}}id": source})
    SubElement(external, f"{space}autoUpdate", val="0")
    chart._blob = to_bytes(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
    shown = part.relate_to(chart, f"{RELATION}/chart")
    size = f'cx="{round(figure.width * EMU_PER_MM)}" cy="{round(figure.height * EMU_PER_MM)}"'
    return (
        f'<w:drawing><wp:inline xmlns:wp="{NAMESPACE}drawingml/2006/wordprocessingDrawing" distT="0" distB="0"'
        f' distL="0" distR="0"><wp:extent {size}/><wp:docPr id="1" name="图表"/><wp:cNvGraphicFramePr/>'
        f'<a:graphic xmlns:a="{NAMESPACE}drawingml/2006/main"><a:graphicData uri="{NAMESPACE}drawingml/2006/chart">'
        f'<c:chart xmlns:c="{NAMESPACE}drawingml/2006/chart" xmlns:r="{RELATION}" r:id="{shown}"/>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing>"
    )


def _workbook(figure: Figure) -> bytes:
    """The table of a figure as a workbook of its own."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = SHEET
    for row, line in enumerate(figure.table, 1):
        for column, value in enumerate(line, 1):
            cell = sheet.cell(row, column, value)
            if isinstance(value, str):
                cell.data_type = "s"  # a label is never a formula
            elif column > 1 and (figure.percent or (figure.kind == "pareto" and column == 3)):
                cell.number_format = "0%"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
