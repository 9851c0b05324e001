"""The whole workspace in one file, and back; a wrong file changes nothing."""

from __future__ import annotations

import zipfile
from datetime import datetime
from pathlib import Path

import pytest

from workbench import backup, cli
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


def test_from_the_command_line(space: Workspace, tmp_path: Path) -> None:
    words = ["--workspace", str(space.root)]
    assert cli.main(["backup", str(tmp_path / "备份.zip"), *words]) == 0
    space.save_settings(office="改过的")
    assert cli.main(["restore", str(tmp_path / "备份.zip"), *words]) == 0
    assert space.settings().office == "某某区政务服务中心"
