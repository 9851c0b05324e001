"""Backup and restore from the window, with progress, and a question that names the consequence."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.ui.ledger.dialogs import run_long
from workbench.ui.widgets import dialog

if TYPE_CHECKING:
    from workbench.ui.app import Window


def ask_where(window: Window) -> None:
    """Asks for the file, then writes the backup."""
    from tkinter import filedialog

    name = filedialog.asksaveasfilename(
        parent=window.root,
        title="备份到",
        initialfile=f"窗口工作台备份-{window.session.settings.window}-{window.session.today}.zip",
        defaultextension=".zip",
        filetypes=[("备份文件", "*.zip")],
    )
    if name:
        save(window, Path(name))


def save(window: Window, path: Path) -> None:
    """Writes the whole workspace into one file."""

    def work(job: Any) -> int:
        from workbench import backup

        return backup.save(window.space, path, job.progress)

    def done(count: int) -> None:
        window.toast(f"已备份 {count} 个文件", "good", ("打开所在文件夹", lambda: window.open_file(path.parent)))

    run_long(window, "备份", "正在备份…", work, done)


def ask_which(window: Window) -> None:
    """Asks for the file, names what will happen, then restores."""
    from tkinter import filedialog

    name = filedialog.askopenfilename(parent=window.root, title="选一个备份文件", filetypes=[("备份文件", "*.zip")])
    if name:
        ask_whether(window, Path(name))


def ask_whether(window: Window, path: Path) -> None:
    """Says from when the backup is and what would go; a file that is none is refused here."""
    now = window.session.now

    def work() -> list[str]:
        from workbench import backup

        return backup.look(window.space, path).sentences(now)

    def done(told: list[str]) -> None:
        words = [
            f"“{path.name}”会换下现在的台账、自检、规则、模板和设置。",
            *told,
            "现在的内容整个留在“备份”文件夹里。",
        ]
        dialog.confirm(window, "用这个备份恢复?", "\n".join(words), "恢复", lambda: restore(window, path), danger=True)

    window.jobs.run(work, done)


def restore(window: Window, path: Path) -> None:
    """Puts the backup in place and builds the window anew, at the same place."""

    def work() -> Path:
        from workbench import backup

        return backup.restore(window.space, path, window.session.now)

    def done(aside: Path) -> None:
        window.session.settings = window.space.settings()
        tab = getattr(window.current, "tab", 0)
        window.rebuild()
        page: Any = window.current
        page.choose(tab)
        window.load_rules(lambda: dialog.tell(window, "已恢复", f"原来的内容留在:\n{aside}"))

    window.jobs.run(work, done, writes=True)
