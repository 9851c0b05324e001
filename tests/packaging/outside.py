"""The hand outside the program: real keys into its window by xdotool; what it did is seen on the disk.

The window runs in a process of its own, on a screen of its own. Nothing of it is reached but by keys, by its files
and by what its picture does: a clerk who presses the next key once the picture has come to rest.
"""

from __future__ import annotations

import ctypes
import os
import struct
import subprocess
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from tests.day import open_in_an_office_program
from workbench.cases import desk
from workbench.cases.visit import Visit
from workbench.workspace import Workspace

NAMES = {"Control": "ctrl", "Alt": "alt"}
CLOCK = 90  # lines at the top, where a clock runs


@contextmanager
def own_screen(folder: Path) -> Iterator[str]:
    """A virtual screen for one program, as `DISPLAY`; its picture is the file `Xvfb_screen0` in `folder`."""
    read, write = os.pipe()
    command = [
        "Xvfb",
        "-displayfd",
        str(write),
        "-screen",
        "0",
        "1366x768x24",
        "-nolisten",
        "tcp",
        "-fbdir",
        str(folder),
    ]
    server = subprocess.Popen(command, pass_fds=[write], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(write)
    try:
        with os.fdopen(read) as answer:
            yield f":{answer.readline().strip()}"
    finally:
        server.terminate()
        server.wait(10)


class Outside:
    """Somebody before a screen with the program's window on it."""

    title_class = "^Tk$"  # of its windows, as the screen's server knows it
    ledger_open_elsewhere = staticmethod(open_in_an_office_program)

    def __init__(self, space: Workspace, process: subprocess.Popen[bytes], display: str, picture: Path) -> None:
        self.space, self.process, self.display = space, process, display
        self.picture = picture / "Xvfb_screen0"
        self.today = date.today()
        self.window = ""

    def sit_down(self) -> None:
        """Waits for the window and gives it the keys."""
        self.until(self._find, 60)
        assert self._xdotool("getwindowname", self.window).strip() == "窗口工作台"
        self._xdotool("windowfocus", self.window)
        self.look(3.0)

    def _find(self) -> bool:
        found = self._xdotool("search", "--onlyvisible", "--class", self.title_class, check=False).split()
        self.window = found[-1] if found else ""
        return bool(found)

    # hands -----------------------------------------------------------------------------------------------------

    def key(self, *names: str) -> None:
        """Keys as Tk names them: `Return`, `F9`, `Control-k`, `1`."""
        for name in names:
            *held, last = name.split("-")
            self._xdotool("key", "+".join([*(NAMES[one] for one in held), last]))

    def type(self, text: str) -> None:
        self._xdotool("type", "--delay", "20", text)

    def _xdotool(self, *words: str, check: bool = True) -> str:
        environment = {**os.environ, "DISPLAY": self.display}
        return subprocess.run(["xdotool", *words], env=environment, capture_output=True, text=True, check=check).stdout

    # eyes ------------------------------------------------------------------------------------------------------

    @property
    def kept(self) -> Workspace:
        return self.space

    @property
    def visit(self) -> Visit | None:
        """The open case, as it is kept for a power cut."""
        try:
            return desk.State.model_validate_json(desk.file_of(self.space).read_text("utf-8")).open
        except FileNotFoundError:
            return None

    def look(self, still: float = 0.25) -> None:
        """Waits until nothing new has been seen below the clock for a while; a cursor may go on blinking."""
        since, end = time.monotonic(), time.monotonic() + 60
        seen: set[int] = set()
        while (now := time.monotonic()) - since < still:
            assert now < end, "the picture never came to rest"
            if (picture := self._picture()) not in seen:
                seen.add(picture)
                since = now
            time.sleep(0.04)

    def _picture(self) -> int:
        """A check sum of the screen without its top. The file is an X window dump, kept up to date by the server."""
        data = self.picture.read_bytes()
        head, line, colours = (struct.unpack_from(">I", data, at)[0] for at in (0, 48, 76))
        return zlib.crc32(data[head + 12 * colours + CLOCK * line :])

    def until(self, condition: Callable[[], object], seconds: float = 30.0) -> None:
        end = time.monotonic() + seconds
        while not condition():
            assert self.process.poll() is None, "the program has ended"
            assert time.monotonic() < end, f"not within {seconds} s"
            time.sleep(0.02)

    # the clock is the machine's own ----------------------------------------------------------------------------

    def later(self, minutes: float) -> None:
        """Time passes by itself."""

    def evening(self) -> None:
        """It is as late as it is."""

    def told_waiting(self, rows: int) -> None:
        """What the status line says is not read from here."""

    def leave(self) -> None:
        """Asks the window to close, as its cross does, and waits for the end of the program."""
        ask_to_close(self.display, int(self.window))
        assert self.process.wait(60) == 0


def ask_to_close(display: str, window: int) -> None:
    """Sends WM_DELETE_WINDOW, which a window manager would (ICCCM 4.2.8.1)."""
    x11 = ctypes.CDLL("libX11.so.6")
    x11.XOpenDisplay.restype = x11.XInternAtom.restype = ctypes.c_void_p
    x11.XOpenDisplay.argtypes = [ctypes.c_char_p]
    x11.XInternAtom.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int]
    x11.XSendEvent.argtypes = [ctypes.c_void_p, ctypes.c_ulong, ctypes.c_int, ctypes.c_long, ctypes.c_void_p]
    x11.XCloseDisplay.argtypes = [ctypes.c_void_p]
    server = x11.XOpenDisplay(display.encode())
    protocols, delete = (x11.XInternAtom(server, name, 0) for name in (b"WM_PROTOCOLS", b"WM_DELETE_WINDOW"))
    # XClientMessageEvent: type 33, serial, send_event, display, window, message_type, format 32, data; padded
    event = struct.pack("@iLiPLLi5l", 33, 0, 1, server, window, protocols, 32, delete, 0, 0, 0, 0).ljust(192, b"\0")
    x11.XSendEvent(server, window, 0, 0, event)
    x11.XCloseDisplay(server)
