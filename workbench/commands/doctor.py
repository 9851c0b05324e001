"""`workbench doctor`: what this machine and this workspace have, and what is missing."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from workbench import files
from workbench.cli import print_json
from workbench.workspace import Workspace


def register(commands: Any, common: argparse.ArgumentParser) -> None:
    doctor = commands.add_parser("doctor", parents=[common], help="检查这台电脑和工作文件夹")
    doctor.add_argument("--json", action="store_true", help="输出 JSON")
    doctor.add_argument("--report", type=Path, metavar="文件.txt", help="写一份给技术支持的报告,不含群众信息")
    doctor.set_defaults(run=run)


def run(arguments: argparse.Namespace, space: Workspace) -> int:
    from workbench import health
    from workbench.ui import probe

    findings = health.examine(space, probe.screen(), date.today())
    if arguments.json:
        print_json({"ok": all(one.ok for one in findings), "checks": [asdict(one) for one in findings]})
    else:
        print(health.as_text(findings))
    if arguments.report:
        files.write_text(arguments.report, health.support_report(space, findings))
    return 0 if all(one.ok for one in findings) else 1
