"""A year at one counter, drawn by chance from a seed: the same year every time."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import Any

from workbench.ledger.check import Words

CLERKS = ("王", "李", "陈", "赵")
NOTES = ("", "", "", "", "已电话告知", "下午再来", "家属代办", "需复印", "系统慢")


def year(words: Words, *, cases: int = 15_000, rework: int = 2_500, of: int = 2026, window: str = "A01", seed: int = 1):
    """`(cases, rework rows, measures)` in the JSON shape of the contract; returns grow fewer over the year."""
    chance = random.Random(seed)
    days = [d for n in range(360) if (d := datetime(of, 1, 2) + timedelta(days=n)).weekday() < 5]
    items = list(words.items)
    visits: list[dict[str, Any]] = []
    returns: list[dict[str, Any]] = []
    for number in range(cases):
        day = days[number * len(days) // cases]
        item = items[min(int(chance.expovariate(0.22)), len(items) - 1)]
        papers = list(words.items[item].materials)[:8]
        returned = len(returns) < rework and chance.random() < rework / cases * (1.35 - 0.7 * number / cases)
        outcome = (
            chance.choice(("补正", "补正", "退回"))
            if returned
            else chance.choice(("办结",) * 7 + ("受理", "容缺", "咨询"))
        )
        missing = chance.choice(papers[:3] + papers) if papers and returned else ""
        visit = {
            "id": f"C{day:%Y%m%d}-{window}{number:07d}",
            "started": f"{day + timedelta(hours=8, minutes=30 + chance.randint(0, 510)):%Y-%m-%dT%H:%M}",
            "minutes": round(chance.uniform(3, 25), 1),
            "window": window,
            "clerk": chance.choice(CLERKS),
            "item": item,
            "visit": 1 if chance.random() < 0.85 else 2,
            "ticks": {paper: "missing" if paper == missing else "present" for paper in papers},
            "outcome": outcome,
            "note": chance.choice(NOTES),
        }
        visits.append(visit)
        if returned:
            returns.append(_return(chance, words, visit, missing))
    return visits, returns, _measures(chance, words, of, window)


def _return(chance: random.Random, words: Words, visit: dict[str, Any], missing: str) -> dict[str, Any]:
    cause = chance.choices(list(words.causes), weights=(68, 20, 12, 5, 5)[: len(words.causes)])[0]
    done = chance.random() < 0.7
    return {
        "id": "R" + visit["id"][1:],
        "date": visit["started"][:10],
        "window": visit["window"],
        "clerk": visit["clerk"],
        "item": visit["item"],
        "cause": cause,
        "detail": chance.choice(words.causes[cause].details),
        "material": missing if cause == "材料缺失" else "",
        "side": chance.choices(("群众", "窗口", "规则", "系统"), weights=(5, 3, 2, 1))[0],
        "notice_omission": chance.random() < 0.15,
        "visits": chance.choice((2, 2, 2, 3)),
        "handling": chance.choice(("当场告知", "已发清单", "预约再来")),
        "measure": "清单加粗提示" if done else "",
        "owner": chance.choice(CLERKS) if done else "",
        "due": None if not done else visit["started"][:8] + "28",
        "state": chance.choice(("已整改", "已复核")) if done else "待整改",
        "case": visit["id"],
    }


def _measures(chance: random.Random, words: Words, of: int, window: str) -> list[dict[str, Any]]:
    return [
        {
            "id": f"M{of}{month:02d}05-{window}{month:02d}",
            "date": f"{of}-{month:02d}-05",
            "window": window,
            "cause": "材料缺失",
            "detail": "缺件",
            "item": chance.choice(list(words.items)),
            "action": chance.choice(("把最常缺的材料放在清单第一行", "候办区张贴样表", "电话预审")),
            "owner": chance.choice(CLERKS),
            "due": f"{of}-{month:02d}-25",
            "state": "已完成" if month < 10 else "实施中",
            "effect": "返工率下降" if month < 10 else "",
        }
        for month in range(1, 13)
    ]
