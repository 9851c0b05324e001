"""A table for tens of thousands of rows: only the rows on the screen exist as widgets' rows."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence

import ttkbootstrap as ttk

from workbench.ui.theme import Theme
from workbench.ui.widgets.textfit import elide

Cells = Sequence[str]


class LongTable(tk.Frame):
    """`fetch(first, count)` gives the cells and tags of rows; `chosen(number)` is called when the selection moves."""

    def __init__(
        self,
        parent: tk.Misc,
        theme: Theme,
        fetch: Callable[[int, int], Sequence[tuple[Cells, str]]],
        chosen: Callable[[int], object],
        opened: Callable[[int], object],
    ) -> None:
        super().__init__(parent, background=theme.color.card)
        self.theme, self.fetch, self.chosen, self.opened = theme, fetch, chosen, opened
        self.total = self.first = 0
        self.at = -1
        self.tree = ttk.Treeview(self, show="headings", selectmode="browse", takefocus=True)
        self.bar = ttk.Scrollbar(self, orient="vertical", command=self._scrolled)
        self.bar.pack(side="right", fill="y")
        self.tree.pack(side="left", fill="both", expand=True)
        color = theme.color
        self.tree.tag_configure("removed", foreground=color.quiet)
        self._pending: str | None = None
        self.ranks: dict[str, int] = {}
        for sequence in ("<Configure>", "<ButtonRelease-1>"):  # also when a column was drawn wider
            self.tree.bind(sequence, lambda _e: self._later())
        for sequence, step in (("<Down>", 1), ("<Up>", -1)):
            self.tree.bind(sequence, lambda _e, step=step: self._break(self.move(step)))
        for sequence, pages in (("<Next>", 1), ("<Prior>", -1)):
            self.tree.bind(sequence, lambda _e, pages=pages: self._break(self.move(pages * (self.visible - 1))))
        self.tree.bind("<Home>", lambda _e: self._break(self.select(0)))
        self.tree.bind("<End>", lambda _e: self._break(self.select(self.total - 1)))
        self.tree.bind("<MouseWheel>", lambda event: self._break(self.scroll(-3 if event.delta > 0 else 3)))
        self.tree.bind("<Button-4>", lambda _e: self._break(self.scroll(-3)))
        self.tree.bind("<Button-5>", lambda _e: self._break(self.scroll(3)))
        self.tree.bind("<<TreeviewSelect>>", lambda _e: self._picked())
        self.tree.bind("<Double-1>", lambda _e: self.open_chosen())
        self.tree.bind("<Return>", lambda _e: self._break(self.open_chosen()))

    @staticmethod
    def _break(_result: object) -> str:
        return "break"

    def columns(self, columns: Sequence[tuple[str, str, int, bool, int]], widths: dict[str, int] | None = None) -> None:
        """`(name, heading, width, stretch, rank)` of each column; remembered `widths` win.

        Where there is no room for all, columns of the highest rank are left out; those of rank 0 always stay.
        """
        self.tree.configure(columns=[name for name, *_ in columns], displaycolumns=["#all"])
        self.ranks = {name: rank for name, *_, rank in columns}
        for name, heading, width, stretch, _ in columns:
            self.tree.heading(name, text=heading, anchor="w")
            wide = self.theme.px((widths or {}).get(name) or width)
            self.tree.column(name, width=wide, minwidth=self.theme.px(40), stretch=stretch, anchor="w")

    def widths(self) -> dict[str, int]:
        """The width of each column at 100 %, to be remembered."""
        return {name: round(int(self.tree.column(name, "width")) / self.theme.unit) for name in self.tree["columns"]}

    def _choose_columns(self) -> None:
        """Leaves out what the width has no room for."""
        shown = [str(name) for name in self.tree["columns"]]
        room = self.tree.winfo_width()

        def wanted() -> int:
            return sum(int(self.tree.column(name, "width")) for name in shown if not self.tree.column(name, "stretch"))

        stretching = sum(bool(self.tree.column(name, "stretch")) for name in shown) * self.theme.px(170)
        while wanted() + stretching > room > 100 and any(self.ranks[name] for name in shown):
            shown.remove(max(shown, key=lambda name: self.ranks[name]))
        if list(self.tree["displaycolumns"]) != shown:
            self.tree.configure(displaycolumns=shown)
        growing = [name for name in shown if self.tree.column(name, "stretch")]
        if growing and room > 100:  # Tk does this itself only when the size of the table changes
            each = max(self.theme.px(60), (room - wanted()) // len(growing))
            for name in growing:
                self.tree.column(name, width=each)

    @property
    def visible(self) -> int:
        """How many rows fit."""
        row = self.theme.px(32)
        return max(1, (self.tree.winfo_height() - row) // row)

    def show(self, total: int, *, keep: bool = False) -> None:
        """So many rows are there now; `keep` the place."""
        self.total = total
        if not keep:
            self.first, self.at = 0, -1
        self.at = min(self.at, total - 1)
        self.draw()

    def draw(self) -> None:
        """Fetches and fills what is on the screen."""
        self._pending = None
        self._choose_columns()
        count = self.visible
        self.first = max(0, min(self.first, self.total - count))
        rows = self.fetch(self.first, min(count, self.total - self.first)) if self.total else []
        present = self.tree.get_children()
        font = self.theme.font("body")
        rooms = [int(self.tree.column(name, "width")) - self.theme.px(12) for name in self.tree["columns"]]
        for number, (cells, tag) in enumerate(rows):
            values = [elide(_one_line(cell), font, room) for cell, room in zip(cells, rooms, strict=True)]
            if number < len(present):
                self.tree.item(present[number], values=values, tags=(tag,))
            else:
                self.tree.insert("", "end", iid=f"r{number}", values=values, tags=(tag,))
        if len(present) > len(rows):
            self.tree.delete(*present[len(rows) :])
        self._mark()
        last = max(self.total, 1)
        self.bar.set(self.first / last, min(1.0, (self.first + count) / last))

    def _mark(self) -> None:
        number = self.at - self.first
        children = self.tree.get_children()
        if 0 <= number < len(children):
            self.tree.selection_set(children[number])
            self.tree.focus(children[number])
        elif self.tree.selection():
            self.tree.selection_remove(*self.tree.selection())

    def _picked(self) -> None:
        selection = self.tree.selection()
        if selection:
            number = self.first + self.tree.index(selection[0])
            if number != self.at:
                self.at = number
                self.chosen(number)

    def select(self, number: int) -> None:
        if not self.total:
            return
        number = max(0, min(self.total - 1, number))
        if number < self.first:
            self.first = number
            self.draw()
        elif number >= self.first + self.visible:
            self.first = number - self.visible + 1
            self.draw()
        moved = number != self.at
        self.at = number
        self._mark()
        if moved:
            self.chosen(number)

    def move(self, step: int) -> None:
        self.select(self.at + step if self.at >= 0 else 0)

    def scroll(self, rows: int) -> None:
        first = max(0, min(self.first + rows, self.total - self.visible))
        if first != self.first:
            self.first = first
            self.draw()

    def open_chosen(self) -> None:
        if self.at >= 0:
            self.opened(self.at)

    def _scrolled(self, what: str, *words: str) -> None:
        if what == "moveto":
            self.first = round(float(words[0]) * self.total)
            self.draw()
        else:
            step = int(words[0])
            self.scroll(step * (self.visible - 1) if words[1] == "pages" else step * 3)

    def _later(self) -> None:
        if not self._pending:
            self._pending = self.after_idle(self.draw)


def _one_line(cell: object) -> str:
    text = str(cell)
    return text.replace("\n", " ") if "\n" in text else text
