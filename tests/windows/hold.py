"""Opens a file as Excel does, so that nobody else may write or replace it: hold.py FILE HELD RELEASE (on Windows).

Writes HELD when it has the file, and lets go when RELEASE is there.
"""

from __future__ import annotations

import ctypes
import sys
import time
from pathlib import Path

GENERIC_READ_AND_WRITE, NO_SHARING, OPEN_EXISTING = 0xC0000000, 0, 3


def main(file: str, held: Path, release: Path) -> int:
    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined]
    kernel.CreateFileW.restype = ctypes.c_void_p
    handle = kernel.CreateFileW(file, GENERIC_READ_AND_WRITE, NO_SHARING, None, OPEN_EXISTING, 0, None)
    if handle in (None, ctypes.c_void_p(-1).value):
        return 1
    held.write_bytes(b"")
    while not release.exists():
        time.sleep(0.05)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])))
