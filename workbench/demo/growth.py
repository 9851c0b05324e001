"""The self-checks of the sample quarter: three clerks, twice a day, with peers, recordings, cases and goals."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

from workbench import workdays
from workbench.demo.quarter import CLERKS, WEEKS, Quarter
from workbench.selfcheck import book, forms
from workbench.selfcheck.forms import Form, Item
from workbench.workspace import Workspace

REASONS = {
    "plain_words": "说了“统筹账户”,群众没听懂",
    "told_once": "一位大爷只口头说了,忘了打印清单",
    "peaks": "周一上午排队,没来得及分流",
    "one_idea": "今天太忙,没想",
    "rules_read": "上班晚了几分钟,没来得及看",
    "forms_ready": "申请表快用完了,中午补印",
    "no_refusal_words": "说了一次“没办法”",
    "deadlines": "有一件容缺明天到期,忘了打电话",
}
STRENGTHS = (
    "清单讲得清楚,群众一遍就听懂",
    "双手递接,称呼得体",
    "遇到急的群众先倾听",
    "材料看得细,没有返工",
    "系统熟,办得快",
)
SUGGESTIONS = ("高峰时先问一句“材料带齐了吗”", "缴费年限可以画个图讲", "容缺到期的可以前一天打电话")
CASES = (
    ("典型案例", "外省转来的大姐缺凭证,帮她在平台上当场下载,一次办成"),
    ("表扬", "群众留言:说得明白,不用再跑"),
    ("新知识", "转移接续三个环节的时限要分开说"),
    ("投诉", "等候超过 40 分钟,已解释并优化叫号"),
)


def fill(space: Workspace, quarter: Quarter, seed: int) -> None:
    """Keeps everything in one go."""
    chance = random.Random(f"growth|{seed}|{quarter.end}")
    form = forms.load(space)
    rows: list[dict[str, Any]] = []
    for number, clerk in enumerate(name for names in CLERKS.values() for name in names):
        for count in range(WEEKS * 7):
            day = quarter.start + timedelta(days=count)
            if workdays.calendar().is_workday(day):
                rows += _day(form, clerk, day, 0.09 - 0.05 * count / (WEEKS * 7) + 0.01 * number, chance)
        rows += _months(clerk, quarter, number, chance)
    book.add(space, rows, source="示例")


def _day(form: Form, clerk: str, day: date, share: float, chance: random.Random) -> list[dict[str, Any]]:
    found = []
    for when in ("before", "after"):
        if chance.random() < 0.05:
            continue  # a form forgotten
        answers = {item.id: _answer(item, share, chance) for item in form.at(when)}  # type: ignore[arg-type]
        reasons = {id: REASONS.get(id, "今天没做到,明天注意") for id, answer in answers.items() if answer == "否"}
        found.append({"clerk": clerk, "date": day.isoformat(), "when": when, "answers": answers, "reasons": reasons})
    return found


def _answer(item: Item, share: float, chance: random.Random) -> str:
    if item.id in ("listening", "deadlines", "peaks") and chance.random() < 0.3:
        return "不适用"
    return "否" if chance.random() < share * (1.6 if item.id in REASONS else 0.4) else "是"


def _months(clerk: str, quarter: Quarter, number: int, chance: random.Random) -> list[dict[str, Any]]:
    """A peer review and a recording a month, a few entries of growth, three goals."""
    others = [name for names in CLERKS.values() for name in names if name != clerk]
    rows: list[dict[str, Any]] = []
    for month in range(3):
        day = quarter.start + timedelta(weeks=month * 4 + 2, days=number)
        peer = {"kind": "peer", "clerk": clerk, "by": others[month % len(others)] if month else ""}
        rows.append(
            {
                **peer,
                "date": str(day),
                "strengths": chance.sample(STRENGTHS, 3),
                "suggestion": chance.choice(SUGGESTIONS),
            }
        )
        rows.append(
            {
                "kind": "recording",
                "clerk": clerk,
                "date": str(day + timedelta(days=1)),
                "strength": "问候和复述都做到了",
                "improve": chance.choice(("语速再慢一点", "递材料时抬头看人", "先说结论再说原因")),
            }
        )
        kind, text = CASES[(month + number) % len(CASES)]
        rows.append({"kind": kind, "clerk": clerk, "date": str(day + timedelta(days=2)), "text": text})
    for kind, months, text in (
        ("近期目标", 3, "本季度内本人返工率降到 12% 以下"),
        ("中期目标", 6, "半年内能独立办理全部 8 个社保事项"),
        ("远期目标", 12, "一年内带会一名新人,并通过岗位资格考试"),
    ):
        rows.append(
            {
                "kind": kind,
                "clerk": clerk,
                "date": str(quarter.start + timedelta(weeks=4)),
                "due": str(quarter.start + timedelta(weeks=4, days=30 * months)),
                "text": text,
                "state": "进行中",
            }
        )
    return rows
