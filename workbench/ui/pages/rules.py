"""规则: every item with its state, the whole item as a page, trying it, checking it, changing it in Excel."""

from __future__ import annotations

import tkinter as tk
from typing import TYPE_CHECKING

from workbench.ui.page import Action, Declaration, Page
from workbench.ui.rules import standing
from workbench.ui.rules.itemlist import ItemList
from workbench.ui.rules.panes import TABS, TEXT, TRY, Panes
from workbench.ui.rules.standing import ALL, EVERYTHING, FILTERS, Standing
from workbench.ui.widgets.entry import Entry
from workbench.ui.widgets.tabs import Tabs

if TYPE_CHECKING:
    from workbench.rules.library import Entry as RulesEntry
    from workbench.rules.library import Library

LIST, NARROW_LIST, TOP, TABS_HEIGHT = 320, 250, 57, 40
PAINT_MS = 40  # holding an arrow key moves through the list; the page follows when it rests


class RulesPage(Page):
    """The list at the left; the chosen item, or the whole library, at the right."""

    help = "rules"

    def build(self) -> None:
        theme, color = self.theme, self.theme.color
        self.rows: list[Standing] = []
        self.wanted, self.key_chosen, self.tab = ALL, EVERYTHING, TEXT
        self.version: RulesEntry | None = None
        self._laid: tuple | None = None
        self._pending: str | None = None
        self._make_top()
        self.work = tk.Frame(self, background=color.line)
        self.work.pack(fill="both", expand=True)
        self.list = ItemList(self.work, theme, self.choose)
        self.tabs = Tabs(self.work, theme, TABS, "← → 换页", self.choose_tab)
        self.panes = Panes(self.work, self)
        self.work.bind("<Configure>", lambda _e: self._lay_out())

    def _make_top(self) -> None:
        theme, color = self.theme, self.theme.color
        top = tk.Frame(self, background=color.card, height=theme.px(TOP))
        top.pack(fill="x")
        top.pack_propagate(False)
        tk.Frame(top, background=color.line, height=1).pack(side="bottom", fill="x")
        self.search = Entry(top, theme, hint=("找事项:名称、简拼  Ctrl+F", "找事项  Ctrl+F", "找事项"), height=38)
        self.search.pack(side="left", padx=(theme.px(16), theme.px(4)), pady=theme.px(9))
        self.search.variable.trace_add("write", lambda *_: self._find())
        for key in ("<Return>", "<KP_Enter>", "<Down>"):
            self.search.inner.bind(key, lambda _e: self._to_list())
        self.search.inner.bind("<Escape>", lambda _e: self._leave_search())
        self.filters = Tabs(top, theme, FILTERS, "F3 换", self.choose_filter)
        self.filters.pack(side="left", fill="both", expand=True, pady=(theme.px(8), 0))
        top.bind("<Configure>", lambda event: self._fit_search(event.width))

    def _fit_search(self, width: int) -> None:
        room = width - self.filters.wanted_width() - self.theme.px(24)
        self.search.configure(width=max(self.theme.px(130), min(self.theme.px(300), room)))

    def _lay_out(self) -> None:
        """Two columns; in a narrow window a trial takes the place of the list."""
        width, height = self.work.winfo_width(), self.work.winfo_height()
        narrow = self.window.narrow
        wanted = (width, height, narrow, self.tab)
        if width < 100 or wanted == self._laid:
            return
        self._laid = wanted
        theme = self.theme
        left = theme.px(NARROW_LIST if narrow else LIST)
        if narrow and self.tab == TRY:
            left = -1
            self.list.place_forget()
        else:
            self.list.place(x=0, y=0, width=left, height=height)
        top = theme.px(TABS_HEIGHT)
        self.tabs.place(x=left + 1, y=0, width=width - left - 1, height=top)
        self.panes.place(x=left + 1, y=top, width=width - left - 1, height=height - top)

    # what is shown ---------------------------------------------------------------------------------------------

    @property
    def library(self) -> Library | None:
        return self.window.session.library

    @property
    def row(self) -> Standing | None:
        """The chosen line; None for the whole library."""
        return next((row for row in self.rows if row.key == self.key_chosen), None)

    @property
    def entry(self) -> RulesEntry | None:
        """The file that is shown; None for the whole library and for a file that cannot be read."""
        row = self.row
        return (self.version if self.version and row and self.version in row.entries else row.entry) if row else None

    def shown(self) -> None:
        if not self.rows:
            self.rules_changed()
        self.list.canvas.focus_set()
        self._show_pane()

    def hidden(self) -> None:
        self._forget_pending()

    def rules_changed(self) -> None:
        """The library was read (again): what is chosen stays chosen."""
        library = self.library
        if library is None:
            return
        self.rows = standing.standings(library, self.window.session.today)
        self.version = None
        if self.row is None:
            self.key_chosen = EVERYTHING
        self.filters.rename(standing.counts(self.rows))
        self._find()
        self._show_pane()

    def _find(self) -> None:
        """Fills the list by the filter and the words that are searched."""
        words = self.search.get().strip()
        found = standing.chosen(self.rows, self.window.session.index, self.wanted, words)
        items = sum(bool(row.entries) for row in self.rows)
        empty = "没有找到。可以换简称、拼音或简拼再试。" if words else f"没有“{self.wanted}”的事项。"
        if words and found:
            self.key_chosen, self.version = found[0].key, None
            self._soon()
        self.list.at = self.key_chosen
        self.list.show(found, f"{items} 个事项 · 总览、检查、发布", grouped=not words, empty=empty)

    def choose(self, key: str) -> None:
        """Another line of the list, or its page from somewhere else."""
        if key not in self.list.order:
            self.search.set("")
            self.choose_filter(0)
        if key != self.key_chosen:
            self.key_chosen, self.version = key, None
            self._soon()
        self.list.select(key)

    def open_item(self, id: str) -> None:
        """Shows an item; for other pages and the palette."""
        self.choose(id)

    def open_version(self, entry: RulesEntry) -> None:
        """Another file of the chosen item."""
        self.version = entry
        self._show_pane()

    def choose_filter(self, number: int) -> None:
        self.wanted = FILTERS[number]
        self.filters.select(number)
        self._find()

    def choose_tab(self, number: int) -> None:
        self.tab = number
        self.tabs.select(number)
        self._lay_out()
        self._show_pane()
        if number == TRY and self.entry:
            self.panes.trying.focus_work()
        else:
            self.list.canvas.focus_set()

    def _soon(self) -> None:
        if not self._pending:
            self._pending = self.after(PAINT_MS, self._show_pane)

    def _forget_pending(self) -> None:
        if self._pending:
            self.after_cancel(self._pending)
            self._pending = None

    def _show_pane(self) -> None:
        """Fills the right side with what is chosen."""
        self._forget_pending()
        if self.window.current is self:
            self.panes.show(self.tab)
            self.window.actions_changed()

    # actions ---------------------------------------------------------------------------------------------------

    def actions(self) -> list[Action]:
        def on_item() -> bool:
            return self.entry is not None

        from workbench.ui.rules import packing, sheets, workbooks

        def for_item(label, key, run, **more) -> Action:
            return Action(label, key, run, enabled=on_item, **more)

        row = self.row
        newer = bool(row and row.newer)
        return [
            for_item("导出 Excel", "F6", lambda: workbooks.export(self), rank=1, tip="在 Excel 里改这一项"),
            Action("导入 Excel", "F7", lambda: workbooks.take(self), rank=2, tip="先看改动的效果,再发布"),
            Action("新事项(空表)", "Control-n", lambda: workbooks.new_item(self), rank=3, tip="写一份带示范的空表"),
            Action("检查报告", "F8", lambda: sheets.report(self), rank=6, tip="检查和覆盖的结果,给主管看的 Excel"),
            for_item("流程图解", "F10", lambda: sheets.process_picture(self), rank=4, tip="一张 A4,贴墙用"),
            for_item("第一层清单", "F11", lambda: sheets.poster(self), rank=5, tip="人人都要带的,贴在大厅"),
            for_item("第一层清单(整个领域)", "Control-F11", lambda: sheets.domain_poster(self), menu=True),
            for_item("一次性告知书", "Control-F10", lambda: sheets.told_once(self), menu=True),
            Action("应急手工表", "Control-F8", lambda: sheets.emergency(self), menu=True),
            Action("打包", "Control-p", lambda: packing.PackDialog(self), rank=7, tip="全部规则一个文件,用 U 盘带走"),
            Action("安装规则包", "Control-o", lambda: packing.install(self), rank=8, tip="先看有什么不同,再安装"),
            Action("撤销发布", "Control-z", self.undo, side="right", rank=3),
            for_item("跟上新版本", "F12", lambda: workbooks.follow(self), side="right", rank=2, hidden=not newer),
            for_item("试一试", "F5", lambda: self.choose_tab(TRY), primary=True, side="right", rank=0),
            Action("重新读取", "F9", self.reread, rank=9, tip="改了规则文件以后,重新读一遍"),
            for_item("看另一个版本", "F2", self.next_version, menu=True),
            Action("打开规则文件", "F4", self.open_rules, menu=True),
            Action("到搜索框", "Control-f", self._to_search, menu=True),
            Action("换一种筛选", "F3", self.next_filter, menu=True),
            for_item("试一试:换一天", "Control-d", self._to_day, menu=True),
            for_item("试一试:重新开始", "Control-r", self._restart, menu=True),
            *(
                Action(f"看{name}", f"Control-{number}", lambda n=number - 1: self.choose_tab(n), menu=True)
                for number, name in enumerate(TABS, 1)
            ),
        ]

    def undo(self) -> None:
        """Takes back the last publication, of the chosen item or of all, after asking."""
        from workbench.ui.rules import takeback

        takeback.ask(self)

    def next_version(self) -> None:
        """The other files of the chosen item, one after another."""
        row, entry = self.row, self.entry
        if row and entry and len(row.entries) > 1:
            self.open_version(row.entries[(row.entries.index(entry) + 1) % len(row.entries)])

    def open_rules(self) -> None:
        """The file that is shown, or the office's folder of rules."""
        row, entry = self.row, self.entry
        self.window.open_file((entry.path if entry else row.file if row else None) or self.window.space.rules)

    def reread(self) -> None:
        self.window.load_rules(lambda: self.window.toast("规则已重新读取", "good"))

    def next_filter(self) -> None:
        self.choose_filter((FILTERS.index(self.wanted) + 1) % len(FILTERS))

    def _to_day(self) -> None:
        self.choose_tab(TRY)
        self.panes.trying.day.inner.focus_set()

    def _restart(self) -> None:
        self.choose_tab(TRY)
        if trial := self.panes.trying.trial:
            trial.restart()

    def _to_search(self) -> None:
        """The search box with its old words selected: what is typed replaces them."""
        self.search.inner.focus_set()
        self.search.inner.selection_range(0, "end")
        self.search.inner.icursor("end")

    def _to_list(self) -> str:
        self.list.canvas.focus_set()
        return "break"

    def _leave_search(self) -> str:
        if self.search.get():
            self.search.set("")
            return "break"
        return self._to_list()

    # keys ------------------------------------------------------------------------------------------------------

    def key(self, event: tk.Event) -> bool:
        char, name = event.char, event.keysym
        moves = {"Down": 1, "Up": -1}
        if name in moves:
            self.list.move(moves[name])
            return True
        if name in ("Left", "Right"):
            self.choose_tab((self.tab + (1 if name == "Right" else -1)) % len(TABS))
            return True
        if name in ("Home", "End"):
            self.list.move(-len(self.rows) - 1 if name == "Home" else len(self.rows) + 1)
            return True
        if self.tab == TRY and self.entry:
            return self.panes.trying.key(char, name)
        if self.tab == TEXT and self.entry and char.isdigit():
            return self.panes.text.jump(int(char) - 1)
        if name in ("Next", "Prior", "space"):
            self.panes.scroll(-300 if name == "Prior" else 300)
            return True
        if name in ("Return", "KP_Enter") and self.entry:
            self.choose_tab(TRY)
            return True
        return False


PAGE = Declaration("rules", "规则", "journal-check", RulesPage)
