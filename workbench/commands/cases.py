"""`workbench cases add`: visits at the counter, from JSON."""

from __future__ import annotations

import argparse
import sys
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
    ids = ledger.add(space, "cases", rows, source=name)
    print_json({"ids": ids})
    doubtful = [id for id, row in zip(ids, rows, strict=True) if _returned_for_nothing(row)]
    if doubtful:
        more = f"等 {len(doubtful)} 件" if len(doubtful) > 1 else ""
        print(
            f"请核对 {doubtful[0]}{more}:结果是“补正”,却没有一份材料标为缺(missing)或不合格(unfit),出不了补正通知书。"
            "要改请用 workbench ledger edit。",
            file=sys.stderr,
        )
    return 0


def _returned_for_nothing(row: dict[str, Any]) -> bool:
    """补正, and ticks of which none says why. What other programs recorded is kept all the same: it is their fact."""
    ticks = row.get("ticks") or {}
    return row.get("outcome") == "补正" and bool(ticks) and not {"missing", "unfit"} & set(ticks.values())
