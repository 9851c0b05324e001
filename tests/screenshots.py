"""Pictures for the manual, from the real window on a sample workspace: pages, dialogs, workbooks, papers.

    python3 make.py screenshots            all of them, into docs/pictures
    python3 make.py screenshots rules      those whose names begin so

Runs on a screen of its own (Xvfb) and on a fixed day, so that the pictures change only with the program.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from PIL import ImageGrab

from tests.pictures import paper, rules, shrink, workbooks
from tests.ui.screen import Clerk, xvfb
from workbench.workspace import Workspace

PICTURES = Path(__file__).resolve().parents[1] / "docs" / "pictures"
NOW = datetime(2026, 11, 20, 9, 5)
CITIZEN = {"agent": "relative", "destination": "current", "insured_here": "yes", "origin": "enterprise"}
CITIZEN |= {"found": "no", "closed": "settled", "overlap": "yes"}
OFFICE = {"office": "示例区政务服务中心", "clerk": "王敏"}


class Camera:
    """Takes the pictures that are wanted and makes them small."""

    def __init__(self, clerk: Clerk, wanted: str) -> None:
        self.clerk, self.wanted = clerk, wanted

    def take(self, name: str, *, settle: float = 0.3) -> None:
        """The whole window; while a dialog is open the dialog with a little of what is around it."""
        if name.startswith(self.wanted):
            self.clerk.quiet()
            self.clerk.pump(settle)
            path = PICTURES / f"{name}.png"
            ImageGrab.grab(xdisplay=os.environ.get("DISPLAY")).save(path)
            if self.clerk.window.dialogs:
                box = self.clerk.window.dialogs[-1]
                shrink.cut(path, box.winfo_rootx(), box.winfo_rooty(), box.winfo_width(), box.winfo_height())
            shrink.shrink(path)


@contextmanager
def at_work(space: Workspace, wanted: str, **settings: object) -> Iterator[Camera]:
    clerk = Clerk(space, at=NOW, **{**OFFICE, **settings}).start()
    try:
        yield Camera(clerk, wanted)
    finally:
        while clerk.window.dialogs:
            clerk.window.dialogs[-1].close()
        clerk.leave()


def welcome(folder: Path, wanted: str) -> None:
    """The first start, on an empty workspace."""
    with at_work(Workspace(folder / "窗口工作台"), wanted, welcome_done=False) as camera:
        camera.clerk.until(lambda: camera.clerk.window.dialogs)
        camera.take("welcome")


def desk(space: Workspace, wanted: str) -> None:
    """A morning at the counter."""
    with at_work(space, wanted) as camera:
        clerk = camera.clerk
        clerk.type("sb")
        camera.take("desk-search")
        clerk.key("Escape")
        clerk.type("ylzy")
        clerk.key("Return")
        camera.take("desk-begin", settle=2)
        answer(clerk, 4)
        camera.take("desk-answers", settle=2)
        clerk.key("F7")
        clerk.until(lambda: clerk.window.dialogs)
        camera.take("desk-code")
        clerk.key("Return")
        answer(clerk)
        clerk.key("F10")
        clerk.quiet()
        clerk.key(
            "space", "Down", "space", "Down", "space", "space", "Down", "space", "Down", "space", "space", "space"
        )
        clerk.key("Up", "Up")
        clerk.window.toasts.clear()
        clerk.base += timedelta(minutes=7, seconds=40)
        camera.take("desk", settle=2)
        clerk.key("Control-p")
        camera.take("desk-print")
        clerk.key("Escape", "F11")
        clerk.until(lambda: clerk.window.dialogs)
        camera.take("desk-finish")
        clerk.key("Return")
        clerk.quiet()
        clerk.until(lambda: clerk.window.current.counter.visit is None)  # type: ignore[union-attr]
        clerk.type("gsrd")
        clerk.key("Return", "F4")
        clerk.until(lambda: clerk.window.dialogs)
        camera.take("desk-park")
        clerk.key("1")
        clerk.window.toasts.clear()
        clerk.quiet()
        clerk.key("Escape")
        camera.take("desk-idle", settle=1)
        clerk.key("Control-k")
        clerk.type("gs")
        camera.take("palette")
        written = list((space.documents / f"{NOW:%Y-%m-%d}").glob("*.docx"))
    for name, kind in (("paper-list", "材料清单"), ("paper-correction", "补正通知书")):
        if name.startswith(wanted):
            paper.draw(next(path for path in written if kind in path.name), PICTURES / f"{name}.png", trimmed=True)


def answer(clerk: Clerk, questions: int = 99) -> None:
    """Answers so many of the questions that are asked, as this citizen does."""
    counter = clerk.window.current.counter  # type: ignore[union-attr]
    for _ in range(min(questions, 20)):
        if not (question := counter.question):
            return
        choices = [choice.id for choice in question.choices]
        if question.kind == "multiple":
            clerk.key("Return")
        else:
            clerk.key(str(choices.index(CITIZEN.get(question.id, choices[-1])) + 1))
    assert questions < 20, "the questions come to an end"


def pages(space: Workspace, wanted: str) -> None:
    """The other pages and their dialogs."""
    with at_work(space, wanted) as camera:
        ledger(camera)
        selfcheck(camera)
        review(camera)
        settings(camera)


def open_page(camera: Camera, key: str) -> Clerk:
    clerk = camera.clerk
    while clerk.window.dialogs:
        clerk.window.dialogs[-1].close()
    clerk.window.toasts.clear()
    clerk.key(key)
    clerk.quiet()
    return clerk


def ledger(camera: Camera) -> None:
    clerk = open_page(camera, "Alt-2")
    camera.take("ledger", settle=1)
    clerk.key("Insert")
    camera.take("ledger-new")
    clerk.key("Escape", "Control-2")
    clerk.quiet()
    clerk.key("F8")
    camera.take("ledger-papers")
    clerk.key("Escape", "Control-4")
    camera.take("ledger-conflicts")
    clerk.key("Control-1")


def selfcheck(camera: Camera) -> None:
    clerk = open_page(camera, "Alt-3")
    clerk.key("1", "1", "1")
    camera.take("selfcheck", settle=1)
    clerk.key("2")
    camera.take("selfcheck-no")
    clerk.key("Escape", "F6")
    camera.take("selfcheck-peer")


def review(camera: Camera) -> None:
    clerk = open_page(camera, "Alt-4")
    clerk.until(lambda: clerk.window.current.review)  # type: ignore[union-attr]
    camera.take("review", settle=1)
    clerk.key("2")
    clerk.quiet()
    clerk.key("Return")
    camera.take("review-decide")
    if clerk.window.dialogs:
        clerk.key("Escape")
    clerk.key("F9")
    camera.take("review-preview", settle=1)
    clerk.key("Escape", "Control-r")
    clerk.until(lambda: clerk.window.dialogs, 60)
    camera.take("review-replay")


def settings(camera: Camera) -> None:
    clerk = open_page(camera, "Alt-6")
    camera.take("settings")
    clerk.key("Control-2")
    camera.take("settings-look")
    clerk.key("Control-3")
    camera.take("settings-backup")
    clerk.key("Control-4")
    camera.take("settings-templates")
    clerk.key("Control-5")
    clerk.until(lambda: clerk.window.current.found, 30)  # type: ignore[union-attr]
    camera.take("settings-check", settle=0.5)


@contextmanager
def sample_folder() -> Iterator[Path]:
    """A folder that has the same name every time, because some pictures show it."""
    folder = Path(tempfile.gettempdir()) / "窗口工作台"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main(words: list[str]) -> int:
    wanted = words[0] if words else ""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with sample_folder() as folder, xvfb():
        root = folder / "示例"
        demo = ["-m", "workbench", "demo", str(root), "--as-of", NOW.date().isoformat()]
        subprocess.run([sys.executable, *demo], check=True)
        space = Workspace(root)
        steps: tuple[Callable[[], None], ...] = (
            lambda: welcome(folder, wanted),
            lambda: workbooks.ledger(space, PICTURES, wanted),
            lambda: paper.documents(space, PICTURES, wanted),
            lambda: desk(space, wanted),
            lambda: workbooks.conflict(space),
            lambda: pages(space, wanted),
            lambda: rules.story(lambda space: at_work(space, wanted), folder / "规则练习", PICTURES, wanted),
        )
        for step in steps:
            step()
    too_big = [path.name for path in PICTURES.glob("*.png") if path.stat().st_size > shrink.MOST_BYTES]
    print("太大的图片:" + "、".join(too_big) if too_big else f"{len(list(PICTURES.glob('*.png')))} 张图片在 {PICTURES}")
    return 1 if too_big else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
