"""`workbench rules export | new | import | history | undo`: change the rules of an office in Excel, take it back."""

from __future__ import annotations

import argparse
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

from workbench.cli import print_json
from workbench.problems import Problem, UserError
from workbench.rules import excel, library, publish
from workbench.rules.excel import importing
from workbench.rules.publish import Proposal, Published
from workbench.workspace import Workspace


def register(actions: Any, common: argparse.ArgumentParser) -> None:
    export = actions.add_parser("export", parents=[common], help="把一个事项的规则导出成 Excel 工作簿")
    export.add_argument("item", metavar="事项", help="事项的 id、编号、简称或全名")
    export.add_argument("file", type=Path, metavar="文件.xlsx", help="写到哪里")
    export.set_defaults(run=export_item)

    new = actions.add_parser("new", parents=[common], help="写一份新事项的空表,填好再导入")
    new.add_argument("name", metavar="名称", help="新事项的全名,照实施清单写")
    new.add_argument("file", type=Path, metavar="文件.xlsx", help="写到哪里")
    new.set_defaults(run=new_item)

    take = actions.add_parser("import", parents=[common], help="把改好的 Excel 工作簿检查后发布")
    take.add_argument("file", type=Path, metavar="文件.xlsx", help="改好的工作簿")
    take.add_argument("--dry-run", action="store_true", help="只检查和比较,不发布")
    take.add_argument("--new", action="store_true", help="作为新事项,不是改原来的事项;用 rules new 的空表填的不用写")
    add_who(take)
    take.add_argument("--json", action="store_true", help="输出 JSON")
    take.set_defaults(run=import_file)

    past = actions.add_parser("history", parents=[common], help="列出发布、安装和撤销的记录")
    past.add_argument("item", nargs="?", default="", metavar="事项", help="只看这个事项(id)")
    past.add_argument("--json", action="store_true", help="输出 JSON")
    past.set_defaults(run=show_history)

    back = actions.add_parser("undo", parents=[common], help="撤销最近一次发布或安装")
    back.add_argument("item", nargs="?", default="", metavar="事项", help="只撤销这个事项(id)的")
    back.add_argument("--anyway", action="store_true", help="文件后来又改过,也撤销(后来的改动留在旧版本里)")
    back.add_argument("--who", default="", metavar="姓名", help="谁撤销的,默认是设置里的当班人员")
    back.add_argument("--json", action="store_true", help="输出 JSON")
    back.set_defaults(run=undo)


def add_who(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--who", default="", metavar="姓名", help="谁改的,默认是设置里的当班人员")
    parser.add_argument("--why", default="", metavar="原因", help="为什么改,写进修改记录")


def who(arguments: argparse.Namespace, space: Workspace) -> str:
    """The person to name in the change list."""
    return arguments.who or space.settings().clerk or "规则维护"


def export_item(arguments: argparse.Namespace, space: Workspace) -> int:
    found = library.load(space)
    entry = found.entry(arguments.item, date.today())
    excel.export(entry, found, arguments.file)
    print(f"已导出“{entry.item.name}”(版本 {entry.item.version})到 {arguments.file}", file=sys.stderr)
    return 0


def new_item(arguments: argparse.Namespace, space: Workspace) -> int:
    excel.blank.write(library.load(space), arguments.file, arguments.name, date.today())
    print(f"已写好“{arguments.name}”的空表:{arguments.file}。填好以后用 rules import 导入。", file=sys.stderr)
    return 0


def import_file(arguments: argparse.Namespace, space: Workspace) -> int:
    now = datetime.now()
    proposal = importing.propose(space, arguments.file, now.date(), new=arguments.new)
    published: Published | None = None
    if not (proposal.errors or arguments.dry_run or proposal.changes_nothing):
        why = arguments.why or importing.reason(proposal)
        published = publish.publish(space, proposal, who=who(arguments, space), why=why, now=now)
    if arguments.json:
        print_json(as_dict(proposal, published))
    else:
        _print(proposal, published, arguments.dry_run)
    return 1 if proposal.errors else 0


def as_dict(proposal: Proposal, published: Published | None) -> dict[str, Any]:
    """The document of `rules import --json`."""
    failed = [result for result in proposal.results if result.faults]
    return {
        "item": str(proposal.data.get("id", "")),
        "errors": [problem.as_dict() for problem in proposal.errors],
        "warnings": [problem.as_dict() for problem in proposal.warnings],
        "examples": len(proposal.results),
        "failed": [result.as_dict() for result in failed],
        "diff": proposal.difference.as_dict() if proposal.difference else None,
        "published": published is not None,
        "version": published.version if published else str(proposal.data.get("version", "")),
        "file": str(published.path) if published else None,
    }


def _print(proposal: Proposal, published: Published | None, dry_run: bool) -> None:
    for word, problems in (("错误", proposal.errors), ("提醒", proposal.warnings)):
        for problem in problems:
            print(f"{word} {_short(problem)}")
    if proposal.errors:
        if any(problem.code == "unknown_item_id" for problem in proposal.errors):
            print("作为新事项导入:加 --new。")
        print(f"有 {len(proposal.errors)} 个错误要改,什么都没有写入。")
        return
    if proposal.difference:
        print(proposal.difference.as_text())
    if published:
        print(f"已发布版本 {published.version}:{published.path}。要撤销:workbench rules undo {proposal.data['id']}")
    elif proposal.changes_nothing:
        print("内容与现在的规则相同,不用发布。")
    elif dry_run:
        print("只是检查,没有发布。")


def _short(problem: Problem) -> str:
    """The place in the workbook and the sentence; the file was just named on the command line."""
    return f"{problem.where}:{problem.message}" if problem.where else str(problem)


def show_history(arguments: argparse.Namespace, space: Workspace) -> int:
    records = [r for r in publish.history(space) if not arguments.item or arguments.item in r.items]
    if arguments.json:
        print_json([record.as_dict() for record in records])
    else:
        for record in records:
            print(f"{record.at}  {record.action}  {record.who}  {'、'.join(record.items)}  {record.why}")
        print(f"共 {len(records)} 条。旧版本保存在 {space.rules / '旧版本'}")
    return 0


def undo(arguments: argparse.Namespace, space: Workspace) -> int:
    person = arguments.who or space.settings().clerk or "规则维护"
    try:
        record = publish.undo(space, who=person, now=datetime.now(), item=arguments.item, anyway=arguments.anyway)
    except publish.ChangedSince as error:
        raise UserError(f"{error}要连后来的改动一起撤销,请加 --anyway。") from None
    if arguments.json:
        print_json(record.as_dict())
    else:
        print(f"已{record.why}:{'、'.join(record.items)}。{len(record.files)} 个文件恢复原样。")
    return 0
