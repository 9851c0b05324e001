"""The window stays awake: no turn of its thread takes long while others work, and memory stays flat."""

from __future__ import annotations

import sys
import time

import pytest

from tests.ui.screen import Clerk
from workbench.ledger import ledger

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
    before = sys.getswitchinterval()
    sys.setswitchinterval(0.001)  # as the program sets it
    try:
        clerk.window.jobs.run(work, done.append, writes=True)
        while not done:
            clerk.root.update()
            time.sleep(0.001)
            assert not clerk.faults
    finally:
        sys.setswitchinterval(before)
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


@pytest.mark.slow
@pytest.mark.timeout(1500)
def test_memory_stays_flat_over_two_thousand_cases(clerk):
    """A robot works 2,000 citizens through; after a warm-up nothing grows."""
    resource = pytest.importorskip("resource")
    page = clerk.window.current
    counter = page.counter
    ids = sorted(clerk.window.session.library.ids())

    def work(count: int) -> None:
        for number in range(count):
            counter.begin(ids[number % len(ids)])
            page.focus_work()
            clerk.key("1", "1", "space", "Down", "space", "space")
            counter.drop()
            clerk.pump()

    work(300)
    clerk.quiet()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    work(1700)
    clerk.quiet()
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 25_000, f"{grown} KB"
