"""What stands in for a page that could not be built."""

from __future__ import annotations

import tkinter as tk
from typing import TYPE_CHECKING

from workbench.problems import UserError
from workbench.ui.page import Page

if TYPE_CHECKING:
    from workbench.ui.app import Window


class BrokenPage(Page):
    """Stands in for a page that could not be built."""

    def __init__(self, parent: tk.Misc, window: Window, title: str, error: BaseException) -> None:
        super().__init__(parent, window)
        self.title, self.error = title, error

    def build(self) -> None:
        words = str(self.error) if isinstance(self.error, UserError) else "详细情况记在日志里,请交给维护人员。"
        theme = self.theme
        tk.Label(
            self,
            text=f"“{self.title}”这一页打不开\n\n{words}\n\n其他页面照常可用。",
            font=theme.font("aloud"),
            background=theme.color.page,
            foreground=theme.color.text,
            justify="left",
            wraplength=theme.px(700),
        ).pack(padx=theme.px(40), pady=theme.px(40), anchor="nw")
