"""What a citizen is told: needed, open and spared papers, each with its reason, recomputed at every answer."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.build import make_item
from workbench.rules.answers import read_answers, read_date
from workbench.rules.checklist import RuleBook

TODAY = date(2026, 3, 2)

TRANSFER = """
[[questions]]
id = "origin"
text = "原来在哪里参保?"
kind = "single"
options = [{ id = "same", label = "本省" }, { id = "other", label = "外省" }]

[[questions]]
id = "found"
text = "系统里能查到吗?"
kind = "yes_no"
when = { origin = "other" }

[[questions]]
id = "drawing"
text = "领养老金了吗?"
kind = "yes_no"

[[materials]]
id = "id_card"
layer = "base"
name = "身份证"

[[materials]]
id = "certificate"
layer = "personal"
name = "缴费凭证"
when = { origin = "other", found = "no" }
because = "系统里查不到您的记录"

[[materials]]
id = "statement"
layer = "personal"
name = "情况说明"
when = { origin = "other" }
because = "您从外省转入"
also = [{ when = { drawing = "yes" }, because = "您已经领养老金" }]

[[not_eligible]]
when = { drawing = "yes" }
reason = "已经领取的不能转移"
"""


@pytest.fixture
def book() -> RuleBook:
    return RuleBook(make_item(TRANSFER))


def test_before_any_answer_only_base_papers_are_sure(book):
    checklist = book.checklist({}, TODAY)
    assert [needed.material.id for needed in checklist.base] == ["id_card"]
    assert checklist.personal == []
    assert [(one.material.id, one.waits_for) for one in checklist.undecided] == [
        ("certificate", ("origin",)),
        ("statement", ("origin", "drawing")),
    ]
    assert not checklist.complete


def test_the_question_that_settles_most_papers_comes_first(book):
    assert [question.id for question in book.checklist({}, TODAY).open_questions] == ["origin", "drawing"]
    assert book.checklist({}, TODAY).settles("origin") == 2


def test_a_personal_paper_carries_its_reason_and_the_answers_that_decided(book):
    checklist = book.checklist({"origin": "other", "found": "no"}, TODAY)
    certificate = checklist.personal[0]
    assert (certificate.because, certificate.decided_by) == ("系统里查不到您的记录", ("origin", "found"))


def test_a_paper_needed_for_two_reasons_is_listed_once_with_both(book):
    checklist = book.checklist({"origin": "other", "found": "yes", "drawing": "yes"}, TODAY)
    statements = [needed for needed in checklist.personal if needed.material.id == "statement"]
    assert [needed.because for needed in statements] == ["您从外省转入;您已经领养老金"]


def test_not_eligible_is_said_only_after_the_answer(book):
    assert book.checklist({}, TODAY).not_eligible == []
    assert len(book.checklist({"drawing": "yes"}, TODAY).not_eligible) == 1


def test_a_changed_answer_keeps_what_is_still_asked_and_sets_the_rest_aside(book):
    answers = {"origin": "other", "found": "no", "drawing": "no"}
    changed = book.checklist({**answers, "origin": "same"}, TODAY)
    assert [question.id for question in changed.asked] == ["origin", "drawing"]
    assert changed.kept_aside == {"found": "no"}
    assert changed.complete
    assert "certificate" in [material.id for material in changed.spared]


def test_the_json_has_the_keys_of_the_contract(book):
    document = book.checklist({"origin": "other"}, TODAY).as_dict()
    assert list(document) == [
        "item", "as_of", "complete", "answers", "base", "personal", "undecided", "not_needed", "not_eligible",
        "reminders", "steps", "limits", "follow_ups", "next_question",
    ]  # fmt: skip
    assert {
        "id", "name", "layer", "kind", "copies", "because", "decided_by", "basis", "where", "easily_missed",
        "deferrable", "alternatives", "check_points",
    } <= set(document["base"][0])  # fmt: skip
    assert document["next_question"] == "found"


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "origin": st.sampled_from(["same", "other"]),
            "found": st.sampled_from(["yes", "no"]),
            "drawing": st.sampled_from(["yes", "no"]),
        },
    )
)
def test_every_paper_is_needed_open_or_spared_and_never_two_of_them(answers):
    checklist = RuleBook(make_item(TRANSFER)).checklist(answers, TODAY)
    needed = [one.material.id for one in checklist.base + checklist.personal]
    other = [one.material.id for one in checklist.undecided] + [material.id for material in checklist.spared]
    assert needed == checklist.needed_ids
    assert sorted(needed + other) == sorted(checklist.item.material_by_id)


def test_answers_are_read_by_id_or_label_and_every_wrong_one_is_listed():
    item = make_item(TRANSFER)
    answers, problems = read_answers(item, {"origin": "外省", "found": "maybe", "orgin": "same"})
    assert answers == {"origin": "other"}
    assert [problem.code for problem in problems] == ["bad_answer", "unknown_question"]
    assert "您是不是想写“origin”" in problems[1].message


@pytest.mark.parametrize("text", ["2026-03-02", "2026/3/2", "2026.3.2", "20260302", "2026年3月2日", "2026-03-02"])
def test_a_date_is_read_as_people_write_it(text):
    assert read_date(text) == TODAY


@pytest.mark.parametrize("text", ["", "明天", "2026-02-30", "0000-01-01", "2026-13-01", "26-3-2", "2026-03"])
def test_what_is_no_date_is_refused_with_the_right_form(text):
    with pytest.raises(ValueError, match=r"2026-03-02 的样子|年份不对"):
        read_date(text)
