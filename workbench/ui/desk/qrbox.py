"""The list as a code for a phone's camera, large on the screen. No link, no network: the code is the text itself."""

from __future__ import annotations

import tkinter as tk
from typing import TYPE_CHECKING

from workbench.ui.widgets.dialog import Dialog

if TYPE_CHECKING:
    from workbench.ui.pages.desk import DeskPage


def show(page: DeskPage) -> None:
    """Makes the code in the background, then shows it."""
    counter, window = page.counter, page.window
    assert counter and counter.visit and counter.checklist
    checklist, settings, code = counter.checklist, window.session.settings, counter.visit.code

    def work() -> list[bytes]:
        from workbench.documents import qr
        from workbench.documents.checklist_fields import checklist_fields

        return [png for png, _ in qr.codes(qr.list_text(checklist_fields(checklist, settings, code=code)))]

    window.jobs.run(work, lambda pictures: CodeBox(page, pictures))


class CodeBox(Dialog):
    """One code, or two side by side."""

    def __init__(self, page: DeskPage, pictures: list[bytes]) -> None:
        self.width = 420 if len(pictures) == 1 else 780
        super().__init__(page.window, "请群众用手机扫一扫")
        if not pictures:
            self.text("清单太长,放不进二维码,请打印给群众。")
        else:
            self.text("扫出来就是清单的文字,可以存在手机里。" + ("两张都要扫。" if len(pictures) > 1 else ""))
        row = tk.Frame(self.body, background=self.theme.color.card)
        row.pack(pady=self.theme.px(8))
        self._images = [self._fitted(png) for png in pictures]
        for image in self._images:
            tk.Label(row, image=image, background="#FFFFFF").pack(side="left", padx=self.theme.px(8))
        self.buttons(("好了", self.close, "primary"), back="")
        self.open()

    def _fitted(self, png: bytes) -> tk.PhotoImage:
        """The picture in a size that fits the window, in whole steps so that it stays sharp."""
        image = tk.PhotoImage(master=self, data=png)
        room = self.theme.px(350)
        if image.width() > room:
            image = image.subsample(-(-image.width() // room))
        return image
