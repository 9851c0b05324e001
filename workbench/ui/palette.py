"""Ctrl+K: everything that can be done, found by a few letters: commands of this page, pages, items."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.rules.search import initials
from workbench.ui.widgets.board import Board
from workbench.ui.widgets.dialog import Dialog
from workbench.ui.widgets.entry import Entry
from workbench.ui.widgets.textfit import elide

if TYPE_CHECKING:
    from workbench.ui.app import Window
    from workbench.ui.page import Action

ROWS = 10


@dataclass(frozen=True)
class Line:
    """One entry of the palette."""

    title: str
    note: str
    run: Callable[[], object]


def open_palette(window: Window) -> Palette:
    return Palette(window)


class Palette(Dialog):
    """Type, arrows, Enter."""

    width = 620

    def __init__(self, window: Window) -> None:
        super().__init__(window, "找命令、事项、页面")
        theme = self.theme
        self.commands, self.elsewhere = self._commands(), list[Line]()
        self.entry = Entry(self.body, theme, hint="写几个字或拼音简拼", size="aloud", height=40)
        self.entry.pack(fill="x", pady=(0, theme.px(8)))
        self.board = Board(self.body, theme, painter=lambda _b: self._paint(), margin=0, takefocus=False)
        self.board.configure(height=theme.px(40) * ROWS)
        self.board.pack_propagate(False)
        self.board.pack(fill="both", expand=True)
        self.row.pack_forget()
        self.at = 0
        self.lines: list[Line] = []
        self.entry.variable.trace_add("write", lambda *_: self._find())
        self.body.pack_configure(pady=(0, theme.px(18)))
        self._find()
        self.open(self.entry.inner)
        self.update_idletasks()
        self.board.refresh()
        self._left = [one for one in window._declarations if one.name != window.current_name]
        self.after_idle(self._next_page)

    def _next_page(self) -> None:
        """Takes in the commands of one more page: a page that was never shown is made for it, one a turn."""
        if not self.open_now or not self._left:
            return
        declaration = self._left.pop(0)
        page = self.window.page(declaration.name)
        self.elsewhere += [
            Line(f"{declaration.title}:{one.label}", one.key_label, lambda one=one: self._go(declaration.name, one))
            for one in page.actions()
            if not one.key.startswith(("Prior", "Next"))
        ]
        if self.entry.get().strip():
            self._find()
        self.after(10, self._next_page)

    def _go(self, name: str, wanted: Action) -> None:
        """To a command of another page; what needs something chosen there is told."""
        window = self.window
        action = next((one for one in window.show(name).actions() if one.label == wanted.label), wanted)
        if action.enabled():
            action.run()
        else:
            window.toast(f"“{action.label}”要先在这一页选好一条。", "info")

    def _commands(self) -> list[Line]:
        window = self.window
        actions = [*(window.current.actions() if window.current else []), *window.common_actions()]
        return [Line(one.label, one.key_label, one.run) for one in actions if one.enabled() and one.key != "Control-k"]

    def _find(self) -> None:
        """What is here first, then what is named so elsewhere, items, and what has these initials elsewhere."""
        text = self.entry.get().strip().lower()
        found = [one for one in self.commands if text in one.title.lower() or _initials_fit(text, one.title)]
        if text:
            named = [one for one in self.elsewhere if text in one.title.lower()]
            found += named + self._items(text)
            found += [one for one in self.elsewhere if one not in named and _initials_fit(text, one.title)]
        self.lines, self.at = found[:ROWS], 0
        self.board.refresh()

    def _items(self, text: str) -> list[Line]:
        index = self.window.session.index
        return [
            Line(f"办理:{hit.item.short}", hit.item.name, lambda id=hit.item.id: self._open_item(id))
            for hit in (index.search(text, 6) if index else ())
        ]

    def _open_item(self, id: str) -> None:
        page = self.window.show("desk")
        page.open_item(id)  # type: ignore[attr-defined]

    def _paint(self) -> None:
        board, theme, color = self.board, self.theme, self.theme.color
        if not self.lines:
            board.text("没有找到,换个说法试试。", color=color.quiet)
        for number, line in enumerate(self.lines):
            top, height = board.y, theme.px(38)
            if number == self.at:
                board.rectangle(board.left, top, board.right, top + height, color.chosen, color.accent, 2)
            middle = top + height // 2
            board.text_at(board.left + theme.px(10), middle, line.title, bold=True, anchor="w")
            room = board.width - board.measure(line.title, bold=True) - theme.px(50)
            note = elide(line.note, theme.font("body"), room)
            board.text_at(board.right - theme.px(10), middle, note, anchor="e", color=color.quiet)
            board.zone(board.left, top, board.right, top + height, lambda number=number: self.choose(number))
            board.y = top + height

    def key(self, name: str, event: tk.Event) -> bool:
        if name in ("Down", "Up") and self.lines:
            self.at = (self.at + (1 if name == "Down" else -1)) % len(self.lines)
            self.board.refresh()
            return True
        if name in ("Return", "KP_Enter"):
            self.choose(self.at)
            return True
        return super().key(name, event)

    def choose(self, number: int) -> None:
        if number < len(self.lines):
            run = self.lines[number].run
            self.close()
            run()


def _initials_fit(text: str, title: str) -> bool:
    """Whether Latin letters are the initials of a title."""
    if not text.isascii() or len(text) < 2:
        return False
    return text in initials(title)
