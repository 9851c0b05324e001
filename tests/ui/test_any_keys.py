"""Whatever is pressed, in whatever order: the window neither fails nor loses the keys to what is behind a dialog."""

from __future__ import annotations

import random
from pathlib import Path
from tkinter import filedialog

import pytest

from workbench.problems import UserError
from workbench.ui.settings import program
from workbench.ui.widgets import focus

DIGITS = "1234567890"
KEYS = (
    *DIGITS * 2,
    *["Return"] * 8,
    *["space"] * 6,
    *["Escape", "Tab"] * 4,
    *("Up", "Down", "Left", "Right", "Prior", "Next", "Home", "End", "BackSpace", "Delete", "Insert", "Shift-Tab") * 2,
    *(f"F{number}" for number in range(1, 13)),
    *(f"Alt-{number}" for number in range(1, 7)),
    *(f"Control-{key}" for key in ("z", "k", "f", "p", "e", "g", "m", "t", "r", "d", "i", "o", "n", "a", *DIGITS[:6])),
    *("Control-F8", "Control-F9", "Control-F10", "Control-F11", "Control-Delete"),
    *"abcsyhdxl",
)
WORDS = ("ylzy", "dlhy", "gsrd", "sbk", "2026-02-01", "13800138000", "=1+1", "测试", "a b", "999999999999")
PRESSES = 6_000


@pytest.mark.slow
@pytest.mark.parametrize(("seed", "scale"), [(1, 1.0), (2, 1.0), (3, 1.5)])
def test_no_keys_bring_the_window_to_fail(hire, space, tmp_path, monkeypatch, seed, scale):
    chance = random.Random(seed)
    clerk = hire(font_scale=scale)
    window, root = clerk.window, clerk.root
    fail = lambda error: clerk.told(error) if isinstance(error, UserError) else clerk.faults.append(error)  # noqa: E731
    window.fail = window.jobs.failed = fail
    _answer_questions_for_files(monkeypatch, chance, tmp_path, space.ledger)
    monkeypatch.setattr(program, "make_demo", lambda folder: folder)  # takes a minute
    monkeypatch.setattr(program, "open_window", lambda _folder: None)
    pressed: list[str] = []
    for number in range(PRESSES):
        if window._closed:
            break
        above = window.dialogs[-1] if window.dialogs else None
        if chance.random() < 0.04:
            pressed.append(chance.choice(WORDS))
            root.clipboard_clear()
            root.clipboard_append(pressed[-1])
            root.tk.call("event", "generate", focus.path(root) or ".", "<<Paste>>")
        else:
            pressed.append(chance.choice(KEYS))
            modifiers, _, last = pressed[-1].rpartition("-")
            event = f"<{modifiers + '-' if modifiers else ''}Key-{last}>"
            root.tk.call("event", "generate", focus.path(root) or ".", event, "-when", "tail")
        clerk.pump()
        if number % 20 == 0:
            clerk.quiet()
        assert not clerk.faults, " ".join(pressed[-25:])
        if above is not None and window.dialogs and window.dialogs[-1] is above:
            assert focus.within(above) or focus.has(above), f"{focus.path(root)} after {' '.join(pressed[-25:])}"


def _answer_questions_for_files(monkeypatch, chance: random.Random, folder: Path, ledger: Path) -> None:
    """The system's own dialogs: now and then nothing is chosen, otherwise any file that is there."""

    def save(**options) -> str:
        return "" if chance.random() < 0.3 else str(folder / f"{chance.random()}{options.get('defaultextension', '')}")

    def read(**_options) -> str:
        found = [path for path in folder.rglob("*.*") if path.suffix in (".xlsx", ".zip", ".csv", ".toml", ".docx")]
        return str(chance.choice(found)) if found and chance.random() < 0.7 else ""

    monkeypatch.setattr(filedialog, "asksaveasfilename", save)
    monkeypatch.setattr(filedialog, "askopenfilename", read)
    monkeypatch.setattr(filedialog, "askdirectory", lambda **_: str(ledger) if chance.random() < 0.7 else "")
