"""One click writes what the ledger taught into the office's rules, and the next list shows it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.review.test_missed import ITEM
from workbench.ledger import ledger
from workbench.problems import UserError
from workbench.review import decisions, periods, week
from workbench.rules import library
from workbench.workspace import Workspace

MONDAY = date(2026, 3, 2)
TODAY = MONDAY + timedelta(days=7)
PLAIN, MARKED = "vehicle_license", "qualification"  # 行驶证; 从业资格证 is marked 易漏 in the file already


@pytest.fixture
def space(tmp_path) -> Workspace:
    return Workspace(tmp_path / "工作")


def missed_often(space, paper: str):
    """A suggestion about a paper that a third of the first visits lacked."""
    cases, rework = [], []
    for number in range(24):
        case = {
            "id": f"C-{paper}-{number:02}",
            "started": f"{MONDAY}T10:00",
            "item": ITEM,
            "answers": {"agent": "self"},
        }
        cases.append({**case, "outcome": "补正" if number < 8 else "办结"})
        if number < 8:
            row = {"date": str(MONDAY), "item": ITEM, "cause": "材料缺失", "detail": "缺件", "case": case["id"]}
            rework.append({**row, "material": paper})
    ledger.add(space, "cases", cases)
    ledger.add(space, "rework", rework)
    review = week.review(space, periods.of("week", MONDAY), TODAY)
    return next(one for one in review.suggestions if one.material == paper)


def rules(space):
    return library.load(space).entry(ITEM, TODAY)


def test_a_paper_missed_by_more_than_the_set_share_is_marked_by_one_click(space):
    one = missed_often(space, PLAIN)
    assert one.kind == "mark_missed" and "33.3%(8/24)" in one.reason
    before = rules(space).item
    id = decisions.accept(space, one, TODAY, owner="王", write_rules=True)
    after = rules(space)
    assert after.source == "office" and after.item.material_by_id[PLAIN].easily_missed
    assert after.item.version != before.version
    assert (after.item.changes[-1].by, after.item.changes[-1].on) == ("王", TODAY)
    assert "8/24" in after.item.changes[-1].what
    measure = ledger.get(space, id)[1]
    assert (measure["state"], measure["done"]) == ("已完成", str(TODAY))


def test_one_that_is_marked_already_gets_its_reminder_moved_up_for_whom_it_concerns(space):
    one = missed_often(space, MARKED)
    assert one.kind == "remind_first"
    decisions.accept(space, one, TODAY, owner="王", write_rules=True)
    book = rules(space).book
    assert "从业资格证" in book.item.reminders[0].text
    heavy = book.checklist({"weight": "heavy"}, TODAY).reminders
    assert "从业资格证" in heavy[0].text
    assert all("从业资格证" not in one.text for one in book.checklist({"weight": "light"}, TODAY).reminders)


def test_the_change_appears_with_its_effect_in_the_next_reviews(space):
    decisions.accept(space, missed_often(space, PLAIN), TODAY, owner="王", write_rules=True)
    later = week.review(space, periods.of("week", TODAY), TODAY + timedelta(days=7))
    (change,) = later.rule_changes
    assert change.now and change.effect.before.counts == "8/24" and change.effect.verdict == "样本太少"
    assert later.measures[0].stage == "检查" and not any(one.material == PLAIN for one in later.suggestions)


@pytest.mark.parametrize("wrong", [{"owner": ""}, {"owner": "王", "due": TODAY - timedelta(days=1)}])
def test_without_owner_or_with_a_day_that_has_passed_nothing_is_written(space, wrong):
    one = missed_often(space, PLAIN)
    with pytest.raises(UserError):
        decisions.accept(space, one, TODAY, write_rules=True, **wrong)
    assert ledger.measures(space) == [] and rules(space).source == "shipped"


def test_accepted_without_writing_it_stays_an_open_measure_and_the_rules_stay(space):
    decisions.accept(space, missed_often(space, PLAIN), TODAY, owner="王", action="先口头提醒")
    assert ledger.measures(space)[0]["state"] == "待实施" and rules(space).source == "shipped"
