"""Working days after the State Council's notices for 2025 and 2026, and what an office sets itself."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench import workdays
from workbench.problems import UserError
from workbench.rules.item import Duration

OFFICIAL = workdays.calendar()
DAYS = st.dates(date(2024, 1, 1), date(2026, 11, 1))


def span(days: int, unit: str) -> Duration:
    return Duration.model_validate({"days": days, "unit": unit})


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2025, 10, 8), False),  # 国庆、中秋连休的最后一天
        (date(2025, 10, 11), True),  # 周六,调休上班
        (date(2025, 9, 28), True),  # 周日,调休上班
        (date(2025, 10, 12), False),  # 平常的周日
        (date(2026, 1, 1), False),
    ],
)
def test_holidays_and_swapped_days_follow_the_notice(day, worked):
    assert OFFICIAL.is_workday(day) is worked


def test_the_day_of_acceptance_is_not_counted():
    assert OFFICIAL.add_workdays(date(2026, 11, 20), 5) == date(2026, 11, 27)


def test_working_days_step_over_national_day():
    assert OFFICIAL.add_workdays(date(2025, 9, 30), 1) == date(2025, 10, 9)


@given(DAYS, st.integers(1, 60))
def test_a_deadline_is_a_working_day_with_exactly_that_many_working_days_before_it(day, count):
    end = OFFICIAL.add_workdays(day, count)
    between = [day + timedelta(n) for n in range(1, (end - day).days + 1)]
    assert OFFICIAL.is_workday(end)
    assert sum(map(OFFICIAL.is_workday, between)) == count


@given(DAYS, st.integers(1, 40))
def test_counting_back_undoes_counting_forward(day, count):
    day = OFFICIAL.next_workday(day)
    assert OFFICIAL.add_workdays(OFFICIAL.add_workdays(day, count), -count) == day


def test_natural_days_that_end_on_a_day_off_end_on_the_next_working_day():
    """民法典第二百零三条:最后一日是法定休假日的,以休假日结束的次日为最后一日。"""
    assert OFFICIAL.end(date(2025, 9, 20), span(15, "自然日")) == date(2025, 10, 9)


def test_months_end_on_the_last_day_where_there_is_no_such_day():
    assert workdays.moved(date(2025, 1, 31), 1, "月") == date(2025, 2, 28)
    assert workdays.moved(date(2024, 2, 29), 1, "年") == date(2025, 2, 28)
    assert workdays.moved(date(2025, 3, 31), -1, "月") == date(2025, 2, 28)


def test_on_the_spot_ends_the_same_day():
    assert OFFICIAL.end(date(2026, 3, 1), span(0, "工作日")) == date(2026, 3, 1)


def test_a_window_of_90_to_15_working_days_before_expiry():
    first, last = OFFICIAL.window(date(2026, 9, 1), span(90, "工作日"), span(15, "工作日"), before=True)
    assert (first, last) == (date(2026, 4, 23), date(2026, 8, 11))


def test_whoever_must_be_early_gets_the_working_day_before():
    _, last = OFFICIAL.window(date(2026, 3, 31), None, span(30, "自然日"), before=True)
    assert last == date(2026, 2, 28)  # 3月1日是周日;2月28日周六因春节调休上班


def test_the_earliest_day_moves_to_a_working_day():
    first, last = OFFICIAL.window(date(2025, 4, 4), span(6, "月"), None, before=False)
    assert (first, last) == (date(2025, 10, 9), None)


def test_the_office_may_set_its_own_days():
    own = workdays.calendar(["2026-03-01"], ["2026-03-02"])
    assert own.is_workday(date(2026, 3, 1))
    assert not own.is_workday(date(2026, 3, 2))


def test_a_year_without_a_notice_is_counted_monday_to_friday_and_warned_of():
    end = OFFICIAL.add_workdays(date(2030, 1, 1), 3)
    assert end == date(2030, 1, 4)
    assert OFFICIAL.warning([end, None]) == "2030 年的放假安排公布以后,日期可能会变。"
    assert workdays.calendar([], ["2030-01-02"]).warning([end]) == ""
    assert OFFICIAL.warning([date(2026, 5, 1)]) == ""


def test_a_wrong_day_in_the_settings_is_named():
    with pytest.raises(UserError, match="2026-02-30"):
        workdays.calendar(["2026-02-30"])


def test_dates_are_printed_with_the_weekday():
    today = date(2026, 3, 2)
    assert workdays.latest(date(2026, 7, 3), today) == "最晚 7月3日(周五)"
    assert workdays.spoken(date(2027, 1, 4), today) == "2027年1月4日(周一)"
