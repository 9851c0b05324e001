"""After many folds everything that supervisors added is unchanged, part by part."""

from __future__ import annotations

import pytest

from tests.ledger.conftest import case, row
from tests.ledger.gauntlet import EXTENSIONS, OPAQUE, around_the_rows, decorate
from tests.ledger.workbooks import folded, parts, path_of, rows
from workbench.ledger import ledger, repair

TOUCHED = ("xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/tables/table1.xml", "xl/tables/table2.xml")


def _folds(space, times):
    ids = ledger.add(space, "rework", [row() for _ in range(4)])
    ledger.add(space, "cases", [case()])
    folded(space)
    decorate(path_of(space))
    folded(space)
    before = parts(path_of(space))
    assert set(OPAQUE) <= set(before) and EXTENSIONS in before[TOUCHED[0]]
    for turn in range(times):
        ids += ledger.add(space, "rework", [row(note=f"第 {turn} 次")])
        if turn % 3 == 0:
            ledger.edit(space, ids[turn % len(ids)], {"handling": f"处置 {turn}"})
        if turn % 5 == 0:
            ledger.add(space, "cases", [case()])
        assert folded(space).exit_code == 0
    after = parts(path_of(space))
    assert list(after) == list(before)
    for name, data in before.items():
        if name not in TOUCHED:
            assert after[name] == data, name
    for name in TOUCHED[:2]:
        assert around_the_rows(after[name]) == around_the_rows(before[name])
    found = rows(path_of(space))
    assert [one["编号"] for one in found] == ids and found[0]["责任人"] == "主管"
    assert after[TOUCHED[0]].count("右边的说明".encode()) == before[TOUCHED[0]].count("右边的说明".encode())
    assert ledger.conflicts(space) == [] and repair.verify(space).differences == []


def test_a_workbook_full_of_other_peoples_things_is_unchanged_part_by_part(space):
    _folds(space, 25)


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_a_thousand_folds_change_nothing_else(space):
    _folds(space, 1000)
