"""Giving out and taking in: open in Excel, write now, export, merge the halls' workbooks, import rows."""

from __future__ import annotations

from pathlib import Path
from tkinter import filedialog
from typing import TYPE_CHECKING

from workbench.ui import apart
from workbench.ui.ledger.dialogs import run_long
from workbench.ui.widgets import dialog

if TYPE_CHECKING:
    from workbench.ui.app import Window
    from workbench.ui.pages.ledger import LedgerPage


def fold_now(page: LedgerPage) -> None:
    """Writes what is pending into the workbook."""
    window = page.window

    def work():
        from workbench.ledger import fold

        return apart.run(fold.fold, window.space)

    def done(report) -> None:
        sentences = report.sentences()
        kind = "good" if report.exit_code == 0 else "warn"
        window.toast("\n".join(sentences[:3]) or "都已写入台账", kind)
        page.reload()
        window.refresh_status()

    window.jobs.run(work, done, writes=True)


def open_workbook(page: LedgerPage) -> None:
    """Opens this year's workbook after what is pending was written."""
    window = page.window

    def work():
        from workbench.ledger import fold

        apart.run(fold.fold, window.space)
        return newest_workbook(window)

    def done(path: Path | None) -> None:
        if path is None:
            window.toast("还没有台账工作簿。登记第一条以后就有了。", "info")
        else:
            window.open_file(path)
        page.reload()

    window.jobs.run(work, done, writes=True)


def newest_workbook(window: Window) -> Path | None:
    """The workbook of this window that was written last."""
    mark = window.session.settings.window
    found = [path for path in window.space.ledger.glob("*.xlsx") if not path.name.startswith("~$")]
    own = [path for path in found if f"-{mark}-" in path.name] or found
    return max(own, key=lambda path: path.stat().st_mtime, default=None)


def export(page: LedgerPage) -> None:
    """Writes all rows of the period into a new file that a person chooses."""
    window = page.window
    name = filedialog.asksaveasfilename(
        parent=window.root,
        title="导出台账",
        initialdir=window.space.documents,
        initialfile=f"台账导出-{window.session.today}.xlsx",
        defaultextension=".xlsx",
        filetypes=[("Excel 工作簿", "*.xlsx"), ("CSV(每张表一个文件)", "*.csv"), ("JSON 行", "*.jsonl")],
    )
    if name:
        export_to(page, Path(name))


def export_to(page: LedgerPage, path: Path) -> None:
    window, (start, end) = page.window, page.period

    def work(job):
        from workbench.ledger import export as exporting

        return apart.run(exporting.export, window.space, path, start, end, progress=job.progress)

    def done(found) -> None:
        rows = sum(count for _, count in found)
        window.toast(f"已导出 {rows} 条", "good", ("打开", lambda: window.open_file(found[0][0] if found else path)))

    run_long(window, "导出台账", "正在写文件…", work, done)


def merge(page: LedgerPage) -> None:
    """Makes one workbook of the workbooks of a folder, such as a USB stick with all windows' ledgers."""
    window = page.window
    folder = filedialog.askdirectory(parent=window.root, title="各窗口台账所在的文件夹")
    if not folder:
        return
    name = filedialog.asksaveasfilename(
        parent=window.root,
        title="合并成",
        initialfile=f"大厅台账-{window.session.today}.xlsx",
        defaultextension=".xlsx",
        filetypes=[("Excel 工作簿", "*.xlsx")],
    )
    if name:
        merge_to(page, Path(folder), Path(name))


def merge_to(page: LedgerPage, folder: Path, path: Path) -> None:
    window = page.window

    def work(job):
        from workbench.ledger import merge as merging

        return apart.run(merging.merge, window.space, folder, path, progress=job.progress)

    def done(report) -> None:
        words = "\n".join(report.sentences()) or "合并好了。"
        dialog.tell(window, "合并台账", words, ("打开合并的台账", lambda: window.open_file(path)))

    run_long(window, "合并台账", "正在读各窗口的台账…", work, done)


def import_rows(page: LedgerPage) -> None:
    """Takes rows from a file: a workbook or CSV with the ledger's headings, or JSON for the table that is shown."""
    window = page.window
    name = filedialog.askopenfilename(
        parent=window.root,
        title="导入记录",
        filetypes=[("Excel、CSV、JSON", "*.xlsx *.csv *.json *.jsonl"), ("所有文件", "*.*")],
    )
    if name:
        import_from(page, Path(name))


def import_from(page: LedgerPage, path: Path) -> None:
    """All rows of the file or, when one has a problem, none."""
    window, kind = page.window, page.kind

    def work(job):
        from workbench.ledger import taking_in

        return apart.run(taking_in.take_in, window.space, path, kind, progress=job.progress)

    def done(found) -> None:
        page.edits.taken_in([id for ids in found.ids.values() for id in ids])
        window.toast(found.sentence(), "good" if found.count else "info")
        page.reload()
        window.refresh_status()
        window.actions_changed()

    run_long(window, "导入记录", "正在读文件…", work, done)
