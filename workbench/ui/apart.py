"""Long work in a process of its own: what computes for seconds there takes no turn from the window here.

    apart.run(fold.fold, space)                         the result, or the error that was raised there
    apart.run(merge.merge, space, folder, path, progress=job.progress)

A thread that computes does not stop the window, but it holds up each of its many calls into Tk a little; and the
first use of a library takes a long moment in which nothing else runs. The other process is started when it is needed
first, does one thing after another, and ends with this one.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import sys
import threading
import traceback
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from workbench.problems import UserError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

Result = TypeVar("Result")
Progress = Callable[[int, int], Any]


class _Stopped(Exception):
    """Raised in the other process by the progress call of work that is not wanted any more."""


class _Other:
    """The other process and the pipe to it."""

    def __init__(self) -> None:
        self.turn = threading.Lock()
        self.process: Any = None
        self.pipe: Any = None  # a connection; its kind differs between systems

    def ask(self, question: tuple[Any, ...]) -> None:
        """Sends a question, to a new process when there is none or the last one died."""
        if self.pipe is not None and self.process.is_alive():
            with contextlib.suppress(OSError):
                self.pipe.send(question)
                return
        self.end()
        import multiprocessing  # the window's first picture does not wait for it

        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(theirs,), name="counter-workbench")
        process.start()
        theirs.close()
        atexit.register(end)  # comes before that of multiprocessing, which waits for its processes
        self.pipe, self.process = ours, process
        self.say(question)

    def hear(self) -> tuple[Any, ...]:
        """What it says next. Raises `UserError` when it died."""
        assert self.pipe is not None
        try:
            return self.pipe.recv()
        except (EOFError, OSError):
            raise self._died() from None

    def say(self, words: object) -> None:
        """Answers it. Raises `UserError` when it died."""
        assert self.pipe is not None
        try:
            self.pipe.send(words)
        except OSError:
            raise self._died() from None

    def _died(self) -> UserError:
        self.end()
        return UserError("这一步没有做完(后台程序意外结束)。已经登记的内容都在,请再试一次。")

    def end(self) -> None:
        if self.pipe is not None:
            self.pipe.close()
            self.process.join(2)
        self.pipe = self.process = None


_other = _Other()


def run(work: Callable[..., Result], *words: Any, progress: Progress | None = None, **more: Any) -> Result:
    """Gives `work(*words)` as done in the other process; call it from a worker thread, never from the window's own.

    `work` is a function of a module. With `progress` the work gets one too, and what is raised by ours ends the work
    there. Raises `UserError` as the work did, or when the other process died; `RuntimeError` for its other errors.
    """
    with _other.turn:
        _other.ask((work, words, more, progress is not None))
        wish: BaseException | None = None  # why it is not to go on
        while True:
            kind, *found = _other.hear()
            if kind == "done":
                return found[0]
            if kind == "told":
                raise UserError(found[0], exit_code=found[1])
            if kind == "failed":
                raise RuntimeError(found[0])
            if kind == "stopped" and wish is not None:
                raise wish
            try:
                if wish is None and progress is not None:
                    progress(*found)
            except BaseException as error:
                wish = error
            _other.say(wish is None)


def end() -> None:
    """Lets the other process go, after what it does now."""
    with _other.turn:
        _other.end()


def _serve(pipe: Connection) -> None:
    """The other process: one question after another, until the pipe closes."""
    with contextlib.suppress(EOFError, OSError, KeyboardInterrupt):
        _step_back()
        while True:
            pipe.send(_answer(pipe, *pipe.recv()))
            _let_go()


def _answer(
    pipe: Connection, work: Callable[..., Any], words: tuple, more: dict[str, Any], tells: bool
) -> tuple[Any, ...]:
    def progress(done: int, total: int) -> None:
        pipe.send(("progress", done, total))
        if not pipe.recv():
            raise _Stopped

    try:
        return "done", work(*words, **more, **({"progress": progress} if tells else {}))
    except _Stopped:
        return "stopped", ""
    except UserError as error:
        return "told", str(error), error.exit_code
    except BaseException:
        return "failed", traceback.format_exc()


def _step_back() -> None:
    """When both want the processor, the window has it first."""
    if sys.platform == "win32":
        import ctypes

        this_process, below_normal = ctypes.c_void_p(-1), 0x4000
        ctypes.windll.kernel32.SetPriorityClass(this_process, below_normal)
    else:
        os.nice(10)


def _let_go() -> None:
    """Holds no file open between two questions: a restored backup must be able to take the journal's place."""
    from workbench.ledger import idle

    idle.release_all()
