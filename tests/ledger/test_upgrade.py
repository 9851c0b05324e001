"""A new program opens what every earlier one wrote, after a copy; an old program leaves a newer journal alone."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

import pytest

from workbench.ledger import fold, ledger
from workbench.ledger.journal import SCHEMA_VERSION, open_journal, release
from workbench.problems import UserError
from workbench.workspace import Workspace

SCHEMAS = sorted((Path(__file__).parent / "schemas").glob("journal-*.sql"))


@pytest.fixture
def space(tmp_path: Path) -> Workspace:
    space = Workspace(tmp_path / "工作文件夹")
    space.prepare()
    return space


def write_old(space: Workspace, script: Path) -> list[tuple]:
    with contextlib.closing(sqlite3.connect(space.journal)) as connection:
        connection.executescript(script.read_text("utf-8"))
        return connection.execute("SELECT * FROM events ORDER BY n").fetchall()


def test_there_is_a_fixture_of_every_earlier_schema() -> None:
    assert [path.stem for path in SCHEMAS] == [f"journal-{number}" for number in range(1, SCHEMA_VERSION)]


@pytest.mark.parametrize("script", SCHEMAS, ids=lambda path: path.stem)
def test_an_earlier_journal_is_copied_then_renewed_and_loses_no_event(space: Workspace, script: Path) -> None:
    before = write_old(space, script)
    with open_journal(space) as journal:
        assert journal.connection.execute("PRAGMA user_version").fetchone()[0] == SCHEMA_VERSION
        assert journal.connection.execute("SELECT * FROM events ORDER BY n").fetchall() == before
        assert journal.damage() == ""
    [copy] = space.backups.glob("journal-*.db")
    with contextlib.closing(sqlite3.connect(copy)) as old:
        assert old.execute("SELECT * FROM events ORDER BY n").fetchall() == before
    assert next(row["note"] for row in ledger.records(space, "rework")) == "第一版流水里的一行"


@pytest.mark.parametrize("script", SCHEMAS, ids=lambda path: path.stem)
def test_after_the_upgrade_rows_are_added_and_folded_as_ever(space: Workspace, script: Path) -> None:
    write_old(space, script)
    row = {"date": "2026-03-04", "window": "A01", "clerk": "王", "item": "daolu-huoyun", "cause": "流程误解"}
    ledger.add(space, "rework", [row | {"side": "群众"}])
    fold.fold(space)
    assert sum(ledger.pending(space).values()) == 0


def test_a_workbook_written_before_the_upgrade_gets_no_row_twice(space: Workspace) -> None:
    row = {"date": "2026-03-04", "window": "A01", "clerk": "王", "item": "daolu-huoyun", "cause": "流程误解"}
    ledger.add(space, "rework", [row | {"side": "群众"}, row | {"side": "窗口"}])
    fold.fold(space)
    with open_journal(space) as journal:  # what a renewal does: what the workbook holds is forgotten
        journal.renew(SCHEMA_VERSION, space.backups / "copy.db")
    fold.fold(space)
    import openpyxl

    [path] = space.ledger.glob("*.xlsx")
    sheet = openpyxl.load_workbook(path)["返工台账"]
    ids = [cell.value for column in sheet.iter_cols() for cell in column if str(cell.value).startswith("R20260304-")]
    assert len(ids) == 2 == len(set(ids))


def test_a_newer_journal_is_refused_politely_and_not_touched(space: Workspace) -> None:
    with open_journal(space) as journal:
        journal.connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    release(space)
    before = space.journal.read_bytes()
    with pytest.raises(UserError, match="请升级本程序"):
        open_journal(space)
    assert space.journal.read_bytes() == before
