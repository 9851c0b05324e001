"""Work outside the Tk thread. Workers return data; what they report is handed over by a queue, ten a turn.

Threads never touch Tk. Writers go one after another, so that closing can wait for them.
"""

from __future__ import annotations

import queue
import sys
import threading
import tkinter as tk
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

TURN_MS = 20
MESSAGES_A_TURN = 10
LET_GO = 0.001  # seconds after which a thread that computes lets another one run


class Cancelled(Exception):
    """Raised inside a job by `Job.progress` after somebody cancelled it."""


class Job:
    """One piece of work: `progress(done, total)` from inside, `cancel()` from outside."""

    def __init__(self, jobs: Jobs, on_progress: Callable[[int, int], None] | None) -> None:
        self._jobs = jobs
        self._on_progress = on_progress
        self._cancelled = threading.Event()
        self.finished = False

    def cancel(self) -> None:
        self._cancelled.set()

    def progress(self, done: int, total: int) -> None:
        """Tells how far it is; raises `Cancelled` when it is not wanted any more."""
        if self._cancelled.is_set():
            raise Cancelled
        if self._on_progress:
            self._jobs.messages.put(lambda: self._on_progress(done, total))  # type: ignore[misc]


class Jobs:
    """The window's workers. `failed` is called in the Tk thread with every error that nobody else takes."""

    def __init__(self, root: tk.Misc, failed: Callable[[BaseException], None]) -> None:
        self.root = root
        self.failed = failed
        self.messages: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._readers = ThreadPoolExecutor(2, thread_name_prefix="reader")
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="writer")
        sys.setswitchinterval(LET_GO)
        self._open = 0
        self._turn: str | None = None
        self._poll()

    @property
    def busy(self) -> int:
        """How many jobs are not done."""
        return self._open

    def run(
        self,
        work: Callable[..., Any],
        done: Callable[[Any], object] | None = None,
        failed: Callable[[BaseException], object] | None = None,
        *,
        progress: Callable[[int, int], None] | None = None,
        writes: bool = False,
    ) -> Job:
        """Runs `work()` (or `work(job)` when `progress` is given) in a thread, then `done(result)` in the window.

        `writes`: in turn with all other writers, and waited for when the window closes.
        """
        job = Job(self, progress)
        self._open += 1

        def body() -> None:
            try:
                result = work(job) if progress else work()
            except BaseException as error:  # a worker's failure must reach the window, also a SystemExit
                caught = error
                self.messages.put(lambda: self._settle(job, lambda: (failed or self.failed)(caught)))
            else:
                self.messages.put(lambda: self._settle(job, lambda: done(result) if done else None))

        (self._writer if writes else self._readers).submit(body)
        return job

    def _settle(self, job: Job, then: Callable[[], Any] | None) -> None:
        self._open -= 1
        job.finished = True
        if then:
            then()

    def _poll(self) -> None:
        for _ in range(MESSAGES_A_TURN):
            try:
                message = self.messages.get_nowait()
            except queue.Empty:
                break
            try:
                message()
            except Exception as error:
                self.failed(error)
        self._turn = self.root.after(TURN_MS, self._poll)

    def close(self, seconds: float = 20.0) -> None:
        """Stops polling and waits for the writers (readers are left to end by themselves)."""
        if self._turn:
            self.root.after_cancel(self._turn)
        self._readers.shutdown(wait=False, cancel_futures=True)
        waiter = threading.Thread(target=self._writer.shutdown, daemon=True)
        waiter.start()
        waiter.join(seconds)
