"""The board of checks: what is wrong or could be better, whether the examples hold, what the answers can lead to."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.rules import wording
from workbench.ui.rules import checking, parts
from workbench.ui.theme import Theme
from workbench.ui.widgets.board import Board
from workbench.ui.widgets.textfit import elide

if TYPE_CHECKING:
    from workbench.problems import Problem
    from workbench.rules.coverage import Coverage, Extreme
    from workbench.rules.library import Entry
    from workbench.ui.rules.checking import Checked

MOST_SITUATIONS = 8  # without an example; the report in Excel has them all


class CheckBoard(Board):
    """For one item, or (`entry` None) for the whole library. `open_file` and `choose` are called for a click."""

    def __init__(
        self,
        parent: tk.Misc,
        theme: Theme,
        open_file: Callable[[Path], object],
        choose: Callable[[str], object],
    ) -> None:
        super().__init__(parent, theme, ground=theme.color.page)
        self.open_file, self.choose = open_file, choose
        self.checked: Checked | None = None
        self.entry: Entry | None = None

    def show(self, checked: Checked | None, entry: Entry | None) -> None:
        """`checked` None: it is still being worked out."""
        if (checked, entry) != (self.checked, self.entry):
            self.canvas.yview_moveto(0)
        self.checked, self.entry = checked, entry
        self.refresh()

    def paint(self) -> None:
        color = self.theme.color
        title = f"检查:{self.entry.item.name}" if self.entry else "检查全部规则"
        self.text(title, size="title", bold=True)
        self.gap(8)
        if self.checked is None:
            self.text("正在检查:逐条看写法,逐个试示例,把所有回答都走一遍…", color=color.quiet)
        elif self.entry:
            self._one(self.checked, self.entry)
        else:
            self._all(self.checked)

    # one item --------------------------------------------------------------------------------------------------

    def _one(self, checked: Checked, entry: Entry) -> None:
        found = checked.of(entry)
        self._problems(found.errors, found.warnings)
        self.gap(10)
        failed = [one for one in found.results if one.faults]
        parts.band(self, "示例", f"{len(found.results)} 个 · 不符 {len(failed)}")
        self.gap(8)
        for one in failed:
            self.banner(f"✕ {one.name}:{';'.join(one.faults)}", "bad")
            self.gap(4)
        if not found.results:
            self.banner("! 还没有示例。每份个性化材料至少写一个,规则改错时马上会发现。", "warn")
        elif not failed:
            self.banner("✓ 每个示例的结果都和写的一样。", "good")
        self.gap(10)
        if found.coverage:
            self._coverage(found.coverage)

    def _problems(self, errors: list[Problem], warnings: list[Problem]) -> None:
        parts.band(self, "写法", f"错误 {len(errors)} · 提醒 {len(warnings)}")
        self.gap(8)
        if not errors and not warnings:
            self.banner("✓ 没有错误,也没有没说明的提醒。", "good")
        for problems, kind, sign in ((errors, "bad", "✕"), (warnings, "warn", "!")):
            for one in problems:
                self._problem(one, kind, sign)

    def _problem(self, problem: Problem, kind: str, sign: str) -> None:
        """What, where and the cure; a click opens the file."""
        top = self.y
        self.banner(f"{sign} {problem.message}", kind)
        path = Path(problem.file)
        file = f"{path.name}{f' 第 {problem.line} 行' if problem.line else ''}"
        place = f"{problem.spot}({file})" if problem.spot else file
        self.gap(2)
        self.text(f"{place} · 点一下打开文件", size="status", color=self.theme.color.quiet)
        self.zone(self.left, top, self.right, self.y, lambda: self.open_file(path))
        self.gap(6)

    def _coverage(self, one: Coverage) -> None:
        item, color = one.book.item, self.theme.color
        how = "全部走过" if one.complete else "太多,两两搭配走过"
        parts.band(self, "覆盖", f"{one.combinations:,} 种回答,{how}")
        self.gap(8)
        self.text(f"这些回答合成 {one.situations} 种不同的情况,其中 {len(one.without_example)} 种还没有示例。")
        self.gap(4)
        self._extreme("材料最多", one.largest, one)
        self._extreme("材料最少", one.smallest, one)
        for words in checking.unused(one):
            self.banner(f"! {words}", "warn")
            self.gap(4)
        if one.without_example:
            self.gap(6)
            self.heading("还没有示例的情况(常见的在前)")
            for situation in one.without_example[:MOST_SITUATIONS]:
                words = wording.answers(situation.answers, item.question_by_id)
                papers = "、".join(item.material_by_id[name].name for name in situation.papers) or "不另加材料"
                self.text(f"· {words}")
                result = "不能办" if situation.not_eligible else papers
                self.text(f"   → {result}({situation.combinations:,} 种回答)", color=color.quiet)
                self.gap(3)
            if rest := len(one.without_example) - MOST_SITUATIONS:
                self.text(f"另有 {rest} 种,见 Excel 报告(F8)。" if rest > 0 else "", color=color.quiet)

    def _extreme(self, label: str, extreme: Extreme, one: Coverage) -> None:
        words = wording.answers(extreme.answers, one.book.item.question_by_id)
        self.text(f"{label}:{len(extreme.papers)} 份 ← {words}", color=self.theme.color.idle_text)
        self.gap(2)

    # the whole library -----------------------------------------------------------------------------------------

    def _all(self, checked: Checked) -> None:
        report = checked.report
        words = f"错误 {len(report.errors)} · 提醒 {len(report.warnings)} · 文件里已说明 {report.explained}"
        parts.band(self, "写法", words)
        self.gap(8)
        if not report.errors and not report.warnings:
            self.banner("✓ 没有错误,也没有没说明的提醒。", "good")
        for problems, kind, sign in ((report.errors, "bad", "✕"), (report.warnings, "warn", "!")):
            for one in problems:
                self._problem(one, kind, sign)
        self.gap(10)
        parts.band(self, "示例", f"{len(checked.results)} 个 · 不符 {len(checked.failed)}")
        self.gap(8)
        if not checked.failed:
            self.banner("✓ 每个示例的结果都和写的一样。", "good")
        for one in checked.failed:
            self.banner(f"✕ {one.item} · {one.name}:{';'.join(one.faults)}", "bad")
            self.gap(4)
        self.gap(10)
        parts.band(self, "覆盖", f"{len(checked.covered)} 个规则文件")
        self._table(checked)

    def _table(self, checked: Checked) -> None:
        """One line a file: how many answers, situations, those without example, papers from–to."""
        theme, color = self.theme, self.theme.color
        heads = ("回答", "情况", "无示例", "材料")
        wide = theme.px(84)
        first = self.right - wide * len(heads)
        height = theme.px(30)

        def line(cells: list[str], title: str, *, head: bool = False, alarm: bool = False) -> None:
            middle = self.y + height // 2
            ink = color.base_text if head else color.text
            title = elide(title, theme.font("body", bold=head), first - self.left - theme.px(12))
            self.text_at(self.left + theme.px(6), middle, title, bold=head, color=ink, anchor="w")
            for number, cell in enumerate(cells):
                x = first + wide * (number + 1) - theme.px(8)
                quiet = color.warn_text if alarm and number == 2 else color.idle_text
                self.text_at(x, middle, cell, bold=head, color=ink if head else quiet, anchor="e")
            self.y += height
            self.line()

        line(list(heads), "事项", head=True)
        for one in checked.covered.values():
            item = one.book.item
            top = self.y
            count = f"{one.combinations:,}" + ("" if one.complete else "*")
            span = f"{len(one.smallest.papers)}–{len(one.largest.papers)} 份"
            missing = len(one.without_example)
            line([count, str(one.situations), str(missing), span], f"{item.short} {item.version}", alarm=missing > 0)
            self.zone(self.left, top, self.right, self.y, lambda id=item.id: self.choose(id))
        if any(not one.complete for one in checked.covered.values()):
            self.gap(4)
            self.text("* 回答太多,两两搭配走过。", size="status", color=color.quiet)
