"""The window: time to the first picture against an empty ttkbootstrap window, and the turns a clerk feels."""

from __future__ import annotations

import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
import types
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks.measure import report
from tests.ui import test_smooth
from tests.ui.screen import Clerk, xvfb
from workbench.ledger import ledger
from workbench.rules.search import Index
from workbench.ui import background
from workbench.workspace import Workspace, shipped

EMPTY = """
import ttkbootstrap as ttk
root = ttk.App(title="", size=(1366, 768))
root.update()
import os
os._exit(0)
"""
OURS = """
import sys
from pathlib import Path
from workbench import workspace
from workbench.ui import app
window = app.Window(workspace.Workspace(Path(sys.argv[1])))
window.root.update()
import os
os._exit(0)
"""


def main() -> int:
    with xvfb(), tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        return (
            first_window(root / "一")
            + searching(root / "五")
            + at_the_desk(root / "二")
            + stalls(root / "四")
            + long_ledger(root / "三")
        )


def process_seconds(code: str, cache: Path, *words: str) -> float:
    """Seconds of a whole process, with compiled modules at hand as in an installed program."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = str(cache)
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", code, *words], check=True, env=environment)
    return time.perf_counter() - start


def first_window(folder: Path, rounds: int = 7) -> int:
    """From the start of the process to the first picture, in turns."""
    space = Workspace(folder)
    space.prepare()
    space.save_settings(welcome_done=True)
    cache = folder / "pyc"
    process_seconds(OURS, cache, str(folder))
    process_seconds(EMPTY, cache)
    pairs = [(process_seconds(OURS, cache, str(folder)), process_seconds(EMPTY, cache)) for _ in range(rounds)]
    ours, empty = (statistics.median(column) for column in zip(*pairs, strict=True))
    return report("首个画面", ours, empty, at_most=1.5)


def limit(name: str, seconds: list[float], most: float, unrest: float) -> int:
    """A line for turns that have a limit in milliseconds; gives 1 when it is missed.

    99 of 100 must keep it, and the longest too but for `unrest`, the longest turn of a window with nothing to do.
    """
    ordered = sorted(seconds)
    median, late = statistics.median(ordered) * 1e3, ordered[(len(ordered) - 1) * 99 // 100] * 1e3
    worst = ordered[-1] * 1e3
    missed = late > most or worst > most + unrest * 1e3
    words = f"中位 {median:.1f} ms, 99% {late:.1f} ms, 最长 {worst:.1f} ms(空转时最长 {unrest * 1e3:.1f} ms)"
    print(f"{name}: {words},目标 ≤ {most:g} ms {'未达到' if missed else '达到'}", flush=True)
    return int(missed)


def resting(clerk: Clerk, seconds: float = 2.0) -> float:
    """The longest turn of a window that has nothing to do: what the system itself takes."""
    return max(test_smooth.watched(clerk, lambda: time.sleep(seconds)))


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def searching(folder: Path, count: int = 1000) -> int:
    """A key press in the search box with 1,000 items, until the hits are drawn."""
    clerk = Clerk(Workspace(folder)).start()
    session = clerk.window.session
    assert session.library
    chance = random.Random(3)
    originals = [entry.item for entry in session.library.entries]
    chars = "".join(item.name for item in originals)
    items = [
        originals[number % len(originals)].changed(
            id=f"item-{number}",
            short="".join(chance.choice(chars) for _ in range(4)),
            name="".join(chance.choice(chars) for _ in range(14)),
        )
        for number in range(count)
    ]
    session.index = Index.of_items(items)
    clerk.window.tidy.settle()  # as after reading so many
    unrest = resting(clerk)
    turns = []
    for word in ["ylzy", "hyxk", "zhuan", "sb01", "xyz"] * 6:
        turns += [timed(lambda char=char: clerk.key(char)) for char in word]
        clerk.key("Escape")
    clerk.leave()
    return limit(f"搜索 {count} 个事项,按键到结果", turns, 20, unrest)


def at_the_desk(folder: Path) -> int:
    """Answers, ticks, page changes in the real window; a turn ends when everything is drawn."""
    clerk = Clerk(Workspace(folder)).start()
    counter = clerk.window.current.counter  # type: ignore[union-attr]
    unrest = resting(clerk)
    answers, ticks, pages = [], [], []
    for item in sorted(clerk.window.session.library.ids()):  # type: ignore[union-attr]
        counter.begin(item)
        clerk.quiet()
        for _ in range(12):
            question = counter.question
            if question is None:
                break
            if question.kind in ("number", "date"):
                counter.answer(question, "30" if question.kind == "number" else "2026-01-05")
                clerk.pump()
                continue
            for key in ["1", "Return"] if question.kind == "multiple" else ["1"]:
                answers.append(timed(lambda key=key: clerk.key(key)))
        clerk.window.current.focus_work()  # type: ignore[union-attr]
        ticks += [timed(lambda: clerk.key("space")) for _ in range(5)]
        counter.drop()
    names = [one.name for one in clerk.window._declarations]
    for name in names * 2:
        clerk.window.show(name)
        clerk.quiet()
    for name in names * 6:
        pages.append(timed(lambda name=name: (clerk.window.show(name), clerk.root.update())))
        clerk.quiet()
    clerk.leave()
    return (
        limit("作答到清单更新", answers, 30, unrest)
        + limit("勾一份材料", ticks, 30, unrest)
        + limit("换页(已打开过)", pages, 100, unrest)
    )


def stalls(folder: Path) -> int:
    """How long the window's thread was not free during a fold, an export, a merge, a Word file.

    A fold runs behind the clerk's back, so the answers given meanwhile are measured too.
    """
    from workbench.ui.ledger import transfer

    space = Workspace(folder)
    space.prepare()
    ledger.add(space, "rework", test_smooth.rows(3000))
    clerk = Clerk(space)
    clerk.window._after_first_drawing = types.MethodType(lambda self: self.load_rules(), clerk.window)
    clerk.start()
    window, jobs = clerk.window, clerk.window.jobs
    desk, page = window.current, window.page("ledger")
    unrest = resting(clerk)
    late = {}
    window.background = background.Background(window)
    answers: list[float] = []

    def answering() -> bool:
        if desk.counter.visit is None:  # type: ignore[union-attr]
            desk.counter.begin("daolu-huoyun")  # type: ignore[union-attr]
            desk.focus_work()  # type: ignore[union-attr]
        answers.append(timed(lambda: clerk.key("1")))
        if desk.counter.question is None:  # type: ignore[union-attr]
            desk.counter.drop()  # type: ignore[union-attr]
        return not window.background._folding

    late["写入台账 3000 行"] = during(clerk, window.background.fold, lambda: not window.background._folding)
    ledger.add(space, "rework", test_smooth.rows(3000))
    during(clerk, window.background.fold, answering)
    desk.counter.drop()  # type: ignore[union-attr]
    window.show("ledger")
    clerk.quiet()
    idle = lambda: not jobs.busy  # noqa: E731
    late["导出"] = during(clerk, lambda: transfer.export_to(page, folder / "导出.xlsx"), idle)  # type: ignore[arg-type]
    merged = folder / "大厅.xlsx"
    late["合并"] = during(clerk, lambda: transfer.merge_to(page, space.ledger, merged), idle)  # type: ignore[arg-type]
    clerk.key("Escape")
    window.show("desk")
    desk.counter.begin("daolu-huoyun")  # type: ignore[union-attr]
    clerk.quiet()
    late["生成 Word(第一次)"] = during(clerk, lambda: clerk.key("F10"), idle)
    late["生成 Word"] = during(clerk, lambda: clerk.key("F10"), idle)
    clerk.quiet()
    clerk.leave()
    return limit("写入台账时作答", answers, 30, unrest) + sum(
        limit(f"{name}时界面停顿", found, 50, unrest) for name, found in late.items()
    )


def during(clerk: Clerk, begin: Callable[[], object], ended: Callable[[], object]) -> list[float]:
    """How late the window's own ticks came between `begin` and the end of what it began."""
    watch = test_smooth.Watch(clerk.root)
    begin()
    clerk.until(ended, 120)
    return list(watch.late)


def long_ledger(folder: Path, count: int = 20_000) -> int:
    """The ledger page over 20,000 rows: opening, and scrolling by pages."""
    space = Workspace(folder)
    space.prepare()
    chance = random.Random(4)
    papers = ["qualification", "inspection_report", "safety_rules"]
    rows = [
        {
            "date": f"{2024 + n % 2}-{1 + n % 12:02d}-{1 + n % 28:02d}",
            "item": "daolu-huoyun",
            "cause": "材料缺失",
            "detail": "缺件",
            "material": chance.choice(papers),
            "visits": 1 + n % 3,
        }
        for n in range(count)
    ]
    for start in range(0, count, 5000):
        ledger.add(space, "rework", rows[start : start + 5000])
    clerk = Clerk(space)
    clerk.window._after_first_drawing = types.MethodType(lambda self: self.load_rules(), clerk.window)
    clerk.start()
    page = clerk.window.page("ledger")
    unrest = resting(clerk)
    opened = []
    for _ in range(5):
        page.ids = []  # type: ignore[attr-defined]
        start = time.perf_counter()
        clerk.window.show("ledger")
        clerk.until(lambda: page.ids)  # type: ignore[attr-defined]
        clerk.root.update()
        opened.append(time.perf_counter() - start)
        clerk.window.show("desk")
        clerk.quiet()
    clerk.window.show("ledger")
    clerk.quiet()
    turns = [timed(lambda: clerk.key("Next")) for _ in range(60)] + [
        timed(lambda at=at: (page.table._scrolled("moveto", str(at / 20)), clerk.root.update()))  # type: ignore[attr-defined]
        for at in range(20)
    ]
    clerk.window._closed = True
    clerk.window.jobs.close()
    clerk.root.destroy()
    return limit(f"打开 {count} 行的台账", opened, 300, unrest) + limit("台账翻页", turns, 50, unrest)


if __name__ == "__main__":
    assert shipped()
    raise SystemExit(main())
