"""Changing rules in Excel: an item goes out as a workbook and comes back checked, shown and then published."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from tkinter import filedialog
from typing import TYPE_CHECKING

from workbench import files
from workbench.problems import InputProblems
from workbench.ui.rules import sheets
from workbench.ui.rules.previews import ProblemsDialog, PublishDialog, tell_problems
from workbench.ui.rules.telling import run_told, who
from workbench.ui.widgets.button import Button
from workbench.ui.widgets.dialog import Dialog, ask

if TYPE_CHECKING:
    from workbench.rules.publish import Proposal, Published
    from workbench.ui.pages.rules import RulesPage

FOLDER = "规则修改"  # inside 文书
GOOD, WRONG = (".xlsx", ".xlsm"), (".xls", ".csv", ".ods", ".et")  # the latter somebody saved by mistake
MOST = 7  # in the list: what fits at 150 %


def export(page: RulesPage) -> None:
    """Writes the workbook of the chosen item and opens it."""
    window, entry, library = page.window, page.entry, page.library
    if entry is None or library is None:
        return
    folder = window.space.documents / FOLDER
    item = entry.item

    def work() -> Path:
        from workbench.rules import excel

        path = files.free_name(folder / f"{files.safe_name(f'{item.short}-{item.version}')}.xlsx")
        excel.export(entry, library, path)
        return path

    def done(path: Path) -> None:
        words = f"已导出 {path.name}。改好存盘,再按 F7 导入"
        window.toast(words, "good", ("打开文件夹", lambda: window.open_file(folder)))
        window.open_file(path)

    run_told(window, "正在写工作簿…", work, done, writes=True)


def new_item(page: RulesPage) -> None:
    """Asks what the new item is called, writes its empty workbook and opens it."""
    words = "照实施清单上的全名写。写好的空表里有每一栏的说明和示范,填好存盘,再按 F7 导入。"
    ask(page.window, "新事项叫什么?", words, "写空表", lambda name: _write_blank(page, name))


def _write_blank(page: RulesPage, name: str) -> None:
    window, library = page.window, page.library
    if library is None:
        return
    folder, today = window.space.documents / FOLDER, window.session.today

    def work() -> Path:
        from workbench.rules import excel

        path = files.free_name(folder / f"{files.safe_name(f'新事项-{name}')}.xlsx")
        excel.blank.write(library, path, name, today)
        return path

    def done(path: Path) -> None:
        words = f"已写好 {path.name}。填好存盘,再按 F7 导入"
        window.toast(words, "good", ("打开文件夹", lambda: window.open_file(folder)))
        window.open_file(path)

    run_told(window, "正在写空表…", work, done, writes=True)


def take(page: RulesPage) -> None:
    """Asks which workbook comes back."""
    folder = page.window.space.documents / FOLDER
    there = list(folder.iterdir()) if folder.exists() else []
    found = [path for path in there if path.suffix.lower() in (*GOOD, *WRONG) and not path.name.startswith(("~", "."))]
    if found:
        PickDialog(page, sorted(found, key=lambda path: -path.stat().st_mtime)[:MOST])
    else:
        browse(page)


def is_open(path: Path) -> bool:
    """Whether a program seems to have the workbook open: its owner file lies beside it (it may be a stale one)."""
    owners = (f"~${path.name}", f".~lock.{path.name}#", f".~{path.name}")
    return any((path.parent / name).exists() for name in owners)


def browse(page: RulesPage) -> None:
    """A workbook from anywhere, such as a USB stick."""
    name = filedialog.askopenfilename(
        parent=page.window.root,
        title="选改好的规则工作簿",
        filetypes=[("工作簿", " ".join(f"*{one}" for one in (*GOOD, *WRONG))), ("所有文件", "*.*")],
    )
    if name:
        take_from(page, Path(name))


class PickDialog(Dialog):
    """The workbooks that went out last, by number keys; or any other."""

    width = 720

    def __init__(self, page: RulesPage, paths: list[Path]) -> None:
        super().__init__(page.window, "导入哪一份?")
        self.page, self.paths = page, [path for path in paths if path.suffix.lower() in GOOD]
        self.text("最近导出和修改过的。先检查并给您看效果,确认以后才发布。", quiet=True)
        for path in paths:
            self._line(path)
        newest = [(f"导入“{self.paths[0].stem}”", lambda: self._take(self.paths[0]), "primary")] if self.paths else []
        self.buttons(*newest, ("别的文件…", self._browse, "plain"))
        self.open()

    def _line(self, path: Path) -> None:
        """One workbook: when it was saved, and what stands in its way."""
        theme, at = self.theme, datetime.fromtimestamp(path.stat().st_mtime)
        good = path in self.paths
        name, key = (path.stem, str(self.paths.index(path) + 1)) if good else (path.name, "")
        words = f"{name}   {at.month}月{at.day}日 {at:%H:%M} 存盘"
        run = (lambda: self._take(path)) if good else (lambda: self.window.open_file(path))
        row = tk.Frame(self.body, background=theme.color.card)
        row.pack(fill="x", pady=theme.px(3))
        Button(row, theme, words, run, key=key).pack(side="left")
        note = "" if good else "! 请点开它,另存为 .xlsx"
        if good and is_open(path):
            note = "! 还开着,请先存盘、关闭"
        if note:
            tk.Label(
                row, text=note, font=theme.font("body"), background=theme.color.card, foreground=theme.color.warn_text
            ).pack(side="left", padx=theme.px(8))

    def _take(self, path: Path) -> None:
        self.close()
        take_from(self.page, path)

    def _browse(self) -> None:
        self.close()
        browse(self.page)

    def key(self, name: str, event: tk.Event) -> bool:
        if name.isdigit() and 0 < int(name) <= len(self.paths):
            self._take(self.paths[int(name) - 1])
            return True
        return super().key(name, event)


def take_from(page: RulesPage, path: Path, *, new: bool = False) -> None:
    """Reads and checks a workbook in the background, then shows what is wrong or what would change."""
    window = page.window
    today = window.session.today

    def work() -> tuple[Proposal, str]:
        from workbench.rules.excel import importing

        proposal = importing.propose(window.space, path, today, new=new)
        return proposal, importing.reason(proposal)

    def done(found: tuple[Proposal, str]) -> None:
        proposal, reason = found
        if proposal.errors:
            unknown = any(problem.code == "unknown_item_id" for problem in proposal.errors)
            again: Callable[[], None] = lambda: take_from(page, path, new=new)  # noqa: E731
            as_new = (lambda: take_from(page, path, new=True)) if unknown and not new else None
            ProblemsDialog(window, path, proposal, again, as_new)
        elif proposal.changes_nothing:
            window.toast("内容与现在的规则相同,不用发布", "info")
        else:
            PublishDialog(window, proposal, reason, lambda why, notice: publish(page, proposal, why, notice))

    run_told(window, "正在检查工作簿…", work, done, lambda error: tell_problems(window, error))


def follow(page: RulesPage) -> None:
    """Takes over the program's newer rules of an item that the office had changed; what changes is seen first."""
    window, row = page.window, page.row
    newer = row.newer if row else None
    if newer is None:
        return
    today = window.session.today

    def work() -> Proposal:
        from workbench.rules import publish as publishing
        from workbench.rules.reading import parse

        return publishing.propose(window.space, parse(newer.path)[1], today, source=newer.path)

    def done(proposal: Proposal) -> None:
        if proposal.errors:
            tell_problems(window, InputProblems(proposal.errors))
            return
        reason = f"跟上随程序的版本 {newer.item.version}"
        PublishDialog(window, proposal, reason, lambda why, notice: publish(page, proposal, why, notice))

    run_told(window, "正在比较…", work, done)


def publish(page: RulesPage, proposal: Proposal, why: str, notice: bool) -> None:
    """Writes the new version, and a `notice` of it; the page shows it when the rules were read again."""
    window = page.window
    now, person = window.session.now, who(window)

    def work() -> Published:
        from workbench.rules import publish as publishing

        return publishing.publish(window.space, proposal, who=person, why=why, now=now)

    def done(published: Published) -> None:
        item = str(proposal.data["id"])

        def told() -> None:
            page.choose(item)
            window.toast(f"已发布版本 {published.version},受理台已经用上", "good", ("撤销", page.undo))

        window.load_rules(told)
        if notice and proposal.difference:
            from workbench.rules.diff import RulesDiff

            difference = replace(proposal.difference, new_version=published.version)
            sheets.change_notice(page, RulesDiff((difference,)), why)

    window.jobs.run(work, done, writes=True)
