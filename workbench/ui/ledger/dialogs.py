"""Dialogs of the ledger page: a new row by hand, and what runs long with its progress."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import ttkbootstrap as ttk

from workbench.ui.jobs import Cancelled, Job
from workbench.ui.ledger.form import RecordForm
from workbench.ui.widgets.dialog import Dialog

if TYPE_CHECKING:
    from workbench.ui.app import Window

NAMES = {"rework": "返工", "cases": "办件", "measures": "措施"}


class NewRecord(Dialog):
    """A row typed by hand."""

    width = 560

    def __init__(
        self,
        window: Window,
        kind: str,
        save: Callable[[dict[str, Any]], object],
        title: str = "",
        yes: str = "登记",
        /,
        **preset: Any,
    ) -> None:
        super().__init__(window, title or f"登记一行{NAMES[kind]}")
        assert window.session.words
        settings = window.session.settings
        self.form = RecordForm(self.body, self.theme, kind, window.session.words, settings.clerks or (settings.clerk,))
        self.form.load(preset)
        self.form.inner.update_idletasks()
        needed = self.form.inner.winfo_reqheight() + self.theme.px(4)
        self.form.configure(height=min(needed, window.root.winfo_height() - self.theme.px(180)))
        self.form.pack_propagate(False)
        self.form.pack(fill="both", expand=True)
        self.wrong = tk.Label(
            self.body,
            font=self.theme.font("body"),
            background=self.theme.color.card,
            foreground=self.theme.color.bad_text,
        )
        self.wrong.pack(anchor="w")
        self.kept = save
        self.buttons((yes, self.save, "primary"))
        first = self.form.widgets["item"]
        self.open(first)

    def save(self) -> None:
        """Hands the values over once all that must be said is said."""
        if missing := self.form.missing():
            self.wrong.configure(text=f"还要写:{'、'.join(missing)}")
        else:
            self.kept(self.form.values())


class Progress(Dialog):
    """A bar and a way to stop. Closes by itself when the work is done."""

    def __init__(self, window: Window, title: str, words: str) -> None:
        super().__init__(window, title)
        self.words = self.text(words)
        self.bar = ttk.Progressbar(self.body, mode="determinate", maximum=100)
        self.bar.pack(fill="x", pady=self.theme.px(8))
        self.job: Job | None = None
        self.buttons(("停下", self.stop, "plain"), back="")
        self.open()

    def step(self, done: int, total: int) -> None:
        if self.winfo_exists():
            self.bar.configure(value=100 * done / max(total, 1))
            self.words.configure(text=f"{done} / {total}")

    def stop(self) -> None:
        if self.job:
            self.job.cancel()
            self.words.configure(text="正在停下…")

    def key(self, name: str, event: tk.Event) -> bool:
        if name == "Escape":
            self.stop()
            return True
        return super().key(name, event)


def run_long(
    window: Window,
    title: str,
    words: str,
    work: Callable[[Job], Any],
    done: Callable[[Any], object],
    *,
    writes: bool = True,
) -> None:
    """Runs `work(job)` with a progress dialog that can stop it."""
    box = Progress(window, title, words)

    def finished(result: Any) -> None:
        box.close()
        done(result)

    def failed(error: BaseException) -> None:
        box.close()
        if isinstance(error, Cancelled):
            window.toast("已停下,原来的文件没有变", "info")
        else:
            window.fail(error)

    box.job = window.jobs.run(work, finished, failed, progress=box.step, writes=writes)
