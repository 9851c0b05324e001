"""This program as a command: for a second window with another folder, and for the sample data."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from workbench.problems import UserError


def command(*words: str | Path) -> list[str]:
    """The words that start this program again."""
    start = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "workbench"]
    return [*start, *(str(word) for word in words)]


def make_demo(folder: Path) -> Path:
    """Makes the sample workspace, in a process of its own. Raises `UserError` with what went wrong."""
    done = subprocess.run(
        command("demo", folder), capture_output=True, encoding="utf-8", errors="replace", check=False, cwd=_root()
    )
    if done.returncode not in (0, 1):
        raise UserError(f"样例没有做成:{done.stderr.strip()[-300:]}")
    return folder


def open_window(folder: Path) -> None:
    """Opens a second window on another workspace."""
    subprocess.Popen(command("--workspace", folder), cwd=_root())


def _root() -> Path | None:
    """Where the package lies, so that a checkout starts itself."""
    return None if getattr(sys, "frozen", False) else Path(__file__).resolve().parents[3]
