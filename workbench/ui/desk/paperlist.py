"""The middle column: the two-layer list with its ticks, what is not yet known, and what else to say."""

from __future__ import annotations

import tkinter as tk
from typing import TYPE_CHECKING

from workbench.ui.desk import further
from workbench.ui.theme import Theme
from workbench.ui.widgets.board import Board
from workbench.ui.widgets.textfit import elide, wrap
from workbench.workdays import plain

if TYPE_CHECKING:
    from workbench.rules.checklist import Needed, Undecided
    from workbench.ui.desk.counter import Counter

NAME_LEAST = 130  # pixels at 100 %
SIGNS = {"": "未看", "present": "✓ 齐", "missing": "✕ 缺", "unfit": "! 不合格"}
FRESH_MS = 1500


class PaperList(Board):
    """Painted from the counter. A new row is marked for a moment; the others keep their place."""

    def __init__(self, parent: tk.Misc, theme: Theme) -> None:
        super().__init__(parent, theme, ground=theme.color.page)
        self.counter: Counter | None = None
        self.places: dict[str, tuple[int, int]] = {}
        self._unmark: str | None = None
        self.focused = False
        self.canvas.bind("<FocusIn>", lambda _e: self._focus(True))
        self.canvas.bind("<FocusOut>", lambda _e: self._focus(False))

    def paint(self) -> None:
        self.places.clear()
        counter = self.counter
        if counter is None or counter.visit is None or counter.checklist is None or counter.entry is None:
            return
        self._title()
        self._notices()
        number = self._layer(1, counter.checklist.base, "第一层 基础材料", base=True)
        if counter.checklist.personal or counter.checklist.undecided or counter.visit.added:
            self.gap(10)
            number = self._layer(number, counter.checklist.personal, "第二层 您还需要(因为您的情况)", base=False)
            for name in counter.visit.added:
                self._by_hand(number, name)
                number += 1
            for undecided in counter.checklist.undecided:
                self._undecided(undecided)
        further.paint(self, counter)
        if counter.fresh and not self._unmark:
            self._unmark = self.after(FRESH_MS, self._forget_fresh)

    def _focus(self, focused: bool) -> None:
        """The chosen row has a bold line while keys go to the list."""
        if focused != self.focused:
            self.focused = focused
            self.soon()

    def _forget_fresh(self) -> None:
        self._unmark = None
        if self.counter:
            self.counter.fresh = set()
            self.soon()

    def show_chosen(self) -> None:
        """Scrolls to the chosen paper."""
        if self.counter and self.counter.chosen in self.places:
            self.see(*self.places[self.counter.chosen])

    # parts -----------------------------------------------------------------------------------------------------

    def _title(self) -> None:
        from workbench import workdays

        assert self.counter and self.counter.entry
        theme, color, item = self.theme, self.theme.color, self.counter.entry.item
        limit = item.limits.promised or item.limits.statutory
        words = ""
        if limit:
            kind = "承诺" if item.limits.promised else "法定"
            words = f"{kind} {limit}"
            if limit.days:
                end = self.counter.calendar.end(self.counter.today, limit)
                words += f" · {workdays.latest(end, self.counter.today)}"
        chip = self.measure(words, "status") + theme.px(14) if words else 0
        lines = wrap(item.name, theme.font("title", bold=True), self.width)
        top = self.y
        self.text(item.name, size="title", bold=True)
        end = self.left + self.measure(lines[-1], "title", True) + theme.px(10)
        if words:
            last = self.y - theme.line_height("title")
            if end + chip <= self.right:
                self.chip(end, last + theme.px(3), words, color.chip, color.chip_text)
            else:
                self.gap(2)
                for one in [words] if chip <= self.width else words.split(" · "):
                    self.chip(self.left, self.y, one, color.chip, color.chip_text)
                    self.y += theme.line_height("status") + theme.px(6)
        self.gap(10)
        assert self.y > top

    def _notices(self) -> None:
        assert self.counter and self.counter.checklist and self.counter.entry and self.counter.visit
        checklist, item, visit = self.counter.checklist, self.counter.entry.item, self.counter.visit
        for one in checklist.not_eligible:
            self.banner(f"✕ 不能办:{one.reason}" + (f"。{one.instead}" if one.instead else ""), "bad")
            self.gap(6)
        if item.review_due < self.counter.today:
            self.banner(f"! 这一项的依据核对于 {plain(item.basis_checked_on)},已过核对期,请留意新文件。", "warn")
            self.gap(6)
        if not item.valid_on(self.counter.today):
            self.banner(f"! 这一版规则今天不在有效期内(自 {plain(item.valid_from)} 起)。", "bad")
            self.gap(6)
        if self.counter.entry.book.periods:
            self._periods()
        if visit.told_on:
            from workbench import workdays

            told = workdays.spoken(visit.told_on, self.counter.today)
            self.banner(f"第 {visit.visit} 次到窗。上次是 {told},告知了 {len(visit.told)} 份材料。", "info")
            self.gap(6)

    def _periods(self) -> None:
        """When it can be done, where that hangs on a date the citizen gave."""
        from workbench.documents.checklist_fields import periods

        assert self.counter and self.counter.checklist
        for one in periods(self.counter.checklist, self.counter.calendar):
            days = ",".join(part for part in (one["最早"], one["最晚"], one["提示"]) if part)
            if days:
                self.banner(f"{one['名称']}:{days}", "bad" if one["过期"] else "info")
                self.gap(6)

    def _layer(self, number: int, needed: list[Needed], title: str, *, base: bool) -> int:
        assert self.counter and self.counter.visit
        theme, color, visit = self.theme, self.theme.color, self.counter.visit
        fill, ink = (color.base, color.base_text) if base else (color.personal, color.personal_text)
        height = theme.px(32)
        keys = [one.material.id for one in needed] + ([] if base else [f"手工:{name}" for name in visit.added])
        counts = [
            f"{word} {count}"
            for word, mark in (("齐", "present"), ("缺", "missing"), ("不合格", "unfit"))
            if (count := sum(visit.ticks.get(key) == mark for key in keys))
        ]
        self.rectangle(self.left, self.y, self.right, self.y + height, fill)
        middle = self.y + height // 2
        right = " · ".join([f"{len(keys)} 份", *counts])
        room = self.width - self.measure(right, bold=True) - theme.px(32)
        title = elide(title, theme.font("body", bold=True), room)
        self.text_at(self.left + theme.px(10), middle, title, bold=True, color=ink, anchor="w")
        self.text_at(self.right - theme.px(10), middle, right, bold=True, color=ink, anchor="e")
        self.y += height
        for one in needed:
            self._row(number, one)
            number += 1
        return number

    def _row(self, number: int, needed: Needed) -> None:
        assert self.counter and self.counter.visit
        material, visit = needed.material, self.counter.visit
        blank = " " if needed.because[:1].isascii() else ""
        reason = f"因为{blank}{needed.because}" if needed.because else (material.intake or material.where)
        ink = self.theme.color.personal_text if needed.because else self.theme.color.quiet
        badges = []
        if found := self.counter.often.get(material.id):
            badges.append((f"易漏 本窗口 {found['n']}/{found['d']}", "warn"))
        elif material.easily_missed and not self.counter.often:
            badges.append(("易漏", "warn"))
        if visit.told_on:
            badges += self._last_time(material.id)
        self._paint_row(material.id, number, material.name, reason, ink, str(material.copies), badges)

    def _last_time(self, key: str) -> list[tuple[str, str]]:
        """What was said of it last time."""
        from workbench.cases.visit import WORDS

        assert self.counter and self.counter.visit
        visit = self.counter.visit
        if key not in visit.told:
            return [("上次没有告知", "bad")]
        if key not in visit.brought:
            return [("上次已告知", "info")]
        mark = visit.brought[key]
        return [(f"上次:{WORDS[mark]}", "bad" if mark in ("missing", "unfit") else "info")]

    def _by_hand(self, number: int, name: str) -> None:
        key = f"手工:{name}"
        self._paint_row(key, number, name, "窗口另加的材料,会记入规则缺口", self.theme.color.quiet, "Del 删除", [])

    def _paint_row(
        self,
        key: str,
        number: int,
        name: str,
        reason: str,
        ink: str,
        right: str,
        badges: list[tuple[str, str]],
    ) -> None:
        assert self.counter and self.counter.visit
        theme, color = self.theme, self.theme.color
        chosen, fresh = key == self.counter.chosen, key in self.counter.fresh
        top, pad = self.y, theme.px(6)
        text_x = self.left + theme.px(111)
        right_width = self.measure(right) + theme.px(20)
        badge_width = sum(self.measure(words, "status") + theme.px(22) for words, _ in badges)
        room = self.right - text_x - right_width
        stacked = room < theme.px(NAME_LEAST)  # what is right of the name goes under it
        if stacked:
            room = self.right - text_x - theme.px(10)
        below = stacked or badge_width > room * 0.45  # badges go under the name when the row is narrow
        name_lines = wrap(name, theme.font("aloud", bold=True), room - (0 if below else badge_width))
        reason_lines = wrap(reason, theme.font("body"), self.right - text_x - theme.px(10)) if reason else []
        badge_height = theme.line_height("status") + theme.px(10) if below and badges else 0
        name_height = len(name_lines) * theme.line_height("aloud") + (theme.line_height() if stacked else 0)
        height = name_height + len(reason_lines) * theme.line_height("body") + badge_height + 2 * pad
        fill = color.chosen if chosen else color.fresh if fresh else color.card
        self.rectangle(
            self.left,
            top,
            self.right,
            top + height,
            fill,
            color.accent if chosen else color.line,
            2 if chosen and self.focused else 1,
        )
        if fresh:
            self.rectangle(self.left, top, self.left + theme.px(4), top + height, color.personal_text)
        self.text_at(self.left + theme.px(28), top + height // 2, str(number), color=color.quiet, anchor="e")
        self._tick(key, top + height // 2)
        y = top + pad
        self.text_at(text_x, y, "\n".join(name_lines), "aloud", True, width=9999)
        if stacked:
            self.text_at(text_x, y + name_height - theme.line_height(), right, color=color.idle_text, width=9999)
        else:
            self.text_at(self.right - theme.px(10), y + theme.px(2), right, color=color.idle_text, anchor="ne")
        x, badge_y = self.right - right_width, y
        if below:
            x, badge_y = text_x, y + name_height + theme.px(2)
        for words, kind in badges:
            fill, badge_ink = {
                "warn": (color.warn, color.warn_text),
                "bad": (color.bad, color.bad_text),
                "info": (color.chip, color.chip_text),
            }[kind]
            width = self.chip(x, badge_y, words, fill, badge_ink, right=not below)
            x += (width + theme.px(6)) * (1 if below else -1)
        y += name_height + badge_height
        if reason_lines:
            self.text_at(text_x, y, "\n".join(reason_lines), color=ink, width=9999)
        self.y = top + height - 1  # neighbours share their line
        self.places[key] = (top, self.y)
        self._row_zones(key, top)

    def _row_zones(self, key: str, top: int) -> None:
        assert self.counter
        counter, theme = self.counter, self.theme
        self.zone(self.left, top, self.right, self.y, lambda: counter.choose(key))
        self.zone(self.left + theme.px(34), top, self.left + theme.px(106), self.y, lambda: counter.mark_next(key))

    def _tick(self, key: str, middle: int) -> None:
        assert self.counter and self.counter.visit
        theme, color = self.theme, self.theme.color
        mark = self.counter.visit.ticks.get(key, "")
        fill, ink = {
            "": (color.idle, color.idle_text),
            "present": (color.good, color.good_text),
            "missing": (color.bad, color.bad_text),
            "unfit": (color.warn, color.warn_text),
        }[mark]
        width, height = theme.px(64), theme.px(28)
        x = self.left + theme.px(38)
        self.round_box(x, middle - height // 2, width, height, fill)
        self.draw(
            "text",
            x + width // 2,
            middle,
            text=SIGNS[mark],
            font=theme.font("body", bold=bool(mark)),
            fill=ink,
            tags="text",
        )

    def _undecided(self, undecided: Undecided) -> None:
        assert self.counter and self.counter.entry
        theme, color = self.theme, self.theme.color
        questions = self.counter.entry.item.question_by_id
        waits = "、".join(questions[one].text for one in undecided.waits_for if one in questions)
        top, pad = self.y, theme.px(6)
        text_x = self.left + theme.px(111)
        self.y += pad
        self.text_at(text_x, self.y, undecided.material.name, color=color.quiet)
        self.y += len(wrap(undecided.material.name, theme.font("body"), self.right - text_x)) * theme.line_height()
        lines = wrap(f"要看:{waits}", theme.font("body"), self.right - text_x - theme.px(10))
        self.text_at(text_x, self.y, "\n".join(lines), color=color.quiet, width=9999)
        self.y += len(lines) * theme.line_height() + pad
        self.draw("rectangle", self.left, top, self.right - 1, self.y, outline=color.edge, dash=(4, 3), fill="")
        width, height = theme.px(64), theme.px(28)
        x, middle = self.left + theme.px(38), (top + self.y) // 2
        self.round_box(x, middle - height // 2, width, height, color.idle)
        self.draw("text", x + width // 2, middle, text="待定", font=theme.font("body"), fill=color.idle_text)
