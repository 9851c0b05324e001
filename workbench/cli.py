"""The front door: without arguments the window, with arguments one command.

The commands themselves live in `workbench/commands`, one module per subject. This door only finds the
command, turns errors into Chinese sentences with the exit codes of the contract, and keeps tracebacks in the log.
"""

from __future__ import annotations

import argparse
import importlib
import io
import json
import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from workbench import __version__, workspace
from workbench.problems import InputProblems, UserError

COMMANDS = ("items", "rules", "cases", "ledger", "selfcheck", "review", "notice", "paper", "demo", "backup", "doctor")


class Help(argparse.HelpFormatter):
    """Help with a Chinese first word."""

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "用法:" if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """An argument parser that helps and complains in Chinese, with exit code 2."""

    def __init__(self, **options: Any) -> None:
        super().__init__(formatter_class=Help, add_help=False, **options)
        self._positionals.title, self._optionals.title = "参数", "选项"
        self.add_argument("-h", "--help", action="help", help="显示这段说明")

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"命令写得不对:{_in_chinese(message)}\n用法见:workbench {self.prog.split(' ', 1)[-1]} --help\n")


def _in_chinese(message: str) -> str:
    """argparse's own English sentences, as far as a clerk may meet them."""
    for english, chinese in (
        ("the following arguments are required:", "缺少:"),
        ("unrecognized arguments:", "不认识:"),
        ("invalid choice:", "没有这个选项:"),
        ("expected one argument", "后面要写一个值"),
        ("expected at least one argument", "后面至少写一个值"),
        ("not allowed with argument", "不能同时使用"),
        ("(choose from", "(可以是"),
        ("invalid int value:", "不是整数:"),
        ("argument ", "参数 "),
    ):
        message = message.replace(english, chinese)
    return message


def parser() -> argparse.ArgumentParser:
    """All commands; each module of `workbench/commands` adds its own by `register`."""
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--workspace", type=Path, default=argparse.SUPPRESS, metavar="文件夹", help="工作文件夹")
    common.add_argument("--debug", action="store_true", default=argparse.SUPPRESS, help="出错时显示详细信息")
    top = Parser(prog="workbench", description="窗口工作台。不带参数时打开窗口。", parents=[common])
    top.add_argument("--version", action="version", version=f"窗口工作台 {__version__}", help="显示版本")
    commands = top.add_subparsers(dest="command", metavar="命令", parser_class=Parser)
    for name in COMMANDS:
        importlib.import_module(f"workbench.commands.{name}").register(commands, common)
    return top


def print_json(document: Any) -> None:
    """The one JSON document of `--json`: on stdout, in UTF-8, and nothing else there."""
    print(json.dumps(document, ensure_ascii=False, indent=1, default=str))


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the program and gives the exit code: 0 done, 1 problems listed, 2 wrong usage, 3 could not write."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # GBK consoles: never fail on a character
            stream.reconfigure(errors="replace", encoding=None if stream.isatty() else "utf-8")
    words = list(sys.argv[1:] if argv is None else argv)
    if not any(not word.startswith("-") for word in _without_workspace(words)) and not (
        {"-h", "--help", "--version"} & set(words)
    ):
        return _window(words)
    try:
        arguments = parser().parse_args(words)
    except SystemExit as stop:
        return int(stop.code or 0)
    return run(arguments)


def _without_workspace(words: list[str]) -> list[str]:
    return [
        word
        for before, word in zip(["", *words], words, strict=False)
        if before != "--workspace" and not word.startswith("--workspace=")
    ]


def run(arguments: argparse.Namespace) -> int:
    """Runs one parsed command."""
    space = workspace.find(getattr(arguments, "workspace", None))
    workspace.start_log(space)
    try:
        code = int(arguments.run(arguments, space) or 0)
        if sys.stdout:  # a program without a console has none
            sys.stdout.flush()
        return code
    except UserError as error:
        if getattr(arguments, "json", False) is True and isinstance(error, InputProblems):
            print_json({"errors": [problem.as_dict() for problem in error.problems]})
        print(error, file=sys.stderr)
        workspace.log.info("refused: %s", error)
        return error.exit_code
    except KeyboardInterrupt:
        print("已取消。", file=sys.stderr)
        return 1
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - for the last flush at exit
        return 0
    except Exception:
        workspace.log.exception("command failed: %s", sys.argv)
        if getattr(arguments, "debug", False):
            traceback.print_exc()
        print(f"程序内部出错,已记入日志“{space.logs / 'workbench.log'}”。请把它交给维护人员。", file=sys.stderr)
        return 1


def _window(words: list[str]) -> int:
    """Opens the window; without a screen says how to do the same from the command line."""
    door = Parser(prog="workbench")
    door.add_argument("--workspace", type=Path)
    door.add_argument("--debug", action="store_true")
    try:
        arguments = door.parse_args(words)
    except SystemExit as stop:
        return int(stop.code or 0)

    def open_window(arguments: argparse.Namespace, space: workspace.Workspace) -> int:
        from workbench.ui import app

        return app.run(space)

    arguments.run = open_window
    return run(arguments)
