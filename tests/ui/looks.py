"""Every page in every size an office has, for the eye: `python3 -m tests.ui.looks [FOLDER] [NAME…]`.

1366×768 at 100 %, 150 % and 200 %, 1024×768 at 100 % and 200 %, and high contrast, on the sample workspace;
into build/looks.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from tests.ui.screen import Clerk, xvfb
from workbench.workspace import Workspace

ROOT = Path(__file__).resolve().parents[2]
TODAY = date(2026, 11, 20)
LOOKS = {
    "": ("1366x768", 1.0, "light"),
    "-150": ("1366x768", 1.5, "light"),
    "-200": ("1366x768", 2.0, "light"),
    "-1024": ("1024x768", 1.0, "light"),
    "-1024-200": ("1024x768", 2.0, "light"),
    "-contrast": ("1366x768", 1.0, "contrast"),
}


def begin(clerk: Clerk, item: str, answers: int) -> None:
    """An item with its first questions answered."""
    page = clerk.window.show("desk")
    counter = page.counter  # type: ignore[attr-defined]
    counter.drop()
    counter.begin(item)
    page.focus_work()  # type: ignore[attr-defined]
    clerk.quiet()
    for _ in range(answers):
        question = counter.question
        if question is None:
            break
        if question.kind in ("number", "date"):
            counter.answer(question, "52" if question.kind == "number" else "2026-10-12")
        else:
            clerk.key("2" if question.kind == "single" else "1", *(["Return"] if question.kind == "multiple" else []))
    clerk.pump(1.8)


def desk_idle(clerk: Clerk) -> None:
    clerk.window.show("desk")


def desk_asking(clerk: Clerk) -> None:
    begin(clerk, "yanglao-zhuanyi", 2)


def desk_list(clerk: Clerk) -> None:
    begin(clerk, "daolu-huoyun", 9)
    clerk.key("space", "Down", "space", "Down", "space", "space", "Down", "space", "space", "space", "Down")


def desk_finish(clerk: Clerk) -> None:
    clerk.key("F12")
    clerk.pump(0.2)


def page(name: str, tab: int | None = None) -> Callable[[Clerk], None]:
    def show(clerk: Clerk) -> None:
        for box in list(clerk.window.dialogs):
            box.close()
        clerk.window.toasts.clear()
        shown = clerk.window.show(name)
        clerk.quiet()
        if tab is not None:
            shown.choose(tab)  # type: ignore[attr-defined]
        clerk.pump(0.3)

    return show


def palette(clerk: Clerk) -> None:
    clerk.window.show("desk").counter.drop()  # type: ignore[attr-defined]
    clerk.key("Control-k")
    clerk.type("hy")
    clerk.pump(0.2)


def welcome(clerk: Clerk) -> None:
    from workbench.ui.settings.welcome import Welcome

    clerk.key("Escape")
    Welcome(clerk.window)
    clerk.pump(0.2)


SCENES: dict[str, Callable[[Clerk], None]] = {
    "desk-idle": desk_idle,
    "desk-asking": desk_asking,
    "desk-list": desk_list,
    "desk-finish": desk_finish,
    "ledger": page("ledger"),
    "selfcheck": page("selfcheck"),
    "review": page("review"),
    "rules": page("rules"),
    "settings": page("settings"),
    "settings-looks": page("settings", 1),
    "palette": palette,
    "welcome": welcome,
}


def sample(folder: Path) -> Workspace:
    """The sample workspace, made by its own command."""
    words = [sys.executable, "-m", "workbench", "demo", str(folder), "--as-of", TODAY.isoformat()]
    subprocess.run(words, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
    return Workspace(folder)


def take(space: Workspace, target: Path, wanted: list[str]) -> int:
    """All scenes in all looks; gives how many pictures were made."""
    made = 0
    settings = space.settings()
    with xvfb():
        for suffix, (size, scale, theme) in LOOKS.items():
            (space.root / ".窗口.json").unlink(missing_ok=True)
            clerk = Clerk(
                space,
                at=datetime(TODAY.year, TODAY.month, TODAY.day, 9, 8),
                office=settings.office,
                clerk=settings.clerk,
                font_scale=scale,
                theme=theme,
            ).start()
            clerk.resize(size)
            for name, scene in SCENES.items():
                scene(clerk)
                if not wanted or any(name.startswith(word) for word in wanted):
                    clerk.picture(target / f"{name}{suffix}.png")
                    made += 1
            for box in list(clerk.window.dialogs):
                box.close()
            clerk.leave()
    return made


def main() -> int:
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "build" / "looks"
    with tempfile.TemporaryDirectory() as folder:
        made = take(sample(Path(folder) / "样例"), target, sys.argv[2:])
    print(f"{made} 张图在 {target}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
