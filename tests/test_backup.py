"""The whole workspace in one file, and back; a wrong file changes nothing."""

from __future__ import annotations

import zipfile
from datetime import datetime
from pathlib import Path

import pytest

from workbench import backup, cli
from workbench.ledger import ledger
from workbench.ledger.journal import Entry, open_journal
from workbench.problems import UserError
from workbench.workspace import Workspace

NOW = datetime(2026, 3, 2, 17, 30)


@pytest.fixture
def space(tmp_path: Path) -> Workspace:
    space = Workspace(tmp_path / "工作文件夹")
    space.prepare()
    space.save_settings(office="某某区政务服务中心")
    (space.rules / "own.toml").write_text("甲", "utf-8")
    (space.logs / "workbench.log").write_text("not part of it", "utf-8")
    with open_journal(space) as journal:
        journal.record([Entry("note", "1", {"text": "第一条"})])
    return space


def snapshot(space: Workspace) -> dict[str, bytes]:
    return {
        str(path.relative_to(space.root)): path.read_bytes()
        for path in space.root.rglob("*")
        if path.is_file() and "备份" not in path.parts and "-wal" not in path.name and "-shm" not in path.name
    }


def test_what_was_saved_comes_back_and_what_was_there_is_kept_aside(space: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "备份.zip"
    backup.save(space, file)
    space.save_settings(office="改过的")
    with open_journal(space) as journal:
        journal.record([Entry("note", "2", {"text": "第二条"})])
    aside = backup.restore(space, file, NOW)
    assert space.settings().office == "某某区政务服务中心"
    with open_journal(space) as journal:
        assert [payload["text"] for _, payload in journal.current("note")] == ["第一条"]
    assert "改过的" in (aside / "设置.toml").read_text("utf-8")
    assert (aside / "journal.db").exists()
    assert (space.logs / "workbench.log").exists()


def test_a_row_written_while_the_backup_runs_is_whole_or_not_there(space: Workspace, tmp_path: Path) -> None:
    with open_journal(space) as journal:
        journal.record([Entry("note", "2", {"text": "未并入的预写日志"})])
        backup.save(space, tmp_path / "备份.zip")  # the journal is open and its rows may still be in the log beside it
    other = Workspace(tmp_path / "另一台")
    backup.restore(other, tmp_path / "备份.zip", NOW)
    with open_journal(other) as journal:
        assert [payload["text"] for _, payload in journal.current("note")] == ["第一条", "未并入的预写日志"]


@pytest.mark.parametrize("kind", ["text", "truncated", "stranger", "traversal", "missing"])
def test_a_file_that_is_no_backup_changes_nothing(space: Workspace, tmp_path: Path, kind: str) -> None:
    file = tmp_path / "备份.zip"
    backup.save(space, file)
    if kind == "text":
        file.write_text("hello", "utf-8")
    elif kind == "truncated":
        file.write_bytes(file.read_bytes()[:-200])
    elif kind == "missing":
        file.unlink()
    else:
        with zipfile.ZipFile(file, "a" if kind == "traversal" else "w") as archive:
            archive.writestr("../../outside.txt" if kind == "traversal" else "a.txt", "x")
    before = snapshot(space)
    with pytest.raises(UserError):
        backup.restore(space, file, NOW)
    assert snapshot(space) == before
    assert not (tmp_path.parent / "outside.txt").exists()
    assert [path for path in space.root.iterdir() if path.name.startswith(".恢复中")] == []


def test_the_question_before_a_restore_says_from_when_it_is_and_what_would_go(space: Workspace, tmp_path: Path) -> None:
    visit = {"started": "2026-03-02T09:05", "item": "daolu-huoyun", "outcome": "办结"}
    ledger.add(space, "cases", [visit, visit])
    file = tmp_path / "备份.zip"
    backup.save(space, file)
    ledger.add(space, "cases", [visit])
    ledger.add(space, "rework", [{"date": "2026-03-02", "item": "daolu-huoyun", "cause": "材料缺失", "detail": "缺件"}])
    found = backup.look(space, file)
    assert (found.records["cases"], found.later) == (2, {"cases": 1, "rework": 1, "measures": 0})
    made, lost = found.sentences(found.made)
    assert (
        made.startswith(f"备份做于 {found.made.month}月{found.made.day}日(") and "某某区政务服务中心 A01 窗口" in made
    )
    assert "里面有办件 2 条" in made
    assert lost == "恢复以后,这里后来登记的办件 1 条、返工 1 条就不在台账里了。"
    backup.restore(space, file, NOW)
    assert "没有比它更新的记录" in backup.look(space, file).sentences(NOW)[1]


@pytest.mark.parametrize("name", ["照片.jpg", "C:/照片.jpg", "../照片.jpg"])
def test_any_other_zip_is_simply_no_backup_of_this_program(space: Workspace, tmp_path: Path, name: str) -> None:
    file = tmp_path / "别的.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(name, "x")
    for use in (lambda: backup.look(space, file), lambda: backup.restore(space, file, NOW)):
        with pytest.raises(UserError) as told:
            use()
        assert str(told.value).startswith("“别的.zip”不是本程序的备份。没有恢复")


def test_from_the_command_line(space: Workspace, tmp_path: Path) -> None:
    words = ["--workspace", str(space.root)]
    assert cli.main(["backup", str(tmp_path / "备份.zip"), *words]) == 0
    space.save_settings(office="改过的")
    assert cli.main(["restore", str(tmp_path / "备份.zip"), *words]) == 0
    assert space.settings().office == "某某区政务服务中心"
