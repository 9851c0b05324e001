"""The counter: one open visit, the parked ones, undo; kept on the disk so that a power cut costs nothing.

The desk's file is written whole and durably after each change. A visit that is already in the ledger is not taken up
again, so a crash between the two writes cannot register it twice.
"""

from __future__ import annotations

import logging
from datetime import datetime
from pathlib import Path

from pydantic import BaseModel, ValidationError

from workbench import files
from workbench.cases.visit import Visit
from workbench.problems import UserError
from workbench.workspace import Workspace

FILE = "受理台.json"
UNDO_DEPTH = 100
log = logging.getLogger("workbench.cases")


class State(BaseModel):
    """What is on the disk; `saved` tells how long the clock of the open visit had run."""

    saved: datetime
    open: Visit | None = None
    parked: tuple[Visit, ...] = ()


class Desk:
    """The visits of this window. Methods change the state in memory; `state(now)` is what to keep."""

    def __init__(self, state: State | None = None) -> None:
        self.open = state.open if state else None
        self.parked = list(state.parked) if state else []
        self._past: list[Visit] = []

    def begin(self, visit: Visit) -> None:
        """Opens a visit. Raises `UserError` while another one is open."""
        if self.open:
            raise UserError("还有一位群众的办件没有完成。请先完成(F12)或挂起(F4)。")
        self.open = visit
        self._past.clear()

    def change(self, visit: Visit) -> None:
        """The open visit as it is now; the one before can be brought back by `undo`."""
        if visit == self.open or self.open is None:
            return
        self._past = [*self._past[-UNDO_DEPTH:], self.open]
        self.open = visit

    @property
    def can_undo(self) -> bool:
        return bool(self._past)

    def undo(self) -> bool:
        """Takes back the last change; the clock goes on."""
        if not self._past or self.open is None:
            return False
        before = self._past.pop()
        self.open = before.but(seconds=self.open.seconds, since=self.open.since)
        return True

    def park(self, why: str, now: datetime) -> None:
        """Puts the open visit aside with the reason, so that the next citizen can be served."""
        if self.open:
            self.parked.append(self.open.stopped(now, why))
            self.close()

    def resume(self, id: str, now: datetime) -> None:
        """Takes a parked visit up again. Raises `UserError` while another one is open."""
        found = next((one for one in self.parked if one.id == id), None)
        if found is None:
            return
        self.begin(found.resumed(now))
        self.parked.remove(found)

    def close(self) -> None:
        """The open visit is finished or dropped."""
        self.open = None
        self._past.clear()

    def state(self, now: datetime) -> State:
        return State(saved=now, open=self.open, parked=tuple(self.parked))


def file_of(space: Workspace) -> Path:
    return space.root / FILE


def save(space: Workspace, state: State) -> None:
    """Keeps the state durably. Raises `CannotWrite`."""
    files.write_text(file_of(space), state.model_dump_json())


def load(space: Workspace, now: datetime) -> Desk:
    """The desk as it was left; visits that the ledger already has are dropped, the clock does not count the pause."""
    path = file_of(space)
    try:
        state = State.model_validate_json(path.read_text("utf-8"))
    except FileNotFoundError:
        return Desk()
    except (OSError, ValueError, ValidationError):
        log.exception("the desk's state could not be read; kept as %s", path.with_suffix(".坏"))
        if path.exists():
            files.replace(path, files.free_name(path.with_suffix(".坏")))
        return Desk()
    done = _registered(space, [one.id for one in (state.open, *state.parked) if one])
    visit = state.open if state.open and state.open.id not in done else None
    if visit and visit.since:
        visit = visit.but(seconds=visit.worked(max(state.saved, visit.since)), since=now)
    return Desk(State(saved=now, open=visit, parked=tuple(one for one in state.parked if one.id not in done)))


def _registered(space: Workspace, ids: list[str]) -> set[str]:
    from workbench.ledger import ledger

    if not ids or not space.journal.exists():
        return set()
    marks = ",".join("?" * len(ids))
    return {row["id"] for row in ledger.query(space, f"SELECT id FROM cases WHERE id IN ({marks})", ids)}
