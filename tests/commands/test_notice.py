"""`notice` and `template` as scripts use them: files written, sentences on stderr, the exit codes kept."""

from __future__ import annotations

import json

import pytest
from docx import Document

from workbench.cli import main
from workbench.ledger import ledger
from workbench.workspace import Workspace

CASE = {
    "item": "daolu-huoyun",
    "window": "A01",
    "started": "2026-03-02T09:05",
    "answers": {"agent": "self", "weight": "heavy", "cargo": "general"},
    "ticks": {"safety_rules": "missing"},
    "outcome": "补正",
}


@pytest.fixture
def space(tmp_path) -> Workspace:
    return Workspace(tmp_path / "工作")


@pytest.fixture
def call(space, capsys):
    def run(*words: object) -> tuple[int, str, str]:
        code = main([*map(str, words), "--workspace", str(space.root)])
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        return code, out, err

    return run


def test_a_notice_is_written_for_a_case(call, space, tmp_path):
    [case] = ledger.add(space, "cases", [CASE])
    code, _, err = call("notice", "补正", "--case", case, "--docx", tmp_path / "补正.docx")
    assert code == 0
    assert "已写入" in err
    assert (tmp_path / "补正.docx").exists()


def test_all_documents_of_a_case_are_written_at_once_and_none_is_overwritten(call, space, tmp_path):
    [case] = ledger.add(space, "cases", [CASE])
    for _ in range(2):
        assert call("notice", "全部", "--case", case, "--docx", tmp_path / "出")[0] == 0
    names = {path.name for path in (tmp_path / "出").iterdir()}
    titles = ("材料清单", "一次性告知书", "补正通知书", "关联事项卡")
    assert names == {f"货运许可-{title}-{case}{more}.docx" for title in titles for more in ("", "(2)")}
    assert call("notice", "全部", "--docx", tmp_path / "出")[0] == 2


def test_exit_codes(call, space, tmp_path):
    [case] = ledger.add(space, "cases", [CASE])
    target = ("--docx", tmp_path / "文书.docx")
    assert call("notice", "受理", "--case", case, *target)[0] == 1
    assert call("notice", "补证", "--case", case, *target)[0] == 2
    assert call("notice", "补正", "--case", "C000", *target)[0] == 2
    assert call("notice", "补正", "--case", case)[0] == 2
    assert call("notice", "补正", "--case", case, "--docx", tmp_path)[0] == 3
    assert not (tmp_path / "文书.docx").exists()


def test_an_office_copies_changes_and_checks_its_template(call, space):
    code, _, err = call("template", "copy", "补正通知书")
    own = space.templates / "补正通知书.docx"
    assert code == 0
    assert str(own) in err
    assert call("template", "check")[0] == 0
    assert "补正通知书 (本单位模板)" in call("template", "list")[1]
    assert call("template", "copy", "补正通知书")[0] == 3  # never over what a person changed
    document = Document(str(own))
    document.add_paragraph("{{ 补正日期 }}")
    document.save(str(own))
    code, out, _ = call("template", "check", "--json")
    [error] = json.loads(out)["errors"]
    assert code == 1
    assert error["code"] == "unknown_tag"
    assert "补正日期" in error["where"]
    assert "补正日期" in error["message"]


def test_the_field_table_is_printed(call):
    code, out, _ = call("template", "fields", "补正通知书")
    assert code == 0
    assert "{% for 补 in 缺的材料 %}" in out
    assert call("template", "fields", "没有的")[0] == 2
