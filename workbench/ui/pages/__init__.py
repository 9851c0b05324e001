"""The pages of the rail, in their order. Each is one module with a `PAGE` declaration."""

from __future__ import annotations

import importlib
import logging
import tkinter as tk
from collections.abc import Iterable
from typing import TYPE_CHECKING

from workbench.ui.page import Declaration, Page

if TYPE_CHECKING:
    from workbench.ui.app import Window

TITLES = {
    "desk": "受理台",
    "ledger": "台账",
    "selfcheck": "自检",
    "review": "周复盘",
    "rules": "规则",
    "settings": "设置",
}
ORDER = tuple(TITLES)
log = logging.getLogger("workbench.ui")


def declarations(names: Iterable[str] = ORDER) -> list[Declaration]:
    """The declarations of all pages (or of some), in the order of the rail.

    A module that cannot be imported keeps its place: its page says so when it is opened, and the log has the reason.
    """
    return [_declaration(name) for name in names]


def _declaration(name: str) -> Declaration:
    try:
        return importlib.import_module(f"{__name__}.{name}").PAGE
    except Exception as error:
        log.exception("page %s", name)
        return _unusable(name, error)


def _unusable(name: str, error: Exception) -> Declaration:
    def make(_parent: tk.Misc, _window: Window) -> Page:
        raise error

    return Declaration(name, TITLES[name], "exclamation-triangle", make)
