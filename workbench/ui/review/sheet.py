"""The review as one painted sheet: four figures, causes and trend, a list on the left, the measures on the right."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from typing import Any

from workbench.review import text
from workbench.review.metrics import METRICS
from workbench.review.week import Review
from workbench.ui.review import charts, lists
from workbench.ui.theme import Theme
from workbench.ui.widgets import focus
from workbench.ui.widgets.board import Board
from workbench.ui.widgets.textfit import elide

CARDS = ("cases", "rework_rate", "first_submission_complete_rate", "notice_omission_share")
CARD_HEIGHT, CHART_HEIGHT, LIST_HEIGHT = 98, 208, 240
TABS = ("最常漏的材料", "建议", "全部指标", "各事项", "各时段", "规则")


class Sheet(Board):
    """`decide(suggestion)` and `open_measure(item)` are called for a row; rows are reached by arrows and Enter."""

    def __init__(
        self, parent: tk.Misc, theme: Theme, decide: Callable[[Any], object], open_measure: Callable[[Any], object]
    ) -> None:
        super().__init__(parent, theme, ground=theme.color.page)
        self.decide, self.open_measure = decide, open_measure
        self.review: Review | None = None
        self.short: Callable[[str], str] = str  # an item's name as clerks say it
        self.tab = 0
        self.rows: list[list[Callable[[], object]]] = [[], []]  # what Enter does: the left list, the measures
        self.side, self.at = 0, [0, 0]
        self.message = "正在统计…"
        for sequence, run in (
            ("<Up>", lambda: self.move(-1)),
            ("<Down>", lambda: self.move(1)),
            ("<Left>", lambda: self.turn(0)),
            ("<Right>", lambda: self.turn(1)),
            ("<Return>", self.enter),
            ("<space>", self.enter),
        ):
            self.canvas.bind(sequence, lambda _e, run=run: (run(), "break")[1])
        for sequence in ("<FocusIn>", "<FocusOut>"):
            self.canvas.bind(sequence, lambda _e: self.soon())

    def show(self, review: Review) -> None:
        self.review = review
        self.at = [0, 0]
        if self.tab == 0 and not review.now.papers and review.suggestions:
            self.tab = 1
        self.refresh()

    def choose_tab(self, number: int) -> None:
        self.tab, self.at[0], self.side = number, 0, 0
        self.refresh()

    # keys ------------------------------------------------------------------------------------------------------

    def move(self, step: int) -> None:
        rows = self.rows[self.side]
        if rows:
            self.at[self.side] = min(max(self.at[self.side] + step, 0), len(rows) - 1)
            self.refresh()

    def turn(self, side: int) -> None:
        if self.rows[side]:
            self.side = side
            self.refresh()

    def enter(self) -> None:
        rows = self.rows[self.side]
        if 0 <= self.at[self.side] < len(rows):
            rows[self.at[self.side]]()

    def pick(self, side: int, number: int) -> None:
        """A click on a row: chosen first, then opened."""
        self.side, self.at[side] = side, number
        self.refresh()
        self.rows[side][number]()

    def chosen(self, side: int, number: int) -> bool:
        return focus.has(self.canvas) and side == self.side and number == self.at[side]

    # painting --------------------------------------------------------------------------------------------------

    def paint(self) -> None:
        theme = self.theme
        self.rows = [[], []]
        if self.review is None:
            self.text(self.message, size="aloud", color=theme.color.quiet)
            return
        gap = theme.px(12)
        wide = theme.logical_width(self.width) >= 900
        self._cards(self.review, 4 if wide else 2, gap)
        half = (self.width - gap) // 2 if wide else self.width
        for number, (title, draw) in enumerate(
            ((self._causes_title(), charts.causes), (f"近 {len(self.review.trend)} 周返工率", charts.trend))
        ):
            x = self.left + (half + gap) * number if wide else self.left
            inner = self.card(x, self.y, half, theme.px(CHART_HEIGHT), title)
            draw(self, self.review, *inner)
            if not wide or number:
                self.y += theme.px(CHART_HEIGHT) + gap
        height = max(theme.px(LIST_HEIGHT), self.canvas.winfo_height() - self.y - self.margin)
        ends = []
        for number, draw_list in enumerate((lists.left, lists.measures)):
            x = self.left + (half + gap) * number if wide else self.left
            top = self.y
            ends.append(draw_list(self, self.review, x, top, half, height))
            if not wide:
                self.y = max(ends[-1], top + height) + gap
        if wide:
            self.y = max(*ends, self.y + height)
        self.y -= self.margin - theme.px(4)

    def card(self, x: int, y: int, width: int, height: int, title: str = "") -> tuple[int, int, int, int]:
        """A white card; gives the place inside it, below its title."""
        theme, color = self.theme, self.theme.color
        self.round_box(x, y, width, height, color.card, color.line)
        pad = theme.px(14)
        used = 0
        if title:
            self.text_at(x + pad, y + theme.px(10), title, bold=True, width=width - 2 * pad)
            used = theme.px(34)
        return x + pad, y + used, width - 2 * pad, height - used - theme.px(8)

    def _causes_title(self) -> str:
        return f"返工原因(共 {self.review.now.counts.rework_rows} 行)" if self.review else ""

    def _cards(self, review: Review, across: int, gap: int) -> None:
        theme = self.theme
        width = (self.width - gap * (across - 1)) // across
        for number, name in enumerate(CARDS):
            x = self.left + (number % across) * (width + gap)
            y = self.y + (number // across) * (theme.px(CARD_HEIGHT) + gap)
            self._figure(review, name, x, y, width)
        self.y += -(-len(CARDS) // across) * (theme.px(CARD_HEIGHT) + gap)

    def _figure(self, review: Review, name: str, x: int, y: int, width: int) -> None:
        theme, color = self.theme, self.theme.color
        metric, figure = METRICS[name], review.now.counts.figures()[name]
        inner, _, room, _ = self.card(x, y, width, theme.px(CARD_HEIGHT))
        self.text_at(inner, y + theme.px(9), metric.name, color=color.quiet)
        big = figure.percent or ("—" if figure.d == 0 else figure.counts)
        note = (
            f"咨询另计 {review.now.counts.consultations}"
            if name == "cases"
            else figure.counts
            if figure.percent
            else ""
        )
        self.text_at(inner, y + theme.px(28), big, "figure", True)
        self.text_at(inner + self.measure(big, "figure", True) + theme.px(8), y + theme.px(43), note, color=color.quiet)
        verdict = review.changes.get(name)
        good = text.good_news(name, verdict) if verdict else None
        ink = {True: color.good_text, False: color.bad_text, None: color.quiet}[good]
        sign = f"{text.arrow(verdict)} " if verdict in ("明显下降", "明显上升") else ""
        line = sign + text.against(review, name)
        size = "body" if self.measure(line) <= room else "status"
        self.text_at(inner, y + theme.px(66), elide(line, theme.font(size), room), size, color=ink)
