"""The folder for a clerk's PC: built from this checkout, moved elsewhere, and run without Python, network or a home."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
READY = "WORKBENCH_FROZEN"  # a folder that was built before, to be tested in place of a new one


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder as PyInstaller leaves it."""
    if ready := os.environ.get(READY):
        return Path(ready)
    pytest.importorskip("PyInstaller")
    place = tmp_path_factory.mktemp("build")
    words = ["--noconfirm", "--distpath", str(place / "dist"), "--workpath", str(place / "work")]
    subprocess.run([sys.executable, "-m", "PyInstaller", *words, "build.spec"], cwd=ROOT, check=True, timeout=900)
    return place / "dist" / "窗口工作台"


@pytest.fixture(scope="module")
def program(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder, copied to where a clerk might put it."""
    return shutil.copytree(built, tmp_path_factory.mktemp("U 盘") / "我的 工作台 (新)", symlinks=True)


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[dict[str, str]]:
    """An environment without Python on the path and with a home that cannot be written.

    The path leads to one program alone: one that a document is given to, in place of Word.
    """
    home, path = tmp_path / "家", tmp_path / "程序"
    for folder in (home, path):
        folder.mkdir()
    opener = path / "xdg-open"
    opener.write_text(f'#!/bin/sh\necho "$1" >> "{tmp_path / "打开过.txt"}"\n', "utf-8")
    opener.chmod(0o755)
    home.chmod(0o555)
    keep = {name: os.environ[name] for name in ("DISPLAY", "SYSTEMROOT", "TEMP", "XAUTHORITY") if name in os.environ}
    yield {**keep, "PATH": str(path), "HOME": str(home), "LANG": "zh_CN.UTF-8"}
    home.chmod(0o755)


def cut_off(environment: dict[str, str]) -> list[str]:
    """A prefix that starts a program without network, its home read-only even for root; nothing where we may not."""
    unshare, mount = shutil.which("unshare"), shutil.which("mount")
    if os.name == "nt" or not unshare or not mount:
        return []
    script = f'{mount} --bind "$0" "$0" && {mount} -o remount,bind,ro "$0" && exec "$@"'
    prefix = [unshare, "-rnm", "/bin/sh", "-c", script, environment["HOME"]]
    tried = subprocess.run([*prefix, "/bin/true"], capture_output=True, check=False)
    return prefix if tried.returncode == 0 else []
