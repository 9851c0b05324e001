"""A whole item as one page to read: papers in two layers, questions, limits, basis, mistakes, change list."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from workbench.rules import wording
from workbench.ui.rules import papers, parts
from workbench.ui.rules.standing import KINDS, state_of
from workbench.ui.theme import Theme
from workbench.ui.widgets.board import Board

if TYPE_CHECKING:
    from datetime import date

    from workbench.rules.item import Item, Material
    from workbench.rules.library import Entry, Library

KIND_WORDS = {"single": "选一个", "multiple": "可以选几个", "yes_no": "是或否", "number": "填数字", "date": "填日期"}


class ItemText(Board):
    """Painted from one file of an item. Number keys jump to a part; `open_version` is called for another file."""

    def __init__(self, parent: tk.Misc, theme: Theme, open_version: Callable[[Entry], object]) -> None:
        super().__init__(parent, theme, ground=theme.color.page)
        self.open_version = open_version
        self.entry: Entry | None = None
        self.versions: tuple[Entry, ...] = ()
        self.newer: Entry | None = None
        self.library: Library | None = None
        self.today: date | None = None
        self.parts: list[tuple[str, int]] = []

    def show(
        self, entry: Entry, versions: tuple[Entry, ...], newer: Entry | None, library: Library, today: date
    ) -> None:
        """Another item or another file of it."""
        self.entry, self.versions, self.newer, self.library, self.today = entry, versions, newer, library, today
        self.canvas.yview_moveto(0)
        self.refresh()

    def jump(self, number: int) -> bool:
        """Scrolls to the part with that number; False when there is none."""
        if not 0 <= number < len(self.parts):
            return False
        total = max(self.y + self.margin, 1)
        self.canvas.yview_moveto(max(0, self.parts[number][1] - self.theme.px(8)) / total)
        return True

    # painting --------------------------------------------------------------------------------------------------

    def paint(self) -> None:
        if self.entry is None or self.today is None:
            return
        item = self.entry.item
        self._title(item)
        self._notices(item)
        sections = [
            ("材料", lambda: self._materials(item)),
            ("情形", lambda: self._questions(item)),
            ("能不能办", lambda: self._eligibility(item)),
            ("时限与环节", lambda: self._limits(item)),
            ("问答与差错", lambda: self._faq(item)),
            ("依据", lambda: self._basis(item)),
            ("示例", lambda: self._examples(item)),
            ("变更", lambda: self._changes(item)),
        ]
        links = self._contents([name for name, _ in sections])
        self.parts = []
        for number, (name, paint) in enumerate(sections):
            self.gap(14)
            self.parts.append((name, self.y))
            if name != "材料":
                parts.band(self, f"{number + 1}  {name}")
                self.gap(8)
            paint()
        for number, zone in enumerate(links):
            self.zone(*zone, lambda number=number: self.jump(number))

    def _title(self, item: Item) -> None:
        assert self.entry and self.today
        color = self.theme.color
        self.text(item.name, size="title", bold=True)
        self.gap(6)
        state = state_of(self.entry, self.today)
        fill, ink = parts.pair(self.theme, KINDS[state])
        source = "本单位的版本" if self.entry.source == "office" else "随程序的版本"
        valid = f"{item.valid_from} 至 {item.valid_to}" if item.valid_to else f"自 {item.valid_from}"
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
            text = f"! 依据核对于 {item.basis_checked_on},到 {item.review_due} 应当再核对一次。照常可用,请留意新文件。"
            words.append((text, "warn", None))
        if item.valid_to and item.valid_to < self.today:
            words.append((f"! 这一版在 {item.valid_to} 失效,今天不适用。", "bad", None))
        if item.valid_from > self.today:
            words.append((f"! 这一版从 {item.valid_from} 起才适用。", "info", None))
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
                text = (
                    f"另有一版:{one.version}({source},{one.valid_from} 至 {one.valid_to or '今后'})。点这里或按 F2 看。"
                )
                words.append((text, "info", lambda other=other: self.open_version(other)))
        for text, kind, run in words:
            self.gap(6)
            top = self.y
            self.banner(text, kind)
            if run:
                self.zone(self.left, top, self.right, self.y, run)

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

    def _materials(self, item: Item) -> None:
        base = [one for one in item.materials if one.layer == "base"]
        personal = [one for one in item.materials if one.layer == "personal"]
        parts.band(self, "1  第一层 基础材料(人人都要)", f"{len(base)} 份")
        number = self._papers(1, base, item)
        self.gap(10)
        parts.band(self, "第二层 个性化材料(符合条件才要)", f"{len(personal)} 份", personal=True)
        self._papers(number, personal, item)
        if not personal:
            self.gap(6)
            self.text("这一项没有个性化材料。", color=self.theme.color.quiet)

    def _papers(self, number: int, materials: list[Material], item: Item) -> int:
        for material in materials:
            papers.row(self, number, material, item)
            number += 1
        return number

    def _questions(self, item: Item) -> None:
        color = self.theme.color
        for number, question in enumerate(item.questions, 1):
            self.text(f"{number}. {question.text}", bold=True)
            parts.labelled(self, "问法", question.plain)
            options = " · ".join(option.label for option in question.choices)
            parts.labelled(
                self, KIND_WORDS[question.kind], options or (f"单位:{question.unit}" if question.unit else "")
            )
            if question.when:
                parts.labelled(self, "什么时候问", wording.condition(question.when, item.question_by_id))
            parts.labelled(self, "提示", question.help)
            self.gap(8)
        if not item.questions:
            self.text("这一项不问情形,人人材料相同。", color=color.quiet)

    def _eligibility(self, item: Item) -> None:
        for words in item.accept_conditions:
            parts.point(self, words)
        for one in item.not_eligible:
            parts.labelled(self, "不能办", f"{wording.condition(one.when, item.question_by_id)} → {one.reason}")
            parts.labelled(self, "怎么办", one.instead)
            self.gap(4)
        for one in item.reminders:
            parts.labelled(self, "提醒", self._when(one.text, one.when, item))
        for one in item.not_needed:
            parts.labelled(
                self,
                "不用带",
                self._when(one.name + (f"({one.why})" if one.why else ""), one.when, item),
            )

    def _limits(self, item: Item) -> None:
        limits = item.limits
        parts.labelled(self, "法定时限", _with_note(limits.statutory))
        parts.labelled(self, "承诺时限", _with_note(limits.promised))
        parts.labelled(self, "到窗次数", f"{limits.onsite_visits} 次" if limits.onsite_visits is not None else "")
        parts.labelled(self, "说明", limits.note)
        parts.labelled(self, "尚待核实", limits.unsure)
        for number, step in enumerate(item.steps, 1):
            told = [step.actor, str(step.duration) if step.duration is not None else "", step.citizen]
            words = self._when(f"{step.name}({';'.join(filter(None, told))})", step.when, item)
            parts.labelled(self, f"环节 {number}", words)
        for period in item.periods:
            side = "之前" if period.side == "before" else "之后"
            anchor = item.question_by_id[period.anchor].text if period.anchor in item.question_by_id else ""
            span = " 到 ".join(str(one) for one in (period.opens, period.closes) if one)
            parts.labelled(
                self, "办理期间", f"{period.name}:“{anchor}”{side} {span};错过了:{period.late or '可以补办'}"
            )
        for fee in item.fees:
            parts.labelled(self, "费用", self._when(f"{fee.name} {fee.amount}", fee.when, item))
        for one in item.follow_ups:
            name = one.name or self._short(one.item or "")
            due = f"({one.due_text or one.due})" if one.due_text or one.due else ""
            parts.labelled(
                self, "接下来", self._when(f"{name}{due}" + (f",{one.why}" if one.why else ""), one.when, item)
            )

    def _faq(self, item: Item) -> None:
        for one in item.faq:
            self.text(f"问:{one.q}", bold=True)
            self.text(f"答:{one.a}", color=self.theme.color.idle_text)
            self.gap(6)
        if item.mistakes:
            self.heading("常见差错")
            for words in item.mistakes:
                parts.point(self, words)

    def _basis(self, item: Item) -> None:
        for one in item.basis:
            parts.point(self, f"{one}" + (f"({one.note})" if one.note else ""))
        words = f"{item.basis_checked_on},每 {item.review_every_days} 天一次,下次 {item.review_due}"
        parts.labelled(self, "核对于", words)
        parts.labelled(self, "把握", item.confidence)
        parts.labelled(self, "办理渠道", "、".join(item.channels))
        assert self.entry
        parts.labelled(self, "文件", str(self.entry.path))

    def _examples(self, item: Item) -> None:
        for number, one in enumerate(item.examples, 1):
            need = "、".join(item.material_by_id[name].name for name in one.need if name in item.material_by_id)
            end = "不能办" if one.outcome == "not_eligible" else f"要:{need}" if need else "能办"
            parts.labelled(self, f"{number}. {one.name}", end)
        if not item.examples:
            self.text("还没有示例。示例是写在规则里的检验:什么回答应当要什么材料。", color=self.theme.color.quiet)

    def _changes(self, item: Item) -> None:
        for one in sorted(item.changes, key=lambda change: change.on, reverse=True):
            parts.labelled(self, f"{one.on} · {one.version}", one.what + (f"({one.by})" if one.by else ""))
        if not item.changes:
            self.text("这一版是最初的版本,还没有改动。", color=self.theme.color.quiet)

    # words -----------------------------------------------------------------------------------------------------

    def _short(self, id: str) -> str:
        found = self.library.versions(id) if self.library else []
        return found[0].item.short if found else id

    def _when(self, words: str, when: dict[str, Any], item: Item) -> str:
        return f"{words}  ← {wording.condition(when, item.question_by_id)}" if when else words


def _with_note(limit: Any) -> str:
    return f"{limit}" + (f"({limit.note})" if limit.note else "") if limit else ""
