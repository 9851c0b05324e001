"""材料清单(大字): 20 points and more, one paper a block, at most two sheets on both sides."""

from __future__ import annotations

from typing import Any

from docx.document import Document as Doc

from templates.making.parts import BOX, Style, fill, lines, loop_rows, pad, page, say, small_gap, table, when

BLACK = "000000"
LINE = (1.5, BLACK)
WIDE = 182  # mm between the margins
SHORT, FEW, MANY = 7, 14, 26  # papers up to which: there is room for the code, for check points, for places
COUNT = "基础材料|length + 个性材料|length"

LARGE = {
    "正文": Style(20, 27),
    "清单标题": Style(32, 42, bold=True, align="center"),
    "清单事项": Style(22, 30, bold=True, align="center", after=4),
    "清单小节": Style(24, 34, bold=True, before=8, after=2, keep=True),
    "清单材料": Style(22, 29, bold=True),
    "清单说明": Style(20, 26),
    "清单方框": Style(44, 46, align="center"),
    "清单图": Style(20, 0),
}


def large() -> Doc:
    """For people with poor sight: plain digits, no abbreviations, nothing beside each other but the tick box."""
    doc = page(LARGE, margins=(12, 14, 11, 14), title="材料清单(大字)")
    say(doc, "要带的东西", "清单标题")
    say(doc, "{{ 事项名称 }}", "清单事项")
    say(doc, "{{ 日期 }}  窗口 {{ 窗口 }}")
    when(doc, "电话", "电话 {{ 电话 }}")
    when(doc, "再来码", "再来时报这个码:⟦{{ 再来码 }}⟧")
    refusals(doc)
    say(doc, "{%p if not 不能办 %}")
    section(doc, "一、人人都要带({{ 基础材料|length }} 份)", "基础材料")
    say(doc, "{%p if 个性材料 %}")
    section(doc, "二、您还要带({{ 个性材料|length }} 份)", "个性材料")
    say(doc, "{%p endif %}")
    when(
        doc,
        "还没定",
        "⟦还没定:⟧{% for 样 in 还没定 %}{{ 样.名称 }}{% if not loop.last %}、{% endif %}{% endfor %}。请再问一问窗口。",
    )
    say(doc, "{%p endif %}")
    when(
        doc,
        "不用带 and not 不能办",
        "⟦不用带:⟧{% for 样 in 不用带 %}{{ 样.名称 }}{% if not loop.last %}、{% endif %}{% endfor %}",
    )
    say(doc, "{%p for 期 in 办理期间 %}")
    say(doc, "⟦{{ 期.名称 }}:⟧{% if 期.过期 %}已经过了,{{ 期.提示 }}{% else %}{{ 期.最早 }} {{ 期.最晚 }}{% endif %}")
    say(doc, "{%p endfor %}")
    when(doc, "最晚 and not 不能办", "⟦多久:⟧今天受理的,{{ 最晚 }}前办好")
    say(doc, "规则版本 {{ 规则版本 }}{% if 经办人 %}  告知人 {{ 经办人 }}{% endif %}")
    say(doc, f"{{%p if 二维码|length == 1 and {COUNT} <= {SHORT} %}}")
    say(doc, "{{ 二维码[0] }}扫码存到手机", "清单图")
    say(doc, "{%p endif %}")
    return doc


def refusals(doc: Doc) -> None:
    say(doc, "{%p if 不能办 %}")
    made = table(doc, [WIDE])
    cell = made.rows[0].cells[0]
    lines([cell], top=LINE, left=LINE, bottom=LINE, right=LINE)
    pad([cell], top=6, left=8, bottom=6, right=8)
    fill(cell, "您这种情况现在办不了", "清单材料")
    say(cell, "{%p for 项 in 不能办 %}")
    say(cell, "{{ 项.原因 }}")
    when(cell, "项.怎么办", "⟦可以这样:⟧{{ 项.怎么办 }}")
    say(cell, "{%p endfor %}")
    say(doc, "{%p endif %}")


def section(doc: Doc, heading: str, papers: str) -> None:
    say(doc, heading, "清单小节")
    made = table(doc, [21, WIDE - 21])
    row: Any = made.rows[0]
    lines(row.cells, top=(1, BLACK))
    pad(row.cells, top=2, bottom=2)
    fill(row.cells[0], BOX, "清单方框")
    cell = row.cells[1]
    fill(cell, "{{ 份.序号 }} {{ 份.名称 }}({{ 份.份数 }})", "清单材料")
    when(cell, f"份.为什么 and {COUNT} <= {MANY}", "{{ 份.为什么 }}", "清单说明")
    when(cell, f"份.哪里拿 and {COUNT} <= {MANY}", "去哪里拿:{{ 份.哪里拿 }}", "清单说明")
    when(cell, f"份.注意 and {COUNT} <= {FEW}", "注意:{{ 份.注意 }}", "清单说明")
    loop_rows(made, f"份 in {papers}", row)
    small_gap(doc, 2)
