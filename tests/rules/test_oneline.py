"""Conditions and answers in one line read back exactly, and are forgiving to what people type."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.rules.excel.oneline import (
    LineError,
    Names,
    read_answers,
    read_condition,
    write_answers,
    write_condition,
)

ids = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True).filter(lambda name: name not in ("any", "all", "not"))
tests = st.sampled_from(
    [">= 60", ">=60", "< 4500", "[18..60)", "(1.5..2]", "within 30 days", "older than 6 months", "within 3 个月",
     "= 5", "5", "2026-01-01", ">= 2026-01-01", "> today - 3 days", "<= today", "[ 18 .. 60 )", ">= sixty"]
)  # fmt: skip
words = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=8)
scalars = ids | tests | words | st.booleans() | st.integers(-99, 99) | st.dates(date(1900, 1, 1), date(2200, 1, 1))
values = scalars | st.lists(scalars, max_size=3)
conditions = st.recursive(
    st.dictionaries(ids, values, min_size=1, max_size=3),
    lambda inner: st.fixed_dictionaries({}, optional={
        "any": st.lists(inner, min_size=1, max_size=3), "all": st.lists(inner, min_size=1, max_size=3), "not": inner,
    }) | st.builds(lambda one, more: {**one, "not": more}, st.dictionaries(ids, values, min_size=1, max_size=2), inner),
    max_leaves=8,
)  # fmt: skip


def typed(value: Any) -> Any:
    """The value with its types: True is not 1, and a list is not a tuple."""
    if isinstance(value, dict):
        return {key: typed(one) for key, one in value.items()}
    if isinstance(value, list):
        return [typed(one) for one in value]
    return (type(value).__name__, value)


@settings(max_examples=150, deadline=None)
@given(conditions)
def test_every_condition_reads_back_key_for_key_and_type_for_type(condition):
    line = write_condition(condition)
    assert "\n" not in line
    back = read_condition(line)
    assert typed(back) == typed(condition)
    assert list(back) == list(condition)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(ids, values, max_size=5))
def test_answers_read_back_with_their_types(answers):
    assert typed(read_answers(write_answers(answers))) == typed(answers)


NAMES = Names()
NAMES.add("origin", "原来在哪里参保?", {"same": "本省其他地市", "other": "外省", "both": "已购或挂靠"})
NAMES.add("found", "查得到吗?", {"yes": "是", "no": "否"})


@pytest.mark.parametrize(
    ("line", "condition"),
    [
        ("origin=other 且 found=no", {"origin": "other", "found": "no"}),
        ("原来在哪里参保=外省", {"origin": "other"}),
        ("“原来在哪里参保?”是“外省” 并且 查得到吗 选 否", {"origin": "other", "found": "no"}),
        ("origin\uff1dother\u3000且\u3000found\uff1d否。", {"origin": "other", "found": "no"}),
        ("origin=外省、same", {"origin": ["other", "same"]}),
        ("origin=other/same", {"origin": ["other", "same"]}),
        ("origin=已购或挂靠 或 found=是", {"any": [{"origin": "both"}, {"found": "yes"}]}),
        ("origin!=other", {"not": {"origin": "other"}}),
        ("age≥60 且 age<70", {"all": [{"age": ">= 60"}, {"age": "< 70"}]}),
        ("age=[18..60)", {"age": "[18..60)"}),
        ("非(origin=other)", {"not": {"origin": "other"}}),
        ("", {}),
    ],
)  # fmt: skip
def test_what_people_type_is_understood(line, condition):
    assert read_condition(line, NAMES) == condition


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("origin=", "少了选项"),
        ("origin", "少了等号"),
        ("origin=other found=no", "多出来的字"),
        ("(origin=other", "少了右括号"),
        ("origin=[other", "少了右方括号"),
        ("= other", "情形的编号"),
        ("(" * 60 + "a=1", "嵌套太深"),
        ("age >= 很多", "数字或日期"),
        ("d=2026-02-30", "不是一个日期"),
        ("origin=other,same", r"请写成“origin=\[other, same\]”$"),
        ("原来在哪里参保是外省,本省其他地市 且 found=no", r"请写成“原来在哪里参保是\[外省, 本省其他地市\]”$"),
        ("origin=other 或 same", r"请写成“origin=\[other, same\]”$"),
        ("origin!=other,same", r"请写成“origin!=\[other, same\]”$"),
        ("origin=other, found=no", "写成“origin=other 且 found=no”;满足一条就行的,写成“origin=other 或 found=no”"),
        ("d within 30 days and found=no", "“and”看不懂。两条都要满足的,写成“d within 30 days 且 found=no”"),
        ("age >= 60, 70", "“,”看不懂"),
    ],
)
def test_a_line_that_cannot_be_read_is_explained(line, words):
    with pytest.raises(LineError, match=words):
        read_condition(line, NAMES)


def test_an_answer_of_several_options_without_brackets_is_explained():
    with pytest.raises(LineError, match=r"请写成“origin=\[other, same\]”$"):
        read_answers("found=no; origin=other,same", NAMES)


def test_a_text_that_two_questions_share_names_neither():
    names = Names()
    names.add("a", "同样的问题", {"x": "甲"})
    names.add("b", "同样的问题", {"y": "乙"})
    with pytest.raises(LineError):
        read_condition("同样的问题=甲", names)
    assert read_condition("b=乙", names) == {"b": "y"}
