"""台账: cases, rework rows and measures; find, change in place, take back, settle conflicts, give out and take in."""

from __future__ import annotations

import tkinter as tk
from datetime import date
from pathlib import Path
from typing import Any

from workbench.ui.page import Action, Declaration, Page
from workbench.ui.widgets.entry import Entry
from workbench.ui.widgets.longtable import LongTable
from workbench.ui.widgets.tabs import Tabs

KINDS = ("rework", "cases", "measures")
TABS = ("返工台账", "办件登记", "整改措施", "对照修改", "已作废")
CONFLICTS, REMOVED = 3, 4  # tabs
FORM = 330


class LedgerPage(Page):
    """Tabs over one long table; the chosen record is a form at the right."""

    help = "ledger"

    def build(self) -> None:
        from workbench.ui.ledger import listing
        from workbench.ui.ledger.editing import Edits
        from workbench.ui.ledger.filters import Filters

        self.listing = listing
        theme, color = self.theme, self.theme.color
        self.kind, self.tab, self.wide = "rework", 0, False
        self.ids: list[str] = []
        self.records: dict[str, Any] = {}
        self.edits = Edits(self)
        self._turn = 0
        self.tabs = Tabs(self, theme, TABS, "", self.choose_tab)
        self.tabs.pack(fill="x")
        self.filters = Filters(self, theme, self.reload, self._to_table)
        self.filters.pack(fill="x", padx=theme.px(16), pady=theme.px(8))
        self.middle = tk.Frame(self, background=color.line)
        self.middle.pack(fill="both", expand=True)
        self.table = LongTable(self.middle, theme, self._fetch, self._chosen, lambda _n: self.edit_here())
        self.side = tk.Frame(self.middle, background=color.card)
        self.form: Any = None
        self.empty = tk.Label(
            self.middle,
            font=theme.font("aloud"),
            background=color.card,
            foreground=color.quiet,
            justify="left",
        )
        self.conflicts: Any = None
        self.middle.bind("<Configure>", lambda _e: self._lay_out())
        self._columns()

    # showing ---------------------------------------------------------------------------------------------------

    def shown(self) -> None:
        if self.window.session.words:
            self.reload()
            self.table.tree.focus_set()

    def hidden(self) -> None:
        self.window.memory.columns[self.listed] = self.table.widths()

    @property
    def listed(self) -> str:
        """What the table lists: records of one kind, or those of all kinds that were taken back."""
        return "removed" if self.tab == REMOVED else self.kind

    def _columns(self) -> None:
        columns = [
            (one.name, one.heading, one.width, one.stretch, one.rank) for one in self.listing.COLUMNS[self.listed]
        ]
        self.table.columns([("waiting", "", 28, False, 0), *columns], self.window.memory.columns.get(self.listed))

    def choose_tab(self, number: int) -> None:
        self.window.memory.columns[self.listed] = self.table.widths()
        self.tab = number
        if number < len(KINDS):
            self.kind = KINDS[number]
        self.tabs.select(number)
        if self.form is not None:
            self.form.destroy()
            self.form = None
        self.ids, self.table.total = [], 0  # rows of another table do not fit the new columns
        self.records.clear()
        self._columns()
        self.reload()
        self.window.actions_changed()

    def _lay_out(self) -> None:
        width, height = self.middle.winfo_width(), self.middle.winfo_height()
        if width < 100:
            return
        form = self.theme.px(FORM)
        self.empty.configure(wraplength=min(self.theme.px(560), width - self.theme.px(48)))
        wide = self.theme.logical_width(width) >= 1000 and self.tab < len(KINDS)
        if self.tab == CONFLICTS:
            self._conflict_board().place(x=0, y=0, width=width, height=height)
            self.table.place_forget()
            self.side.place_forget()
            return
        if self.conflicts is not None:
            self.conflicts.place_forget()
        self.table.place(x=0, y=0, width=width - form - 1 if wide else width, height=height)
        self.wide = wide
        if wide:
            self.side.place(x=width - form, y=0, width=form, height=height)
            self._chosen(self.table.at)
        else:
            self.side.place_forget()

    @property
    def period(self) -> tuple[date | None, date | None]:
        """First and last day that is listed."""
        return self.filters.span(self.window.session.today)

    def reload(self) -> None:
        """Asks for the ids that fit, in the background; a newer question makes older answers void."""
        words = self.window.session.words
        if words is None:
            return
        self.filters.fill(self.kind, words, usable=self.tab < len(KINDS))
        if self.tab == CONFLICTS:
            self.filters.pack_forget()
        else:
            self.filters.pack(fill="x", padx=self.theme.px(16), pady=self.theme.px(8), before=self.middle)
        self._lay_out()
        self._turn += 1
        session, removed = self.window.session, self.tab == REMOVED
        wanted = self.filters.wanted(self.kind, words, session.index, session.today, removed=removed)
        turn, space, listing = self._turn, self.window.space, self.listing
        chosen = self.chosen_id

        def work():
            from workbench.ledger import ledger

            found = listing.ids(space, wanted, words)
            kept = space.journal.exists()
            books = ledger.workbooks(space) if kept else []
            wrong = [(Path(one["file"]).name, one["problems"]) for one in books if one["problems"]]
            conflicts = ledger.conflicts(space) if self.tab == CONFLICTS and kept else []
            for one in conflicts:
                one["about"] = listing.about(space, one["table"], one["record"], words)
            return found, listing.counts(space), conflicts, wrong

        self.window.jobs.run(work, lambda result: self._adopt(turn, chosen, *result))

    def _adopt(
        self, turn: int, chosen: str, found: list[str], counts: dict[str, int], conflicts: list, wrong: list
    ) -> None:
        if turn != self._turn or not self.winfo_exists():
            return
        self.ids = found
        self.records.clear()
        if "conflicts" in counts:
            counts["conflicts"] += sum(len(problems) for _, problems in wrong)
        names = [
            f"{name} {counts.get(key, 0)}" for name, key in zip(TABS, (*KINDS, "conflicts", "removed"), strict=True)
        ]
        self.tabs.rename(names)
        self.filters.tell(f"{len(found)} 条" if self.tab != CONFLICTS else "")
        if self.tab == CONFLICTS:
            background = getattr(self.window, "background", None)
            self._conflict_board().show(conflicts, wrong, background.fold_problem if background else "")
            return
        self.table.at = found.index(chosen) if chosen in found else (0 if found else -1)
        self.table.show(len(found), keep=True)
        self._chosen(self.table.at)
        self._say_empty(counts)

    def _say_empty(self, counts: dict[str, int]) -> None:
        if self.ids:
            self.empty.place_forget()
            return
        narrowed = counts.get(self.kind, 0) > 0 and self.tab < len(KINDS)
        words = {
            "rework": "还没有返工记录,这是好事。\n在受理台标出缺的材料、按 F11 登记补正,就会自动多出一行;"
            "也可以按 Ins 手工登记。",
            "cases": "还没有办件。\n在受理台办完一位群众、按 F12 登记,就会出现在这里。",
            "measures": "还没有整改措施。\n在周复盘里采纳建议,或按 Ins 手工登记一条。",
        }[self.kind]
        self.empty.configure(
            text="没有符合条件的记录,换个条件试试。"
            if narrowed
            else words
            if self.tab < len(KINDS)
            else "没有作废的记录。"
        )
        self.empty.place(in_=self.table, relx=0.5, rely=0.4, anchor="center")
        self.empty.lift()

    def _fetch(self, first: int, count: int) -> list[tuple[list[str], str]]:
        words = self.window.session.words
        assert words
        wanted = self.ids[first : first + count]
        missing = [id for id in wanted if id not in self.records]
        if len(self.records) > 5000:
            self.records.clear()
            missing = wanted
        for row in self.listing.rows(self.window.space, self.listed, missing):
            self.records[row.id] = row
        columns = self.listing.COLUMNS[self.listed]
        found = []
        for id in wanted:
            row = self.records.get(id)
            if row is not None:
                tag = "removed" if self.tab == REMOVED else ""
                found.append(([("●" if row.waiting else ""), *(one.text(row.record, words) for one in columns)], tag))
        return found

    @property
    def chosen_id(self) -> str:
        return self.ids[self.table.at] if 0 <= self.table.at < len(self.ids) else ""

    def _chosen(self, _number: int) -> None:
        """The form shows the chosen record."""
        row = self.records.get(self.chosen_id)
        self.window.bar.refresh()
        if self.tab >= len(KINDS) or not self.wide or not self.window.session.words:
            return
        self._make_form()
        self.form.load(row.record if row else None)

    def _make_form(self) -> None:
        from workbench.ui.ledger.form import RecordForm

        if self.form is None:
            session = self.window.session
            assert session.words
            clerks = session.settings.clerks or (session.settings.clerk,)
            self.form = RecordForm(
                self.side, self.theme, self.kind, session.words, clerks, self._changed, self.edits.undo
            )
            self.form.pack(fill="both", expand=True, pady=self.theme.px(8))

    def _conflict_board(self) -> Any:
        from workbench.ui.ledger.conflicts import Conflicts

        if self.conflicts is None:
            self.conflicts = Conflicts(self.middle, self.theme, self.window, self.edits.settle)
        return self.conflicts

    def _to_table(self) -> None:
        (self.conflicts.canvas if self.tab == CONFLICTS and self.conflicts else self.table.tree).focus_set()
        if self.table.at < 0:
            self.table.move(0)

    # changing --------------------------------------------------------------------------------------------------

    def _changed(self, changes: dict[str, Any]) -> None:
        """A field of the form was left with another value: it is saved at once, and can be taken back."""
        record = self.form.record
        if record.get("id"):
            self.edits.change(record["id"], changes, {name: record.get(name) for name in changes})

    def edit_here(self) -> None:
        """To the form, or in a narrow window to the same form in a dialog."""
        if self.tab >= len(KINDS) or not self.chosen_id:
            return
        if self.wide:
            self._make_form()
            field = next(iter(self.form.widgets.values()))
            (field.inner if isinstance(field, Entry) else field).focus_set()
        else:
            self.edits.in_dialog(self.kind, self.records[self.chosen_id].record)

    def papers(self) -> None:
        """Documents of the chosen case."""
        from workbench.ui.ledger.papers import CasePapers

        CasePapers(self.window, self.chosen_id)

    def not_changed(self) -> None:
        """A change was refused: the form shows again what is kept."""
        self._chosen(self.table.at)

    # actions ---------------------------------------------------------------------------------------------------

    def actions(self) -> list[Action]:
        from workbench.ui.ledger import transfer

        def on_record() -> bool:
            return self.tab < len(KINDS) and bool(self.chosen_id)

        def on_case() -> bool:
            return self.tab == 1 and bool(self.chosen_id)

        def on_removed() -> bool:
            return self.tab == REMOVED and bool(self.chosen_id)

        return [
            Action(
                "登记一行", "Insert", lambda: self.edits.add(self.kind), rank=2, enabled=lambda: self.tab < len(KINDS)
            ),
            Action("作废", "Delete", lambda: self.edits.remove(self.chosen_id), rank=5, enabled=on_record),
            Action("恢复", "F3", lambda: self.edits.restore(self.chosen_id), rank=5, enabled=on_removed),
            Action("撤销", "Control-z", self.edits.undo, rank=4, enabled=lambda: bool(self.edits.done)),
            Action("出文书", "F8", self.papers, rank=5, enabled=on_case, tip="给选中的办件再出通知书"),
            Action("导入", "Control-i", lambda: transfer.import_rows(self), rank=8),
            Action("导出", "Control-e", lambda: transfer.export(self), rank=6),
            Action("合并各窗口", "Control-m", lambda: transfer.merge(self), rank=7),
            Action("写入台账", "F9", lambda: transfer.fold_now(self), side="right", rank=3),
            Action("用 Excel 打开", "F10", lambda: transfer.open_workbook(self), side="right", primary=True, rank=1),
            Action("找", "Control-f", lambda: self.filters.search.inner.focus_set(), hidden=True),
            Action("回到列表", "Escape", self._to_table, hidden=True),
            Action("改这一条", "F2", self.edit_here, hidden=True, enabled=on_record),
            *(
                Action(f"看{name}", f"Control-{number}", lambda n=number - 1: self.choose_tab(n), hidden=True)
                for number, name in enumerate(TABS, 1)
            ),
        ]

    def key(self, event: tk.Event) -> bool:
        if self.tab == CONFLICTS and self.conflicts is not None:
            return self.conflicts.pressed(event.keysym, event.char)
        return False


PAGE = Declaration("ledger", "台账", "table", LedgerPage)
