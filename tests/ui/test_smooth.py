"""The window stays awake: no turn of its thread takes long while others work, and memory stays flat."""

from __future__ import annotations

import gc
import time
from datetime import timedelta
from pathlib import Path

import pytest

from tests.ui.screen import Clerk
from workbench.ledger import ledger

try:
    import resource
except ImportError:  # Windows
    resource = None

# A turn may take 50 ms (see the benchmarks for the figures); on a machine busy with other tests it gets more,
# but never what a fold, a merge or a document takes.
LONGEST = 0.5

pytestmark = pytest.mark.slow  # it measures time: not beside other tests


class Watch:
    """A tick every 10 ms; a late one tells how long the thread was not free."""

    def __init__(self, root) -> None:
        self.root, self.late = root, []
        self._last = time.perf_counter()
        self._tick()

    def _tick(self) -> None:
        now = time.perf_counter()
        self.late.append(now - self._last - 0.01)
        self._last = now
        self.root.after(10, self._tick)


def rows(count: int) -> list[dict]:
    return [
        {
            "date": f"2026-01-{1 + n % 28:02d}",
            "item": "daolu-huoyun",
            "cause": "材料缺失",
            "detail": "缺件",
            "material": "qualification",
        }
        for n in range(count)
    ]


def watched(clerk: Clerk, work) -> list[float]:
    """How late the ticks were while `work` ran in the background."""
    watch = Watch(clerk.root)
    done = []
    clerk.window.jobs.run(work, done.append, writes=True)
    while not done:
        clerk.root.update()
        time.sleep(0.001)
        assert not clerk.faults
    return list(watch.late)


def test_the_window_stays_awake_during_a_fold(hire, space):
    from workbench.ledger import fold

    space.prepare()
    clerk = hire()
    ledger.add(space, "rework", rows(2000))
    late = watched(clerk, lambda: fold.fold(space))
    assert max(late) < LONGEST
    assert not sum(ledger.pending(space).values())


def test_the_window_stays_awake_during_an_export_and_a_word_file(hire, space, tmp_path):
    from workbench.documents import checklist_word
    from workbench.ledger import export

    space.prepare()
    clerk = hire()
    ledger.add(space, "rework", rows(1500))
    assert max(watched(clerk, lambda: export.export(space, tmp_path / "台账.xlsx"))) < LONGEST
    entry = clerk.window.session.library.entry("daolu-huoyun", clerk.window.session.today)
    checklist = entry.book.checklist({"weight": "heavy"}, clerk.window.session.today)
    assert max(watched(clerk, lambda: checklist_word.write(checklist, tmp_path / "清单.docx", space))) < LONGEST


def test_many_messages_at_once_are_taken_ten_a_turn(clerk):
    """A flood from a worker does not freeze the window."""
    seen = []

    def flood(job) -> int:
        for number in range(2000):
            job.progress(number, 2000)
        return 1

    watch = Watch(clerk.root)
    clerk.window.jobs.run(flood, progress=lambda done, _total: seen.append(done))
    clerk.until(lambda: len(seen) == 2000, 30)
    assert max(watch.late) < LONGEST


class Robot:
    """Works citizens through by keys, from the search to the registered outcome."""

    def __init__(self, clerk: Clerk) -> None:
        self.clerk, self.page = clerk, clerk.window.current
        library = clerk.window.session.library
        self.items = [library.get(id, clerk.window.session.today).short for id in sorted(library.ids())]
        self.served = 0

    def serve(self, count: int) -> None:
        for _ in range(count):
            self._one(self.items[self.served % len(self.items)], sent_home=self.served % 8 == 0)
            self.served += 1
            self.clerk.base += timedelta(minutes=20)

    def _one(self, name: str, *, sent_home: bool) -> None:
        """Every question answered by its first choice; every eighth citizen lacks a paper and gets the notice."""
        clerk, counter = self.clerk, self.page.counter
        clerk.type(name)
        clerk.key("Return")
        while (question := counter.question) and len(counter.visit.answers) < 5:
            if question.kind in ("number", "date"):
                counter.answer(question, "30" if question.kind == "number" else "2026-01-05")
            else:
                clerk.key(*(["1", "Return"] if question.kind == "multiple" else ["1"]))
        self.page.focus_papers()
        clerk.key("F5", *(["space"] if sent_home else []), "F12", "3" if sent_home else "1", "Return")
        if len(clerk.window.dialogs) > 1:  # the program doubts: the first reason
            clerk.key("1")
        clerk.until(lambda: counter.visit is None)


def held(clerk: Clerk) -> dict[str, int]:
    """What the process holds: kilobytes of memory, and the things Tk keeps by name."""
    gc.collect()
    ask = clerk.root.tk.call
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return {
        "memory": pages * resource.getpagesize() // 1024,
        "commands": len(ask("info", "commands")),
        "images": len(ask("image", "names")),
        "fonts": len(ask("font", "names")),
        "timers": len(clerk.root.tk.splitlist(ask("after", "info"))),
    }


@pytest.mark.timeout(1500)
@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is read as Linux tells it")
def test_memory_stays_flat_over_two_thousand_cases(clerk, space):
    """A robot works 2,000 citizens through, to the row in the journal; after a warm-up nothing grows."""
    robot = Robot(clerk)
    robot.serve(300)
    clerk.quiet()
    before = held(clerk)
    robot.serve(1700)
    clerk.quiet()
    after = held(clerk)
    print(before, after)
    assert ledger.count(space, "cases") == 2000
    assert ledger.count(space, "rework") >= 250
    assert after["memory"] - before["memory"] < 25_000, (before, after)
    for name in ("commands", "images", "fonts", "timers"):
        assert after[name] - before[name] < 50, (name, before, after)
