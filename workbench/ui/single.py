"""One window at a time: a second start asks the running one to come to the front, by a small file."""

from __future__ import annotations

import time

from filelock import FileLock

from workbench.problems import UserError
from workbench.workspace import Workspace

REQUEST = ".请到前面来"
WAIT_SECONDS = 3.0


def take_or_wake(space: Workspace) -> FileLock | None:
    """The lock of the workspace; None when a running window took the request and came to the front.

    Raises `UserError` that says who holds it when nobody answered.
    """
    space.prepare()
    try:
        return space.lock()
    except UserError:
        request = space.root / REQUEST
        try:
            request.write_text("", "utf-8")
        except OSError:
            raise
        deadline = time.monotonic() + WAIT_SECONDS
        while time.monotonic() < deadline:
            if not request.exists():
                return None
            time.sleep(0.1)
        request.unlink(missing_ok=True)
        raise


def asked(space: Workspace) -> bool:
    """Whether a second start asks for the window; taking the request answers it."""
    request = space.root / REQUEST
    if not request.exists():
        return False
    request.unlink(missing_ok=True)
    return True
