"""The right column: everything about the chosen paper, in the words for the citizen and for the clerk."""

from __future__ import annotations

import tkinter as tk
from typing import TYPE_CHECKING

from workbench.ui.theme import Theme
from workbench.ui.widgets.board import Board
from workbench.ui.widgets.textfit import wrap
from workbench.workdays import plain

DOT = "· "

if TYPE_CHECKING:
    from workbench.rules.checklist import Needed
    from workbench.ui.desk.counter import Counter


class PaperPanel(Board):
    """Painted from the counter; a letter key ticks a check point."""

    def __init__(self, parent: tk.Misc, theme: Theme) -> None:
        super().__init__(parent, theme, takefocus=False)
        self.counter: Counter | None = None

    def paint(self) -> None:
        counter = self.counter
        if counter is None or counter.visit is None or not counter.chosen:
            return
        needed = counter.needed
        if needed is None:
            self.text(counter.chosen.removeprefix("手工:"), size="aloud", bold=True)
            self.gap(8)
            self.text("这份材料是窗口另加的,规则里没有。登记后会列入“规则缺口”,供维护规则的人补上。")
            return
        self._paper(needed)

    def _paper(self, needed: Needed) -> None:
        material = needed.material
        self.text(material.name, size="aloud", bold=True)
        self.gap(8)
        self._part("为什么要", self._why(needed))
        self._part("对群众说", f"“{material.plain}”" if material.plain else "")
        where = material.where + (f";{material.lead_time}" if material.lead_time else "")
        self._part("去哪里拿 · 多久" if material.lead_time else "去哪里拿", where)
        self._part("怎么收", self._intake(needed))
        self._points(needed)
        self._part("常见错误", "\n".join(material.common_mistakes))
        self._part("没有怎么办", self._otherwise(needed))
        assert self.counter and self.counter.entry
        checked = f"核对于 {plain(self.counter.entry.item.basis_checked_on)}"
        self._part("依据", f"{material.basis} · {checked}" if material.basis else "")
        self._part("尚待核实", material.unsure)

    def _part(self, title: str, words: str) -> None:
        if words:
            self.heading(title)
            for line in words.split("\n"):
                if line.startswith(DOT):
                    self.text_at(self.left, self.y, DOT)
                    self.text(line.removeprefix(DOT), x=self.left + self.measure(DOT))
                else:
                    self.text(line)
            self.gap(8)

    def _why(self, needed: Needed) -> str:
        """The reason, and the answers that decided."""
        assert self.counter and self.counter.checklist
        if needed.material.layer == "base":
            return "人人都要交的基础材料"
        checklist = self.counter.checklist
        answers = [
            f"{DOT}{question.text} {question.label(checklist.answers[question.id])}"
            for question in checklist.asked
            if question.id in needed.decided_by
        ]
        return "\n".join([needed.because, *answers])

    def _intake(self, needed: Needed) -> str:
        material = needed.material
        parts = [material.intake, f"{material.copies}"]
        if material.max_age_days:
            parts.append(f"开具在 {material.max_age_days} 天以内")
        return ";".join(part for part in parts if part)

    def _otherwise(self, needed: Needed) -> str:
        from workbench import workdays
        from workbench.rules.item import Duration

        assert self.counter
        material, lines = needed.material, list(needed.material.alternatives)
        if material.deferrable:
            span = material.deferrable
            end = self.counter.calendar.end(self.counter.today, Duration(days=span.within_days, unit=span.unit))
            lines.insert(0, f"可容缺:{span}内补交,{workdays.latest(end, self.counter.today)}")
        if material.commitment:
            lines.append(f"可承诺:{material.commitment}")
        return "\n".join(lines)

    def _points(self, needed: Needed) -> None:
        assert self.counter and self.counter.visit
        counter, theme, color = self.counter, self.theme, self.theme.color
        points = needed.material.check_points
        if not points:
            return
        self.heading("检查要点")
        seen = counter.visit.points.get(counter.chosen, ()) if counter.visit else ()
        side = theme.px(20)
        for number, point in enumerate(points):
            top = self.y
            done = number in seen
            lines = wrap(point, theme.font("body"), self.width - side - theme.px(10))
            height = max(side, len(lines) * theme.line_height()) + theme.px(4)
            self.round_box(
                self.left,
                top + theme.px(1),
                side,
                side,
                color.good if done else color.card,
                color.good_text if done else color.edge,
                radius=3,
            )
            self.draw(
                "text",
                self.left + side // 2,
                top + theme.px(1) + side // 2,
                text="✓" if done else "ABCDEFGHJK"[number] if number < 10 else "",
                font=theme.font("status", bold=done),
                fill=color.good_text if done else color.quiet,
            )
            self.text_at(self.left + side + theme.px(10), top, "\n".join(lines), width=9999)
            self.y = top + height
            self.zone(self.left, top, self.right, self.y, lambda number=number: counter.point(number))
        self.gap(6)
