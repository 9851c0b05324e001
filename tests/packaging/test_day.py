"""The delivered folder does the working day of the window's test: real keys, no Python, no network, no home."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.day import Day, compare
from tests.packaging.conftest import cut_off
from tests.packaging.outside import Outside, own_screen
from workbench.review import periods
from workbench.workspace import Workspace

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(900),  # the folder is built first
    pytest.mark.skipif(os.name == "nt" or not shutil.which("xdotool"), reason="keys come from xdotool"),
]


@pytest.fixture
def clerk(program: Path, bare: dict[str, str], tmp_path: Path) -> Iterator[Outside]:
    """Somebody who has just started the program for the first time, portable, its data beside it."""
    space = Workspace(program / "数据")
    space.root.mkdir()
    with own_screen(tmp_path) as display:
        command = [*cut_off(bare), str(program / "窗口工作台")]
        process = subprocess.Popen(command, env=bare | {"DISPLAY": display}, stderr=subprocess.DEVNULL)
        hand = Outside(space, process, display, tmp_path)
        try:
            yield hand
        finally:
            process.kill()
            process.wait()


def test_a_working_day_from_the_first_start_on(clerk: Outside, program: Path, bare: dict[str, str]) -> None:
    """Welcome, 20 citizens, parking, second visits, the ledger open elsewhere, the evening; all by keys."""
    clerk.sit_down()
    welcome(clerk)
    day = Day(clerk)
    day.work()
    compare(day)
    said = run(program, bare, "ledger", "verify")
    assert said.returncode == 0, said.stderr.decode("utf-8")
    week = periods.of("week", clerk.today).name
    review = json.loads(run(program, bare, "review", "--week", week, "--json").stdout)
    assert review["cases"] == 14
    log = (clerk.space.logs / "workbench.log").read_text("utf-8")
    assert "ERROR" not in log


def welcome(clerk: Outside) -> None:
    """The three steps of the first start."""
    clerk.type("样例区政务服务中心")
    clerk.key("Tab", "Tab")
    clerk.type("王")
    for _ in range(3):
        clerk.look()
        clerk.key("Return")
    clerk.until(lambda: clerk.space.settings().welcome_done)
    settings = clerk.space.settings()
    assert (settings.office, settings.window, settings.clerk) == ("样例区政务服务中心", "A01", "王")


def run(program: Path, environment: dict[str, str], *words: str) -> subprocess.CompletedProcess[bytes]:
    """The other door of the same folder."""
    command = [*cut_off(environment), str(program / "workbench"), *words]
    return subprocess.run(command, env=environment, capture_output=True, check=False, timeout=120)
