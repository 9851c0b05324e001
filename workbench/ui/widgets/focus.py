"""Who has the keys. Tk's own `focus_get` fails while the list of a combobox is open: Python does not know it."""

from __future__ import annotations

import tkinter as tk


def path(widget: tk.Misc) -> str:
    """The Tk path of what has the keys; empty for nothing."""
    return str(widget.tk.call("focus"))


def has(widget: tk.Misc) -> bool:
    """Whether a widget itself has the keys."""
    return path(widget) == str(widget)


def within(widget: tk.Misc) -> bool:
    """Whether the keys are inside of a widget, also in an open list of it."""
    return path(widget).startswith(f"{widget}.")


def known(widget: tk.Misc) -> tk.Misc | None:
    """What has the keys as a widget; of an open list the combobox that it belongs to."""
    found = path(widget).partition(".popdown")[0]
    return widget.nametowidget(found) if found else None
