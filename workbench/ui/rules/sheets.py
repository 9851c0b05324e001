"""Sheets about the rules: the picture of the procedure, the first layer as a poster, the report of the checks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from workbench import files
from workbench.ui.rules.telling import run_told

if TYPE_CHECKING:
    from workbench.rules.diff import RulesDiff
    from workbench.ui.app import Window
    from workbench.ui.pages.rules import RulesPage

TITLES = {"第一层": "第一层清单", "告知": "一次性告知书", "应急": "应急手工表"}


def process_picture(page: RulesPage) -> None:
    """流程图解 of the chosen item, in Word."""
    if page.entry:
        _notice(page, "流程图解", page.entry.item.id, page.entry.item.short)


def poster(page: RulesPage) -> None:
    """第一层清单 of the chosen item, in Word."""
    if page.entry:
        _notice(page, "第一层", page.entry.item.id, page.entry.item.short)


def domain_poster(page: RulesPage) -> None:
    """第一层清单 of every item of the domain."""
    if page.entry:
        _notice(page, "第一层", page.entry.item.domain, page.entry.item.domain)


def told_once(page: RulesPage) -> None:
    """一次性告知书 of the chosen item, for a citizen who wants it in writing."""
    if page.entry:
        _notice(page, "告知", page.entry.item.id, page.entry.item.short)


def emergency(page: RulesPage) -> None:
    """应急手工表: what the window works with while the computer does not."""
    _notice(page, "应急")


def _notice(page: RulesPage, kind: str, about: str = "", name: str = "") -> None:
    window, library = page.window, page.library
    today = window.session.today
    title = TITLES.get(kind, kind)

    def work() -> tuple[Path, list[str]]:
        from workbench.documents import notices

        folder = window.space.documents / f"{today}"
        path = files.free_name(folder / f"{files.safe_name('-'.join(filter(None, (title, name))))}.docx")
        return path, notices.write(kind, path, window.space, item=about, today=today, rules=library)

    def done(found: tuple[Path, list[str]]) -> None:
        path, told = found
        for words in told:
            window.toast(words, "warn")
        _open(window, path)

    run_told(window, f"正在写{title}…", work, done, writes=True)


def report(page: RulesPage) -> None:
    """The checks and the coverage of all items as an Excel report for the supervisor."""
    window, library, checked = page.window, page.library, page.panes.checked
    today = window.session.today
    if library is None:
        return

    def work() -> Path:
        from workbench.ui.rules import checking

        found = checked or checking.check(library, window.space, today)
        path = files.free_name(window.space.documents / f"{today}" / "规则覆盖报告.xlsx")
        return checking.write_report(found, path, today)

    run_told(window, "正在检查全部规则并写报告…", work, lambda path: _open(window, path), writes=True)


def change_notice(page: RulesPage, found: RulesDiff, why: str) -> None:
    """规则变更通知 for training the window, in Word."""
    window = page.window
    today = window.session.today

    def work() -> Path:
        from workbench.documents import rule_change

        name = files.safe_name(rule_change.file_name(found, today))
        path = files.free_name(window.space.documents / f"{today}" / f"{name}.docx")
        rule_change.write(found, path, window.space, today, why=why)
        return path

    run_told(window, "正在写规则变更通知…", work, lambda path: _open(window, path), writes=True)


def _open(window: Window, path: Path) -> None:
    window.toast(f"已生成 {path.name}", "good", ("打开文件夹", lambda: window.open_file(path.parent)))
    window.open_file(path)
