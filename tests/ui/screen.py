"""A screen for tests: Xvfb is started when there is none, and real keys are sent through Tk's event queue."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

from workbench.workspace import Workspace

TODAY = date(2026, 3, 2)
PATIENCE = 4 if os.name == "nt" else 1  # Wine loads a library slowly


@contextmanager
def xvfb(size: str = "1366x768") -> Iterator[str]:
    """A virtual screen of that size as `DISPLAY`; on Windows the real one."""
    if os.name == "nt" or not shutil.which("Xvfb"):
        yield os.environ.get("DISPLAY", "")
        return
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{size}x24", "-nolisten", "tcp", "-dpi", "96"],
        pass_fds=[write],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    before = os.environ.get("DISPLAY")
    try:
        with os.fdopen(read) as line:
            display = f":{line.readline().strip()}"
        os.environ["DISPLAY"] = display
        yield display
    finally:
        if before is None:
            os.environ.pop("DISPLAY", None)
        else:
            os.environ["DISPLAY"] = before
        server.terminate()
        server.wait(10)


class Clerk:
    """Somebody at the real window: presses keys, types words, waits until something is so."""

    def __init__(self, space: Workspace, *, at: datetime | None = None, **settings) -> None:
        from workbench.ui import app

        settings = {"office": "样例区政务服务中心", "clerk": "王", "welcome_done": True, **settings}
        space.prepare()
        space.save_settings(**settings)
        self.faults: list[BaseException] = []
        self.opened: list[Path] = []
        self.window = app.Window(space)
        self.root = self.window.root
        self.base = at or datetime(2026, 3, 2, 9, 5)
        self._started = time.monotonic()
        self.window.session.clock = lambda: self.base
        self.window.open_file = self.opened.append  # type: ignore[method-assign]
        self.told = self.window.fail
        self.window.fail = self._fault  # type: ignore[method-assign]
        self.window.jobs.failed = self._fault
        self.root.report_callback_exception = lambda _kind, error, _trace: self._fault(error)

    def _fault(self, error: BaseException) -> None:
        self.faults.append(error)

    def start(self) -> Clerk:
        """Waits until the window is there and the rules are read."""
        self.until(lambda: self.window.session.ready, 60)
        self.root.focus_lastfor().focus_force()
        self.quiet()
        return self

    # time ------------------------------------------------------------------------------------------------------

    def pump(self, seconds: float = 0.0) -> None:
        """Lets the window work for a while."""
        end = time.monotonic() + seconds
        while True:
            self.root.update()
            if self.faults:
                raise self.faults[0]
            if time.monotonic() >= end:
                return
            time.sleep(0.002)

    def until(self, condition: Callable[[], object], seconds: float = 30.0) -> None:
        """Lets the window work until something is so; fails after `seconds`."""
        end = time.monotonic() + seconds * PATIENCE
        while not condition():
            if time.monotonic() > end:
                raise AssertionError(f"not within {seconds} s")
            self.pump()
            time.sleep(0.002)

    def quiet(self) -> None:
        """Waits until no job is under way and everything is drawn."""
        self.until(lambda: not self.window.jobs.busy, 60)
        self.pump(0.02)

    # hands -----------------------------------------------------------------------------------------------------

    def key(self, *names: str) -> None:
        """Presses keys where the focus is, as Tk names them: `Return`, `F9`, `Control-k`, `1`."""
        for name in names:
            widget = self.root.focus_get() or self.root
            modifiers, _, last = name.rpartition("-")
            widget.event_generate(f"<{modifiers + '-' if modifiers else ''}Key-{last}>", when="tail")
            self.pump()

    def type(self, text: str) -> None:
        """Types Latin letters and digits as keys; Chinese comes as an input method would hand it over."""
        for char in text:
            widget = self.root.focus_get() or self.root
            if char.isascii() and char.isalnum():
                widget.event_generate(f"<Key-{char}>", when="tail")
            else:
                widget.insert("insert", char)  # type: ignore[attr-defined]
            self.pump()

    def resize(self, size: str) -> None:
        """Another size of the window, in pixels."""
        self.root.state("normal")  # on Windows it begins at full size
        self.root.geometry(f"{size}+0+0")
        width = int(size.split("x")[0])
        self.until(lambda: self.root.winfo_width() == width)
        self.quiet()

    def picture(self, path: Path) -> None:
        """The window as a PNG."""
        self.quiet()
        path.parent.mkdir(parents=True, exist_ok=True)
        part = f"{self.root.winfo_width()}x{self.root.winfo_height()}+0+0"
        subprocess.run(["import", "-window", "root", "-crop", part, "+repage", str(path)], check=True)

    def leave(self) -> None:
        """Closes the window as its cross does."""
        self.window.close()
