"""The command line as a contract: every command has help in Chinese, mistakes are told, no traceback ever."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

import pytest

from workbench import cli

ROOT = Path(__file__).resolve().parents[2]


def subparsers(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            return dict(action.choices)
    return {}


def every_command() -> dict[str, argparse.ArgumentParser]:
    found: dict[str, argparse.ArgumentParser] = {}
    for name, parser in subparsers(cli.parser()).items():
        inner = subparsers(parser)
        found |= {f"{name} {word}": sub for word, sub in inner.items()} if inner else {name: parser}
    return found


@pytest.mark.parametrize("name", every_command())
def test_every_argument_explains_itself(name: str) -> None:
    for action in every_command()[name]._actions:
        if action.dest != "help":
            assert action.help and any("\u4e00" <= letter <= "\u9fff" for letter in action.help), action.dest


def test_the_commands_of_the_contract_are_there() -> None:
    wanted = """
        items; checklist; rules check; rules test; rules export; rules import; rules diff; cases add;
        ledger add; ledger list; ledger edit; ledger fold; ledger verify; ledger rebuild; ledger export; ledger merge;
        selfcheck add; selfcheck blank; selfcheck report; review; notice; demo; doctor"""
    assert {word.strip() for word in wanted.split(";")} <= {name.removesuffix(" week") for name in every_command()}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["chekclist"], "没有这个选项"),
        (["checklist"], "缺少"),
        (["checklist", "x", "--styel", "large"], "不认识"),
        (["items", "--workspace"], "后面要写一个值"),
    ],
)
def test_wrong_usage_is_told_in_chinese(words: list[str], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(words) == 2
    shown = capsys.readouterr().err
    assert told in shown
    assert "usage:" not in shown


def test_an_error_of_our_own_goes_to_the_log_not_to_the_screen(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from workbench.rules import library

    def broken(_space: object) -> None:
        raise ZeroDivisionError("a mistake of ours")

    monkeypatch.setattr(library, "load", broken)
    assert cli.main(["items", "--workspace", str(tmp_path)]) == 1
    shown = capsys.readouterr()
    assert "Traceback" not in shown.err + shown.out
    assert "已记入日志" in shown.err
    assert "ZeroDivisionError: a mistake of ours" in (tmp_path / "日志" / "workbench.log").read_text("utf-8")


def test_without_a_screen_the_window_says_how_to_go_on(tmp_path: Path) -> None:
    if os.name == "nt":
        pytest.skip("Windows always has a screen")
    environment = {name: value for name, value in os.environ.items() if name != "DISPLAY"}
    ended = subprocess.run(
        [sys.executable, "-m", "workbench", "--workspace", str(tmp_path)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        check=False,
    )
    told = ended.stderr.decode("utf-8")
    assert ended.returncode == 2
    assert "没有屏幕" in told and "workbench checklist" in told
    assert "Traceback" not in told


def test_a_gbk_console_never_fails_on_a_character(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "workbench", "checklist", "daolu-huoyun", "--workspace", str(tmp_path)],
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": "gbk"},
        capture_output=True,
        check=False,
    )
    assert ended.returncode == 0
    assert "第一层" in ended.stdout.decode("utf-8")


@pytest.mark.skipif(os.name == "nt", reason="Windows reports a closed pipe as any other failed write")
def test_a_reader_who_has_seen_enough_is_no_error(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "workbench", "items", "--json", "--workspace", str(tmp_path)]
    process = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout and process.stderr
    process.stdout.close()
    told = process.stderr.read()
    process.stderr.close()
    assert process.wait() == 0
    assert told == b""
