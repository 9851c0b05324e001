"""Keeps the desk on the disk: in the background after each change, only the newest state; at once when closing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.cases import desk as desks

if TYPE_CHECKING:
    from workbench.ui.app import Window


class Keeper:
    """`save()` may be called at every key press."""

    def __init__(self, window: Window, desk: desks.Desk) -> None:
        self.window, self.desk = window, desk
        self._saving = self._again = False

    def save(self) -> None:
        if self._saving:
            self._again = True
            return
        self._saving = True
        state, space = self.desk.state(self.window.session.now), self.window.space
        self.window.jobs.run(lambda: desks.save(space, state), self._saved, self._not_saved, writes=True)

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
        """Before the window closes. Raises `CannotWrite`."""
        desks.save(self.window.space, self.desk.state(self.window.session.now))
