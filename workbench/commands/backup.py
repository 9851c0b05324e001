"""`workbench backup` and `workbench restore`: the whole workspace in one file, and back."""

from __future__ import annotations

import argparse
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from workbench.workspace import Workspace


def register(commands: Any, common: argparse.ArgumentParser) -> None:
    save = commands.add_parser("backup", parents=[common], help="把整个工作文件夹存成一个备份文件")
    save.add_argument("file", type=Path, metavar="文件.zip", help="备份文件")
    save.set_defaults(run=run_backup)
    restore = commands.add_parser("restore", parents=[common], help="用备份文件恢复工作文件夹,原来的留在“备份”里")
    restore.add_argument("file", type=Path, metavar="文件.zip", help="备份文件")
    restore.set_defaults(run=run_restore)


def run_backup(arguments: argparse.Namespace, space: Workspace) -> int:
    from workbench import backup

    count = backup.save(space, arguments.file)
    print(f"已备份 {count} 个文件到 {arguments.file}", file=sys.stderr)
    return 0


def run_restore(arguments: argparse.Namespace, space: Workspace) -> int:
    from workbench import backup

    space.prepare()
    with space.lock():
        for sentence in backup.look(space, arguments.file).sentences(datetime.now()):
            print(sentence, file=sys.stderr)
        aside = backup.restore(space, arguments.file, datetime.now())
    print(f"已恢复。原来的内容留在 {aside}", file=sys.stderr)
    return 0
