"""The .exe for Windows, run by Wine, does the working day of the window's test; its ledger is really locked meanwhile."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.day import Day, compare
from tests.packaging.outside import Outside, own_screen
from tests.windows import wine_python
from workbench.workspace import Workspace

READY = "WORKBENCH_FROZEN_WINDOWS"  # a folder that was built before, to be tested in place of a new one
FOLDER = Path(os.environ.get("WORKBENCH_WINDOWS_PYTHON", wine_python.FOLDER))

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name == "nt" or not shutil.which("xdotool"), reason="keys come from xdotool"),
    pytest.mark.skipif(not (FOLDER / "prefix").is_dir(), reason="`python3 make.py windows` makes the Windows Python"),
]


class OnWine(Outside):
    """The same hand before a Windows program."""

    title_class = "工作台"

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
        with subprocess.Popen(command, env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE) as other:
            self.until(held.exists, 60)
            yield
            release.touch()
        assert other.returncode == 0

    def leave(self) -> None:
        self.key("Alt-F4")
        assert self.process.wait(60) == 0


def on_windows(path: Path) -> str:
    return "Z:" + str(path).replace("/", "\\")


@pytest.fixture
def clerk(tmp_path: Path) -> Iterator[OnWine]:
    """Somebody before the window of a portable folder in a Chinese place."""
    target = tmp_path / "U 盘" / "我的工作台"
    with own_screen(tmp_path) as display:
        environment = {**os.environ, **wine_python.surroundings(FOLDER), "DISPLAY": display}
        shutil.copytree(built(tmp_path, environment), target)
        space = Workspace(target / "数据")
        space.prepare()
        space.save_settings(office="样例区政务服务中心", clerk="王", welcome_done=True)
        process = subprocess.Popen(
            ["wine", str(target / "窗口工作台.exe")],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        hand = OnWine(space, process, display, tmp_path, environment=environment, folder=tmp_path)
        try:
            yield hand
        finally:
            process.kill()
            process.wait()


def built(place: Path, environment: dict[str, str]) -> Path:
    if ready := os.environ.get(READY):
        return Path(ready)
    words = ["--noconfirm", "--distpath", on_windows(place / "dist"), "--workpath", on_windows(place / "work")]
    made = wine_python.run(["-m", "PyInstaller", *words, "build.spec"], FOLDER, stdout=subprocess.PIPE)
    assert made.returncode == 0
    return place / "dist" / "窗口工作台"


def test_a_working_day_on_windows(clerk: OnWine) -> None:
    """20 citizens, parking, second visits, the workbook locked by another program, the evening; all by keys."""
    clerk.sit_down()
    day = Day(clerk)
    day.work()
    compare(day)
    assert "ERROR" not in (clerk.space.logs / "workbench.log").read_text("utf-8")
