"""One's own side: the score of the week against the own past, the line of the weeks, what colleagues said, goals."""

from __future__ import annotations

import itertools
import tkinter as tk
from collections.abc import Callable
from typing import Any

from workbench.selfcheck.report import Own
from workbench.ui.theme import Theme
from workbench.ui.widgets.board import Board


class OwnBoard(Board):
    """`open_goal(goal)` is called for a click on a goal, `share(yes)` for one on the tick at the end."""

    def __init__(
        self,
        parent: tk.Misc,
        theme: Theme,
        open_goal: Callable[[dict[str, Any]], object],
        share: Callable[[bool], object],
    ) -> None:
        super().__init__(parent, theme, takefocus=False)
        self.open_goal, self.share = open_goal, share
        self.own: Own | None = None

    def show(self, own: Own | None) -> None:
        self.own = own
        self.refresh()

    def paint(self) -> None:
        own, color = self.own, self.theme.color
        if own is None:
            self.text("先在“设置”里写上当班人员,自检才知道是谁的。", color=color.quiet)
            return
        self._score(own)
        self._trend(own)
        for sentence in own.due:
            self.banner(sentence, "warn")
            self.gap(4)
        self._list("本周答“否”的", [(no["text"], f"{no['date'][5:]} {no['reason']}") for no in own.noes[:6]])
        for peer in reversed(own.peers[-2:]):
            who = f"{peer['by'] or '同事'} {peer['date'][5:]}"
            self._list(f"互评({who})", [("优点:" + ";".join(peer["strengths"]), "建议:" + peer["suggestion"])])
        for one in reversed(own.recordings[-1:]):
            self._list(
                f"{one['source']}复盘({one['date'][5:]})", [("优势:" + one["strength"], "改进:" + one["improve"])]
            )
        self._goals(own)
        self._list("成长记录", [(f"{one['kind']} {one['date'][5:]}", one["text"]) for one in reversed(own.growth[-4:])])
        self._sharing(own)

    def _sharing(self, own: Own) -> None:
        """The clerk's own decision; without the tick no notice names the score."""
        self.gap(10)
        top = self.y
        self.text(("☑ " if own.shared else "☐ ") + "把我的得分列进周复盘通报(Ctrl+T)", color=self.theme.color.quiet)
        self.zone(self.left, top, self.right, self.y, lambda: self.share(not own.shared))

    def _score(self, own: Own) -> None:
        theme, color = self.theme, self.theme.color
        self.text(f"{own.week.title} · 我的得分", color=color.quiet)
        value = own.score.value
        big = "—" if value is None else f"{value:.1f}"
        self.text_at(self.left, self.y, big, "figure", True)
        x = self.left + self.measure(big, "figure", True) + theme.px(10)
        before = own.before.value
        note = "本周还没有填" if value is None else f"{own.score.n}/{own.score.d} 项为“是”"
        top, self.y = self.y, self.y + theme.px(4)
        self.text(note, x=x, color=color.quiet)
        past = "还没有以前的得分可比" if before is None else f"自己前四周 {before:.1f}({own.before.n}/{own.before.d})"
        self.text(past, x=x, color=color.quiet)
        self.y = max(self.y, top + theme.px(42)) + theme.px(6)
        for part in own.score.parts:
            figure = part.figure
            self.text_at(self.left, self.y, f"{part.name} {part.weight:g}%")
            left, right = self.left + theme.px(110), self.right - theme.px(110)
            words = str(figure) if figure.d else "没有计分"
            if right - left < theme.px(24):  # too narrow for a bar
                self.y += self.text_at(self.left + theme.px(16), self.y + theme.px(20), words, color=color.quiet)
            else:
                self.rectangle(left, self.y + theme.px(5), right, self.y + theme.px(15), color.idle)
                if figure.d:
                    end = left + round((right - left) * figure.n / figure.d)
                    self.rectangle(left, self.y + theme.px(5), end, self.y + theme.px(15), color.accent)
                self.text_at(right + theme.px(8), self.y, words, color=color.quiet)
            self.y += theme.px(23)
        self.gap(6)

    def _trend(self, own: Own) -> None:
        """The own scores of eight weeks, from 60 to 100; weeks without a form are gaps."""
        theme, color = self.theme, self.theme.color
        scores = [(week, score.value) for week, score in own.trend]
        if sum(value is not None for _, value in scores) < 2:
            return
        self.heading("近 8 周(只与自己比)")
        top, high = self.y + theme.px(14), theme.px(78)
        left, right = self.left + theme.px(30), self.right - theme.px(16)
        low = min(60.0, *(value for _, value in scores if value is not None))

        def place(number: int, value: float) -> tuple[float, float]:
            across = left + (right - left) * number / (len(scores) - 1)
            return across, top + high * (100 - value) / max(100 - low, 1)

        for level in (low, 100.0):
            _, y = place(0, level)
            self.draw("line", left, y, right, y, fill=color.line)
            self.text_at(left - theme.px(6), round(y), f"{level:.0f}", "status", color=color.quiet, anchor="e")
        points = []
        for number, (week, value) in enumerate(scores):
            across, base = place(number, low)
            self.text_at(
                round(across),
                round(base) + theme.px(11),
                f"{int(week.name[-2:])}周",
                "status",
                color=color.quiet,
                anchor="center",
            )
            if value is not None:
                points.append((number, place(number, value), value))
        for (n, here, _), (m, there, _) in itertools.pairwise(points):
            if m == n + 1:
                self.draw("line", *here, *there, fill=color.accent, width=theme.px(2))
        size = theme.px(4)
        for number, (x, y), value in points:
            self.draw("oval", x - size, y - size, x + size, y + size, fill=color.accent, outline=color.card)
            if number == points[-1][0]:
                self.text_at(round(x), round(y) - theme.px(11), f"{value:.1f}", "status", True, anchor="center")
        self.y = round(top + high) + theme.px(26)

    def _list(self, title: str, rows: list[tuple[str, str]]) -> None:
        if not rows:
            return
        self.gap(6)
        self.heading(title)
        for first, second in rows:
            self.text(first)
            if second:
                self.text(second, color=self.theme.color.quiet)

    def _goals(self, own: Own) -> None:
        if not own.goals:
            return
        color, theme = self.theme.color, self.theme
        self.gap(6)
        self.heading("目标(点一下写进展)")
        for goal in own.goals:
            top = self.y
            self.chip(self.right, self.y, goal["state"] or "刚定下", color.chip, color.chip_text, right=True)
            self.text(f"{goal['kind']}:{goal['text']}", width=self.width - theme.px(84))
            self.text(f"到 {goal['due']}", color=color.quiet)
            self.zone(self.left, top, self.right, self.y, lambda goal=goal: self.open_goal(goal))
