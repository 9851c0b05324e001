"""Past returns against today's rules."""

from __future__ import annotations

from datetime import date

import pytest

from workbench import files, workspace
from workbench.ledger import ledger
from workbench.review.replay import replay
from workbench.workspace import Workspace

DAY = "2026-03-03"
ITEM = "daolu-huoyun"
ANSWERS = {"agent": "self", "weight": "heavy", "cargo": "general", "vehicle": "owned", "subject": "individual"}


@pytest.fixture
def space(tmp_path) -> Workspace:
    space = Workspace(tmp_path)
    space.prepare()
    return space


def returned(space, *rows: dict, answers=ANSWERS, ticks=None) -> None:
    case = {"started": f"{DAY}T09:00", "item": ITEM, "outcome": "退回", "answers": answers, "ticks": ticks or {}}
    ledger.finish(space, case, [{"date": DAY, "item": ITEM, "cause": "材料缺失", **row} for row in rows])


def replayed(space):
    return replay(space, date(2026, 3, 1), date(2026, 3, 31), date(2026, 4, 1))


def with_new_paper(space, name: str) -> None:
    """The office's own rules, in which one paper was added."""
    shipped = workspace.shipped() / "rules" / "items" / "jt-01-daolu-huoyun.toml"
    paper = f'\n[[materials]]\nid = "new_paper"\nlayer = "base"\nname = "{name}"\nbasis = "本地规定"\n'
    files.write_text(space.rules / shipped.name, files.read_text(shipped) + paper)


def test_a_paper_that_a_clerk_had_to_add_by_hand_is_prevented_once_the_rules_name_it(space):
    returned(space, {"material": "手工:停车场地证明"})
    assert replayed(space).as_dict()["returns"] == {"n": 0, "d": 1}
    with_new_paper(space, "停车场地证明")
    found = replayed(space)
    assert found.as_dict()["returns"] == {"n": 1, "d": 1}
    assert found.rows[0].why == "现在的清单会列出“停车场地证明”"


def test_an_omission_of_our_list_is_prevented_when_the_answers_of_then_now_ask_for_the_paper(space):
    returned(space, {"material": "vehicle_license", "notice_omission": True})
    returned(space, {"material": "vehicle_pledge", "notice_omission": True})  # only asked of planned vehicles
    assert [row.verdict for row in replayed(space).rows] == ["prevented", "still_missing"]


def test_what_the_list_named_then_was_not_prevented_by_it(space):
    returned(space, {"material": "vehicle_license"}, ticks={"vehicle_license": "missing"})
    found = replayed(space)
    assert found.counts["named_then"] == 1 and found.returns == (0, 1)


def test_a_return_is_prevented_only_when_all_its_rows_are(space):
    returned(space, {"material": "vehicle_license", "notice_omission": True}, {"material": "", "cause": "信息错误"})
    assert replayed(space).as_dict()["rows"] == {"n": 1, "d": 2}
    assert replayed(space).returns == (0, 1)


def test_a_paper_that_waits_for_an_answer_says_which_question_would_have_told(space):
    returned(space, {"material": "employment_contract", "notice_omission": True})
    (row,) = replayed(space).rows
    assert row.verdict == "still_missing" and "还要问" in row.why


def test_rows_without_visit_or_with_an_item_that_is_gone_are_listed_too(space):
    ledger.add(space, "rework", [{"date": DAY, "item": ITEM, "cause": "流程误解", "detail": "走错窗口"}])
    assert replayed(space).counts["not_a_paper"] == 1
    assert replayed(space).as_dict()["not_prevented"][0]["case"] is None
