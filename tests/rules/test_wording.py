"""Conditions in the words of the counter."""

from __future__ import annotations

import pytest

from tests.rules.build import make_item
from workbench.rules import wording

QUESTIONS = make_item(
    '[[questions]]\nid = "origin"\ntext = "原来在哪里?"\nkind = "single"\n'
    'options = [{ id = "here", label = "本地" }, { id = "other", label = "外地" }]\n'
    '[[questions]]\nid = "found"\ntext = "查得到吗?"\nkind = "yes_no"\n'
    '[[questions]]\nid = "age"\ntext = "年龄"\nkind = "number"\nunit = "岁"\n'
    '[[questions]]\nid = "day"\ntext = "到期日"\nkind = "date"\n'
).question_by_id


@pytest.mark.parametrize(
    ("when", "words"),
    [
        ({}, "任何情况"),
        ({"origin": "other"}, "“原来在哪里”选“外地”"),
        ({"origin": ["here", "other"], "found": False}, "“原来在哪里”选“本地”或“外地”,并且“查得到吗”选“否”"),
        ({"any": [{"origin": "here"}, {"found": "yes"}]}, "“原来在哪里”选“本地”,或者“查得到吗”选“是”"),
        ({"age": 3, "any": [{"origin": "here"}, {"found": "yes"}]},
         "“年龄”等于 3 岁,并且(“原来在哪里”选“本地”,或者“查得到吗”选“是”)"),
        ({"not": {"origin": "here"}}, "不是(“原来在哪里”选“本地”)"),
        ({"age": ">= 60"}, "“年龄”≥ 60 岁"),
        ({"age": "[18..60)"}, "“年龄”≥ 18 并且小于 60 岁"),
        ({"day": "within 30 days"}, "“到期日”在前后 30 天以内"),
        ({"day": "older than 6 months"}, "“到期日”早于 6 个月以前"),
        ({"nobody": "x"}, "nobody=x"),
    ],
)  # fmt: skip
def test_a_condition_in_words(when, words):
    assert wording.condition(when, QUESTIONS) == words


def test_answers_in_words():
    given = {"found": "no", "origin": "other", "age": 61.0}
    assert wording.answers(given, QUESTIONS) == "原来在哪里 外地;查得到吗 否;年龄 61 岁"
    assert wording.answers({}, QUESTIONS) == "任何回答"
