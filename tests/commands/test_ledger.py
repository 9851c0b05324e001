"""`cases` and `ledger` as scripts use them: JSON on stdout, sentences on stderr, the exit codes kept."""

from __future__ import annotations

import json
import sys
import time

import pytest

from tests.ledger.workbooks import opened, put, rows
from workbench import files
from workbench.cli import main
from workbench.workspace import Workspace

CASE = {"started": "2026-03-02T09:05", "minutes": 8.5, "item": "daolu-huoyun", "outcome": "补正"}
ROW = {"date": "2026-03-02", "item": "daolu-huoyun", "cause": "材料缺失", "detail": "缺件", "visits": 2}


@pytest.fixture
def space(tmp_path):
    return Workspace(tmp_path / "工作文件夹")


@pytest.fixture
def call(space, tmp_path, capsys):
    """Runs a command; `given` goes into the JSON file that stands for `FILE`. Gives exit code, JSON or text, stderr."""

    def run(*words, given=None):
        source = tmp_path / "输入.json"
        if given is not None:
            source.write_text(given if isinstance(given, str) else json.dumps(given), "utf-8")
        code = main([*(str(source) if word == "FILE" else str(word) for word in words), "--workspace", str(space.root)])
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        try:
            return code, json.loads(out), err
        except ValueError:
            return code, out, err

    return run


def added(call, count=1, **changes):
    code, found, _ = call("ledger", "add", "--json", "FILE", given=[{**ROW, **changes} for _ in range(count)])
    assert code == 0
    return found["ids"]


def test_cases_and_rows_are_added_one_or_many_and_their_ids_given(call):
    code, found, _ = call("cases", "add", "--json", "FILE", given=CASE)
    assert code == 0 and len(found["ids"]) == 1
    code, found, _ = call("ledger", "add", "--json", "FILE", given=[{**ROW, "case": found["ids"][0]}, ROW])
    assert code == 0 and len(set(found["ids"])) == 2


def test_补正_with_every_paper_there_is_kept_and_doubted(call):
    """Another program's record is its fact; but nobody can issue the notice for it, and that is said at once."""
    whole = {**CASE, "ticks": {"application": "present"}}
    code, found, err = call("cases", "add", "--json", "FILE", given=[whole, whole])
    assert code == 0 and len(found["ids"]) == 2
    assert f"请核对 {found['ids'][0]}等 2 件" in err and "出不了补正通知书" in err
    for fine in (CASE, {**whole, "ticks": {"application": "unfit"}}, {**whole, "outcome": "办结"}):
        assert "请核对" not in call("cases", "add", "--json", "FILE", given=fine)[2]


def test_standard_input_is_read_for_a_dash(call, monkeypatch):
    import io

    class Source:
        buffer = io.BytesIO(json.dumps(CASE).encode())

    monkeypatch.setattr(sys, "stdin", Source)
    assert call("cases", "add", "--json", "-")[0] == 0


def test_a_listed_row_has_every_field_of_the_contract(call):
    added(call)
    code, found, _ = call("ledger", "list", "--json")
    assert code == 0
    wanted = (
        "id date window clerk item cause detail material side notice_omission visits handling measure owner due state"
    )
    assert {*wanted.split(), "review", "note", "case"} <= set(found[0])
    assert call("ledger", "list", "--from", "2026-03-03", "--json")[1] == []
    assert call("ledger", "list", "--table", "cases", "--json")[1] == []
    code, out, err = call("ledger", "list")
    assert found[0]["id"] in out and "共 1 条" in err


@pytest.mark.parametrize(
    "given, words",
    [
        ([{**CASE, "minutes": -1}, {**CASE, "started": "0000-01-01T00:00"}], ["minutes", "第 2 条"]),
        ({**CASE, "item": "daolu-huoyum"}, ["daolu-huoyun"]),
        ({**CASE, "colour": 1}, ["colour"]),
        ({**CASE, "ticks": {"没有的": "missing"}}, ["没有的"]),
        ("{not json", ["不是 JSON"]),
        ('{"minutes": NaN}', ["NaN"]),
        ("[" * 5000, ["JSON"]),
        ("[1]", ["名称:值"]),
    ],
)
def test_bad_input_is_refused_with_every_problem_and_writes_nothing(call, given, words):
    code, _, err = call("cases", "add", "--json", "FILE", given=given)
    assert code == 1 and all(word in err for word in words), err
    assert call("ledger", "list", "--table", "cases", "--json")[1] == []


def test_the_same_id_twice_is_refused_by_add_and_changed_by_edit(call):
    (id,) = added(call, id="R-2026-1")
    assert call("ledger", "add", "--json", "FILE", given={**ROW, "id": id})[0] == 1
    code, found, _ = call("ledger", "edit", id, "--json", "FILE", given={"state": "整改中"})
    assert code == 0 and found["state"] == "整改中"
    assert call("ledger", "edit", "没有", "--json", "FILE", given={"state": "整改中"})[0] == 2
    assert call("ledger", "edit", id, "--json", "FILE", given={"state": "好了"})[0] == 1


def test_fold_verify_and_rebuild_speak_json_and_sentences(call, space):
    added(call, 3)
    code, found, err = call("ledger", "fold", "--json")
    assert code == 0 and found["books"][0]["written"] == 3 and found["pending"]["rework"] == 0 and "写入 3 条" in err
    code, found, _ = call("ledger", "verify", "--json")
    assert code == 0 and found["differences"] == [] and found["rows"] == 3
    (path,) = space.ledger.glob("*.xlsx")
    path.write_text("坏了", "utf-8")
    assert call("ledger", "verify")[0] == 1
    code, found, _ = call("ledger", "rebuild", "--json")
    assert code == 0 and len(found["files"]) == len(found["kept"]) == 1
    assert len(rows(path)) == 3


def test_a_workbook_that_is_open_gives_exit_code_3_and_the_rows_wait(call, monkeypatch):
    added(call)
    call("ledger", "fold")
    added(call)

    def locked(*_):
        raise PermissionError(13, "open elsewhere")

    with monkeypatch.context() as patch:
        patch.setattr(files, "replace", locked)
        code, found, err = call("ledger", "fold", "--json")
    assert code == 3 and found["pending"]["rework"] == 1 and "打开" in err
    assert call("ledger", "fold")[0] == 0


def test_problems_in_a_workbook_give_exit_code_1(call, space):
    added(call)
    call("ledger", "fold")
    (path,) = space.ledger.glob("*.xlsx")
    with opened(path) as book:
        put(book["返工台账"], 5, 日期="不是日期", 事项="不知道")
        book["返工台账"].tables["返工台账"].ref = "A3:T5"
    code, _, err = call("ledger", "fold")
    assert code == 1 and "第 5 行" in err


def test_export_and_merge(call, space, tmp_path):
    added(call, 2)
    call("ledger", "fold")
    code, _, err = call("ledger", "export", tmp_path / "导出.xlsx", "--from", "2026-03-01", "--to", "2026-03-31")
    assert code == 0 and "已导出 2 条" in err and len(rows(tmp_path / "导出.xlsx")) == 2
    assert call("ledger", "export", tmp_path / "导出.csv")[0] == 0
    assert call("ledger", "export", tmp_path / "导出.doc")[0] == 2
    code, found, _ = call("ledger", "merge", space.ledger, tmp_path / "大厅.xlsx", "--json")
    assert code == 0 and found["rows"]["rework"] == 2 and len(rows(tmp_path / "大厅.xlsx")) == 2
    (space.ledger / "坏.xlsx").write_text("x")
    code, found, err = call("ledger", "merge", space.ledger, tmp_path / "大厅.xlsx", "--json")
    assert code == 1 and found["files"] == 1 and "坏.xlsx" in err
    assert call("ledger", "merge", tmp_path / "没有", tmp_path / "大厅.xlsx")[0] == 2


@pytest.mark.parametrize(
    "words", [("ledger",), ("ledger", "没有"), ("ledger", "list", "--from", "昨天"), ("ledger", "add"), ("cases",)]
)
def test_wrong_usage_is_exit_code_2_in_chinese(call, words):
    code, _, err = call(*words)
    assert code == 2 and any("\u4e00" <= sign <= "\u9fff" for sign in err)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_real_year_from_the_command_line(call, space, tmp_path):
    """15,000 cases and 2,500 rework rows: in, folded, edited by others, exported, merged, rebuilt."""
    from tests.ledger import sample
    from workbench.ledger import check

    cases, rework, measures = sample.year(check.words(space))
    assert call("cases", "add", "--json", "FILE", given=cases)[0] == 0
    assert call("ledger", "add", "--json", "FILE", given=rework)[0] == 0
    assert call("ledger", "add", "--table", "measures", "--json", "FILE", given=measures)[0] == 0
    start = time.perf_counter()
    assert call("ledger", "fold")[0] == 0
    assert time.perf_counter() - start < 120
    path = space.ledger / "返工台账-A01-2026.xlsx"
    with opened(path) as book:
        put(book["返工台账"], 9, 责任人="主管", 状态="整改中")
    added(call, date="2026-12-30")
    code, found, _ = call("ledger", "fold", "--json")
    assert code == 0 and (found["books"][0]["taken"], found["books"][0]["written"]) == (1, 1)
    code, found, _ = call("ledger", "verify", "--json")
    assert code == 0 and found["rows"] == len(cases) + len(rework) + len(measures) + 1
    assert call("ledger", "export", tmp_path / "导出.xlsx")[0] == 0
    code, found, _ = call("ledger", "merge", space.ledger, tmp_path / "大厅.xlsx", "--json")
    assert code == 0 and found["rows"]["cases"] == 15_000
    assert call("ledger", "rebuild")[0] == 0 and call("ledger", "verify")[0] == 0


def test_a_sheet_with_the_ledgers_headings_comes_in_once(call, tmp_path):
    path = tmp_path / "登记.csv"
    path.write_bytes("日期,事项,原因大类,二级原因,编号\n2026/3/2,货运许可,材料缺失,缺件,R-1\n".encode("gbk"))
    code, found, err = call("ledger", "add", "--from", str(path))
    assert code == 0 and found == {"ids": ["R-1"], "known": 0} and "返工台账 1 条" in err
    assert call("ledger", "add", "--from", str(path))[1] == {"ids": [], "known": 1}
    path.write_text("日期,事项,原因大类,二级原因\n昨天,没有这项,材料缺失,缺件\n", "utf-8")
    code, _, err = call("ledger", "add", "--from", str(path))
    assert code == 1 and "第 2 行 日期" in err and "没有这项" in err
    assert call("ledger", "add")[0] == 2
