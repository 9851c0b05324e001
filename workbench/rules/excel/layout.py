"""The sheets of a rules workbook: which column holds which key of the rules file, and what its note says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from workbench.rules.item import KIND_WORDS

SHEETS = ("事项", "情形", "材料", "提示", "环节", "问答", "示例")
DICTIONARY = "字典"  # a hidden sheet that the dropdowns point to
SHARED = "共享题库"  # what many items ask; to look up, not to change
UNREAD = (DICTIONARY, SHARED)
SAMPLE = "例:"  # begins every cell of a row that shows how to fill in; such a row is not read
MEANING = "意思(自动,不用填)"

KINDS = KIND_WORDS
LAYERS = {"base": "基础", "personal": "个性化"}
SIDES = {"before": "之前", "after": "之后"}
OUTCOMES = {"eligible": "能办", "not_eligible": "不能办"}
UNITS = {unit: unit for unit in ("工作日", "自然日", "月", "年")}
CONFIDENCE = {word: word for word in ("高", "中高", "中", "中低", "低")}
PAPER_KINDS = {word: word for word in ("原件", "复印件", "原件或复印件", "原件和复印件", "表单", "证照", "电子")}
SOURCES = {word: word for word in ("申请人自备", "政府部门核发", "其他")}
CASE_TYPES = {word: word for word in ("即办件", "承诺件")}
LATEST = {"today": "今天"}
YES_NO = {"true": "是", "false": "否"}
INTAKES = ("收原件", "验原件收复印件", "收原件及复印件", "收复印件", "验原件", "系统核验免交")


@dataclass(frozen=True, eq=False)
class Column:
    """A column, or a row of the form on 事项. `key` is the path of keys in the record.

    `kind`: text, lines (a list, one a line), ids (a list of ids), int, number, bool, date, when, answers.
    `words`: what stands in the cell for what stands in the file. `hints`: a dropdown that may be overruled.
    `listed`: the column of the hidden dictionary that the dropdown offers.
    """

    key: tuple[str, ...]
    header: str
    note: str
    width: float = 16
    kind: str = "text"
    words: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    hints: tuple[str, ...] = ()
    listed: str = ""
    required: bool = False

    @property
    def tip(self) -> str:
        """What is said beside the heading."""
        return self.note or ("必填" if self.required else "可空")


@dataclass(frozen=True)
class Block:
    """A table on a sheet under its mark `【title】`.

    `child` is a list inside a record whose further members stand in the rows below it, where the record's own
    columns stay empty. Options have columns of their own; a paper's further reasons (`also`) use the columns of
    the first one.
    """

    sheet: str
    part: str
    title: str
    note: str
    columns: tuple[Column, ...]
    child: str = ""
    child_columns: tuple[Column, ...] = ()
    spare: int = 6

    @property
    def mark(self) -> str:
        return f"【{self.title}】"

    @property
    def all_columns(self) -> tuple[Column, ...]:
        """Every column of the block once, in the order of the sheet."""
        return self.columns if self.child == "also" else self.columns + self.child_columns


def _c(key: str, header: str, note: str, width: float = 16, kind: str = "text", **more: object) -> Column:
    return Column(tuple(key.split(".")), header, note, width, kind, **more)  # type: ignore[arg-type]


WHEN_HOW = (
    "写成 情形=选项,例如 origin=other。\n"
    "几个都要满足:a=x 且 b=y;满足一个:a=x 或 b=y;不是:非(a=x)。\n"
    "几个选项任一:a=[x, y]。数字和日期:age >= 60、age=[18..60)、day within 30 days。\n"
    "情形和选项写编号,也可以写表里的文字。"
)


def _when(note: str = "什么情况下才算;空着就是任何情况。", required: bool = False) -> Column:
    return _c("when", "条件", f"{note}\n{WHEN_HOW}", 30, "when", required=required)


SURE_NOTE = "有多大把握:高是核过原文,中是按惯例,低是还要核"
UNSURE = _c("unsure", "存疑", "还没核准、要按本地实施清单定的地方,写在这里", 24)

FORM: tuple[Column, ...] = (
    _c("id", "编号", "小写英文和短横线,如 daolu-huoyun;发布后不要改", required=True),
    _c("code", "事项编码", "如 JT-01,可空"),
    _c("name", "事项名称", "实施清单上的全名", required=True),
    _c("short", "简称", "窗口平时的叫法,搜索用", required=True),
    _c("domain", "领域", "如 社会保险、税务", required=True),
    _c("authority", "实施机关", "谁来办", required=True),
    _c("audience", "服务对象", "一行一个:自然人、企业法人……", kind="lines", required=True),
    _c("item_type", "事项类型", "行政许可、行政确认、公共服务……"),
    _c("case_type", "办件类型", "即办件或承诺件", words=CASE_TYPES, required=True),
    _c("version", "版本", "发布时自动加一;也可以自己写一个新的", required=True),
    _c("valid_from", "生效日期", "2026-01-01 的样子", kind="date", required=True),
    _c("valid_to", "失效日期", "一直有效就空着", kind="date"),
    _c("basis_checked_on", "依据核对日期", "最近一次核对法律依据是哪天", kind="date", required=True),
    _c("review_every_days", "复核间隔(天)", "过了这么多天,窗口会提醒复核", kind="int"),
    _c("confidence", "把握程度", SURE_NOTE, words=CONFIDENCE, required=True),
    UNSURE,
    _c("include", "共享题库", "题库编号,用逗号隔开,如 agent, id_document;有哪些、问什么,见“共享题库”表", kind="ids"),
    _c("channels", "办理渠道", "一行一个", kind="lines"),
    _c("accept_conditions", "受理条件", "一行一个", kind="lines"),
    _c("mistakes", "常见差错", "一行一个", kind="lines"),
    _c("limits.statutory.days", "法定时限", "天数;0 表示当场", kind="int"),
    _c("limits.statutory.unit", "法定时限单位", "工作日还是自然日;写了天数就要写", words=UNITS),
    _c("limits.statutory.note", "法定时限说明", "从哪天算起、不含什么"),
    _c("limits.promised.days", "承诺时限", "天数;不能长于法定时限", kind="int"),
    _c("limits.promised.unit", "承诺时限单位", "工作日还是自然日;写了天数就要写", words=UNITS),
    _c("limits.promised.note", "承诺时限说明", ""),
    _c("limits.onsite_visits", "到现场次数", "群众要跑几次", kind="int"),
    _c("limits.note", "时限备注", ""),
    _c("limits.unsure", "时限存疑", ""),
    _c("explained", "已说明的提醒", "检查出的提醒确实不用改的,一行一个:代码 位置: 原因", kind="lines"),
    _c("name_en", "英文名称", "中英对照清单用"),
)

BLOCKS: tuple[Block, ...] = (
    Block("事项", "basis", "依据", "一行一部法律、法规或文件", (
        _c("law", "法律、法规或文件", "名称和文号", required=True),
        _c("article", "条款", "如 第二十四条"),
        _c("note", "说明", "如 二手资料,须核原文"),
    )),
    Block("事项", "fees", "收费", "不收费的空着", (
        _c("name", "收费项目", "", required=True),
        _c("amount", "金额", "如 20 元/件;不收费的情况写“免”", required=True),
        _c("basis", "收费依据", ""),
        _when(),
        _c("unsure", "存疑", "还没核准的地方"),
    )),
    Block("事项", "changes", "修改记录", "发布时自动加一行", (
        _c("version", "修改版本", "", required=True),
        _c("what", "改了什么", "", required=True),
        _c("by", "谁改的", ""),
        _c("on", "修改日期", "2026-01-01 的样子", kind="date", required=True),
    ), spare=2),
    Block("情形", "questions", "情形", "问群众的问题。第一行写问题和第一个选项,其余选项写在下面几行", (
        _c("id", "情形编号", "小写英文,如 origin;条件里用它", 16, required=True),
        _c("text", "问题", "屏幕上的问法", 30, required=True),
        _c("plain", "口语问法", "可以照着念给群众听", 32),
        _c("kind", "种类", "单选、多选、是非、数字、日期", 9, words=KINDS, required=True),
        _when("什么情况下才问;空着就是都问。"),
        _c("unit", "单位", "数字的单位,如 岁、元", 8),
        _c("min", "最小", "数字的下限,可空", 8, "number"),
        _c("max", "最大", "数字的上限,可空", 8, "number"),
        _c("latest", "最晚", "日期题:问已经发生的事,选“今天”,以后的日期就不收;可空", 8, words=LATEST),
        _c("help", "填写帮助", "怎么判断,如 看行驶证副页", 26),
        _c("text_en", "英文问题", "中英对照清单用", 24),
    ), "options", (
        _c("id", "选项编号", "小写英文,如 other;条件里用它。数字、日期没有选项;是非题是 yes 和 no", 16, required=True),
        _c("label", "选项", "屏幕上的字", 28, required=True),
        _c("label_en", "英文选项", "中英对照清单用", 24),
    )),
    Block("材料", "materials", "材料", "一行一份材料。同一份材料还有别的原因也要带的,在下面一行只写条件和原因", (
        _c("id", "材料编号", "小写英文,如 id_card;示例里用它", 20, required=True),
        _c("layer", "层", "基础:人人都要;个性化:符合条件才要", 9, words=LAYERS, required=True),
        _c("name", "材料名称", "清单上的名字", 30, required=True),
        _when("什么情况下才要:个性化的要写,基础的空着。"),
        _c("because", "为什么要", "用一句大白话告诉群众,如 您从外省转来;个性化的要写", 30),
        _c("kind", "形式", "", 14, words=PAPER_KINDS),
        _c("copies.original", "原件份数", "0 表示不收", 8, "int"),
        _c("copies.photocopy", "复印件份数", "0 表示不收", 8, "int"),
        _c("source", "来源", "", 14, words=SOURCES),
        _c("intake", "收取方式", "可以选,也可以自己写", 18, hints=INTAKES),
        _c("where", "哪里拿", "到哪里、怎么拿到", 30),
        _c("lead_time", "多久能拿到", "如 当场可取", 14),
        _c("max_age_days", "有效期(天)", "开出多少天以内才收", 9, "int"),
        _c("deferrable.within_days", "容缺天数", "可以先受理、后补的,写几天内补上;不能后补的空着", 9, "int"),
        _c("deferrable.unit", "容缺单位", "工作日还是自然日", 9, words=UNITS),
        _c("commitment", "告知承诺", "可以写承诺书代替的,写承诺什么;不能代替的空着", 24),
        _c("alternatives", "可以代替的", "一行一个", 26, "lines"),
        _c("easily_missed", "易漏", "群众常忘的,清单上加星", 7, "bool", words=YES_NO),
        _c("check_points", "审查要点", "一行一个,窗口收件时逐条看", 30, "lines"),
        _c("common_mistakes", "常见差错", "一行一个", 26, "lines"),
        _c("plain", "白话说明", "对群众怎么说", 28),
        _c("basis", "依据", "法律、法规和条款;没有依据的不要收", 28),
        _c("confidence", "把握程度", SURE_NOTE, 9, words=CONFIDENCE),
        UNSURE,
        _c("name_en", "英文名称", "中英对照清单用", 24),
        _c("because_en", "英文原因", "", 24),
        _c("where_en", "英文哪里拿", "", 24),
    ), "also", (
        _when(),
        _c("because", "为什么要", ""),
        _c("because_en", "英文原因", ""),
    )),
    Block("提示", "not_eligible", "不能办", "符合条件的,告诉群众不能办和怎么办", (
        _when("什么情况下不能办。", required=True),
        _c("reason", "内容", "为什么不能办", 46, required=True),
        _c("instead", "怎么办", "可以去哪里、怎样才能办", 38),
        _c("basis", "依据", "", 26),
        UNSURE,
        _c("reason_en", "英文内容", "", 26),
        _c("instead_en", "英文怎么办", "", 26),
    )),
    Block("提示", "reminders", "提示", "办的时候要提醒的话,先写的排在前面", (
        _when(),
        _c("text", "内容", "一句话", 46, required=True),
        UNSURE,
        _c("text_en", "英文内容", "", 26),
    )),
    Block("提示", "not_needed", "不用带", "群众常带来、其实不用的", (
        _when(),
        _c("name", "内容", "什么东西", 46, required=True),
        _c("why", "为什么不用", "", 38),
        _c("name_en", "英文内容", "", 26),
        _c("why_en", "英文原因", "", 26),
    )),
    Block("环节", "steps", "环节", "从受理到发证,一行一步", (
        _c("name", "名称", "", 22, required=True),
        _c("citizen", "群众要做什么", "这一步群众等什么、做什么", 34),
        _when(),
        _c("actor", "谁来办", "", 14),
        _c("days", "时限", "天数;0 表示当场", 8, "int"),
        _c("unit", "时限单位", "工作日还是自然日", 10, words=UNITS),
        _c("special", "特别程序", "听证、检测等不计入时限的", 9, "bool", words=YES_NO),
        _c("name_en", "英文名称", "", 20),
        _c("citizen_en", "英文说明", "", 24),
    )),
    Block("环节", "periods", "办理期间", "到期前、满多久以后才能办的", (
        _c("name", "名称", "如 延续申请", 22, required=True),
        _c("late", "错过了怎么办", "", 34),
        _when(),
        _c("anchor", "从哪个日期算", "日期情形的编号", 14, required=True),
        _c("side", "之前之后", "在那个日期之前还是之后", 10, words=SIDES, required=True),
        _c("opens.days", "最早天数", "离那个日期最远几天", 9, "int"),
        _c("opens.unit", "最早单位", "", 10, words=UNITS),
        _c("opens.note", "最早说明", "", 16),
        _c("closes.days", "最晚天数", "离那个日期最近几天", 9, "int"),
        _c("closes.unit", "最晚单位", "", 10, words=UNITS),
        _c("closes.note", "最晚说明", "", 16),
    ), spare=3),
    Block("环节", "follow_ups", "接下来的事", "办完以后还要办什么", (
        _c("name", "名称", "写了事项编号的可以不写", 22),
        _c("why", "为什么", "", 34),
        _when(),
        _c("item", "事项编号", "库里有的事项,写它的编号", 18, listed="事项"),
        _c("due.days", "几天内", "", 8, "int"),
        _c("due.unit", "期限单位", "", 10, words=UNITS),
        _c("due.note", "期限说明", "", 16),
        _c("due_text", "期限文字", "如 每年一次", 18),
        _c("name_en", "英文名称", "", 20),
        _c("why_en", "英文原因", "", 24),
    )),
    Block("问答", "faq", "问答", "群众常问的话和回答", (
        _c("q", "问", "", 46, required=True),
        _c("a", "答", "短句、大白话", 80, required=True),
    )),
    Block("示例", "examples", "示例", "一行一个例子:这样回答,应当要哪些材料。改规则后会逐个验算", (
        _c("name", "示例", "用一句话说清是谁、什么情况", 34, required=True),
        _c("answers", "回答", "情形=选项,用分号隔开,如 origin=other; found=no", 46, "answers"),
        _c("as_of", "按哪一天", "空着就是今天", 13, "date"),
        _c("need", "应当要", "材料编号,用逗号隔开", 40, "ids"),
        _c("not_need", "不该要", "材料编号,用逗号隔开", 40, "ids"),
        _c("outcome", "结果", "能办或不能办", 9, words=OUTCOMES),
    )),
)  # fmt: skip


def headers_of(block: Block) -> list[tuple[Column | None, float]]:
    """The columns of a block as they stand with their widths, a meaning (None) after each condition."""
    found: list[tuple[Column | None, float]] = []
    for column in block.all_columns:
        found.append((column, column.width))
        if column.kind == "when":
            found.append((None, 34.0))
    return found


def heading(place: Sequence[int | str]) -> str:
    """What a place of a rules file is called in the workbook: `领域`, `材料名称`; empty when it has no column."""
    keys = tuple(part for part in place if isinstance(part, str))
    block = next((block for block in BLOCKS if keys[:1] == (block.part,)), None)
    columns = FORM
    if block is not None:
        keys, columns = keys[1:], block.columns
        if block.child and keys[:1] == (block.child,):
            keys, columns = keys[1:], block.child_columns
        if not keys:
            return block.title
    whole = (column for column in columns if column.key == keys[: len(column.key)])
    part = (column for column in columns if keys and column.key[: len(keys)] == keys)
    found = next(whole, None) or next(part, None)
    return found.header if found else ""


def in_file(place: Sequence[int | str]) -> str:
    """The same for somebody with the rules file before them, the key behind it: `领域(domain)`."""
    name, key = heading(place), next((part for part in reversed(place) if isinstance(part, str)), "")
    return f"{name}({key})" if name else key
