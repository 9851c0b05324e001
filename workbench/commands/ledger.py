"""`workbench ledger`: add, list, edit, fold, verify, rebuild, export, merge."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

from workbench import files
from workbench.cli import print_json
from workbench.ledger import ledger
from workbench.problems import NotFound, UserError
from workbench.workspace import Workspace


def register(commands: Any, common: argparse.ArgumentParser) -> None:
    """Adds the command and its actions."""
    actions = commands.add_parser(
        "ledger", parents=[common], help="台账:登记、查看、写入工作簿、导出、合并"
    ).add_subparsers(dest="action", metavar="做什么", required=True)

    def action(name: str, run: Any, help: str, *, to_json: bool = False) -> argparse.ArgumentParser:
        parser = actions.add_parser(name, parents=[common], help=help)
        parser.set_defaults(run=run)
        if to_json:
            parser.add_argument("--json", action="store_true", help="在标准输出给出 JSON")
        return parser

    def source(parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--json", dest="source", type=Path, required=True, metavar="文件", help="JSON 文件,- 为标准输入"
        )
        parser.set_defaults(json=True)

    def span(parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--from", dest="start", metavar="日期", help="从哪一天起,如 2026-03-01")
        parser.add_argument("--to", dest="end", metavar="日期", help="到哪一天止(含)")

    add = action("add", _add, "登记返工(或整改措施),或导入一个 Excel、CSV 文件")
    add.add_argument("--table", choices=("rework", "measures"), default="rework", help="写入哪张表,默认 rework")
    way = add.add_mutually_exclusive_group(required=True)
    way.add_argument("--json", dest="source", type=Path, metavar="文件", help="JSON 文件,- 为标准输入")
    way.add_argument(
        "--from", dest="file", type=Path, metavar="文件", help="用台账表头的 .xlsx 或 .csv(表头决定写入哪张表)"
    )
    add.set_defaults(json=True)
    listing = action("list", _list, "列出记录", to_json=True)
    listing.add_argument(
        "--table", choices=("rework", "cases", "measures"), default="rework", help="哪张表,默认 rework"
    )
    span(listing)
    edit = action("edit", _edit, "修改一条记录的几项")
    edit.add_argument("id", metavar="编号", help="要改的那一条")
    source(edit)
    action("fold", _fold, "把待写入的记录写进工作簿,并收回别人在工作簿里的修改", to_json=True)
    action("verify", _verify, "核对日志与工作簿", to_json=True)
    action("rebuild", _rebuild, "用日志重新生成工作簿(原文件移到备份)", to_json=True)
    export = action("export", _export, "导出台账:.xlsx,或 .csv、.jsonl(每张表一个文件)")
    export.add_argument("file", type=Path, metavar="文件", help="写到哪里,.xlsx 或 .csv")
    span(export)
    merge = action("merge", _merge, "把一个文件夹里各窗口的台账合成一本", to_json=True)
    merge.add_argument("folder", type=Path, metavar="文件夹", help="放着各窗口台账的文件夹")
    merge.add_argument("file", type=Path, metavar="文件.xlsx", help="合并后写到哪里")


def json_rows(source: Path) -> tuple[list[Any], str]:
    """The rows of a JSON file (or of standard input for `-`): one object or a list; and the source's name.

    Raises `UserError` that names the line when it is not JSON.
    """
    name = "标准输入" if str(source) == "-" else str(source)
    text = files.decode_text(sys.stdin.buffer.read(), Path(name)) if str(source) == "-" else files.read_text(source)
    try:
        document = json.loads(text, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise UserError(f"{name} 第 {error.lineno} 行:不是 JSON({error.msg})。什么都没有写入。") from None
    except RecursionError:
        raise UserError(f"{name}:JSON 嵌套太深,读不了。什么都没有写入。") from None
    return (document if isinstance(document, list) else [document]), name


def _no_constant(word: str) -> Any:
    raise UserError(f"JSON 里的 {word} 不是数字。什么都没有写入。")


def _add(arguments: argparse.Namespace, space: Workspace) -> int:
    if arguments.file is not None:
        from workbench.ledger import taking_in

        found = taking_in.take_in(space, arguments.file, arguments.table)
        print_json({"ids": [id for ids in found.ids.values() for id in ids], "known": found.known})
        print(found.sentence(), file=sys.stderr)
        return 0
    rows, name = json_rows(arguments.source)
    print_json({"ids": ledger.add(space, arguments.table, rows, source=name)})
    return 0


def _list(arguments: argparse.Namespace, space: Workspace) -> int:
    rows = list(ledger.records(space, arguments.table, *_span(arguments)))
    if arguments.json:
        print_json(rows)
        return 0
    for row in rows:
        day = row.get("date") or str(row.get("started", ""))[:16].replace("T", " ")
        words = [
            row.get(key) for key in ("window", "item", "outcome", "cause", "detail", "material", "action", "state")
        ]
        print(row["id"], day, *(word for word in words if word))
    print(f"共 {len(rows)} 条", file=sys.stderr)
    return 0


def _edit(arguments: argparse.Namespace, space: Workspace) -> int:
    rows, name = json_rows(arguments.source)
    if len(rows) != 1:
        raise NotFound("edit 一次改一条记录:请给一组 名称:值。")
    print_json(ledger.edit(space, arguments.id, rows[0], source=name))
    return 0


def _span(arguments: argparse.Namespace) -> tuple[date | None, date | None]:
    days = []
    for text in (arguments.start, arguments.end):
        try:
            days.append(date.fromisoformat(text) if text else None)
        except ValueError:
            raise NotFound(f"日期“{text}”不对,应写成 2026-03-02。") from None
    if days[0] and days[1] and days[0] > days[1]:
        raise NotFound(f"开始日期 {days[0]} 在结束日期 {days[1]} 之后,请对调。")
    return days[0], days[1]


def _fold(arguments: argparse.Namespace, space: Workspace) -> int:
    from workbench.ledger import fold

    return _report(fold.fold(space), arguments)


def _verify(arguments: argparse.Namespace, space: Workspace) -> int:
    from workbench.ledger import repair

    return _report(repair.verify(space), arguments)


def _rebuild(arguments: argparse.Namespace, space: Workspace) -> int:
    from workbench.ledger import repair

    return _report(repair.rebuild(space), arguments)


def _report(report: Any, arguments: argparse.Namespace) -> int:
    """Prints what a fold, a check or a rebuild found; sentences go to stderr."""
    if arguments.json:
        print_json(report.as_dict())
    for sentence in report.sentences():
        print(sentence, file=sys.stderr)
    return report.exit_code


def _export(arguments: argparse.Namespace, space: Workspace) -> int:
    from workbench.ledger import export

    for path, rows in export.export(space, arguments.file, *_span(arguments)):
        print(f"已导出 {rows} 条:{path}", file=sys.stderr)
    return 0


def _merge(arguments: argparse.Namespace, space: Workspace) -> int:
    from workbench.ledger import merge

    shown = sys.stderr.isatty()

    def progress(done: int, total: int) -> None:
        if shown:
            print(f"\r已读 {done}/{total} 个文件", end="\n" if done == total else "", file=sys.stderr)

    return _report(merge.merge(space, arguments.folder, arguments.file, progress=progress), arguments)
