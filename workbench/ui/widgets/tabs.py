"""A row of tabs: words with a line under the open one."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence

from workbench.ui.theme import Theme

GAP = 28  # between the words, at 100 %


class Tabs(tk.Canvas):
    """`choose(number)` is called for a click; `key` is printed at the right end.

    Where there is little room the words move together, then become smaller.
    """

    def __init__(
        self,
        parent: tk.Misc,
        theme: Theme,
        names: Sequence[str],
        key: str,
        choose: Callable[[int], object],
        *,
        ground: str = "",
    ) -> None:
        super().__init__(
            parent,
            background=ground or theme.color.card,
            highlightthickness=0,
            height=theme.px(40),
            width=10,
            cursor="hand2",
        )
        self.theme, self.names, self.key, self.choose = theme, list(names), key, choose
        self.at = 0
        self._ends: list[int] = []
        self.bind("<Configure>", lambda _e: self._draw())
        self.bind("<ButtonRelease-1>", self._clicked)

    def select(self, number: int) -> None:
        self.at = number
        self._draw()

    def rename(self, names: Sequence[str]) -> None:
        """Other words, such as with counts."""
        if list(names) != self.names:
            self.names = list(names)
            self._draw()

    def wanted_width(self) -> int:
        return self._width("body", GAP)

    def _width(self, size: str, gap: int) -> int:
        theme = self.theme
        return theme.px(16) + sum(theme.font(size, bold=True).measure(name) + theme.px(gap) for name in self.names)

    def _fitting(self) -> tuple[str, int]:
        """Size of the letters and gap, as wide as there is room for."""
        looks = [(size, gap) for size in ("body", "status") for gap in (GAP, 20, 14, 10)]
        room = self.winfo_width() - self.theme.px(4)
        return next((one for one in looks if self._width(*one) - self.theme.px(one[1]) <= room), looks[-1])

    def _draw(self) -> None:
        theme, color = self.theme, self.theme.color
        self.delete("all")
        self._ends = []
        x, height = theme.px(16), self.winfo_height()
        size, gap = self._fitting()
        for number, name in enumerate(self.names):
            here = number == self.at
            width = theme.font(size, bold=True).measure(name)
            self.create_text(
                x,
                height // 2,
                text=name,
                anchor="w",
                font=theme.font(size, bold=here),
                fill=color.accent if here else color.idle_text,
                tags="text",
            )
            if here:
                self.create_rectangle(
                    x, height - theme.px(4), x + width, height - theme.px(1), fill=color.accent, width=0
                )
            x += width + theme.px(gap)
            self._ends.append(x - theme.px(gap) // 2)
        if self.key and x + theme.px(20) < self.winfo_width():
            self.create_text(
                self.winfo_width() - theme.px(16),
                height // 2,
                text=self.key,
                anchor="e",
                font=theme.font("status"),
                fill=color.quiet,
            )
        self.create_line(0, height - 1, self.winfo_width(), height - 1, fill=color.line)

    def _clicked(self, event: tk.Event) -> None:
        for number, end in enumerate(self._ends):
            if event.x < end:
                self.choose(number)
                return
