"""The parts of a rules file in the words of a supervisor, so that a difference can be told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from typing import Any

from pydantic import BaseModel

# What a reader calls each key. A key that is not here is told by its own name of the workbook column.
NAMES = {
    "name": "名称", "short": "简称", "code": "事项编码", "domain": "领域", "authority": "实施机关",
    "audience": "服务对象", "item_type": "事项类型", "case_type": "办件类型", "valid_from": "生效日期",
    "valid_to": "失效日期", "basis_checked_on": "依据核对日期", "review_every_days": "复核间隔(天)",
    "confidence": "把握程度", "unsure": "存疑", "channels": "办理渠道", "accept_conditions": "受理条件",
    "mistakes": "常见差错", "statutory": "法定时限", "promised": "承诺时限", "onsite_visits": "到现场次数",
    "note": "说明", "law": "法律、法规或文件", "article": "条款", "amount": "金额", "basis": "依据",
    "text": "问法", "plain": "口语问法", "kind": "种类", "unit": "单位", "min": "最小", "max": "最大", "latest": "最晚",
    "help": "填写帮助", "label": "选项", "layer": "层次", "because": "原因", "copies": "份数", "source": "来源",
    "intake": "收取方式", "where": "哪里拿", "lead_time": "多久能拿到", "max_age_days": "有效期(天)",
    "deferrable": "容缺后补", "commitment": "告知承诺", "alternatives": "可以代替的", "easily_missed": "易漏",
    "check_points": "审查要点", "common_mistakes": "常见差错", "reason": "原因", "instead": "怎么办",
    "actor": "谁来办", "days": "时限", "citizen": "群众要做什么", "special": "特别程序", "item": "事项编号",
    "why": "为什么", "due": "期限", "due_text": "期限", "anchor": "从哪个日期算", "side": "之前之后",
    "opens": "最早", "closes": "最晚", "late": "错过了怎么办", "q": "问", "a": "答", "options": "选项",
}  # fmt: skip
VALUES = {
    "base": "第一层(人人都要)", "personal": "第二层(符合条件才要)", "single": "单选", "multiple": "多选",
    "yes_no": "是非", "number": "数字", "date": "日期", "before": "之前", "after": "之后", "today": "今天",
}  # fmt: skip
# Not told one by one: the machinery, and the English of the bilingual sheet (told as one line).
SILENT = {"id", "version", "explained", "include", "when", "also", "examples", "changes"}


def said(key: str, value: Any) -> str:
    """A value as a person says it."""
    if value is None or value == "" or value == ():
        return "(空)"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, tuple):
        return "、".join(said(key, one) for one in value)
    if isinstance(value, BaseModel) and type(value).__str__ is BaseModel.__str__:
        return "、".join(said(name, one) for name, one in value if one not in (None, "", ()))
    text = str(value)
    return VALUES.get(text, text) if key in ("layer", "kind", "side", "latest") else text


def _change(key: str, before: Any, after: Any) -> str:
    """Old and new; of a list what came and what went."""
    if not (isinstance(before, tuple) and isinstance(after, tuple) and before and after):
        return f"{said(key, before)} → {said(key, after)}"
    parts = [f"增加“{said(key, one)}”" for one in after if one not in before]
    parts += [f"去掉“{said(key, one)}”" for one in before if one not in after]
    return "、".join(parts) or "换了先后顺序"


def field_changes(old: BaseModel, new: BaseModel, skip: set[str] = SILENT) -> list[str]:
    """`名称:旧 → 新` for each field that differs; English texts are told as one."""
    lines, english = [], False
    for key in type(new).model_fields:
        before, after = getattr(old, key), getattr(new, key)
        if key in skip or before == after:
            continue
        if key.endswith("_en"):
            english = True
        else:
            lines.append(f"{NAMES.get(key, key)}:{_change(key, before, after)}")
    return [*lines, "英文有改动"] if english else lines


# The field by which the entries of a part are known, as far as they have one alone.
KNOWN_BY = {"reminders": "text", "faq": "q", "basis": "law", "follow_ups": "name"} | dict.fromkeys(
    ("fees", "not_needed", "steps", "periods"), "name"
)
ALIKE = 0.5  # how much of a text must be the same for it to be the old one with other words


def renamed_in(old: dict[str, Any], new: dict[str, Any]) -> dict[str, str]:
    """New names with the old names that they take the place of: other words for the same thing, in the same order."""
    gone, found = [name for name in old if name not in new], dict[str, str]()
    for name in (name for name in new if name not in old):
        like = max(gone, key=lambda one: SequenceMatcher(None, one, name).ratio(), default=None)
        if like is not None and SequenceMatcher(None, like, name).ratio() >= ALIKE:
            found[name] = like
            gone.remove(like)
    return found


def keyed(parts: Sequence[Any], key: Callable[[Any], str]) -> dict[str, Any]:
    """Parts by what they are known by; the second of two equal names is known as `name (2)`."""
    found: dict[str, Any] = {}
    for one in parts:
        name, number = key(one), 2
        while name in found:
            name, number = f"{key(one)} ({number})", number + 1
        found[name] = one
    return found
