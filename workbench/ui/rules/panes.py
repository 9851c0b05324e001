"""The right side of the page: one pane for each tab, made when first needed; what takes longer comes from a job."""

from __future__ import annotations

import tkinter as tk
from typing import TYPE_CHECKING, Any

from workbench.ui.widgets.board import Board

if TYPE_CHECKING:
    from workbench.rules.library import Library
    from workbench.rules.publish_store import Record
    from workbench.ui.pages.rules import RulesPage
    from workbench.ui.rules.checking import Checked
    from workbench.ui.rules.itemtext import ItemText
    from workbench.ui.rules.trying import TryPane

TEXT, TRY, CHECK, HISTORY = range(4)
TABS = ("全文", "试一试", "检查", "变更")


class Panes(tk.Frame):
    """Shows what the page has chosen."""

    def __init__(self, parent: tk.Misc, page: RulesPage) -> None:
        super().__init__(parent, background=page.theme.color.page)
        self.page, self.window, self.theme = page, page.window, page.theme
        self.tab = TEXT
        self.checked: Checked | None = None
        self.records: list[Record] = []
        self._checking: Library | None = None
        self._made: dict[str, Any] = {}

    def show(self, tab: int) -> None:
        """Brings the pane of a tab to the front and fills it."""
        self.tab = tab
        page = self.page
        row, entry, library = page.row, page.entry, page.library
        if tab == TEXT or library is None:
            if entry and row and library:
                self._front("text").show(entry, row.entries, row.newer, library, self.window.session.today)
            elif row and library:
                self._front("overview").show_broken(row, library)
            else:
                self._front("overview").show(page.rows, library, self.window.space.rules)
        elif tab == TRY:
            if entry:
                self._front("try").show(entry, library)
            else:
                self._front("hint").refresh()
        elif tab == CHECK:
            self._check(library)
            self._front("check").show(self.checked, entry)
        else:
            self._read_history()
            self._front("history").show(self.records, entry.item if entry else None, library)

    @property
    def text(self) -> ItemText:
        return self._pane("text")

    @property
    def trying(self) -> TryPane:
        return self._pane("try")

    def scroll(self, pixels: int) -> None:
        """Scrolls the pane in front."""
        for pane in self._made.values():
            if pane.winfo_ismapped() and isinstance(pane, Board):
                pane.scroll(pixels)

    def _front(self, name: str) -> Any:
        pane = self._pane(name)
        for other, one in self._made.items():
            if other != name:
                one.place_forget()
        pane.place(x=0, y=0, relwidth=1, relheight=1)
        return pane

    def _pane(self, name: str) -> Any:
        if name not in self._made:
            self._made[name] = self._make(name)
        return self._made[name]

    def _make(self, name: str) -> Any:
        from workbench.ui.rules.checkboard import CheckBoard
        from workbench.ui.rules.history import HistoryBoard
        from workbench.ui.rules.itemtext import ItemText
        from workbench.ui.rules.overview import Overview
        from workbench.ui.rules.trying import TryPane

        window, theme, page = self.window, self.theme, self.page
        if name == "text":
            return ItemText(self, theme, page.open_version)
        if name == "overview":
            return Overview(self, theme, page.choose, window.open_file)
        if name == "try":
            return TryPane(self, theme, lambda: window.session.today, self._calendar)
        if name == "check":
            return CheckBoard(self, theme, window.open_file, page.choose)
        if name == "history":
            return HistoryBoard(self, theme)
        return Board(self, theme, ground=theme.color.page, painter=_teach_trying)

    def _calendar(self):
        from workbench import workdays

        settings = self.window.session.settings
        return workdays.calendar(settings.extra_workdays, settings.extra_holidays)

    # in the background -----------------------------------------------------------------------------------------

    def _check(self, library: Library) -> None:
        """Works the checks out when the library is another one than last time."""
        from workbench.ui.rules import checking

        if self._checking is library:
            return
        self._checking, self.checked = library, None
        space, today = self.window.space, self.window.session.today

        def done(found: Checked) -> None:
            if found.library is self._checking:
                self.checked = found
                self._again(CHECK)

        def failed(error: BaseException) -> None:
            self._checking = None
            self.window.fail(error)

        self.window.jobs.run(lambda: checking.check(library, space, today), done, failed)

    def _read_history(self) -> None:
        space = self.window.space

        def work() -> list[Record]:
            from workbench.rules import publish

            return publish.history(space)

        def done(records: list[Record]) -> None:
            if records != self.records:
                self.records = records
                self._again(HISTORY)

        self.window.jobs.run(work, done)

    def _again(self, tab: int) -> None:
        """Shows a tab anew if it is still in front."""
        if self.winfo_exists() and self.tab == tab and self.window.current is self.page:
            self.show(tab)


def _teach_trying(board: Board) -> None:
    board.text("先在左边选一个事项(↑ ↓),就能在这里试:按数字键回答,看清单怎么变。", size="aloud")
