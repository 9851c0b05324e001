"""Weeks, months, quarters and ranges, also across New Year."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.problems import NotFound
from workbench.review import periods

days = st.dates(date(2001, 1, 8), date(2198, 12, 1))


@pytest.mark.parametrize("kind", ["week", "month", "quarter"])
@given(days)
def test_periods_follow_each_other_without_gap_and_are_read_from_their_names(kind, day):
    period = periods.of(kind, day)
    assert period.start <= day <= period.end
    assert period.previous.end.toordinal() + 1 == period.start.toordinal()
    assert period.next.previous == period
    assert periods.read(kind, period.name) == period
    assert periods.read(kind, period.title) == periods.read(kind, period.file_title) == period


def test_a_week_across_new_year_has_one_name_and_says_both_years():
    week = periods.read("week", "2026-W01")
    assert (week.start, week.end) == (date(2025, 12, 29), date(2026, 1, 4))
    assert week.title == "2026 年第 1 周" and week.dates == "2025年12月29日–2026年1月4日"
    assert periods.of("week", date(2027, 1, 1)).name == "2026-W53"
    assert week.previous.name == "2025-W52"


@pytest.mark.parametrize("text", ["2026-W54", "2026-W00", "W10", "十周", "2025-W53", "0000-W01"])
def test_a_week_that_does_not_exist_is_refused_with_an_example(text):
    with pytest.raises(NotFound, match="2026-W10"):
        periods.read("week", text)


def test_a_range_is_compared_with_as_many_days_before_it():
    span = periods.between(date(2026, 3, 1), date(2026, 3, 10))
    assert (span.previous.start, span.previous.end) == (date(2026, 2, 19), date(2026, 2, 28))
    with pytest.raises(NotFound):
        periods.between(date(2026, 3, 2), date(2026, 3, 1))


def test_the_weeks_up_to_a_day_are_whole_and_oldest_first():
    assert [week.name for week in periods.weeks_to(date(2026, 1, 7), 3)] == ["2025-W52", "2026-W01", "2026-W02"]
