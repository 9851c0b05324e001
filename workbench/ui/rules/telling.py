"""Who works here, and jobs of a second or two that the status line tells of."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from workbench.ui.app import Window


def who(window: Window) -> str:
    """The person to name in the change list."""
    return window.session.settings.clerk or "规则维护"


def run_told(
    window: Window,
    words: str,
    work: Callable[[], Any],
    done: Callable[[Any], object],
    failed: Callable[[BaseException], object] | None = None,
    *,
    writes: bool = False,
) -> None:
    """Runs a job of a second or two; the status line says so meanwhile."""
    window.status.put("busy", words)

    def then(run: Callable[[Any], object]) -> Callable[[Any], None]:
        def both(result: Any) -> None:
            window.status.put("busy", "")
            run(result)

        return both

    window.jobs.run(work, then(done), then(failed or window.fail), writes=writes)
