"""What the window does by itself: folding pending rows, counting for the status line, answering a second start."""

from __future__ import annotations

import contextlib
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from workbench.problems import UserError
from workbench.ui import apart
from workbench.workspace import Workspace

if TYPE_CHECKING:
    from workbench.ui.app import Window

log = logging.getLogger("workbench.ui")

FOLD_EVERY_MS = 30_000
WAKE_EVERY_MS = 500
CONFLICTS = 3  # the tab of the ledger page


@dataclass(frozen=True)
class Counts:
    """What the status line tells."""

    pending: int
    overdue: int
    items: int
    broken: int
    conflicts: int


class Background:
    """The window's own errands; made once the first picture is on the screen."""

    def __init__(self, window: Window) -> None:
        self.window = window
        self.fold_problem = ""
        self._folding = self._again = False
        self._looks: Looks | None = None  # of the workbooks, when nothing of them waited any more
        window.root.after(WAKE_EVERY_MS, self._wake)
        window.root.after(2_000, self._fold_by_time)

    def _wake(self) -> None:
        from workbench.ui import single

        if single.asked(self.window.space):
            root = self.window.root
            root.deiconify()
            root.lift()
            (root.focus_lastfor() or root).focus_force()
        self.window.root.after(WAKE_EVERY_MS, self._wake)

    def _fold_by_time(self) -> None:
        self.fold()
        self.window.root.after(FOLD_EVERY_MS, self._fold_by_time)

    def fold(self) -> None:
        """Writes what is pending into the workbook, unless that is under way."""
        if self._folding:
            self._again = True
            return
        self._folding = True
        self.window.jobs.run(self._fold, self._folded, self._not_folded, writes=True)

    def _fold(self) -> str:
        """In a worker: brings journal and workbooks together; gives why rows wait."""
        space = self.window.space
        looks = looks_of(space)
        if looks == self._looks and not waiting(space):
            return ""
        reason = apart.run(fold_now, space, looks != self._looks)
        self._looks = None if reason else looks  # what is open in Excel is looked at again
        return reason

    def _folded(self, problem: str) -> None:
        self._folding = False
        self.fold_problem = problem
        self.refresh()
        if self._again:
            self._again = False
            self.fold()

    def _not_folded(self, error: BaseException) -> None:
        if not isinstance(error, UserError):
            log.error("fold", exc_info=error)
        self._folded(str(error) if isinstance(error, UserError) else "写入台账时出错,已记入日志")

    def refresh(self) -> None:
        """Counts anew."""
        self.window.jobs.run(lambda: count(self.window), self._counted)

    def _counted(self, counts: Counts) -> None:
        status = self.window.status
        waiting = f"待写入台账 {counts.pending} 条"
        if counts.pending and self.fold_problem:
            waiting += f"({_short(self.fold_problem)})"
        alarm = bool(counts.pending and self.fold_problem)
        status.put("pending", waiting, alarm=alarm, run=self._show_why if alarm else None)
        if counts.items:
            words = f"规则 {counts.items} 项"
            words += f",{counts.overdue} 项过了核对期" if counts.overdue else ""
            words += f",{counts.broken} 个文件有误" if counts.broken else ""
            status.put("rules", words, alarm=bool(counts.broken))
        status.put(
            "conflicts",
            f"{counts.conflicts} 处修改要看一看" if counts.conflicts else "",
            alarm=True,
            run=self._show_why,
        )

    def _show_why(self) -> None:
        """The ledger page where the whole reason, and what is to be corrected in the workbook, can be read."""
        page: Any = self.window.show("ledger")
        page.choose_tab(CONFLICTS)

    def close(self) -> None:
        """Folds a last time; `Jobs.close` waits for it."""
        self.window.jobs.run(self._fold, failed=lambda _error: None, writes=True)


Looks = dict[str, tuple[int, int]]  # file → size and time


def looks_of(space: Workspace) -> Looks:
    """How the workbooks look from outside: other looks mean that somebody saved one."""
    found: Looks = {}
    for folder in (space.ledger, space.selfcheck):
        for path in folder.glob("*.xlsx"):
            with contextlib.suppress(OSError):  # gone between two looks
                look = path.stat()
                found[str(path)] = (look.st_size, look.st_mtime_ns)
    return found


def waiting(space: Workspace) -> bool:
    """Whether records wait to be written into a workbook."""
    from workbench.ledger import ledger
    from workbench.selfcheck import workbook

    return space.journal.exists() and bool(sum(ledger.pending(space).values()) or workbook.waiting(space))


def fold_now(space: Workspace, always: bool = False) -> str:
    """Writes pending rows and takes in outside changes; gives why rows wait, or an empty text."""
    from workbench.ledger import fold, ledger
    from workbench.selfcheck import workbook

    reasons: list[str] = []
    if space.journal.exists() and (always or sum(ledger.pending(space).values())):
        reasons += [book.reason for book in fold.fold(space).books if book.reason]
    if space.journal.exists() and (always or workbook.waiting(space)):
        reasons += workbook.fold(space).waiting
    return ";".join(reasons)


def count(window: Window) -> Counts:
    """Counts for the status line; runs in a worker."""
    from workbench.ledger import ledger

    session = window.session
    pending = conflicts = 0
    if window.space.journal.exists():
        pending = sum(ledger.pending(window.space).values())
        conflicts = len(ledger.conflicts(window.space))
        conflicts += sum(len(book["problems"]) for book in ledger.workbooks(window.space))
    entries = session.library.current(session.today) if session.library else []
    broken = {problem.file for problem in session.library.problems} if session.library else set()
    overdue = sum(entry.item.review_due < session.today for entry in entries)
    return Counts(pending, overdue, len(entries), len(broken), conflicts)


def _short(problem: str) -> str:
    """Why rows wait, in a few words; the whole reason stands on the ledger page."""
    if "正被打开" in problem:
        return "文件正被打开"
    if "表的下方" in problem:
        return "表的下方写着别的内容,点这里看"
    return "点这里看原因"
