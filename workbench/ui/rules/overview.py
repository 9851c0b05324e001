"""The whole library at a glance, how rules are changed, and the page of a file that cannot be read."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.ui.rules import parts, standing
from workbench.ui.rules.standing import FILTERS, Standing, stands_in
from workbench.ui.theme import Theme
from workbench.ui.widgets.board import Board

if TYPE_CHECKING:
    from workbench.rules.library import Library

STEPS = (
    (
        "选一个事项,按 F6 导出 Excel",
        "事项、情形、材料、提示、环节、问答、示例各一张表,每一列都有说明。新事项按 Ctrl+N。",
    ),
    ("在 Excel 里改,存盘", "条件用选项的名字写,如“外省”;不会写的照旁边的样子写。"),
    ("按 F7 导入", "逐格检查;先给您看改了以后哪些群众要多带、少带什么,确认了才发布。"),
    ("发现不对,按 Ctrl+Z 撤销", "旧版本都留着,随时可以恢复。"),
)


class Overview(Board):
    """`choose(key)` opens an item, `open_file(path)` a file or folder."""

    def __init__(
        self, parent: tk.Misc, theme: Theme, choose: Callable[[str], object], open_file: Callable[[Path], object]
    ) -> None:
        super().__init__(parent, theme, ground=theme.color.page)
        self.choose, self.open_file = choose, open_file
        self.rows: Sequence[Standing] = ()
        self.broken: Standing | None = None
        self.library: Library | None = None
        self.folder: Path | None = None

    def show(self, rows: Sequence[Standing], library: Library | None, folder: Path) -> None:
        self.rows, self.library, self.folder, self.broken = rows, library, folder, None
        self.refresh()

    def show_broken(self, row: Standing, library: Library) -> None:
        """The page of a file that cannot be read."""
        self.broken, self.library = row, library
        self.canvas.yview_moveto(0)
        self.refresh()

    def paint(self) -> None:
        if self.library is None:
            self.text("规则正在读取…", color=self.theme.color.quiet)
        elif self.broken:
            self._broken(self.broken, self.library)
        else:
            self._all()

    def _all(self) -> None:
        theme, color = self.theme, self.theme.color
        items = [row for row in self.rows if row.entries]
        self.text("全部规则", size="title", bold=True)
        self.gap(4)
        self.text(f"{len(items)} 个事项。在左边选一个来看,按 F5 试一试。", color=color.quiet)
        self.gap(12)
        self._figures()
        self.gap(16)
        parts.band(self, "要留意的")
        wanting = [row for row in self.rows if row.state != "有效" or row.newer]
        for row in wanting:
            self._wanting(row)
        if not wanting:
            self.gap(8)
            self.text("没有。每一项都在有效期里,依据都在核对期内。", color=color.good_text)
        self.gap(16)
        parts.band(self, "怎么改规则(不用会编程)")
        self.gap(8)
        for number, (title, note) in enumerate(STEPS, 1):
            side = theme.px(22)
            self.round_box(self.left, self.y, side, side, color.rail, radius=3)
            self.draw(
                "text",
                self.left + side // 2,
                self.y + side // 2,
                text=str(number),
                font=theme.font("status", bold=True),
                fill="#FFFFFF",
            )
            x = self.left + theme.px(32)
            self.y += self.text_at(x, self.y, title, bold=True)
            self.y += self.text_at(x, self.y, note, color=color.quiet)
            self.gap(8)
        self.gap(4)
        top = self.y
        self.text(f"本单位自己的规则放在“{self.folder}”(F4 打开),同一事项以本单位的为准。", color=color.quiet)
        if folder := self.folder:
            self.zone(self.left, top, self.right, self.y, lambda: self.open_file(folder))

    def _figures(self) -> None:
        """The counts as large numbers in one row, or in as many as the width needs."""
        theme, color = self.theme, self.theme.color
        inks = dict(
            zip(FILTERS, (color.text, color.warn_text, color.bad_text, color.text, color.warn_text), strict=True)
        )
        gap = theme.px(8)
        across = max(1, min(len(FILTERS), (self.width + gap) // (theme.px(58) + gap)))
        wide = min(theme.px(124), (self.width - (across - 1) * gap) // across)
        high, x = theme.px(70), self.left
        for place, name in enumerate(FILTERS):
            if place and place % across == 0:
                x, self.y = self.left, self.y + high + gap
            number = standing.count(self.rows, name)
            self.rectangle(x, self.y, x + wide, self.y + high, color.card, color.line)
            ink = inks[name] if number else color.quiet
            self.text_at(x + theme.px(12), self.y + theme.px(6), str(number), "figure", True, ink, 9999)
            self.text_at(x + theme.px(12), self.y + theme.px(44), name, color=color.idle_text, width=9999)
            x += wide + gap
        self.y += high

    def _wanting(self, row: Standing) -> None:
        theme, color = self.theme, self.theme.color
        words = {
            "过期未核对": "依据过了核对期,请找新文件核一遍",
            "已失效": "已经失效,还没有新版本",
            "未生效": "还没有到生效的日子",
            "有误": row.note,
        }.get(row.state, "")
        if row.newer:
            words = f"本单位改过;随程序的版本已更新到 {row.newer.item.version}" + (f";{words}" if words else "")
        top = self.y
        self.gap(7)
        ink = color.bad_text if row.state in ("有误", "已失效") else color.warn_text
        wide = theme.px(190)
        lines = self.text_at(self.left + theme.px(10), self.y, row.title, bold=True, width=wide)
        self.y += max(lines, self.text_at(self.left + wide + theme.px(20), self.y, words, color=ink))
        self.gap(7)
        self.line()
        self.zone(self.left, top, self.right, self.y, lambda: self.choose(row.key))

    def _broken(self, row: Standing, library: Library) -> None:
        color = self.theme.color
        assert row.file
        path = row.file
        self.text(f"“{row.title}”读不了", size="title", bold=True)
        self.gap(6)
        other = stands_in(row, library)
        words = "只有这一个文件不起作用,其他事项照常。"
        if other:
            words += f"“{other.item.short}”现在用的是随程序的版本 {other.item.version}。"
        self.text(words)
        self.gap(10)
        for problem in row.problems:
            self.banner(f"✕ {f'第 {problem.line} 行:' if problem.line else ''}{problem.message}", "bad")
            self.gap(6)
        top = self.y
        self.text(f"文件:{path}", color=color.quiet)
        self.text("点这里或按 F4 打开文件,改好存盘,再按 F9 重新读取。", color=color.accent)
        self.zone(self.left, top, self.right, self.y, lambda: self.open_file(path))
