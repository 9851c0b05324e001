"""Working days and deadlines: the official holidays and swapped working days, under what the office sets itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Protocol

from workbench.problems import UserError

WEEKDAYS = "一二三四五六日"
ONE_DAY = timedelta(days=1)


class Span(Protocol):
    """A length of time with its unit: 工作日, 自然日, 月 or 年."""

    @property
    def days(self) -> int: ...
    @property
    def unit(self) -> str: ...


@dataclass(frozen=True)
class Calendar:
    """Which days are worked: the State Council's yearly holiday notice (as `chinesecalendar` has it) and own days."""

    extra_workdays: frozenset[date] = frozenset()
    extra_holidays: frozenset[date] = frozenset()

    @cached_property
    def official(self) -> tuple[set[date], set[date], set[int]]:
        """Official days off, swapped working days, and the years that are known."""
        from chinese_calendar import constants

        return (
            set(constants.holidays),
            set(constants.workdays),
            {day.year for day in constants.holidays},
        )

    def covers(self, day: date) -> bool:
        """Whether the holidays of that year are known: officially, or because the office set its own."""
        return day.year in self.official[2] or any(own.year == day.year for own in self.extra_holidays)

    def is_workday(self, day: date) -> bool:
        """Whether offices work that day; in a year without a published calendar, Monday to Friday."""
        if day in self.extra_workdays or day in self.extra_holidays:
            return day in self.extra_workdays
        holidays, swapped, _ = self.official
        return day in swapped or (day.weekday() < 5 and day not in holidays)

    def add_workdays(self, day: date, count: int) -> date:
        """The `count`-th working day after `day` (before it when negative); the day itself is not counted."""
        step = ONE_DAY if count > 0 else -ONE_DAY
        for _ in range(abs(count)):
            day += step
            while not self.is_workday(day):
                day += step
        return day

    def next_workday(self, day: date) -> date:
        """`day` itself when it is worked, else the next day that is."""
        while not self.is_workday(day):
            day += ONE_DAY
        return day

    def end(self, start: date, span: Span) -> date:
        """The last day of a time limit that starts on `start`; that day itself is not counted.

        A limit in natural days, months or years that ends on a day off ends on the next working day
        (民法典 第二百零一条至第二百零三条).
        """
        if span.unit == "工作日":
            return self.add_workdays(start, span.days) if span.days else start
        return self.next_workday(moved(start, span.days, span.unit)) if span.days else start

    def window(
        self, anchor: date, opens: Span | None, closes: Span | None, before: bool
    ) -> tuple[date | None, date | None]:
        """The first and the last working day of a span of time before or after `anchor`, such as 90 to 15 days before.

        None where that side is open. Whoever must be early gets the working day before, not the one after.
        """
        first = None if opens is None else self.next_workday(self._away(anchor, opens, before))
        if closes is None:
            return first, None
        last = self._away(anchor, closes, before)
        while before and not self.is_workday(last):
            last -= ONE_DAY
        return first, self.next_workday(last)

    def _away(self, anchor: date, span: Span, before: bool) -> date:
        count = -span.days if before else span.days
        return self.add_workdays(anchor, count) if span.unit == "工作日" else moved(anchor, count, span.unit)

    def warning(self, days: Iterable[date | None]) -> str:
        """A sentence for paper when one of the days lies in a year whose holidays are not known, else nothing."""
        years = sorted({day.year for day in days if day and not self.covers(day)})
        if not years:
            return ""
        named = "、".join(f"{year} 年" for year in years)
        return f"{named}的放假安排公布以后,日期可能会变。"


def moved(day: date, count: int, unit: str) -> date:
    """`day` plus natural days, months or years; the last day of a shorter month where there is no such day."""
    if unit in ("工作日", "自然日"):
        return day + timedelta(days=count)
    months = day.year * 12 + day.month - 1 + (count if unit == "月" else 12 * count)
    year, month = divmod(months, 12)
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - ONE_DAY).day
    return date(year, month + 1, min(day.day, last))


def calendar(extra_workdays: Iterable[str] = (), extra_holidays: Iterable[str] = ()) -> Calendar:
    """The calendar of an office, from the two lists of its settings. Raises `UserError` for a day that is none."""
    return Calendar(
        _days(extra_workdays, "本地另定的上班日(extra_workdays)"),
        _days(extra_holidays, "本地另定的休息日(extra_holidays)"),
    )


def _days(texts: Iterable[str], where: str) -> frozenset[date]:
    days = set()
    for text in texts:
        try:
            days.add(date.fromisoformat(text.strip()))
        except ValueError:
            raise UserError(f"设置里“{where}”的“{text}”不是日期,请写成 2026-02-14。") from None
    return frozenset(days)


def spoken(day: date, today: date | None = None) -> str:
    """`7月3日(周五)`; with the year before it when it is not the year of `today`."""
    year = f"{day.year}年" if today is None or day.year != today.year else ""
    return f"{year}{day.month}月{day.day}日(周{WEEKDAYS[day.weekday()]})"


def plain(day: date) -> str:
    """`2026年7月3日`, as a sentence says a day of any year."""
    return f"{day.year}年{day.month}月{day.day}日"


def latest(day: date, today: date) -> str:
    """`最晚 7月3日(周五)`, as it is printed."""
    return f"最晚 {spoken(day, today)}"
