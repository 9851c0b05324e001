"""A whole item as one page to read: papers in two layers, questions, limits, basis, mistakes, change list."""

from __future__ import annotations

import time
import tkinter as tk
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from workbench.ui.rules import papers, parts, sections
from workbench.ui.rules.standing import KINDS, state_of
from workbench.ui.theme import Theme
from workbench.ui.widgets.board import Board
from workbench.workdays import plain

if TYPE_CHECKING:
    from datetime import date

    from workbench.rules.item import Item
    from workbench.rules.library import Entry, Library

TURN_MS, SLICE = 5, 0.008  # between two turns of painting, and seconds of each


class ItemText(Board):
    """Painted from one file of an item. Number keys jump to a part; `open_version` is called for another file."""

    def __init__(self, parent: tk.Misc, theme: Theme, open_version: Callable[[Entry], object]) -> None:
        super().__init__(parent, theme, ground=theme.color.page)
        self._scrollbar().pack(side="right", fill="y")  # nearly every item is longer than the place: no painting twice
        self._bar_shown = True
        self.open_version = open_version
        self.entry: Entry | None = None
        self.versions: tuple[Entry, ...] = ()
        self.newer: Entry | None = None
        self.library: Library | None = None
        self.today: date | None = None
        self.parts: list[tuple[str, int]] = []
        self._rest: Iterator[None] | None = None
        self._turn: str | None = None

    def show(
        self, entry: Entry, versions: tuple[Entry, ...], newer: Entry | None, library: Library, today: date
    ) -> None:
        """Another item or another file of it."""
        self.entry, self.versions, self.newer, self.library, self.today = entry, versions, newer, library, today
        self.canvas.yview_moveto(0)
        self.refresh()

    def jump(self, number: int) -> bool:
        """Scrolls to the part with that number; False when there is none."""
        self.finish()
        if not 0 <= number < len(self.parts):
            return False
        total = max(self.y + self.margin, 1)
        self.canvas.yview_moveto(max(0, self.parts[number][1] - self.theme.px(8)) / total)
        return True

    # painting --------------------------------------------------------------------------------------------------

    def paint(self) -> None:
        """What is seen at once; the rest follows in small turns, so that moving through the list stays quick."""
        self._forget_rest()
        if self.entry is None or self.today is None:
            return
        self.parts = []
        self._rest = self._blocks(self.entry.item)
        seen = self.canvas.canvasy(0) + 1.5 * self.canvas.winfo_height()
        for _ in self._rest:
            if self.y > seen:
                self._turn = self.after(TURN_MS, self._go_on)
                return
        self._rest = None

    def _go_on(self) -> None:
        """Paints for a few milliseconds more."""
        self._turn = None
        end = time.perf_counter() + SLICE
        for _ in self._rest or ():
            if time.perf_counter() > end:
                self._turn = self.after(TURN_MS, self._go_on)
                break
        else:
            self._rest = None
        self._set_region()

    def finish(self) -> None:
        """Paints whatever is not there yet."""
        if self._rest is not None:
            for _ in self._rest:
                pass
            self._forget_rest()
            self._set_region()

    def _forget_rest(self) -> None:
        if self._turn:
            self.after_cancel(self._turn)
        self._turn = self._rest = None

    def destroy(self) -> None:
        self._forget_rest()
        super().destroy()

    def _blocks(self, item: Item) -> Iterator[None]:
        """The page from top to bottom; a pause after each block."""
        self._title(item)
        self._notices(item)
        painters: list[tuple[str, Callable[[ItemText, Item], Iterator[None] | None]]] = [
            ("材料", ItemText._materials),
            ("情形", sections.questions),
            ("能不能办", sections.eligibility),
            ("时限与环节", sections.limits),
            ("问答与差错", sections.faq),
            ("依据", sections.basis),
            ("示例", sections.examples),
            ("变更", sections.changes),
        ]
        for number, zone in enumerate(self._contents([name for name, _ in painters])):
            self.zone(*zone, lambda number=number: self.jump(number))
        for number, (name, paint) in enumerate(painters, 1):
            self.gap(14)
            self.parts.append((name, self.y))
            if name != "材料":
                parts.band(self, f"{number}  {name}")
                self.gap(8)
            yield from paint(self, item) or ()
            yield

    def _title(self, item: Item) -> None:
        assert self.entry and self.today
        color = self.theme.color
        self.text(item.name, size="title", bold=True)
        self.gap(6)
        state = state_of(self.entry, self.today)
        fill, ink = parts.pair(self.theme, KINDS[state])
        source = "本单位的版本" if self.entry.source == "office" else "随程序的版本"
        valid = f"{plain(item.valid_from)}至{plain(item.valid_to)}" if item.valid_to else f"自{plain(item.valid_from)}"
        chips = [(state, fill, ink)] + [
            (words, color.chip, color.chip_text)
            for words in (source, f"版本 {item.version}", valid, item.case_type, item.code, item.domain)
            if words
        ]
        self._chips(chips)
        self.gap(4)
        self.text(f"{item.authority} · 办给{'、'.join(item.audience)}", color=color.quiet)

    def _chips(self, chips: Iterable[tuple[str, str, str]]) -> None:
        """A row of words in boxes, on as many lines as they need."""
        theme, x = self.theme, self.left
        height = theme.line_height("status") + theme.px(6)
        for words, fill, ink in chips:
            wide = self.measure(words, "status") + theme.px(14)
            if x > self.left and x + wide > self.right:
                x, self.y = self.left, self.y + height + theme.px(4)
            x += self.chip(x, self.y, words, fill, ink) + theme.px(6)
        self.y += height

    def _notices(self, item: Item) -> None:
        assert self.entry and self.today
        words: list[tuple[str, str, Callable[[], object] | None]] = []
        if item.review_due < self.today and item.valid_on(self.today):
            days = f"依据核对于 {plain(item.basis_checked_on)},到 {plain(item.review_due)} 应当再核对一次"
            text = f"! {days}。照常可用,请留意新文件。"
            words.append((text, "warn", None))
        if item.valid_to and item.valid_to < self.today:
            words.append((f"! 这一版在 {item.valid_to} 失效,今天不适用。", "bad", None))
        if item.valid_from > self.today:
            words.append((f"! 这一版从 {plain(item.valid_from)} 起才适用。", "info", None))
        if newer := self.newer:
            text = (
                f"! 本单位改过这一项;随程序的版本已经更新到 {newer.item.version}。按 F12 看改了什么,再决定要不要跟上。"
            )
            words.append((text, "warn", lambda: self.open_version(newer)))
        if item.unsure:
            words.append((f"? 尚待核实:{item.unsure}", "info", None))
        for other in self.versions:
            if other is not self.entry:
                one = other.item
                source = "本单位" if other.source == "office" else "随程序"
                span = f"{source},{one.valid_from} 至 {one.valid_to or '今后'}"
                text = f"另有一版:{one.version}({span})。{self._which(other)}点这里或按 F2 看。"
                words.append((text, "info", lambda other=other: self.open_version(other)))
        for text, kind, run in words:
            self.gap(6)
            top = self.y
            self.banner(text, kind)
            if run:
                self.zone(self.left, top, self.right, self.y, run)

    def _which(self, other: Entry) -> str:
        """Which of two versions counts today, said beside the one that is not shown."""
        assert self.today
        counts = next((one for one in self.versions if one.item.valid_on(self.today)), None)
        if counts is self.entry:
            return "今天用的是现在看的这一版,不是那一版。"
        return "今天用的是那一版。" if counts is other else ""

    def _contents(self, names: list[str]) -> list[tuple[int, int, int, int]]:
        """The parts with their number keys; gives where to click."""
        theme, color = self.theme, self.theme.color
        self.gap(10)
        x, height, found = self.left, theme.line_height() + theme.px(4), []
        for number, name in enumerate(names, 1):
            words = f"{number} {name}"
            wide = self.measure(words)
            if x > self.left and x + wide > self.right:
                x, self.y = self.left, self.y + height
            self.text_at(x, self.y, words, color=color.accent, width=9999)
            found.append((x, self.y, x + wide, self.y + height))
            x += wide + theme.px(18)
        self.y += height
        return found

    # the parts -------------------------------------------------------------------------------------------------

    def _materials(self, item: Item) -> Iterator[None]:
        base = [one for one in item.materials if one.layer == "base"]
        personal = [one for one in item.materials if one.layer == "personal"]
        parts.band(self, "1  第一层 基础材料(人人都要)", f"{len(base)} 份")
        for number, material in enumerate(base, 1):
            papers.row(self, number, material, item)
            yield
        self.gap(10)
        parts.band(self, "第二层 个性化材料(符合条件才要)", f"{len(personal)} 份", personal=True)
        for number, material in enumerate(personal, len(base) + 1):
            papers.row(self, number, material, item)
            yield
        if not personal:
            self.gap(6)
            self.text("这一项没有个性化材料。", color=self.theme.color.quiet)
