"""The task runner, the same on Windows and Linux, with Python's standard library only.

python3 make.py run          makes .venv, installs what is pinned, opens the window
python3 make.py test         the same with the test extras, then runs all tests
python3 make.py check        ruff, pyright for Linux and Windows, and the slow tests as well
python3 make.py screenshots  pictures of every page into docs/pictures
python3 make.py manual       the manual's pages and its Word file from docs/manual/*.md
python3 make.py bench        the benchmarks, each a ratio against a peer
python3 make.py windows      the tests on a Windows Python under Wine
python3 make.py build        the folder for a clerk's PC, in dist/
"""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
OLDEST = (3, 11)

# command that shows it is there, Debian packages that bring it, why
WINDOW = [("tkinter", ["python3-tk"]), ("ensurepip", ["python3-venv"])]
FONTS = ["fonts-noto-cjk", "fontconfig"]
FOR_TESTS = {
    "Xvfb": ["xvfb", "xauth"],
    "soffice": ["libreoffice-calc-nogui", "libreoffice-writer-nogui"],
    "pdftoppm": ["poppler-utils"],
    "espeak-ng": ["espeak-ng"],
}
TWO_AT_A_TIME = ("-n", "2", "--dist", "loadfile")


def main() -> int:
    tasks = {
        "run": run,
        "test": test,
        "check": check,
        "screenshots": screenshots,
        "manual": manual,
        "bench": bench,
        "windows": windows,
        "build": build,
    }
    name, *words = sys.argv[1:] or ["help"]
    if name not in tasks:
        print(__doc__)
        return 0 if name in ("help", "-h", "--help") else 2
    return tasks[name](words)


def run(words: list[str]) -> int:
    """The window; on a machine without a screen the main job without it."""
    prepare("", system=FONTS)
    if has_screen() or words:
        return call(PYTHON, "-m", "workbench", *words)
    print(
        "\n这台机器没有屏幕(没有设置 DISPLAY),窗口打不开。下面用命令行做同一件事:\n"
        "一位群众来办道路货运许可,生成双层次告知清单。\n"
    )
    folder = ROOT / "build" / "样例"
    folder.mkdir(parents=True, exist_ok=True)
    answers = ["agent=relative", "weight=heavy", "cargo=general", "vehicle=owned"]
    answers += ["subject=individual", "driver=hired", "driver_over_60=no"]
    word, excel = folder / "材料清单.docx", folder / "材料清单.xlsx"
    code = call(
        *(PYTHON, "-m", "workbench", "checklist", "daolu-huoyun", "--workspace", folder / "工作文件夹"),
        *(part for answer in answers for part in ("-a", answer)),
        *("--docx", word, "--xlsx", excel),
    )
    if code == 0:
        print(f"\nWord 清单:{word}\nExcel 清单:{excel}\n换成自己的情况:{PYTHON} -m workbench checklist --help")
    return code


def test(words: list[str]) -> int:
    """Everything that is free of long waits."""
    prepare("test", system=[*FONTS, *missing_programs(FOR_TESTS)])
    return call(PYTHON, "-m", "pytest", *TWO_AT_A_TIME, "-m", "not slow", *words)


def check(words: list[str]) -> int:
    """Style, types on both systems, and every test."""
    prepare("test,dev", system=[*FONTS, *missing_programs(FOR_TESTS)])
    steps = [
        ("-m", "ruff", "format", "--check", "."),
        ("-m", "ruff", "check", "."),
        ("-m", "pyright"),
        ("-m", "pyright", "--pythonplatform", "Windows"),
        ("-m", "pytest", *TWO_AT_A_TIME, *words),
    ]
    failed = [step for step in steps if call(PYTHON, *step)]
    for step in failed:
        print("没有通过:", *step[1:])
    return 1 if failed else 0


def screenshots(words: list[str]) -> int:
    prepare("test", system=[*FONTS, *missing_programs(FOR_TESTS)])
    return call(PYTHON, "-m", "tests.screenshots", *words)


def manual(words: list[str]) -> int:
    prepare("test", system=FONTS)
    return call(PYTHON, "docs/build.py", *words)


def bench(words: list[str]) -> int:
    prepare("test,bench,build", system=[*FONTS, *missing_programs(FOR_TESTS)])
    return call(PYTHON, "-m", "tests.benchmarks", *words)


def windows(words: list[str]) -> int:
    """The tests that are free of long waits, on a Windows Python that Wine runs (Debian, Python 3.11)."""
    return call(sys.executable, "-m", "tests.windows", *words)


def build(words: list[str]) -> int:
    prepare("build", system=FONTS)
    return call(PYTHON, "-m", "PyInstaller", "--noconfirm", "build.spec", *words)


def prepare(extras: str, system: list[str]) -> None:
    """Makes .venv with the pinned packages, unless that is done already for these extras."""
    python = interpreter(system)
    wanted = hashlib.sha256(
        b"\0".join((ROOT / name).read_bytes() for name in ("pyproject.toml", "constraints.txt"))
        + extras.encode()
        + sys.version.encode()
    ).hexdigest()
    done = VENV / f"installed-{extras or 'program'}.txt"
    if PYTHON.exists() and done.exists() and done.read_text("utf-8") == wanted:
        return
    print("正在准备运行环境(只在第一次需要几分钟)…", flush=True)
    if not PYTHON.exists():
        must(python, "-m", "venv", VENV)
    target = f"{ROOT}[{extras}]" if extras else str(ROOT)
    must(
        PYTHON,
        "-m",
        "pip",
        "install",
        "-q",
        "--disable-pip-version-check",
        "-c",
        ROOT / "constraints.txt",
        "-e",
        target,
    )
    done.write_text(wanted, "utf-8")


def interpreter(system: list[str]) -> str:
    """A Python with Tk and venv; on Debian as root it is completed, elsewhere the lack is told."""
    if sys.version_info < OLDEST:
        stop(f"需要 Python {OLDEST[0]}.{OLDEST[1]} 或更新的版本,现在是 {platform.python_version()}。")
    lacking = [packages for module, packages in WINDOW if not has_module(sys.executable, module)]
    wanted = [package for packages in lacking for package in packages] + system_missing(system)
    if wanted and is_debian_root():
        print("正在安装系统组件:", *wanted, flush=True)
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-q"], env=quiet, stdout=subprocess.DEVNULL, check=False)
        subprocess.run(
            ["apt-get", "install", "-y", "-q", "--no-install-recommends", *wanted],
            env=quiet,
            stdout=subprocess.DEVNULL,
            check=False,
        )
    for python in (sys.executable, "/usr/bin/python3"):
        if Path(python).exists() and all(has_module(python, module) for module, _ in WINDOW):
            return python
    stop(
        "这个 Python 缺少 Tk 或 venv。\n"
        "  Debian、Ubuntu:sudo apt install python3-tk python3-venv fonts-noto-cjk\n"
        "  Windows:从 python.org 重新安装,勾选 tcl/tk and IDLE"
    )


def system_missing(packages: list[str]) -> list[str]:
    """Of these Debian packages, those that are not there; nothing outside Debian."""
    if not shutil.which("dpkg-query"):
        return []
    return [
        name
        for name in packages
        if b"install ok installed"
        not in subprocess.run(["dpkg-query", "-W", "-f", "${Status}", name], capture_output=True, check=False).stdout
    ]


def missing_programs(programs: dict[str, list[str]]) -> list[str]:
    """Debian packages of the programs that are not on the path."""
    return [package for program, packages in programs.items() if not shutil.which(program) for package in packages]


def is_debian_root() -> bool:
    return os.name == "posix" and shutil.which("apt-get") is not None and os.geteuid() == 0


def has_module(python: str, module: str) -> bool:
    return subprocess.run([python, "-c", f"import {module}"], capture_output=True, check=False).returncode == 0


def has_screen() -> bool:
    return os.name == "nt" or sys.platform == "darwin" or bool(os.environ.get("DISPLAY"))


def call(*words: object) -> int:
    print("▶", *(Path(word).name if isinstance(word, Path) else word for word in words), flush=True)
    return subprocess.run([str(word) for word in words], cwd=ROOT, check=False).returncode


def must(*words: object) -> None:
    if code := call(*words):
        stop(f"没有完成(退出码 {code})。请看上面的信息;没有网络时无法安装。")


def stop(sentence: str) -> NoReturn:
    print(sentence, file=sys.stderr)
    raise SystemExit(2)


if __name__ == "__main__":
    raise SystemExit(main())
