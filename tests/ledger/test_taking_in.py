"""Rows from a person's file: what the ledger gives out comes in again; all or nothing; the same file twice is once."""

from __future__ import annotations

import csv
import json

import openpyxl
import pytest

from workbench.ledger import export, ledger
from workbench.ledger.taking_in import take_in
from workbench.problems import InputProblems, NotFound, UserError
from workbench.workspace import Workspace

HEADS = ["日期", "事项", "原因大类", "二级原因", "缺的材料", "往返次数"]
LINE = ["2026-03-02", "货运许可", "材料缺失", "缺件", "机动车行驶证", 2]


@pytest.fixture
def space(tmp_path) -> Workspace:
    space = Workspace(tmp_path / "工作")
    space.prepare()
    return space


def workbook(path, *lines, title="", sheet="登记"):
    book = openpyxl.Workbook()
    page = book.active
    page.title = sheet
    if title:
        page.append([title])
    for line in lines:
        page.append(line)
    book.save(path)
    return path


def test_a_sheet_that_a_clerk_typed_with_the_ledgers_headings(space, tmp_path):
    """Headings in any order, below a title, with columns of their own beside them; names as clerks say them."""
    heads, line = ["序号", *reversed(HEADS)], [1, *reversed(LINE)]
    found = take_in(space, workbook(tmp_path / "手工.xlsx", heads, line, title="三月返工登记"))
    [id] = found.ids["rework"]
    record = ledger.get(space, id)[1]
    assert (record["date"], record["item"], record["cause"], record["visits"]) == (
        "2026-03-02",
        "daolu-huoyun",
        "材料缺失",
        2,
    )
    assert found.sentence() == "已导入 返工台账 1 条"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
@pytest.mark.parametrize("sign", [",", "\t", ";"])
def test_a_csv_as_excel_saves_it(space, tmp_path, encoding, sign):
    path = tmp_path / "手工.csv"
    with path.open("w", encoding=encoding, newline="") as out:
        csv.writer(out, delimiter=sign).writerows([HEADS, LINE, [], ["2026年3月3日", *LINE[1:]]])
    ids = take_in(space, path).ids["rework"]
    assert [ledger.get(space, id)[1]["date"] for id in ids] == ["2026-03-02", "2026-03-03"]


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_what_one_window_exports_another_takes_in_and_twice_is_once(space, tmp_path, ending):
    """Every table, every field, the ids too."""
    other = Workspace(tmp_path / "另一个")
    other.prepare()
    ledger.add(other, "rework", [{"date": "2026-03-02", "item": "daolu-huoyun", "cause": "材料缺失", "detail": "缺件",
                                  "note": "=1+1", "window": "B07", "due": "2026-04-01"}])  # fmt: skip
    ledger.add(other, "cases", [{"started": "2026-03-02T09:05", "item": "daolu-huoyun", "outcome": "补正",
                                 "ticks": {"application": "missing"}, "minutes": 8.5}])  # fmt: skip
    ledger.add(other, "measures", [{"date": "2026-03-03", "cause": "材料缺失", "action": "提醒前移", "owner": "王"}])
    given = [path for path, _ in export.export(other, tmp_path / f"导出.{ending}")]
    for path in given:
        take_in(space, path)
    for kind in ("rework", "cases", "measures"):
        ours, theirs = list(ledger.records(space, kind)), list(ledger.records(other, kind))
        for record in (*ours, *theirs):
            record.pop("ticks", None) if ending == "csv" else None
        assert ours == theirs, kind
    again = [take_in(space, path) for path in given]
    assert sum(one.count for one in again) == 0 and sum(one.known for one in again) == 3
    assert "原来就有" in again[0].sentence()


def test_one_wrong_row_and_nothing_comes_in_with_every_problem_by_its_place(space, tmp_path):
    lines = [HEADS, LINE, ["昨天", *LINE[1:]], [LINE[0], "货运许可证", *LINE[2:]]]
    with pytest.raises(InputProblems) as told:
        take_in(space, workbook(tmp_path / "手工.xlsx", *lines))
    words = [str(problem) for problem in told.value.problems]
    assert any("“登记”第 3 行 日期" in word for word in words)
    assert any("“登记”第 4 行 事项" in word and "是不是想写“货运许可”" in word for word in words)
    assert not list(ledger.records(space, "rework"))


def test_a_row_marked_void_is_left_out(space, tmp_path):
    path = workbook(tmp_path / "手工.xlsx", [*HEADS, "状态"], [*LINE, "作废"], [*LINE, "待整改"])
    found = take_in(space, path)
    assert (found.count, found.void) == (1, 1)


def test_a_date_that_came_as_a_number_is_a_date(space, tmp_path):
    [id] = take_in(space, workbook(tmp_path / "手工.xlsx", HEADS, [46083, *LINE[1:]])).ids["rework"]
    assert ledger.get(space, id)[1]["date"] == "2026-03-02"


def test_json_goes_to_the_table_that_is_named(space, tmp_path):
    path = tmp_path / "一条.json"
    path.write_text(json.dumps({"date": "2026-03-03", "cause": "材料缺失", "action": "提醒前移"}), "utf-8")
    assert len(take_in(space, path, "measures").ids["measures"]) == 1
    path.write_text('[{"date": \n 1,}]', "utf-8")
    with pytest.raises(UserError, match="第 2 行:不是 JSON"):
        take_in(space, path)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("没有表头.csv", "甲,乙\n1,2\n".encode(), "没有找到台账的表头"),
        ("旧.xls", b"\xd0\xcf\x11\xe0", "另存为 .xlsx"),
        ("坏的.xlsx", b"PK\x03\x04broken", "坏的.xlsx"),
        ("乱码.csv", b"\xff\xfe\x00\x81", "编码不认识"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_to_do(space, tmp_path, name, content, words):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UserError, match=words):
        take_in(space, path)
    with pytest.raises(NotFound, match="找不到"):
        take_in(space, tmp_path / "没有.csv")


def test_it_can_be_stopped_and_nothing_is_kept(space, tmp_path):
    def stop(_done: int, _total: int) -> None:
        raise TimeoutError

    with pytest.raises(TimeoutError):
        take_in(space, workbook(tmp_path / "手工.xlsx", HEADS, LINE), progress=stop)
    assert not list(ledger.records(space, "rework"))
