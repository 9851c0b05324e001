"""Before anything is written: what is wrong by sheet and cell, or what would change; publishing is one Enter away."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.problems import InputProblems
from workbench.ui.rules import difference, parts
from workbench.ui.rules.reason import Reason
from workbench.ui.widgets.board import Board
from workbench.ui.widgets.dialog import Dialog

if TYPE_CHECKING:
    from workbench.problems import Problem
    from workbench.rules.publish import Proposal
    from workbench.ui.app import Window

ButtonRow = tuple[str, Callable[[], object], str]
HEIGHT, LOWEST = 400, 120  # of the board, at 100 %: as much as is written, up to a limit


class BoardDialog(Dialog):
    """A wide sheet with a painted, scrolled part; PgUp and PgDn scroll it."""

    width = 960

    def __init__(self, window: Window, title: str, painter: Callable[[Board], None]) -> None:
        super().__init__(window, title)
        self.painter = painter

    def board_below(self) -> None:
        """The painted part takes what is left of the place."""
        theme = self.theme
        self.board = Board(self.body, theme, painter=self.painter, margin=2, takefocus=False)
        self.board.configure(height=theme.px(HEIGHT))
        self.board.pack_propagate(False)
        self.board.pack(fill="both", expand=True, pady=(theme.px(4), 0))

    def open(self, first: tk.Misc | None = None) -> Dialog:
        super().open(first)
        self.update_idletasks()
        self.board.refresh()
        wanted = max(self.theme.px(LOWEST), self.board.y + self.board.margin)
        if wanted < self.theme.px(HEIGHT):
            self.board.configure(height=wanted)
            self.place_middle()
        return self

    def key(self, name: str, event: tk.Event) -> bool:
        if name in ("Next", "Prior"):
            self.board.scroll(300 if name == "Next" else -300)
            return True
        return super().key(name, event)


def tell_problems(window: Window, error: BaseException) -> None:
    """An error of a job: a list when it has many places, else as any other."""
    if not isinstance(error, InputProblems):
        window.fail(error)
        return
    heading = str(error).splitlines()[0].rstrip(":")
    box = BoardDialog(window, "没有完成", lambda board: difference.paint_problems(board, error.problems))
    box.text(heading, quiet=True)
    box.board_below()
    box.buttons(("知道了", box.close, "primary"), back="")
    box.open()


class ProblemsDialog(BoardDialog):
    """A workbook that cannot be published: everything that is to be changed in it, at once."""

    def __init__(
        self,
        window: Window,
        path: Path,
        proposal: Proposal,
        again: Callable[[], object],
        as_new: Callable[[], object] | None,
    ) -> None:
        errors = proposal.errors
        super().__init__(window, f"有 {len(errors)} 处要改,什么都没有写入", self._paint)
        self.errors = errors
        self.text(f"{path.name} · 在 Excel 里照下面改好、存盘,再按 Enter 重新检查。", quiet=True)
        self.board_below()
        look: ButtonRow = ("重新检查", self._then(again), "primary")
        show: ButtonRow = ("打开工作簿", lambda: window.open_file(path), "plain")
        if as_new is None:
            self.buttons(look, show)
        elif all(one.code == "unknown_item_id" for one in errors):  # nothing else is wrong: it is new, most likely
            self.buttons(("作为新事项导入", self._then(as_new), "primary"), (*look[:2], "plain"), show)
        else:
            self.buttons(look, show, ("作为新事项导入", self._then(as_new), "plain"))
        self.open()

    def _then(self, run: Callable[[], object]) -> Callable[[], None]:
        def both() -> None:
            self.close()
            run()

        return both

    def _paint(self, board: Board) -> None:
        difference.paint_problems(board, self.errors)


class PublishDialog(BoardDialog):
    """What the workbook would change, for which answers; why it is changed goes into the change list."""

    def __init__(self, window: Window, proposal: Proposal, reason: str, publish: Callable[[str, bool], object]) -> None:
        assert proposal.difference
        self.proposal = proposal
        super().__init__(window, f"发布前请看:{proposal.difference.name}", self._paint)
        theme = self.theme
        row = tk.Frame(self.body, background=theme.color.card)
        row.pack(side="bottom", fill="x", pady=(theme.px(8), 0))
        tk.Label(
            row, text="为什么改", font=theme.font("body", bold=True), background=theme.color.card
        ).pack(side="left", anchor="n", padx=(0, theme.px(10)))  # fmt: skip
        self.why = Reason(row, theme, reason, lambda: self.default and self.default.invoke())
        self.why.pack(side="left", fill="x", expand=True)
        self.board_below()

        def done(notice: bool) -> None:
            why = self.why.get() or reason
            self.close()
            publish(why, notice)

        noted: ButtonRow = ("发布并写变更通知(Word)", lambda: done(True), "plain")
        if self._taken_back():
            self.buttons(("先不发布", self.close, "primary"), ("仍然发布", lambda: done(False), "danger"), back="")
        elif proposal.current is None:
            self.buttons(("作为新事项导入", lambda: done(False), "primary"), noted)
        else:
            self.buttons(("发布", lambda: done(False), "primary"), noted)
        self.open(self.why.inner)

    def _taken_back(self) -> list[Problem]:
        """What somebody else changed meanwhile and this workbook would undo."""
        return [one for one in self.proposal.warnings if one.code == "outdated_workbook"]

    def _paint(self, board: Board) -> None:
        proposal = self.proposal
        current, diff = proposal.current, proposal.difference
        assert diff
        words = f"现在的版本 {current.item.version} 会留在旧版本里,随时可以撤销。" if current else "这是一个新事项。"
        taken = self._taken_back()
        for one in taken:
            board.banner(f"✕ {one.message}", "bad")
            board.gap(8)
        board.text(words, color=board.theme.color.quiet)
        board.gap(8)
        difference.paint(board, diff)
        others = [one for one in proposal.warnings if one not in taken]
        if others:
            parts.band(board, "提醒(不妨碍发布)", f"{len(others)} 条")
            difference.paint_problems(board, others, "warn")
            board.gap(10)
        if proposal.results:
            board.banner(f"✓ {len(proposal.results)} 个示例都符合。", "good")
        else:
            board.banner("! 没有示例,以后改错了发现不了。请在“示例”表里写几个。", "warn")
