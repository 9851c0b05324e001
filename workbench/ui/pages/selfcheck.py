"""自检: the one-minute form before and after work, and one's own way since. Seen by oneself, in no notice."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import ttkbootstrap as ttk

from workbench import workdays
from workbench.ui.page import Action, Declaration, Page
from workbench.ui.widgets import dialog
from workbench.ui.widgets.tabs import Tabs

NOON = 12


class SelfCheckPage(Page):
    """The form on the left, one's own figures on the right."""

    help = "selfcheck"

    def build(self) -> None:
        from workbench.ui.selfcheck.form import FormBoard
        from workbench.ui.selfcheck.own import OwnBoard

        theme, color = self.theme, self.theme.color
        self.day = self.window.session.today
        self.loaded: Any = None
        self.records: dict[str, dict[str, Any]] = {}
        self.read_for = ""
        self._turn = 0
        bar = tk.Frame(self, background=color.card)
        bar.pack(fill="x")
        self.title = tk.Label(bar, font=theme.font("title", bold=True), background=color.card, foreground=color.text)
        self.title.pack(side="left", padx=(theme.px(16), theme.px(12)), pady=theme.px(10))
        self.clerk = ttk.Combobox(bar, state="readonly", width=10, font=theme.font("body"))
        self.clerk.pack(side="right", padx=theme.px(16))
        self.clerk.bind("<<ComboboxSelected>>", lambda _e: self.reload())
        tk.Label(bar, text="我是", font=theme.font("body"), background=color.card, foreground=color.quiet).pack(
            side="right"
        )
        self.tabs = Tabs(self, theme, ("上岗前", "下班后"), "← → 换半天   PgUp PgDn 换一天", self.choose)
        self.tabs.pack(fill="x")
        middle = tk.Frame(self, background=color.line)
        middle.pack(fill="both", expand=True)
        self.form = FormBoard(middle, theme, self._why, self.window.actions_changed)
        self.own = OwnBoard(middle, theme, self._goal, self.share)
        for number, key in enumerate(("<Left>", "<Right>")):
            self.form.canvas.bind(key, lambda _e, number=number: self.choose(number))
        self.form.place(relx=0, rely=0, relwidth=0.56, relheight=1)
        self.own.place(relx=0.56, rely=0, relwidth=0.44, relheight=1, x=1, width=-1)

    def actions(self) -> list[Action]:
        return [
            Action("其余都答“是”", "F5", self.form.answer_rest, enabled=lambda: bool(self.form.open_items)),
            Action("同事互评", "F6", lambda: self._open("Peer", "给 {} 的互评")),
            Action("录像复盘", "F7", lambda: self._open("Recording", "{} 的录像(旁听)复盘")),
            Action("成长记录", "F8", lambda: self._open("Growth", "{} 的成长记录"), rank=6),
            Action("空白周表", "F9", self.blank, rank=7, tip="A4 横向,一人一周一页,手填后可以照着录入"),
            Action("我的工作簿", "F10", self.open_book, rank=8),
            Action(
                "保存", "F12", self.save, primary=True, side="right", rank=0, enabled=lambda: not self.form.open_items
            ),
            Action("把我的得分列进通报(再按一次不列)", "Control-t", self._toggle_sharing, hidden=True),
            Action("前一天", "Prior", lambda: self.step(-1), hidden=True),
            Action("后一天", "Next", lambda: self.step(1), hidden=True),
        ]

    def shown(self) -> None:
        settings = self.window.session.settings
        names = tuple(dict.fromkeys(name for name in (settings.clerk, *settings.clerks) if name))
        self.clerk.configure(values=names)
        if self.clerk.get() not in names:
            self.clerk.set(names[0] if names else "")
        self.tabs.select(1 if self.window.session.now.hour >= NOON else 0)
        self.reload()
        self.form.canvas.focus_set()

    # which half day --------------------------------------------------------------------------------------------

    @property
    def when(self) -> Any:
        return ("before", "after")[self.tabs.at]

    def choose(self, number: int) -> None:
        self.tabs.select(number)
        self._load_form()
        self.form.canvas.focus_set()

    def step(self, days: int) -> None:
        if self.day + timedelta(days=days) <= self.window.session.today:
            self.day += timedelta(days=days)
            self.reload()

    def reload(self) -> None:
        """Reads the clerk's records in the background."""
        self._turn += 1
        turn, space, clerk, day = self._turn, self.window.space, self.clerk.get(), self.day
        today = self.window.session.today

        def work() -> Any:
            from workbench.ledger.journal import open_journal
            from workbench.review import periods
            from workbench.selfcheck import book, forms, report

            form = forms.load(space)
            with open_journal(space) as journal:
                kept = book.read(journal, "daily", clerk=clerk, start=day, end=day) if clerk else []
            own = report.report(space, periods.of("week", day), today, clerk)[0] if clerk else None
            return form, {one["when"]: one for one in kept}, own

        def adopt(found: Any) -> None:
            if turn == self._turn and self.winfo_exists():
                self.loaded, self.records, self.read_for = found[0], found[1], clerk
                self.own.show(found[2])
                self._load_form()

        self.window.jobs.run(work, adopt)

    def _load_form(self) -> None:
        today = self.window.session.today
        self.title.configure(text=f"{workdays.spoken(self.day, today)} 自检" + (" · 今天" if self.day == today else ""))
        if form := self.loaded:
            done = ["✓ " if when in self.records else "" for when in ("before", "after")]
            self.tabs.rename((f"{done[0]}上岗前", f"{done[1]}下班后"))
            self.form.load(form, self.when, self.read_for, self.day.isoformat(), self.records.get(self.when))
        self.window.actions_changed()

    # doing -----------------------------------------------------------------------------------------------------

    def _why(self, item: Any, reason: str, then: Callable[[str], None]) -> None:
        dialog.ask(self.window, "为什么答“否”", item.text, "就这样写", then, value=reason)

    def save(self) -> None:
        """Keeps the half day; the workbook follows."""
        if not self.clerk.get():
            dialog.tell(self.window, "还不知道是谁的自检", "请先在“设置”里写上当班人员。")
            return
        if self.form.open_items:
            return
        row = {
            "clerk": self.clerk.get(),
            "date": self.day.isoformat(),
            "when": self.when,
            "answers": dict(self.form.answers),
            "reasons": {id: why for id, why in self.form.reasons.items() if self.form.answers.get(id) == "否"},
        }
        key = self.form.key
        self._keep(row, lambda: self.form.was_kept(key), self.window.fail)

    def _keep(self, row: dict[str, Any], done: Callable[[], None], failed: Callable[[BaseException], None]) -> None:
        window, space = self.window, self.window.space

        def work() -> str:
            from workbench.selfcheck import book

            return book.save(space, row)

        def kept(_id: str) -> None:
            done()
            window.status.put("saved", f"✓ 已保存 {window.session.now:%H:%M:%S}")
            window.toast("自检已保存")
            self.reload()
            self._fold()

        window.jobs.run(work, kept, failed, writes=True)

    def _fold(self) -> None:
        window = self.window

        def work() -> Any:
            from workbench.selfcheck import workbook

            return workbook.fold(window.space)

        def told(report: Any) -> None:
            for sentence in (*report.problems, *report.waiting):
                window.toast(sentence, "warn")

        window.jobs.run(work, told, writes=True)

    def _open(self, name: str, title: str) -> None:
        from workbench.ui.selfcheck import dialogs

        clerk = self.clerk.get()
        if clerk:
            getattr(dialogs, name)(self.window, title.format(clerk), clerk, self._keep)
        else:
            dialog.tell(self.window, "还不知道是谁的自检", "请先在“设置”里写上当班人员。")

    def _goal(self, goal: dict[str, Any]) -> None:
        from workbench.ui.selfcheck.dialogs import Goal

        Goal(self.window, goal, self._keep)

    def _toggle_sharing(self) -> None:
        if self.own.own is not None:
            self.share(not self.own.own.shared)

    def share(self, yes: bool) -> None:
        """Keeps the clerk's decision about the notice."""
        space, clerk = self.window.space, self.clerk.get()

        def work() -> None:
            from workbench.selfcheck import book

            book.share(space, clerk, yes)

        def done(_none: object) -> None:
            self.window.toast("您的得分会列进周复盘通报" if yes else "您的得分不会列进通报", "info")
            self.reload()

        self.window.jobs.run(work, done, writes=True)

    def blank(self) -> None:
        window, week_of = self.window, self.day

        def work() -> Path:
            from workbench import files
            from workbench.review import periods
            from workbench.selfcheck import blank

            week = periods.of("week", week_of)
            path = files.free_name(window.space.selfcheck / f"空白周表 {week.file_title}.xlsx")
            blank.write(window.space, path, week)
            return path

        window.jobs.run(work, window.open_file, writes=True)

    def open_book(self) -> None:
        window, clerk, year = self.window, self.clerk.get(), self.day.year

        def work() -> Path:
            from workbench.selfcheck import workbook

            workbook.fold(window.space)
            return window.space.selfcheck / workbook.file_name(clerk, year)

        def done(path: Path) -> None:
            if path.exists():
                window.open_file(path)
            else:
                dialog.tell(window, "还没有工作簿", "填过一次自检以后,这里就有您今年的工作簿。")

        window.jobs.run(work, done, writes=True)


PAGE = Declaration("selfcheck", "自检", "check2-square", SelfCheckPage)
