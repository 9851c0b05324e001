"""The search box of the counter and what it finds: items by name or pinyin, codes of sheets, numbers of notices."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.documents import shortcode
from workbench.problems import UserError
from workbench.ui.theme import Theme
from workbench.ui.widgets import focus
from workbench.ui.widgets.board import Board
from workbench.ui.widgets.entry import Entry
from workbench.ui.widgets.textfit import elide

if TYPE_CHECKING:
    from workbench.cases.said import Said
    from workbench.ui.app import Window

HINTS = ("输入事项、简拼(如 ylzy)、再来码或通知书编号", "输入事项、简拼或再来码", "事项、再来码")
ROWS = 8


@dataclass(frozen=True)
class Hit:
    """One line of the list."""

    title: str
    note: str
    run: Callable[[], object]


class SearchBox(Entry):
    """Type, arrows, Enter. `open_item` and `open_said` are called with what was chosen."""

    def __init__(
        self,
        parent: tk.Misc,
        window: Window,
        open_item: Callable[[str], object],
        open_said: Callable[[Said], object],
        find_code: Callable[[str, Callable[[Said | None], None]], None],
        leave: Callable[[], object],
    ) -> None:
        super().__init__(parent, window.theme, hint=HINTS, height=38, size="aloud")
        self.window = window
        self.open_item, self.open_said, self.find_code, self.leave = open_item, open_said, find_code, leave
        self.hits: list[Hit] = []
        self.at = 0
        self.list = HitList(window.root, window.theme, self)
        self.variable.trace_add("write", lambda *_: self._typed())
        for key, run in (
            ("<Down>", lambda: self.move(1)),
            ("<Up>", lambda: self.move(-1)),
            ("<Return>", self.choose),
            ("<KP_Enter>", self.choose),
            ("<Escape>", self.clear),
        ):
            self.inner.bind(key, lambda _e, run=run: (run(), "break")[1])
        self.inner.bind("<FocusOut>", lambda _e: self.after(150, self._hide_if_left), add="+")
        self.inner.bind("<FocusIn>", lambda _e: self._show(), add="+")

    def clear(self) -> None:
        """Empties the box, or leaves it when it is empty."""
        blank = not self.get().strip()
        self.set("")
        if blank:
            self.leave()

    def _typed(self) -> None:
        text = self.get().strip()
        index = self.window.session.index
        self.hits = []
        if text and index:
            self.hits = [
                Hit(
                    found.item.short,
                    f"{found.item.name} · {found.item.domain}",
                    lambda id=found.item.id: self.open_item(id),
                )
                for found in index.search(text, ROWS)
            ]
        self.at = 0
        self._show()
        if code := _code_in(text):
            self.find_code(code, lambda said: self._found_code(text, said))

    def _found_code(self, text: str, said: Said | None) -> None:
        if said is None or self.get().strip() != text or not self.window.session.library:
            return
        entries = self.window.session.library.versions(said.item)
        name = entries[0].item.short if entries else said.item
        hit = Hit(
            f"二次到窗 {said.code}".strip(),
            f"{name} · {said.day.month}月{said.day.day}日 {said.at} 告知 {len(said.papers)} 份",
            lambda: self.open_said(said),
        )
        self.hits = [hit, *self.hits][:ROWS]
        self._show()

    def move(self, step: int) -> None:
        if self.hits:
            self.at = (self.at + step) % len(self.hits)
            self.list.refresh()
        elif not self.get().strip():
            self.clear()

    def choose(self, number: int | None = None) -> None:
        number = self.at if number is None else number
        if number < len(self.hits):
            run = self.hits[number].run
            self.set("")
            run()

    def _show(self) -> None:
        text = self.get().strip()
        if not text:
            self.list.place_forget()
            return
        theme, root = self.theme, self.window.root
        rows = max(1, len(self.hits))
        room = root.winfo_rootx() + root.winfo_width() - self.winfo_rootx() - theme.px(8)
        self.list.place(
            in_=self,
            x=0,
            rely=1.0,
            y=theme.px(4),
            width=max(self.winfo_width(), min(theme.px(470), room)),
            height=rows * theme.px(46) + theme.px(8),
        )
        self.list.lift()
        self.list.refresh()

    def _hide_if_left(self) -> None:
        if self.winfo_exists() and not focus.has(self.inner):
            self.list.place_forget()


def nothing_found(text: str, *, ready: bool) -> str:
    """What the empty list says."""
    if not ready:
        return "规则正在读取,请稍等…"
    if any(sign.isdigit() for sign in text) and _code_in(text):
        return "没有这个码或编号。请再看一看;也可能是别的窗口出的。"
    return "没有找到。可以换简称、拼音或简拼再试。"


def _code_in(text: str) -> str:
    """The code of a sheet, or the number of a notice, that was typed; empty when it is neither."""
    if len(text) < shortcode.LENGTH:
        return ""
    try:
        return shortcode.read(text)
    except UserError:
        from workbench.cases import said

        return said.number_in(text)


class HitList(Board):
    """The list under the box."""

    def __init__(self, parent: tk.Misc, theme: Theme, box: SearchBox) -> None:
        super().__init__(parent, theme, margin=4, takefocus=False)
        self.configure(highlightthickness=2, highlightbackground=theme.color.accent)
        self.box = box

    def paint(self) -> None:
        theme, color, box = self.theme, self.theme.color, self.box
        if not box.hits:
            self.gap(8)
            words = nothing_found(box.get().strip(), ready=box.window.session.ready)
            self.text_at(self.left + theme.px(10), self.y, words, color=color.quiet)
            return
        height = theme.px(46)
        for number, hit in enumerate(box.hits):
            top = self.y
            if number == box.at:
                self.rectangle(self.left, top, self.right, top + height, color.chosen, color.accent, 2)
            x = self.left + theme.px(10)
            room = self.right - x - theme.px(10)
            self.text_at(x, top + theme.px(3), elide(hit.title, theme.font("body", bold=True), room), bold=True)
            note = elide(hit.note, theme.font("status"), room)
            self.text_at(x, top + theme.px(24), note, "status", color=color.quiet)
            self.zone(self.left, top, self.right, top + height, lambda number=number: box.choose(number))
            self.y = top + height
        self.y -= self.margin
