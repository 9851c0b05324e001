"""The left column: what was answered, the question to ask now, what may still come."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from typing import TYPE_CHECKING

from workbench.ui.theme import Theme
from workbench.ui.widgets import focus
from workbench.ui.widgets.board import Board
from workbench.ui.widgets.entry import Entry
from workbench.ui.widgets.textfit import elide, wrap

if TYPE_CHECKING:
    from workbench.rules.item import Question
    from workbench.ui.desk.counter import Counter


class Questions(Board):
    """Painted from the counter; number keys, Enter and Backspace are handled by the page.

    `to_papers` gives the focus to where they are.
    """

    finished = "✓ 清单已经完整,可以打印了(F9)。"
    not_possible = "✕ 现在办不了,原因见清单上方。告诉群众后按 F12 登记;群众要带走清单,按 F9。"

    def __init__(self, parent: tk.Misc, theme: Theme, to_papers: Callable[[], object]) -> None:
        super().__init__(parent, theme, takefocus=False)
        self.to_papers = to_papers
        self.counter: Counter | None = None
        self.entry: Entry | None = None
        self._entry_for = ""
        self.complaint = ""
        self.card: tuple[int, int] | None = None
        self._seen: tuple[str, int] | None = None

    def refresh(self) -> None:
        """Paints anew; a question that is asked only now is brought into sight."""
        super().refresh()
        question = self.counter.question if self.counter and self.counter.visit else None
        now = (question.id, self._width) if question else None
        if now != self._seen and self.card:
            self.see(*self.card)
        self._seen = now

    def paint(self) -> None:
        counter, self.card = self.counter, None
        if counter is None or counter.visit is None or counter.checklist is None:
            self._drop_entry()
            return
        checklist, question = counter.checklist, counter.question
        left = len(checklist.open_questions)
        done = "情形(都问完了)" if question is None else "情形(答好按 Enter)"
        self.heading(f"情形(还有 {left} 问)" if left else done)
        self.gap(4)
        for asked in checklist.asked:
            if question is None or asked.id != question.id:
                self._answered(asked)
        self.gap(8)
        if question:
            self._card(question)
        else:
            self._drop_entry()
            self.banner(*(self.not_possible, "warn") if checklist.not_eligible else (self.finished, "good"))
        self.gap(10)
        for later in checklist.open_questions:
            if question is None or later.id != question.id:
                self._later(later)
        self.gap(10)
        self.text("按数字键作答 · Backspace 退回上一问 · 已答的不会丢", size="status", color=self.theme.color.quiet)

    def _answered(self, question: Question) -> None:
        """One line: the question, and the answer at the right; a click goes back to it."""
        assert self.counter and self.counter.visit
        theme, color = self.theme, self.theme.color
        top = self.y
        label = question.label(self.counter.checklist.answers[question.id])  # type: ignore[union-attr]
        font, bold = theme.font("body"), theme.font("body", bold=True)
        room = self.width
        answer = elide(label or "(没有)", bold, round(room * 0.6))
        wide = self.measure(answer, bold=True)
        lines = wrap(question.text, font, room - wide - theme.px(12))
        height = len(lines) * theme.line_height() + theme.px(14)
        self.text_at(self.left, top + theme.px(7), "\n".join(lines), color=color.idle_text, width=room - wide)
        self.text_at(self.right, top + theme.px(7), answer, bold=True, anchor="ne", color=color.text)
        self.y = top + height
        self.line()
        self.zone(self.left, top, self.right, self.y, lambda: self.counter.ask(question.id))  # type: ignore[union-attr]

    def _later(self, question: Question) -> None:
        top = self.y
        self.gap(7)
        self.text(question.text, color=self.theme.color.quiet)
        self.gap(7)
        self.line(dash=True)
        self.zone(self.left, top, self.right, self.y, lambda: self.counter.ask(question.id))  # type: ignore[union-attr]

    def _card(self, question: Question) -> None:
        """The question to ask: how to say it, its options with their number keys."""
        assert self.counter and self.counter.visit and self.counter.checklist
        theme, color = self.theme, self.theme.color
        top, pad = self.y, theme.px(14)
        frame = self.rectangle(self.left, top, self.right, top + 10, color.chosen, color.accent, 2)
        self.left += pad
        self.right -= pad
        self.y += pad
        self.text(question.text, size="aloud", bold=True)
        if question.plain and question.plain != question.text:
            self.gap(3)
            self.text(f"可以这样问:“{question.plain}”", color=color.quiet)
        self.gap(8)
        if question.kind in ("number", "date"):
            self._typed(question)
        else:
            self._drop_entry()
            self._draw_options(question)
        if question.help:
            self.gap(2)
            self.text(question.help, size="status", color=color.quiet)
        if settles := self.counter.checklist.settles(question.id):
            self.gap(2)
            self.text(f"答完这一问,可确定 {settles} 份材料", size="status", color=color.quiet)
        self.y += pad - theme.px(2)
        self.left -= pad
        self.right += pad
        self.reshape(frame, self.left + 1, top + 1, self.right - 1, self.y - 1)
        self.card = (top, self.y)

    def _draw_options(self, question: Question) -> None:
        assert self.counter and self.counter.visit
        theme, color = self.theme, self.theme.color
        current = self.counter.visit.answers.get(question.id)
        several = question.kind == "multiple"
        for number, option in enumerate(question.choices, 1):
            chosen = option.id in current if several and current else option.id == current
            lines = wrap(option.label, theme.font("body"), self.width - theme.px(58))
            height = max(theme.px(36), len(lines) * theme.line_height() + theme.px(12))
            top = self.y
            border = color.accent if chosen else color.edge
            self.round_box(self.left, top, self.width, height, color.card, border, 2 if chosen else 1)
            side = theme.px(22)
            middle = top + height // 2
            self.round_box(self.left + theme.px(10), middle - side // 2, side, side, color.rail, radius=3)
            self.draw(
                "text",
                self.left + theme.px(10) + side // 2,
                middle,
                text=str(number) if number < 10 else "·",
                font=theme.font("status", bold=True),
                fill="#FFFFFF",
            )
            self.text_at(
                self.left + theme.px(43),
                middle - len(lines) * theme.line_height() // 2,
                "\n".join(lines),
                width=self.width,
            )
            if chosen:
                self.text_at(self.right - theme.px(10), middle, "✓", bold=True, anchor="e", color=color.accent)
            self.zone(self.left, top, self.right, top + height, lambda id=option.id: self.pick(question, id))
            self.y = top + height + theme.px(8)
        if several:
            self.text("可以选几项,按 Enter 继续", size="status", color=color.quiet)

    def pick(self, question: Question, option: str) -> None:
        assert self.counter
        if question.kind == "multiple":
            self.counter.toggle_option(question, option)
        else:
            self.counter.answer(question, option)

    def _typed(self, question: Question) -> None:
        assert self.counter and self.counter.visit
        theme, color = self.theme, self.theme.color
        if self._entry_for != question.id or self.entry is None:
            self._drop_entry()
            hint = (
                "如 2026-03-02"
                if question.kind == "date"
                else f"数字{',单位:' + question.unit if question.unit else ''}"
            )
            value = self.counter.visit.answers.get(question.id, "")
            self.entry = Entry(self.canvas, theme, hint=hint, value=str(value))
            for key in ("<Return>", "<KP_Enter>"):
                self.entry.inner.bind(key, lambda _e: (self._typed_done(question), "break")[1])
            for key, run in (
                ("<BackSpace>", self._back_if_empty),
                ("<Down>", lambda: self._to_papers(1)),
                ("<Up>", lambda: self._to_papers(-1)),
                ("<Escape>", lambda: self._to_papers(0)),
            ):
                self.entry.inner.bind(key, lambda _e, run=run: run())
            self._entry_for = question.id
            self.complaint = ""
            if not _typing_elsewhere(self):
                self.entry.inner.after_idle(self.take_focus)
        self.draw("window", self.left, self.y, window=self.entry, anchor="nw", width=self.width, height=theme.px(36))
        self.y += theme.px(42)
        if self.complaint:
            self.text(self.complaint, color=color.bad_text)
        self.text("写好后按 Enter", size="status", color=color.quiet)

    def take_focus(self) -> bool:
        """The keys go to the box of a number or a date, its old value chosen; False when none is asked for."""
        if self.entry is None or not self.entry.winfo_exists():
            return False
        self.entry.take()
        return True

    def _back_if_empty(self) -> str | None:
        """Backspace has nothing to delete: to the question before."""
        assert self.counter and self.entry
        if self.entry.get():
            return None
        self.to_papers()
        self.counter.back()
        return "break"

    def _to_papers(self, step: int) -> str:
        assert self.counter
        self.to_papers()
        if step:
            self.counter.move(step)
        return "break"

    def settle(self) -> bool:
        """Takes what stands typed as the answer; False when it does not fit, and that is said."""
        question = self.counter.question if self.counter else None
        if question is None or self.entry is None or self._entry_for != question.id or not self.entry.get().strip():
            return True
        return self._typed_done(question)

    def _typed_done(self, question: Question) -> bool:
        assert self.counter and self.entry
        try:
            value = self.entry.get()
            self.to_papers()
            self.counter.answer(question, value)
        except ValueError as error:
            self.complaint = str(error).split(":", 1)[-1] if question.kind == "date" else str(error)
            self.refresh()
            self.take_focus()
            return False
        return True

    def _drop_entry(self) -> None:
        if self.entry:
            self.entry.destroy()
        self.entry, self._entry_for, self.complaint = None, "", ""


def _typing_elsewhere(board: Board) -> bool:
    if ".popdown" in focus.path(board):
        return True
    other = focus.known(board)
    return other is not None and other.winfo_class() == "Entry" and bool(str(other.get()))  # type: ignore[attr-defined]
