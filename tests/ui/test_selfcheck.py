"""The page 自检: the form filled in by keys, kept at once, and followed by the clerk's workbook."""

from __future__ import annotations

import pytest

from workbench.ledger.journal import open_journal
from workbench.selfcheck import book, forms

pytestmark = pytest.mark.window


@pytest.fixture
def page(hire, space):
    """The page on a Monday morning at five past nine."""
    clerk = hire(clerk="王敏", clerks=("王敏", "李伟"))
    page = clerk.window.show("selfcheck")
    clerk.until(lambda: page.form.form is not None)
    clerk.pump(0.1)
    page.hands = clerk
    return page


def kept(space, kind="daily"):
    with open_journal(space) as journal:
        return book.read(journal, kind)


def test_in_the_morning_the_form_is_answered_by_number_keys_and_saved(page, space):
    hands = page.hands
    assert page.when == "before" and "3月2日(周一)" in page.title["text"]
    count = len(forms.load().at("before"))
    hands.key(*["1"] * (count - 1), "3", "F12")
    hands.until(lambda: kept(space))
    (record,) = kept(space)
    assert record["clerk"] == "王敏" and list(record["answers"].values()) == ["是"] * (count - 1) + ["不适用"]
    hands.until(lambda: (space.selfcheck / "自检-王敏-2026.xlsx").exists())


def test_a_no_asks_why_and_stays_unanswered_without_a_reason(page, space):
    hands = page.hands
    hands.key("2", "Escape")
    assert page.form.answers == {}
    hands.key("2")
    hands.type("工牌忘在家里")
    hands.key("Return", "F5", "F12")
    hands.until(lambda: kept(space))
    assert kept(space)[0]["reasons"] == {page.form.items[0].id: "工牌忘在家里"}


def test_the_keys_of_another_page_answer_nothing(page):
    """Alt+2 opens the ledger; its 2 is no 否."""
    page.hands.key("Alt-2")
    assert page.hands.window.current_name == "ledger"
    assert not page.hands.window.dialogs and page.form.answers == {}


def test_answers_not_yet_saved_come_back_with_their_half_day(page, space):
    """A citizen steps up in the middle of the form: nothing has to be answered twice."""
    hands = page.hands
    hands.key("1", "3")
    answered = dict(page.form.answers)
    hands.key("Right")
    assert page.form.answers == {}
    hands.key("Alt-1", "Alt-3")
    hands.quiet()
    page.choose(0)
    assert page.form.answers == answered and len(answered) == 2
    page.clerk.set("李伟")
    page.reload()
    hands.until(lambda: page.form.clerk == "李伟")
    assert page.form.answers == {}, "nobody else's"
    page.clerk.set("王敏")
    page.reload()
    hands.until(lambda: page.form.clerk == "王敏")
    hands.key("F5", "F12")
    hands.until(lambda: page.form.saved)
    assert {**kept(space)[0]["answers"], **answered} == kept(space)[0]["answers"]
    hands.key("Right", "Left")
    assert page.form.saved and not page.form.touched


def test_an_unfinished_form_cannot_be_saved(page, space):
    page.hands.key("1", "1", "F12")
    page.hands.quiet()
    assert kept(space) == [] and page.form.open_items


def test_arrows_change_the_half_day_and_page_keys_the_day_but_never_into_the_future(page):
    hands = page.hands
    hands.key("Right")
    assert page.when == "after" and page.form.items == forms.load().at("after")
    hands.key("Next")
    assert "今天" in page.title["text"]
    hands.key("Prior")
    hands.until(lambda: "3月1日(周日)" in page.title["text"])


def test_what_was_saved_is_shown_again_and_can_be_changed(page, space):
    hands = page.hands
    hands.key("F5", "F12")
    hands.until(lambda: page.form.saved)
    hands.key("Up", "3", "F12")
    hands.until(lambda: kept(space) and "不适用" in kept(space)[0]["answers"].values())
    assert len(kept(space)) == 1


def test_the_page_is_drawn_anew_while_the_list_of_clerks_is_open(page):
    """Tk opens the list in a window of its own, of which Python knows nothing."""
    hands = page.hands
    page.clerk.focus_set()
    page.clerk.event_generate("<Down>")
    hands.until(lambda: ".popdown" in str(page.tk.call("focus")))
    page.form.refresh()
    hands.window.toast("在画")
    hands.window.actions_changed()
    hands.window.find()
    hands.pump()
    hands.window.dialogs[-1].close()
    assert str(hands.root.focus_get()).startswith(str(page.clerk))


def test_what_is_refused_after_the_form_was_left_is_told_all_the_same(page, space):
    hands = page.hands
    told = []
    hands.window.fail = told.append
    hands.key("F6")
    box = hands.window.dialogs[-1]
    box._save()
    box.close()
    hands.until(lambda: told)
    assert "优点" in str(told[0]) and kept(space) == []


def test_a_peer_review_without_three_strengths_says_what_is_missing_and_keeps_what_was_typed(page, space):
    hands = page.hands
    hands.key("F6")
    hands.type("耐心")
    hands.key("Return")
    box = hands.window.dialogs[-1]
    hands.until(lambda: box.wrong["text"])
    assert box.wrong["text"] == "“优点二”不能空着\n“优点三”不能空着\n“建议”不能空着"
    assert box.strengths[0].get() == "耐心"
    for entry, words in zip([*box.strengths[1:], box.suggestion], ("清楚", "熟练", "语速慢一点"), strict=True):
        entry.set(words)
    hands.key("Return")
    hands.until(lambda: kept(space, "peer"))
    hands.until(lambda: page.own.own.peers)


def test_each_clerk_sees_the_own_figures_only(page, space):
    answers = dict.fromkeys((item.id for item in forms.load().at("before")), "是")
    book.add(space, [{"clerk": "李伟", "date": "2026-03-02", "when": "before", "answers": answers}])
    page.reload()
    page.hands.quiet()
    assert page.own.own.score.value is None
    page.clerk.set("李伟")
    page.reload()
    page.hands.until(lambda: page.own.own.clerk == "李伟")
    assert page.own.own.score.value == 100 and page.form.saved


def test_the_score_goes_into_the_notice_only_after_the_own_tick(page, space):
    hands = page.hands
    assert page.own.own.shared is False
    hands.key("Control-t")
    hands.until(lambda: page.own.own.shared)
    hands.key("Control-t")
    hands.until(lambda: not page.own.own.shared)
