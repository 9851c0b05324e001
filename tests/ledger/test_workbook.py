"""The workbook is one that a supervisor is glad to use, and its 汇总 agrees with the reviews to the last digit."""

from __future__ import annotations

import io
import shutil
import subprocess
import warnings
from datetime import date, timedelta

import openpyxl
import pytest

from tests.ledger import hostile, sample
from tests.ledger.conftest import office_words
from tests.ledger.workbooks import folded, path_of, through_libreoffice
from workbench.ledger import columns, ledger, summary, workbook
from workbench.ledger.journal import open_journal
from workbench.ledger.records import iso_week


@pytest.fixture(scope="module")
def book():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(io.BytesIO(hostile.ledger_bytes()))


def test_every_sheet_is_there_and_the_helper_is_hidden(book):
    assert book.sheetnames == ["返工台账", "办件登记", "整改措施", "汇总", "字典", "计算", "填写说明"]
    assert book["计算"].sheet_state == "hidden"


@pytest.mark.parametrize("sheet", columns.SHEETS, ids=lambda sheet: sheet.kind)
def test_each_table_has_its_columns_a_frozen_header_a_filter_and_a_print_set_up(book, sheet):
    ws = book[sheet.name]
    table = ws.tables[sheet.name]
    assert tuple(column.name for column in table.tableColumns) == sheet.headers
    assert table.autoFilter.ref == table.ref and ws.freeze_panes == "C4"
    assert (ws.page_setup.orientation, ws.page_setup.paperSize) == ("landscape", 9)
    assert ws.print_title_rows == "$3:$3" and ws.page_setup.fitToWidth == 1


@pytest.mark.parametrize("sheet", columns.SHEETS, ids=lambda sheet: sheet.kind)
def test_dropdowns_and_colours_reach_over_the_whole_column_so_that_they_never_have_to_grow(book, sheet):
    ws = book[sheet.name]
    listed = {str(rule.sqref).split(":")[0][0] for rule in ws.data_validations.dataValidation if rule.type == "list"}
    wanted = {chr(65 + at) for at, column in enumerate(sheet.columns) if column.choices and not column.hidden}
    assert listed == wanted
    for rule in ws.data_validations.dataValidation:
        assert str(rule.sqref).endswith("1048576") and len(str(rule.formula1)) <= 255
    areas = [area for one in ws.conditional_formatting for area in str(one.sqref).split()]
    assert len(areas) == len(set(areas)) == len(sheet.columns)
    assert all(area.endswith("1048576") for area in areas)


def test_an_office_without_items_or_with_odd_names_still_gets_a_workbook():
    from workbench.ledger import check

    odd = {
        "a": check.ItemWords('=坏的 & <事项> "引号"', "", {"p": "+材料"}),
        "b": check.ItemWords("同名"),
        "c": check.ItemWords("同名"),
    }
    for items in ({}, odd):
        data = workbook.empty("甲", "甲-2026", office_words(items=items), date(2026, 1, 1), date(2026, 12, 31))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            cells = [c for row in openpyxl.load_workbook(io.BytesIO(data))["字典"].iter_rows() for c in row]
        assert not [cell.value for cell in cells if cell.data_type == "f"]


def test_openpyxl_reads_and_keeps_what_is_printed():
    data = workbook.empty("甲", "甲-2026", office_words(), date(2026, 1, 1), date(2026, 12, 31))
    for _ in range(2):  # as made, and as saved by somebody's script
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            book = openpyxl.load_workbook(io.BytesIO(data))
        assert book["返工台账"].print_area == "'返工台账'!$A$1:$Q$1048576"
        assert book["返工台账"].print_title_rows == "$3:$3"
        book.save(out := io.BytesIO())
        data = out.getvalue()


@pytest.mark.parametrize("year", range(2024, 2034))
def test_the_weeks_of_a_year_hold_each_of_its_days_once(year):
    mondays = summary.weeks(date(year, 1, 1), date(year, 12, 31))
    days = {monday + timedelta(days=n) for monday in mondays for n in range(7)}
    assert {date(year, 1, 1) + timedelta(days=n) for n in range(365)} <= days and len(mondays) <= 54


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_the_summary_agrees_with_the_reviews_to_the_last_digit(space, tmp_path):
    from workbench.review import metrics

    words = office_words()
    cases, rework, measures = sample.year(words, cases=700, rework=150)
    ledger.add(space, "cases", cases, words=words)
    ledger.add(space, "rework", rework, words=words)
    ledger.add(space, "measures", measures, words=words)
    folded(space)
    for id in (rework[3]["id"], cases[5]["id"]):
        ledger.remove(space, id)
    folded(space)
    through_libreoffice(path_of(space), tmp_path)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        shown = openpyxl.load_workbook(path_of(space), data_only=True)["汇总"]
    with open_journal(space) as journal:
        whole = metrics.total(journal, date(2026, 1, 1), date(2026, 12, 31))
        weeks = metrics.tally(journal, date(2026, 1, 1), date(2026, 12, 31), "week")
        causes = metrics.cause_shares(journal, date(2026, 1, 1), date(2026, 12, 31), list(words.causes))
    figures = whole.figures()
    assert shown["A5"].value == whole.cases and str(whole.consultations) in shown["A6"].value
    for cell, name in (
        ("C", "rework_rate"),
        ("E", "first_submission_complete_rate"),
        ("G", "first_time_completion_rate"),
        ("L", "notice_omission_share"),
        ("N", "clerk_error_rate"),
    ):
        figure = figures[name]
        assert shown[f"{cell}5"].value == figure.percent, name
        assert shown[f"{cell}6"].value == f"{figure.n} / {figure.d}", name
    minutes = figures["average_handling_minutes"]
    assert shown["J5"].value == f"{minutes.n / minutes.d:.2f} 分钟"
    first = summary.FIRST_WEEK_ROW
    for number in range(first, first + 53):
        counts = weeks.get(shown.cell(number, 1).value, metrics.Counts())
        assert [shown.cell(number, c).value for c in (3, 4, 6, 7)] == [
            *(counts.cases, counts.returned, counts.first_visits, counts.first_complete)
        ], iso_week(shown.cell(number, 2).value.date())
        rate = shown.cell(number, 5).value
        assert rate == (pytest.approx(counts.returned / counts.cases) if counts.cases >= 10 else "#N/A")
    assert {shown.cell(first + n, 10).value: shown.cell(first + n, 12).value for n in range(3)} == {
        one.cause: one.share.n for one in causes
    }
    papers = ledger.query(
        space, "SELECT item, material, count(*) AS n FROM rework WHERE material <> '' GROUP BY 1, 2 ORDER BY 3 DESC"
    )
    top = first + 3 + 3
    ranked = [shown.cell(top + n, 16).value for n in range(10)]
    assert [n for n in ranked if n != "" and n is not None] == [row["n"] for row in papers][:10]


@pytest.mark.slow
def test_it_prints_on_a4_with_every_sheet_in_place(space, tmp_path):
    words = office_words()
    cases, rework, _ = sample.year(words, cases=120, rework=40)
    ledger.add(space, "cases", cases, words=words)
    ledger.add(space, "rework", rework, words=words)
    folded(space)
    profile = (tmp_path / "profile").as_uri()
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={profile}",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            tmp_path,
            path_of(space),
        ],
        check=True,
        capture_output=True,
    )
    pdf = next(tmp_path.glob("*.pdf"))
    info = subprocess.run(["pdfinfo", pdf], capture_output=True, text=True, check=True).stdout
    assert "841.8" in info and "595" in info
    text = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True).stdout
    pages = text.split("\f")
    for heading in ("返工台账 ·", "办件登记 ·", "整改措施 ·", "返工汇总 ·", "填写说明 ·"):
        assert any(heading in page for page in pages), heading
    assert "Err:" not in text and "#NAME" not in text and "#REF" not in text
