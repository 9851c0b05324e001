"""The documents of a registered case, made again from the ledger page: one by its number key, or all that fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench import files
from workbench.ui.widgets.button import Button
from workbench.ui.widgets.dialog import Dialog

if TYPE_CHECKING:
    from workbench.ui.app import Window

KINDS = ("告知", "补正", "受理", "不予受理", "容缺", "承诺", "关联")


class CasePapers(Dialog):
    """Number keys make one document, Enter makes all that the case bears out."""

    def __init__(self, window: Window, case: str) -> None:
        from workbench.documents import notices

        super().__init__(window, "给这一件出文书")
        self.case = case
        self.text("按数字出一份;按 Enter 把合适的都出一份。原来的文件不会被盖掉。")
        for number, kind in enumerate(KINDS, 1):
            Button(
                self.body, self.theme, notices.KINDS[kind].template, lambda kind=kind: self.make(kind), key=str(number)
            ).pack(anchor="w", pady=self.theme.px(3))
        self.buttons(("合适的都出", self.make_all, "primary"))
        self.open()

    def key(self, name: str, event) -> bool:
        if event.char.isdigit() and 0 < int(event.char) <= len(KINDS):
            self.make(KINDS[int(event.char) - 1])
            return True
        return super().key(name, event)

    def make(self, kind: str) -> None:
        """One document, opened when it is done."""
        window, case = self.window, self.case
        space, today, rules = window.space, window.session.today, window.session.library
        folder = space.documents / today.isoformat()

        def work():
            from workbench.documents import notices

            name = files.safe_name(f"{notices.KINDS[kind].template}-{case}")
            path = files.free_name(folder / f"{name}.docx")
            notices.write(kind, path, space, case=case, today=today, rules=rules)
            return path

        def done(path) -> None:
            window.toast(f"已生成 {path.name}", "good", ("打开", lambda: window.open_file(path)))
            window.open_file(path)

        self.close()
        window.jobs.run(work, done, writes=True)

    def make_all(self) -> None:
        """The list and every notice that fits, in one folder."""
        window, case = self.window, self.case
        space, today, rules = window.space, window.session.today, window.session.library
        folder = space.documents / today.isoformat()

        def work():
            from workbench.documents import notices

            return notices.write_all(case, folder, space, today=today, rules=rules)

        def done(found) -> None:
            paths, told = found
            words = "\n".join([f"已生成 {len(paths)} 份", *told[:2]])
            window.toast(words, "good", ("打开文件夹", lambda: window.open_file(folder)))

        self.close()
        window.jobs.run(work, done, writes=True)
