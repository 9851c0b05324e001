"""材料清单 as an Excel file: one clean sheet that prints on one A4 page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from workbench import files
from workbench.documents.checklist_fields import checklist_fields, mark_missed_here
from workbench.documents.word import UNPRINTABLE
from workbench.rules.checklist import Checklist
from workbench.workspace import Workspace

WIDTHS = (5, 25, 9, 31, 26)  # characters: tick, paper, copies, why and where, take care
HEADINGS = ("打勾", "材料", "份数", "为什么要、去哪里拿", "注意")
BAND = {"基础材料": "DCE6F0", "个性材料": "FCE9CF"}
FONT = "微软雅黑"


def write(checklist: Checklist, path: Path, space: Workspace) -> None:
    """Writes the sheet. Raises `CannotWrite`; nothing is written then."""
    from openpyxl import Workbook

    fields = checklist_fields(checklist, space.settings())
    mark_missed_here(fields, checklist, space)
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "材料清单"
    writer = _Writer(sheet)
    writer.title(fields)
    if not fields["不能办"]:  # whoever cannot apply brings nothing
        writer.layer("一、人人都要带的", "基础材料", fields)
        writer.layer("二、您的情况还要带的", "个性材料", fields)
    writer.notes(fields)
    _page(sheet, writer.row)
    with files.replacing(path) as out:
        book.save(out)


class _Writer:
    """Fills a sheet downwards."""

    def __init__(self, sheet: Any) -> None:
        self.sheet, self.row = sheet, 0
        for letter, width in zip("ABCDE", WIDTHS, strict=True):
            sheet.column_dimensions[letter].width = width

    def line(self, *texts: str, size: float = 10.5, bold: bool = False, fill: str = "", merge: bool = False) -> None:
        """One row; a merged row is one text across the page. Text stays text, whatever it begins with."""
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

        self.row += 1
        thin = Side("thin", color="9A9A9A")
        for column, text in enumerate(texts, 1):
            cell = self.sheet.cell(self.row, column)
            cell.value = UNPRINTABLE.sub("", text)
            cell.data_type = "s"
            cell.font = Font(FONT, size=size, bold=bold)
            cell.alignment = Alignment("left" if merge or column > 1 else "center", "center", wrap_text=True)
            if fill:
                cell.fill = PatternFill("solid", fgColor=fill)
            if not merge:
                cell.border = Border(bottom=thin)
        widths = (sum(WIDTHS),) if merge else WIDTHS
        rows = max(_rows(text, width * 10.5 / size) for text, width in zip(texts, widths, strict=False))
        self.sheet.row_dimensions[self.row].height = rows * size * 1.5 + 5
        if merge:
            self.sheet.merge_cells(start_row=self.row, end_row=self.row, start_column=1, end_column=len(WIDTHS))

    def title(self, fields: dict[str, Any]) -> None:
        self.line(f"{fields['事项名称']} 材料清单", size=18, bold=True, merge=True)
        phone = f"  电话 {fields['电话']}" if fields["电话"] else ""
        self.line(f"{fields['日期']}  窗口 {fields['窗口']}{phone}  规则版本 {fields['规则版本']}", merge=True)
        if fields["情况"]:
            self.line("您说的情况:" + ";".join(one["回答"] for one in fields["情况"]), merge=True)
        for one in fields["不能办"]:
            self.line(f"现在办不了:{one['原因']}。{one['怎么办']}", bold=True, merge=True)

    def layer(self, heading: str, name: str, fields: dict[str, Any]) -> None:
        from openpyxl.styles import Font

        papers = fields[name]
        self.line(f"{heading}({len(papers)} 份)", size=13, bold=True, fill=BAND[name], merge=True)
        if papers:
            self.line(*HEADINGS, bold=True)
        for one in papers:
            why = "\n".join(part for part in (one["为什么"], one["哪里拿"]) if part)
            missed = "\n★很多人忘带" if one["易漏"] else ""
            self.line("□", f"{one['序号']} {one['名称']}{missed}", one["份数"], why, one["注意"])
            self.sheet.cell(self.row, 1).font = Font(FONT, size=18)

    def notes(self, fields: dict[str, Any]) -> None:
        """What comes below the two layers; a line only where there is something to say.

        Whoever cannot apply is told no more than when it can be done.
        """
        waiting = "、".join(f"{one['名称']}(要看:{one['要看']})" for one in fields["还没定"])
        spared = "、".join(f"{one['名称']}({one['原因']})" if one["原因"] else one["名称"] for one in fields["不用带"])
        way = " → ".join(f"{one['名称']}({one['时限']})" if one["时限"] else one["名称"] for one in fields["环节"])
        limits = ";".join(part for part in (fields["时限"], fields["最晚"], fields["时限说明"]) if part)
        when = ";".join(f"{one['名称']} {_period(one)}" for one in fields["办理期间"])
        later = ";".join(f"{one['名称']}:{one['期限']}" if one["期限"] else one["名称"] for one in fields["以后"])
        fees = ";".join(f"{one['名称']} {one['金额']}" for one in fields["收费"])
        for heading, text in (
            ("还没定下来的", waiting),
            ("不用带的", spared),
            ("请留意", ";".join(fields["提醒"])),
            ("什么时候能办", when),
            ("怎么办", way),
            ("多久", limits),
            ("收费", fees),
            ("接下来别忘了", later),
        ):
            if text and (heading == "什么时候能办" or not fields["不能办"]):
                self.line(f"{heading}:{text}", merge=True)
        self.line(f"告知人:{fields['经办人'] or '____________'}        签收人:____________", merge=True)


def _period(one: dict[str, Any]) -> str:
    """`最早 3月1日(周日),6月30日(周二)` or that it is over."""
    if one["过期"]:
        return f"已经过了({one['最晚']}),{one['提示']}"
    return ",".join(part for part in (one["最早"], one["最晚"]) if part) or "现在就可以办"


def _rows(text: str, width: float) -> int:
    """How many lines a text takes in a column of that many half-width characters."""
    lengths = (sum(2 if ord(sign) > 0x2E7F else 1.1 for sign in line) for line in text.split("\n"))
    return sum(max(1, -int(-length // width)) for length in lengths)


def _page(sheet: Any, rows: int) -> None:
    """A4 upright, everything on one page."""
    sheet.page_setup.paperSize, sheet.page_setup.orientation = 9, "portrait"
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToWidth = sheet.page_setup.fitToHeight = 1
    sheet.print_area = f"A1:E{rows}"
    sheet.print_options.horizontalCentered = True
    margins = sheet.page_margins
    margins.left = margins.right = 0.5
    margins.top = margins.bottom = 0.5
    sheet.oddFooter.center.text = "第 &P 页 共 &N 页"
    sheet.sheet_view.showGridLines = False
