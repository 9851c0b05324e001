"""A line to type in: a 2 px focus line, grey words while it is empty."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Sequence

from workbench.ui.theme import Theme


class Entry(tk.Frame):
    """`inner` is the Tk entry; `hint` stands in it while it is empty: of several the first that has room."""

    def __init__(
        self,
        parent: tk.Misc,
        theme: Theme,
        *,
        hint: str | Sequence[str] = "",
        value: str = "",
        width: int = 20,
        size: str = "body",
        height: int = 36,
    ) -> None:
        color = theme.color
        super().__init__(parent, background=color.edge, height=theme.px(height))
        self.pack_propagate(False)
        self.face = tk.Frame(self, background=color.card)
        self.face.pack_propagate(False)
        self.face.pack(fill="both", expand=True, padx=1, pady=1)
        self.theme, self._font = theme, theme.font(size)
        self.variable = tk.StringVar(self, value)
        self.inner = tk.Entry(
            self.face,
            textvariable=self.variable,
            font=theme.font(size),
            background=color.card,
            foreground=color.text,
            insertbackground=color.accent,
            selectbackground=color.accent,
            selectforeground=color.accent_text,
            insertwidth=2,
            relief="flat",
            borderwidth=0,
            highlightthickness=0,
            width=width,
        )
        self.inner.pack(fill="both", expand=True, padx=theme.px(8))
        self.configure(width=theme.font(size).measure("中") * width // 2 + theme.px(20))
        self.hints = (hint,) if isinstance(hint, str) else tuple(hint)
        self.hint = tk.Label(
            self.face, font=theme.font(size), background=color.card, foreground=color.quiet, cursor="xterm"
        )
        self.hint.bind("<Button-1>", lambda _e: self.inner.focus_set())
        self.variable.trace_add("write", lambda *_: self._show_hint())
        self.inner.bind("<FocusIn>", lambda _e: self._frame(color.accent, 2))
        self.inner.bind("<FocusOut>", lambda _e: self._frame(color.edge, 1))
        self.inner.bind("<Control-a>", lambda _e: (self.take(), "break")[1])  # X11: to the start of the line
        self._padding = theme.px(8)
        self.face.bind("<Configure>", lambda _e: self._show_hint())
        self._show_hint()

    def _frame(self, color: str, thick: int) -> None:
        self.configure(background=color)
        self.face.pack_configure(padx=thick, pady=thick)

    def take(self) -> None:
        """The keys go here; what stands here is chosen, so that the next word takes its place."""
        self.inner.focus_set()
        self.inner.select_range(0, "end")
        self.inner.icursor("end")

    def get(self) -> str:
        return self.variable.get()

    def set(self, text: str) -> None:
        self.variable.set(text)
        self.inner.icursor("end")

    def destroy(self) -> None:
        """Tk holds what watches the variable, and with it the whole dialog: it is let go by hand."""
        for modes, name in self.variable.trace_info():
            self.variable.trace_remove(modes[0], name)
        super().destroy()

    def _show_hint(self) -> None:
        if self.variable.get() or not self.hints[0]:
            self.hint.place_forget()
            return
        room = self.face.winfo_width() - 2 * self._padding
        words = next((one for one in self.hints if self._font.measure(one) <= room), self.hints[-1])
        self.hint.configure(text=words)
        self.hint.place(x=self._padding + 2, rely=0.5, anchor="w")
