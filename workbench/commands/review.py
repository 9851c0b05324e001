"""`workbench review`: the review of a week, month, quarter or range; `review replay`: returns against today's rules."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import Any

from workbench.cli import print_json
from workbench.problems import NotFound
from workbench.workspace import Workspace


def register(commands: Any, common: argparse.ArgumentParser) -> None:
    """Adds the command."""
    review = commands.add_parser("review", parents=[common], help="周复盘:一周、一月、一季或任意一段")
    review.add_argument(
        "action", nargs="?", choices=("replay",), metavar="replay", help="replay:用今天的规则回放这段时间的返工"
    )
    span = review.add_mutually_exclusive_group()
    span.add_argument("--week", metavar="周", help="如 2026-W10;默认上一周")
    span.add_argument("--month", metavar="月", help="如 2026-03")
    span.add_argument("--quarter", metavar="季", help="如 2026-Q1")
    span.add_argument("--from", dest="start", metavar="日期", help="从哪一天起(与 --to 同用)")
    review.add_argument("--to", dest="end", metavar="日期", help="到哪一天止(含)")
    review.add_argument("--as-of", metavar="日期", help="当作今天的日子,默认今天")
    review.add_argument("--json", action="store_true", help="输出 JSON")
    review.add_argument("--docx", type=Path, metavar="文件", help="写成 Word 通报")
    review.set_defaults(run=run)


def run(arguments: argparse.Namespace, space: Workspace) -> int:
    from workbench.review import week

    today = _day(arguments.as_of) if arguments.as_of else date.today()
    period = _period(arguments, today)
    if arguments.action == "replay":
        return _replay(arguments, space, period, today)
    found = week.review(space, period, today)
    if arguments.docx:
        from workbench.documents import review_notice

        review_notice.write(found, arguments.docx, space, today)
        print(f"已写入 {arguments.docx}", file=sys.stderr)
    if arguments.json:
        print_json(found.as_dict())
    else:
        from workbench.review import text

        print(text.as_text(found))
    return 0


def _period(arguments: argparse.Namespace, today: date) -> Any:
    from workbench.review import periods

    if arguments.start or arguments.end:
        if not (arguments.start and arguments.end):
            raise NotFound("--from 和 --to 要一起写,例如 --from 2026-03-01 --to 2026-03-31。")
        if arguments.week or arguments.month or arguments.quarter:
            raise NotFound("--to 不能与 --week、--month、--quarter 同时使用。")
        return periods.between(_day(arguments.start), _day(arguments.end))
    for kind in ("week", "month", "quarter"):
        if text := getattr(arguments, kind):
            return periods.read(kind, text)
    return periods.of("month" if arguments.action else "week", today).previous


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotFound(f"日期“{text}”不对,应写成 2026-03-02。") from None


def _replay(arguments: argparse.Namespace, space: Workspace, period: Any, today: date) -> int:
    from workbench.review import replay, text

    found = replay.replay(space, period.start, period.end, today)
    if arguments.json:
        print_json(found.as_dict())
    else:
        print(text.replay_as_text(found))
    return 0
