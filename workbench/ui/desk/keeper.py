"""Keeps the desk on the disk: in the background after each change, only the newest state; at once when closing."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from workbench.cases import desk as desks

if TYPE_CHECKING:
    from workbench.ui.app import Window


class Keeper:
    """`save()` may be called at every key press."""

    def __init__(self, window: Window, desk: desks.Desk) -> None:
        self.window, self.desk = window, desk
        self._saving = self._again = False
        self._turn = threading.Lock()
        self._given = self._written = 0  # states in the order of the work: an older one never takes a newer one's place

    def save(self) -> None:
        if self._saving:
            self._again = True
            return
        self._saving = True
        self.window.jobs.run(self._writer(), self._saved, self._not_saved, writes=True)

    def _writer(self) -> Callable[[], None]:
        """What writes the state as it is now, unless a newer one has been written by then."""
        self._given += 1
        number, state, space = self._given, self.desk.state(self.window.session.now), self.window.space

        def write() -> None:
            with self._turn:
                if number > self._written:
                    desks.save(space, state)
                    self._written = number

        return write

    def _saved(self, _result: object) -> None:
        self._saving = False
        self.window.status.put("saved", f"✓ 已保存 {self.window.session.now:%H:%M:%S}")
        if self._again:
            self._again = False
            self.save()

    def _not_saved(self, error: BaseException) -> None:
        self._saving = self._again = False
        self.window.status.put("saved", "没有保存,见提示", alarm=True)
        self.window.fail(error)

    def now(self) -> None:
        """Before the window closes or is built anew. Raises `CannotWrite`."""
        self._again = False
        self._writer()()
