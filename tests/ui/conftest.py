"""A real window for every test; any error in a callback, in a job or in the log fails the test."""

from __future__ import annotations

import gc
import logging
import os
import shutil

import pytest

from tests.ui.screen import Clerk
from workbench import workspace
from workbench.workspace import Workspace

if os.name != "nt" and not os.environ.get("DISPLAY") and not shutil.which("Xvfb"):
    collect_ignore_glob = ["test_*.py"]


@pytest.fixture
def space(tmp_path) -> Workspace:
    return Workspace(tmp_path / "工作")


class Faults(logging.Handler):
    """Collects what was logged as an error."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.found.append(self.format(record))


@pytest.fixture
def hire(display, space):
    """`hire(**settings)` opens the window with somebody at it."""
    gc.collect()  # what pytest itself held of the window before: it must end in this thread, not in one of the next
    hired: list[Clerk] = []
    faults = Faults()
    workspace.log.addHandler(faults)

    def hire(**settings) -> Clerk:
        clerk = Clerk(space, **settings)
        hired.append(clerk)
        return clerk.start()

    yield hire
    try:
        for clerk in hired:
            if not clerk.window._closed:
                clerk.pump()
                clerk.leave()
            assert not clerk.faults, clerk.faults
        assert not faults.found, faults.found
    finally:
        workspace.log.removeHandler(faults)
        for clerk in hired:
            if not clerk.window._closed:
                clerk.window._closed = True
                clerk.root.destroy()
        hired.clear()
        gc.collect()  # what is left of Tk must end in this thread


@pytest.fixture
def clerk(hire) -> Clerk:
    """Somebody at a new window with default settings."""
    return hire()
