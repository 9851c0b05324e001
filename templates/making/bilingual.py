"""材料清单(中英): the Chinese sheet with its English below each line; where there is none the Chinese stands alone."""

from __future__ import annotations

from typing import Any

from docx.document import Document as Doc
from docx.shared import Pt

from templates.making.lists import BLACK, GREY, NORMAL
from templates.making.parts import BOX, Style, fill, lines, loop_rows, pad, page, say, small_gap, table, when

LOOK = {**NORMAL, "英文": Style(9.5, 13.5), "英文标题": Style(13, 18, align="center")}


def bilingual() -> Doc:
    doc = page(LOOK, title="材料清单(中英)")
    say(doc, "办事材料清单", "清单标题")
    say(doc, "{{ 英.办事材料清单 }}", "英文标题")
    say(doc, "{{ 事项名称 }}", "清单事项").paragraph_format.space_after = Pt(0)
    when(doc, "英文事项名称", "{{ 英文事项名称 }}", "英文标题")
    head(doc)
    refusals(doc)
    say(doc, "{%p if not 不能办 %}")
    section(doc, "一、人人都要带的 {{ 英.第一层 }}({{ 基础材料|length }})", "基础材料")
    say(doc, "{%p if 个性材料 %}")
    section(doc, "二、您的情况还要带的 {{ 英.第二层 }}({{ 个性材料|length }})", "个性材料")
    say(doc, "{%p elif not 还没定 %}")
    say(doc, "二、您的情况没有别的要带 {{ 英.没有别的 }}", "清单小节")
    say(doc, "{%p endif %}")
    listed(doc, "还没定", "还没定下来的 {{ 英.还没定 }}", "样", "样.名称", "样.英文名")
    listed(doc, "不用带", "三、不用带的 {{ 英.不用带 }}", "样", "样.名称", "样.英文名")
    reminders(doc)
    procedure(doc)
    say(doc, "{%p endif %}")
    foot(doc)
    return doc


def both(place: Any, chinese: str, english: str, style: str | None = None) -> None:
    """A line and its English below, when there is one."""
    say(place, chinese, style)
    when(place, english.strip("{} "), english, "英文")


def head(doc: Doc) -> None:
    made = table(doc, [56, 48, 30, 44])
    cells = made.rows[0].cells
    lines(cells, top=(1.5, BLACK), bottom=(0.75, BLACK))
    pad(cells, top=3, bottom=3)
    for cell, text, english in (
        (cells[0], "日期 {{ 日期 }}", "{{ 英.日期 }}"),
        (cells[1], "窗口 {{ 窗口 }}{% if 电话 %} · {{ 电话 }}{% endif %}", "{{ 英.窗口 }} · {{ 英.电话 }}"),
        (cells[2], "版本 {{ 规则版本 }}", "{{ 英.规则版本 }}"),
    ):
        fill(cell, text)
        say(cell, english, "英文")
    fill(cells[3], "{% if 再来码 %}再来码 ⟦{{ 再来码 }}⟧{% endif %}", align="right")
    say(cells[3], "{% if 再来码 %}{{ 英.再来码 }}{% endif %}", "英文", align="right")


def refusals(doc: Doc) -> None:
    say(doc, "{%p if 不能办 %}")
    made = table(doc, [178])
    cell = made.rows[0].cells[0]
    line = (1.5, BLACK)
    lines([cell], top=line, left=line, bottom=line, right=line)
    pad([cell], top=4, left=6, bottom=4, right=6)
    fill(cell, "您这种情况现在办不了 {{ 英.现在办不了 }}", "清单材料", bold=True)
    say(cell, "{%p for 项 in 不能办 %}")
    both(cell, "{{ 项.原因 }}", "{{ 项.英文原因 }}")
    when(cell, "项.怎么办", "⟪可以这样⟫ {{ 项.怎么办 }}")
    when(cell, "项.英文怎么办", "⟪{{ 英.可以这样 }}⟫ {{ 项.英文怎么办 }}", "英文")
    say(cell, "{%p endfor %}")
    say(doc, "{%p endif %}")


def section(doc: Doc, heading: str, papers: str) -> None:
    say(doc, heading, "清单小节")
    made = table(doc, [9, 127, 42])
    row = made.rows[0]
    lines(row.cells, bottom=(0.5, GREY))
    pad(row.cells, top=3, bottom=3)
    fill(row.cells[0], BOX, "清单方框")
    cell = row.cells[1]
    fill(cell, "⟦{{ 份.序号 }} {{ 份.名称 }}⟧{% if 份.易漏 %} ★很多人忘带{% endif %}", "清单材料")
    when(cell, "份.英文名", "{{ 份.英文名 }}{% if 份.易漏 %} ★{{ 英.易漏 }}{% endif %}", "英文")
    for name, english, label in (("为什么", "英文为什么", "为什么"), ("哪里拿", "英文哪里拿", "哪里拿")):
        when(cell, f"份.{name}", f"⟪{label}⟫ {{{{ 份.{name} }}}}", "清单说明")
        when(cell, f"份.{english}", f"⟪{{{{ 英.{label} }}}}⟫ {{{{ 份.{english} }}}}", "英文")
    fill(row.cells[2], "{{ 份.份数 }}", "清单材料", size=10.5, align="right")
    say(row.cells[2], "{{ 份.英文份数 }}", "英文", align="right")
    loop_rows(made, f"份 in {papers}", row)


def listed(doc: Doc, group: str, heading: str, each: str, chinese: str, english: str) -> None:
    """A heading and a line for each, Chinese and English on one line."""
    say(doc, f"{{%p if {group} %}}")
    say(doc, heading, "清单小节")
    say(doc, f"{{%p for {each} in {group} %}}")
    say(doc, f"· {{{{ {chinese} }}}} {{{{ {english} }}}}")
    say(doc, "{%p endfor %}")
    say(doc, "{%p endif %}")


def reminders(doc: Doc) -> None:
    say(doc, "{%p if 提醒 %}")
    say(doc, "请留意 {{ 英.请留意 }}", "清单小节")
    say(doc, "{%p for 句 in 提醒 %}")
    both(doc, "· {{ 句 }}", "{{ 英文提醒[loop.index0] }}")
    say(doc, "{%p endfor %}")
    say(doc, "{%p endif %}")


def procedure(doc: Doc) -> None:
    say(doc, "四、怎么办、多久 {{ 英.怎么办 }}", "清单小节")
    say(doc, "{%p for 步 in 环节 %}")
    say(
        doc,
        "{{ 步.序号 }} {{ 步.名称 }}{% if 步.时限 %}({{ 步.时限 }}){% endif %}  {{ 步.英文名 }}"
        "{% if 步.英文名 and 步.英文时限 %} ({{ 步.英文时限 }}){% endif %}",
        "清单说明",
    )
    say(doc, "{%p endfor %}")
    when(doc, "时限", "{{ 时限 }}  {{ 英文时限 }}", "清单说明")
    when(doc, "最晚", "⟦{{ 最晚 }}⟧前办结(从今天受理算起)  {{ 英.最晚 }}: ⟦{{ 英文最晚 }}⟧", "清单说明")
    say(doc, "{%p if 以后 %}")
    say(doc, "五、接下来别忘了 {{ 英.以后 }}", "清单小节")
    say(doc, "{%p for 事 in 以后 %}")
    say(doc, "· {{ 事.名称 }}{% if 事.期限 %}:{{ 事.期限 }}{% endif %}  {{ 事.英文名 }}", "清单说明")
    when(doc, "事.英文原因", "{{ 事.英文原因 }}", "英文")
    say(doc, "{%p endfor %}")
    say(doc, "{%p endif %}")


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
    when(note, "二维码", "扫码把这张清单存到手机(不用联网)", "清单页脚")
    when(note, "二维码", "{{ 英.扫码 }}", "英文")
    when(note, "日期提示", "{{ 日期提示 }}", "清单页脚")
    say(note, "{%p if 缺英文 %}")
    say(note, "有的内容还没有英文,仍写中文。", "清单页脚")
    say(note, "{{ 英.缺英文 }}", "英文")
    say(note, "{%p else %}")
    say(note, "中英文不一致时,以中文为准。{{ 英.以中文为准 }}", "英文")
    say(note, "{%p endif %}")
    fill(sign, "{%p if 单位 %}")
    say(sign, "{{ 单位 }}", "清单页脚", align="right")
    say(sign, "{%p endif %}")
    say(sign, "告知人:{{ 经办人 or '________' }}", "清单页脚", align="right")
    say(sign, "{{ 英.告知人 }}", "英文", align="right")
    say(sign, "签收人:________", "清单页脚", align="right").paragraph_format.space_before = Pt(8)
    say(sign, "{{ 英.签收人 }}", "英文", align="right")
    small_gap(doc, 1)
