"""The workbook of a new item: nothing to clear away, an example to go by, and it comes in as it is."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from workbench.rules import library, publish
from workbench.rules.excel import blank, importing
from workbench.rules.excel.cells import to_cell
from workbench.rules.excel.layout import BLOCKS, FORM, SAMPLE, SHARED, Column
from workbench.rules.excel.writer import value_at
from workbench.workspace import Workspace

TODAY = date(2026, 3, 2)


@pytest.fixture
def space(small_library) -> Workspace:
    return small_library


@pytest.fixture
def form(space, tmp_path) -> Path:
    path = tmp_path / "新事项.xlsx"
    blank.write(library.load(space), path, "老年人优待证办理", TODAY)
    return path


def row_of(ws: Any, text: str) -> int:
    return next(cell.row for cell in ws["A"] if str(cell.value or "").startswith(text))


def fill(path: Path, data: dict[str, Any]) -> None:
    """Writes the data below the headings, as a person would, into the rows that are empty."""
    book = load_workbook(path)
    form = book["事项"]
    for column in FORM:
        value = to_cell(column, value_at(data, column.key))
        if value is not None:
            form.cell(row_of(form, column.header), 2).value = value
    for block in BLOCKS:
        ws = book[block.sheet]
        head = row_of(ws, block.mark) + 1
        at = {str(cell.value).rstrip("*"): cell.column for cell in ws[head] if cell.value}
        row = head + 1
        while any(str(cell.value or "").startswith(SAMPLE) for cell in ws[row]):
            row += 1
        for record in data.get(block.part, ()):
            first = [(block.columns, record)]
            members = [(block.child_columns, one) for one in record.get(block.child, ())] if block.child else []
            for line in ([first[0], *members[:1]], *([one] for one in members[1:])):
                put(ws, row, at, line)
                row += 1
    book.save(path)


def put(ws: Any, row: int, at: dict[str, int], line: list[tuple[tuple[Column, ...], Any]]) -> None:
    for columns, record in line:
        for column in columns:
            if (value := to_cell(column, value_at(record, column.key))) is not None:
                ws.cell(row, at[column.header]).value = value


def test_the_example_is_a_whole_item_without_a_finding(space):
    proposal = publish.propose(space, blank.EXAMPLE, TODAY)
    assert [str(one) for one in (*proposal.errors, *proposal.warnings)] == []
    assert len(proposal.results) >= 6


def test_filled_in_like_the_example_it_comes_in_as_a_new_item_without_being_asked(space, form):
    """Nothing has to be cleared, no word is said that it is new: the workbook knows."""
    fill(form, blank.EXAMPLE)
    proposal = importing.propose(space, form, TODAY)
    assert [str(one) for one in proposal.errors] == []
    assert proposal.current is None
    assert proposal.data == {key: value for key, value in blank.EXAMPLE.items() if value != []}
    assert importing.reason(proposal) == "新增事项“老年证”"


def test_what_can_be_known_stands_there_already(form):
    ws = load_workbook(form)["事项"]
    filled = {ws.cell(row, 1).value: ws.cell(row, 2).value for row in range(5, 38) if ws.cell(row, 2).value}
    assert filled["编号*"] == "lao-nian-ren-you-dai-zheng-ban-li"
    assert filled["事项名称*"] == "老年人优待证办理"
    assert filled["生效日期*"].date() == TODAY
    assert "依据核对日期*" not in filled, "somebody has to look it up"


def test_every_table_shows_how_to_fill_it_in_and_its_rows_are_not_read(space, form):
    book = load_workbook(form)
    for sheet in ("情形", "材料", "提示", "环节", "问答", "示例"):
        assert any(str(cell.value).startswith(SAMPLE) for row in book[sheet] for cell in row), sheet
    proposal = importing.propose(space, form, TODAY)
    assert not {"questions", "materials", "examples"} & proposal.data.keys()
    told = {one.message for one in proposal.errors}
    assert {"缺少“领域”", "缺少“实施机关”", "缺少“依据核对日期”", "缺少“把握程度”"} <= told


def test_a_half_overwritten_example_is_told(space, form):
    book = load_workbook(form)
    ws = book["材料"]
    ws.cell(6, 3).value = "户口簿"
    book.save(form)
    told = [one for one in importing.propose(space, form, TODAY).errors if one.where.startswith("材料!")]
    assert [one.where for one in told] == ["材料!A6"]
    assert "还留着示范的字" in told[0].message


def test_the_shared_questions_are_listed_with_their_answers_and_what_they_bring(form):
    ws = load_workbook(form)[SHARED]
    rows = [[cell.value for cell in row] for row in ws.iter_rows(min_row=5)]
    agent = [row for row in rows if row[4] in ("self", "relative")]
    assert agent[0][:6] == ["agent", "谁来办", "agent", "谁来办?", "self", "本人来办"]
    assert agent[0][6] is None and "授权委托书(authorization)" in agent[1][6]


def test_an_id_that_is_there_already_is_never_offered(space):
    assert blank.free_id("道路货运", {"dao-lu-huo-yun"}) == "dao-lu-huo-yun-2"
    assert re.fullmatch(r"[a-z0-9-]{2,48}", blank.free_id("很长的事项名称" * 9, set()))
    assert blank.free_id("《》", set()) == ""


def test_a_new_item_whose_id_is_taken_says_whose_it_is(space, form):
    fill(form, blank.EXAMPLE | {"id": "daolu-huoyun"})
    errors = importing.propose(space, form, TODAY).errors
    assert [(one.where, one.message) for one in errors] == [
        ("事项!B5", "编号“daolu-huoyun”已经有了,是“货运许可”。请换一个编号;要改“货运许可”,请先导出它")
    ]


def test_the_manual_tells_the_same_example():
    """Whoever writes what the chapter says has the item of the grey rows."""
    chapter = (Path(__file__).parents[2] / "docs/manual/rules.md").read_text("utf-8")
    text = chapter.split("## 新增一个事项", 1)[1].split("\n## ", 1)[0]
    rows = [[cell.strip(" `") for cell in line.strip("|").split("|")] for line in text.splitlines() if line[:1] == "|"]
    told = {row[0]: row[1:] for row in rows}
    papers = {column.header: column for block in BLOCKS if block.part == "materials" for column in block.columns}
    for header in ("材料编号", "层", "材料名称", "条件", "为什么要", "形式", "容缺天数", "依据"):
        cells = [to_cell(papers[header], value_at(one, papers[header].key)) for one in blank.EXAMPLE["materials"]]
        assert told[header] == [str(cell or "") for cell in cells], header
    examples = {column.header: column for block in BLOCKS if block.part == "examples" for column in block.columns}
    by_name = {one["name"]: one for one in blank.EXAMPLE["examples"]}
    shared = [row for row in rows if row[0] in by_name]
    assert len(shared) == 3
    for name, *cells in shared:
        for header, cell in zip(("回答", "应当要", "不该要"), cells, strict=True):
            wanted = to_cell(examples[header], value_at(by_name[name], examples[header].key))
            assert cell == (wanted or ""), (name, header)
