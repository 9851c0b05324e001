"""The delivered folder against the checkout: the same command, started as whole processes in turns."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.benchmarks.measure import compare, report

ROOT = Path(__file__).resolve().parents[2]


def main() -> int:
    with tempfile.TemporaryDirectory() as place:
        words = ["--noconfirm", "--distpath", f"{place}/dist", "--workpath", f"{place}/work", "--log-level", "ERROR"]
        subprocess.run([sys.executable, "-m", "PyInstaller", *words, "build.spec"], cwd=ROOT, check=True)
        program = Path(place) / "dist" / "窗口工作台" / ("workbench.exe" if os.name == "nt" else "workbench")
        same = ["items", "--workspace", f"{place}/工作文件夹"]

        def frozen() -> None:
            subprocess.run([program, *same], stdout=subprocess.DEVNULL, check=True)

        def source() -> None:
            subprocess.run([sys.executable, "-m", "workbench", *same], cwd=ROOT, stdout=subprocess.DEVNULL, check=True)

        ours, peer = compare(frozen, source, ours_times=1, peer_times=1)
        return report("启动:打包后与源码", ours, peer, at_most=1.3)
