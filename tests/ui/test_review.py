"""The page 周复盘: what it shows are the review's own figures; suggestions and measures move on by keys alone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from workbench.ledger import ledger
from workbench.review import periods, week

pytestmark = pytest.mark.window
LAST_WEEK = date(2026, 2, 23)


@pytest.fixture
def counter(space, hire):
    """A window over a ledger in which one paper of 养老转移 was often missing last week."""
    cases, rework = [], []
    for number in range(30):
        day = LAST_WEEK + timedelta(days=number % 5)
        back = number < 9
        case = {
            "id": f"C-{number:03}",
            "started": f"{day}T10:00",
            "item": "daolu-huoyun",
            "window": "A01",
            "clerk": "王",
        }
        cases.append({**case, "outcome": "补正" if back else "办结"})
        if back:
            row = {"date": str(day), "item": "daolu-huoyun", "window": "A01", "case": case["id"]}
            rework.append({**row, "cause": "材料缺失", "detail": "缺件", "material": "vehicle_license"})
    ledger.add(space, "cases", cases)
    ledger.add(space, "rework", rework)
    clerk = hire(clerks=("王", "李"))
    clerk.page = clerk.window.show("review")
    clerk.until(lambda: clerk.page.review is not None)
    clerk.pump(0.1)
    return clerk


def texts(clerk) -> str:
    canvas = clerk.page.sheet.canvas
    return "\n".join(canvas.itemcget(one, "text") for one in canvas.find_all() if canvas.type(one) == "text")


def test_the_page_shows_last_week_with_counts_beside_every_share(counter, space):
    found = week.review(space, periods.of("week", LAST_WEEK), date(2026, 3, 2))
    said = texts(counter)
    figures = found.now.counts.figures()
    for name in ("rework_rate", "first_submission_complete_rate"):
        assert figures[name].percent in said and figures[name].counts in said
    assert "2026 年第 9 周" in counter.page.title["text"]
    assert "没有上周的记录可比" in said


def test_the_notice_is_of_the_period_chosen_even_when_asked_for_at_once(counter, space):
    """PgUp and F10 in one breath: not the week that was on the screen before."""
    counter.key("Prior", "F10")
    counter.until(lambda: counter.opened)
    assert [path.name for path in space.documents.glob("2*/*.docx")] == ["周复盘通报 2026年第8周.docx"]
    counter.key("Next", "F9")
    counter.until(lambda: counter.window.dialogs)
    assert counter.window.dialogs[-1].fields["期名"] == "2026 年第 9 周"
    counter.key("Escape")


def test_page_up_and_down_and_typing_a_quarter_choose_the_period(counter):
    counter.key("Prior")
    counter.until(lambda: counter.page.review.period.name == "2026-W08")
    counter.key("Next")
    counter.until(lambda: counter.page.review.period.name == "2026-W09")
    counter.key("Control-g")
    entry = counter.window.dialogs[-1].focus_get()
    entry.delete(0, "end")
    counter.type("2026-Q1")
    counter.key("Return")
    counter.until(lambda: counter.page.review.period.name == "2026-Q1")
    counter.key("Control-g")
    entry = counter.window.dialogs[-1].focus_get()
    assert entry.get() == "2026年第1季度"  # as people write it
    entry.delete(0, "end")
    entry.insert(0, "2026年第8周")
    counter.key("Return")
    counter.until(lambda: counter.page.review.period.name == "2026-W08")


def test_a_suggestion_is_accepted_by_keys_and_becomes_a_measure_of_its_owner(counter, space):
    counter.key("2", "Return")
    box = counter.window.dialogs[-1]
    box.write.set(False)
    box.owner.set("李")
    box.action.inner.focus_force()
    counter.key("Return")
    counter.until(lambda: ledger.measures(space))
    counter.until(lambda: counter.page.review.measures)
    measure = counter.page.review.measures[0]
    assert (measure.record["owner"], measure.record["state"], measure.new) == ("李", "待实施", True)
    assert not any(one.material == "vehicle_license" for one in counter.page.review.suggestions)


def test_a_measure_moves_from_plan_to_do_with_one_button(counter, space):
    ledger.add(
        space,
        "measures",
        [{"date": "2026-02-23", "cause": "信息错误", "action": "做样表", "owner": "王", "id": "M-one"}],
    )
    counter.page.reload()
    counter.until(lambda: counter.page.review.measures)
    counter.pump(0.1)
    counter.key("Right", "Return", "Return")
    counter.until(lambda: ledger.get(space, "M-one")[1]["state"] == "实施中")


def test_a_week_without_anything_says_so_without_a_percentage(counter):
    for _ in range(3):
        counter.key("Prior")
    counter.until(lambda: counter.page.review.period.name == "2026-W06")
    counter.pump(0.1)
    assert "0/0" not in texts(counter) and "—" in texts(counter)
    assert "%" not in texts(counter).replace("20%", "").replace("10%", "").replace("0%", "")


def test_f10_writes_the_notice_under_its_name_and_never_over_another(counter, space):
    for number in (1, 2):
        counter.key("F10")
        counter.until(lambda number=number: len(counter.opened) == number, 20)
    names = [path.name for path in counter.opened]
    assert names == ["周复盘通报 2026年第9周.docx", "周复盘通报 2026年第9周(2).docx"]
    assert all(path.is_file() for path in counter.opened)


def test_preview_and_replay_open_and_close_by_keys(counter):
    counter.key("F9")
    assert counter.window.dialogs and counter.window.dialogs[-1].fields["期名"] == "2026 年第 9 周"
    counter.key("Escape", "Control-r")
    counter.until(lambda: counter.window.dialogs)
    assert counter.window.dialogs[-1].found.returns == (0, 9)
    counter.key("Escape")
    assert not counter.window.dialogs
