"""Journal and workbooks are compared in full, and each is made again from the other."""

from __future__ import annotations

from datetime import datetime

from tests.ledger.conftest import case, office_words, row
from tests.ledger.workbooks import folded, opened, path_of, put, rows
from workbench.ledger import ledger, repair
from workbench.ledger.journal import SCHEMA_VERSION, Entry, open_journal, release


def verified(space):
    return repair.verify(space)


def rebuilt(space, **options):
    return repair.rebuild(space, words=office_words(), **options)


def test_all_is_well_after_a_fold_and_waiting_rows_are_no_difference(space):
    ledger.add(space, "rework", [row(), row()])
    folded(space)
    ledger.add(space, "rework", [row()])
    report = verified(space)
    assert (report.exit_code, report.rows, report.pending["rework"]) == (0, 2, 1)
    assert report.sentences() == ["流水与工作簿一致,核对了 2 行", "另有 1 条待写入台账"]


def test_every_difference_is_named_by_file_table_and_row(space):
    ids = ledger.add(space, "rework", [row() for _ in range(4)])
    folded(space)
    with opened(path_of(space)) as book:
        ws = book["返工台账"]
        put(ws, 4, 往返次数=8, 责任人="李")
        put(ws, 5, 编号=ids[0])
        put(ws, 6, 编号="R20260302-AAAAAAAAAA")
    report = verified(space)
    assert report.exit_code == 1
    for words in ("第 4 行:往返次数、责任人", "第 5 行:编号", "第 6 行:流水里没有", f"缺少编号“{ids[1]}”"):
        assert any(words in one for one in report.differences), words
    path_of(space).unlink()
    assert "不见了,里面应有 4 行" in verified(space).differences[0]


def test_after_an_upgrade_of_the_journal_verify_finds_the_rows_where_they_stand(space):
    ids = ledger.add(space, "rework", [row() for _ in range(3)])
    ledger.add(space, "cases", [case(), case(minutes=17.0)])
    folded(space)
    ledger.remove(space, ids[2])
    folded(space)
    with open_journal(space) as journal:  # as an upgrade leaves it: what the workbooks hold is forgotten
        journal.renew(SCHEMA_VERSION, space.backups / "流水副本.db")
    report = verified(space)
    assert (report.exit_code, report.rows, sum(report.pending.values())) == (0, 5, 0)
    assert report.sentences() == ["流水与工作簿一致,核对了 5 行"]
    ledger.edit(space, ids[0], {"handling": "升级以后改的"})
    ledger.add(space, "rework", [row()])
    with opened(path_of(space)) as book:
        put(book["返工台账"], 5, 责任人="李")
    report = verified(space)
    assert [one.split(":", 1)[1] for one in report.differences] == [
        *("处置与流水不同,写入台账时会处理", "责任人与流水不同,写入台账时会处理"),
    ]
    folded(space)
    assert verified(space).exit_code == 0 and not sum(verified(space).pending.values())


def test_rebuilt_workbooks_hold_every_record_and_the_old_file_is_kept(space):
    ids = ledger.add(space, "rework", [row() for _ in range(3)])
    ledger.add(space, "cases", [case(), case(window="B01")])
    folded(space)
    with opened(path_of(space)) as book:
        put(book["返工台账"], 4, 责任人="刚写上的")
        book["返工台账"]["Z9"] = "主管的小抄"
    before = path_of(space).read_bytes()
    report = rebuilt(space)
    assert report.exit_code == 0 and len(report.files) == len(report.kept) == 2
    assert ledger.get(space, ids[0])[1]["owner"] == "刚写上的"
    assert [one["编号"] for one in rows(path_of(space))] == ids and rows(path_of(space))[0]["责任人"] == "刚写上的"
    assert verified(space).exit_code == 0
    copies = [path.read_bytes() for path in (space.backups / "台账").rglob("*.xlsx")]
    assert before in copies


def test_a_rebuilt_workbook_is_newer_than_every_copy_of_the_old_one(space):
    ids = ledger.add(space, "rework", [row()])
    folded(space)
    old = path_of(space).read_bytes()
    rebuilt(space)
    ids += ledger.add(space, "rework", [row()])
    folded(space)
    path_of(space).write_bytes(old)
    folded(space)
    assert sorted(one["编号"] for one in rows(path_of(space))) == sorted(ids)


def test_a_damaged_journal_is_mended_from_its_last_copy_and_the_workbooks(space):
    ids = ledger.add(space, "rework", [row() for _ in range(3)])
    folded(space, now=datetime(2026, 3, 2, 8))
    with open_journal(space) as journal:
        journal.record([Entry("selfcheck", "2026-W10", {"score": 90})])
    folded(space, now=datetime(2026, 3, 3, 8))
    later = ledger.add(space, "rework", [row(note="副本以后")])
    folded(space, now=datetime(2026, 3, 3, 9))
    release(space)
    space.journal.write_bytes(b"\0" * 5000)
    report = rebuilt(space, now=datetime(2026, 3, 4))
    assert report.recovered == 4 and report.exit_code == 0
    assert {one["id"] for one in ledger.rework(space)} == {*ids, *later}
    assert ledger.get(space, later[0])[1]["note"] == "副本以后"
    with open_journal(space) as journal:
        assert journal.get("selfcheck", "2026-W10") == {"score": 90} and journal.damage() == ""
    assert verified(space).exit_code == 0


def test_what_a_damaged_journal_still_gives_is_taken(space):
    ids = ledger.add(space, "rework", [row() for _ in range(300)])
    with open_journal(space) as journal:
        journal.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        page = journal.connection.execute("PRAGMA page_size").fetchone()[0]
        root = journal.connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'current_by_event'"
        ).fetchone()
    release(space)
    data = bytearray(space.journal.read_bytes())
    at = (root[0] - 1) * page
    data[at : at + page] = b"\xff" * page
    space.journal.write_bytes(bytes(data))
    report = rebuilt(space)
    assert report.recovered == 300 and {one["id"] for one in ledger.rework(space)} == set(ids)


def test_the_journal_is_copied_once_a_day(space):
    ledger.add(space, "rework", [row()])
    for hour in (8, 9, 17):
        folded(space, now=datetime(2026, 3, 2, hour))
    folded(space, now=datetime(2026, 3, 3, 8))
    assert [path.name[:8] for path in sorted((space.backups / "流水").iterdir())] == ["20260302", "20260303"]
