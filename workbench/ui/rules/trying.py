"""试一试: answers by number keys at the left, the two-layer list they give at the right, on any day."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from typing import TYPE_CHECKING

from workbench import workdays
from workbench.problems import NotFound
from workbench.rules.answers import read_date
from workbench.ui.desk.questions import Questions
from workbench.ui.rules import parts
from workbench.ui.rules.trial import Trial
from workbench.ui.theme import Theme
from workbench.ui.widgets.board import Board
from workbench.ui.widgets.entry import Entry
from workbench.ui.widgets.textfit import wrap

if TYPE_CHECKING:
    from datetime import date

    from workbench.rules.checklist import Checklist, Needed
    from workbench.rules.library import Entry as RulesEntry
    from workbench.rules.library import Library


class TryQuestions(Questions):
    """The board of the counter, with other last words."""

    finished = "✓ 都问完了,右边就是这位群众的清单。"


class TryPane(tk.Frame):
    """Keeps the answers of each item while the window is open."""

    def __init__(self, parent: tk.Misc, theme: Theme, today: Callable[[], date], calendar) -> None:
        super().__init__(parent, background=theme.color.line)
        self.theme, self.today, self.calendar = theme, today, calendar
        self.trials: dict[str, Trial] = {}
        self.trial: Trial | None = None
        color = theme.color
        self.left = tk.Frame(self, background=color.card)
        row = tk.Frame(self.left, background=color.card)
        row.pack(fill="x", padx=theme.px(16), pady=(theme.px(10), 0))
        tk.Label(row, text="按哪一天试", font=theme.font("body"), background=color.card, foreground=color.text).pack(
            side="left"
        )
        self.day = Entry(row, theme, width=12, height=32)
        self.day.pack(side="left", padx=theme.px(8))
        tk.Label(
            row, text="Ctrl+D", font=theme.font("status"), background=color.card, foreground=color.quiet
        ).pack(side="left")  # fmt: skip
        for key in ("<Return>", "<KP_Enter>"):
            self.day.inner.bind(key, lambda _e: self._set_day())
        self.complaint = tk.Label(
            self.left,
            font=theme.font("body"),
            background=color.card,
            foreground=color.bad_text,
            justify="left",
            anchor="w",
        )
        self.questions = TryQuestions(self.left, theme, lambda: self.list.canvas.focus_set())
        self.questions.pack(side="bottom", fill="both", expand=True)
        self.list = TryList(self, theme, self)
        self.bind("<Configure>", lambda _e: self._lay_out())

    def _lay_out(self) -> None:
        width, height = self.winfo_width(), self.winfo_height()
        if width < 100:
            return
        left = min(self.theme.px(340), round(width * 0.42))
        self.left.place(x=0, y=0, width=left, height=height)
        self.list.place(x=left + 1, y=0, width=width - left - 1, height=height)
        self.complaint.configure(wraplength=left - self.theme.px(32))

    def show(self, entry: RulesEntry, library: Library) -> None:
        """The trial of an item, begun or taken up again."""
        found = self.trials.get(entry.item.id)
        if found is None:
            found = self.trials[entry.item.id] = Trial(library, entry, self._day_for(entry), self.refresh)
        elif found.library is not library:
            found.adopt(library)
        self.trial = found
        self.questions.counter = found  # type: ignore[assignment]  # it has what the board asks for
        self.day.set(found.day.isoformat())
        self._complain("")
        self.list.canvas.yview_moveto(0)
        self.refresh()

    def _day_for(self, entry: RulesEntry) -> date:
        """Today, or the nearest day on which the file holds."""
        item = entry.item
        day = max(self.today(), item.valid_from)
        return min(day, item.valid_to) if item.valid_to else day

    def refresh(self) -> None:
        self.questions.refresh()
        self.list.refresh()

    def focus_work(self) -> None:
        """To where number keys answer."""
        self.list.canvas.focus_set()

    def _complain(self, words: str) -> None:
        self.complaint.configure(text=words)
        if words:
            self.complaint.pack(fill="x", padx=self.theme.px(16), pady=self.theme.px(4))
        else:
            self.complaint.pack_forget()

    def _set_day(self) -> str:
        if self.trial is None:
            return "break"
        words = self.day.get().strip()
        try:
            self.trial.on(read_date(words) if words else self.today())
        except (ValueError, NotFound) as error:
            self._complain(str(error))
            return "break"
        self.day.set(self.trial.day.isoformat())
        self._complain("")
        self.focus_work()
        return "break"

    def key(self, char: str, name: str) -> bool:
        """Number keys answer, Backspace goes back, Enter goes on, PgUp and PgDn scroll the list."""
        trial = self.trial
        if trial is None:
            return False
        question = trial.question
        if char.isdigit() and char != "0" and question and question.kind not in ("number", "date"):
            number = int(char) - 1
            if number < len(question.choices):
                self.questions.pick(question, question.choices[number].id)
            return True
        runs = {
            "BackSpace": trial.back,
            "Return": trial.go_on,
            "KP_Enter": trial.go_on,
            "Next": lambda: self.list.scroll(300),
            "Prior": lambda: self.list.scroll(-300),
        }
        if name in runs:
            runs[name]()
            return True
        return False


class TryList(Board):
    """What the answers give."""

    def __init__(self, parent: tk.Misc, theme: Theme, pane: TryPane) -> None:
        super().__init__(parent, theme, ground=theme.color.page)
        self.pane = pane

    def paint(self) -> None:
        trial = self.pane.trial
        if trial is None:
            return
        checklist, color = trial.checklist, self.theme.color
        self.text(checklist.item.name, size="title", bold=True)
        self.gap(2)
        version = f"版本 {checklist.item.version} · {workdays.spoken(trial.day, self.pane.today())}办"
        self.text(version, color=color.quiet)
        self.gap(8)
        for one in checklist.not_eligible:
            self.banner(f"✕ 不能办:{one.reason}" + (f"。{one.instead}" if one.instead else ""), "bad")
            self.gap(6)
        for reminder in checklist.reminders:
            self.banner(f"提醒:{reminder.text}", "info")
            self.gap(6)
        number = self._layer(1, "第一层 基础材料", checklist.base, checklist, personal=False)
        self.gap(10)
        self._layer(number, "第二层 您还需要(因为您的情况)", checklist.personal, checklist, personal=True)
        self._undecided(checklist)
        if not checklist.not_eligible:
            self._after(checklist)

    def _layer(self, number: int, title: str, needed: list[Needed], checklist: Checklist, *, personal: bool) -> int:
        theme, color = self.theme, self.theme.color
        parts.band(self, title, f"{len(needed)} 份", personal=personal)
        for one in needed:
            self._paper(number, one, checklist)
            number += 1
        if not needed:
            self.gap(6)
            words = "到现在为止没有。" if checklist.open_questions else "没有,人人都要的就够了。"
            self.text_at(self.left + theme.px(10), self.y, words, color=color.quiet)
            self.y += theme.line_height() + theme.px(6)
        return number

    def _paper(self, number: int, needed: Needed, checklist: Checklist) -> None:
        theme, color, material = self.theme, self.theme.color, needed.material
        top, pad = self.y, theme.px(6)
        x, right = self.left + theme.px(40), self.right - theme.px(10)
        copies = str(material.copies)
        room = right - x - self.measure(copies) - theme.px(12)
        name = wrap(material.name, theme.font("aloud", bold=True), room)
        answers = [
            f"{question.text.rstrip('?')}:{question.label(checklist.answers[question.id])}"
            for question in checklist.asked
            if question.id in needed.decided_by
        ]
        why = (f"因为{needed.because}" if needed.because else material.intake or material.where) or ""
        decided = f"由“{'”“'.join(answers)}”决定" if answers else ""
        why_lines = wrap(why, theme.font("body"), right - x) if why else []
        decided_lines = wrap(decided, theme.font("status"), right - x) if decided else []
        height = len(name) * theme.line_height("aloud") + len(why_lines) * theme.line_height() + 2 * pad
        height += len(decided_lines) * theme.line_height("status")
        self.rectangle(self.left, top, self.right, top + height, color.card, color.line)
        y = top + pad
        self.text_at(self.left + theme.px(28), y + theme.px(2), str(number), color=color.quiet, anchor="ne")
        self.text_at(right, y + theme.px(2), copies, color=color.idle_text, anchor="ne")
        self.text_at(x, y, "\n".join(name), "aloud", True, width=99999)
        y += len(name) * theme.line_height("aloud")
        ink = color.personal_text if needed.because else color.quiet
        if why_lines:
            self.text_at(x, y, "\n".join(why_lines), color=ink, width=99999)
            y += len(why_lines) * theme.line_height()
        if decided_lines:
            self.text_at(x, y, "\n".join(decided_lines), "status", color=color.quiet, width=99999)
        self.y = top + height - 1

    def _undecided(self, checklist: Checklist) -> None:
        theme, color, questions = self.theme, self.theme.color, checklist.item.question_by_id
        if not checklist.undecided:
            return
        self.gap(10)
        self.heading(f"还没定的 {len(checklist.undecided)} 份")
        for one in checklist.undecided:
            waits = "、".join(questions[name].text for name in one.waits_for if name in questions)
            self.text(f"{one.material.name}——要看:{waits}", color=color.quiet)
            self.gap(3)
        assert theme

    def _after(self, checklist: Checklist) -> None:
        trial = self.pane.trial
        assert trial
        item, day, calendar = checklist.item, trial.day, self.pane.calendar()
        self.gap(12)
        limit = item.limits.promised or item.limits.statutory
        if limit:
            end = f",{workdays.latest(calendar.end(day, limit), self.pane.today())}" if limit.days else ""
            parts.labelled(self, "时限", f"{'承诺' if item.limits.promised else '法定'} {limit}{end}")
        parts.labelled(self, "这次不要", "、".join(one.name for one in checklist.spared))
        parts.labelled(self, "不用带", "、".join(one.name for one in checklist.not_needed))
        steps = [step.name + (f"({step.duration})" if step.duration is not None else "") for step in checklist.steps]
        parts.labelled(self, "办理环节", " → ".join(steps))
        parts.labelled(self, "费用", "、".join(f"{fee.name} {fee.amount}" for fee in checklist.fees))
        parts.labelled(self, "接下来", "、".join(one.name or self._short(one.item) for one in checklist.follow_ups))

    def _short(self, id: str | None) -> str:
        trial = self.pane.trial
        found = trial.library.versions(id or "") if trial else []
        return found[0].item.short if found else id or ""
