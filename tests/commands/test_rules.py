"""`workbench rules …` as scripts use it: JSON on stdout, sentences on stderr, the exit codes of the contract."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.rules import office as sample
from tests.rules.conftest import small_library  # noqa: F401
from workbench.cli import main

# Commands work with the day of the machine: the sample must not grow old.
LASTING = ("review_every_days = 180", "review_every_days = 3650")
ITEM = sample.changed(LASTING)


def changed(*changes: tuple[str, str]) -> str:
    return sample.changed(LASTING, *changes)


@pytest.fixture
def call(tmp_path, capsys, small_library):  # noqa: F811
    """Runs `workbench rules …`: gives exit code, stdout, stderr."""

    def run(*words: object, home: str = "工作文件夹") -> tuple[int, str, str]:
        code = main(["rules", *map(str, words), "--workspace", str(tmp_path / home)])
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        return code, out, err

    return run


@pytest.fixture
def office(tmp_path) -> Path:
    """The rules folder of the office, with the sample item."""
    folder = tmp_path / "工作文件夹/规则"
    folder.mkdir(parents=True)
    (folder / "weiban-zheng.toml").write_text(ITEM, "utf-8")
    return folder


@pytest.fixture
def book(call, office, tmp_path) -> Path:
    path = tmp_path / "便民证.xlsx"
    assert call("export", "便民证", path)[0] == 0
    return path


def edit(path: Path, sheet: str, old: str, new: object) -> None:
    workbook = load_workbook(path)
    next(cell for row in workbook[sheet].iter_rows() for cell in row if cell.value == old).value = new
    workbook.save(path)


def test_check_has_the_keys_of_the_contract_and_fails_on_errors_alone(call, office):
    path = office / "weiban-zheng.toml"
    code, out, _ = call("check", path, "--json")
    assert (code, json.loads(out)) == (0, {"files": 1, "errors": [], "warnings": []})
    path.write_text(changed(('a = "5 个工作日。"', 'a = "5 日内。"')), "utf-8")
    code, out, _ = call("check", path, "--json")
    (warning,) = json.loads(out)["warnings"]
    assert code == 0
    assert set(warning) == {"file", "line", "where", "code", "message"}
    path.write_text(changed(("days = 5, ", "days = 50, ")), "utf-8")
    code, out, _ = call("check", path)
    assert code == 1
    assert "promised_above_statutory" in out
    assert "1 个错误" in out


def test_a_single_file_is_not_blamed_for_what_other_items_do_with_a_shared_pack(call, office):
    path = office / "weiban-zheng.toml"
    path.write_text(changed(('confidence = "高"', 'confidence = "高"\ninclude = ["agent"]')), "utf-8")
    assert json.loads(call("check", path, "--json")[1])["warnings"] == []
    codes = [problem["code"] for problem in json.loads(call("check", office, "--json")[1])["warnings"]]
    assert "no_example" in codes, "in a folder, its items are all there are"


def test_test_tells_examples_failures_and_coverage(call, office, tmp_path):
    code, out, _ = call("test", office, "--json")
    document = json.loads(out)
    assert (code, document["examples"], document["failed"]) == (0, 6, [])
    coverage = document["coverage"]["weiban-zheng"]
    assert {"combinations", "never_needed", "dead_options"} <= set(coverage)
    assert coverage["combinations_without_example"] == 0
    (office / "weiban-zheng.toml").write_text(
        changed(('need = ["form", "old_card"]', 'need = ["translation"]')), "utf-8"
    )
    code, out, err = call("test", office, "--xlsx", tmp_path / "报告.xlsx")
    assert code == 1
    assert "应当要“翻译件(translation)”,却没要" in out
    assert load_workbook(tmp_path / "报告.xlsx")["不符的示例"]["B5"].value == "外地转来的成年人"
    assert "报告.xlsx" in err


def test_a_change_in_excel_is_shown_published_and_undone(call, book, office):
    before = (office / "weiban-zheng.toml").read_bytes()
    edit(book, "事项", 5, 3)
    code, out, _ = call("import", book, "--dry-run", "--json")
    document = json.loads(out)
    assert (code, document["published"], document["errors"]) == (0, False, [])
    assert [change["message"] for change in document["diff"]["changes"]] == ["承诺时限:5 个工作日 → 3 个工作日"]
    assert (office / "weiban-zheng.toml").read_bytes() == before
    code, out, _ = call("import", book, "--who", "王丽")
    assert code == 0
    assert "已发布版本 2026.2" in out
    assert 'what = "承诺时限:5 个工作日 → 3 个工作日"' in (office / "weiban-zheng.toml").read_text("utf-8")
    assert "王丽" in call("history")[1]
    assert call("undo", "weiban-zheng")[0] == 0
    assert (office / "weiban-zheng.toml").read_bytes() == before
    assert call("undo")[0] == 2


def test_an_unchanged_workbook_publishes_nothing(call, book, office):
    code, out, _ = call("import", book)
    assert (code, "不用发布" in out) == (0, True)
    assert not (office / "旧版本").exists()


def test_problems_of_a_workbook_are_listed_by_cell_and_nothing_is_written(call, book, office):
    edit(book, "材料", "origin=other", "origin=othr")
    edit(book, "事项", 20, "二十")
    code, out, _ = call("import", book, "--json")
    document = json.loads(out)
    assert code == 1
    assert {problem["where"] for problem in document["errors"]} >= {"材料!D7", "事项!B25"}
    assert not document["published"]
    code, out, _ = call("import", book)
    assert code == 1
    assert "材料!D7:" in out
    assert (office / "weiban-zheng.toml").read_text("utf-8") == ITEM


def test_a_new_item_begins_with_an_empty_workbook(call, office, tmp_path):
    path = tmp_path / "新.xlsx"
    code, _, err = call("new", "老年人优待证办理", path)
    assert (code, "已写好“老年人优待证办理”的空表" in err) == (0, True)
    code, out, _ = call("import", path)
    assert code == 1
    assert "事项!B9:缺少“领域”" in out and "--new" not in out, "it is known to be new"


def test_another_id_in_an_exported_workbook_is_imported_as_new_when_asked(call, book, office):
    edit(book, "事项", "weiban-zheng", "xin-zheng")
    code, out, _ = call("import", book)
    assert code == 1
    assert "要另建新事项“xin-zheng”,请选“作为新事项导入”" in out and "加 --new" in out
    assert call("import", book, "--new")[0] == 0
    assert (office / "xin-zheng.toml").exists()


def test_diff_of_files_and_folders(call, office, tmp_path):
    other = tmp_path / "新"
    other.mkdir()
    (other / "x.toml").write_text(changed(("days = 5, ", "days = 3, ")), "utf-8")
    code, out, _ = call("diff", office / "weiban-zheng.toml", other / "x.toml")
    assert (code, "承诺时限:5 个工作日 → 3 个工作日" in out) == (0, True)
    code, out, err = call("diff", office, other, "--json", "--docx", tmp_path / "通知.docx")
    assert [item["id"] for item in json.loads(out)["items"]] == ["weiban-zheng"]
    assert (tmp_path / "通知.docx").stat().st_size > 5000
    assert "通知.docx" in err
    assert call("diff", office, tmp_path / "没有")[0] == 2
    (other / "x.toml").write_text("坏 =", "utf-8")
    assert call("diff", office, other)[0] == 1


def test_a_package_goes_from_office_to_office(call, office, tmp_path):
    package = tmp_path / "规则包.zip"
    assert call("pack", package, "--who", "王丽", "--why", "更新")[0] == 0
    code, out, _ = call("install", package, "--dry-run", "--json", home="另一个")
    assert (code, json.loads(out)["installed"], json.loads(out)["files"]) == (0, False, ["weiban-zheng.toml"])
    assert not (tmp_path / "另一个/规则/weiban-zheng.toml").exists()
    code, out, _ = call("install", package, "--yes", home="另一个")
    assert code == 0
    assert "新增事项" in out and "已安装" in out
    assert (tmp_path / "另一个/规则/weiban-zheng.toml").read_text("utf-8") == ITEM
    assert "不用安装" in call("install", package, home="另一个")[1]
    assert call("undo", home="另一个")[0] == 0
    assert not (tmp_path / "另一个/规则/weiban-zheng.toml").exists()
    package.write_bytes(package.read_bytes()[:-300])
    assert call("install", package, home="另一个")[0] == 1


def test_a_person_at_the_terminal_is_asked_after_seeing_the_difference(call, office, tmp_path, monkeypatch):
    package = tmp_path / "规则包.zip"
    call("pack", package)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("builtins.input", lambda question: "n")
    code, out, _ = call("install", package, home="另一个")
    assert (code, "没有安装" in out) == (0, True)
    assert not (tmp_path / "另一个/规则").exists()
    monkeypatch.setattr("builtins.input", lambda question: "y")
    assert "已安装" in call("install", package, home="另一个")[1]


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("export", "没有的", "a.xlsx"), 2, "没有事项“没有的”"),
        (("import", "没有.xlsx"), 2, "找不到文件"),
        (("install", "没有.zip"), 2, "找不到文件"),
        (("undo",), 2, "没有可以撤销"),
        (("check", "没有.toml"), 2, "找不到"),
    ],
)
def test_what_is_not_there_is_told_with_exit_code_two(call, office, words, code, sentence):
    found, out, err = call(*words)
    assert (found, sentence in err) == (code, True), out + err


def test_a_target_that_cannot_be_written_has_exit_code_three(call, office, tmp_path):
    assert call("export", "便民证", tmp_path)[0] == 3
    assert call("pack", tmp_path)[0] == 3
    assert call("test", office, "--xlsx", tmp_path)[0] == 3
