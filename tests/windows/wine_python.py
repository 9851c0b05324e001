"""A Windows CPython 3.11 with Tk, run by Wine, put together from package registries alone.

For tests and trial builds on Debian; an office's folder is built with the Python of python.org.

    python3 tests/windows/wine_python.py [FOLDER]       makes it (some minutes), default build/windows

- The DLLs of CPython and _tkinter come out of the panda3d wheel, which carries them; Microsoft's
  runtime from the msvc-runtime wheel; the pure part of the standard library from this Python 3.11.
- Wine 8 lacks `ProcessPrng`, which extensions written in Rust ask for: a small DLL supplies it.
- Wine 8 stalls at the second of two empty messages in a pipe, with which a pool of processes wakes itself: they
  carry a byte.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "build" / "windows"
SOURCES = Path(__file__).resolve().parent
TK_VERSION = "8.6.12"  # of the DLL; Debian's scripts are told so
PROGRAMS = {
    "wine": ["wine", "wine64"],
    "x86_64-w64-mingw32-gcc": ["gcc-mingw-w64-x86-64-win32"],
    "xvfb-run": ["xvfb", "xauth"],
    "localedef": ["locales"],
}
FOR_WINDOWS = [
    *("--platform", "win_amd64", "--python-version", "3.11"),
    *("--implementation", "cp", "--only-binary=:all:"),
]
PIP = [sys.executable, "-m", "pip", "-q", "--disable-pip-version-check"]
EXTRAS = ("test", "build")


def make(folder: Path = FOLDER) -> None:
    """Completes what is missing in the folder; quick when all is there. Raises when a step fails."""
    if sys.version_info[:2] != (3, 11):
        raise SystemExit("这里要用 Python 3.11:Windows 的标准库从它复制。")
    _system()
    if not (folder / "python" / "python.exe").exists():
        python = folder / "python"
        shutil.rmtree(python, ignore_errors=True)
        (python / "DLLs").mkdir(parents=True)
        _libraries(folder, python)
        _standard_library(python)
        _compile(folder, python)
    _wake_with_a_byte(folder / "python")
    if not (folder / "prefix" / "system.reg").exists():
        _prefix(folder)
    _packages(folder)


def run(words: list[str], folder: Path = FOLDER, **options: object) -> subprocess.CompletedProcess[bytes]:
    """Runs a Windows program with a screen and in Chinese; Python when the first word is not an .exe."""
    program = [] if words and words[0].lower().endswith(".exe") else [str(folder / "python" / "python.exe")]
    with _screen() as display:
        environment = {**os.environ, **surroundings(folder), "DISPLAY": display}
        return subprocess.run(  # type: ignore[call-overload]
            ["wine", *program, *words],
            **{"stdin": subprocess.DEVNULL, "env": environment, "cwd": ROOT, "check": False, **options},
        )


def show(words: list[str], folder: Path = FOLDER) -> int:
    """Runs Windows Python and passes on what it says, line by line; gives its exit code.

    By a pipe: a Windows program under Wine does not start with a file of this system as its output.
    """
    program = ["wine", str(folder / "python" / "python.exe"), *words]
    with _screen() as display:
        environment = {**os.environ, **surroundings(folder), "DISPLAY": display}
        with subprocess.Popen(
            program,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=environment,
            cwd=ROOT,
        ) as process:
            assert process.stdout
            for line in process.stdout:
                print(line.decode("gbk", "replace").rstrip(), flush=True)
    return process.returncode


@contextlib.contextmanager
def _screen():
    """The display in use, or one of our own that outlives Wine's own farewells."""
    if os.environ.get("DISPLAY"):
        yield os.environ["DISPLAY"]
        return
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1366x768x24", "-nolisten", "tcp"],
        pass_fds=[write],
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    try:
        with os.fdopen(read) as answer:
            yield f":{answer.readline().strip()}"
    finally:
        server.terminate()
        server.wait()


def surroundings(folder: Path) -> dict[str, str]:
    return {
        "WINEPREFIX": str(folder / "prefix"),
        "WINEARCH": "win64",
        "WINEDEBUG": "-all",
        "LANG": "zh_CN.UTF-8",
        "LC_ALL": "zh_CN.UTF-8",
    }


def _system() -> None:
    wanted = [name for program, names in PROGRAMS.items() if not shutil.which(program) for name in names]
    if not Path("/usr/share/tcltk/tk8.6").is_dir():
        wanted += ["tcl8.6", "tk8.6"]
    if wanted:
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-q"], env=quiet, stdout=subprocess.DEVNULL, check=True)
        subprocess.run(
            ["apt-get", "install", "-y", "-q", "--no-install-recommends", *wanted],
            env=quiet,
            stdout=subprocess.DEVNULL,
            check=True,
        )
    if "zh_CN.utf8" not in subprocess.run(["locale", "-a"], capture_output=True, text=True, check=True).stdout:
        subprocess.run(["localedef", "-i", "zh_CN", "-f", "UTF-8", "zh_CN.UTF-8"], check=True)


def _libraries(folder: Path, python: Path) -> None:
    wheels = folder / "wheels"
    subprocess.run(
        [*PIP, "download", "--no-deps", *FOR_WINDOWS, "-d", str(wheels), "panda3d==1.10.16", "msvc-runtime"],
        check=True,
    )
    with zipfile.ZipFile(next(wheels.glob("panda3d-*.whl"))) as wheel:
        for name in wheel.namelist():
            base = name.rpartition("/")[2]
            if name.startswith("deploy_libs/") and base and not base.startswith("api-ms-"):  # Wine has those
                beside = base.lower() in ("python311.dll", "vcruntime140.dll")
                (python / base if beside else python / "DLLs" / base).write_bytes(wheel.read(name))
    with zipfile.ZipFile(next(wheels.glob("msvc_runtime-*.whl"))) as wheel:
        for name in wheel.namelist():
            base = name.rpartition("/")[2].lower()
            if base.endswith(".dll") and base.startswith(("vcruntime", "msvcp")):
                (python / base).write_bytes(wheel.read(name))


def _standard_library(python: Path) -> None:
    skip = shutil.ignore_patterns("site-packages", "lib-dynload", "config-*", "test", "__pycache__")
    shutil.copytree(sysconfig.get_path("stdlib"), python / "Lib", ignore=skip)
    (python / "Lib" / "site-packages").mkdir()
    for kit, script in (("tcl8.6", "init.tcl"), ("tk8.6", "tk.tcl")):
        shutil.copytree(f"/usr/share/tcltk/{kit}", python / "tcl" / kit)
        file = python / "tcl" / kit / script
        pattern = r"(package require -exact T\w+\s+)8\.6\.\d+"
        file.write_text(re.sub(pattern, rf"\g<1>{TK_VERSION}", file.read_text("utf-8")), "utf-8")


def _wake_with_a_byte(python: Path) -> None:
    file = python / "Lib" / "concurrent" / "futures" / "process.py"
    file.write_text(file.read_text("utf-8").replace('send_bytes(b"")', 'send_bytes(b".")'), "utf-8")


def _compile(folder: Path, python: Path) -> None:
    gcc = ["x86_64-w64-mingw32-gcc", "-O1"]
    for name in ("python.exe", "pythonw.exe"):
        subprocess.run([*gcc, "-municode", "-o", str(python / name), str(SOURCES / "launch.c")], check=True)
    library = folder / "bcryptprimitives.dll"
    subprocess.run([*gcc, "-shared", "-o", str(library), str(SOURCES / "random.c"), "-ladvapi32"], check=True)


def _prefix(folder: Path) -> None:
    with _screen() as display:
        environment = {**os.environ, **surroundings(folder), "WINEDLLOVERRIDES": "mscoree,mshtml=", "DISPLAY": display}
        subprocess.run(
            ["wine", "wineboot", "-i"],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,  # Wine 8 complains on the way; what counts is the prefix
        )
        subprocess.run(["wineserver", "-w"], env=environment, check=False)
    shutil.copy(folder / "bcryptprimitives.dll", folder / "prefix" / "drive_c" / "windows" / "system32")


def _packages(folder: Path) -> None:
    """The pinned packages that the program and its tests need, as Windows wheels."""
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    names = project["dependencies"] + [one for extra in EXTRAS for one in project["optional-dependencies"][extra]]
    names += ["colorama", "pefile", "pywin32-ctypes"]  # what pytest and PyInstaller need on Windows only
    done = folder / "installed.txt"
    wanted = "\n".join([*names, (ROOT / "constraints.txt").read_text("utf-8")])
    if done.exists() and done.read_text("utf-8") == wanted:
        return
    target = folder / "python" / "Lib" / "site-packages"
    pins = ["-c", str(ROOT / "constraints.txt")]
    subprocess.run(
        [*PIP, "install", *FOR_WINDOWS, "--upgrade", "--no-compile", "--target", str(target), *pins, *names],
        check=True,
    )
    done.write_text(wanted, "utf-8")


if __name__ == "__main__":
    make(Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else FOLDER)
