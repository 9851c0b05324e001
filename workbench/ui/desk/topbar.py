"""The top of the counter: search, the open visit's code, visit number and clock, parking and the next citizen."""

from __future__ import annotations

import tkinter as tk
from typing import TYPE_CHECKING

from workbench.ui.desk.searchbox import SearchBox
from workbench.ui.widgets.button import Button

if TYPE_CHECKING:
    from workbench.ui.pages.desk import DeskPage

HEIGHT = 57


class TopBar(tk.Frame):
    """Chips that do not fit are left out, the least needed first."""

    def __init__(self, parent: tk.Misc, page: DeskPage) -> None:
        theme = page.theme
        super().__init__(parent, background=theme.color.card, height=theme.px(HEIGHT))
        self.pack_propagate(False)
        self.page, self.theme = page, theme
        tk.Frame(self, background=theme.color.line, height=1).pack(side="bottom", fill="x")
        self.search = SearchBox(self, page.window, page.open_item, page.open_said, page.find_code, page.focus_work)
        self.search.pack(side="left", padx=(theme.px(16), theme.px(12)), pady=theme.px(9))
        self.new = Button(self, theme, "新办件", page.new, key="F2")
        self.new.pack(side="right", padx=(0, theme.px(16)))
        self.park = Button(self, theme, "挂起", page.park, key="F4")
        self.park.pack(side="right", padx=theme.px(10))
        self.parked = self._chip()
        self.code, self.times, self.clock = self._chip(), self._chip(), self._chip()
        self._texts: tuple[str, ...] = ()
        self.bind("<Configure>", lambda _e: self._arrange())

    def _chip(self) -> tk.Label:
        theme, color = self.theme, self.theme.color
        return tk.Label(
            self,
            font=theme.font("status"),
            background=color.chip,
            foreground=color.chip_text,
            padx=theme.px(8),
            pady=theme.px(4),
        )

    def refresh(self) -> None:
        """Says what the counter knows now."""
        counter = self.page.counter
        visit = counter.visit if counter else None
        parked = len(counter.desk.parked) if counter else 0
        texts = (
            f"办件 {visit.code}" if visit else "",
            f"第 {visit.visit} 次到窗" if visit else "",
            f"用时 {counter.worked()}" if counter and visit else "",
            f"已挂起 {parked} 件" if parked else "",
        )
        self.park.enable(visit is not None)
        if texts != self._texts:
            relaid = [bool(one) for one in texts] != [bool(one) for one in self._texts] or len(texts) != len(
                self._texts
            )
            self._texts = texts
            for chip, text in zip((self.code, self.times, self.clock, self.parked), texts, strict=True):
                chip.configure(text=text)
            if relaid:
                self._arrange()

    def _arrange(self) -> None:
        theme = self.theme
        width = self.winfo_width()
        if width < 100 or not self._texts:
            return
        buttons = self.new.wanted_width() + self.park.wanted_width() + theme.px(36)
        wide = min(theme.px(370), max(theme.px(250), width - buttons - theme.px(330)), width - buttons - theme.px(28))
        self.search.configure(width=wide)
        room = width - wide - buttons - theme.px(36)
        for chip in (self.code, self.times, self.clock, self.parked):
            chip.pack_forget()
        shown = []
        for chip in (self.clock, self.code, self.parked, self.times):  # the most needed first
            need = chip.winfo_reqwidth() + theme.px(12)
            if chip["text"] and need <= room:
                room -= need
                shown.append(chip)
        for chip in (self.code, self.times, self.clock):
            if chip in shown:
                chip.pack(side="left", padx=(0, theme.px(12)))
        if self.parked in shown:
            self.parked.pack(side="right")
