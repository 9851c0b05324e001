"""The dropdowns offer what the rules know now, also in a workbook made before."""

from __future__ import annotations

import dataclasses
import warnings
from datetime import datetime

import openpyxl
import pytest

from tests.ledger.conftest import office_words, row
from tests.ledger.workbooks import opened, parts, path_of
from workbench.ledger import check, fold, ledger
from workbench.ledger.dictionary import NAME
from workbench.workspace import Workspace

NOW = datetime(2026, 3, 2, 10, 0)


@pytest.fixture
def space(tmp_path) -> Workspace:
    """Each workbook made with the words that are given."""
    return Workspace(tmp_path / "工作")


def listed(space) -> dict[str, list[str]]:
    """The lists of the dictionary sheet by their heading."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        sheet = openpyxl.load_workbook(path_of(space))[NAME]
    columns = {column[1].value: [cell.value for cell in column[2:] if cell.value] for column in sheet.iter_cols()}
    columns.pop(None, None)
    return columns


def with_one_more(words: check.Words) -> check.Words:
    new = check.ItemWords("新发布的事项", "新的", {"form": "新申请表", "id": "身份证"})
    return dataclasses.replace(words, items={**words.items, "xin": new})


def published(space) -> None:
    """A file of rules changes on the disk."""
    space.rules.mkdir(parents=True, exist_ok=True)
    (space.rules / "xin.toml").write_text(f"# {datetime.now()}\n", "utf-8")


def test_a_service_published_later_is_offered_after_the_next_writing(space):
    """Also when no row waits; only the sheet of the lists changes."""
    words = office_words()
    ledger.add(space, "rework", [row()], words=words)
    fold.fold(space, words=words, now=NOW)
    before, old = parts(path_of(space)), listed(space)
    published(space)
    report = fold.fold(space, words=with_one_more(words), now=NOW)
    assert "更新下拉选项" in report.sentences()[0]
    new = listed(space)
    assert new["事项"] == [*old["事项"], "新发布的事项"] and new["新发布的事项"] == ["新申请表", "身份证"]
    assert {name: new[name] for name in old if name != "事项"} == {name: old[name] for name in old if name != "事项"}
    after = parts(path_of(space))
    assert len([name for name in before if before[name] != after[name]]) == 1
    assert fold.fold(space, words=with_one_more(words), now=NOW).books == []


def test_a_service_taken_away_leaves_no_trace_and_clerks_stay(space):
    words = with_one_more(office_words())
    ledger.add(space, "rework", [row()], words=words)
    fold.fold(space, words=dataclasses.replace(words, clerk="王芳"), now=NOW)
    published(space)
    fold.fold(space, words=office_words(), now=NOW)
    found = listed(space)
    assert "新发布的事项" not in found and "新发布的事项" not in found["事项"]
    assert "王芳" in found["人员"]


def test_rules_files_touched_without_other_lists_write_nothing(space):
    ledger.add(space, "rework", [row()], words=office_words())
    fold.fold(space, words=office_words(), now=NOW)
    before = path_of(space).stat().st_mtime_ns
    published(space)
    assert fold.fold(space, words=office_words(), now=NOW).books == []
    assert path_of(space).stat().st_mtime_ns == before


def test_a_workbook_that_others_saved_gets_the_new_list_too(space):
    words = office_words()
    ledger.add(space, "rework", [row()], words=words)
    fold.fold(space, words=words, now=NOW)
    with opened(path_of(space)) as book:
        book.create_sheet("主管的")["A1"] = "我的"
    published(space)
    fold.fold(space, words=with_one_more(words), now=NOW)
    assert "新发布的事项" in listed(space)["事项"]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert openpyxl.load_workbook(path_of(space))["主管的"]["A1"].value == "我的"


def test_a_sheet_of_that_name_that_is_not_ours_is_left_alone(space):
    words = office_words()
    ledger.add(space, "rework", [row()], words=words)
    fold.fold(space, words=words, now=NOW)
    with opened(path_of(space)) as book:
        book[NAME]["A1"] = "主管自己的字典"
    published(space)
    fold.fold(space, words=with_one_more(words), now=NOW)
    assert "新发布的事项" not in listed(space)["事项"]
