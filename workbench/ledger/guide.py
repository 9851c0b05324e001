"""The sheet 填写说明: how to live with this workbook, on one page."""

from __future__ import annotations

from typing import Any

from workbench.ledger.check import Words
from workbench.ledger.look import INK, LINE, NAVY, PALE, TEAL, border, fill, font, set_up_page

_LINES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "谁填哪几列",
        (
            "深蓝色表头的列由窗口程序填写。在这里改了,程序会恢复原值,并把您的改法列入“对照修改”请窗口核对。",
            "金色表头的列(整改措施、责任人、完成期限、状态、复核意见、备注)归主管。您写的为准,程序会收回去。",
            "关闭工作簿后,程序会自动收回您的修改,并写入新的记录。打开时程序不会动它。",
        ),
    ),
    (
        "可以放心做的事",
        (
            "排序、筛选、加颜色、加批注、插入图表和图片、改列宽、移动列、在右边加自己的列、加自己的工作表。",
            "在紧接着表的下一行手工补一条:编号留空,程序收下后会补上编号。表没有跟着拉长也不要紧。",
            "删除一行:程序会记为“已移出”,不再写回来,但记录仍在程序里。",
        ),
    ),
    (
        "请不要做的事",
        (
            "不要改动“编号”和表头的名称;不要把表转换为普通区域;不要在表的下方写别的内容(写在右边或另一张表)。",
            "不要登记群众姓名和证件号码。程序会遮住身份证号、手机号和银行卡号。",
        ),
    ),
    (
        "指标口径",
        (
            "返工率 = 结果为补正或退回的到窗次数 ÷ 业务总量;一次到窗不论缺几份只算一次。咨询另计,不进任何分母。",
            "材料一次性齐全率 = 首次到窗且材料全部齐全 ÷ 首次到窗;容缺、承诺不算齐全。",
            "一次办成率 = 第一次到窗就办结的事 ÷ 办结的事;告知遗漏占比 = 我们的清单没写到的返工行 ÷ 全部返工行。",
            "每个比率都同时印出分子和分母;分母小于 10 时只印次数,不印百分比。",
        ),
    ),
)


def build(ws: Any, title: str, words: Words) -> None:
    """Writes the page, with the dictionary of causes at its end."""
    from openpyxl.styles import Alignment

    ws.column_dimensions["A"].width, ws.column_dimensions["B"].width = 18, 112
    ws["A1"] = f"填写说明 · {title}"
    ws["A1"].font = font(18, NAVY, bold=True)
    ws.row_dimensions[1].height = 34
    causes = tuple(f"{cause.name}:{'、'.join(cause.details)}" for cause in words.causes.values())
    row = 3
    for heading, lines in (*_LINES, ("返工原因", causes)):
        ws.cell(row, 1, heading).font = font(12, "FFFFFF", bold=True)
        ws.cell(row, 1).fill = fill(TEAL)
        ws.cell(row, 1).alignment = Alignment(horizontal="center", vertical="center")
        ws.merge_cells(start_row=row, end_row=row + len(lines) - 1, start_column=1, end_column=1)
        for line in lines:
            cell = ws.cell(row, 2, line)
            cell.data_type = "s"
            cell.font, cell.fill, cell.border = font(11, INK), fill(PALE), border(bottom=LINE)
            cell.alignment = Alignment(horizontal="left", vertical="center", wrap_text=True, indent=1)
            ws.row_dimensions[row].height = 24 if len(line) < 56 else 40
            row += 1
        row += 1
    ws.sheet_view.showGridLines = False
    ws.sheet_properties.tabColor = "A0AAB5"
    set_up_page(ws)
