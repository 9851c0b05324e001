"""Taking back a publication: what it was is said first; a later change of the same file is never lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.ui.rules import history
from workbench.ui.rules.telling import who
from workbench.ui.widgets import dialog

if TYPE_CHECKING:
    from workbench.rules.publish_store import Record
    from workbench.ui.pages.rules import RulesPage


def ask(page: RulesPage) -> None:
    """Asks before the last publication (of the chosen item, else of all) is taken back."""
    window = page.window
    item = page.entry.item.id if page.entry else ""

    def work() -> list[Record]:
        from workbench.rules import publish

        return publish.history(window.space)

    def done(records: list[Record]) -> None:
        last = history.undoable(records, item)
        if last is None:
            where = f"“{page.entry.item.short}”" if page.entry else "本单位"
            window.toast(f"{where}没有发布过规则,没有可以撤销的", "info")
            return
        words = f"{history.title(last, page.library)}({history.spoken_time(last)},{last.who or '未署名'})\n{last.why}"
        dialog.confirm(
            window,
            "撤销这次发布?",
            f"{words}\n\n规则文件会恢复成发布以前的样子;撤掉的版本仍留在“旧版本”里,也会记在变更里。",
            "撤销发布",
            lambda: take_back(page, item),
        )

    window.jobs.run(work, done)


def take_back(page: RulesPage, item: str, *, anyway: bool = False) -> None:
    """Restores the files. When one was changed since, it says so and asks again."""
    window = page.window
    now, person = window.session.now, who(window)

    def work() -> Record:
        from workbench.rules import publish

        return publish.undo(window.space, who=person, now=now, item=item, anyway=anyway)

    def done(record: Record) -> None:
        window.load_rules(lambda: window.toast(f"已{record.why},{len(record.files)} 个文件恢复原样"))

    def failed(error: BaseException) -> None:
        from workbench.rules import publish

        if not isinstance(error, publish.ChangedSince):
            window.fail(error)
            return
        dialog.confirm(
            window,
            "发布以后又改过",
            str(error).split(",没有撤销")[0] + "。\n还要撤销吗?后来的改动也会换掉,另存一份在“旧版本”里。",
            "仍然撤销",
            lambda: take_back(page, item, anyway=True),
            danger=True,
        )

    window.jobs.run(work, done, failed, writes=True)
