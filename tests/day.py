"""A clerk's whole working day, written once and played by two hands: inside the window's process, and from outside.

A hand presses keys and looks at what is kept on the disk; what was typed is compared with the ledger in the evening.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from pathlib import Path
from typing import Protocol

import docx
import openpyxl

from workbench.cases import outcome as outcomes
from workbench.cases.visit import Visit, papers
from workbench.ledger import ledger
from workbench.ledger.journal import open_journal
from workbench.review import periods
from workbench.rules import library
from workbench.rules.checklist import Checklist
from workbench.selfcheck import book
from workbench.workspace import Workspace

ITEMS = ("hyxk", "ylzy", "sybxj", "gsrd", "fply", "gssl")  # six services by what a clerk types
CITIZENS = 20


class Hand(Protocol):
    """Somebody at the window of `space`. `visit` is the open case as the window keeps it."""

    space: Workspace

    @property
    def kept(self) -> Workspace:
        """Where the journal can be read meanwhile: `space`, or a copy of what it keeps."""
        ...

    @property
    def today(self) -> date: ...
    @property
    def visit(self) -> Visit | None: ...
    def key(self, *names: str) -> None: ...
    def type(self, text: str) -> None: ...
    def look(self) -> None:
        """Waits until the window has shown all that the last key brought."""

    def until(self, condition: Callable[[], object], seconds: float = 30.0) -> None: ...
    def later(self, minutes: float) -> None:
        """Time passes, where the hand holds the clock."""

    def evening(self) -> None:
        """It is five o'clock, where the hand holds the clock."""

    def ledger_open_elsewhere(self, path: Path) -> AbstractContextManager[object]:
        """Somebody has the workbook open in an office program meanwhile."""
        ...

    def told_waiting(self, rows: int) -> None:
        """Checks that the window says how many rows wait, where the hand can read it."""

    def leave(self) -> None:
        """Closes the window as its cross does, and waits for its end."""


class Day:
    """The clerk at work; `typed` is the tally of what was registered."""

    def __init__(self, hand: Hand) -> None:
        self.hand = hand
        self.rules = library.load(hand.space)
        self.typed: list[dict] = []
        self.codes: list[str] = []

    # one citizen -----------------------------------------------------------------------------------------------

    @property
    def visit(self) -> Visit:
        visit = self.hand.visit
        assert visit, "no case is open"
        return visit

    @property
    def checklist(self) -> Checklist:
        return self.visit.checklist(self.rules.entry(self.visit.item, self.hand.today).book, self.hand.today)

    def begin(self, word: str) -> None:
        """Search, Enter, and every question by its keys."""
        self.hand.key("F2")
        self.hand.type(word)
        self.hand.key("Return")
        self.hand.until(lambda: self.hand.visit)
        self.answer_all()

    def answer_all(self) -> None:
        for _ in range(30):
            question = self.checklist.next_question
            if question is None:
                return
            self.hand.look()
            if question.kind == "number":
                self.hand.type("30")
                self.hand.key("Return")
            elif question.kind == "date":
                self.hand.type(self.hand.today.replace(day=1).isoformat())
                self.hand.key("Return")
            elif question.kind == "multiple":
                self.hand.key("1", "Return")
            else:
                self.hand.key("1")
            self.hand.until(lambda asked=question.id: asked in self.visit.answers)
        raise AssertionError(f"still asks {self.checklist.next_question}")

    def all_there(self) -> None:
        """Every paper is in order."""
        self.hand.key("F5")
        self.hand.until(lambda: set(self.visit.ticks) >= set(papers(self.visit, self.checklist)))

    def first_missing(self) -> None:
        """Everything there but the first paper."""
        self.all_there()
        first = next(iter(papers(self.visit, self.checklist)))
        self.hand.key("Prior", "Prior", "Prior", "space")
        self.hand.until(lambda: self.visit.ticks[first] == "missing")

    def end(self, key: str, outcome: str) -> None:
        """F12, the outcome's number, Enter; where the program doubts, the first reason."""
        visit, checklist = self.visit, self.checklist
        self.hand.later(7)
        self.hand.key("F12", key, "Return")
        if outcomes.warning(visit, checklist, outcome):
            self.hand.key("1")
        self.hand.until(lambda: self.hand.visit is None)
        listed = papers(visit, checklist) if outcome in ("补正", "退回") else {}
        short = [(paper, name) for paper, name in listed.items() if visit.ticks.get(paper) in ("missing", "unfit")]
        item = checklist.item.name
        self.typed.append(
            {"id": visit.id, "outcome": outcome, "visit": visit.visit, "item": item, "short": short}
            | {"complete": all(visit.ticks.get(paper) == "present" for paper in papers(visit, checklist))}
        )
        self.codes.append(visit.code)

    def again(self, code: str) -> None:
        """The citizen is back with the sheet: its code, Enter."""
        self.hand.key("F2")
        self.hand.type(code.lower())
        self.hand.look()
        self.hand.key("Return")
        self.hand.until(lambda: self.hand.visit)
        assert self.visit.visit == 2

    # the day ---------------------------------------------------------------------------------------------------

    def work(self) -> None:
        """20 citizens of six services, parking, second visits, Excel open in between; then the evening."""
        for number, word in enumerate(ITEMS):  # six citizens: three done, three sent home for the first paper
            self.begin(word)
            if number % 2:
                self.first_missing()
                self.end("3", "补正")
            else:
                self.all_there()
                self.end("2", "受理")
            self.hand.later(1)
        self.step_aside()
        self.with_the_ledger_open()
        for _ in range(6):  # people who only ask
            self.begin("fply")
            self.end("7", "咨询")
        self.in_the_evening()
        assert len(self.typed) == CITIZENS

    def step_aside(self) -> None:
        """One steps aside to pay; the next is served meanwhile."""
        self.begin("hyxk")
        parked = self.visit
        self.hand.key("F4", "3")
        self.hand.until(lambda: self.hand.visit is None)
        self.begin("ylzy")
        self.all_there()
        self.end("1", "办结")
        self.hand.later(10)
        self.hand.key("Escape", "1")
        self.hand.until(lambda: self.hand.visit)
        assert self.visit.id == parked.id and self.visit.answers == parked.answers
        self.all_there()
        self.end("2", "受理")

    def with_the_ledger_open(self) -> None:
        """Three are registered while nothing can be written into the workbook, and come back afterwards."""
        self.hand.until(lambda: not self.waiting, 90)
        with self.hand.ledger_open_elsewhere(workbook_of(self.hand.space)):
            for word in ITEMS[:3]:
                self.begin(word)
                self.first_missing()
                self.end("3", "补正")
            self.hand.look()
            assert self.waiting == 6, "three visits and three rows wait while Excel holds the workbook"
            self.hand.told_waiting(6)
        for code in self.codes[-3:]:
            self.again(code)
            self.all_there()
            self.end("2", "受理")

    def in_the_evening(self) -> None:
        """The self-check after work, the ledger written, the notice of the week."""
        hand, space = self.hand, self.hand.space
        hand.evening()
        hand.key("Alt-3")
        hand.look()
        hand.key("Right")
        hand.look()
        hand.key("F5", "F12")
        hand.until(self.checked)
        hand.key("Alt-2", "F9")
        hand.until(lambda: not self.waiting, 90)
        hand.key("Alt-4")
        hand.look()
        hand.key("Next", "F10")
        hand.until(lambda: notice(space, hand.today).exists(), 90)
        hand.look()
        hand.leave()

    @property
    def waiting(self) -> int:
        """How many rows are not in the workbook yet."""
        return sum(ledger.pending(self.hand.kept).values())

    def checked(self) -> bool:
        """Whether the self-check after work is kept."""
        with open_journal(self.hand.kept) as journal:
            kept = book.read(journal, "daily", start=self.hand.today, end=self.hand.today)
        return [one["when"] for one in kept] == ["after"]


def workbook_of(space: Workspace) -> Path:
    [path] = space.ledger.glob("返工台账-*.xlsx")
    return path


@contextmanager
def open_in_an_office_program(path: Path) -> Iterator[None]:
    """As Excel has it on Windows: open, so that nobody can replace it; elsewhere as LibreOffice marks it."""
    if os.name == "nt":
        with path.open("rb"):
            yield
        return
    owner = path.with_name(f".~lock.{path.name}#")
    owner.write_text(",王主任,pc-1,02.03.2026 10:00;", "utf-8")
    try:
        yield
    finally:
        owner.unlink()


# in the evening --------------------------------------------------------------------------------------------------


def compare(day: Day) -> None:
    """The workbook and the notice on the disk say what was typed: no row lost, none twice, nothing else."""
    space, typed = day.hand.space, day.typed
    assert not sum(ledger.pending(space).values())
    workbook = openpyxl.load_workbook(workbook_of(space))
    cases = rows_of(workbook["办件登记"])
    assert Counter(row["编号"] for row in cases) == Counter(one["id"] for one in typed)
    by_id = {row["编号"]: row for row in cases}
    for one in typed:
        assert by_id[one["id"]]["结果"] == one["outcome"]
        assert by_id[one["id"]]["第几次到窗"] == one["visit"]
    rework = rows_of(workbook["返工台账"])
    expected = Counter((one["id"], name) for one in typed for _, name in one["short"])
    assert sum(expected.values()) >= 6
    assert Counter((row["办件编号"], row["缺的材料"]) for row in rework) == expected
    assert {row["状态"] for row in rework} == {"待整改"}
    compare_notice(notice(space, day.hand.today), typed)


def rows_of(sheet) -> list[dict]:
    """The rows of the Table of a sheet, by header."""
    [found] = sheet.tables.values()
    rows = [[cell.value for cell in line] for line in sheet[found.ref]]
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:] if any(row)]


def notice(space: Workspace, today: date) -> Path:
    """Where the notice of this week is written."""
    return space.documents / today.isoformat() / f"周复盘通报 {periods.of('week', today).file_title}.docx"


def compare_notice(path: Path, typed: list[dict]) -> None:
    """The week's figures, reckoned here from what was typed, stand in the Word file."""
    word = docx.Document(str(path))
    said = "\n".join(paragraph.text for paragraph in word.paragraphs)
    figures, papers_missed, items = (rows_under(word, header) for header in ("指标", "材料", "事项"))
    visits = [one for one in typed if one["outcome"] != "咨询"]
    asked = len(typed) - len(visits)
    assert f"共办理 {len(visits)} 次到窗业务,另有咨询 {asked} 次" in said
    first = [one for one in visits if one["visit"] == 1]
    shares = {
        "返工率": (sum(one["outcome"] == "补正" for one in visits), len(visits)),
        "材料一次性齐全率": (sum(one["complete"] for one in first), len(first)),
        "一次办成率": (1, 1),
        "差错率": (0, len(visits)),
    }
    assert figures["业务总量"][0] == str(len(visits))
    for name, (n, d) in shares.items():
        assert f"{n}/{d}" in figures[name][0], (name, figures[name])
    missed = Counter((one["item"], name) for one in typed for _, name in one["short"])
    told = {(row[0], name.partition(". ")[2]): int(row[2]) for name, row in papers_missed.items()}
    assert told == missed
    assert {name: int(row[0]) for name, row in items.items()} == Counter(one["item"] for one in visits)


def rows_under(word, header: str) -> dict[str, list[str]]:
    """The Table of a Word file whose first heading is `header`: first cell → the other cells."""
    found = next(table for table in word.tables if table.cell(0, 0).text == header)
    return {row.cells[0].text: [cell.text for cell in row.cells[1:]] for row in found.rows[1:]}
