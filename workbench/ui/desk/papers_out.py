"""What leaves the counter: the printed sheet, the Word file, the code for a phone, the voice. All in the background."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from workbench import files
from workbench.problems import UserError

if TYPE_CHECKING:
    from workbench.ui.pages.desk import DeskPage


def _sheet(page: DeskPage, style: str) -> Callable[[], tuple[Path, list[str]]]:
    """A job that writes the checklist as Word and keeps what it says; gives its path and what the clerk should know."""
    counter = page.counter
    assert counter and counter.visit and counter.checklist
    visit, checklist, space = counter.visit, counter.checklist, page.window.space
    now = page.window.session.now

    def write() -> tuple[Path, list[str]]:
        from workbench.cases import said
        from workbench.documents import checklist_word

        folder = space.documents / f"{now:%Y-%m-%d}"
        path = files.free_name(folder / f"{files.safe_name(f'{checklist.item.short}-材料清单-{visit.code}')}.docx")
        told = checklist_word.write(checklist, path, space, style=style, code=visit.code)
        said.keep(space, visit, checklist, now)
        return path, told

    return write


def _opening(page: DeskPage) -> Callable[[tuple[Path, list[str]]], None]:
    """What follows a finished file: it is told, opened, and stands in today's list."""

    def done(found: tuple[Path, list[str]]) -> None:
        path, told = found
        window = page.window
        for words in told:
            window.toast(words, "warn")
        window.toast(f"已生成 {path.name}", "good", ("打开文件夹", lambda: window.open_file(path.parent)))
        window.open_file(path)
        page.told()

    return done


def word(page: DeskPage, style: str = "normal") -> None:
    """Writes the sheet as Word and opens it."""
    page.window.jobs.run(_sheet(page, style), _opening(page), writes=True)


def pdf(page: DeskPage, style: str = "normal") -> None:
    """Writes the sheet as PDF beside the Word file and opens it; without Word, WPS or LibreOffice says so."""
    write = _sheet(page, style)

    def work() -> tuple[Path, list[str]]:
        from workbench.documents import printing

        path, told = write()
        return printing.to_pdf(path, files.free_name(path.with_suffix(".pdf"))), told

    page.window.toast("正在生成 PDF…", "info")
    page.window.jobs.run(work, _opening(page), writes=True)


def print_sheet(page: DeskPage, style: str = "normal", copies: int = 1) -> None:
    """Writes the sheet and sends it to the printer; without one it is opened instead."""
    write = _sheet(page, style)

    def work() -> tuple[Path, list[str], str]:
        from workbench.documents import printing

        path, told = write()
        try:
            printing.print_file(path, copies)
        except UserError as error:
            return path, told, str(error)
        return path, told, ""

    def done(found: tuple[Path, list[str], str]) -> None:
        path, told, problem = found
        window = page.window
        for words in told:
            window.toast(words, "warn")
        if problem:
            window.open_file(path)
            window.toast(f"没有送到打印机,清单已经打开,请在里面打印。({problem})", "warn")
        else:
            many = f",{copies} 份" if copies > 1 else ""
            window.toast(f"清单已送去打印({path.name}{many})", "good", ("打开", lambda: window.open_file(path)))
        page.told()

    page.window.toast("正在准备清单…", "info")
    page.window.jobs.run(work, done, writes=True)


def read_aloud(page: DeskPage) -> None:
    """Reads the list to the citizen; again: stops."""
    counter = page.counter
    assert counter and counter.visit and counter.checklist
    checklist, settings, code = counter.checklist, page.window.session.settings, counter.visit.code

    def lines() -> list[str]:
        from workbench.documents import speech
        from workbench.documents.checklist_fields import checklist_fields

        return speech.lines_of(checklist_fields(checklist, settings, code=code))

    page.window.voice.toggle(lines)
