"""Opening a file or folder with the program of the system."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def open_file(path: Path) -> None:
    """Raises OSError when the system has no program for it."""
    if os.name == "nt":
        os.startfile(path)  # type: ignore[attr-defined]
        return
    import subprocess

    opener = "open" if sys.platform == "darwin" else "xdg-open"
    subprocess.Popen([opener, str(path)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
