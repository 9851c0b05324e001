"""`workbench rules pack | install`: rules and templates from office to office on a USB stick."""

from __future__ import annotations

import argparse
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from workbench.cli import print_json
from workbench.commands.rules_edit import add_who, who
from workbench.problems import UserError
from workbench.rules import packages, packages_install
from workbench.rules.packages_install import Plan
from workbench.rules.publish_store import Record
from workbench.workspace import Workspace


def register(actions: Any, common: argparse.ArgumentParser) -> None:
    pack = actions.add_parser("pack", parents=[common], help="把规则和模板打成一个文件,用 U 盘带走")
    pack.add_argument("file", type=Path, metavar="文件", help="写到哪里,如 规则包.zip")
    add_who(pack)
    pack.set_defaults(run=make)

    install = actions.add_parser("install", parents=[common], help="比较后安装别处带来的规则包")
    install.add_argument("file", type=Path, metavar="文件", help="规则包")
    install.add_argument("--dry-run", action="store_true", help="只检查和比较,不安装")
    install.add_argument("--older", action="store_true", help="规则包比现在的旧也安装")
    install.add_argument("--yes", action="store_true", help="看完不同不再问,直接安装")
    install.add_argument("--who", default="", metavar="姓名", help="谁安装的,默认是设置里的当班人员")
    install.add_argument("--json", action="store_true", help="输出 JSON")
    install.set_defaults(run=install_file)


def make(arguments: argparse.Namespace, space: Workspace) -> int:
    made = packages.make(space, arguments.file, who=who(arguments, space), why=arguments.why, now=datetime.now())
    templates = sum(line.path.startswith("模板/") for line in made.files)
    print(f"已打包 {len(made.items)} 份规则、{templates} 个模板:{arguments.file}", file=sys.stderr)
    return 0


def install_file(arguments: argparse.Namespace, space: Workspace) -> int:
    now = datetime.now()
    found = packages_install.plan(space, packages.read(arguments.file), now.date())
    if not arguments.json:
        show(found)
    record: Record | None = None
    if not (arguments.dry_run or found.changes_nothing) and _agreed(arguments):
        person = arguments.who or space.settings().clerk or "规则维护"
        record = packages_install.install(space, found, who=person, now=now, older=arguments.older)
    if arguments.json:
        print_json(as_dict(found, record))
    elif record:
        print(f"已安装,{len(record.files)} 个文件。要撤销:workbench rules undo")
    elif found.changes_nothing:
        print("规则包里的内容这里都有了,不用安装。")
    else:
        print("没有安装。")
    return 0


def show(found: Plan) -> None:
    """The package, and what it would change."""
    print(found.package.title + (f":{found.package.manifest.why}" if found.package.manifest.why else ""))
    print(found.difference.as_text())
    for path in found.contents:
        if path.suffix == ".docx":
            print(f"  模板“{path.stem}”会换成规则包里的")
    for problem in found.warnings:
        print(f"提醒 {problem}")
    if found.older:
        print("\n".join(["比现在的规则旧:", *found.older]))


def _agreed(arguments: argparse.Namespace) -> bool:
    """A person at a terminal is asked after the difference was shown; a script is not."""
    if arguments.yes or arguments.json or not sys.stdin.isatty():
        return True
    try:
        return input("要安装吗?(输入 y 安装) ").strip().lower() in ("y", "yes", "是")
    except EOFError:
        raise UserError("没有得到回答,没有安装。加 --yes 就不再问。") from None


def as_dict(found: Plan, record: Record | None) -> dict[str, Any]:
    """The document of `rules install --json`."""
    made = found.package.manifest
    return {
        "package": {"made": made.made.isoformat(), "who": made.who, "why": made.why, "office": made.office},
        "diff": found.difference.as_dict(),
        "files": [path.name for path in found.contents],
        "older": found.older,
        "warnings": [problem.as_dict() for problem in found.warnings],
        "installed": record is not None,
    }
