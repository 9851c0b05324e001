"""What a page is: one module in `ui/pages` with a docstring and a `PAGE = Declaration(…)`.

    class Review(Page):
        def build(self): ...          # once, when first shown: make the widgets inside `self.body`
        def shown(self): ...          # each time it comes to the front: refresh what may have changed
        def actions(self): ...        # what can be done here: buttons at the bottom, keys, command palette

    PAGE = Declaration("review", "周复盘", "bar-chart", Review)

`self.window` is the whole window: `.space`, `.session` (settings, rules, words, today), `.theme`, `.jobs`, `.toast(…)`,
`.fail(error)`, `.show("desk")`, `.open_file(path)`, `.status.refresh()`.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workbench.ui.app import Window


@dataclass(frozen=True)
class Action:
    """Something to do: its button's words, its key as Tk names it (`F9`, `Control-r`), and what it runs.

    `side` is where its button stands; `rank` decides which button goes into 更多 first when space is short
    (the highest number); a `menu` action stands in 更多 alone, a `hidden` one has a key and an entry in the palette.
    """

    label: str
    key: str
    run: Callable[[], object]
    primary: bool = False
    side: str = "left"
    rank: int = 5
    hidden: bool = False
    menu: bool = False
    enabled: Callable[[], bool] = field(default=lambda: True)
    tip: str = ""

    @property
    def key_label(self) -> str:
        """The key as printed on the button."""
        return key_label(self.key)


def key_label(key: str) -> str:
    names = {"Control": "Ctrl", "Insert": "Ins", "Delete": "Del", "Return": "Enter", "Escape": "Esc", "space": "空格"}
    return "+".join(names.get(part, part.upper() if len(part) == 1 else part) for part in key.split("-")) if key else ""


class Page(tk.Frame):
    """A page. Subclasses fill in `build`; the rest is optional."""

    help = ""  # file name of its part of the manual, in docs/manual

    def __init__(self, parent: tk.Misc, window: Window) -> None:
        super().__init__(parent, background=window.theme.color.page)
        self.window = window
        self.theme = window.theme

    def build(self) -> None:
        """Makes the widgets. Called once, when the page is first shown."""

    def shown(self) -> None:
        """The page came to the front."""

    def hidden(self) -> None:
        """Another page came to the front."""

    def rules_changed(self) -> None:
        """The rules were read anew, after a change or at the start."""

    def actions(self) -> list[Action]:
        """What can be done here; asked for whenever the page is shown or calls `window.actions_changed()`."""
        return []

    def key(self, event: tk.Event) -> bool:
        """A plain key that no entry took; True when the page used it."""
        return False

    def leave(self) -> bool:
        """Whether the window may close now; a page may save here what is unsaved."""
        return True


@dataclass(frozen=True)
class Declaration:
    """How a page registers itself. `icon` is the name of a Bootstrap icon."""

    name: str
    title: str
    icon: str
    make: Callable[[tk.Misc, Window], Page]
