"""A few words beside the pointer, after a moment; never takes the focus."""

from __future__ import annotations

import tkinter as tk

from workbench.ui.theme import Theme

WAIT_MS = 600


class Tooltip:
    """Shows `text` while the pointer rests on `widget`."""

    def __init__(self, widget: tk.Misc, theme: Theme, text: str) -> None:
        self.widget, self.theme, self.text = widget, theme, text
        self._waiting: str | None = None
        self._shown: tk.Toplevel | None = None
        widget.bind("<Enter>", self._wait, add="+")
        for sequence in ("<Leave>", "<ButtonPress>", "<Destroy>"):
            widget.bind(sequence, self._hide, add="+")

    def _wait(self, _event: tk.Event) -> None:
        self._hide()
        self._waiting = self.widget.after(WAIT_MS, self._show)

    def _show(self) -> None:
        self._waiting = None
        if not self.text:
            return
        theme = self.theme
        window = tk.Toplevel(self.widget)
        window.wm_overrideredirect(True)
        tk.Label(
            window,
            text=self.text,
            font=theme.font("status"),
            background=theme.color.text,
            foreground=theme.color.card,
            padx=theme.px(8),
            pady=theme.px(4),
            justify="left",
            wraplength=theme.px(320),
        ).pack()
        window.update_idletasks()
        x = min(
            self.widget.winfo_rootx(),
            self.widget.winfo_screenwidth() - window.winfo_reqwidth(),
        )
        y = self.widget.winfo_rooty() - window.winfo_reqheight() - theme.px(4)
        if y < 0:
            y = self.widget.winfo_rooty() + self.widget.winfo_height() + theme.px(4)
        window.wm_geometry(f"+{x}+{y}")
        self._shown = window

    def _hide(self, _event: tk.Event | None = None) -> None:
        if self._waiting:
            self.widget.after_cancel(self._waiting)
            self._waiting = None
        if self._shown:
            self._shown.destroy()
            self._shown = None
