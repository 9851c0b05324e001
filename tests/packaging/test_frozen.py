"""The delivered folder: built, copied to a place with a Chinese name, and used without Python, network or a home."""

from __future__ import annotations

import json
import os
import subprocess
import time
from pathlib import Path

import pytest

from tests.packaging.conftest import cut_off

BUDGET = 150 * 1024**2  # bytes unpacked
EXE = ".exe" if os.name == "nt" else ""

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]  # the folder is built first


def run(program: Path, environment: dict[str, str], *words: str) -> subprocess.CompletedProcess[bytes]:
    command = [*cut_off(environment), str(program / f"workbench{EXE}"), *words]
    return subprocess.run(command, env=environment, capture_output=True, check=False, timeout=120)


def test_the_cage_holds(bare: dict[str, str]) -> None:
    """What the other tests rely on: no network, no home to write into, no Python to be found."""
    if not (prefix := cut_off(bare)):
        pytest.skip("this system lets nobody take network and home away")

    def sh(script: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run([*prefix, "/bin/sh", "-c", script], env=bare, capture_output=True, check=False)

    assert sh('echo x > "$HOME/x"').returncode
    assert [line for line in Path("/proc/net/dev").read_text().splitlines() if ":" in line]
    inside = sh('while read -r line; do echo "$line"; done < /proc/net/dev').stdout.decode()
    assert [line.split(":")[0] for line in inside.splitlines() if ":" in line] == ["lo"]
    assert sh("command -v python3").returncode


def test_the_folder_stays_within_its_budget(program: Path) -> None:
    size = sum(path.stat().st_size for path in program.rglob("*") if path.is_file())
    print(f"unpacked: {size / 1024**2:.0f} MB")
    assert size < BUDGET


def test_what_is_looked_for_first_lies_beside_the_program(program: Path) -> None:
    """Both doors, what to read first, the manual to print; everything else is out of sight."""
    names = {path.name for path in program.iterdir()} - {"数据"}
    assert names == {f"窗口工作台{EXE}", f"workbench{EXE}", "先读我.txt", "使用手册.docx", "_internal"}
    assert "F1" in (program / "先读我.txt").read_text("utf-8-sig")


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


def test_the_window_opens_and_stays(program: Path, bare: dict[str, str], tmp_path: Path, display: str) -> None:
    process = subprocess.Popen(
        [*cut_off(bare), str(program / f"窗口工作台{EXE}"), "--workspace", str(tmp_path / "工作文件夹")],
        env=bare | {"DISPLAY": display},
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
