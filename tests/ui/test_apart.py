"""Long work in a process of its own: results, errors, progress and an end come over; a dead process is replaced."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from workbench.problems import CannotWrite, UserError
from workbench.ui import apart


def where() -> int:
    return os.getpid()


def refused() -> None:
    raise CannotWrite("文件正被打开")


def broken() -> None:
    raise ZeroDivisionError("of the work")


def steps(count: int, progress) -> int:
    for number in range(count):
        progress(number, count)
    return count


def died() -> None:
    os._exit(9)


def test_it_is_another_process_and_the_same_one_again():
    first = apart.run(where)
    assert first != os.getpid()
    assert apart.run(where) == first


def test_an_error_for_the_clerk_keeps_its_sentence_and_code():
    with pytest.raises(UserError, match="文件正被打开") as told:
        apart.run(refused)
    assert told.value.exit_code == CannotWrite.exit_code


def test_any_other_error_comes_with_its_traceback_for_the_log():
    with pytest.raises(RuntimeError, match=r"in broken[\s\S]*ZeroDivisionError: of the work"):
        apart.run(broken)


def test_progress_is_told_and_can_end_the_work():
    told = []
    assert apart.run(steps, 3, progress=lambda *found: told.append(found)) == 3
    assert told == [(0, 3), (1, 3), (2, 3)]

    def stop(done: int, _total: int) -> None:
        if done == 2:
            raise TimeoutError("not wanted any more")

    start = time.monotonic()
    with pytest.raises(TimeoutError, match="not wanted"):
        apart.run(steps, 10_000_000, progress=stop)
    assert time.monotonic() - start < 60
    assert apart.run(where) != os.getpid(), "the process is ready for the next question"


def test_a_process_that_dies_is_told_and_replaced():
    before = apart.run(where)
    with pytest.raises(UserError, match="没有做完"):
        apart.run(died)
    assert apart.run(where) not in (before, os.getpid())


def test_it_holds_no_journal_open_between_two_questions(space):
    from workbench.ledger import ledger
    from workbench.ui.background import fold_now

    ledger.add(space, "rework", [{"date": "2026-03-02", "item": "daolu-huoyun", "cause": "材料缺失", "detail": "缺件"}])
    assert apart.run(fold_now, space) == ""
    assert not sum(ledger.pending(space).values())
    files = Path(f"/proc/{apart.run(where)}/fd")  # by now it has let go
    if files.is_dir():
        assert not [link for link in files.iterdir() if "journal.db" in str(link.readlink())]


@pytest.mark.skipif(not hasattr(os, "getpriority"), reason="asked for as POSIX tells it")
def test_it_steps_back_for_the_window():
    assert apart.run(os.getpriority, os.PRIO_PROCESS, 0) > os.getpriority(os.PRIO_PROCESS, 0)
