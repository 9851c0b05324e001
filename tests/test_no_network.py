"""No network, ever: the guard works, and whole processes of the program run under it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.network import NetworkUsed

GUARDED = """
import sys
import tests.network  # puts the guard up
from workbench.cli import main
sys.exit(main(sys.argv[1:]))
"""


def test_the_guard_catches_a_socket() -> None:
    with pytest.raises(NetworkUsed):
        socket.socket()
    with pytest.raises(NetworkUsed):
        socket.getaddrinfo("localhost", 80)


@pytest.mark.parametrize(
    "words",
    [
        ["items", "--json"],
        ["checklist", "daolu-huoyun", "--json", "--docx", "清单.docx", "--xlsx", "清单.xlsx"],
        ["rules", "check"],
        ["ledger", "list", "--json"],
        ["doctor", "--json"],
    ],
    ids=lambda words: words[0],
)
def test_whole_commands_open_no_socket(tmp_path: Path, words: list[str]) -> None:
    root = Path(__file__).resolve().parents[1]
    ended = subprocess.run(
        [sys.executable, "-c", GUARDED, *words, "--workspace", str(tmp_path / "工作文件夹")],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True,
        check=False,
    )
    assert b"NetworkUsed" not in ended.stderr
    log = tmp_path / "工作文件夹" / "日志" / "workbench.log"
    assert not log.exists() or "NetworkUsed" not in log.read_text("utf-8")
    assert ended.returncode in (0, 1), ended.stderr.decode("utf-8")
    assert ended.stdout
