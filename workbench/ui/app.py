"""The window itself: the rail, one page at a time, the action bar, the status line; keys, errors and a clean end."""

from __future__ import annotations

import logging
import tkinter as tk
from collections.abc import Callable
from pathlib import Path

from workbench.problems import UserError
from workbench.ui import keys, memory, theme
from workbench.ui.broken import BrokenPage
from workbench.ui.jobs import Jobs
from workbench.ui.page import Action, Declaration, Page
from workbench.ui.pages import ORDER, declarations
from workbench.ui.session import Session
from workbench.ui.tidy import Tidy
from workbench.ui.voice import Voice
from workbench.ui.widgets import dialog
from workbench.ui.widgets.actionbar import ActionBar
from workbench.ui.widgets.rail import Rail
from workbench.ui.widgets.statusline import HEIGHT as STATUS_HEIGHT
from workbench.ui.widgets.statusline import StatusLine
from workbench.ui.widgets.toast import Toasts
from workbench.workspace import Workspace

log = logging.getLogger("workbench.ui")

FIRST_REST_MS = 100  # the first picture before everything else
NARROW_BELOW = 1150  # logical pixels: below it the rail and the pages close up
TYPING = ("Entry", "TEntry", "TCombobox", "Text", "TSpinbox", "Spinbox")


def run(space: Workspace) -> int:
    """Opens the window and gives the exit code when it was closed. Raises `UserError`."""
    from workbench.ui import single, sorry

    try:
        lock = single.take_or_wake(space)
    except UserError as error:
        sorry.show(str(error))
        raise
    if lock is None:
        return 0
    try:
        window = Window(space)
        window.root.mainloop()
    except tk.TclError as error:
        if "display" in str(error):
            raise UserError(
                "没有屏幕(没有设置 DISPLAY),窗口打不开。命令行照常可用:workbench checklist --help", exit_code=2
            ) from None
        raise
    finally:
        lock.release()
    return 0


class Window:
    """Everything a page may ask for: `space`, `session`, `theme`, `jobs`, `status`, `toast`, `fail`, `show` …"""

    def __init__(self, space: Workspace) -> None:
        space.prepare()
        self.space = space
        self.session = Session(space)
        self.memory = memory.load(space)
        self.looks = self.session.looks()
        self.root, self.theme = theme.open_root(self.looks.font_scale, self.looks.theme)
        self.root.report_callback_exception = lambda _kind, error, _trace: self.fail(error)  # type: ignore[method-assign]
        self.jobs = Jobs(self.root, self.fail)
        self.tidy = Tidy(self.root)
        self.voice = Voice(self)
        self.dialogs: list[dialog.Dialog] = []
        self.when_ready: list[Callable[[], None]] = []
        first = self.memory.page if self.memory.page in ORDER else ORDER[0]
        self._declarations = declarations([first])  # the other pages follow after the first picture
        self._closed = self.drawn = False
        self._place()
        self._build()
        self.root.protocol("WM_DELETE_WINDOW", self.close)
        keys.leave_to_us(self.root)
        for sequence in ("<Key>", "<Alt-Key>", "<Key-F10>"):  # the last two in place of Tk's search for a menu bar
            self.root.bind_all(sequence, self._key)
        for tab, forward in (("<<NextWindow>>", True), ("<<PrevWindow>>", False)):  # after Tk moved the focus
            self.root.bind_all(tab, lambda _e, forward=forward: self._keep_focus(forward), add="+")
        self.root.bind("<FocusIn>", lambda _e: self._keep_focus(True), add="+")  # from the list of a combobox, too
        self.root.bind("<Configure>", self._configured)
        self.show(first)
        self.root.deiconify()
        self.root.after(FIRST_REST_MS, self._after_first_drawing)

    # the parts -------------------------------------------------------------------------------------------------

    def _place(self) -> None:
        root = self.root
        screen = root.winfo_screenwidth(), root.winfo_screenheight()
        root.minsize(min(1000, screen[0]), min(640, screen[1]))
        root.geometry(self.memory.geometry_for(*screen) or f"{min(screen[0], 1366)}x{min(screen[1], 768)}+0+0")
        if root.winsys == "win32" and (self.memory.zoomed or not self.memory.geometry):  # the taskbar stays in sight
            root.state("zoomed")

    def _build(self) -> None:
        """The shell; called again when colours or font scale change."""
        root, theme = self.root, self.theme
        self.pages: dict[str, Page] = {}
        self.current: Page | None = None
        self.shell = tk.Frame(root, background=theme.color.page)
        self.shell.pack(fill="both", expand=True)
        self.rail = Rail(self.shell, theme, self._declarations, self.show)
        self.rail.pack(side="left", fill="y")
        right = tk.Frame(self.shell, background=theme.color.page)
        right.pack(side="left", fill="both", expand=True)
        self.status = StatusLine(right, theme)
        self.status.pack(side="bottom", fill="x")
        self.bar = ActionBar(right, theme)
        self.stage = tk.Frame(right, background=theme.color.page)
        self.stage.pack(side="top", fill="both", expand=True)
        self.toasts = Toasts(root, theme, theme.px(STATUS_HEIGHT + 68), self.dialogs)
        self._who()

    def _who(self) -> None:
        words = (f"{self.looks.window} 窗口", self.looks.clerk)
        self.status.put("right", " · ".join(part for part in words if part))

    def save_settings(self, **changes: object) -> bool:
        """Keeps changed settings on the disk and shows them. What cannot be kept is told, and False."""
        try:
            self.session.save(**changes)
        except UserError as error:
            self.fail(error)
            return False
        self.looks = self.session.looks()
        self._who()
        self.status.put("saved", f"✓ 已保存 {self.session.now:%H:%M:%S}")
        if {"window", "clerk", "optional_causes", "mask_numbers"} & set(changes):
            self.load_rules()
        return True

    def rebuild(self) -> None:
        """Builds everything anew with the settings as they are now; the open page stays open."""
        name = self.current_name
        self.looks = self.session.looks()
        if self.current:
            self.current.hidden()
        self.toasts.clear()
        self.shell.destroy()
        self.theme = theme.make(self.root, self.looks.font_scale, self.looks.theme)
        self._build()
        self.show(name)
        self.refresh_status()

    def _after_first_drawing(self) -> None:
        """What can wait until the window is on the screen."""
        from workbench.ui import background

        self.drawn = True
        self._declarations = self.rail.pages = declarations()
        self.rail.draw()
        icon = Path(__file__).with_name("icon.png")
        if icon.exists():
            self._icon = tk.PhotoImage(master=self.root, file=str(icon))
            self.root.iconphoto(True, self._icon)
        self.actions_changed()
        self.background = background.Background(self)
        self.load_rules(self._greet)

    def _greet(self) -> None:
        """The welcome of a first start."""
        if not self.session.settings.welcome_done:
            from workbench.ui.settings.welcome import Welcome

            Welcome(self)

    def load_rules(self, then: Callable[[], object] | None = None) -> None:
        """Reads the rules (again) in the background, then tells the open page."""

        def adopt(loaded: object) -> None:
            self.session.adopt(loaded)  # type: ignore[arg-type]
            for page in self.pages.values():
                page.rules_changed()
            waiting, self.when_ready = self.when_ready, []
            for one in waiting:
                one()
            if self.current:
                self.current.shown()
            self._dialog_first()
            self.refresh_status()
            self.tidy.settle()
            if then:
                then()

        def read() -> object:
            _ = self.session.settings
            return self.session.load()

        self.jobs.run(read, adopt)

    # pages -----------------------------------------------------------------------------------------------------

    @property
    def current_name(self) -> str:
        return next((name for name, page in self.pages.items() if page is self.current), self._declarations[0].name)

    def page(self, name: str) -> Page:
        """The page of that name, built on first use. One that fails shows why; the others are not touched."""
        if name not in self.pages:
            declaration = next(one for one in self._declarations if one.name == name)
            self.pages[name] = self._made(declaration)
        return self.pages[name]

    def _made(self, declaration: Declaration) -> Page:
        page = None
        try:
            page = declaration.make(self.stage, self)
            page.build()
        except Exception as error:
            if isinstance(error, UserError):
                log.info("page %s: %s", declaration.name, error)
            else:
                log.exception("page %s", declaration.name)
            if page is not None:
                page.destroy()
            page = BrokenPage(self.stage, self, declaration.title, error)
            page.build()
        return page

    def show(self, name: str) -> Page:
        """Brings a page to the front."""
        page = self.page(name)
        if page is not self.current:
            if self.current:
                self.current.hidden()
                self.current.pack_forget()
            self.current = page
            page.pack(fill="both", expand=True)
            self.rail.select(name)
            self.memory.page = name
        self.actions_changed()
        page.shown()
        self._dialog_first()
        return page

    def _dialog_first(self) -> None:
        """A page that came up behind a dialog does not take its keys."""
        if self.dialogs:
            self.dialogs[-1].take_focus()

    def actions_changed(self) -> None:
        """Asks the page for its actions again: the buttons below follow."""
        actions = self.current.actions() if self.current else []
        if self.drawn:
            self.bar.set(actions)
        if any(not one.hidden for one in actions):
            self.bar.pack(side="bottom", fill="x", before=self.stage)
        else:
            self.bar.pack_forget()

    @property
    def narrow(self) -> bool:
        """Whether the window is too narrow for three columns."""
        return self.theme.logical_width(self.root.winfo_width()) < NARROW_BELOW

    def _configured(self, event: tk.Event) -> None:
        if event.widget is self.root:
            self.rail.narrow(self.narrow)

    # keys ------------------------------------------------------------------------------------------------------

    def _key(self, event: tk.Event) -> str | None:
        self.tidy.pressed()
        name = keys.key_name(event)
        if not name or ".popdown" in str(event.widget):  # a list that is open takes its keys itself
            return None
        if name.startswith(("Control-", "Alt-")):
            event.char = ""  # a command, never the letter or number of an answer
        if self.dialogs:
            return "break" if self.dialogs[-1].key(name, event) else None
        typing = isinstance(event.widget, tk.Misc) and event.widget.winfo_class() in TYPING
        for action in [*(self.current.actions() if self.current else []), *self.common_actions()]:
            if (
                action.key == name
                and action.enabled()
                and not (typing and name in ("Control-z", "Delete", "BackSpace"))
            ):
                action.run()
                return "break"
        if not typing and self.current and self.current.key(event):
            return "break"
        return None

    def _keep_focus(self, forward: bool) -> None:
        if self.dialogs:
            self.dialogs[-1].keep_focus(forward)

    def common_actions(self) -> list[Action]:
        """What can be done on every page."""
        pages = [
            Action(f"打开“{one.title}”", f"Alt-{number}", lambda name=one.name: self.show(name), hidden=True)
            for number, one in enumerate(self._declarations, 1)
        ]
        return [
            *pages,
            Action("找命令、事项、页面", "Control-k", self.find, hidden=True),
            Action("这一页怎么用", "F1", self.help, hidden=True),
        ]

    def find(self) -> None:
        """Commands, items and pages by a few letters."""
        from workbench.ui import palette

        palette.open_palette(self)

    def help(self) -> None:
        """Opens the manual at the part of this page; works without a network."""
        from workbench.ui import manual

        manual.open_for(self, self.current_name)

    # telling ---------------------------------------------------------------------------------------------------

    def toast(self, text: str, kind: str = "good", action: tuple[str, Callable[[], object]] | None = None) -> None:
        """A short message that takes no focus. `kind`: good, info, warn, bad."""
        self.toasts.show(text, kind, action)

    def fail(self, error: BaseException) -> None:
        """Tells an error: its own sentence when it has one for the clerk, otherwise that it is in the log."""
        if isinstance(error, UserError):
            log.info("told: %s", error)
            dialog.tell(self, "没有完成", str(error))
            return
        log.error("internal fault", exc_info=error)
        dialog.tell(
            self,
            "程序内部出错",
            "刚才这一步没有完成,已经登记的内容都在。\n"
            f"详细情况记在日志“{self.space.logs / 'workbench.log'}”里,请交给维护人员。",
            ("打开日志所在文件夹", lambda: self.open_file(self.space.logs)),
        )

    def refresh_status(self) -> None:
        """Counts what waits and what is overdue, in the background."""
        if background := getattr(self, "background", None):
            background.refresh()

    def open_file(self, path: Path) -> None:
        """Opens a file or folder with the program of the system."""
        from workbench.ui import opening

        try:
            opening.open_file(path)
        except OSError as error:
            dialog.tell(self, "没有打开", f"打不开“{path}”({error.strerror})。请在文件夹里找到它,双击打开。")

    # the end ---------------------------------------------------------------------------------------------------

    def close(self) -> None:
        """Ends: what is pending is written first, the open case is kept for the next start."""
        if self._closed:
            return
        try:
            if not all(page.leave() for page in self.pages.values()):
                return
        except UserError as error:
            words = f"{error}\n现在关闭,没有办完的这一件下次打开时可能不在;已登记的都在。"
            dialog.confirm(self, "有内容没有存好", words, "仍要关闭", self._end, danger=True)
            return
        self._end()

    def _end(self) -> None:
        self._closed = True
        if self.current:
            self.current.hidden()
        self.memory.remember(self.root)
        self.root.withdraw()
        self.memory.save(self.space)
        self.voice.stop()
        if background := getattr(self, "background", None):
            background.close()
        self.jobs.close()
        self.tidy.end()
        for turn in self.root.tk.splitlist(self.root.tk.call("after", "info")):
            self.root.tk.call("after", "cancel", turn)
        self.root.destroy()
