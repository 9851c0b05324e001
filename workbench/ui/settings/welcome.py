"""The first start: three short steps, each of which can be skipped and changed later in the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench import files
from workbench.ui.settings import program
from workbench.ui.settings.fields import Form
from workbench.ui.widgets.button import Button
from workbench.ui.widgets.dialog import Dialog

if TYPE_CHECKING:
    from workbench.ui.app import Window

TITLES = ("欢迎!先写上这里是哪个窗口", "您的文件都在一个文件夹里", "先看一看样例,再开始")


class Welcome(Dialog):
    """Enter goes on, Esc goes back a step; who is here `again` may leave at once."""

    width = 640

    def __init__(self, window: Window) -> None:
        super().__init__(window, TITLES[0])
        self.step = 0
        self.again = window.session.settings.welcome_done
        self.form: Form | None = None
        self.fields: dict = {}
        self._draw()
        self.open(self.fields["office"].inner)

    def _draw(self) -> None:
        for child in (*self.body.winfo_children(), *self.row.winfo_children()):
            child.destroy()
        self.title.configure(text=f"{self.step + 1}/3  {TITLES[self.step]}")
        self.form = Form(self.body, self.theme)
        self.form.pack(fill="both", expand=True)
        (self._office, self._folder, self._demo)[self.step]()
        last = self.step == 2
        self.buttons(("开始使用" if last else "下一步", self.go_on, "primary"), back="")
        if self.step or self.again:
            Button(self.row, self.theme, "上一步" if self.step else "返回", self.go_back, key="Esc").pack(side="left")
        if self.open_now:
            self.place_middle()
            assert self.default
            (self.fields["office"].inner if self.step == 0 else self.default).focus_set()

    def _office(self) -> None:
        assert self.form
        settings = self.window.session.settings
        self.form.note("这些会印在清单和通知书的抬头。以后在“设置”里随时能改。")
        nothing = lambda _text: None  # noqa: E731 - kept when the step is left
        self.fields = {
            "office": self.form.entry("单位名称", settings.office, nothing, hint="如 样例区政务服务中心", width=50),
            "window": self.form.entry("窗口号", settings.window, nothing, width=12),
            "clerk": self.form.entry("您的称呼", settings.clerk, nothing, hint="如 王", width=12),
            "phone": self.form.entry("窗口电话", settings.phone, nothing, hint="印在清单上,可不填", width=24),
        }

    def _folder(self) -> None:
        assert self.form
        self.form.note(f"台账、文书、备份都放在:\n{self.window.space.root}")
        self.form.note("整个文件夹拷到 U 盘,换一台电脑也能接着用。不联网,不上传。")
        self.form.note("每登记一条都立刻存好,停电也不丢;台账是一本 Excel,可以随时打开看。")
        self.form.row(
            lambda row: Button(row, self.theme, "打开这个文件夹", lambda: self.window.open_file(self.window.space.root))
        )

    def _demo(self) -> None:
        assert self.form
        self.form.note("样例里有一个季度的办件、返工台账和周复盘,放在另一个文件夹,不会混进您的台账。")
        self.form.row(lambda row: Button(row, self.theme, "做一份样例并打开(约一分钟)", self.demo))
        self.form.note("最常用的几个键:输入简拼后 Enter 开始,数字键回答,空格勾材料,F9 打印,F12 登记。")
        self.form.note("Ctrl+K 找任何命令,F1 看这一页的手册。")

    def demo(self) -> None:
        """Makes the samples in the background and opens them in a window of their own."""
        window = self.window
        folder = files.free_name(window.space.root.with_name("窗口工作台示例"))
        window.toast("正在做样例,做好后会另开一个窗口。您可以继续。", "info")
        window.jobs.run(lambda: program.make_demo(folder), program.open_window)

    def go_on(self) -> None:
        if self.step == 0:
            found = {name: " ".join(entry.get().split()) for name, entry in self.fields.items()}
            found["window"] = found["window"] or "A01"
            if not self.window.save_settings(**found):
                return
        if self.step == 2:
            self.window.save_settings(welcome_done=True)
            self.close()
            return
        self.step += 1
        self._draw()

    def go_back(self) -> None:
        if self.step:
            self.step -= 1
            self._draw()
        elif self.again:
            self.close()

    def key(self, name: str, event) -> bool:
        if name == "Escape":
            self.go_back()
            return True
        return super().key(name, event)
