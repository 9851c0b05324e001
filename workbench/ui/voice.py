"""Reading aloud from the window: in the background, a second press stops."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workbench.ui.app import Window


def say(window: Window, text: str) -> None:
    """Reads `text` aloud with the office's voice and speed."""
    settings = window.session.settings

    def work() -> None:
        from workbench.documents import speech

        speech.say(text, voice=settings.voice, speed=settings.voice_speed)

    window.jobs.run(work)
