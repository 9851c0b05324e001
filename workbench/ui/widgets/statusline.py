"""The status line: what is saved, what waits, which rules are overdue; window and clerk at the right."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable

from workbench.ui.theme import Theme

HEIGHT = 26
ORDER = ("saved", "pending", "conflicts", "rules", "due")


class StatusLine(tk.Frame):
    """Words by name; the right end is for who works here."""

    def __init__(self, parent: tk.Misc, theme: Theme) -> None:
        super().__init__(parent, background=theme.color.status, height=theme.px(HEIGHT))
        self.pack_propagate(False)
        self.theme = theme
        self._runs: dict[str, Callable[[], object] | None] = {}
        self.parts: dict[str, tk.Label] = {name: self._part(name) for name in ORDER}
        self.right = self._label()
        self.right.pack(side="right", padx=theme.px(16))

    def _part(self, name: str) -> tk.Label:
        """A place that does what `put` last gave it. Bound once: Tk keeps every binding ever made."""
        label = self._label()
        label.bind("<Button-1>", lambda _event: self._clicked(name))
        return label

    def _clicked(self, name: str) -> None:
        if run := self._runs.get(name):
            run()

    def _label(self) -> tk.Label:
        color = self.theme.color
        return tk.Label(self, font=self.theme.font("status"), background=color.status, foreground=color.idle_text)

    def put(self, name: str, text: str, *, alarm: bool = False, run: Callable[[], object] | None = None) -> None:
        """Says `text` in the place called `name`; an empty text takes the place away. A click does `run`."""
        if name == "right":
            self.right.configure(text=text)
            return
        if name not in self.parts:
            self.parts[name] = self._part(name)
        self._runs[name] = run
        label, color = self.parts[name], self.theme.color
        label.configure(text=text, foreground=color.bad_text if alarm else color.idle_text)
        label.configure(cursor="hand2" if run else "")
        for one in self.parts.values():
            one.pack_forget()
        for number, one in enumerate(one for one in self.parts.values() if one["text"]):
            one.pack(side="left", padx=(self.theme.px(16 if number == 0 else 8), self.theme.px(8)))
