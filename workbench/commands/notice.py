"""`workbench notice` and `workbench template`: documents of a case or an item, and the templates they come from."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from workbench.cli import print_json
from workbench.documents import notices, templates, word
from workbench.problems import NotFound
from workbench.workspace import Workspace

ALL = "全部"


def register(commands: Any, common: argparse.ArgumentParser) -> None:
    """Adds the commands."""
    told = ";".join(f"{name}({kind.help})" for name, kind in notices.KINDS.items())
    notice = commands.add_parser("notice", parents=[common], help="出一份文书", description=told)
    notice.add_argument("kind", metavar="文书", help="、".join([*notices.KINDS, ALL]))
    about = notice.add_mutually_exclusive_group()
    about.add_argument("--case", metavar="编号", default="", help="办件编号")
    about.add_argument("--item", metavar="事项", default="", help="事项;第一层也可以写一个领域")
    notice.add_argument("--docx", type=Path, required=True, metavar="文件", help="写到哪里(全部:一个文件夹)")
    notice.set_defaults(run=_notice)

    template = commands.add_parser("template", parents=[common], help="文书模板").add_subparsers(
        dest="action", metavar="做什么", required=True
    )
    listed = template.add_parser("list", parents=[common], help="列出全部模板")
    listed.set_defaults(run=_list)
    fields = template.add_parser("fields", parents=[common], help="字段表:模板里可以写哪些标签")
    fields.add_argument("name", metavar="模板", nargs="?", default="", help="模板名,不写为全部")
    fields.set_defaults(run=_fields)
    own = template.add_parser("copy", parents=[common], help="把随程序的模板抄到工作文件夹,供本单位修改")
    own.add_argument("name", metavar="模板", help="模板名")
    own.set_defaults(run=_copy)
    check = template.add_parser("check", parents=[common], help="检查本单位改过的模板")
    check.add_argument("paths", metavar="文件", nargs="*", type=Path, help="模板文件,不写为工作文件夹里的全部")
    check.add_argument("--json", action="store_true", help="输出 JSON")
    check.set_defaults(run=_check)


def _notice(arguments: argparse.Namespace, space: Workspace) -> int:
    if arguments.kind == ALL:
        if not arguments.case:
            raise NotFound("出全部文书要写办件编号:--case 编号。")
        made, told = notices.write_all(arguments.case, arguments.docx, space)
        print("\n".join([*told, *(f"已写入 {path}" for path in made)]), file=sys.stderr)
        return 0
    for notice in notices.write(arguments.kind, arguments.docx, space, case=arguments.case, item=arguments.item):
        print(notice, file=sys.stderr)
    print(f"已写入 {arguments.docx}", file=sys.stderr)
    return 0


def _list(arguments: argparse.Namespace, space: Workspace) -> int:
    for name in templates.kinds():
        own = " (本单位模板)" if word.find(name, space).source == "office" else ""
        print(f"{name}{own}")
    return 0


def _fields(arguments: argparse.Namespace, space: Workspace) -> int:
    print(templates.guide(arguments.name))
    return 0


def _copy(arguments: argparse.Namespace, space: Workspace) -> int:
    target = word.own_copy(arguments.name, space)
    print(f"已抄到 {target},用 Word 修改后运行 workbench template check 检查。", file=sys.stderr)
    return 0


def _check(arguments: argparse.Namespace, space: Workspace) -> int:
    paths = arguments.paths or templates.own(space)
    found = templates.problems(paths)
    if arguments.json:
        print_json({"files": len(paths), "errors": [problem.as_dict() for problem in found]})
    for problem in found:
        print(problem, file=sys.stderr)
    print(f"检查了 {len(paths)} 个模板,{len(found)} 处要改。", file=sys.stderr)
    return 1 if found else 0
