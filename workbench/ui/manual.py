"""F1: the part of the manual that belongs to a page. It travels with the program and needs no network."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from workbench import workspace
from workbench.ui.widgets import dialog

if TYPE_CHECKING:
    from workbench.ui.app import Window


def place(page: str) -> Path | None:
    """The manual's file for a page, else its first page; None when no manual was delivered."""
    folder = workspace.shipped() / "docs" / "manual"
    for name in (f"{page}.html", "index.html"):
        if (folder / name).is_file():
            return folder / name
    return None


def open_for(window: Window, page: str) -> None:
    if path := place(page):
        window.open_file(path)
    else:
        dialog.tell(window, "手册不在", "这份程序没有带手册。按 Ctrl+K 可以找到所有命令和它们的按键。")
