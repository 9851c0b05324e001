"""`items`, `checklist` and `rules` as scripts use them: JSON on stdout, sentences on stderr, the exit codes kept."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.rules.build import write_rules
from workbench.cli import main

HEAVY = ["-a", "weight=heavy", "-a", "vehicle=planned"]


@pytest.fixture
def call(tmp_path, capsys):
    """Runs a command in a workspace of its own: gives exit code, stdout, stderr."""

    def run(*words: str) -> tuple[int, str, str]:
        code = main([*words, "--workspace", str(tmp_path / "工作文件夹")])
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        return code, out, err

    return run


def test_items_lists_every_item_with_the_keys_of_the_contract(call):
    code, out, _ = call("items", "--json")
    items = json.loads(out)
    assert code == 0
    assert set(items[0]) == {"id", "name", "short", "domain", "version", "valid_from", "review_due", "source"}
    assert "daolu-huoyun" in {item["id"] for item in items}


def test_a_checklist_is_one_json_document(call):
    code, out, err = call("checklist", "daolu-huoyun", *HEAVY, "--json")
    document = json.loads(out)
    assert (code, err) == (0, "")
    assert "vehicle_pledge" in [paper["id"] for paper in document["personal"]]
    assert document["item"]["id"] == "daolu-huoyun"


def test_answers_come_from_a_file_too_and_the_command_line_wins(call, tmp_path):
    path = tmp_path / "回答.json"
    path.write_text(json.dumps({"weight": "heavy", "vehicle": "owned"}), "utf-8-sig")
    _, out, _ = call("checklist", "货运许可", "--answers", str(path), "-a", "vehicle=planned", "--json")
    assert json.loads(out)["answers"] == {"weight": "heavy", "vehicle": "planned"}


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["checklist", "daolu-huoyum"], "您是不是想写“daolu-huoyun”"),
        (["checklist", "daolu-huoyun", "-a", "wieght=heavy"], "您是不是想写“weight”"),
        (["checklist", "daolu-huoyun", "-a", "weight=hevy"], "您是不是想写“heavy”"),
        (["checklist", "daolu-huoyun", "-a", "weight"], "情形=选项"),
        (["checklist", "SB-06", "--as-of", "2026-03-02", "-a", "happened_on=2026-03-03"], "不能晚于 2026-03-02"),
        (["checklist", "daolu-huoyun", "--as-of", "2026-02-30"], "不是一个日期"),
        (["checklist", "daolu-huoyun", "--as-of", "2019-01-01"], "有效期"),
        (["checklist", "daolu-huoyun", "--answers", "没有.json"], "找不到文件"),
        (["rules", "check", "没有这个文件夹"], "找不到"),
        (["checklist"], "缺少"),
        (["chekclist"], "没有这个选项"),
    ],
)
def test_wrong_usage_ends_with_2_and_says_what_to_write(call, words, sentence):
    code, out, err = call(*words)
    assert code == 2
    assert out == ""
    assert sentence in err


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{", "JSON 写法有误"),
        ("[]", "的样子"),
        ('{"weight": "hevy", "cargo": "x"}', "没有选项“x”"),
    ],
)
def test_wrong_answers_in_a_file_end_with_1_and_are_all_listed(call, tmp_path, text, sentence):
    path = tmp_path / "回答.json"
    path.write_text(text, "utf-8")
    code, _, err = call("checklist", "daolu-huoyun", "--answers", str(path))
    assert code == 1
    assert sentence in err


def test_whoever_cannot_apply_is_shown_no_papers_in_the_terminal_either(call):
    code, out, _ = call("checklist", "daolu-huoyun", "-a", "agent=self", "-a", "weight=light")
    assert code == 0
    assert "【不能办】" in out and "可以这样" in out
    assert "□" not in out and "第一层" not in out and "\n\n\n" not in out


def test_a_day_to_come_is_refused_in_a_file_too(call, tmp_path):
    path = tmp_path / "回答.json"
    path.write_text(json.dumps({"happened_on": "2026-03-03"}), "utf-8")
    code, out, err = call("checklist", "SB-06", "--as-of", "2026-03-02", "--answers", str(path))
    assert (code, out) == (1, "")
    assert "不能晚于 2026-03-02" in err


def test_rules_check_lists_errors_with_file_and_line(call, tmp_path):
    path = write_rules(tmp_path / "规则", "坏.toml", 'fee = "1"\n')
    code, out, _ = call("rules", "check", str(path), "--json")
    report = json.loads(out)
    assert code == 1
    assert report["files"] == 1
    (error,) = report["errors"]
    assert set(error) == {"file", "line", "where", "code", "message"}
    assert error["line"] == len(path.read_text("utf-8").splitlines())


def test_rules_test_reports_an_example_that_no_longer_holds(call, tmp_path):
    body = '[[materials]]\nid = "form"\nlayer = "base"\nname = "表"\n[[examples]]\nname = "人人"\nnot_need = ["form"]\n'
    path = write_rules(tmp_path / "规则", "旧例.toml", body)
    code, out, _ = call("rules", "test", str(path), "--json")
    report = json.loads(out)
    assert (code, report["examples"]) == (1, 1)
    assert report["failed"][0]["name"] == "人人"


def test_the_shipped_rules_pass_check_and_test(call):
    assert call("rules", "check")[0] == 0
    assert call("rules", "test")[0] == 0


def test_a_broken_file_of_the_office_is_told_beside_the_list(call, tmp_path):
    write_rules(tmp_path / "工作文件夹" / "规则", "坏.toml", "[[[")
    code, out, err = call("items", "--json")
    assert code == 1
    assert json.loads(out)
    assert "坏.toml" in err


def test_a_console_in_gbk_gets_readable_text_and_no_traceback(tmp_path):
    """Windows consoles in China speak code page 936; a character that it lacks must not end the program."""
    environment = {"PYTHONIOENCODING": "gbk:strict", "PATH": "", "PYTHONPATH": ".", "SYSTEMROOT": "C:\\Windows"}
    done = subprocess.run(
        [sys.executable, "-m", "workbench", "items", "--workspace", str(tmp_path)],
        env=environment,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
    assert "道路普通货物运输经营许可" in done.stdout.decode("utf-8", "replace")
