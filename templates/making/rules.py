"""规则变更通知: what a window must know and practise when the rules change; signed by everybody who read it."""

from __future__ import annotations

from docx.document import Document as Doc

from templates.making.parts import (
    HEI,
    SONG,
    Style,
    fill,
    header_row,
    lines,
    loop_rows,
    pad,
    page,
    say,
    small_gap,
    table,
    when,
)

BLACK = "000000"
READERS = 8

STYLES = {
    "正文": Style(10.5, 17, font=SONG),
    "通知标题": Style(20, 30, bold=True, align="center", font=HEI),
    "通知日期": Style(10.5, 17, align="center", after=4, font=SONG),
    "事项标题": Style(13, 20, bold=True, before=8, after=2, font=HEI, keep=True),
    "小节": Style(11, 18, bold=True, before=3, after=1, font=HEI, keep=True),
    "表头": Style(10, 15, bold=True, font=HEI),
    "表格": Style(10.5, 16, font=SONG),
    "改动": Style(10.5, 16, font=SONG),
    "小注": Style(9, 13, font=SONG),
}


def notice() -> Doc:
    """One part an item: what changes for citizens, with a case to practise, then everything else."""
    doc = page(STYLES, margins=(15, 16, 13, 16), title="规则变更通知")
    say(doc, "{% if 单位 %}{{ 单位 }}{% endif %}{{ 标题 }}", "通知标题")
    say(doc, "{{ 日期 }} · 改动的事项 {{ 个数 }} 个", "通知日期")
    when(doc, "原因", "⟦为什么改:⟧{{ 原因 }}")
    say(doc, "{%p for 变 in 变更 %}")
    say(
        doc,
        "{{ 变.名称 }}({% if not 变.旧版本 %}新增,版本 {{ 变.新版本 }}{% elif not 变.新版本 %}不再办理{% else %}"
        "版本 {{ 变.旧版本 }} → {{ 变.新版本 }}{% endif %})",
        "事项标题",
    )
    say(doc, "{%p if 变.影响 %}")
    say(doc, "对群众有影响的,请照例子练一遍", "小节")
    effects(doc)
    say(doc, "{%p endif %}")
    say(doc, "{%p if 变.其他 %}")
    say(doc, "别的改动", "小节")
    say(doc, "{%p for 改动 in 变.其他 %}")
    say(doc, "· {{ 改动 }}", "改动")
    say(doc, "{%p endfor %}")
    say(doc, "{%p endif %}")
    say(doc, "{%p endfor %}")
    readers(doc)
    return doc


def effects(doc: Doc) -> None:
    made = table(doc, (10, 20, 88, 60), rows=2, grid=True)
    for cell, head in zip(made.rows[0].cells, ("", "种类", "改了什么,哪些人", "拿这种情况练习"), strict=True):
        fill(cell, head, "表头", align="center")
    header_row(made.rows[0])
    words = ("{{ 影.序号 }}", "{{ 影.种类 }}", "{{ 影.内容 }}", "{{ 影.例子 }}")
    for number, (cell, text) in enumerate(zip(made.rows[1].cells, words, strict=True)):
        fill(cell, text, "表格", align="left" if number > 1 else "center")
    loop_rows(made, "影 in 变.影响", made.rows[1])


def readers(doc: Doc) -> None:
    """Boxes for the signatures of the window's staff."""
    small_gap(doc, 8)
    say(doc, "看过并练过的人签字", "小节")
    made = table(doc, [44.5] * 4, rows=READERS // 4, grid=True)
    for row in made.rows:
        pad(row.cells, top=14, bottom=14)
    small_gap(doc, 6)
    below = table(doc, [89, 89])
    lines(below.rows[0].cells, top=(0.75, BLACK))
    pad(below.rows[0].cells, top=4)
    for cell, text in zip(below.rows[0].cells, ("制发:", "审核:"), strict=True):
        fill(cell, text)
    say(doc, "本通知由新旧两版规则自动比较得出;例子是一种受影响的回答,不是唯一的一种。", "小注")
