"""Rows that a supervisor writes under a Table which her program did not stretch over them."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.ledger.conftest import row
from tests.ledger.workbooks import folded, opened, path_of, put, rows
from workbench.ledger import ledger, repair

TYPED = {
    "日期": datetime(2026, 3, 5),
    "事项": "企业职工基本养老保险关系转移接续",
    "原因大类": "材料缺失",
    "二级原因": "缺件",
}


def under(space, *lines: dict, gap: int = 0) -> int:
    """Writes lines under the Table, which stays as it is; gives the number of the first."""
    with opened(path_of(space)) as book:
        sheet = book["返工台账"]
        first = int(sheet.tables["返工台账"].ref.rpartition("T")[2]) + 1 + gap
        for number, line in enumerate(lines, first):
            put(sheet, number, **line)
    return first


def test_a_row_directly_under_the_table_is_taken_in_and_the_table_reaches_to_it(space):
    ledger.add(space, "rework", [row()])
    folded(space)
    first = under(space, TYPED, {**TYPED, "备注": "第二条", "责任人": "李"})
    report = folded(space)
    assert (report.exit_code, report.books[0].adopted) == (0, 2)
    found = rows(path_of(space))
    assert [one["row"] for one in found] == [4, first, first + 1] and all(one["编号"] for one in found)
    assert found[2]["备注"] == "第二条" and found[2]["往返次数"] == 1
    assert len(ledger.rework(space)) == 3
    assert folded(space).books == []
    ledger.add(space, "rework", [row(note="后来的")])
    folded(space)
    assert rows(path_of(space))[-1]["row"] == first + 2
    assert repair.verify(space).differences == []


@pytest.mark.parametrize(
    ("line", "gap", "why"),
    [
        ({**TYPED, "事项": "没有这一项"}, 0, "没有事项"),
        ({**TYPED, "日期": "某一天"}, 0, "日期"),
        (TYPED, 1, "中间空着行"),
        ({**TYPED, "编号": "R20260302-AAAAAAAAA1"}, 0, "请清空编号"),
    ],
)
def test_what_only_looks_like_a_row_is_told_at_once_with_what_to_do_and_stays(space, line, gap, why):
    ledger.add(space, "rework", [row()])
    folded(space)
    first = under(space, line, gap=gap)
    report = folded(space)
    [told] = report.books[0].problems
    assert f"第 {first} 行写在表的下方" in told and why in told and "把表的右下角拖下来包住它" in told
    assert len(ledger.rework(space)) == 1 and len(rows(path_of(space))) == 1
    [book] = ledger.workbooks(space)
    assert book["problems"] == [told]


def test_other_words_below_are_nobodys_row_until_they_are_in_the_way(space):
    ledger.add(space, "rework", [row()])
    folded(space)
    first = under(space, {"日期": "合计", "往返次数": 7})
    assert folded(space).books[0].problems == []
    ledger.add(space, "rework", [row()])
    reason = folded(space).books[0].reason
    assert f"第 {first} 行(表的下方)写着别的内容" in reason and "把表的右下角拖下来包住它" in reason


def test_what_is_to_be_corrected_is_told_until_somebody_saves_the_workbook_again(space):
    """A later registration does not make the list of rows to correct forget them."""
    ledger.add(space, "rework", [row()])
    folded(space)
    under(space, {**TYPED, "事项": "没有这一项"}, gap=2)
    [told] = folded(space).books[0].problems
    ledger.add(space, "cases", [{"started": "2026-03-02T09:05", "item": "yanglao", "outcome": "办结"}])
    folded(space)
    assert ledger.workbooks(space)[0]["problems"] == [told]
