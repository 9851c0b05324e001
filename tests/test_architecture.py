"""The house as drawn: arrows run down only, Tk stays in `ui`, nothing heavy is imported before it is needed."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "workbench"
MODULES = sorted(PACKAGE.rglob("*.py"))

# From the ground up; a room may import from its own floor and from those below.
FLOORS = [
    {"problems", "files", "settings", "workspace", "validation", "workdays", "workbench"},
    {"rules"},
    {"cases", "ledger"},
    {"review", "selfcheck"},
    {"documents"},
    {"backup", "health", "demo"},
    {"ui", "commands", "cli", "__main__"},
]
FLOOR = {room: level for level, rooms in enumerate(FLOORS) for room in rooms}


def room(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return "workbench" if parts == ("__init__",) else parts[0]


def imported(path: Path) -> set[str]:
    """Full names of the modules that a file imports, also inside its functions."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_arrows_run_down_only(path: Path) -> None:
    here = room(path)
    assert here in FLOOR, f"the room {here} has no floor yet: name it in this test"
    for name in imported(path):
        parts = name.split(".")
        if parts[0] == "workbench" and len(parts) > 1 and parts[1] in FLOOR:
            allowed = FLOOR[parts[1]] <= FLOOR[here] or (here == "commands" and parts[1] == "cli")
            assert allowed, f"{here} imports {name}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_tk_stays_in_ui(path: Path) -> None:
    if room(path) != "ui":
        toolkits = {name.split(".")[0] for name in imported(path)} & {"tkinter", "ttkbootstrap", "PIL"}
        assert not toolkits - ({"PIL"} if room(path) == "documents" else set())


def test_importing_the_window_loads_no_office_library() -> None:
    """openpyxl, docx and pypinyin cost a second on an old PC: they are loaded when first used."""
    code = (
        "import sys, workbench.ui.app; print(*(set(sys.modules) & set('openpyxl docx docxtpl lxml pypinyin'.split())))"
    )
    ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ended.stdout.strip() == ""


def test_no_machine_is_named_in_tracked_files() -> None:
    if not shutil.which("git"):
        pytest.skip("git is not installed")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    hosts = ["pypi" + ".org", "python" + "hosted", "/root/" + ".pyenv"]
    for name in listed.stdout.decode("utf-8").split("\0"):
        path = ROOT / name
        if path.suffix in {".py", ".toml", ".md", ".txt", ".html", ".yml"} and path.is_file():
            text = path.read_text("utf-8", "replace")
            assert not [host for host in hosts if host in text], name
