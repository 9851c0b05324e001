"""变更: what was published here and when, what each version changed; the last publication can be taken back."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from workbench.ui.rules import parts
from workbench.ui.theme import Theme
from workbench.ui.widgets.board import Board

if TYPE_CHECKING:
    from workbench.rules.item import Item
    from workbench.rules.library import Library
    from workbench.rules.publish_store import Record


def of_item(records: Sequence[Record], item: str) -> list[Record]:
    """The publications that concern an item (all of them for an empty id), newest first."""
    return [record for record in reversed(records) if not item or item in record.items]


def undoable(records: Sequence[Record], item: str = "") -> Record | None:
    """The publication that an undo would take back."""
    undone = {record.undoes for record in records}
    return next((one for one in of_item(records, item) if not one.undoes and one.id not in undone), None)


def title(record: Record, library: Library | None) -> str:
    """`导入 · 工伤认定`."""
    names = []
    for id in record.items:
        found = library.versions(id) if library else []
        names.append(found[0].item.short if found else id)
    more = f"等 {len(names)} 项" if len(names) > 3 else ""
    return f"{record.action} · {'、'.join(names[:3])}{more}" if names else record.action


def spoken_time(record: Record) -> str:
    at = datetime.fromisoformat(record.at)
    return f"{at.year}年{at.month}月{at.day}日 {at:%H:%M}"


class HistoryBoard(Board):
    """Painted from the records of the office and the change lists inside the files."""

    def __init__(self, parent: tk.Misc, theme: Theme) -> None:
        super().__init__(parent, theme, ground=theme.color.page)
        self.records: Sequence[Record] = ()
        self.item: Item | None = None
        self.library: Library | None = None

    def show(self, records: Sequence[Record], item: Item | None, library: Library | None) -> None:
        """For an item, or (None) for the whole office."""
        self.records, self.item, self.library = records, item, library
        self.canvas.yview_moveto(0)
        self.refresh()

    def paint(self) -> None:
        color = self.theme.color
        self.text(f"变更:{self.item.name}" if self.item else "变更:全部规则", size="title", bold=True)
        self.gap(10)
        last = undoable(self.records, self.item.id if self.item else "")
        shown = of_item(self.records, self.item.id if self.item else "")
        parts.band(self, "在本单位发布过的", f"{len(shown)} 次")
        if not shown:
            self.gap(8)
            words = "还没有。导出 Excel 改好、导入发布以后,这里会写明什么时候、谁、为什么改的,并可以撤销。"
            self.text(words, color=color.quiet)
        for record in shown:
            self._record(record, record is last)
        self.gap(14)
        self._notes()

    def _record(self, record: Record, last: bool) -> None:
        theme, color = self.theme, self.theme.color
        top = self.y
        box = self.rectangle(self.left, top, self.right, top + 10, color.card, color.line)
        self.gap(8)
        x, right = self.left + theme.px(12), self.right - theme.px(12)
        undone = {one.undoes for one in self.records}
        if last:
            wide = self.chip(right, self.y, "可撤销 Ctrl+Z", color.chip, color.chip_text, right=True)
        elif record.id in undone:
            wide = self.chip(right, self.y, "已撤销", color.idle, color.idle_text, right=True)
        else:
            wide = 0
        self.y += self.text_at(x, self.y, title(record, self.library), bold=True, width=right - x - wide)
        words = [spoken_time(record), record.who, record.why]
        self.y += self.text_at(x, self.y, " · ".join(filter(None, words)), color=color.quiet, width=right - x)
        self.gap(8)
        self.reshape(box, self.left + 0.5, top + 0.5, self.right - 0.5, self.y - 0.5)
        self.y -= 1

    def _notes(self) -> None:
        """The change lists of the files: one line a version."""
        color = self.theme.color
        items = [self.item] if self.item else [entry.item for entry in self.library.entries] if self.library else []
        notes = sorted(
            ((change, item) for item in items for change in item.changes), key=lambda one: one[0].on, reverse=True
        )
        parts.band(self, "各版本改了什么", f"{len(notes)} 条")
        self.gap(8)
        for change, item in notes:
            name = "" if self.item else f"{item.short} · "
            self.text(
                f"{change.on} · {name}版本 {change.version}" + (f" · {change.by}" if change.by else ""), bold=True
            )
            self.text(change.what, color=color.idle_text)
            self.gap(6)
        if not notes:
            self.text("文件里还没有变更记录,都是最初的版本。", color=color.quiet)
