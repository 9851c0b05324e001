"""The counter without a citizen: how to start, what is parked, whom we saw today."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from typing import TYPE_CHECKING

from workbench.ui.theme import Theme
from workbench.ui.widgets.board import Board
from workbench.ui.widgets.textfit import elide

if TYPE_CHECKING:
    from workbench.ui.desk.counter import Counter


class Idle(Board):
    """Rows have number keys: the parked visits, the usual items, today's sheets."""

    def __init__(self, parent: tk.Misc, theme: Theme) -> None:
        super().__init__(parent, theme, ground=theme.color.page, margin=24, focus_line=True)
        self.counter: Counter | None = None
        self.rows: list[Callable[[], object]] = []

    def paint(self) -> None:
        color, counter = self.theme.color, self.counter
        self.rows = []
        self.text("请下一位", size="title", bold=True)
        self.gap(4)
        self.text(
            "在上面输入要办的事,按 Enter 开始:“养老”“yl”“ylzy”都行。按 ↓ 到下面的清单,再按数字选。", color=color.quiet
        )
        self.gap(16)
        if counter is None:
            self.text("规则正在读取…", color=color.quiet)
            return
        names = counter.session.library
        if counter.desk.parked:
            self._band(f"挂起的办件 {len(counter.desk.parked)} 件")
            for visit in counter.desk.parked:
                entries = names.versions(visit.item) if names else []
                title = entries[0].item.short if entries else visit.item
                self._row(
                    title,
                    f"{visit.parked} · {visit.started:%H:%M} 到窗 · 再来码 {visit.code}",
                    "继续",
                    lambda id=visit.id: counter.resume(id),
                )
            self.gap(16)
        self._owed(counter)
        usual = [names.versions(id)[0].item for id in counter.usual if names and names.versions(id)]
        if usual:
            self._band("本窗口常办")
            for item in usual:
                self._row(item.short, item.name, item.domain, lambda id=item.id: counter.begin(id))
            self.gap(16)
        self._band("今天告知过的(再来时从这里继续)")
        if not counter.today_list:
            self.gap(8)
            self.text("今天还没有。打印清单或登记办件以后,这里会列出来,二次到窗时选一下就行。", color=color.quiet)
        for said in counter.today_list[:12]:
            entries = names.versions(said.item) if names else []
            title = entries[0].item.short if entries else said.item
            note = f"{said.at} · 再来码 {said.code} · 告知 {len(said.papers)} 份"
            short = sum(mark in ("missing", "unfit") for mark in said.ticks.values())
            note += f" · 缺 {short} 份" if short else ""
            self._row(title, note, said.outcome or "已告知", lambda said=said: counter.begin_again(said))

    def _owed(self, counter: Counter) -> None:
        """Papers that were to follow and are due."""
        from workbench import workdays

        if not counter.owed:
            return
        self._band(f"容缺补交快到期 {len(counter.owed)} 件,请提醒群众")
        for one in counter.owed:
            versions = counter.session.library.versions(one.item) if counter.session.library else []
            title = versions[0].item.short if versions else one.item
            late = one.overdue(counter.today)
            word = "已过期" if late else workdays.latest(one.due, counter.today)
            self._row(title, "、".join(one.papers), word, lambda case=one.case: counter.begin_owed(case))
        self.gap(16)

    def _band(self, words: str) -> None:
        theme, color = self.theme, self.theme.color
        height = theme.px(32)
        self.rectangle(self.left, self.y, self.right, self.y + height, color.base)
        self.text_at(
            self.left + theme.px(10), self.y + height // 2, words, bold=True, color=color.base_text, anchor="w"
        )
        self.y += height

    def _row(self, title: str, note: str, word: str, run: Callable[[], object]) -> None:
        theme, color = self.theme, self.theme.color
        number = len(self.rows) + 1
        self.rows.append(run)
        top, height = self.y, theme.px(46)
        self.rectangle(self.left, top, self.right, top + height, color.card, color.line)
        side = theme.px(22)
        if number <= 9:
            self.round_box(self.left + theme.px(12), top + (height - side) // 2, side, side, color.rail, radius=3)
            self.draw(
                "text",
                self.left + theme.px(12) + side // 2,
                top + height // 2,
                text=str(number),
                font=theme.font("status", bold=True),
                fill="#FFFFFF",
            )
        x = self.left + theme.px(46)
        room = self.right - x - theme.px(100)
        self.text_at(x, top + theme.px(3), elide(title, theme.font("body", bold=True), room), bold=True, width=9999)
        note = elide(note, theme.font("status"), room)
        self.text_at(x, top + theme.px(24), note, "status", color=color.quiet, width=9999)
        self.chip(self.right - theme.px(12), top + theme.px(11), word, color.chip, color.chip_text, right=True)
        self.zone(self.left, top, self.right, top + height, run)
        self.y = top + height
