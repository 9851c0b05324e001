"""Deciding about a suggestion, moving a measure on, and what a replay found."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import ttkbootstrap as ttk

from workbench.problems import UserError
from workbench.review.board import Item
from workbench.review.replay import WORDS, Replay
from workbench.review.suggestions import Suggestion
from workbench.ui.widgets.board import Board
from workbench.ui.widgets.dialog import Dialog
from workbench.ui.widgets.entry import Entry

if TYPE_CHECKING:
    from workbench.ui.app import Window

NEXT = {
    "待实施": ("开始执行", "实施中"),
    "实施中": ("做完了,等着看效果", "已完成"),
    "已完成": ("看过效果,转入处理", "已评估"),
}


class Fields:
    """Labelled lines of a dialog."""

    def __init__(self, dialog: Dialog) -> None:
        self.dialog, self.theme = dialog, dialog.theme

    def label(self, words: str) -> None:
        theme = self.theme
        made = tk.Label(
            self.dialog.body,
            text=words,
            font=theme.font("body"),
            background=theme.color.card,
            foreground=theme.color.quiet,
        )
        made.pack(anchor="w", pady=(theme.px(8), theme.px(4)))

    def entry(self, words: str, value: str) -> Entry:
        self.label(words)
        made = Entry(self.dialog.body, self.theme, value=value)
        made.pack(fill="x")
        return made

    def choice(self, words: str, value: str, choices: tuple[str, ...]) -> ttk.Combobox:
        self.label(words)
        made = ttk.Combobox(self.dialog.body, values=list(choices), font=self.theme.font("body"))
        made.set(value)
        made.pack(fill="x")
        return made


def day_of(text: str) -> date:
    """The date that a person typed. Raises `UserError`."""
    try:
        return date.fromisoformat(text.strip().replace("/", "-").replace(".", "-"))
    except ValueError:
        raise UserError(f"日期“{text.strip()}”不对,应写成 2026-03-02。") from None


class Decide(Dialog):
    """`accept(action, owner, due, write_rules)` or `decline()` is called once."""

    width = 620

    def __init__(
        self,
        window: Window,
        one: Suggestion,
        accept: Callable[[str, str, date, bool], object],
        decline: Callable[[], object],
    ) -> None:
        super().__init__(window, one.chip)
        self.one, self.accept, self.decline = one, accept, decline
        settings, theme = window.session.settings, self.theme
        self.text(one.reason + "。", quiet=True)
        fields = Fields(self)
        self.action = fields.entry("措施(可以改)", one.action)
        self.owner = fields.choice(
            "责任人", settings.clerk, settings.clerks or ((settings.clerk,) if settings.clerk else ())
        )
        self.due = fields.entry("完成期限", (window.session.today + timedelta(days=7)).isoformat())
        self.write = tk.BooleanVar(self, value=one.writes_rules)
        if one.writes_rules:
            ttk.Checkbutton(
                self.body, text="现在就写进本单位的规则(会换一个版本,并记入修改记录)", variable=self.write
            ).pack(anchor="w", pady=theme.px(8))
        self.wrong = tk.Label(
            self.body, text="", font=theme.font("body"), background=theme.color.card, foreground=theme.color.bad_text
        )
        self.wrong.pack(anchor="w")
        self.buttons(("采纳", self._accept, "primary"), ("不采纳", self._decline, "plain"))
        self.open(self.owner if not self.owner.get() else self.action.inner)

    def _accept(self) -> None:
        try:
            due = day_of(self.due.get())
        except UserError as error:
            self.wrong.configure(text=str(error))
            return
        if not self.owner.get().strip() or not self.action.get().strip():
            self.wrong.configure(text="请写措施和责任人:没有责任人的措施没人做。")
            return
        given = self.action.get(), self.owner.get(), due, self.one.writes_rules and self.write.get()
        self.close()
        self.accept(*given)

    def _decline(self) -> None:
        self.close()
        self.decline()


class Measure(Dialog):
    """One measure: its effect, and one step on; `change(changes)` is called with the changed fields."""

    width = 620

    def __init__(self, window: Window, one: Item, change: Callable[[dict[str, Any]], object]) -> None:
        super().__init__(window, f"措施 · {one.stage}")
        self.one, self.change = one, change
        record, settings = one.record, window.session.settings
        about = "·".join(part for part in (record["cause"], record["detail"], one.item_name, one.material_name) if part)
        self.text(f"针对 {about}", quiet=True)
        if one.effect_words != "—":
            self.text(f"完成前后四周:{one.effect_words}")
        fields = Fields(self)
        self.action = fields.entry("措施", record["action"])
        self.owner = fields.choice("责任人", record["owner"], settings.clerks)
        self.due = fields.entry("完成期限", record["due"] or "")
        self.review = fields.entry("复核意见", record["review"])
        self.wrong = tk.Label(
            self.body,
            font=self.theme.font("body"),
            background=self.theme.color.card,
            foreground=self.theme.color.bad_text,
        )
        self.wrong.pack(anchor="w")
        step = NEXT.get(record["state"])
        moves = [(step[0], lambda: self._save({"state": step[1], **self._done(step[1])}), "primary")] if step else []
        moves.append(("只保存修改", lambda: self._save({}), "plain" if step else "primary"))
        if record["state"] in ("待实施", "实施中"):
            moves.append(("取消这条", lambda: self._save({"state": "已取消"}), "danger"))
        self.buttons(*moves)
        self.open()

    def _done(self, state: str) -> dict[str, Any]:
        """The day on which it was done; once looked at, its effect is written down."""
        if state == "已完成":
            return {"done": self.window.session.today.isoformat()}
        return {"effect": self.one.effect.full} if self.one.effect else {}

    def _save(self, changes: dict[str, Any]) -> None:
        try:
            due = day_of(self.due.get()).isoformat() if self.due.get().strip() else None
        except UserError as error:
            self.wrong.configure(text=str(error))
            return
        if not self.owner.get().strip():
            self.wrong.configure(text="请写责任人:没有责任人的措施没人做。")
            return
        given = {
            "action": self.action.get().strip(),
            "owner": self.owner.get().strip(),
            "due": due,
            "review": self.review.get(),
        }
        changed = {key: value for key, value in {**given, **changes}.items() if value != self.one.record.get(key)}
        self.close()
        if changed:
            self.change(changed)


class Replayed(Dialog):
    """What today's rules would have prevented, as a list."""

    width = 760

    def __init__(self, window: Window, found: Replay) -> None:
        super().__init__(window, "历史回放:用今天的规则再看一遍")
        self.found = found
        prevented, returns = found.returns
        self.text(f"{found.start} 至 {found.end} 退回 {returns} 次,按今天的规则能避免 {prevented} 次。")
        self.board = Board(self.body, self.theme, margin=4, painter=self._paint)
        self.board.configure(height=self.theme.px(340))
        self.board.pack_propagate(False)
        self.board.pack(fill="both", expand=True)
        self.scrolled = self.board
        self.buttons(("知道了", self.close, "primary"), back="")
        self.open()

    def _paint(self, board: Board) -> None:
        color = self.theme.color
        for verdict, words in WORDS.items():
            rows = [row for row in self.found.rows if row.verdict == verdict]
            if not rows:
                continue
            board.heading(f"{words} {len(rows)} 行")
            for row in rows[:60]:
                what = row.material_name or row.row["detail"] or row.row["cause"]
                board.text(f"{row.row['date']}  {row.item_name}  {what}")
                board.text(f"    {row.why}", color=color.quiet)
            if len(rows) > 60:
                board.text(f"……另有 {len(rows) - 60} 行", color=color.quiet)
            board.gap(8)
        if not self.found.rows:
            board.text("这段时间没有返工记录。", color=color.quiet)
