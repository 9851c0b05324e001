"""A whole working day at the window, by keyboard alone; then workbook and notice are compared with what was typed."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from tests.day import Day, compare, open_in_an_office_program
from tests.ui.screen import Clerk
from workbench.cases.visit import Visit


class Inside:
    """The hand in the window's own process: keys by Tk's event queue, the clock in its pocket."""

    def __init__(self, clerk: Clerk) -> None:
        self.clerk = clerk
        self.space = self.kept = clerk.window.space
        self.key, self.type, self.look, self.until = clerk.key, clerk.type, clerk.quiet, clerk.until
        self.leave = clerk.leave

    @property
    def today(self) -> date:
        return self.clerk.base.date()

    @property
    def visit(self) -> Visit | None:
        return self.clerk.window.pages["desk"].counter.visit  # type: ignore[attr-defined]

    def later(self, minutes: float) -> None:
        self.clerk.base += timedelta(minutes=minutes)

    def evening(self) -> None:
        self.clerk.base = self.clerk.base.replace(hour=17, minute=0)

    ledger_open_elsewhere = staticmethod(open_in_an_office_program)

    def told_waiting(self, rows: int) -> None:
        window = self.clerk.window
        window.background.refresh()
        self.look()
        assert f"待写入台账 {rows} 条" in window.status.parts["pending"]["text"]


def test_a_working_day_by_keyboard(hire):
    """20 citizens of six services, parking, second visits, Excel open in between, the evening; all by keys."""
    day = Day(Inside(hire(at=datetime(2026, 3, 2, 9, 0), clerks=("王", "李"))))
    day.work()
    compare(day)
