"""One definition of a chart: native in a workbook, and in Word a chart that can be edited there."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from docx import Document
from lxml import etree
from openpyxl import Workbook, load_workbook

from tests.documents.office import needs_office, pages, to_pdf
from workbench.documents import charts, word

FIGURES = {
    "线": charts.weekly_line(
        "返工率", ["第9周", "第10周", "第11周"], {"返工率": [0.2, None, 0.1], "去年": [0.3, 0.25, 0.2]}
    ),
    "柏": charts.pareto("原因", [("信息错误", 3), ("材料缺失", 5), ("=1+1", 1)]),
    "条": charts.bars("窗口", [("A01", 3), ("A02", 4)]),
}
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


@pytest.fixture
def document(tmp_path) -> Path:
    template = Document()
    for tag in FIGURES:
        template.add_paragraph(f"{{{{ {tag} }}}}")
    template.save(str(tmp_path / "模板.docx"))
    made = word.filled(word.Template("模板", tmp_path / "模板.docx", "office"), FIGURES)
    made.save(str(tmp_path / "图.docx"))
    return tmp_path / "图.docx"


def test_a_pareto_falls_and_ends_at_one():
    figure = FIGURES["柏"]
    assert figure.labels == ("材料缺失", "信息错误", "=1+1")
    assert figure.series[0][1] == (5, 3, 1)
    assert figure.series[1][1] == pytest.approx((5 / 9, 8 / 9, 1))
    assert charts.pareto("空", [("甲", 0)]).series[1][1] == (None,)


def test_word_shows_the_values_and_edits_a_workbook_that_has_the_same(document):
    with zipfile.ZipFile(document) as package:
        assert package.testzip() is None
        for number, figure in enumerate(FIGURES.values(), 1):
            tree = etree.fromstring(package.read(f"word/charts/chart{number}.xml"))
            shown = [float(one.text) for one in tree.iterfind(f".//{CHART}val//{CHART}v")]
            assert shown == pytest.approx([v for _, values in figure.series for v in values if v is not None])
            assert tree.find(f"{CHART}externalData") is not None
            relations = package.read(f"word/charts/_rels/chart{number}.xml.rels").decode()
            name = relations.split('Target="../')[1].split('"')[0]
            sheet = load_workbook(io.BytesIO(package.read(f"word/{name}")))["数据"]
            assert [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)] == [
                [cell or "" for cell in row] for row in figure.table
            ]
            assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_the_references_of_a_series_point_at_its_cells(document):
    with zipfile.ZipFile(document) as package:
        tree = etree.fromstring(package.read("word/charts/chart1.xml"))
    assert [one.text for one in tree.iterfind(f".//{CHART}val//{CHART}f")] == ["'数据'!$B$2:$B$4", "'数据'!$C$2:$C$4"]


@needs_office
def test_the_same_figures_open_in_word_and_in_excel(document, tmp_path):
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "汇 总"
    for number, figure in enumerate(FIGURES.values()):
        first = 1 + number * 20
        for row, line in enumerate(figure.table, first):
            for column, value in enumerate(line, 3):
                sheet.cell(row, column, value).data_type = "s" if isinstance(value, str) else "n"
        sheet.add_chart(figure.chart("汇 总", first, 3), f"H{first}")
    book.save(tmp_path / "图表.xlsx")
    made = to_pdf([document, tmp_path / "图表.xlsx"], tmp_path)
    assert pages(made["图"]) >= 1
    assert pages(made["图表"]) >= 1
