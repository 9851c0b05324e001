"""Before anything is written: what is wrong by sheet and cell, or what would change; publishing is one Enter away."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.problems import InputProblems
from workbench.ui.rules import difference, parts
from workbench.ui.widgets.board import Board
from workbench.ui.widgets.dialog import Dialog
from workbench.ui.widgets.entry import Entry

if TYPE_CHECKING:
    from workbench.rules.publish import Proposal
    from workbench.ui.app import Window

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

    def open(self, focus: tk.Misc | None = None) -> Dialog:
        super().open(focus)
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
        more = [("作为新事项导入", self._then(as_new), "plain")] if as_new else []
        self.buttons(
            ("重新检查", self._then(again), "primary"),
            ("打开工作簿", lambda: window.open_file(path), "plain"),
            *more,
        )
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
        ).pack(side="left", padx=(0, theme.px(10)))  # fmt: skip
        self.why = Entry(row, theme, value=reason)
        self.why.pack(side="left", fill="x", expand=True)
        self.board_below()

        def done(notice: bool) -> None:
            why = self.why.get().strip() or reason
            self.close()
            publish(why, notice)

        self.buttons(("发布", lambda: done(False), "primary"), ("发布并写变更通知(Word)", lambda: done(True), "plain"))
        self.open(self.why.inner)
        self.why.inner.selection_range(0, "end")

    def _paint(self, board: Board) -> None:
        proposal = self.proposal
        current, diff = proposal.current, proposal.difference
        assert diff
        words = f"现在的版本 {current.item.version} 会留在旧版本里,随时可以撤销。" if current else "这是一个新事项。"
        board.text(words, color=board.theme.color.quiet)
        board.gap(8)
        difference.paint(board, diff)
        if proposal.warnings:
            parts.band(board, "提醒(不妨碍发布)", f"{len(proposal.warnings)} 条")
            difference.paint_problems(board, proposal.warnings, "warn")
            board.gap(10)
        board.banner(f"✓ {len(proposal.results)} 个示例都符合。" if proposal.results else "! 没有示例。", "good")
