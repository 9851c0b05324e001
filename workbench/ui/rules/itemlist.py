"""The left column: the items with their state, those of a domain under one band; arrows move, a click chooses."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence

from workbench.ui.rules import parts
from workbench.ui.rules.standing import BROKEN_DOMAIN, EVERYTHING, KINDS, Standing
from workbench.ui.theme import Theme
from workbench.ui.widgets.board import Board
from workbench.ui.widgets.textfit import elide

ROW, BAND = 48, 26


class ItemList(Board):
    """`choose(key)` is called when the selection moves. The first row stands for the whole library."""

    def __init__(self, parent: tk.Misc, theme: Theme, choose: Callable[[str], object]) -> None:
        super().__init__(parent, theme, margin=0)
        self.choose = choose
        self.rows: list[Standing] = []
        self.summary = ""
        self.at = EVERYTHING
        self.grouped = True
        self.empty = ""
        self._places: dict[str, tuple[int, int]] = {}

    @property
    def order(self) -> list[str]:
        return [EVERYTHING, *(row.key for row in self.rows)]

    def show(self, rows: Sequence[Standing], summary: str, *, grouped: bool, empty: str) -> None:
        """Other rows; the chosen one stays chosen while it is among them."""
        self.rows, self.summary, self.grouped, self.empty = list(rows), summary, grouped, empty
        self.refresh()

    def select(self, key: str) -> None:
        """Marks a row and scrolls to it."""
        self.at = key
        self.refresh()
        if key in self._places:
            self.see(*self._places[key])

    def move(self, step: int) -> None:
        keys = self.order
        at = keys.index(self.at) if self.at in keys else 0
        self.choose(keys[max(0, min(len(keys) - 1, at + step))])

    def paint(self) -> None:
        self._places.clear()
        self.y = 0
        self._row(EVERYTHING, "全部规则", self.summary, [])
        domain = ""
        for row in self.rows:
            if self.grouped and row.domain != domain:
                domain = row.domain
                self._band(domain)
            self._row(row.key, row.title, row.note, self._chips(row))
        if not self.rows:
            self.left, self.right = self.left + self.theme.px(16), self.right - self.theme.px(16)
            self.gap(16)
            self.text(self.empty, color=self.theme.color.quiet)

    def _chips(self, row: Standing) -> list[tuple[str, str]]:
        """At most two words: what needs attention before what is well."""
        chips = [(row.state, KINDS[row.state])] if row.state != "有效" else []
        if row.newer:
            chips.append(("有更新", "warn"))
        if row.own and row.state != "有误":
            chips.append(("本单位", "info"))
        return chips[:2] or [("有效", "good")]

    def _band(self, words: str) -> None:
        theme, color = self.theme, self.theme.color
        top, height = self.y, theme.px(BAND)
        broken = words == BROKEN_DOMAIN
        self.rectangle(self.left, top, self.right, top + height, color.bad if broken else color.base)
        ink = color.bad_text if broken else color.base_text
        self.text_at(theme.px(16), top + height // 2, words, "status", True, ink, anchor="w")
        self.y = top + height

    def _row(self, key: str, title: str, note: str, chips: list[tuple[str, str]]) -> None:
        theme, color = self.theme, self.theme.color
        top, height = self.y, theme.px(ROW)
        here = key == self.at
        self.rectangle(
            self.left,
            top,
            self.right,
            top + height,
            color.chosen if here else color.card,
            color.accent if here else "",
            2,
        )
        x, right = theme.px(16), self.right - theme.px(10)
        for words, kind in chips:
            fill, ink = parts.pair(theme, kind)
            right -= self.chip(right, top + theme.px(6), words, fill, ink, right=True) + theme.px(6)
        bold = theme.font("body", bold=True)
        self.text_at(x, top + theme.px(6), elide(title, bold, right - x), bold=True, width=9999)
        note = elide(note, theme.font("status"), self.right - x - theme.px(10))
        self.text_at(x, top + theme.px(27), note, "status", color=color.quiet, width=9999)
        if not here:
            self.draw("line", x, top + height, self.right, top + height, fill=color.line)
        self.zone(self.left, top, self.right, top + height, lambda: self.choose(key))
        self._places[key] = (top, top + height)
        self.y = top + height
