"""周复盘通报, also for months and quarters: a usual week on one A4 page that a supervisor can sign, never over two."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

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

BLACK, GREY = "000000", "9A9A9A"
WIDE = 178

STYLES = {
    "正文": Style(10.5, 16.5, font=SONG),
    "通报标题": Style(18, 26, bold=True, align="center", font=HEI),
    "通报日期": Style(10.5, 16, align="center", after=2, font=SONG),
    "通报结论": Style(11.5, 18, before=1, after=1, indent=2, font=SONG),
    "通报小节": Style(11.5, 16, bold=True, before=4, after=1, font=HEI, keep=True),
    "通报小节无": Style(11.5, 16, before=4, font=SONG, keep=True),
    "表头": Style(10, 13.5, bold=True, font=HEI),
    "表格": Style(10, 13.5, font=SONG),
    "小注": Style(9, 13, font=SONG),
    "图": Style(10.5, 0, align="center", font=SONG),
}


def notice() -> Doc:
    """What happened, why, who does what about it; the signature block at the end."""
    doc = page(STYLES, margins=(10, 16, 9, 16), title="周复盘通报")
    say(doc, "{% if 单位 %}{{ 单位 }}{% endif %}窗口业务{{ 期 }}复盘通报", "通报标题")
    say(doc, "{{ 期名 }}({{ 起止 }}) · {{ 各窗 }} 窗口 · 制表 {{ 日期 }}", "通报日期")
    say(doc, "{{ 结论 }}", "通报结论")
    figures(doc)
    causes(doc)
    papers(doc)
    items(doc)
    measures(doc)
    changes(doc)
    selfchecks(doc)
    signatures(doc)
    return doc


def grid(
    doc: Any, heads: Sequence[str], each: str, cells: Sequence[str], widths: Sequence[float], left: Sequence[int] = (0,)
) -> Any:
    """A table with a header row and one row for each of a group; the columns of `left` are aligned there."""
    made = table(doc, widths, rows=2, grid=True)
    for cell, head in zip(made.rows[0].cells, heads, strict=True):
        fill(cell, head, "表头", align="center")
    header_row(made.rows[0])
    for number, (cell, text) in enumerate(zip(made.rows[1].cells, cells, strict=True)):
        fill(cell, text, "表格", align="left" if number in left else "center")
    loop_rows(made, each, made.rows[1])
    return made


def nothing(doc: Doc, heading: str, words: str) -> None:
    """A section that has nothing to tell takes one line."""
    say(doc, f"⟦{heading}⟧  {words}", "通报小节无")


def figures(doc: Doc) -> None:
    say(doc, "一、主要指标", "通报小节")
    say(doc, "{%p if 有均值 %}")
    grid(
        doc,
        ("指标", "本{{ 期 }}", "上{{ 期 }}", "与上{{ 期 }}比", "前四周平均"),
        "指 in 指标",
        ("{{ 指.名称 }}", "{{ 指.本期 }}", "{{ 指.上期 }}", "{{ 指.变化 }}", "{{ 指.均值 }}"),
        (40, 36, 36, 30, 36),
    )
    say(doc, "{%p else %}")
    grid(
        doc,
        ("指标", "本{{ 期 }}", "上{{ 期 }}", "与上{{ 期 }}比"),
        "指 in 指标",
        ("{{ 指.名称 }}", "{{ 指.本期 }}", "{{ 指.上期 }}", "{{ 指.变化 }}"),
        (52, 36, 36, 36),
    )
    say(doc, "{%p endif %}")
    say(
        doc,
        "{% if 有办件 %}首次到窗另有 {{ 容缺承诺 }} 以容缺或承诺办理,不算材料齐全。{% endif %}"
        "不到 10 件只列次数、不作比较(样本太少);“—”是没有可比的;"
        "“明显”是差别大得不像碰巧,“无明显变化”是差别可能只是碰巧。一次到窗不论缺几份只算一次返工;咨询另计,不进任何比率。",
        "小注",
    )


def causes(doc: Doc) -> None:
    say(doc, "二、返工原因与走势", "通报小节")
    say(doc, "{%p if 有图 %}")
    made = table(doc, [89, 89])
    for cell, tag in zip(made.rows[0].cells, ("原因图", "趋势图"), strict=True):
        fill(cell, f"{{{{ {tag} }}}}", "图")
    say(doc, "{%p endif %}")
    when(
        doc,
        "有返工",
        "{% for 因 in 原因 %}{{ 因.名称 }} {{ 因.占比 }}"
        "{% if not loop.last %},{% endif %}{% endfor %}。"
        "{% if 二级原因 %}其中最多的是:{% for 因 in 二级原因 %}{{ 因.名称 }} {{ 因.行数 }}"
        "{% if not loop.last %}、{% endif %}{% endfor %}。{% endif %}",
    )
    when(doc, "not 有图", "{{ 原因图 }}{{ 趋势图 }}")


def papers(doc: Doc) -> None:
    say(doc, "{%p if 材料 %}")
    say(doc, "三、最常漏的材料", "通报小节")
    grid(
        doc,
        ("材料", "事项", "规则版本", "返工", "首次到窗漏带"),
        "漏 in 材料",
        ("{{ 漏.序号 }}. {{ 漏.名称 }}", "{{ 漏.事项 }}", "{{ 漏.版本 }}", "{{ 漏.返工 }}", "{{ 漏.漏带 }}"),
        (66, 60, 17, 11, 24),
        left=(0, 1),
    )
    say(doc, "{%p else %}")
    nothing(doc, "三、最常漏的材料", "本{{ 期 }}没有因材料返工。")
    say(doc, "{%p endif %}")
    when(
        doc,
        "规则缺口",
        "窗口手工加的材料(规则里没有):{% for 缺 in 规则缺口 %}{{ 缺.名称 }}({{ 缺.事项 }}){{ 缺.次数 }} 次"
        "{% if not loop.last %}、{% endif %}{% endfor %}。",
    )
    when(
        doc,
        "遗漏",
        "我们的清单没说到的:{% for 缺 in 遗漏 %}{{ 缺.名称 }}({{ 缺.事项 }}){{ 缺.次数 }} 次"
        "{% if not loop.last %}、{% endif %}{% endfor %}。",
    )


def items(doc: Doc) -> None:
    say(doc, "{%p if 各事项 %}")
    say(doc, "四、各事项与各时段", "通报小节")
    each = ("{{ 部.名称 }}", "{{ 部.业务 }}", "{{ 部.返工 }}", "{{ 部.齐全 }}")
    widths = (82, 18, 38, 40)
    grid(doc, ("事项", "业务量", "返工率", "材料一次性齐全率"), "部 in 各事项", each, widths)
    when(doc, "其余事项", "另有 {{ 其余事项 }} 个事项返工更少,没有列出。", "小注")
    when(doc, "时段", "{{ 时段 }}")
    for name in ("各窗口", "各人员"):
        say(doc, f"{{%p if {name} %}}")
        small_gap(doc)
        grid(doc, (name[1:], "业务量", "返工率", "材料一次性齐全率"), f"部 in {name}", each, widths)
        say(doc, "{%p endif %}")
    say(doc, "{%p else %}")
    nothing(doc, "四、各事项与各时段", "本{{ 期 }}没有登记到窗办件。")
    say(doc, "{%p endif %}")


def measures(doc: Doc) -> None:
    say(doc, "{%p if 上期措施 %}")
    say(doc, "五、已定措施完成情况", "通报小节")
    grid(
        doc,
        ("措施", "责任人", "期限", "状态", "前后四周对比"),
        "措 in 上期措施",
        ("{{ 措.措施 }}", "{{ 措.责任人 }}", "{{ 措.期限 }}", "{{ 措.状态 }}", "{{ 措.效果 }}"),
        (78, 15, 20, 19, 46),
        left=(0, 4),
    )
    say(doc, "{%p else %}")
    nothing(doc, "五、已定措施完成情况", "没有正在进行的措施。")
    say(doc, "{%p endif %}")
    say(doc, "{%p if 本期措施 %}")
    say(doc, "六、本次新定措施", "通报小节")
    grid(
        doc,
        ("措施", "针对", "责任人", "期限"),
        "措 in 本期措施",
        ("{{ 措.措施 }}", "{{ 措.针对 }}", "{{ 措.责任人 }}", "{{ 措.期限 }}"),
        (80, 59, 17, 22),
        left=(0, 1),
    )
    say(doc, "{%p else %}")
    say(doc, "{%p if 规则修改 %}")
    nothing(doc, "六、本次新定措施", "没有。")
    say(doc, "{%p endif %}")
    say(doc, "{%p endif %}")


def changes(doc: Doc) -> None:
    say(doc, "{%p if 规则修改 %}")
    say(doc, "七、规则修改及前后对比", "通报小节")
    grid(
        doc,
        ("修改内容", "事项", "日期", "版本", "事项返工率,前后四周"),
        "改 in 规则修改",
        ("{{ 改.内容 }}", "{{ 改.事项 }}", "{{ 改.日期 }}", "{{ 改.版本 }}", "{{ 改.效果 }}"),
        (52, 40, 22, 16, 48),
        left=(0, 1, 4),
    )
    say(doc, "{%p else %}")
    when(
        doc, "not 本期措施", "⟦六、本次新定措施⟧  没有。    ⟦七、规则修改及前后对比⟧  近期没有修改规则。", "通报小节无"
    )
    when(doc, "本期措施", "⟦七、规则修改及前后对比⟧  近期没有修改规则。", "通报小节无")
    say(doc, "{%p endif %}")


def selfchecks(doc: Doc) -> None:
    """Only of those who ticked that their score may be named."""
    when(
        doc,
        "自检",
        "自检(本人同意列出):{% for 人 in 自检 %}{{ 人.姓名 }} {{ 人.得分 }}"
        "{% if not loop.last %}、{% endif %}{% endfor %}。",
    )


def signatures(doc: Doc) -> None:
    """Kept together with what stands above: nobody signs an empty page."""
    small_gap(doc, 4)
    made = table(doc, [44, 44, 44, 46], rows=1, grid=False)
    cells = made.rows[0].cells
    lines(cells, top=(1.5, BLACK), bottom=(0.75, BLACK))
    pad(cells, top=6, bottom=14)
    for cell, words in zip(cells, ("制表:", "审核:", "签发:", "日期:     年   月   日(盖章)"), strict=True):
        fill(cell, words)
    say(doc, "本通报由窗口台账自动生成,比率均附分子和分母。", "小注")
