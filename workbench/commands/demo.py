"""`workbench demo`: a workspace with a quarter of sample data, every document and workbook made once."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import Any

from workbench import files
from workbench.problems import NotFound
from workbench.workspace import Workspace


def register(commands: Any, common: argparse.ArgumentParser) -> None:
    """Adds the command."""
    demo = commands.add_parser("demo", parents=[common], help="做一个带一季度示例数据的工作文件夹")
    demo.add_argument("folder", nargs="?", type=Path, metavar="文件夹", help="放在哪里,默认在工作文件夹旁边")
    demo.add_argument("--as-of", metavar="日期", help="当作今天的日子,默认今天;同一天做出的数据相同")
    demo.set_defaults(run=run)


def run(arguments: argparse.Namespace, space: Workspace) -> int:
    from workbench import cli
    from workbench.demo import build

    try:
        today = date.fromisoformat(arguments.as_of) if arguments.as_of else date.today()
    except ValueError:
        raise NotFound(f"日期“{arguments.as_of}”不对,应写成 2026-03-02。") from None
    folder = arguments.folder or files.free_name(space.root.with_name("窗口工作台示例"))
    failed = build.build(Path(folder).expanduser().absolute(), today, cli.main, _report)
    for sentence in failed:
        print(f"没有做成 {sentence}", file=sys.stderr)
    print(f'示例在 {folder}\n打开窗口看:workbench --workspace "{folder}"')
    return 1 if failed else 0


def _report(done: int, total: int, title: str) -> None:
    """One line that moves on a terminal, one line a step elsewhere."""
    moving = sys.stderr.isatty()
    bar = "█" * (20 * done // total) + "░" * (20 - 20 * done // total)
    line = f"{bar} {done}/{total} {title}"
    print(
        f"\r\x1b[2K{line}" if moving else line, end="" if moving and done < total else "\n", file=sys.stderr, flush=True
    )
