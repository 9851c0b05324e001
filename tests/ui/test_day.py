"""A whole working day at the window, by keyboard alone; then the workbook is compared with what was typed."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

import openpyxl

from tests.ui.screen import Clerk
from workbench import files
from workbench.cases import outcome as outcomes
from workbench.ledger import ledger

ITEMS = ("hyxk", "ylzy", "sybxj", "gsrd", "fply", "gssl")  # six services by what a clerk types


class Day:
    """The clerk at work; keeps a tally of what was typed, to be compared with the ledger in the evening."""

    def __init__(self, clerk: Clerk) -> None:
        self.clerk = clerk
        self.typed: list[dict] = []
        self.codes: list[str] = []

    @property
    def counter(self):
        return self.clerk.window.pages["desk"].counter

    def later(self, minutes: float) -> None:
        self.clerk.base += timedelta(minutes=minutes)

    def begin(self, word: str) -> None:
        """Search, Enter, and every question by a number key."""
        clerk = self.clerk
        clerk.key("F2")
        clerk.type(word)
        clerk.key("Return")
        assert self.counter.visit, word
        self.answer_all()

    def answer_all(self) -> None:
        for _ in range(30):
            question = self.counter.question
            if question is None:
                return
            if question.kind == "number":
                self.clerk.pump(0.02)
                self.clerk.type("30")
                self.clerk.key("Return")
            elif question.kind == "date":
                self.clerk.pump(0.02)
                self.clerk.type("2026")
                self.clerk.key("minus")
                self.clerk.type("02")
                self.clerk.key("minus")
                self.clerk.type("10")
                self.clerk.key("Return")
            elif question.kind == "multiple":
                self.clerk.key("1", "Return")
            else:
                self.clerk.key("1")
        raise AssertionError(f"still asks {self.counter.question}")

    def end(self, key: str, outcome: str) -> None:
        """F12, the outcome's number, Enter; where the program doubts, the first reason."""
        visit, listed = self.counter.visit, dict(self.counter.listed)
        doubt = outcomes.warning(visit, self.counter.checklist, outcome)
        self.later(7)
        self.clerk.key("F12", key, "Return")
        if doubt:
            self.clerk.key("1")
        self.clerk.until(lambda: self.counter.visit is None, 20)
        returned = outcome in ("补正", "退回")
        short = [p for p in listed if visit.ticks.get(p) in ("missing", "unfit")] if returned else []
        self.typed.append(
            {"id": visit.id, "outcome": outcome, "visit": visit.visit, "item": visit.item, "short": short}
        )
        self.codes.append(visit.code)

    def all_there(self) -> None:
        self.clerk.key("F5")

    def first_missing(self) -> None:
        """Everything there but the first paper."""
        self.all_there()
        self.clerk.key("Prior", "Prior", "Prior", "space")

    def again(self, code: str) -> None:
        """The citizen is back with the sheet: its code, Enter."""
        self.clerk.key("F2")
        self.clerk.type(code.lower())
        box = self.clerk.window.pages["desk"].top.search
        self.clerk.until(lambda: box.hits and "二次到窗" in box.hits[0].title)
        self.clerk.key("Return")


def test_a_working_day_by_keyboard(hire, space, monkeypatch):
    """20 citizens of six services, parking, second visits, Excel open in between, the self-check in the evening."""
    clerk = hire(at=datetime(2026, 3, 2, 9, 0), clerks=("王", "李"))
    day = Day(clerk)

    for number, word in enumerate(ITEMS):  # six citizens: three done, three sent home for the first paper
        day.begin(word)
        if number % 2:
            day.first_missing()
            day.end("3", "补正")
        else:
            day.all_there()
            day.end("2", "受理")
        day.later(1)

    day.begin("hyxk")  # one steps aside to pay; the next is served meanwhile
    clerk.key("F4", "3")
    day.begin("ylzy")
    day.all_there()
    day.end("1", "办结")
    day.later(10)
    clerk.key("Escape")
    clerk.window.current.idle.canvas.focus_set()
    clerk.key("1")
    assert day.counter.visit.item == "daolu-huoyun" and day.counter.visit.answers
    day.all_there()
    day.end("2", "受理")

    clerk.quiet()
    replace = files.replace

    def held(source, target):
        if target.suffix == ".xlsx":
            raise PermissionError(13, "open in Excel", str(target))
        replace(source, target)

    monkeypatch.setattr(files, "replace", held)  # somebody opens the ledger in Excel
    for word in ITEMS[:3]:
        day.begin(word)
        day.first_missing()
        day.end("3", "补正")
    clerk.quiet()
    waiting = sum(ledger.pending(space).values())
    assert waiting, "nothing can be written while Excel holds the workbook"
    clerk.window.background.refresh()
    clerk.quiet()
    assert f"待写入台账 {waiting} 条" in clerk.window.status.parts["pending"]["text"]
    monkeypatch.setattr(files, "replace", replace)  # and closes it
    for code in list(day.codes[-3:]):  # the three come back with what was missing
        day.again(code)
        assert day.counter.visit.visit == 2
        day.all_there()
        day.end("2", "受理")
    for _ in range(6):  # people who only ask
        day.begin("fply")
        day.end("7", "咨询")

    clerk.base = datetime(2026, 3, 2, 17, 0)
    clerk.key("Alt-3")
    clerk.quiet()
    clerk.key("F5", "F12")
    clerk.quiet()

    clerk.key("Alt-2", "F9")
    clerk.quiet()
    clerk.leave()
    assert len(day.typed) == 20
    compare(space, day.typed)


def compare(space, typed: list[dict]) -> None:
    """The workbook on the disk says what was typed: no row lost, none twice, nothing else."""
    assert not sum(ledger.pending(space).values())
    [path] = space.ledger.glob("返工台账-*.xlsx")
    book = openpyxl.load_workbook(path, read_only=False)
    cases = table(book["办件登记"])
    assert Counter(row["编号"] for row in cases) == Counter(one["id"] for one in typed)
    by_id = {row["编号"]: row for row in cases}
    for one in typed:
        assert by_id[one["id"]]["结果"] == one["outcome"]
        assert by_id[one["id"]]["第几次到窗"] == one["visit"]
    rework = table(book["返工台账"])
    expected = Counter((one["id"], paper) for one in typed for paper in one["short"])
    assert sum(expected.values()) >= 6
    names = Counter(row["办件编号"] for row in rework)
    assert names == Counter(id for id, _ in expected.elements())
    assert {row["状态"] for row in rework} == {"待整改"}
    assert path.stat().st_size > 5000


def table(sheet) -> list[dict]:
    """The rows of the Table of a sheet, by header."""
    [found] = sheet.tables.values()
    rows = [[cell.value for cell in line] for line in sheet[found.ref]]
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:] if any(row)]
