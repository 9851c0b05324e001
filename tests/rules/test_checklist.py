"""What a citizen is told: needed, open and spared papers, each with its reason, recomputed at every answer."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.build import make_item
from workbench.rules.answers import read_answers, read_date
from workbench.rules.checklist import RuleBook
from workbench.rules.values import values_of

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


def test_whoever_cannot_have_it_done_is_told_nothing_of_doing_it_or_of_what_comes_after():
    """The reason and the way out are all: “your new card holds for 20 years” is no word for somebody turned away."""
    more = '[[reminders]]\ntext = "要 15 天"\n[[follow_ups]]\nname = "医保转移"\n'
    book = RuleBook(make_item(TRANSFER + more))
    can, cannot = (book.checklist({"drawing": drawing}, TODAY).as_dict() for drawing in ("no", "yes"))
    assert (can["reminders"], [one["name"] for one in can["follow_ups"]]) == (["要 15 天"], ["医保转移"])
    assert (cannot["reminders"], cannot["follow_ups"]) == ([], [])
    assert cannot["not_eligible"] and cannot["base"] == can["base"]


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
    answers, problems = read_answers(item, {"origin": "外省", "found": "maybe", "orgin": "same"}, TODAY)
    assert answers == {"origin": "other"}
    assert [problem.code for problem in problems] == ["bad_answer", "unknown_question"]
    assert "您是不是想写“origin”" in problems[1].message


HAPPENED = """
[[questions]]
id = "hurt_on"
text = "哪一天受的伤?"
kind = "date"
latest = "today"

[[questions]]
id = "expiry"
text = "哪一天到期?"
kind = "date"

[[materials]]
id = "report"
layer = "personal"
name = "事故报告"
when = { hurt_on = "within 30 days" }
because = "刚发生不久"
"""


def test_what_has_happened_cannot_have_happened_after_the_day_of_the_list():
    """The day of the list is the last one; what is still to come (an expiry) may be any day."""
    item = make_item(HAPPENED)
    tomorrow = TODAY + timedelta(days=1)
    answers, problems = read_answers(item, {"hurt_on": str(tomorrow), "expiry": tomorrow}, TODAY)
    assert answers == {"expiry": tomorrow}
    assert [problem.where for problem in problems] == ["hurt_on"]
    assert "已经发生" in problems[0].message and "不能晚于 2026-03-02,现在是 2026-03-03" in problems[0].message
    assert read_answers(item, {"hurt_on": tomorrow}, tomorrow) == ({"hurt_on": tomorrow}, [])
    assert read_answers(item, {"hurt_on": TODAY}, TODAY) == ({"hurt_on": TODAY}, [])


def test_the_combinations_of_a_file_hold_no_day_that_cannot_be_answered():
    book = RuleBook(make_item(HAPPENED))
    days = values_of(book.table.questions["hurt_on"], book.table, TODAY)
    assert {within_a_month(day) for day in days} == {True, False}
    assert max(days) <= TODAY


def within_a_month(day: date) -> bool:
    return TODAY - timedelta(days=30) <= day


def test_only_a_date_has_a_latest_day():
    with pytest.raises(ValueError, match="只用于日期"):
        make_item('[[questions]]\nid = "age"\ntext = "年龄"\nkind = "number"\nlatest = "today"\n')


@pytest.mark.parametrize("text", ["2026-03-02", "2026/3/2", "2026.3.2", "20260302", "2026年3月2日", "2026-03-02"])
def test_a_date_is_read_as_people_write_it(text):
    assert read_date(text) == TODAY


@pytest.mark.parametrize("text", ["", "明天", "2026-02-30", "0000-01-01", "2026-13-01", "26-3-2", "2026-03"])
def test_what_is_no_date_is_refused_with_the_right_form(text):
    with pytest.raises(ValueError, match=r"2026-03-02 的样子|年份不对"):
        read_date(text)
