"""The delivered folder does the working day of the window's test: real keys, no Python, no network, no home."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.day import Day, compare
from tests.packaging.conftest import cut_off
from tests.packaging.outside import Outside, own_screen
from workbench.ledger import ledger
from workbench.review import periods
from workbench.workspace import Workspace

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(900),  # the folder is built first
    pytest.mark.skipif(os.name == "nt" or not shutil.which("xdotool"), reason="keys come from xdotool"),
]


@pytest.fixture
def start(program: Path, bare: dict[str, str], tmp_path: Path) -> Iterator[Callable[[], Outside]]:
    """`start()` double-clicks the program, which is portable: its data are beside it."""
    space = Workspace(program / "数据")
    shutil.rmtree(space.root, ignore_errors=True)
    space.root.mkdir()
    running: list[subprocess.Popen[bytes]] = []
    with own_screen(tmp_path) as display:

        def start() -> Outside:
            command = [*cut_off(bare), str(program / "窗口工作台")]
            running.append(subprocess.Popen(command, env=bare | {"DISPLAY": display}, stderr=subprocess.DEVNULL))
            return Outside(space, running[-1], display, tmp_path)

        yield start
        for process in running:
            process.kill()
            process.wait()


def test_without_a_writable_place_a_window_says_what_to_do(built: Path, bare: dict[str, str], tmp_path: Path) -> None:
    """Installed, not portable, and the documents cannot be written: not silence, but a sentence."""
    if not (prefix := cut_off(bare)):
        pytest.skip("this system lets nobody take the home away")
    with own_screen(tmp_path) as display:
        command = [*prefix, str(built / "窗口工作台")]
        process = subprocess.Popen(command, env=bare | {"DISPLAY": display}, stderr=subprocess.PIPE)
        clerk = Outside(Workspace(tmp_path), process, display, tmp_path)
        clerk.sit_down()
        clerk.key("Return")
        assert process.wait(30) == 3
        assert "新建" in process.communicate()[1].decode("utf-8")


def test_after_a_power_cut_the_open_case_is_there_again(start: Callable[[], Outside]) -> None:
    """The program is killed in the middle of a citizen; the next start goes on with the same answers and ticks."""
    clerk = start()
    clerk.sit_down()
    welcome(clerk)
    day = Day(clerk)
    day.begin("hyxk")
    day.first_missing()
    before = day.visit
    clerk.process.kill()
    clerk.process.wait()
    day.hand = start()
    day.hand.sit_down()
    day.end("3", "补正")
    day.hand.until(lambda: not day.waiting, 60)
    day.hand.leave()
    _, registered = ledger.get(clerk.space, before.id)
    assert registered["answers"] == before.answers
    assert registered["ticks"] == before.ticks and registered["outcome"] == "补正"


def test_a_second_start_brings_the_running_window_to_the_front(start: Callable[[], Outside]) -> None:
    clerk = start()
    clerk.sit_down()
    assert start().process.wait(30) == 0
    assert clerk.process.poll() is None


def test_a_working_day_from_the_first_start_on(
    start: Callable[[], Outside], program: Path, bare: dict[str, str]
) -> None:
    """Welcome, 20 citizens, parking, second visits, the ledger open elsewhere, the evening; all by keys."""
    clerk = start()
    clerk.sit_down()
    welcome(clerk)
    day = Day(clerk)
    day.work()
    compare(day)
    moved = program.rename(program.with_name("搬到 D 盘"))  # all of it goes along
    said = run(moved, bare, "ledger", "verify")
    assert said.returncode == 0, said.stderr.decode("utf-8")
    week = periods.of("week", clerk.today).name
    review = json.loads(run(moved, bare, "review", "--week", week, "--json").stdout)
    assert review["cases"] == 14
    log = (moved / "数据" / "日志" / "workbench.log").read_text("utf-8")
    assert "ERROR" not in log


def welcome(clerk: Outside) -> None:
    """The three steps of the first start. In pinyin: there is no input method on this screen."""
    clerk.type("yangli")
    clerk.key("Tab", "Tab")
    clerk.type("wang")
    for _ in range(3):
        clerk.look()
        clerk.key("Return")
    clerk.until(lambda: clerk.space.settings().welcome_done)
    settings = clerk.space.settings()
    assert (settings.office, settings.window, settings.clerk) == ("yangli", "A01", "wang")


def run(program: Path, environment: dict[str, str], *words: str) -> subprocess.CompletedProcess[bytes]:
    """The other door of the same folder."""
    command = [*cut_off(environment), str(program / "workbench"), *words]
    return subprocess.run(command, env=environment, capture_output=True, check=False, timeout=120)
