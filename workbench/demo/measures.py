"""The measures of the sample quarter: one of each stage, dated so that their effects can be seen."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from workbench.demo.quarter import Quarter
from workbench.rules.library import Entry


def measures(quarter: Quarter, entries: list[Entry]) -> list[dict[str, Any]]:
    """Five measures in the JSON shape of the contract, the oldest first."""
    item, paper, done = quarter.cured
    first = next(entry.item for entry in entries if entry.item.id == item)
    other = entries[min(1, len(entries) - 1)].item
    last = entries[min(4, len(entries) - 1)].item

    def day(week: int, weekday: int) -> str:
        return (quarter.start + timedelta(weeks=week, days=weekday)).isoformat()

    rows = [
        {
            "date": day(3, 0),
            **_about("流程误解", "前置未办", other.id),
            "action": f"制作《{other.short}》流程图解,放在取号处",
            "owner": "李伟",
            "due": day(4, 4),
            "state": "已评估",
            "done": day(4, 2),
            "review": "图解已用,继续看一个月",
        },
        {
            "date": day(6, 0),
            **_about("材料缺失", "缺件", item, paper),
            "action": f"把“{first.material_by_id[paper].name}”写进叫号短信和取号处的提示牌",
            "owner": "王敏",
            "due": done.isoformat(),
            "state": "已完成",
            "done": done.isoformat(),
        },
        {
            "date": day(10, 0),
            **_about("信息错误", "填错栏", first.id),
            "action": f"制作《{first.short}》填写样表,标出容易填错的栏",
            "owner": "赵静",
            "due": day(12, 4),
            "state": "实施中",
        },
        {
            "date": day(11, 0),
            **_about("流程误解", "走错窗口", ""),
            "action": "叫号机上分开“社保登记”和“社保待遇”两个按钮",
            "owner": "李伟",
            "due": day(14, 4),
            "state": "待实施",
        },
        {
            "date": day(13, 0),
            **_about("信息错误", "银行账户错", last.id),
            "action": f"《{last.short}》受理时请群众当面核对银行卡号",
            "owner": "王敏",
            "due": day(14, 2),
            "state": "待实施",
        },
    ]
    return [
        {"id": f"M{row['date'].replace('-', '')}-DEMO{number}", "window": "A01", **row}
        for number, row in enumerate(rows, 1)
    ]


def _about(cause: str, detail: str, item: str, material: str = "") -> dict[str, str]:
    return {"cause": cause, "detail": detail, "item": item, "material": material}
