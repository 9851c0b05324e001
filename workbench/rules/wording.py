"""Conditions and answers in the words of the counter: for supervisors, in workbooks and in change notices."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from workbench.rules.conditions import plain_form
from workbench.rules.item import Question, When

_UNITS = {
    "day": "天",
    "week": "周",
    "month": "个月",
    "year": "年",
    "天": "天",
    "日": "天",
    "周": "周",
    "月": "个月",
    "年": "年",
}
_SIGNS = {">=": "≥", "<=": "≤", ">": "大于", "<": "小于", "=": "等于"}
_DATE_SIGNS = {">=": "不早于", "<=": "不晚于", ">": "晚于", "<": "早于", "=": "是"}


def condition(when: When, questions: Mapping[str, Question]) -> str:
    """`外省,并且“系统里能查到吗”选“否”`; `任何情况` for an empty condition. Unknown names stand as they are."""
    words = ",并且".join(_entry(key, value, questions) for key, value in when.items()) or "任何情况"
    return words[1:-1] if list(when) in (["any"], ["all"]) and words.startswith("(") else words


def _entry(key: str, value: Any, questions: Mapping[str, Question]) -> str:
    if key in questions:
        return f"“{_bare(questions[key].text)}”{_value(value, questions[key])}"
    if key in ("any", "all") and isinstance(value, list):
        parts = [condition(one, questions) for one in value if isinstance(one, dict)]
        word = ",或者" if key == "any" else ",并且"
        return parts[0] if len(parts) == 1 else "(" + word.join(parts) + ")"
    if key == "not" and isinstance(value, dict):
        return f"不是({condition(value, questions)})"
    return f"{key}={value}"


def _bare(text: str) -> str:
    return text.rstrip("?\uff1f。 ")


def _value(value: Any, question: Question) -> str:
    if question.kind in ("number", "date"):
        return _test(str(value), question)
    labels = {option.id: option.label for option in question.choices}
    values = value if isinstance(value, list | tuple) else [value]
    ids = [{True: "yes", False: "no"}[one] if isinstance(one, bool) else str(one) for one in values]
    chosen = [labels.get(one, one) for one in ids]
    return "选" + "或".join(f"“{label}”" for label in chosen)


def _test(text: str, question: Question) -> str:
    plain, unit = plain_form(text), f" {question.unit}" if question.unit else ""
    signs = _DATE_SIGNS if question.kind == "date" else _SIGNS
    if match := re.fullmatch(r"(within|older than)\s+(\d+)\s*(\S+)", plain):
        span = _span(match[2], match[3])
        return f"在前后 {span}以内" if match[1] == "within" else f"早于 {span}以前"
    if match := re.fullmatch(r"([\[(\]])\s*(.+?)\s*\.\.\s*(.+?)\s*([\])\[])", plain):
        low, high = signs[">=" if match[1] == "[" else ">"], signs["<=" if match[4] == "]" else "<"]
        return f"{low} {_point(match[2])} 并且{high} {_point(match[3])}{unit}"
    match = re.fullmatch(r"(>=|<=|>|<|=)?\s*(.+)", plain)
    return f"{signs[match[1] or '=']} {_point(match[2])}{unit}" if match else plain


def _point(text: str) -> str:
    """A day that is told from today on: `今天往前 3 年`; a number or another day as it is."""
    match = re.fullmatch(r"today(?:\s*([+-])\s*(\d+)\s*(\S+))?", text)
    if not match:
        return text
    return f"今天往{'前' if match[1] == '-' else '后'} {_span(match[2], match[3])}" if match[1] else "今天"


def _span(count: str, unit: str) -> str:
    return f"{count} {_UNITS.get(unit.removesuffix('s'), unit)}"


def answers(given: Mapping[str, Any], questions: Mapping[str, Question]) -> str:
    """Answers in one line: `原来在哪里参保 外省;系统里能查到吗 否`."""
    words = [
        f"{_bare(question.text)} {question.label(given[name])}" for name, question in questions.items() if name in given
    ]
    return ";".join(words) or "任何回答"
