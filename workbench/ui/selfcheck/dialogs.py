"""A peer review, a look at a recording, an entry of growth: short forms, each saved as one record."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from workbench.problems import UserError
from workbench.selfcheck.records import GOALS, GROWTH_KINDS
from workbench.ui.review.dialogs import Fields
from workbench.ui.widgets.dialog import Dialog

if TYPE_CHECKING:
    from workbench.ui.app import Window

Save = Callable[[dict[str, Any], Callable[[], None], Callable[[BaseException], None]], object]
MONTHS = {"近期目标": 3, "中期目标": 6, "远期目标": 12}


class Record(Dialog):
    """`save(row, done, failed)` keeps the row; what it refuses is shown here."""

    width = 600
    words = "保存"

    def __init__(self, window: Window, title: str, clerk: str, save: Save) -> None:
        super().__init__(window, title)
        self.clerk, self.save = clerk, save
        self.fields = Fields(self)
        self.first = self.fill()
        theme = self.theme
        self.wrong = tk.Label(
            self.body,
            font=theme.font("body"),
            background=theme.color.card,
            foreground=theme.color.bad_text,
            justify="left",
            wraplength=theme.px(540),
        )
        self.wrong.pack(anchor="w", pady=(theme.px(6), 0))
        self.buttons((self.words, self._save, "primary"))
        self.open(self.first)

    def fill(self) -> tk.Misc:
        """Makes the fields and gives the first."""
        raise NotImplementedError

    def values(self) -> dict[str, Any]:
        """What is to be kept."""
        raise NotImplementedError

    @property
    def today(self) -> date:
        return self.window.session.today

    def _save(self) -> None:
        self.save({"clerk": self.clerk, "date": self.today.isoformat(), **self.values()}, self.close, self._refused)

    def _refused(self, error: BaseException) -> None:
        if not isinstance(error, UserError) or not self.open_now:  # Esc may have been quicker than the answer
            self.close()
            self.window.fail(error)
            return
        problems = getattr(error, "problems", None)
        self.wrong.configure(text="\n".join(one.message for one in problems[:3]) if problems else str(error))


class Peer(Record):
    """Three strengths first, then one suggestion."""

    def fill(self) -> tk.Misc:
        self.text("先写三条优点,再写一条建议。只写看到的事;署名可以不写。", quiet=True)
        self.strengths = [self.fields.entry(f"优点{word}", "") for word in "一二三"]
        self.suggestion = self.fields.entry("建议", "")
        self.by = self.fields.choice(
            "署名(可以不写)", "", tuple(n for n in self.window.session.settings.clerks if n != self.clerk)
        )
        return self.strengths[0].inner

    def values(self) -> dict[str, Any]:
        strengths = [one.get() for one in self.strengths]
        return {"kind": "peer", "strengths": strengths, "suggestion": self.suggestion.get(), "by": self.by.get()}


class Recording(Record):
    """Once a month: one strength, one thing to improve."""

    def fill(self) -> tk.Misc:
        self.text("每月看一次录像或旁听一次:记下看到的一个优势、一个改进项。", quiet=True)
        self.source = self.fields.choice("方式", "录像", ("录像", "旁听"))
        self.strength = self.fields.entry("看到的优势", "")
        self.improve = self.fields.entry("改进项", "")
        return self.strength.inner

    def values(self) -> dict[str, Any]:
        return {
            "kind": "recording",
            "source": self.source.get(),
            "strength": self.strength.get(),
            "improve": self.improve.get(),
        }


class Growth(Record):
    """A case, praise, a complaint, something learnt, or a goal."""

    def fill(self) -> tk.Misc:
        self.text("目标写成可衡量、有期限的一句话,例如“三个月内返工率降到 12% 以下”。", quiet=True)
        self.kind = self.fields.choice("类别", GROWTH_KINDS[0], GROWTH_KINDS)
        self.what = self.fields.entry("内容", "")
        self.due = self.fields.entry("期限(目标要写)", "")
        self.kind.bind("<<ComboboxSelected>>", lambda _e: self._kind_chosen())
        return self.what.inner

    def _kind_chosen(self) -> None:
        if self.kind.get() in GOALS:
            self.due.set((self.today + timedelta(days=30 * MONTHS[self.kind.get()])).isoformat())
        else:
            self.due.set("")

    def values(self) -> dict[str, Any]:
        return {"kind": self.kind.get(), "text": self.what.get(), "due": self.due.get().strip() or None}


class Goal(Record):
    """How far a goal is."""

    def __init__(self, window: Window, goal: dict[str, Any], save: Save) -> None:
        self.goal = goal
        super().__init__(window, goal["kind"], goal["clerk"], save)

    def fill(self) -> tk.Misc:
        self.text(self.goal["text"])
        self.state = self.fields.choice("进展", self.goal["state"] or "进行中", ("进行中", "已达成", "已调整"))
        self.due = self.fields.entry("期限", self.goal["due"])
        return self.state

    def values(self) -> dict[str, Any]:
        goal = {**self.goal, "type": self.goal["kind"], "kind": "growth"}
        return {**goal, "state": self.state.get(), "due": self.due.get().strip()}
