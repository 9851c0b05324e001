"""Looks for unused cycles of objects in the window's own thread, now and then.

Python would do it wherever it happens to be: in the middle of a key press, or in a worker's thread, where the end of a
variable, a font or a picture of Tk must not be. What is there for good (rules, libraries) is not looked at again.
"""

from __future__ import annotations

import gc
import time
import tkinter as tk

TURN_MS = 500
REST = 0.4  # seconds without a key
MANY, TOO_MANY = 3_000, 8_000  # objects made and not yet gone; so many do not wait for a rest
WHOLE_EVERY = 60  # turns; in between only what is new is looked at


class Tidy:
    """`settle()` when much that stays has been loaded, `pressed()` at each key, `end()` to give the work back."""

    def __init__(self, root: tk.Misc) -> None:
        gc.disable()
        self.root = root
        self._key_at = 0.0
        self._turns = 0
        self._turn = root.after(TURN_MS, self._look)

    def settle(self) -> None:
        """Everything that is there now is there for good."""
        gc.unfreeze()
        gc.collect()
        gc.freeze()

    def pressed(self) -> None:
        """Somebody is typing: not now."""
        self._key_at = time.monotonic()

    def _look(self) -> None:
        made, resting = gc.get_count()[0], time.monotonic() - self._key_at > REST
        self._turns += resting
        if made > TOO_MANY or (resting and self._turns >= WHOLE_EVERY):
            self._turns = 0
            gc.collect()
        elif resting and made > MANY:
            gc.collect(1)
        self._turn = self.root.after(TURN_MS, self._look)

    def end(self) -> None:
        self.root.after_cancel(self._turn)
        gc.unfreeze()
        gc.enable()
