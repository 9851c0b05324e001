"""What goes wrong on a real counter, done for real: power cuts, full disks, open files, other programs."""

from __future__ import annotations

import errno
import multiprocessing
import os
import random
import shutil
import stat
import subprocess
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

import openpyxl  # before anything is patched: it keeps what it imports
import pytest

from tests.ledger import hostile
from tests.ledger.conftest import case, office_words, row
from tests.ledger.workbooks import folded, opened, parts, path_of, put, rows
from workbench import files
from workbench.ledger import attempt, books, fold, ledger, repair, writing
from workbench.ledger.journal import release
from workbench.problems import UserError
from workbench.workspace import Workspace

assert openpyxl.__version__
CONTEXT = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")


def consistent(space):
    report = repair.verify(space)
    assert report.differences == [] and report.journal == ""


def every_row_once(space, ids):
    """After one more fold, each id stands in the workbook exactly once, and the journal agrees."""
    report = folded(space)
    assert report.exit_code == 0, report.sentences()
    assert sorted(one["编号"] for one in rows(path_of(space))) == sorted(ids)
    assert report.pending == {"cases": 0, "rework": 0, "measures": 0}
    consistent(space)


# power cuts ----------------------------------------------------------------------------------------------------


def _work_until_killed(space: Workspace, said: str, seed: int) -> None:
    """Adds and folds; writes each id into `said` once the program has said that it is kept."""
    with Path(said).open("a", buffering=1) as told:
        for number in range(1000):
            (id,) = ledger.add(space, "rework", [row(note=f"{seed} {number}")], words=office_words())
            told.write(id + "\n")
            if number % 2:
                fold.fold(space, words=office_words())


def _kill_at_random_moments(space, tmp_path, times):
    """Only whole lines count as acknowledged; a row may be kept that was not yet acknowledged, never the reverse."""
    said = tmp_path / "said.txt"
    chance = random.Random(times)
    damaged = []
    for seed in range(times):
        worker = CONTEXT.Process(target=_work_until_killed, args=(space, str(said), seed))
        before = said.stat().st_size if said.exists() else 0
        worker.start()
        while os.name == "nt" and worker.is_alive() and not (said.exists() and said.stat().st_size > before):
            time.sleep(0.05)  # a process is made anew there, which takes seconds before the first row
        time.sleep(chance.uniform(0.0, 0.25))
        worker.kill()
        worker.join()
        if path_of(space).exists():
            try:
                parts(path_of(space))
            except Exception as error:
                damaged.append(error)
        if seed % 20 == 19:
            _nothing_lost(space, said)
    assert not damaged
    return _nothing_lost(space, said)


def _nothing_lost(space, said):
    acknowledged = {line for line in said.read_text().split("\n")[:-1] if line} if said.exists() else set()
    kept = {one["id"] for one in ledger.records(space, "rework")}
    assert acknowledged <= kept
    every_row_once(space, kept)
    return acknowledged


def test_killed_at_random_moments_no_acknowledged_row_is_lost_and_no_workbook_damaged(space, tmp_path):
    assert _kill_at_random_moments(space, tmp_path, 12)


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_killed_two_hundred_times_no_acknowledged_row_is_lost_and_no_workbook_damaged(space, tmp_path):
    assert _kill_at_random_moments(space, tmp_path, 200)


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_cut_between_the_workbook_and_the_journal_doubles_and_loses_nothing(space, monkeypatch, moment):
    ids = ledger.add(space, "rework", [row() for _ in range(3)])
    folded(space)
    with opened(path_of(space)) as book:
        ws = book["返工台账"]
        put(ws, 4, 责任人="李", 往返次数=7)
        put(ws, 7, 日期=datetime(2026, 3, 8), 事项="失业金", 原因大类="信息错误")
        ws.tables["返工台账"].ref = "A3:T7"
    ids += ledger.add(space, "rework", [row()])

    def cut(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(*((writing, "save") if moment == "before" else (attempt.Attempt, "_keep_shown")), cut)
        with pytest.raises(KeyboardInterrupt):
            folded(space)
    folded(space)
    typed = [one["id"] for one in ledger.rework(space) if one["item"] == "shiye"]
    assert len(typed) == 1
    every_row_once(space, [*ids, *typed])
    assert ledger.get(space, ids[0])[1]["owner"] == "李"
    assert [one["theirs"] for one in ledger.conflicts(space)] == [7]


# full disks ----------------------------------------------------------------------------------------------------


class FullDisk:
    """Lets `after` writing operations through, then says that the disk is full."""

    def __init__(self, monkeypatch, after):
        self.left, self.hit = after, False
        self.real_temporary, self.real_fsync, self.real_replace = tempfile.NamedTemporaryFile, os.fsync, os.replace
        monkeypatch.setattr(tempfile, "NamedTemporaryFile", self.temporary)
        monkeypatch.setattr(os, "fsync", lambda handle: self.count() or self.real_fsync(handle))
        monkeypatch.setattr(os, "replace", lambda *names: self.count() or self.real_replace(*names))

    def count(self):
        if self.left == 0:
            self.hit = True
            raise OSError(errno.ENOSPC, "No space left on device")
        self.left -= 1

    def temporary(self, *args, **options):
        self.count()
        out = self.real_temporary(*args, **options)
        inner = out.file

        class Wrapped:
            def write(_, data):
                self.count()
                return inner.write(data)

            def __getattr__(_, name):
                return getattr(inner, name)

        out.file = Wrapped()
        out.write = out.file.write
        return out


@pytest.mark.parametrize("state", ["new workbook", "existing workbook", "changed by others"])
def test_a_disk_that_is_full_at_any_write_costs_nothing(space, monkeypatch, state):
    ids = ledger.add(space, "rework", [row()])
    if state != "new workbook":
        folded(space)
        ids += ledger.add(space, "rework", [row()])
    if state == "changed by others":
        with opened(path_of(space)) as book:
            put(book["返工台账"], 4, 责任人="李")
    for after in range(2000):  # folds that did not come through leave the same work to the next
        before = path_of(space).read_bytes() if path_of(space).exists() else None
        with monkeypatch.context() as patch:
            disk = FullDisk(patch, after)
            report = folded(space)
        if not disk.hit:
            break
        now = path_of(space).read_bytes() if path_of(space).exists() else None
        if report.exit_code:
            assert "磁盘满了" in report.sentences()[0] and sum(report.pending.values())
        assert now == before or parts(path_of(space))  # the old file, or a whole new one
        assert not list(space.ledger.glob(".写入中-*"))
    assert after > 20
    every_row_once(space, ids)


def test_a_real_small_disk_that_fills_up(space, tmp_path):
    small = tmp_path / "small"
    small.mkdir()
    tight = Workspace(small / "工作")
    mounted = sys.platform == "linux" and os.geteuid() == 0
    if not mounted or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(small)]).returncode:
        pytest.skip("no small disk can be made here")
    try:
        ids = ledger.add(tight, "rework", [row()])
        assert folded(tight).exit_code == 0
        (small / "filler").write_bytes(bytes(shutil.disk_usage(small).free - 20_000))
        said = []
        for _ in range(30):
            try:
                ids += ledger.add(tight, "rework", [row()])
            except UserError as error:
                said.append(str(error))
        try:
            said += folded(tight).sentences()
        except UserError as error:
            said.append(str(error))
        assert any("磁盘满了" in sentence for sentence in said)
        parts(path_of(tight))
        (small / "filler").unlink()
        every_row_once(tight, ids)
    finally:
        release(tight)
        subprocess.run(["umount", str(small)], check=True)


# open, read-only, damaged, replaced ------------------------------------------------------------------------------


def test_a_workbook_open_in_excel_keeps_its_rows_waiting_and_is_written_once_closed(space, monkeypatch):
    ids = ledger.add(space, "rework", [row()])
    folded(space)
    before = path_of(space).read_bytes()
    ids += ledger.add(space, "rework", [row()])

    def as_windows_does(source, target):
        raise PermissionError(errno.EACCES, "The process cannot access the file", str(target))

    with monkeypatch.context() as patch:
        patch.setattr(files.os, "replace", as_windows_does)
        report = folded(space)
    assert report.exit_code == 3 and report.books[0].locked and report.pending["rework"] == 1
    assert "打开" in report.books[0].reason and "1 条待写入台账" in report.sentences()
    assert path_of(space).read_bytes() == before
    assert [p.name for p in space.ledger.iterdir() if p.suffix == ".tmp"] == []
    every_row_once(space, ids)


def test_while_it_is_open_the_supervisors_saved_changes_are_already_taken_in(space, monkeypatch):
    (id,) = ledger.add(space, "rework", [row()])
    folded(space)
    with opened(path_of(space)) as book:
        put(book["返工台账"], 4, 责任人="李")
    (other,) = ledger.add(space, "rework", [row()])
    with monkeypatch.context() as patch:
        patch.setattr(files, "replace", lambda *_: (_ for _ in ()).throw(PermissionError(13, "open")))
        assert folded(space).exit_code == 3
    assert ledger.get(space, id)[1]["owner"] == "李"
    every_row_once(space, [id, other])


@pytest.mark.skipif(os.name == "nt", reason="on Windows the lock itself tells")
def test_a_fresh_owner_file_of_libreoffice_means_open_and_an_old_one_nothing(space):
    ids = ledger.add(space, "rework", [row()])
    folded(space)
    owner = space.ledger / f".~lock.{path_of(space).name}#"
    owner.write_text(",user,host")
    ids += ledger.add(space, "rework", [row()])
    assert folded(space).exit_code == 3
    old = time.time() - 2 * books.OPEN_HOURS * 3600
    os.utime(owner, (old, old))
    every_row_once(space, ids)


def test_owner_files_of_excel_and_wps_are_not_taken_for_workbooks(space):
    ids = ledger.add(space, "rework", [row()])
    folded(space)
    for prefix in ("~$", ".~"):
        (space.ledger / f"{prefix}{path_of(space).name}").write_bytes(b"owner")
    path_of(space).unlink()
    every_row_once(space, ids)


def test_a_read_only_workbook_is_not_replaced(space):
    ids = ledger.add(space, "rework", [row()])
    folded(space)
    path_of(space).chmod(stat.S_IREAD)
    ids += ledger.add(space, "rework", [row()])
    report = folded(space)
    assert report.exit_code == 3 and "只读" in report.books[0].reason
    path_of(space).chmod(stat.S_IREAD | stat.S_IWRITE)
    every_row_once(space, ids)


@pytest.mark.parametrize("kind", ["text", "empty", "truncated", "encrypted", "another workbook", "broken xml"])
def test_a_workbook_turned_into_something_else_is_left_alone_and_rebuilt_on_demand(space, kind):
    ids = ledger.add(space, "rework", [row()])
    folded(space)
    path_of(space).write_bytes(bad := hostile.make(kind))
    ids += ledger.add(space, "rework", [row()])
    report = folded(space)
    assert report.exit_code == 1 and report.pending["rework"] == 1 and report.books[0].reason
    assert path_of(space).read_bytes() == bad
    rebuilt = repair.rebuild(space, words=office_words())
    assert rebuilt.exit_code == 0 and Path(rebuilt.kept[0]).read_bytes() == bad
    every_row_once(space, ids)


def test_deleted_it_is_made_again_and_a_deleted_folder_too(space):
    ids = ledger.add(space, "rework", [row() for _ in range(3)])
    folded(space)
    shutil.rmtree(space.ledger)
    every_row_once(space, ids)


def test_edited_between_reading_and_replacing_the_edit_is_seen_before_anything_is_replaced(space, monkeypatch):
    ids = ledger.add(space, "rework", [row()])
    folded(space)
    ids += ledger.add(space, "rework", [row()])
    save, times = writing.save, []

    def meanwhile(*arguments):
        save(*arguments)
        times.append(1)
        if len(times) == 1:
            with opened(path_of(space)) as book:
                put(book["返工台账"], 4, 责任人="李")

    monkeypatch.setattr(writing, "save", meanwhile)
    assert folded(space).exit_code == 0 and len(times) == 2
    assert ledger.get(space, ids[0])[1]["owner"] == "李"
    every_row_once(space, ids)


def test_somebody_who_saves_without_end_is_given_way_to(space, monkeypatch):
    ledger.add(space, "rework", [row()])
    folded(space)
    ledger.add(space, "rework", [row()])
    save = writing.save

    def always(*arguments):
        save(*arguments)
        with opened(path_of(space)) as book:
            book["返工台账"]["Z1"] = time.time()

    monkeypatch.setattr(writing, "save", always)
    report = folded(space)
    assert report.exit_code == 1 and "刚刚被别人保存过" in report.books[0].reason and report.pending["rework"] == 1


# clocks and other programs ---------------------------------------------------------------------------------------


def test_the_clock_set_back_changes_neither_order_nor_backups(space):
    ids = ledger.add(space, "rework", [row()])
    folded(space, now=datetime(2026, 3, 2, 9))
    for year in (2020, 2019):
        with opened(path_of(space)) as book:
            put(book["返工台账"], 4, 责任人=f"主管{year}")
        ledger.edit(space, ids[0], {"handling": f"处置{year}"})
        folded(space, now=datetime(year, 1, 1))
    (shown,) = rows(path_of(space))
    assert (shown["责任人"], shown["处置"]) == ("主管2019", "处置2019")
    assert len(list((space.backups / "台账").rglob("*.xlsx"))) == 2
    consistent(space)


def _busy(space, number):
    for _ in range(8):
        ledger.add(space, "rework", [row(note=str(number))], words=office_words())
        ledger.add(space, "cases", [case()], words=office_words())
        folded(space)


def test_two_programs_on_one_workspace_lose_and_double_nothing(space):
    programs = [CONTEXT.Process(target=_busy, args=(space, number)) for number in range(2)]
    for program in programs:
        program.start()
    for program in programs:
        program.join()
        assert program.exitcode == 0
    every_row_once(space, [one["id"] for one in ledger.records(space, "rework")])
    assert len(ledger.rework(space)) == len(rows(path_of(space), "办件登记")) == 16


def test_copies_are_let_go_by_rule(tmp_path):
    for month in range(1, 13):
        for day in range(1, 29):
            for hour in (8, 12):
                (tmp_path / f"2026{month:02d}{day:02d}-{hour:02d}0000.xlsx").touch()
    for year in range(2010, 2026):
        (tmp_path / f"{year}0615-080000.xlsx").touch()
    (tmp_path / "别人的文件.xlsx").touch()
    newest = tmp_path / "20050101-000000.xlsx"
    newest.touch()
    books.rotate(tmp_path, newest)
    kept = sorted(path.name for path in tmp_path.iterdir())
    days = {name[:8] for name in kept if name[:4] == "2026"}
    assert "别人的文件.xlsx" in kept and newest.name in kept
    assert {f"2026{month:02d}28" for month in range(1, 13)} <= days
    assert {f"202612{day:02d}" for day in range(1, 29)} <= days
    assert len(kept) == 10 + 30 - 5 + 10 + 2 and len(days) == 30 + 10


def test_a_deleted_workbook_put_back_unchanged_gets_no_row_twice(space, monkeypatch):
    ids = ledger.add(space, "rework", [row() for _ in range(3)])
    folded(space)
    kept = path_of(space).read_bytes()
    path_of(space).unlink()
    with monkeypatch.context() as patch:
        patch.setattr(files, "replace", lambda *_: (_ for _ in ()).throw(PermissionError(13, "open")))
        assert folded(space).exit_code == 3
    path_of(space).write_bytes(kept)
    ids += ledger.add(space, "rework", [row()])
    ledger.edit(space, ids[0], {"handling": "后来"})
    every_row_once(space, ids)
