"""What people did in the workbooks and somebody should look at.

Edits that lost against ours stand side by side, each settled by one key; above them rows that could not be taken.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from workbench.ui.theme import Theme
from workbench.ui.widgets.board import Board
from workbench.ui.widgets.textfit import elide, wrap

if TYPE_CHECKING:
    from workbench.ui.app import Window


class Conflicts(Board):
    """`settle(conflict, theirs)`: keep ours (False) or take what stood in the workbook (True)."""

    def __init__(
        self, parent: tk.Misc, theme: Theme, window: Window, settle: Callable[[dict[str, Any], bool], object]
    ) -> None:
        super().__init__(parent, theme, ground=theme.color.page)
        self.window, self.settle = window, settle
        self.found: list[dict[str, Any]] = []
        self.wrong: list[tuple[str, list[str]]] = []
        self.waits = ""
        self.at = 0

    def show(self, found: list[dict[str, Any]], wrong: list[tuple[str, list[str]]], waits: str = "") -> None:
        """`wrong`: the name of each workbook with problems, and what they are; `waits`: why rows are not written."""
        self.found, self.wrong, self.waits = found, wrong, waits
        self.at = min(self.at, max(0, len(found) - 1))
        self.refresh()

    def paint(self) -> None:
        color = self.theme.color
        if self.waits:
            self.banner(f"! 有记录还没有写进 Excel:{self.waits} 记录都存好了,不会丢。", "warn")
            self.gap(8)
        for file, problems in self.wrong:
            self._to_correct(file, problems)
        if not self.found:
            if self.wrong or self.waits:
                return
            self.text("没有要看的修改", size="aloud", bold=True)
            self.gap(4)
            self.text(
                "别人在 Excel 里改了程序登记的内容、又和这里不一样时,会在这里左右对照,由您定。", color=color.quiet
            )
            return
        self.text("↑↓ 选一处,1 保留程序里的,2 用 Excel 里的。定了以后会写回工作簿。", color=color.quiet)
        self.gap(8)
        for number, conflict in enumerate(self.found):
            self._pair(number, conflict)
            self.gap(8)

    def _to_correct(self, file: str, problems: list[str]) -> None:
        """Rows of one workbook that wait for a correction there."""
        color = self.theme.color
        self.banner(f"! “{file}”里有 {len(problems)} 处要改正。按 F10 打开,改好存盘,程序会自动收下。", "warn")
        self.gap(6)
        for problem in problems:
            self.text(f"· {problem}", color=color.text)
            self.gap(4)
        self.gap(8)

    def _pair(self, number: int, conflict: dict[str, Any]) -> None:
        theme, color = self.theme, self.theme.color
        top, pad = self.y, theme.px(12)
        half = (self.width - 3 * pad) // 2
        ours, theirs = (
            str(conflict.get(side) if conflict.get(side) is not None else "") for side in ("ours", "theirs")
        )
        font = theme.font("body")
        lines = max(len(wrap(text or "(空)", font, half)) for text in (ours, theirs))
        height = theme.line_height() * (lines + 2) + 3 * pad
        here = number == self.at
        self.rectangle(
            self.left, top, self.right, top + height, color.card, color.accent if here else color.line, 2 if here else 1
        )
        parts = (conflict["column"], conflict.get("why"), conflict.get("about"), conflict["record"])
        head = " · ".join(str(part) for part in parts if part)
        self.text_at(
            self.left + pad, top + pad, elide(head, theme.font("body", bold=True), self.width - 2 * pad), bold=True
        )
        y = top + pad + theme.line_height() + theme.px(6)
        for place, (title, text, take) in enumerate((("1 程序里", ours, False), ("2 Excel 里", theirs, True))):
            x = self.left + pad + place * (half + pad)
            self.text_at(x, y, title, color=color.quiet, width=half)
            self.text_at(x, y + theme.line_height(), text or "(空)", width=half)
            self.zone(x, y, x + half, top + height, lambda take=take: self.settle(conflict, take))
        self.y = top + height

    def pressed(self, name: str, char: str) -> bool:
        """A key; True when it was used."""
        if not self.found:
            return False
        if name in ("Up", "Down"):
            self.at = max(0, min(len(self.found) - 1, self.at + (1 if name == "Down" else -1)))
            self.refresh()
            return True
        if char in ("1", "2"):
            self.settle(self.found[self.at], char == "2")
            return True
        return False
