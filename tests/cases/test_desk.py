"""The counter: one open visit, parking, undo, and a file that a power cut cannot spoil."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from workbench.cases import desk
from workbench.cases.desk import Desk
from workbench.cases.visit import Visit
from workbench.ledger import ledger
from workbench.problems import UserError
from workbench.workspace import Workspace

NINE = datetime(2026, 3, 2, 9, 0)


@pytest.fixture
def space(tmp_path) -> Workspace:
    found = Workspace(tmp_path / "工作")
    found.prepare()
    return found


def begun(item: str = "daolu-huoyun") -> Visit:
    return Visit.begin(item, NINE, "ABC234")


def test_one_visit_is_open_at_a_time():
    counter = Desk()
    counter.begin(begun())
    with pytest.raises(UserError, match="F12"):
        counter.begin(begun())


def test_a_parked_visit_comes_back_as_it_was():
    counter = Desk()
    counter.begin(begun())
    counter.change(counter.open.answered("agent", "self"))
    id = counter.open.id
    counter.park("去缴费", NINE + timedelta(minutes=5))
    assert counter.open is None
    counter.resume(id, NINE + timedelta(minutes=30))
    assert counter.open.answers == {"agent": "self"} and not counter.parked
    assert counter.open.worked(NINE + timedelta(minutes=31)) == 360


def test_undo_goes_back_step_by_step_and_leaves_the_clock_alone():
    counter = Desk()
    counter.begin(begun())
    counter.change(counter.open.answered("agent", "self"))
    counter.change(counter.open.next_mark("application"))
    assert counter.undo() and not counter.open.ticks
    assert counter.undo() and not counter.open.answers
    assert not counter.undo()


def test_the_state_is_there_again_after_a_power_cut_without_the_dark_hours(space):
    counter = Desk()
    counter.begin(begun().answered("agent", "self"))
    desk.save(space, counter.state(NINE + timedelta(minutes=6)))
    again = desk.load(space, NINE + timedelta(hours=20))
    assert again.open.answers == {"agent": "self"}
    assert again.open.worked(NINE + timedelta(hours=20)) == 360


def test_a_visit_in_the_ledger_is_not_taken_up_again(space):
    counter = Desk()
    counter.begin(begun())
    desk.save(space, counter.state(NINE))
    visit = counter.open
    case = {"id": visit.id, "started": "2026-03-02T09:00", "item": visit.item, "outcome": "咨询"}
    ledger.add(space, "cases", [case])
    assert desk.load(space, NINE).open is None


@pytest.mark.parametrize("text", ["", "{", "[]", '{"open": 5}', '{"saved": "x"}', "\x00\x01"])
def test_a_file_that_cannot_be_read_is_kept_aside_and_the_desk_is_empty(space, text):
    desk.file_of(space).write_text(text, "utf-8")
    assert desk.load(space, NINE).open is None
    assert not desk.file_of(space).exists()
    assert len(list(space.root.glob("*.坏"))) == 1


def test_an_empty_workspace_has_an_empty_desk(space):
    counter = desk.load(space, NINE)
    assert counter.open is None and counter.parked == []
