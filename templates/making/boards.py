"""What hangs on a wall, and the booklet for the day when nothing works."""

from __future__ import annotations

from typing import Any

from docx.document import Document as Doc
from docx.enum.section import WD_SECTION
from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.enum.text import WD_BREAK
from docx.oxml.ns import qn
from docx.shared import Mm

from templates.making.parts import BOX, HEI, Style, fill, header_row, lines, loop_rows, pad, page, say, small_gap, table
from templates.making.parts import when as only

LINE = (1.5, "000000")

BOARD = {
    "正文": Style(14, 21),
    "张贴标题": Style(30, 42, bold=True, align="center", font=HEI),
    "张贴副题": Style(14, 22, align="center", after=6),
    "环节大": Style(22, 31, bold=True),
    "环节大说明": Style(15, 22),
    "环节小": Style(14, 19, bold=True),
    "环节小说明": Style(11, 15),
    "箭头": Style(14, 15, bold=True, align="center"),
    "张贴脚注": Style(12, 18, align="center", before=6),
}


def flow() -> Doc:
    """One A4 page: a box a stage, large when there are few, smaller when there are many."""
    doc = page(BOARD, margins=(14, 15, 10, 15), title="流程图解")
    say(doc, "{{ 事项简称 }} 怎么办", "张贴标题")
    say(doc, "{{ 事项名称 }}", "张贴副题")
    say(doc, "{%p if 环节|length <= 6 %}")
    boxes(doc, "环节大", "环节大说明", 5)
    say(doc, "{%p else %}")
    boxes(doc, "环节小", "环节小说明", 2)
    say(doc, "{%p endif %}")
    only(doc, "时限", "⟦{{ 时限 }}⟧", "张贴脚注")
    say(doc, "{% if 电话 %}电话 {{ 电话 }}    {% endif %}规则版本 {{ 规则版本 }}    {{ 日期 }}", "张贴脚注")
    return doc


def boxes(doc: Doc, name: str, note: str, space: float) -> None:
    made = table(doc, [180], rows=2)
    box, arrow = made.rows
    cell = box.cells[0]
    lines([cell], top=LINE, left=LINE, bottom=LINE, right=LINE)
    pad([cell], top=space, left=10, bottom=space, right=10)
    fill(
        cell,
        "{{ 步.序号 }} {{ 步.名称 }}{% if 步.时限 %}({{ 步.时限 }}){% endif %}{% if 步.按情况 %} 有的人要{% endif %}",
        name,
    )
    only(cell, "步.谁办", "谁办:{{ 步.谁办 }}{% if 步.特别程序 %}(不计入办理时限){% endif %}", note)
    only(cell, "步.您要做", "您要做:{{ 步.您要做 }}", note)
    fill(arrow.cells[0], "{% if not loop.last %}▼{% endif %}", "箭头")
    _loop(made, "步 in 环节", box, arrow)


def _loop(made: Any, each: str, first: Any, last: Any) -> None:
    """Repeats several rows."""
    for text, put in ((f"{{%tr for {each} %}}", first._tr.addprevious), ("{%tr endfor %}", last._tr.addnext)):
        tag = made.add_row()
        tag.cells[0].paragraphs[0].add_run(text)
        put(tag._tr)


POSTER = {
    "正文": Style(14, 21),
    "张贴标题": Style(30, 44, bold=True, align="center", font=HEI),
    "张贴副题": Style(14, 22, align="center", after=4),
    "事项名": Style(20, 30, bold=True, before=8, keep=True),
    "材料名": Style(18, 27),
    "小字": Style(12, 18),
}


def poster() -> Doc:
    """The first layer for everybody, to read from two metres."""
    doc = page(POSTER, margins=(15, 16, 12, 16), title="第一层清单")
    say(doc, "{{ 标题 }}", "张贴标题")
    say(doc, "来之前,请先带齐这些(每个人都要)", "张贴副题")
    say(doc, "{%p for 项 in 事项 %}")
    only(doc, "事项|length > 1", "{{ 项.名称 }}", "事项名")
    made = table(doc, [12, 122, 44])
    row = made.rows[0]
    lines(row.cells, bottom=(0.75, "000000"))
    pad(row.cells, top=3, bottom=3)
    fill(row.cells[0], BOX, "材料名")
    fill(row.cells[1], "{{ 底.序号 }} {{ 底.名称 }}{% if 底.易漏 %} ★别忘{% endif %}", "材料名")
    only(row.cells[1], "底.哪里拿", "{{ 底.哪里拿 }}", "小字")
    fill(row.cells[2], "{{ 底.份数 }}", "材料名", size=14, align="right")
    loop_rows(made, "底 in 项.材料", row)
    only(doc, "项.另看", "还要看您的情况:{{ 项.另看 }}", "小字")
    say(doc, "{%p endfor %}")
    say(
        doc,
        "您的情况不同,还可能要带别的。请到窗口 {{ 窗口 }} 问一问{% if 电话 %},电话 {{ 电话 }}{% endif %}。",
        "张贴副题",
    )
    say(doc, "{{ 单位 }}  {{ 日期 }}", "小字", align="center")
    return doc


BOOKLET = {
    "正文": Style(11, 17),
    "手册标题": Style(24, 34, bold=True, align="center", font=HEI),
    "手册小节": Style(16, 24, bold=True, font=HEI, before=4, after=4, keep=True),
    "手册说明": Style(11, 18),
    "表格文字": Style(10, 15),
    "表格标题": Style(10, 15, bold=True, font=HEI),
    "手册事项": Style(12, 18, bold=True, before=5, keep=True),
    "手册材料": Style(9.5, 13.5, hang=1.2),
}


def emergency() -> Doc:
    """Blank forms to fill in by hand, then the base list of every item."""
    doc = page(BOOKLET, margins=(15, 16, 12, 16), title="应急手工表")
    say(doc, "应急手工手册", "手册标题")
    say(doc, "{{ 单位 }}    窗口 {{ 窗口 }}    印于 {{ 版本日期 }}", "手册说明", align="center")
    say(
        doc,
        "系统、停电或断网时用。一位群众一张受理单和一张清单,办完在台账记一行;恢复后当天补录,纸面存档备查。",
        "手册说明",
    )
    say(doc, "一、受理单(可复印)", "手册小节")
    receipt(doc)
    new_page(doc)
    say(doc, "二、材料清单(可复印)", "手册小节")
    blank_list(doc)
    new_page(doc)
    say(doc, "三、手工台账(可复印)", "手册小节")
    ledger(doc)
    two_columns(doc)
    say(doc, "四、各事项的材料({{ 事项|length }} 项)", "手册小节")
    say(doc, "{%p for 项 in 事项 %}")
    say(doc, "{{ 项.编号 }} {{ 项.名称 }}(版本 {{ 项.版本 }})", "手册事项")
    say(doc, "{%p for 底 in 项.材料 %}")
    say(doc, "□ ⟦{{ 底.名称 }}⟧ {{ 底.份数 }}{% if 底.易漏 %} ★{% endif %}", "手册材料")
    say(doc, "{%p endfor %}")
    say(doc, "{%p if 项.另要 %}")
    say(doc, "按情况另要:", "手册材料")
    say(doc, "{%p for 另 in 项.另要 %}")
    say(doc, "□ {{ 另.名称 }}{% if 另.为什么 %}:{{ 另.为什么 }}{% endif %}", "手册材料")
    say(doc, "{%p endfor %}")
    say(doc, "{%p endif %}")
    say(doc, "{%p endfor %}")
    return doc


def two_columns(doc: Doc) -> None:
    """What follows stands on a new page, in two columns."""
    columns = doc.add_section(WD_SECTION.NEW_PAGE)._sectPr.find(qn("w:cols"))
    assert columns is not None
    columns.set(qn("w:num"), "2")
    columns.set(qn("w:space"), str(Mm(8).twips))


def new_page(doc: Doc) -> None:
    doc.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def receipt(doc: Doc) -> None:
    rows = [
        ("申请人", "", "电话", ""),
        ("事项", "", "到窗时间", "    年   月   日   时   分"),
        ("谁来办", "□本人  □亲友  □单位  □监护人", "第几次来", "第      次"),
        ("收到的材料", "", "", ""),
        ("缺的、不合格的", "", "", ""),
        ("结果", "□办结 □受理 □补正 □退回 □容缺 □承诺 □咨询 □转出", "", ""),
        ("期限", "补正 / 容缺 / 办结最晚:      年   月   日", "", ""),
        ("备注", "", "", ""),
        ("经办人签名", "", "申请人签名", ""),
        ("补录人、补录时间", "", "", ""),
    ]
    made = table(doc, [32, 62, 26, 58], rows=len(rows), grid=True)
    for row, texts in zip(made.rows, rows, strict=True):
        tall = texts[0] in ("收到的材料", "缺的、不合格的")
        row.height, row.height_rule = Mm(46 if tall else 15), WD_ROW_HEIGHT_RULE.AT_LEAST
        if not texts[2]:
            row.cells[1].merge(row.cells[3])
        fill(row.cells[0], texts[0], "表格标题")
        fill(row.cells[1], texts[1], "表格文字")
        if texts[2]:
            fill(row.cells[2], texts[2], "表格标题")
            fill(row.cells[3], texts[3], "表格文字")


def blank_list(doc: Doc) -> None:
    say(doc, "事项:____________________  日期:____________  窗口:{{ 窗口 }}  经办人:____________")
    for heading, count in (("人人都要带的", 7), ("您的情况还要带的", 7)):
        small_gap(doc, 5)
        made = table(doc, [10, 66, 24, 78], rows=count + 1, grid=True)
        heads = ("打勾", heading, "份数", "为什么要、去哪里拿")
        for cell, text in zip(made.rows[0].cells, heads, strict=True):
            fill(cell, text, "表格标题")
        for row in made.rows[1:]:
            row.height, row.height_rule = Mm(12), WD_ROW_HEIGHT_RULE.AT_LEAST
            fill(row.cells[0], BOX, size=16)
    small_gap(doc, 5)
    say(doc, "不用带的:______________________________    办结最晚:____________")
    say(doc, "签收人:____________")


def ledger(doc: Doc) -> None:
    widths = [9, 19, 30, 26, 22, 30, 22, 20]
    heads = ["序号", "时间", "事项", "第几次、谁来", "结果", "缺的或不合格的材料", "原因、哪方", "期限、经办"]
    made = table(doc, widths, rows=2, grid=True)
    header_row(made.rows[0])
    for cell, text in zip(made.rows[0].cells, heads, strict=True):
        fill(cell, text, "表格标题")
    row = made.rows[1]
    row.height, row.height_rule = Mm(12.5), WD_ROW_HEIGHT_RULE.AT_LEAST
    fill(row.cells[0], "{{ 行.序号 }}", "表格文字")
    loop_rows(made, "行 in 空行", row)
