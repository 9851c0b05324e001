"""The .exe for Windows, run by Wine, does the working day of the window's test; its ledger is really locked."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.day import Day, compare
from tests.packaging.outside import Outside, own_screen
from tests.windows import wine_python
from workbench.workspace import Workspace

READY = "WORKBENCH_FROZEN_WINDOWS"  # a folder that was built before, to be tested in place of a new one
FOLDER = Path(os.environ.get("WORKBENCH_WINDOWS_PYTHON", wine_python.FOLDER))
PIPED: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(900),  # the folder is built first
    pytest.mark.skipif(os.name == "nt" or not shutil.which("xdotool"), reason="keys come from xdotool"),
    pytest.mark.skipif(not (FOLDER / "prefix").is_dir(), reason="`python3 make.py windows` makes the Windows Python"),
]


class OnWine(Outside):
    """The same hand before a Windows program."""

    title_class = r"\.exe$"

    def __init__(self, *words, environment: dict[str, str], folder: Path) -> None:
        super().__init__(*words)
        self.environment, self.folder = environment, folder
        self.copies = 0

    @property
    def kept(self) -> Workspace:
        """A copy: two systems do not share one SQLite journal."""
        self.copies += 1
        copy = Workspace(self.folder / f"抄件{self.copies}")
        copy.root.mkdir()
        for name in ("journal.db", "journal.db-wal"):
            with contextlib.suppress(FileNotFoundError):
                shutil.copy(self.space.root / name, copy.root)
        return copy

    @contextmanager
    def ledger_open_elsewhere(self, path: Path) -> Iterator[None]:
        held, release = self.folder / "打开了", self.folder / "关上"
        script = wine_python.SOURCES / "hold.py"
        command = ["wine", str(FOLDER / "python" / "python.exe"), script, *map(on_windows, (path, held, release))]
        with subprocess.Popen(command, env=self.environment, **PIPED) as other:
            self.until(held.exists, 60)
            yield
            release.touch()
        assert other.returncode == 0


def on_windows(path: Path) -> str:
    return "Z:" + str(path).replace("/", "\\")


@pytest.fixture
def clerk(tmp_path: Path) -> Iterator[OnWine]:
    """Somebody before the window of a portable folder in a Chinese place."""
    target = tmp_path / "U 盘" / "我的工作台"
    with own_screen(tmp_path) as display, a_program_for_word_files():
        environment = {**os.environ, **wine_python.surroundings(FOLDER), "DISPLAY": display}
        shutil.copytree(built(tmp_path), target)
        space = Workspace(target / "数据")
        space.prepare()
        space.save_settings(office="样例区政务服务中心", clerk="王", welcome_done=True)
        process = subprocess.Popen(["wine", str(target / "窗口工作台.exe")], env=environment, **PIPED)
        hand = OnWine(space, process, display, tmp_path, environment=environment, folder=tmp_path)
        try:
            yield hand
        finally:
            process.kill()
            process.wait()


@contextmanager
def a_program_for_word_files() -> Iterator[None]:
    """In place of Word: a program that ends at once."""
    kind, command = r"HKCR\.docx", r"HKCR\Word.Document.12\shell\open\command"

    def registry(*words: str) -> None:
        assert wine_python.run(["reg.exe", *words, "/f"], FOLDER, **PIPED).returncode == 0

    registry("add", kind, "/ve", "/d", "Word.Document.12")
    registry("add", command, "/ve", "/d", r"C:\windows\system32\rundll32.exe")
    try:
        yield
    finally:
        registry("delete", kind)
        registry("delete", command)


def built(place: Path) -> Path:
    """The folder as PyInstaller makes it on the Windows Python."""
    if ready := os.environ.get(READY):
        return Path(ready)
    words = ["--noconfirm", "--distpath", on_windows(place / "dist"), "--workpath", on_windows(place / "work")]
    made = wine_python.run(["-m", "PyInstaller", *words, "build.spec"], FOLDER, **PIPED)
    assert made.returncode == 0
    return place / "dist" / "窗口工作台"


def test_a_working_day_on_windows(clerk: OnWine) -> None:
    """20 citizens, parking, second visits, the workbook locked by another program, the evening; all by keys."""
    clerk.sit_down()
    day = Day(clerk)
    day.work()
    compare(day)
    assert "ERROR" not in (clerk.space.logs / "workbench.log").read_text("utf-8")
