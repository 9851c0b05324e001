"""The left rail: one entry a page, the open one marked."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable

from workbench.ui.page import Declaration
from workbench.ui.theme import Theme

WIDTH, NARROW, ENTRY = 84, 64, 65


class Rail(tk.Canvas):
    """Click or Alt+1 … Alt+6 opens a page."""

    def __init__(self, parent: tk.Misc, theme: Theme, pages: list[Declaration], show: Callable[[str], object]) -> None:
        self.theme, self.pages, self.show_page = theme, pages, show
        self.current = ""
        self._hover = ""
        super().__init__(
            parent,
            width=theme.px(WIDTH),
            background=theme.color.rail,
            highlightthickness=0,
            takefocus=0,
            cursor="hand2",
        )
        self.bind("<ButtonRelease-1>", self._clicked)
        self.bind("<Motion>", self._moved)
        self.bind("<Leave>", lambda _e: self._mark_hover(""))
        self.bind("<Configure>", lambda _e: self.draw())

    def narrow(self, narrow: bool) -> None:
        width = self.theme.px(NARROW if narrow else WIDTH)
        if int(self["width"]) != width:
            self.configure(width=width)

    def select(self, name: str) -> None:
        self.current = name
        self.draw()

    def _top(self) -> int:
        return self.theme.px(53)

    def _entry(self) -> int:
        """The height of an entry; with large letters on a low screen they close up, so that all stay in sight."""
        return min(self.theme.px(ENTRY), max(1, self.winfo_height() - self._top()) // len(self.pages))

    def _at(self, y: int) -> str:
        number = (y - self._top()) // self._entry()
        return self.pages[number].name if 0 <= number < len(self.pages) and y >= self._top() else ""

    def _clicked(self, event: tk.Event) -> None:
        if name := self._at(event.y):
            self.show_page(name)

    def _moved(self, event: tk.Event) -> None:
        self._mark_hover(self._at(event.y))

    def _mark_hover(self, name: str) -> None:
        if name != self._hover:
            self._hover = name
            self.draw()

    def draw(self) -> None:
        theme, color = self.theme, self.theme.color
        width, entry = int(self["width"]), self._entry()
        self.delete("all")
        self.create_text(
            width // 2,
            theme.px(27),
            text="窗口\n工作台",
            justify="center",
            fill=color.accent_text,
            font=theme.font("body", bold=True),
        )
        for number, page in enumerate(self.pages):
            y = self._top() + number * entry
            here = page.name == self.current
            contrast = color.rail_on == "#FFFFFF"
            text = (color.text if contrast else color.accent_text) if here else color.rail_text
            if here or page.name == self._hover:
                fill = color.rail_on if here else color.rail
                self.create_rectangle(0, y, width, y + entry, fill=fill, width=0)
            if here:
                self.create_rectangle(0, y, theme.px(4), y + entry, fill=color.rail_mark, width=0)
            self.create_image(width // 2, y + entry * 3 // 8, image=theme.icon(page.icon, 20, text))
            self.create_text(width // 2, y + entry * 3 // 4, text=page.title, fill=text, font=theme.font("body"))
