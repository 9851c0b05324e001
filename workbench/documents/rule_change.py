"""规则变更通知 as a Word file: what changes for whom, with a case to practise, for training the window."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from workbench import workdays
from workbench.documents import word
from workbench.rules.diff import ItemDiff, Line, RulesDiff
from workbench.workspace import Settings, Workspace

TEMPLATE = "规则变更通知"


def write(found: RulesDiff, path: Path, space: Workspace, today: date, *, why: str = "") -> list[str]:
    """Writes the notice and gives notices for the clerk. Raises `CannotWrite`; then nothing was written."""
    return word.render(TEMPLATE, fields(found, space.settings(), today, why=why), path, space)


def file_name(found: RulesDiff, today: date) -> str:
    """The usual name of the notice (without folder and ending)."""
    names = found.items[0].name if len(found.items) == 1 else f"{len(found.items)} 个事项"
    return f"规则变更通知 {names} {workdays.plain(today)}"


def fields(found: RulesDiff, settings: Settings, today: date, *, why: str = "") -> dict[str, Any]:
    """What the template may use."""
    return {
        "单位": settings.office,
        "窗口": settings.window,
        "电话": settings.phone,
        "经办人": settings.clerk,
        "日期": f"{today.year}年{workdays.spoken(today, today)}",
        "标题": TEMPLATE,
        "原因": why,
        "个数": len(found.items),
        "变更": [_item(one) for one in found.items],
    }


def _item(diff: ItemDiff) -> dict[str, Any]:
    return {
        "名称": diff.name,
        "旧版本": diff.old_version,
        "新版本": diff.new_version,
        "影响": [
            {"序号": number, "种类": line.part, "内容": line.message, "例子": line.sample}
            for number, line in enumerate(diff.effects, 1)
        ],
        "其他": [_told(line) for line in diff.lines if line.answers is None],
    }


def _told(line: Line) -> str:
    """The change with the part that it belongs to, which most sentences name themselves."""
    return line.message if line.part in line.message[:10] else f"{line.part}:{line.message}"
