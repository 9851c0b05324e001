"""`workbench cases add`: visits at the counter, from JSON."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from workbench.cli import print_json
from workbench.commands.ledger import json_rows
from workbench.ledger import ledger
from workbench.workspace import Workspace


def register(commands: Any, common: argparse.ArgumentParser) -> None:
    """Adds the command."""
    cases = commands.add_parser("cases", parents=[common], help="办件登记").add_subparsers(
        dest="action", metavar="做什么", required=True
    )
    add = cases.add_parser("add", parents=[common], help="登记办件(一条或一组),给出编号")
    add.add_argument("--json", dest="source", type=Path, required=True, metavar="文件", help="JSON 文件,- 为标准输入")
    add.set_defaults(run=_add, json=True)


def _add(arguments: argparse.Namespace, space: Workspace) -> int:
    rows, name = json_rows(arguments.source)
    print_json({"ids": ledger.add(space, "cases", rows, source=name)})
    return 0
