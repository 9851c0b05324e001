"""设置: office and window, letters and colours, reading aloud, backup and restore, checks, about."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Iterator
from typing import Any

from workbench import __version__
from workbench.problems import UserError
from workbench.ui.page import Action, Declaration, Page
from workbench.ui.settings.fields import Form
from workbench.ui.widgets import focus
from workbench.ui.widgets.button import Button
from workbench.ui.widgets.scrollframe import ScrollFrame
from workbench.ui.widgets.tabs import Tabs

TABS = ("单位与窗口", "显示与朗读", "备份与恢复", "文书模板", "检查", "关于")
CHECK = TABS.index("检查")
SCALES = (1.0, 1.25, 1.5, 1.75, 2.0)


class SettingsPage(Page):
    """Every line is saved as soon as it is left."""

    help = "settings"

    def build(self) -> None:
        theme = self.theme
        self.tabs = Tabs(self, theme, TABS, "", self.choose)
        self.tabs.pack(fill="x")
        self.place_for: tk.Frame = tk.Frame(self, background=theme.color.card)
        self.place_for.pack(fill="both", expand=True)
        self.tab = -1
        self.found: list[Any] = []
        self.in_detail = False

    def shown(self) -> None:
        if self.tab < 0:
            self.choose(0)

    def choose(self, number: int, at: int | None = None) -> None:
        """Opens a tab; it is made anew, so it shows what is so now. The same tab keeps its place, or takes `at`."""
        at = at if at is not None else self._at() if number == self.tab else 0
        self.tab = number
        self.tabs.select(number)
        for child in self.place_for.winfo_children():
            child.destroy()
        scroll = ScrollFrame(self.place_for, self.theme)
        scroll.pack(fill="both", expand=True)
        form = Form(scroll.inner, self.theme)
        form.pack(fill="x", padx=self.theme.px(24), pady=self.theme.px(4))
        (self._office, self._looks, self._backup, self._templates, self._check, self._about)[number](form)
        self.window.actions_changed()
        stops = list(_takes_focus(form))
        if stops and not self.window.dialogs:
            stops[min(at, len(stops) - 1)].focus_set()

    def _at(self) -> int:
        """Which of the controls of this tab has the keys, counted from its top."""
        stops = list(_takes_focus(self.place_for))
        here = focus.known(self)
        return stops.index(here) if here in stops else 0

    # tabs ------------------------------------------------------------------------------------------------------

    def _office(self, form: Form) -> None:
        settings, save = self.window.session.settings, self.window.save_settings
        form.title("单位与窗口")
        form.entry("单位名称", settings.office, lambda text: save(office=text), note="印在清单和通知书的抬头", width=56)
        form.entry("窗口号", settings.window, lambda text: save(window=text or "A01"), width=12)
        form.entry("窗口电话", settings.phone, lambda text: save(phone=text), width=24)
        form.entry("当班人员", settings.clerk, lambda text: save(clerk=text), width=14)
        form.entry(
            "本窗口人员",
            "、".join(settings.clerks),
            lambda text: save(clerks=_list(text)),
            note="用顿号隔开;登记责任人、互评时可以直接选",
            width=44,
        )
        form.title("台账")
        for cause in ("系统与外部", "政策变化"):
            form.check(
                f"启用返工原因“{cause}”",
                cause in settings.optional_causes,
                lambda on, cause=cause: save(
                    optional_causes=_with(self.window.session.settings.optional_causes, cause, on)
                ),
            )
        form.check(
            "登记时遮住身份证号、手机号、银行卡号",
            settings.mask_numbers,
            lambda on: save(mask_numbers=on),
            note="建议一直开着:台账里不留群众的号码",
        )
        form.check(
            "周复盘按人员统计",
            settings.count_by_clerk,
            lambda on: save(count_by_clerk=on),
            note="只用于帮助,不用于排名",
        )
        form.title("工作日")
        form.entry(
            "另定的上班日",
            "、".join(settings.extra_workdays),
            lambda text: self._days("extra_workdays", text),
            note="国家公布的放假调休已经内置;本地另有安排才写,如 2026-02-14",
            width=44,
        )
        form.entry(
            "另定的休息日",
            "、".join(settings.extra_holidays),
            lambda text: self._days("extra_holidays", text),
            width=44,
        )

    def _days(self, name: str, text: str) -> bool:
        from workbench import workdays

        days = _list(text)
        try:
            workdays.calendar(**{name: days})
        except UserError as error:
            self.window.fail(error)
            return False
        return self.window.save_settings(**{name: days})

    def _looks(self, form: Form) -> None:
        settings, window = self.window.session.settings, self.window
        form.title("显示")
        form.choice(
            "字号",
            [(f"{scale:.0%}", scale) for scale in SCALES],
            settings.font_scale,
            lambda scale: self._relook(font_scale=scale),
        )
        form.choice(
            "配色",
            [("标准", "light"), ("高对比", "contrast")],
            settings.theme,
            lambda name: self._relook(theme=name),
            note="高对比:黑白分明,线条加重,适合弱光、旧屏幕和视力不好的时候",
        )
        form.title("朗读")
        form.entry(
            "语音",
            settings.voice,
            lambda text: window.save_settings(voice=text),
            note="不写就用系统默认的中文语音;离线朗读",
            hint="系统默认",
            width=30,
        )
        form.entry(
            "语速",
            str(settings.voice_speed),
            lambda text: window.save_settings(voice_speed=text),
            note="每分钟字数,60 到 300",
            width=8,
        )
        form.row(lambda row: Button(row, self.theme, "试听", self.try_voice))

    def _relook(self, **changes: Any) -> None:
        self.window.save_settings(**changes)
        self.window.root.after(1, self._rebuild)  # an idle task could come while something is being laid out

    def _rebuild(self) -> None:
        """Everything anew in the new look, and this tab again."""
        tab, at = self.tab, self._at()
        for open_page in self.window.pages.values():
            open_page.leave()  # what is not on the disk yet would be gone
        self.window.rebuild()
        page: Any = self.window.current
        page.choose(tab, at)

    def try_voice(self) -> None:
        self.window.voice.toggle(lambda: ["您好,请带好身份证原件"])

    def _backup(self, form: Form) -> None:
        from workbench.ui.settings import backup

        window = self.window
        form.title("备份")
        form.note("整个工作文件夹存成一个文件:台账、自检、规则、模板、设置和流水都在里面。建议每周存一份到 U 盘。")
        form.row(lambda row: Button(row, self.theme, "现在备份", lambda: backup.ask_where(window), kind="primary"))
        form.note("此外,程序每天、以及别人改过台账之后,会自动留一份在“备份”文件夹里。")
        form.row(
            lambda row: Button(row, self.theme, "打开“备份”文件夹", lambda: window.open_file(window.space.backups))
        )
        form.title("恢复")
        form.note("用一个备份文件换下现在的内容。现在的内容不会丢,会整个留在“备份”文件夹里。")
        form.row(lambda row: Button(row, self.theme, "从备份恢复…", lambda: backup.ask_which(window)))
        form.title("工作文件夹")
        form.note(str(window.space.root))
        form.row(lambda row: Button(row, self.theme, "打开工作文件夹", lambda: window.open_file(window.space.root)))

    def _check(self, form: Form) -> None:
        form.title("检查")
        if not self.found:
            form.note("正在检查…")
            self.examine()
            return
        for one in self.found:
            form.note(f"{'✓' if one.ok else '✕'} {one.name}:{one.text}", alarm=not one.ok)
            if one.cure:
                form.note(f"     {one.cure}")
            if one.detail and self.in_detail:
                form.note(f"     {one.detail}")
        form.row(
            lambda row: Button(row, self.theme, "再查一遍", self.examine),
            lambda row: Button(row, self.theme, "收起细节" if self.in_detail else "细节", self.turn_detail),
            lambda row: Button(row, self.theme, "存一份给维护人员", self.support),
        )

    def turn_detail(self) -> None:
        """Shows versions and names too, for who maintains the computer, or no longer."""
        self.in_detail = not self.in_detail
        self.choose(CHECK)

    def examine(self) -> None:
        """Looks at the machine and the workspace in the background."""
        from workbench.ui import probe

        window, today, screen = self.window, self.window.session.today, probe.of(self.window.root)

        def work() -> Any:
            from workbench import health

            return health.examine(window.space, screen, today)

        def done(found: Any) -> None:
            self.found = found
            if self.tab == CHECK and window.current is self:
                self.choose(CHECK)

        window.jobs.run(work, done)

    def support(self) -> None:
        """Writes the findings and the end of the log into one text file; it holds no citizen's data."""
        window, found = self.window, self.found
        path = window.space.logs / f"检查结果-{window.session.now:%Y%m%d-%H%M%S}.txt"

        def work() -> None:
            from workbench import files, health

            files.write_text(path, health.support_report(window.space, found))

        window.jobs.run(
            work,
            lambda _r: window.toast(f"已存为 {path.name}", "good", ("打开", lambda: window.open_file(path.parent))),
            writes=True,
        )

    def _about(self, form: Form) -> None:
        from workbench.ui.settings import about

        form.title(f"窗口工作台 {__version__}")
        form.note("双层次告知清单、返工台账、窗口自检与周复盘。不联网,数据都在自己的文件夹里。以 MIT 许可发布。")
        form.note("规则内容用于告知和自查,以主管部门公布的办事指南为准;每一项都注明依据和核对日期。")
        form.title("用到的开源组件")
        for part in about.parts():
            form.note(f"{part.name} {part.version} — {part.licence}")
        form.note("图标:Bootstrap Icons(MIT),随 ttkbootstrap 提供。")

    def _templates(self, form: Form) -> None:
        from workbench.ui.settings import templates

        templates.fill(self, form)

    def actions(self) -> list[Action]:
        from workbench.ui.settings import backup
        from workbench.ui.settings.welcome import Welcome

        return [
            Action("现在备份", "F9", lambda: backup.ask_where(self.window), hidden=True),
            Action("再看一次使用向导", "F3", lambda: Welcome(self.window), hidden=True),
            *(
                Action(f"设置:{name}", f"Control-{number}", lambda n=number - 1: self.choose(n), hidden=True)
                for number, name in enumerate(TABS, 1)
            ),
        ]


def _takes_focus(widget: tk.Misc) -> Iterator[tk.Misc]:
    """The lines, boxes and buttons inside a widget, from top to bottom."""
    for child in widget.winfo_children():
        if child.winfo_class() in ("Entry", "TCheckbutton", "TRadiobutton") or isinstance(child, Button):
            yield child
        yield from _takes_focus(child)


def _list(text: str) -> tuple[str, ...]:
    """Words set apart by 、, commas or blanks."""
    for sign in ",,;;\n\t ":
        text = text.replace(sign, "、")
    return tuple(dict.fromkeys(part.strip() for part in text.split("、") if part.strip()))


def _with(names: tuple[str, ...], name: str, on: bool) -> tuple[str, ...]:
    rest = tuple(one for one in names if one != name)
    return (*rest, name) if on else rest


PAGE = Declaration("settings", "设置", "gear", SettingsPage)
