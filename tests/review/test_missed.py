"""What a window's citizens forget most comes back on its next checklist."""

from __future__ import annotations

import json
from datetime import date, timedelta

import docx

from workbench import cli
from workbench.ledger import ledger
from workbench.review import missed
from workbench.workspace import Workspace

TODAY = date(2026, 3, 30)
ITEM = "daolu-huoyun"


def returns(space, paper: str, count: int, *, day: date = TODAY, window: str = "A01") -> None:
    row = {"date": str(day), "item": ITEM, "cause": "材料缺失", "material": paper, "window": window}
    ledger.add(space, "rework", [row] * count)


def test_with_five_returns_the_three_most_missed_papers_are_marked_with_their_counts(tmp_path):
    space = Workspace(tmp_path)
    for paper, count in {"application": 4, "safety_rules": 3, "vehicle_license": 2, "business_license": 1}.items():
        returns(space, paper, count)
    returns(space, "手工:住所证明", 6)
    found = missed.at_window(space, ITEM, TODAY)
    assert found == {
        "application": {"n": 4, "d": 16},
        "safety_rules": {"n": 3, "d": 16},
        "vehicle_license": {"n": 2, "d": 16},
    }


def test_fewer_than_five_returns_other_windows_and_older_days_mark_nothing(tmp_path):
    space = Workspace(tmp_path)
    returns(space, "application", 4)
    returns(space, "application", 9, window="B07")
    returns(space, "application", 9, day=TODAY - timedelta(days=28))
    returns(space, "application", 9, day=TODAY + timedelta(days=1))
    assert missed.at_window(space, ITEM, TODAY) == {}
    assert missed.at_window(space, ITEM, TODAY, "B07") == {"application": {"n": 9, "d": 9}}


def test_one_visit_that_lacked_three_papers_is_one_return(tmp_path):
    space = Workspace(tmp_path)
    for number in range(5):
        case = {"id": f"C-{number}", "started": f"{TODAY}T09:0{number}", "item": ITEM, "outcome": "补正"}
        papers = ("application", "safety_rules", "application")
        rows = [{"date": str(TODAY), "item": ITEM, "cause": "材料缺失", "material": one} for one in papers]
        ledger.finish(space, case, rows)
    assert missed.at_window(space, ITEM, TODAY)["application"] == {"n": 5, "d": 5}


def test_the_command_shows_it_and_a_checklist_alone_makes_no_workspace(tmp_path, capsys):
    command = ["--workspace", str(tmp_path / "工作"), "checklist", ITEM, "--as-of", str(TODAY)]
    assert cli.main([*command, "--json"]) == 0
    assert "missed_here" not in capsys.readouterr().out
    assert not (tmp_path / "工作" / "journal.db").exists()
    returns(Workspace(tmp_path / "工作"), "application", 5)
    assert cli.main([*command, "--json"]) == 0
    base = {paper["id"]: paper for paper in json.loads(capsys.readouterr().out)["base"]}
    assert base["application"]["missed_here"] == {"n": 5, "d": 5}
    assert [id for id, paper in base.items() if "missed_here" in paper] == ["application"]
    assert cli.main(command) == 0
    assert "★易漏(近 28 天退回 5 次,5 次因它)" in capsys.readouterr().out


def test_the_printed_sheet_marks_those_papers_and_the_files_own_only_without_enough_returns(tmp_path):
    space = Workspace(tmp_path / "工作")

    def starred(name: str) -> list[str]:
        path = tmp_path / name
        command = ["--workspace", str(space.root), "checklist", ITEM, "-a", "weight=heavy", "--as-of", str(TODAY)]
        assert cli.main([*command, "--docx", str(path)]) == 0
        cells = [cell.text for table in docx.Document(str(path)).tables for row in table.rows for cell in row.cells]
        return [text.splitlines()[0] for text in cells if "很多人忘带" in text]

    own = starred("自己的.docx")
    assert any("从业资格证" in text for text in own)
    returns(space, "application", 5)
    (marked,) = starred("窗口的.docx")
    assert "申请表" in marked and "从业资格证" not in marked
