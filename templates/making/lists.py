"""The sheet a citizen takes home: 材料清单, in three styles."""

from __future__ import annotations

from typing import Any

from docx.document import Document as Doc
from docx.shared import Pt

from templates.making.parts import BOX, Style, fill, lines, loop_rows, pad, page, say, small_gap, table, when

BLACK, GREY = "000000", "9A9A9A"

NORMAL = {
    "正文": Style(10.5, 16),
    "清单标题": Style(21, 28, bold=True, align="center"),
    "清单事项": Style(12, 18, align="center", after=4),
    "清单小节": Style(13, 19, bold=True, before=7, after=2, keep=True),
    "清单材料": Style(12, 18),
    "清单说明": Style(10, 15),
    "清单方框": Style(19, 20),
    "清单栏": Style(9.5, 15),
    "清单提醒": Style(10.5, 16, before=2),
    "清单页脚": Style(9, 13),
    "清单图": Style(10.5, 0),
}


def normal() -> Doc:
    """One A4 page, black on white: what to bring before why."""
    doc = page(NORMAL, title="材料清单")
    say(doc, "办事材料清单", "清单标题")
    say(doc, "{{ 事项名称 }}", "清单事项")
    head(doc)
    refusals(doc)
    say(doc, "{%p if not 不能办 %}")
    section(doc, "一、人人都要带的({{ 基础材料|length }} 份)", "基础材料")
    say(doc, "{%p if 个性材料 %}")
    section(doc, "二、您的情况还要带的({{ 个性材料|length }} 份)", "个性材料")
    say(doc, "{%p elif not 还没定 %}")
    say(doc, "二、您的情况没有别的要带", "清单小节")
    say(doc, "{%p endif %}")
    undecided(doc)
    say(doc, "{%p endif %}")
    periods(doc)
    say(doc, "{%p if not 不能办 %}")  # what follows holds only for those who can apply
    say(doc, "{%p if 不用带 %}")
    say(doc, "三、不用带的", "清单小节")
    say(
        doc,
        "{% for 样 in 不用带 %}{{ 样.名称 }}{% if 样.原因 %}({{ 样.原因 }}){% endif %}"
        "{% if not loop.last %}、{% endif %}{% endfor %}",
    )
    say(doc, "{%p endif %}")
    reminders(doc)
    procedure(doc)
    say(doc, "{%p endif %}")
    foot(doc)
    return doc


def head(doc: Doc) -> None:
    made = table(doc, [48, 56, 30, 44])
    cells = made.rows[0].cells
    lines(cells, top=(1.5, BLACK), bottom=(0.75, BLACK))
    pad(cells, top=4, bottom=4)
    fill(cells[0], "日期 {{ 日期 }}", "清单栏")
    fill(cells[1], "窗口 {{ 窗口 }}{% if 电话 %} · 电话 {{ 电话 }}{% endif %}", "清单栏")
    fill(cells[2], "规则版本 {{ 规则版本 }}", "清单栏")
    fill(cells[3], "{% if 再来码 %}再来报这个码 ⟦{{ 再来码 }}⟧{% endif %}", "清单栏", align="right")
    when(
        doc,
        "情况",
        "您说的情况:{% for 答 in 情况 %}{{ 答.回答 }}{% if not loop.last %};{% endif %}{% endfor %}",
        "清单说明",
    )


def refusals(doc: Doc) -> None:
    say(doc, "{%p if 不能办 %}")
    made = table(doc, [178])
    cell = made.rows[0].cells[0]
    lines([cell], top=(1.5, BLACK), left=(1.5, BLACK), bottom=(1.5, BLACK), right=(1.5, BLACK))
    pad([cell], top=4, left=6, bottom=4, right=6)
    fill(cell, "您这种情况现在办不了", "清单材料", bold=True)
    say(cell, "{%p for 项 in 不能办 %}")
    say(cell, "{{ 项.原因 }}")
    when(cell, "项.怎么办", "⟪可以这样⟫ {{ 项.怎么办 }}")
    say(cell, "{%p endfor %}")
    say(doc, "{%p endif %}")


def section(doc: Doc, heading: str, papers: str) -> None:
    say(doc, heading, "清单小节")
    made = table(doc, [9, 133, 36])
    row = made.rows[0]
    lines(row.cells, bottom=(0.5, GREY))
    pad(row.cells, top=3, bottom=3)
    fill(row.cells[0], BOX, "清单方框")
    paper(row.cells[1])
    fill(row.cells[2], "{{ 份.份数 }}", "清单材料", size=10.5, align="right")
    loop_rows(made, f"份 in {papers}", row)


def paper(cell: Any) -> None:
    fill(cell, "⟦{{ 份.序号 }} {{ 份.名称 }}⟧{% if 份.易漏 %} ★很多人忘带{% endif %}", "清单材料")
    when(cell, "份.说明", "{{ 份.说明 }}", "清单说明")
    when(
        cell,
        "份.为什么 or 份.哪里拿",
        "{% if 份.为什么 %}⟪为什么⟫ {{ 份.为什么 }}{% if 份.哪里拿 %}  {% endif %}{% endif %}"
        "{% if 份.哪里拿 %}⟪哪里拿⟫ {{ 份.哪里拿 }}{% endif %}",
        "清单说明",
    )
    when(cell, "份.注意", "⟪注意⟫ {{ 份.注意 }}", "清单说明")


def undecided(doc: Doc) -> None:
    say(doc, "{%p if 还没定 %}")
    say(doc, "还没定下来的({{ 还没定|length }} 份)", "清单小节")
    say(doc, "{%p for 样 in 还没定 %}")
    say(doc, "? {{ 样.名称 }}(要看:{{ 样.要看 }})")
    say(doc, "{%p endfor %}")
    say(doc, "{%p endif %}")


def periods(doc: Doc) -> None:
    say(doc, "{%p for 期 in 办理期间 %}")
    say(
        doc,
        "⟦{{ 期.名称 }}⟧:{% if 期.过期 %}已经过了({{ 期.最晚 }}){{ 期.提示 }}{% else %}{{ 期.最早 }}"
        "{% if 期.最早 and 期.最晚 %},{% endif %}{{ 期.最晚 }}"
        "{% if not 期.最早 and not 期.最晚 %}现在就可以办{% endif %}"
        "{% endif %}",
        "清单提醒",
    )
    say(doc, "{%p endfor %}")


def reminders(doc: Doc) -> None:
    say(doc, "{%p if 提醒 %}")
    say(doc, "请留意", "清单小节")
    say(doc, "{%p for 句 in 提醒 %}")
    say(doc, "· {{ 句 }}")
    say(doc, "{%p endfor %}")
    say(doc, "{%p endif %}")


def procedure(doc: Doc) -> None:
    small_gap(doc, 3)
    made = table(doc, [100, 78])
    left, right = made.rows[0].cells
    pad([left], right=10)
    fill(left, "四、怎么办、多久", "清单小节")
    say(
        left,
        "{% for 步 in 环节 %}{{ 步.序号 }} {{ 步.名称 }}{% if 步.时限 %}({{ 步.时限 }}){% endif %}"
        "{% if not loop.last %} → {% endif %}{% endfor %}",
    )
    when(left, "时限", "{{ 时限 }}")
    when(left, "最晚", "⟦{{ 最晚 }}⟧前办结(从今天受理算起)")
    when(left, "时限说明", "{{ 时限说明 }}")
    when(
        left,
        "收费",
        "收费:{% for 项 in 收费 %}{{ 项.名称 }} {{ 项.金额 }}{% if not loop.last %};{% endif %}{% endfor %}",
    )
    fill(right, "五、接下来别忘了", "清单小节")
    say(right, "{%p for 事 in 以后 %}")
    say(right, "{{ 事.名称 }}{% if 事.期限 %}:{{ 事.期限 }}{% endif %}{% if 事.最晚 %},{{ 事.最晚 }}{% endif %}")
    say(right, "{%p endfor %}")
    say(right, "{% if not 以后 %}没有接着要办的事{% endif %}")


def foot(doc: Doc) -> None:
    small_gap(doc, 6)
    made = table(doc, [50, 88, 40])
    code, note, sign = made.rows[0].cells
    lines([code, note, sign], top=(1.5, BLACK))
    pad([code, note, sign], top=5)
    fill(code, "{% if 二维码 %}{{ 二维码[0] }}{% endif %}", "清单图")
    fill(note, "{%p if 二维码|length > 1 %}")
    say(note, "{{ 二维码[1] }}", "清单图")
    say(note, "{%p endif %}")
    when(
        note, "二维码", "扫码把这张清单存到手机(不用联网){% if 二维码|length > 1 %},两个码都要扫{% endif %}", "清单页脚"
    )
    when(note, "可容缺", "少一样也可以先来问:标明可以后补的,签承诺书后按期补交。", "清单页脚")
    when(note, "日期提示", "{{ 日期提示 }}", "清单页脚")
    say(note, "本清单按您今天说的情况开出;情况变了请告诉我们。", "清单页脚")
    fill(sign, "{%p if 单位 %}")
    say(sign, "{{ 单位 }}", "清单页脚", align="right")
    say(sign, "{%p endif %}")
    say(sign, "告知人:{{ 经办人 or '__________' }}", "清单页脚", align="right")
    say(sign, "签收人:__________", "清单页脚", align="right").paragraph_format.space_before = Pt(10)
    small_gap(doc, 1)  # Word wants a paragraph after the last table
