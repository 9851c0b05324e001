"""打印清单 with a choice: which style, how many copies, on paper, as PDF or in Word."""

from __future__ import annotations

import tkinter as tk
from typing import TYPE_CHECKING

from workbench.ui.desk import papers_out
from workbench.ui.widgets.button import Button
from workbench.ui.widgets.dialog import Dialog
from workbench.ui.widgets.entry import Entry

if TYPE_CHECKING:
    from workbench.ui.pages.desk import DeskPage

STYLES = (("normal", "普通"), ("large", "大字"), ("bilingual", "中英对照"))
MOST = 99


class PrintBox(Dialog):
    """The choice; Enter prints, number keys choose the style."""

    def __init__(self, page: DeskPage) -> None:
        super().__init__(page.window, "打印清单")
        self.page, theme, ground = page, self.theme, self.theme.color.card
        self.style = "normal"
        row = tk.Frame(self.body, background=ground)
        row.pack(anchor="w", pady=theme.px(8))
        self.choices = [
            Button(row, theme, label, lambda name=name: self.choose(name), key=str(number))
            for number, (name, label) in enumerate(STYLES, 1)
        ]
        for choice in self.choices:
            choice.pack(side="left", padx=(0, theme.px(8)))
        line = tk.Frame(self.body, background=ground)
        line.pack(anchor="w", pady=theme.px(8))
        words = {"font": theme.font("body"), "background": ground, "foreground": theme.color.text}
        tk.Label(line, text="打印几份", **words).pack(side="left", padx=(0, theme.px(8)))
        self.copies = Entry(line, theme, value="1", width=4)
        self.copies.pack(side="left")
        self.wrong = self.text("")
        self.buttons(
            ("打印", self.print, "primary"), ("存成 PDF", self.pdf, "plain"), ("用 Word 打开", self.word, "plain")
        )
        self.choose("normal")
        self.open()

    def choose(self, style: str) -> None:
        """The chosen style has a sign before its name."""
        self.style = style
        for (name, label), button in zip(STYLES, self.choices, strict=True):
            button.set(f"● {label}" if name == style else f"○ {label}")

    def key(self, name: str, event: tk.Event) -> bool:
        if event.widget is not self.copies.inner and event.char in ("1", "2", "3"):
            self.choose(STYLES[int(event.char) - 1][0])
            return True
        return super().key(name, event)

    def print(self) -> None:
        text = self.copies.get().strip()
        if not text.isdecimal() or not 1 <= int(text) <= MOST:
            self.wrong.configure(text=f"份数要写 1 到 {MOST} 之间的数。", foreground=self.theme.color.bad_text)
            self.copies.inner.focus_set()
            return
        self.close()
        papers_out.print_sheet(self.page, self.style, int(text))

    def pdf(self) -> None:
        self.close()
        papers_out.pdf(self.page, self.style)

    def word(self) -> None:
        self.close()
        papers_out.word(self.page, self.style)
