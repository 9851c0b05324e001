"""The review as a whole: comparisons, edges, measures with their effect, suggestions."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from tests.review.conftest import MONDAY, filled
from workbench.ledger import ledger
from workbench.ledger.journal import open_journal
from workbench.review import decisions, metrics, periods, text, week
from workbench.rules.library import Library

WEEK = periods.of("week", MONDAY)
NEXT_MONDAY = MONDAY + timedelta(days=7)


def reviewed(space, period=WEEK, today=NEXT_MONDAY) -> week.Review:
    return week.review(space, period, today, library=Library())


def visits(count: int, returned: int, day: date, *, tag: str, cause: str = "材料缺失", material: str = "form") -> tuple:
    """`count` first visits of one day, the first `returned` of them sent home for one cause."""
    cases, rework = [], []
    for number in range(count):
        id = f"{tag}-{number:03}"
        back = number < returned
        cases.append(
            {
                "id": id,
                "started": f"{day}T10:00",
                "item": "yanglao",
                "outcome": "补正" if back else "办结",
                "window": "A01",
            }
        )
        if back:
            rework.append(
                {
                    "date": day.isoformat(),
                    "item": "yanglao",
                    "cause": cause,
                    "material": material,
                    "case": id,
                    "window": "A01",
                }
            )
    return cases, rework


def keep(space, *many) -> None:
    for cases, rework in many:
        ledger.add(space, "cases", cases)
        ledger.add(space, "rework", rework)


@pytest.mark.parametrize("seed", [1, 2])
def test_the_week_before_the_mean_and_the_trend_are_the_same_figures_of_their_own_spans(space, seed):
    filled(space, seed, matters=150)
    found = reviewed(space)
    with open_journal(space) as journal:
        assert found.before.counts == metrics.total(journal, MONDAY - timedelta(days=7), MONDAY - timedelta(days=1))
        four = metrics.total(journal, MONDAY - timedelta(days=28), MONDAY - timedelta(days=1))
        assert found.mean == four
        assert [one.cases for _, one in found.trend][-1] == found.now.counts.cases
    document = json.loads(json.dumps(found.as_dict()))
    assert document["week"] == "2026-W10" and document["cases"] == found.now.counts.cases
    assert set(document["metrics"]) == set(metrics.METRICS)
    assert document["previous"]["week"] == "2026-W09"
    assert sum(one["n"] for one in document["causes"]) == found.now.counts.rework_rows
    for figure in document["metrics"].values():
        if figure["d"] is not None:
            assert figure["value"] == (figure["n"] / figure["d"] if figure["d"] >= 10 else None)


def test_an_empty_week_divides_by_nothing_and_says_so(space):
    found = reviewed(space)
    assert text.headline(found) == "这一周没有登记到窗办件。"
    assert found.first and set(found.changes.values()) == {"样本太少"}
    assert found.as_dict()["metrics"]["rework_rate"] == {"n": 0, "d": 0, "value": None}
    assert "没有上周的记录可比" in text.as_text(found)


def test_a_week_of_one_visit_is_never_100_percent(space):
    keep(space, visits(1, 1, MONDAY, tag="one"))
    said = text.as_text(reviewed(space))
    assert "%" not in said and "返工率 1/1" in said


def test_a_week_without_returns_is_glad(space):
    keep(space, visits(12, 0, MONDAY, tag="glad"))
    assert "做得很好" in text.headline(reviewed(space))


def test_a_week_across_new_year_counts_both_years(space):
    keep(space, visits(11, 2, date(2025, 12, 30), tag="old"), visits(13, 1, date(2026, 1, 3), tag="new"))
    found = reviewed(space, periods.read("week", "2026-W01"), date(2026, 1, 5))
    assert str(found.now.counts.figures()["rework_rate"]) == "12.5%(3/24)"
    assert [name.name for name, _ in found.trend][-2:] == ["2025-W52", "2026-W01"]


def test_clerks_are_counted_only_where_the_office_wants_it(space):
    filled(space, 3)
    assert "clerk" not in reviewed(space).by and "by_clerk" not in reviewed(space).as_dict()
    space.save_settings(count_by_clerk=True)
    assert {part.key for part in reviewed(space).by["clerk"]} <= {"王", "李"}


def test_a_finished_measure_shows_four_weeks_before_and_after_with_counts_interval_and_verdict(space):
    done = MONDAY - timedelta(days=30)
    week = timedelta(days=7)
    keep(space, visits(60, 20, done - week, tag="before"), visits(80, 8, done + week, tag="after"))
    keep(space, visits(40, 40, done, tag="same-day", cause="信息错误", material=""))
    ledger.add(
        space,
        "measures",
        [
            {
                "date": str(done),
                "cause": "材料缺失",
                "item": "yanglao",
                "material": "form",
                "action": "样表上墙",
                "owner": "王",
                "state": "已完成",
                "done": str(done),
            }
        ],
    )
    (one,) = reviewed(space).measures
    effect = one.effect
    assert one.stage == "检查" and effect is not None and effect.days == 28
    assert (str(effect.before), str(effect.after)) == ("33.3%(20/60)", "10.0%(8/80)")
    assert effect.verdict == "明显下降" and effect.interval is not None and effect.interval[1] < 0


def test_an_effect_looks_no_further_than_the_period_so_that_a_signed_notice_stays_true(space):
    done = MONDAY + timedelta(days=2)
    measure = {"date": str(MONDAY), "cause": "材料缺失", "action": "样表上墙", "state": "已完成", "done": str(done)}
    ledger.add(space, "measures", [measure])
    keep(
        space,
        visits(30, 3, MONDAY + timedelta(days=4), tag="in"),
        visits(30, 9, MONDAY + timedelta(days=9), tag="later"),
    )
    effect = reviewed(space, today=date(2026, 6, 1)).measures[0].effect
    assert effect is not None and (effect.days, effect.after.counts) == (4, "3/30")


def test_measures_decided_after_the_period_are_new_and_open_ones_past_their_day_are_overdue(space):
    ledger.add(
        space,
        "measures",
        [
            {"date": str(MONDAY - timedelta(days=70)), "cause": "信息错误", "action": "旧事", "due": str(MONDAY)},
            {"date": str(NEXT_MONDAY), "cause": "流程误解", "action": "流程图解", "due": "2026-03-16"},
            {"date": "2025-10-01", "cause": "信息错误", "action": "早就完成", "state": "已评估", "done": "2025-10-09"},
            {"date": "2026-04-01", "cause": "信息错误", "action": "以后的事"},
        ],
    )
    found = {one.record["action"]: one for one in reviewed(space).measures}
    assert set(found) == {"旧事", "流程图解"}
    assert found["旧事"].overdue and not found["旧事"].new
    assert found["流程图解"].new and not found["流程图解"].overdue and found["流程图解"].stage == "计划"


def test_top_causes_are_answered_as_good_offices_do(space):
    keep(
        space,
        visits(8, 4, MONDAY, tag="flow", cause="流程误解", material=""),
        visits(8, 5, MONDAY, tag="form", cause="信息错误", material=""),
    )
    ledger.add(
        space, "rework", [{"date": str(MONDAY), "item": "yanglao", "cause": "材料缺失", "material": "手工:居住证"}] * 3
    )
    found = {one.kind: one for one in reviewed(space).suggestions}
    assert found["sample_form"].action.startswith("制作《企业职工基本养老保险关系转移接续》填写样表")
    assert found["flow_chart"].n == 4 and "流程图解" in found["flow_chart"].action
    assert "居住证" in found["add_paper"].action
    assert [one.n for one in reviewed(space).suggestions] == [5, 4, 3]


def test_an_accepted_suggestion_becomes_a_measure_and_is_not_proposed_again_while_it_is_open(space):
    keep(space, visits(8, 5, MONDAY, tag="form", cause="信息错误", material=""))
    (one,) = reviewed(space).suggestions
    with pytest.raises(Exception, match="责任人"):
        decisions.accept(space, one, NEXT_MONDAY, owner=" ")
    id = decisions.accept(space, one, NEXT_MONDAY, owner="李", due=date(2026, 3, 13), action="做样表,贴在窗口")
    kept = ledger.get(space, id)[1]
    assert (kept["owner"], kept["due"], kept["action"]) == ("李", "2026-03-13", "做样表,贴在窗口")
    again = reviewed(space, today=NEXT_MONDAY)
    assert not again.suggestions and [m.record["id"] for m in again.measures if m.new] == [id]


def test_a_declined_suggestion_rests_for_four_weeks_only(space):
    keep(space, visits(8, 5, MONDAY, tag="form", cause="信息错误", material=""))
    (one,) = reviewed(space).suggestions
    decisions.decline(space, one, NEXT_MONDAY, "已经有样表了")
    assert not reviewed(space, today=NEXT_MONDAY + timedelta(days=28)).suggestions
    assert reviewed(space, today=NEXT_MONDAY + timedelta(days=29)).suggestions
    assert ledger.measures(space) == []
    decisions.reconsider(space, one)
    assert reviewed(space, today=NEXT_MONDAY).suggestions == [one]
