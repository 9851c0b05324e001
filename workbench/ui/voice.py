"""Reading aloud from the window: it begins in the background, a second press stops it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from workbench.ui.app import Window


class Voice:
    """The one reading of a window."""

    def __init__(self, window: Window) -> None:
        self.window = window
        self.reading: Any = None

    def toggle(self, lines: Callable[[], list[str]]) -> None:
        """Reads what `lines()` gives (asked in a worker), or stops what is being read."""
        if self.reading is not None and self.reading.running:
            self.stop()
            return
        settings = self.window.session.settings

        def work() -> Any:
            from workbench.documents import speech

            return speech.speak(lines(), settings.voice_speed, settings.voice)

        def begun(reading: Any) -> None:
            self.reading = reading
            self.window.toast("正在朗读,再按一次 F8 停下", "info")

        self.window.jobs.run(work, begun)

    def stop(self) -> None:
        if self.reading is not None:
            self.reading.stop()
            self.reading = None
