"""材料清单 in Excel: one clean sheet on one A4 page."""

from __future__ import annotations

import pytest
from openpyxl import load_workbook

from tests.documents.conftest import TODAY, for_answers
from tests.rules.build import make_item
from workbench.documents import checklist_sheet
from workbench.problems import CannotWrite
from workbench.rules.checklist import RuleBook


def cells(path) -> list[str]:
    sheet = load_workbook(path).worksheets[0]
    return [cell.value for row in sheet.iter_rows() for cell in row if cell.value]


def test_layers_reasons_and_notes_are_there_and_fit_one_a4_page(checklist, tmp_path, space):
    path = tmp_path / "清单.xlsx"
    checklist_sheet.write(checklist, path, space)
    found = cells(path)
    assert f"一、人人都要带的({len(checklist.base)} 份)" in found
    assert f"二、您的情况还要带的({len(checklist.personal)} 份)" in found
    assert found.count("□") == len(checklist.needed_ids)
    assert any(checklist.personal[0].because in text for text in found)
    assert any(text.startswith("不用带的:户口簿") for text in found)
    sheet = load_workbook(path).worksheets[0]
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == ("9", "portrait") or (
        str(sheet.page_setup.paperSize) == "9"
    )
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 1)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage


def test_text_that_looks_like_a_formula_stays_text(tmp_path, space):
    item = make_item('[[materials]]\nid = "a"\nlayer = "base"\nname = "甲"\nwhere = "=HYPERLINK(1)"\n')
    checklist_sheet.write(RuleBook(item).checklist({}, TODAY), tmp_path / "清单.xlsx", space)
    sheet = load_workbook(tmp_path / "清单.xlsx").worksheets[0]
    formulas = [cell.value for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert formulas == []
    assert "=HYPERLINK(1)" in cells(tmp_path / "清单.xlsx")


def test_a_folder_as_output_is_refused(checklist, tmp_path, space):
    with pytest.raises(CannotWrite, match="是一个文件夹"):
        checklist_sheet.write(checklist, tmp_path, space)


def test_when_it_can_be_done_and_what_the_limits_leave_open_are_said(rules, tmp_path, space):
    """The day that hangs on the citizen's own date, and the note of the time limits."""
    stay = rules.entry("juliu-yanqi", TODAY).book
    for expiry, said in (("2026-12-31", "什么时候能办:延期申请 最晚 12月1日"), ("2026-03-10", "已经过了")):
        checklist_sheet.write(for_answers(stay, {"expiry": expiry}), tmp_path / "清单.xlsx", space)
        assert any(said in text for text in cells(tmp_path / "清单.xlsx")), expiry
    assert any("现在办不了" in text for text in cells(tmp_path / "清单.xlsx")) is False
    early = for_answers(rules.entry("juzhuzheng", TODAY).book, {"action": "endorse", "year_ends": "2026-07-02"})
    checklist_sheet.write(early, tmp_path / "清单.xlsx", space)
    assert early.not_eligible, "too early, and told from when on"
    assert any("什么时候能办:" in text and "最早" in text for text in cells(tmp_path / "清单.xlsx"))
    tax = rules.entry("geshui-huisuan", TODAY)
    checklist_sheet.write(tax.book.checklist({}, TODAY), tmp_path / "清单.xlsx", space)
    [line] = [text for text in cells(tmp_path / "清单.xlsx") if text.startswith("多久:")]
    assert tax.item.limits.note and tax.item.limits.note in line
