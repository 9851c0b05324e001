"""The delivered folder: built, copied to a place with a Chinese name, and used without Python, network or a home."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BUDGET = 150 * 1024**2  # bytes unpacked
EXE = ".exe" if os.name == "nt" else ""

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder, built from this checkout and moved where a clerk might put it."""
    pytest.importorskip("PyInstaller")
    place = tmp_path_factory.mktemp("build")
    words = ["--noconfirm", "--distpath", str(place / "dist"), "--workpath", str(place / "work")]
    subprocess.run([sys.executable, "-m", "PyInstaller", *words, "build.spec"], cwd=ROOT, check=True, timeout=900)
    target = tmp_path_factory.mktemp("U 盘") / "我的 工作台 (新)"
    shutil.move(place / "dist" / "窗口工作台", target)
    return target


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[dict[str, str]]:
    """An environment without Python on the path and with a home that cannot be written."""
    home = tmp_path / "家"
    home.mkdir()
    home.chmod(0o555)
    keep = {name: os.environ[name] for name in ("DISPLAY", "SYSTEMROOT", "TEMP", "XAUTHORITY") if name in os.environ}
    yield {**keep, "PATH": "", "HOME": str(home), "LANG": "zh_CN.UTF-8"}
    home.chmod(0o755)


def without_network() -> list[str]:
    """A prefix that starts a program in a network namespace of its own, where this system lets us."""
    unshare = shutil.which("unshare")
    if unshare and subprocess.run([unshare, "-rn", "true"], capture_output=True, check=False).returncode == 0:
        return [unshare, "-rn"]
    return []


def run(program: Path, environment: dict[str, str], *words: str) -> subprocess.CompletedProcess[bytes]:
    command = [*without_network(), str(program / f"workbench{EXE}"), *words]
    return subprocess.run(command, env=environment, capture_output=True, check=False, timeout=120)


def test_the_folder_stays_within_its_budget(program: Path) -> None:
    size = sum(path.stat().st_size for path in program.rglob("*") if path.is_file())
    print(f"unpacked: {size / 1024**2:.0f} MB")
    assert size < BUDGET


def test_the_main_job_runs(program: Path, bare: dict[str, str], tmp_path: Path) -> None:
    space = ["--workspace", str(tmp_path / "工作 文件夹")]
    items = json.loads(run(program, bare, "items", "--json", *space).stdout)
    assert len(items) >= 28
    word, excel = tmp_path / "清单.docx", tmp_path / "清单.xlsx"
    ended = run(program, bare, "checklist", items[0]["id"], "--docx", str(word), "--xlsx", str(excel), *space)
    assert ended.returncode == 0, ended.stderr.decode("utf-8")
    assert word.stat().st_size > 5_000
    assert excel.stat().st_size > 4_000


def test_portable_it_keeps_everything_beside_itself(program: Path, bare: dict[str, str]) -> None:
    (program / "数据").mkdir()
    ended = run(program, bare, "doctor", "--json")
    checks = {one["id"]: one for one in json.loads(ended.stdout)["checks"]}
    assert checks["workspace"]["ok"]
    assert str(program / "数据") in checks["workspace"]["text"]
    assert (program / "数据" / "日志" / "workbench.log").exists()


def test_without_a_writable_place_it_says_what_to_do(program: Path, bare: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "文件").write_bytes(b"")
    ended = run(program, bare, "demo", str(tmp_path / "文件" / "里"))
    assert ended.returncode == 3
    assert "--workspace" in ended.stderr.decode("utf-8") or "换一个" in ended.stderr.decode("utf-8")
    assert b"Traceback" not in ended.stderr


def test_the_window_opens_and_stays(program: Path, bare: dict[str, str], tmp_path: Path, screen: None) -> None:
    process = subprocess.Popen(
        [*without_network(), str(program / f"窗口工作台{EXE}"), "--workspace", str(tmp_path / "工作文件夹")],
        env=bare | {"DISPLAY": os.environ.get("DISPLAY", "")},
        stderr=subprocess.PIPE,
    )
    try:
        time.sleep(8)
        assert process.poll() is None, process.stderr.read().decode("utf-8", "replace") if process.stderr else ""
        log = (tmp_path / "工作文件夹" / "日志" / "workbench.log").read_text("utf-8")
        assert "ERROR" not in log
    finally:
        process.kill()
        process.communicate()


@pytest.fixture
def screen() -> Iterator[None]:
    """The screen in use, or one of our own."""
    if os.name == "nt" or os.environ.get("DISPLAY"):
        yield
        return
    read, write = os.pipe()
    server = subprocess.Popen(["Xvfb", "-displayfd", str(write), "-screen", "0", "1366x768x24"], pass_fds=[write])
    os.close(write)
    with os.fdopen(read) as answer:
        os.environ["DISPLAY"] = f":{answer.readline().strip()}"
    yield
    del os.environ["DISPLAY"]
    server.terminate()
    server.wait()
