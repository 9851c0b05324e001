"""Many windows' workbooks become one hall ledger; one bad file costs neither the others nor the program."""

from __future__ import annotations

import os
import signal

import pytest

from tests.ledger import hostile
from tests.ledger.conftest import office_words, row
from tests.ledger.workbooks import folded, opened, parts, path_of, put, rows
from workbench.ledger import gather, ledger, merge
from workbench.problems import NotFound


@pytest.fixture
def stick(space, tmp_path):
    """A USB stick with the workbooks of three windows."""
    for window in ("A01", "A02", "B01"):
        ledger.add(space, "rework", [row(window=window, date=f"2026-03-{day:02d}") for day in range(1, 6)])
        ledger.add(space, "cases", [_case(window)])
    folded(space)
    folder = tmp_path / "U盘"
    folder.mkdir()
    for path in space.ledger.glob("*.xlsx"):
        (folder / path.name).write_bytes(path.read_bytes())
    return folder


def _case(window):
    from tests.ledger.conftest import case

    return case(window=window)


def merged(space, folder, path, workers=1, **options):
    return merge.merge(space, folder, path, words=office_words(), workers=workers, **options)


def test_every_row_of_every_window_once_and_the_same_again(space, stick, tmp_path):
    told = []
    report = merged(space, stick, tmp_path / "大厅.xlsx", 2, progress=lambda done, total: told.append((done, total)))
    assert report.exit_code == 0 and report.rows == {"rework": 15, "cases": 3, "measures": 0}
    assert told == [(1, 3), (2, 3), (3, 3)]
    found = rows(tmp_path / "大厅.xlsx")
    assert [one["窗口"] for one in found] == ["A01"] * 5 + ["A02"] * 5 + ["B01"] * 5
    assert {one["编号"] for one in found} == {one["id"] for one in ledger.rework(space)}
    first = parts(tmp_path / "大厅.xlsx")
    merged(space, stick, tmp_path / "大厅.xlsx")
    again = parts(tmp_path / "大厅.xlsx")
    assert {name for name in first if first[name] != again[name]} <= {"docProps/core.xml"}


def test_copies_of_one_workbook_count_once_and_the_newer_wins(space, stick, tmp_path):
    (stick / "旧的").mkdir()
    (stick / "旧的" / "返工台账-A01-2026.xlsx").write_bytes(path_of(space).read_bytes())
    id = next(one["id"] for one in ledger.rework(space) if one["window"] == "A01")
    ledger.edit(space, id, {"handling": "较新的"})
    folded(space)
    (stick / path_of(space).name).write_bytes(path_of(space).read_bytes())
    report = merged(space, stick, tmp_path / "大厅.xlsx")
    assert (report.files, report.repeated, report.different) == (4, 6, 1)
    (one,) = [one for one in rows(tmp_path / "大厅.xlsx") if one["编号"] == id]
    assert one["处置"] == "较新的"


def test_rows_typed_by_hand_without_id_get_the_same_one_each_time(space, stick, tmp_path):
    with opened(stick / "返工台账-A01-2026.xlsx") as book:
        put(book["返工台账"], 9, 日期="2026-03-09", 事项="手工补的")
        book["返工台账"].tables["返工台账"].ref = "A3:T9"
    ids = []
    for name in ("一.xlsx", "二.xlsx"):
        merged(space, stick, tmp_path / name)
        ids.append([one["编号"] for one in rows(tmp_path / name) if one["事项"] == "手工补的"])
    assert ids[0] == ids[1] and len(ids[0]) == 1 and ids[0][0]


def test_bad_files_are_named_with_the_reason_and_the_others_are_merged(space, stick, tmp_path):
    kinds = ("text", "empty", "truncated", "xls", "encrypted", "bomb", "entities", "far cell", "another workbook")
    for kind in kinds:
        (stick / f"坏 {kind}.xlsx").write_bytes(hostile.make(kind))
    (stick / "~$返工台账.xlsx").write_bytes(b"owner")
    report = merged(space, stick, tmp_path / "大厅.xlsx")
    assert report.exit_code == 1 and report.files == 3 and report.rows["rework"] == 15
    assert sorted(one["file"] for one in report.unreadable) == sorted(str(stick / f"坏 {kind}.xlsx") for kind in kinds)
    assert all("。" in one["reason"] or "不是" in one["reason"] for one in report.unreadable)


_read = gather.read


def _dies(path, templates):
    if "要命" in path.name:
        os.kill(os.getpid(), signal.SIGKILL)
    return _read(path, templates)


@pytest.mark.skipif(os.name == "nt", reason="needs a worker that shares this module's patched function")
def test_a_file_that_ends_its_worker_takes_down_neither_the_others_nor_the_program(space, stick, tmp_path, monkeypatch):
    for name in ("要命 1.xlsx", "要命 2.xlsx"):
        (stick / name).write_bytes((stick / "返工台账-A02-2026.xlsx").read_bytes())
    monkeypatch.setattr(gather, "read", _dies)
    real = merge.multiprocessing.get_context
    monkeypatch.setattr(merge.multiprocessing, "get_context", lambda _: real("fork"))
    report = merged(space, stick, tmp_path / "大厅.xlsx")
    assert sorted(one["file"][-9:] for one in report.unreadable) == ["要命 1.xlsx", "要命 2.xlsx"]
    assert report.files == 3 and report.rows["rework"] == 15


def test_calamine_itself_is_kept_from_the_far_cell_that_ends_a_process():
    xml = hostile.part_of(hostile.make("far cell"), "xl/worksheets/sheet1.xml")
    with pytest.raises(gather.Unusable, match="很远"):
        gather.refuse_far_cells(xml, "x")
    gather.refuse_far_cells(xml.replace(hostile.FAR.encode(), b""), "x")


def test_a_merge_can_be_ended_and_leaves_nothing(space, stick, tmp_path):
    with pytest.raises(merge.Cancelled):
        merged(space, stick, tmp_path / "大厅.xlsx", progress=lambda done, total: False)
    assert not (tmp_path / "大厅.xlsx").exists()


def test_a_folder_without_ledgers_or_none_at_all_is_said(space, tmp_path):
    (tmp_path / "空").mkdir()
    for folder in ("空", "没有"):
        with pytest.raises(NotFound):
            merged(space, tmp_path / folder, tmp_path / "大厅.xlsx")


def test_the_result_inside_the_folder_is_not_merged_into_itself(space, stick):
    for _ in range(2):
        report = merged(space, stick, stick / "大厅.xlsx")
        assert report.files == 3 and report.rows["rework"] == 15
