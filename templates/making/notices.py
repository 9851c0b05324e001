"""The notices of a case: numbered, dated, with what the law wants in them, signature lines and a counterfoil."""

from __future__ import annotations

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
)
from templates.making.parts import when as only

BLANK = "____________"
BACK = (  # the way back to this visit: the code of the desk, else the number
    "{% if 再来码 %}再来时向窗口报再来码 ⟦{{ 再来码 }}⟧,就能接着这一次办。"
    "{% elif 编号 %}再来时向窗口报本文书的编号,就能接着这一次办。{% endif %}"
)
LOOK = {
    "正文": Style(12, 21, font=SONG),
    "文书抬头": Style(14, 22, font=HEI, align="center"),
    "文书标题": Style(20, 30, bold=True, font=HEI, align="center"),
    "文书编号": Style(10.5, 16, font=SONG, align="right", after=4),
    "文书正文": Style(12, 21, font=SONG, indent=2),
    "文书小节": Style(12, 21, bold=True, font=HEI, before=4, keep=True),
    "表格文字": Style(10.5, 15, font=SONG),
    "表格标题": Style(10.5, 16, bold=True, font=HEI),
    "文书落款": Style(12, 22, font=SONG, keep=True),
    "存根": Style(10.5, 17, font=SONG),
    "裁切线": Style(9, 14, font=SONG, align="center", before=6, keep=True),
}


def start(title: str, number: bool = True) -> Doc:
    doc = page(LOOK, margins=(18, 20, 15, 20), title=title)
    only(doc, "单位", "{{ 单位 }}", "文书抬头")
    say(doc, title, "文书标题")
    version = "规则版本 {{ 规则版本 }}"
    named = "{% if 再来码 %}再来码 ⟦{{ 再来码 }}⟧    {% endif %}{% if 编号 %}编号:{{ 编号 }}    {% endif %}"
    say(doc, f"{named}{version}" if number else version, "文书编号")
    return doc


def grid(place: Any, widths: list[float], heads: list[str], each: str, cells: list[str]) -> None:
    """A ruled table: a heading row that repeats, then one row for each."""
    made = table(place, widths, rows=2, grid=True)
    header_row(made.rows[0])
    for cell, text in zip(made.rows[0].cells, heads, strict=True):
        fill(cell, text, "表格标题", align="center")
    for cell, text in zip(made.rows[1].cells, cells, strict=True):
        first, *rest = text.split("\n")
        fill(cell, first, "表格文字")
        for part in rest:
            condition, sign, words = part.partition("?")
            only(cell, condition, words, "表格文字") if sign else say(cell, part, "表格文字")
    loop_rows(made, each, made.rows[1])


def counterfoil(doc: Doc, title: str, more: str = "") -> None:
    """What the window keeps, below a line to cut along."""
    say(doc, "✂ - - - - - - - - - - - - - - - - - - 沿此线裁下,窗口留存 - - - - - - - - - - - - - - - - - -", "裁切线")
    made = table(doc, [170])
    cell = made.rows[0].cells[0]
    fill(
        cell,
        f"⟦{title} 存根⟧    {{% if 编号 %}}编号:{{{{ 编号 }}}}{{% endif %}}"
        "{% if 再来码 %}    再来码 {{ 再来码 }}{% endif %}",
        "存根",
    )
    say(cell, "事项:{{ 事项名称 }}    规则版本:{{ 规则版本 }}    日期:{{ 日期 }}", "存根")
    if more:
        say(cell, more, "存根")
    say(cell, f"申请人(签收):{BLANK}    电话:{BLANK}    签收日期:{BLANK}", "存根")
    say(cell, f"经办人:{{{{ 经办人 or '{BLANK}' }}}}    窗口:{{{{ 窗口 }}}}", "存根")
    small_gap(doc, 1)  # Word wants a paragraph after the last table


def signatures(doc: Doc, left: str, right: str = "") -> None:
    """Two columns of signature lines; the right one is the office with its seal and date."""
    small_gap(doc, 8)
    made = table(doc, [85, 85])
    one, two = made.rows[0].cells
    for cell, text in ((one, left), (two, right or "{{ 单位 }}(盖章)\n{{ 日期 }}")):
        first, *rest = text.split("\n")
        fill(cell, first, "文书落款")
        for line in rest:
            say(cell, line, "文书落款")


def addressee(doc: Doc) -> None:
    say(doc, f"{BLANK}{BLANK}(申请人):")


def one_time() -> Doc:
    doc = start("一次性告知书")
    addressee(doc)
    say(doc, "您办理“{{ 事项名称 }}”,按下面的内容一次告知:", "文书正文")
    say(doc, "一、依据", "文书小节")
    say(doc, "{% for 条 in 依据 %}{{ 条 }}{% if not loop.last %};{% endif %}{% endfor %}")
    only(doc, "条件", "⟦二、条件⟧ {% for 条 in 条件 %}{{ 条 }}{% if not loop.last %};{% endif %}{% endfor %}")
    say(doc, "三、全部材料", "文书小节")
    materials(doc, "人人都要带的", "基础材料")
    say(doc, "{%p if 个性材料 %}")
    materials(doc, "按您的情况还要带的", "个性材料")
    say(doc, "{%p endif %}")
    say(doc, "{%p if 还没定 %}")
    say(doc, "按情况还要带的")
    grid(doc, [75, 95], ["材料", "什么人要带"], "待 in 还没定", ["{{ 待.名称 }}", "{{ 待.为什么 or 待.要看 }}"])
    say(doc, "{%p endif %}")
    only(doc, "不用带", "不用带的:{% for 样 in 不用带 %}{{ 样.名称 }}{% if not loop.last %}、{% endif %}{% endfor %}")
    say(doc, "四、程序和时限", "文书小节")
    say(
        doc,
        "{% for 步 in 环节 %}{{ 步.序号 }}{{ 步.名称 }}{% if 步.时限 %}({{ 步.时限 }}){% endif %}"
        "{% if not loop.last %} → {% endif %}{% endfor %}",
    )
    only(doc, "时限", "{{ 时限 }}{% if 最晚 %},今天受理的{{ 最晚 }}前办结{% endif %}")
    say(doc, "五、收费", "文书小节")
    say(
        doc,
        "{% if 收费 %}{% for 项 in 收费 %}{{ 项.名称 }} {{ 项.金额 }}{% if 项.依据 %}({{ 项.依据 }}){% endif %}"
        "{% if not loop.last %};{% endif %}{% endfor %}{% else %}不收费{% endif %}",
    )
    say(doc, "{%p if 不予办理情形 %}")
    say(doc, "六、有下列情形之一的,不予办理", "文书小节")
    say(doc, "{%p for 项 in 不予办理情形 %}")
    say(doc, "{{ loop.index }}. {{ 项.原因 }}{% if 项.怎么办 %}。{{ 项.怎么办 }}{% endif %}")
    say(doc, "{%p endfor %}")
    say(doc, "{%p endif %}")
    only(doc, "再来码 or 编号", BACK)
    only(doc, "日期提示", "{{ 日期提示 }}", "表格文字")
    signatures(
        doc,
        f"告知人:{{{{ 经办人 or '{BLANK}' }}}}\n窗口:{{{{ 窗口 }}}}  电话:{{{{ 电话 or '{BLANK}' }}}}\n"
        f"申请人(签收):{BLANK}",
    )
    counterfoil(doc, "一次性告知书")
    return doc


def materials(doc: Doc, heading: str, papers: str) -> None:
    say(doc, f"{heading}({{{{ {papers}|length }}}} 份)")
    grid(
        doc,
        [10, 56, 36, 68],
        ["序号", "材料", "份数和形式", "哪里拿、要点"],
        f"份 in {papers}",
        [
            "{{ 份.序号 }}",
            "{{ 份.名称 }}\n份.为什么?({{ 份.为什么 }})",
            "{{ 份.份数 }}\n{{ 份.形式 }}",
            "{{ 份.哪里拿 }}\n份.注意?{{ 份.注意 }}",
        ],
    )


def correction() -> Doc:
    doc = start("补正通知书")
    addressee(doc)
    say(
        doc,
        "您于{{ 办理日期 }}申请办理“{{ 事项名称 }}”。经查验,下列 {{ 缺的材料|length }} 份材料没有带齐或不合要求,"
        "现将需要补正的全部内容一次告知您:",
        "文书正文",
    )
    grid(
        doc,
        [10, 50, 40, 70],
        ["序号", "材料", "现在的情形", "怎么补、去哪里拿"],
        "补 in 缺的材料",
        [
            "{{ 补.序号 }}",
            "{{ 补.名称 }}\n补.份数?{{ 补.份数 }}",
            "{{ 补.情形 }}\n补.怎么不合格?{{ 补.怎么不合格 }}",
            "{{ 补.怎么补 }}\n补.哪里拿?{{ 补.哪里拿 }}\n补.为什么?({{ 补.为什么 }})",
        ],
    )
    say(
        doc,
        "请您在 {{ 补正时限 }}内补正,⟦{{ 补正期限 }}⟧。补正后请带本通知书再来,已经合格的材料不用重新准备。"
        f"{BACK}",
        "文书正文",
    )
    say(doc, "到期没有补正的,本次申请视为撤回;您仍可以重新申请。", "文书正文")
    only(doc, "日期提示", "{{ 日期提示 }}", "表格文字")
    signatures(
        doc,
        f"经办人:{{{{ 经办人 or '{BLANK}' }}}}\n窗口:{{{{ 窗口 }}}}  电话:{{{{ 电话 or '{BLANK}' }}}}\n"
        f"申请人(签收):{BLANK}",
    )
    counterfoil(
        doc,
        "补正通知书",
        "需补正:{% for 补 in 缺的材料 %}{{ 补.名称 }}{% if not loop.last %}、{% endif %}"
        "{% endfor %}    期限:{{ 补正期限 }}",
    )
    return doc


def acceptance() -> Doc:
    doc = start("受理通知书")
    addressee(doc)
    say(doc, "您于{{ 办理日期 }}申请办理“{{ 事项名称 }}”,材料齐全、符合规定的形式,决定予以受理。", "文书正文")
    say(doc, "{%p if 承诺办结 %}")
    say(
        doc,
        "办结时间:⟦{{ 承诺办结 }}⟧{% if 法定办结 and 法定办结 != 承诺办结 %};法定时限:{{ 法定办结 }}{% endif %}。",
        "文书正文",
    )
    say(doc, "{%p endif %}")
    say(doc, "依法需要听证、检验、检测、鉴定、公示的,所需时间不计算在内,并会另行告知您。", "文书正文")
    say(doc, "{%p if 收到材料 %}")
    say(doc, "收到的材料({{ 收到材料|length }} 份)", "文书小节")
    grid(doc, [110, 60], ["材料", "份数"], "收 in 收到材料", ["{{ 收.名称 }}", "{{ 收.份数 }}"])
    say(doc, "{%p endif %}")
    say(doc, "{%p if 容缺材料 %}")
    say(doc, "容缺后补的材料", "文书小节")
    grid(doc, [110, 60], ["材料", "补交期限"], "容 in 容缺材料", ["{{ 容.名称 }}", "{{ 容.最晚 or 容.时限 }}"])
    say(doc, "{%p endif %}")
    only(
        doc,
        "环节",
        "接下来:{% for 步 in 环节 %}{{ 步.序号 }}{{ 步.名称 }}{% if 步.时限 %}({{ 步.时限 }}){% endif %}"
        "{% if not loop.last %} → {% endif %}{% endfor %}",
    )
    only(doc, "日期提示", "{{ 日期提示 }}", "表格文字")
    signatures(doc, f"经办人:{{{{ 经办人 or '{BLANK}' }}}}\n查询电话:{{{{ 电话 or '{BLANK}' }}}}\n申请人(签收):{BLANK}")
    counterfoil(doc, "受理通知书", "办结时间:{{ 承诺办结 }}")
    return doc


def refusal() -> Doc:
    doc = start("不予受理通知书")
    addressee(doc)
    say(doc, "您于{{ 办理日期 }}申请办理“{{ 事项名称 }}”。经审查,决定不予受理。", "文书正文")
    say(doc, "一、理由和依据", "文书小节")
    say(doc, "{%p for 项 in 不能办 %}")
    say(doc, "{{ loop.index }}. {{ 项.原因 }}。{% if 项.依据 %}依据:{{ 项.依据 }}。{% endif %}")
    say(doc, "{%p endfor %}")
    only(doc, "备注", "{{ 备注 }}")
    only(doc, "not 不能办 and not 备注", "_" * 60)
    say(doc, "二、您可以这样办", "文书小节")
    say(doc, "{%p for 项 in 不能办 %}")
    only(doc, "项.怎么办", "{{ 项.怎么办 }}")
    say(doc, "{%p endfor %}")
    say(doc, "情况变化后,可以重新申请;不清楚的请问窗口{% if 电话 %},电话 {{ 电话 }}{% endif %}。" + BACK)
    say(doc, "三、救济途径", "文书小节")
    say(
        doc,
        "如不服本决定,您可以自收到本通知书之日起六十日内依法申请行政复议,"
        "或者自收到本通知书之日起六个月内依法向人民法院提起行政诉讼。",
        "文书正文",
    )
    say(doc, f"复议机关:{BLANK}{BLANK}    管辖法院:{BLANK}{BLANK}")
    signatures(doc, f"经办人:{{{{ 经办人 or '{BLANK}' }}}}\n申请人(签收):{BLANK}\n签收日期:{BLANK}")
    counterfoil(
        doc, "不予受理通知书", "理由:{% for 项 in 不能办 %}{{ 项.原因 }}{% if not loop.last %};{% endif %}{% endfor %}"
    )
    return doc


def deferral() -> Doc:
    doc = start("容缺受理承诺书")
    say(doc, "一、窗口告知", "文书小节")
    say(doc, "您于{{ 办理日期 }}申请办理“{{ 事项名称 }}”,主要材料齐全,下列次要材料暂缺,可以先受理、后补交:", "文书正文")
    grid(
        doc,
        [62, 38, 70],
        ["暂缺的材料", "补交形式", "补交期限"],
        "容 in 容缺材料",
        ["{{ 容.名称 }}", "{{ 容.形式 }}", "{{ 容.时限 }}\n容.最晚?{{ 容.最晚 }}"],
    )
    say(
        doc,
        "到期没有补交的,终止本次办理并退回申请;已经作出的决定依法撤销。由此造成的后果由承诺人承担。" + BACK,
        "文书正文",
    )
    say(doc, "二、申请人承诺", "文书小节")
    say(
        doc,
        "我已看清上面的内容,承诺:所提供的材料真实有效;在上述期限内补交全部暂缺的材料;到期不能补交的,愿意承担上述后果。",
        "文书正文",
    )
    only(doc, "日期提示", "{{ 日期提示 }}", "表格文字")
    signatures(
        doc,
        f"承诺人(签名):{BLANK}\n联系电话:{BLANK}\n日期:{BLANK}",
        f"窗口经办人:{{{{ 经办人 or '{BLANK}' }}}}\n窗口电话:{{{{ 电话 or '{BLANK}' }}}}\n{{{{ 日期 }}}}",
    )
    counterfoil(
        doc,
        "容缺受理承诺书",
        "待补交:{% for 容 in 容缺材料 %}{{ 容.名称 }}({{ 容.最晚 or 容.时限 }})"
        "{% if not loop.last %}、{% endif %}{% endfor %}",
    )
    return doc


def commitment() -> Doc:
    doc = start("证明事项告知承诺书")
    say(doc, "一、窗口告知", "文书小节")
    say(doc, "您于{{ 办理日期 }}申请办理“{{ 事项名称 }}”,下列证明可以用书面承诺代替,也可以选择提交证明:", "文书正文")
    grid(
        doc,
        [55, 55, 60],
        ["证明的名称", "设定证明的依据", "承诺的内容"],
        "诺 in 承诺材料",
        ["{{ 诺.名称 }}", "{{ 诺.依据 }}", "{{ 诺.内容 }}"],
    )
    say(
        doc,
        "证明义务:您应当符合上面承诺的内容。作出承诺的,不再索要这些证明;窗口会通过数据核查、现场检查等方式核实。",
        "文书正文",
    )
    say(
        doc,
        "不实承诺的责任:发现承诺不实的,终止办理、撤销已作出的决定、追回已享受的待遇,依法予以处罚并记入信用记录;"
        "涉嫌犯罪的,移送司法机关。有较严重不良信用记录、信用修复前的,不适用告知承诺。",
        "文书正文",
    )
    say(doc, "二、申请人承诺", "文书小节")
    say(
        doc,
        "我已知晓上述告知的全部内容,承诺:自己符合上面写明的条件,所填内容真实准确,"
        "愿意承担不实承诺的法律责任。以上承诺是自己真实的意思。",
        "文书正文",
    )
    signatures(
        doc,
        f"承诺人(签名):{BLANK}\n联系电话:{BLANK}\n日期:{BLANK}",
        "{{ 单位 }}(盖章)\n" + f"经办人:{{{{ 经办人 or '{BLANK}' }}}}\n{{{{ 日期 }}}}",
    )
    counterfoil(
        doc,
        "告知承诺书",
        "以承诺代替:{% for 诺 in 承诺材料 %}{{ 诺.名称 }}{% if not loop.last %}、{% endif %}{% endfor %}",
    )
    return doc


def linked() -> Doc:
    doc = start("关联事项卡", number=False)
    say(doc, "您办理的“{{ 事项名称 }}”({{ 日期 }})之后,这些事别忘了:", "文书正文")
    say(doc, "{%p for 卡 in 卡片 %}")
    made = table(doc, [170])
    cell = made.rows[0].cells[0]
    line = (1, "000000")
    lines([cell], top=line, left=line, bottom=line, right=line)
    pad([cell], top=4, left=6, bottom=4, right=6)
    fill(
        cell,
        "⟦{{ loop.index }} {{ 卡.名称 }}⟧{% if 卡.期限 %}    {{ 卡.期限 }}{% endif %}"
        "{% if 卡.最晚 %}    ⟦{{ 卡.最晚 }}⟧{% endif %}",
        None,
    )
    only(cell, "卡.原因", "为什么:{{ 卡.原因 }}", "表格文字")
    only(
        cell,
        "卡.材料",
        "人人要带:{% for 底 in 卡.材料 %}{{ 底.名称 }}({{ 底.份数 }}){% if not loop.last %}、{% endif %}{% endfor %}",
        "表格文字",
    )
    small_gap(doc, 5)
    say(doc, "{%p endfor %}")
    only(doc, "not 卡片", "没有接着要办的事。")
    say(
        doc,
        "窗口 {{ 窗口 }}{% if 电话 %}    电话 {{ 电话 }}{% endif %}    经办人:{{ 经办人 or '____________' }}",
        "存根",
    )
    return doc
