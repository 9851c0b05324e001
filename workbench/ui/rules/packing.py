"""Rules from office to office on a USB stick: made into one file; installed after the difference was seen."""

from __future__ import annotations

from pathlib import Path
from tkinter import filedialog
from typing import TYPE_CHECKING

from workbench import files
from workbench.ui.rules import difference, parts, sheets
from workbench.ui.rules.previews import BoardDialog, tell_problems
from workbench.ui.rules.telling import run_told, who
from workbench.ui.widgets.dialog import Dialog
from workbench.ui.widgets.entry import Entry

if TYPE_CHECKING:
    from workbench.rules.packages import Manifest
    from workbench.rules.packages_install import Plan
    from workbench.rules.publish_store import Record
    from workbench.ui.pages.rules import RulesPage
    from workbench.ui.widgets.board import Board

FOLDER = "规则包"  # inside 文书
KINDS = [("规则包", "*.zip"), ("所有文件", "*.*")]


class PackDialog(Dialog):
    """What the package is for, and where it goes."""

    def __init__(self, page: RulesPage) -> None:
        super().__init__(page.window, "把全部规则打成一个文件")
        self.page = page
        settings, today = page.window.session.settings, page.window.session.today
        self.text("现在用的全部规则和本单位的模板,带校验码。别的单位安装前会先看到有什么不同。")
        self.why = Entry(self.body, self.theme, hint="写给收的人:这次改了什么(可以不写)")
        self.why.pack(fill="x", pady=self.theme.px(8))
        name = files.safe_name("-".join(filter(None, ("规则包", settings.office, str(today)))))
        self.name = f"{name}.zip"
        self.buttons(("打包", self._here, "primary"), ("存到别处(U 盘)…", self._elsewhere, "plain"))
        self.open(self.why.inner)

    def _here(self) -> None:
        why = self.why.get().strip()
        self.close()
        pack_to(self.page, files.free_name(self.page.window.space.documents / FOLDER / self.name), why)

    def _elsewhere(self) -> None:
        why = self.why.get().strip()
        self.close()
        name = filedialog.asksaveasfilename(
            parent=self.window.root,
            title="规则包存到",
            initialfile=self.name,
            defaultextension=".zip",
            filetypes=KINDS[:1],
        )
        if name:
            pack_to(self.page, Path(name), why)


def pack_to(page: RulesPage, path: Path, why: str) -> None:
    """Writes the package."""
    window = page.window
    now, person = window.session.now, who(window)

    def work() -> Manifest:
        from workbench.rules import packages

        return packages.make(window.space, path, who=person, why=why, now=now)

    def done(made: Manifest) -> None:
        templates = sum(line.path.startswith("模板/") for line in made.files)
        words = f"已打包 {len(made.items)} 份规则、{templates} 个模板:{path.name}"
        window.toast(words, "good", ("打开文件夹", lambda: window.open_file(path.parent)))

    run_told(window, "正在打包…", work, done, lambda error: tell_problems(window, error), writes=True)


def install(page: RulesPage) -> None:
    """Asks for a package."""
    name = filedialog.askopenfilename(parent=page.window.root, title="选规则包", filetypes=KINDS)
    if name:
        install_from(page, Path(name))


def install_from(page: RulesPage, path: Path) -> None:
    """Checks the package and shows what it would change."""
    window = page.window
    today = window.session.today

    def work() -> Plan:
        from workbench.rules import packages, packages_install

        return packages_install.plan(window.space, packages.read(path), today)

    def done(plan: Plan) -> None:
        if plan.changes_nothing:
            window.toast("规则包里的内容这里都有了,不用安装", "info")
        else:
            InstallDialog(page, plan)

    run_told(window, "正在检查规则包…", work, done, lambda error: tell_problems(window, error))


class InstallDialog(BoardDialog):
    """The difference, item by item; what is newer here is said first, and then not done by a mere Enter."""

    def __init__(self, page: RulesPage, plan: Plan) -> None:
        self.page, self.plan = page, plan
        super().__init__(page.window, "安装前请看:哪些规则会变", self._paint)
        made = plan.package.manifest
        self.text(plan.package.title + (f":{made.why}" if made.why else ""), quiet=True)
        self.board_below()
        if plan.older:
            self.buttons(
                ("不安装", self.close, "primary"), ("换成旧的也安装", lambda: self._install(False), "danger"), back=""
            )
        else:
            self.buttons(
                ("安装", lambda: self._install(False), "primary"),
                ("安装并写变更通知(Word)", lambda: self._install(True), "plain"),
            )
        self.open()

    def _paint(self, board: Board) -> None:
        plan, theme = self.plan, self.theme
        if plan.older:
            words = "\n".join(line.strip(" ·") for line in plan.older)
            board.banner(f"! 这里的规则比规则包里的新,装了就会倒回去:\n{words}", "bad")
            board.gap(10)
        if plan.warnings:
            parts.band(board, "提醒", f"{len(plan.warnings)} 条")
            difference.paint_problems(board, plan.warnings, "warn")
            board.gap(10)
        for one in plan.difference.items:
            board.text(
                f"{one.name}  {one.old_version or '新'} → {one.new_version or '没有了'}", size="aloud", bold=True
            )
            board.gap(6)
            difference.paint(board, one)
        for path in plan.contents:
            if path.suffix == ".docx":
                board.text(f"· 模板“{path.stem}”会换成规则包里的", color=theme.color.idle_text)

    def _install(self, notice: bool) -> None:
        self.close()
        window, plan = self.window, self.plan
        now, person = window.session.now, who(window)

        def work() -> Record:
            from workbench.rules import packages_install

            return packages_install.install(window.space, plan, who=person, now=now, older=bool(plan.older))

        def done(record: Record) -> None:
            words = f"已安装 {len(record.items)} 个事项的规则,受理台已经用上"
            window.load_rules(lambda: window.toast(words, "good", ("撤销", self.page.undo)))
            if notice:
                sheets.change_notice(self.page, plan.difference, plan.package.manifest.why)

        window.jobs.run(work, done, writes=True)
