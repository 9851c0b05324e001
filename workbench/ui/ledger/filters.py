"""The filters above the ledger: words, period, item, cause, state; and how many rows fit."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from workbench.ledger.check import Words
from workbench.ledger.records import MEASURE_STATES, OUTCOMES, REWORK_STATES
from workbench.ui.ledger.listing import PERIODS, Filter, period
from workbench.ui.theme import Theme
from workbench.ui.widgets.entry import Entry

if TYPE_CHECKING:
    from workbench.rules.search import Index

STATES = {"rework": REWORK_STATES, "cases": OUTCOMES, "measures": MEASURE_STATES}
WAIT_MS = 120  # after the last key, before the rows are asked for
# name, width, width in a narrow window
BOXES = (("period", 8, 8), ("item", 13, 9), ("cause", 9, 8), ("state", 9, 8))
HINTS = ("找材料、事项、备注  Ctrl+F", "找…  Ctrl+F")


class Filters(tk.Frame):
    """`changed()` is called when something else is to be listed, `down()` when a key leaves for the rows."""

    def __init__(
        self, parent: tk.Misc, theme: Theme, changed: Callable[[], object], down: Callable[[], object]
    ) -> None:
        super().__init__(parent, background=theme.color.page)
        self.theme, self.changed = theme, changed
        self.search = Entry(self, theme, hint=HINTS, width=28, height=34)
        self.search.grid(row=0, column=0)
        self.columnconfigure(2, weight=1)
        self.search.variable.trace_add("write", lambda *_: self._typed())
        for key in ("<Down>", "<Return>"):
            self.search.inner.bind(key, lambda _e: (down(), "break")[1])
        color = theme.color
        self.boxes = tk.Frame(self, background=color.page)
        self.choices: dict[str, ttk.Combobox] = {}
        for number, (name, width, _) in enumerate(BOXES):
            box = ttk.Combobox(self.boxes, state="readonly", width=width, font=theme.font("body"))
            box.pack(side="left", padx=(theme.px(8) if number else 0, 0))
            box.bind("<<ComboboxSelected>>", lambda _e: changed())
            self.choices[name] = box
        self.count = tk.Label(self, font=theme.font("body"), background=color.page, foreground=color.quiet)
        self.count.grid(row=0, column=2, sticky="e")
        self._words = self._legend = ""
        self.usable = True
        self._waiting: str | None = None
        self.bind("<Configure>", lambda event: self._fit(event.width))

    def _fit(self, width: int) -> None:
        """In a narrow window the filters close up and the legend is left out; then they stand in a row of their own."""
        narrow = self.theme.logical_width(width) < 1050
        self.search.configure(width=self.theme.px(180 if narrow else 260))
        for name, wide, close in BOXES:
            self.choices[name].configure(width=close if narrow else wide)
        self._legend = "" if narrow else " · ● = 还没写进 Excel"
        self.tell(self._words)
        self._place_boxes(width)

    def _place_boxes(self, width: int) -> None:
        if not self.usable:
            self.boxes.grid_remove()
            return
        theme = self.theme
        count = theme.font("body").measure("0000 条" + self._legend) + theme.px(8)
        beside = self.search.winfo_reqwidth() + theme.px(8) + self.boxes.winfo_reqwidth() + count <= width
        if beside:
            self.boxes.grid(row=0, column=1, columnspan=1, sticky="w", padx=(theme.px(8), 0), pady=0)
        else:
            self.boxes.grid(row=1, column=0, columnspan=3, sticky="w", padx=0, pady=(theme.px(8), 0))

    def tell(self, words: str) -> None:
        """How many rows there are."""
        self._words = words
        self.count.configure(text=words + (self._legend if self.usable else "") if words else "")

    def fill(self, kind: str, words: Words, *, usable: bool = True) -> None:
        """The choices for a table; what is chosen stays while it is among them. Not `usable`: only words narrow."""
        lists = {
            "period": PERIODS,
            "item": ("全部事项", *(item.short or item.name for item in words.items.values())),
            "cause": ("全部原因", *words.causes),
            "state": ("全部结果" if kind == "cases" else "全部状态", *STATES[kind]),
        }
        for name, box in self.choices.items():
            box.configure(values=list(lists[name]))
            if box.get() not in lists[name]:
                box.set(lists[name][0])
        self.choices["cause"].configure(state="disabled" if kind == "cases" else "readonly")
        self.usable = usable
        self._place_boxes(self.winfo_width())

    def span(self, today: date) -> tuple[date | None, date | None]:
        return period(self.choices["period"].get(), today)

    def wanted(self, kind: str, words: Words, index: Index | None, today: date, *, removed: bool) -> Filter:
        """What is to be listed. `index` knows the items by pinyin too."""
        text = self.search.get().strip()
        latin = len(text) > 1 and text.isascii() and text.isalpha()
        meant = tuple(found.item.id for found in index.search(text)) if latin and index else ()
        item = self.choices["item"].get()
        ids = [id for id, one in words.items.items() if (one.short or one.name) == item]
        start, end = self.span(today)

        def chosen(name: str) -> str:
            text = self.choices[name].get()
            return "" if text.startswith("全部") else text

        return Filter(kind, text, start, end, ids[0] if ids else "", chosen("cause"), chosen("state"), removed, meant)

    def _typed(self) -> None:
        if self._waiting:
            self.after_cancel(self._waiting)
        self._waiting = self.after(WAIT_MS, self._typed_enough)

    def _typed_enough(self) -> None:
        self._waiting = None
        self.changed()
