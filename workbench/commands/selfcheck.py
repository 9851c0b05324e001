"""`workbench selfcheck`: add records, a blank week sheet to print, one's own report, the workbooks."""

from __future__ import annotations

import argparse
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from workbench.cli import print_json
from workbench.workspace import Workspace


def register(commands: Any, common: argparse.ArgumentParser) -> None:
    """Adds the command and its actions."""
    actions = commands.add_parser("selfcheck", parents=[common], help="自检:登记、空白周表、本人小结").add_subparsers(
        dest="action", metavar="做什么", required=True
    )

    def action(name: str, run: Any, help: str) -> argparse.ArgumentParser:
        parser = actions.add_parser(name, parents=[common], help=help)
        parser.set_defaults(run=run)
        return parser

    add = action("add", _add, "登记自检、互评、录像复盘或成长记录,给出编号")
    add.add_argument("--json", dest="source", type=Path, required=True, metavar="文件", help="JSON 文件,- 为标准输入")
    add.set_defaults(json=True)
    blank = action("blank", _blank, "一本可打印的空白周表:一人一周一页")
    blank.add_argument("file", type=Path, metavar="文件.xlsx", help="写到哪里")
    blank.add_argument("--week", metavar="周", help="如 2026-W10;默认下一周")
    report = action("report", _report, "本人小结:这一周、与自己以前比、互评和成长")
    report.add_argument("--week", metavar="周", help="如 2026-W10;默认本周")
    report.add_argument("--clerk", metavar="姓名", default="", help="只看一个人")
    report.add_argument("--json", action="store_true", help="输出 JSON")
    fold = action("fold", _fold, "把自检记录写进每人每年一本的工作簿")
    fold.add_argument("--json", action="store_true", help="输出 JSON")


def _add(arguments: argparse.Namespace, space: Workspace) -> int:
    from workbench.commands.ledger import json_rows
    from workbench.selfcheck import book

    rows, name = json_rows(arguments.source)
    print_json({"ids": book.add(space, rows, source=name)})
    return 0


def _blank(arguments: argparse.Namespace, space: Workspace) -> int:
    from workbench.review import periods
    from workbench.selfcheck import blank

    monday = date.today() + timedelta(days=7)
    week = periods.read("week", arguments.week) if arguments.week else periods.of("week", monday)
    blank.write(space, arguments.file, week)
    print(f"已写入 {arguments.file}", file=sys.stderr)
    return 0


def _report(arguments: argparse.Namespace, space: Workspace) -> int:
    from workbench.review import periods
    from workbench.selfcheck import report

    today = date.today()
    week = periods.read("week", arguments.week) if arguments.week else periods.of("week", today)
    found = report.report(space, week, today, arguments.clerk)
    if arguments.json:
        print_json({"week": week.name, "clerks": [own.as_dict() for own in found]})
        return 0
    for own in found:
        print(f"{own.clerk} {week.title}:{own.score}")
        if own.before.value is not None:
            print(f"  自己前四周:{own.before}")
        for part in own.score.parts:
            print(f"  {part.name} {part.figure}")
        for no in own.noes:
            print(f"  否 {no['date']} {no['text']}:{no['reason']}")
        for sentence in own.due:
            print(f"  · {sentence}")
    return 0


def _fold(arguments: argparse.Namespace, space: Workspace) -> int:
    from workbench.selfcheck import workbook

    report = workbook.fold(space)
    if arguments.json:
        print_json(
            {"books": [str(path) for path in report.written], "problems": report.problems, "waiting": report.waiting}
        )
    for path in report.written:
        print(f"已写入 {path}", file=sys.stderr)
    for sentence in (*report.problems, *report.waiting):
        print(sentence, file=sys.stderr)
    return report.exit_code
