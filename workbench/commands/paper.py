"""`workbench print` and `workbench due`: paper out of the printer, and papers that are still to come."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import Any

from workbench import workdays
from workbench.cases import deferred
from workbench.cli import print_json
from workbench.documents import printing
from workbench.rules import library
from workbench.workspace import Workspace


def register(commands: Any, common: argparse.ArgumentParser) -> None:
    """Adds the commands."""
    printed = commands.add_parser("print", parents=[common], help="打印一份文书,或转成 PDF")
    printed.add_argument("file", metavar="文件", type=Path, help="Word、Excel 或 PDF 文件")
    printed.add_argument("--copies", metavar="份数", type=int, default=1, help="打印几份,默认 1")
    printed.add_argument("--pdf", metavar="文件", type=Path, help="不打印,写成 PDF")
    printed.set_defaults(run=_print)

    due = commands.add_parser("due", parents=[common], help="快到期的容缺补交和承诺核查")
    due.add_argument("--ahead", metavar="天数", type=int, default=deferred.WARN, help="看以后几天,默认 2")
    due.add_argument("--json", action="store_true", help="输出 JSON")
    due.set_defaults(run=_due)


def _print(arguments: argparse.Namespace, space: Workspace) -> int:
    if arguments.pdf:
        printing.to_pdf(arguments.file, arguments.pdf)
        print(f"已写入 {arguments.pdf}", file=sys.stderr)
    else:
        printing.print_file(arguments.file, arguments.copies)
        print(f"已送到打印机“{printing.default_printer()}”,{arguments.copies} 份。", file=sys.stderr)
    return 0


def _due(arguments: argparse.Namespace, space: Workspace) -> int:
    settings, today = space.settings(), date.today()
    calendar = workdays.calendar(settings.extra_workdays, settings.extra_holidays)
    found = deferred.owed(space, library.load(space), calendar, today, warn=max(0, arguments.ahead))
    if arguments.json:
        keys = ("case", "item", "papers")
        print_json([{**{key: getattr(one, key) for key in keys}, "due": one.due.isoformat()} for one in found])
        return 0
    for one in found:
        state = "已过期" if one.overdue(today) else workdays.latest(one.due, today)
        print(f"{one.case}  {one.item}  {'、'.join(one.papers)}  {state}")
    if not found:
        print(f"{arguments.ahead} 天内没有到期的容缺补交和承诺核查。")
    return 0
