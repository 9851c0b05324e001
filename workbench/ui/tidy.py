"""Looks for unused cycles of objects in the window's own thread, now and then.

Python would do it wherever it happens to be: in the middle of a key press, or in a worker's thread, where the end of a
variable, a font or a picture of Tk must not be. What is there for good (rules, libraries) is not looked at again.
"""

from __future__ import annotations

import gc
import tkinter as tk

TURN_MS = 1000
MANY = 3000  # objects made and not yet gone


class Tidy:
    """`settle()` when much that stays has been loaded; `end()` gives the work back to Python."""

    def __init__(self, root: tk.Misc) -> None:
        gc.disable()
        self.root = root
        self._turn = root.after(TURN_MS, self._look)

    def settle(self) -> None:
        """Everything that is there now is there for good."""
        gc.unfreeze()
        gc.collect()
        gc.freeze()

    def _look(self) -> None:
        if gc.get_count()[0] > MANY:
            gc.collect()
        self._turn = self.root.after(TURN_MS, self._look)

    def end(self) -> None:
        self.root.after_cancel(self._turn)
        gc.unfreeze()
        gc.enable()
