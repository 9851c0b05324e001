"""Spans of days that are reviewed: ISO weeks (Monday to Sunday), months, quarters, any range."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from workbench.ledger.records import FIRST_YEAR, LAST_YEAR, iso_week
from workbench.problems import NotFound
from workbench.workdays import plain

Kind = Literal["week", "month", "quarter", "range"]
WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")


@dataclass(frozen=True)
class Period:
    """The days from `start` to `end`, both included. `name` is `2026-W10`, `2026-03`, `2026-Q1` or `开始..结束`."""

    kind: Kind
    name: str
    start: date
    end: date

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1

    @property
    def title(self) -> str:
        """As a heading says it: `2026 年第 10 周`."""
        year, _, rest = self.name.partition("-")
        match self.kind:
            case "week":
                return f"{year} 年第 {int(rest[1:])} 周"
            case "month":
                return f"{year} 年 {int(rest)} 月"
            case "quarter":
                return f"{year} 年第 {rest[1:]} 季度"
        return f"{plain(self.start)}至{plain(self.end)}"

    @property
    def file_title(self) -> str:
        """As the name of a file says it: `2026年第10周`."""
        return self.title.replace(" ", "")

    @property
    def dates(self) -> str:
        """`3月2日–3月8日`, with the year where it changes inside."""
        years = self.start.year != self.end.year
        first, last = (
            f"{day.year}年{day.month}月{day.day}日" if years else f"{day.month}月{day.day}日"
            for day in (self.start, self.end)
        )
        return f"{first}–{last}"

    @property
    def word(self) -> str:
        """What people call it: 周, 月, 季, 期."""
        return {"week": "周", "month": "月", "quarter": "季度", "range": "期"}[self.kind]

    @property
    def previous(self) -> Period:
        """The period of the same kind before it; for a range as many days before it."""
        if self.kind == "range":
            return between(self.start - timedelta(days=self.days), self.start - timedelta(days=1))
        return of(self.kind, self.start - timedelta(days=1))

    @property
    def next(self) -> Period:
        if self.kind == "range":
            return between(self.end + timedelta(days=1), self.end + timedelta(days=self.days))
        return of(self.kind, self.end + timedelta(days=1))


def of(kind: Kind, day: date) -> Period:
    """The week, month or quarter that `day` is in."""
    if kind == "week":
        monday = day - timedelta(days=day.weekday())
        return Period("week", iso_week(day), monday, monday + timedelta(days=6))
    months = 3 if kind == "quarter" else 1
    first = day.replace(month=(day.month - 1) // months * months + 1, day=1)
    after = first.replace(year=first.year + (first.month + months) // 13, month=(first.month + months - 1) % 12 + 1)
    name = f"{first:%Y}-Q{(first.month + 2) // 3}" if kind == "quarter" else f"{first:%Y-%m}"
    return Period(kind, name, first, after - timedelta(days=1))


def between(start: date, end: date) -> Period:
    """A free range. Raises `NotFound` when it ends before it starts."""
    if start > end:
        raise NotFound(f"开始日期 {start} 在结束日期 {end} 之后,请对调。")
    return Period("range", f"{start}..{end}", start, end)


def read(kind: Kind, text: str) -> Period:
    """The period of a name as a person writes it: `2026-W10`, `2026年第10周`. Raises `NotFound` that shows how."""
    pattern, example = {
        "week": (r"(\d{4})(?:-?[Ww]|年第?)(\d{1,2})周?", "2026-W10"),
        "month": (r"(\d{4})[-年](\d{1,2})月?", "2026-03"),
        "quarter": (r"(\d{4})(?:-?[Qq]|年第?)([1-4])(?:季度?)?", "2026-Q1"),
    }[kind]
    if found := re.fullmatch(pattern, "".join(text.split())):
        year, number = int(found[1]), int(found[2])
        try:
            if not FIRST_YEAR <= year <= LAST_YEAR:
                raise ValueError(year)
            day = (
                date.fromisocalendar(year, number, 1)
                if kind == "week"
                else date(year, number * 3 - 2 if kind == "quarter" else number, 1)
            )
            return of(kind, day)
        except ValueError:
            raise NotFound(
                f"没有“{text}”这一{_WORDS[kind]}({_WORDS[kind]}数或年份不对),应写成 {example} 的样子。"
            ) from None
    raise NotFound(f"“{text}”不对,{_WORDS[kind]}要写成 {example} 的样子。")


_WORDS = {"week": "周", "month": "月", "quarter": "季度"}


def weeks_to(end: date, count: int) -> list[Period]:
    """The `count` ISO weeks up to the one that `end` is in, oldest first."""
    last = of("week", end)
    return [of("week", last.start - timedelta(weeks=back)) for back in range(count - 1, -1, -1)]
