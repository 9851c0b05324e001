"""文书模板: the Word templates, each opened for change by one button, and their check."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from workbench.ui.settings.fields import Form
from workbench.ui.widgets import dialog
from workbench.ui.widgets.button import Button

if TYPE_CHECKING:
    from workbench.ui.app import Window
    from workbench.ui.pages.settings import SettingsPage


def fill(page: SettingsPage, form: Form) -> None:
    """One line a template: whose it is, and the button to change it."""
    from workbench.documents import templates

    window = page.window
    changed = {path.stem for path in templates.own(window.space)}
    form.title("文书模板")
    form.note(
        "抬头、字号、措辞都可以改成本单位的。按“修改”会抄一份到工作文件夹的“模板”里,用 Word 打开;随程序的那份不动。"
    )
    form.row(
        lambda row: Button(row, page.theme, "检查改过的模板", lambda: check(window), kind="primary"),
        lambda row: Button(row, page.theme, "打开“模板”文件夹", lambda: window.open_file(window.space.templates)),
    )
    for name in templates.kinds():
        words = "本单位改过" if name in changed else ""
        form.line(name, Button(form, page.theme, "修改", lambda name=name: change(page, name), small=True), words)


def change(page: SettingsPage, name: str) -> None:
    """Opens the office's template in Word; the first time a copy of the delivered one."""
    window = page.window

    def work() -> Path:
        from workbench.documents import word

        own = word.find(name, window.space)
        return own.path if own.source == "office" else word.own_copy(name, window.space)

    def done(path: Path) -> None:
        window.open_file(path)
        window.toast(f"已打开“{name}”。改好存盘,再按“检查改过的模板”", "info")
        page.choose(page.tab)

    window.jobs.run(work, done, writes=True)


def check(window: Window) -> None:
    """Says of every changed template what cannot work, or that all is well."""

    def work() -> tuple[int, list[str]]:
        from workbench.documents import templates

        own = templates.own(window.space)
        return len(own), [str(one) for one in templates.problems(own)]

    def done(found: tuple[int, list[str]]) -> None:
        count, wrong = found
        if wrong:
            dialog.tell(window, f"{len(wrong)} 处要改", "\n\n".join(wrong[:6]))
        else:
            words = f"检查了 {count} 个模板,都能用" if count else "还没有改过模板,用的都是随程序的"
            window.toast(words, "good" if count else "info")

    window.jobs.run(work, done)
