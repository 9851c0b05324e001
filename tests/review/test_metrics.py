"""The figures against plain loops over the records, as metrics are defined on paper."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.review.conftest import MONDAY, filled
from workbench.ledger import ledger
from workbench.ledger.journal import open_journal
from workbench.review import metrics, periods

SUNDAY = MONDAY + timedelta(days=6)


def by_hand(space, start: date, end: date, keep=lambda record: True) -> dict[str, tuple[float, int | None]]:
    """Every figure by plain loops; nothing shared with the program but the records themselves."""
    everything = [one for one in ledger.records(space, "cases") if one["started"][:10] <= end.isoformat()]
    visits = [one for one in everything if one["started"][:10] >= start.isoformat() and keep(one)]
    rework = [
        r for r in ledger.records(space, "rework") if start.isoformat() <= r["date"] <= end.isoformat() and keep(r)
    ]
    served = [one for one in visits if one["outcome"] != "咨询"]
    first = [one for one in served if one["visit"] == 1]
    timed = [one["minutes"] for one in served if one["minutes"] is not None]
    finished = {one["matter"] for one in served if one["outcome"] == "办结"}
    at_once = {one["matter"] for one in served if one["outcome"] == "办结" and one["visit"] == 1}
    all_rework = list(ledger.records(space, "rework"))
    blamed = {r["case"] for r in all_rework if r["side"] == "窗口" and r["case"]}

    def whole(one) -> bool:
        if one["ticks"]:
            return set(one["ticks"].values()) == {"present"}
        return one["outcome"] not in ("补正", "退回", "容缺", "承诺")

    return {
        "cases": (len(served), None),
        "rework_rate": (sum(one["outcome"] in ("补正", "退回") for one in served), len(served)),
        "first_submission_complete_rate": (sum(map(whole, first)), len(first)),
        "first_time_completion_rate": (len(at_once), len(finished)),
        "average_visits": (
            sum(one["matter"] in finished and one["outcome"] != "咨询" for one in everything),
            len(finished),
        ),
        "average_handling_minutes": (sum(timed), len(timed)),
        "clerk_error_rate": (sum(one["id"] in blamed for one in served), len(served)),
        "notice_omission_share": (sum(r["notice_omission"] for r in rework), len(rework)),
    }


def as_pairs(counts: metrics.Counts) -> dict[str, tuple[float, int | None]]:
    return {name: (figure.n, figure.d) for name, figure in counts.figures().items()}


@pytest.mark.parametrize("seed", range(6))
def test_every_figure_agrees_with_plain_loops_over_the_records(space, seed):
    filled(space, seed)
    with open_journal(space) as journal:
        for period in (periods.of("week", MONDAY), periods.of("month", MONDAY), periods.between(MONDAY, MONDAY)):
            found = metrics.total(journal, period.start, period.end)
            assert as_pairs(found) == by_hand(space, period.start, period.end), period.name


@pytest.mark.parametrize("group", ["item", "window", "clerk"])
def test_a_group_is_counted_as_if_the_others_were_not_there(space, group):
    filled(space, 7)
    with open_journal(space) as journal:
        for key, counts in metrics.tally(journal, MONDAY, SUNDAY, group).items():
            assert as_pairs(counts) == by_hand(space, MONDAY, SUNDAY, lambda one, key=key: one[group] == key)


def test_hours_and_weekdays_add_up_to_the_whole_and_monday_is_first(space):
    filled(space, 8)
    with open_journal(space) as journal:
        whole = metrics.total(journal, MONDAY, SUNDAY)
        for group in ("hour", "weekday"):
            parts = metrics.tally(journal, MONDAY, SUNDAY, group)
            assert sum(part.cases for part in parts.values()) == whole.cases
            assert sum(part.returned for part in parts.values()) == whole.returned
        for number in range(7):
            day = MONDAY + timedelta(days=number)
            assert set(metrics.tally(journal, day, day, "weekday")) <= {number}


def test_weeks_are_iso_weeks_and_the_pooled_sum_equals_the_whole_span(space):
    filled(space, 9)
    weeks = periods.weeks_to(SUNDAY, 4)
    with open_journal(space) as journal:
        parts = metrics.tally(journal, weeks[0].start, weeks[-1].end, "week")
        assert set(parts) <= {week.name for week in weeks}
        pooled, whole = metrics.added(list(parts.values())), metrics.total(journal, weeks[0].start, weeks[-1].end)
    assert (pooled.cases, pooled.returned, pooled.rework_rows) == (whole.cases, whole.returned, whole.rework_rows)


def test_the_three_classes_of_causes_are_shown_also_at_zero(space):
    with open_journal(space) as journal:
        shares = metrics.cause_shares(journal, MONDAY, SUNDAY, ["材料缺失", "信息错误", "流程误解"])
    assert [(one.cause, one.share.counts) for one in shares] == [
        ("材料缺失", "0/0"),
        ("信息错误", "0/0"),
        ("流程误解", "0/0"),
    ]


def test_consultations_are_in_no_figure_and_a_removed_visit_leaves_all(space):
    visit = {"started": "2026-03-02T09:00", "item": "yanglao", "minutes": 5, "window": "A01", "clerk": "王"}
    ids = ledger.add(space, "cases", [{**visit, "outcome": "咨询"}, {**visit, "outcome": "补正"}])
    with open_journal(space) as journal:
        counts = metrics.total(journal, MONDAY, SUNDAY)
    assert (counts.cases, counts.consultations, counts.returned, counts.timed) == (1, 1, 1, 1)
    ledger.remove(space, ids[1], "记错了")
    with open_journal(space) as journal:
        assert metrics.total(journal, MONDAY, SUNDAY).cases == 0


def test_a_visit_with_three_missing_papers_is_one_return_and_three_rows(space):
    case = {
        "id": "C-one",
        "started": "2026-03-02T09:00",
        "item": "yanglao",
        "outcome": "补正",
        "ticks": {"id_card": "missing", "form": "missing", "payment_certificate": "unfit"},
    }
    rows = [
        {"date": "2026-03-02", "item": "yanglao", "cause": "材料缺失", "material": p, "side": "窗口"}
        for p in case["ticks"]
    ]
    ledger.finish(space, case, rows)
    with open_journal(space) as journal:
        counts = metrics.total(journal, MONDAY, SUNDAY)
    assert (counts.returned, counts.cases, counts.rework_rows, counts.clerk_errors) == (1, 1, 3, 1)


def test_a_matter_from_the_week_before_brings_its_earlier_visits_into_the_average(space):
    visits = [("2026-02-24T09:00", 1, "补正"), ("2026-03-03T09:00", 2, "办结")]
    ledger.add(
        space,
        "cases",
        [{"matter": "M-one", "started": at, "visit": n, "outcome": what, "item": "shiye"} for at, n, what in visits],
    )
    with open_journal(space) as journal:
        counts = metrics.total(journal, MONDAY, SUNDAY)
    assert (counts.finished, counts.finished_first, counts.finished_visits) == (1, 0, 2)


def test_papers_settled_by_deferral_are_not_complete_and_are_listed_apart(space):
    visit = {"started": "2026-03-02T09:00", "item": "yanglao", "ticks": {"id_card": "present", "form": "deferred"}}
    ledger.add(space, "cases", [{**visit, "outcome": "容缺"}])
    with open_journal(space) as journal:
        counts = metrics.total(journal, MONDAY, SUNDAY)
    assert (counts.first_complete, counts.first_visits, counts.first_deferred) == (0, 1, 1)
