"""Why the rules are changed: three lines that wrap; Enter goes on, as in a line of its own."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable

from workbench.ui.theme import Theme

LINES = 3


class Reason(tk.Frame):
    """`inner` is the Tk text; the offered words are selected, so that typing replaces them."""

    def __init__(self, parent: tk.Misc, theme: Theme, value: str, enter: Callable[[], object]) -> None:
        color = theme.color
        super().__init__(parent, background=color.edge, padx=2, pady=2)
        self.inner = tk.Text(
            self,
            height=LINES,
            width=20,
            wrap="char",
            font=theme.font("body"),
            background=color.card,
            foreground=color.text,
            insertbackground=color.accent,
            selectbackground=color.accent,
            selectforeground=color.accent_text,
            relief="flat",
            borderwidth=0,
            highlightthickness=0,
            padx=theme.px(8),
            pady=theme.px(4),
        )
        self.inner.pack(fill="both", expand=True)
        self.inner.insert("1.0", value)
        self.inner.tag_add("sel", "1.0", "end-1c")
        self.inner.bind("<FocusIn>", lambda _e: self.configure(background=color.accent))
        self.inner.bind("<FocusOut>", lambda _e: self.configure(background=color.edge))
        for key in ("<Return>", "<KP_Enter>"):
            self.inner.bind(key, lambda _e: self._stop(enter))
        self.inner.bind("<Tab>", lambda _e: self._stop(lambda: self._next().focus_set()))

    def _next(self) -> tk.Misc:
        return self.inner.tk_focusNext() or self.inner

    def _stop(self, run: Callable[[], object]) -> str:
        run()
        return "break"

    def get(self) -> str:
        """The words in one line, however they were typed."""
        return " ".join(self.inner.get("1.0", "end").split())

    def set(self, text: str) -> None:
        self.inner.delete("1.0", "end")
        self.inner.insert("1.0", text)
