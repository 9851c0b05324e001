"""What to do next week: a measure proposed for each top cause, to be accepted, changed or declined.

A suggestion is known by what it is about (`cause|item|material`). What an office decided about it is kept in the
journal under the kind `suggestion`, so that it is not proposed again for four weeks, nor while a measure is open.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from workbench.ledger.check import Words
from workbench.ledger.journal import Journal
from workbench.review.board import OPEN
from workbench.review.comparison import ENOUGH
from workbench.review.papers import Gap, Paper
from workbench.rules.item import Material
from workbench.rules.library import Library

Kind = Literal[
    "mark_missed",
    "remind_first",
    "add_paper",
    "check_points",
    "sample",
    "flow_chart",
    "sample_form",
    "system",
    "policy",
]
AT_LEAST = 3  # rows of a cause before something is proposed
AT_MOST = 6
QUIET_DAYS = 28

CHIPS: dict[Kind, str] = {
    "mark_missed": "标为易漏",
    "remind_first": "前移到第一层提醒",
    "add_paper": "补进规则",
    "check_points": "加检查要点",
    "sample": "样表上墙",
    "flow_chart": "做流程图解",
    "sample_form": "做填写样表",
    "system": "报修并备手工表",
    "policy": "核对新文件",
}
WRITES_RULES: tuple[Kind, ...] = ("mark_missed", "remind_first")

# Of a paper that is not missed often enough for a mark: what its usual second-level cause asks for.
_BY_DETAIL: dict[str, tuple[Kind, str]] = {
    "材料过期": ("check_points", "给“{paper}”写明有效期,并加一条检查要点“在有效期内”"),
    "缺签字盖章": ("check_points", "给“{paper}”加一条检查要点“签字、盖章齐全”"),
    "缺附页或附表": ("check_points", "给“{paper}”加一条检查要点“附页、附表齐全”"),
    "份数不足": ("check_points", "在“{paper}”的说明里写清份数"),
    "缺授权委托": ("sample", "把“{paper}”的样表放到取号处并上墙"),
}
# Of an item, by the class of the cause.
_BY_CAUSE: dict[str, tuple[Kind, str]] = {
    "流程误解": ("flow_chart", "制作《{item}》流程图解,放在取号处和窗口"),
    "信息错误": ("sample_form", "制作《{item}》填写样表,标出容易填错的栏"),
    "系统与外部": ("system", "整理《{item}》的系统故障清单报技术部门,窗口备好应急手工表"),
    "政策变化": ("policy", "核对《{item}》的新文件,更新规则并告知窗口"),
}
_DETAIL_HINTS = {
    "走错窗口": ",并核对叫号和指引牌",
    "前置未办": ",把要先办的事写在第一步",
    "以为可代办": ",写明必须本人到场的环节",
    "线上已办重复来": ",写明线上办过的不用再来",
    "非本辖区": ",写明归哪里办",
    "已超期或时间未到": ",写明什么时候可以办",
    "不符合条件": ",把不能办的情形写在最前面",
}


@dataclass(frozen=True)
class Suggestion:
    """A proposed measure with its reason in counts. `n` orders them."""

    kind: Kind
    cause: str
    detail: str
    item: str
    item_name: str
    material: str
    material_name: str
    n: int
    reason: str
    action: str

    @property
    def key(self) -> str:
        return "|".join((self.cause, self.item, self.material))

    @property
    def chip(self) -> str:
        return CHIPS[self.kind]

    @property
    def writes_rules(self) -> bool:
        """Whether accepting it can write into the office's rules file."""
        return self.kind in WRITES_RULES

    def as_dict(self) -> dict[str, Any]:
        names = ("kind", "cause", "detail", "item", "item_name", "material", "material_name", "n", "reason", "action")
        return {"key": self.key, **{name: getattr(self, name) for name in names}, "writes_rules": self.writes_rules}


@dataclass(frozen=True)
class Evidence:
    """What suggestions are drawn from: the papers and causes of a span that its words name."""

    words: str
    papers: list[Paper]
    gaps: list[Gap]
    causes: list[tuple[str, str, str, int]]  # (cause, item, its usual detail, rows)


def propose(evidence: Evidence, words: Words, library: Library, today: date, share: float) -> list[Suggestion]:
    """Suggestions of all kinds, the weightiest first. `share`: of an item's first visits, missing one paper."""
    found = [_for_paper(paper, evidence, library, today, share) for paper in evidence.papers if not paper.by_hand]
    found += [_for_gap(gap, evidence) for gap in evidence.gaps]
    found += [_for_cause(*cause, evidence, words) for cause in evidence.causes]
    return sorted((one for one in found if one), key=lambda one: (-one.n, one.key))


def _for_paper(paper: Paper, evidence: Evidence, library: Library, today: date, share: float) -> Suggestion | None:
    material = _material(library, paper, today)
    first = paper.first
    kind: Kind
    if material and first.d and first.d >= ENOUGH and first.n / first.d >= share and paper.n >= AT_LEAST:
        kind = "remind_first" if material.easily_missed else "mark_missed"
        reason = f"{evidence.words}首次来办《{paper.item_name}》的人里,{first} 没带齐它"
        action = (
            f"把“{paper.name}”的提醒前移到《{paper.item_name}》清单最前面"
            if material.easily_missed
            else f"在《{paper.item_name}》清单上把“{paper.name}”标为易漏"
        )
    elif paper.n >= AT_LEAST and paper.detail in _BY_DETAIL:
        kind, text = _BY_DETAIL[paper.detail]
        reason = f"{evidence.words}有 {paper.n} 次返工因为它,多半是“{paper.detail}”"
        action = f"《{paper.item_name}》:{text.format(paper=paper.name)}"
    else:
        return None
    return Suggestion(
        kind,
        paper.cause,
        paper.detail,
        paper.item,
        paper.item_name,
        paper.material,
        paper.name,
        paper.n,
        reason,
        action,
    )


def _material(library: Library, paper: Paper, today: date) -> Material | None:
    """The paper in the rules of today, where they still have it."""
    for entry in library.versions(paper.item):
        if entry.item.valid_on(today):
            return entry.item.material_by_id.get(paper.material)
    return None


def _for_gap(gap: Gap, evidence: Evidence) -> Suggestion | None:
    if gap.rework + gap.ticks < AT_LEAST - 1:
        return None
    reason = f"{evidence.words}窗口手工加了 {max(gap.ticks, gap.rework)} 次,规则里没有这一份"
    action = f"核对依据后,把“{gap.name}”补进《{gap.item_name}》的规则"
    from workbench.ledger.records import HAND_ADDED

    return Suggestion(
        *("add_paper", "材料缺失", "缺件", gap.item, gap.item_name, HAND_ADDED + gap.name, gap.name),
        n=max(gap.ticks, gap.rework),
        reason=reason,
        action=action,
    )


def _for_cause(cause: str, item: str, detail: str, n: int, evidence: Evidence, words: Words) -> Suggestion | None:
    if n < AT_LEAST or cause not in _BY_CAUSE:
        return None
    kind, text = _BY_CAUSE[cause]
    name = words.item_name(item)
    reason = f"{evidence.words}《{name}》有 {n} 行“{cause}”" + (f",最多的是“{detail}”" if detail else "")
    action = text.format(item=name) + _DETAIL_HINTS.get(detail, "")
    return Suggestion(kind, cause, detail, item, name, "", "", n, reason, action)


_CAUSES = """
SELECT cause, item, detail, count(*) AS n FROM rework WHERE day BETWEEN ? AND ? GROUP BY 1, 2, 3 ORDER BY 4 DESC, 3
"""


def causes_by_item(journal: Journal, start: date, end: date) -> list[tuple[str, str, str, int]]:
    """`(cause, item, most frequent detail, rows)` of the span."""
    found: dict[tuple[str, str], tuple[str, int]] = {}
    for row in journal.query(_CAUSES, (start.isoformat(), end.isoformat())):
        key = (row["cause"], row["item"])
        detail, n = found.get(key, ("", 0))
        found[key] = (detail or row["detail"], n + row["n"])
    return [(cause, item, detail, n) for (cause, item), (detail, n) in found.items()]


def undecided(journal: Journal, found: Iterable[Suggestion], today: date) -> list[Suggestion]:
    """Those that nobody decided about lately and that no open measure is about, at most six."""
    rows = journal.query("SELECT cause, item, material FROM measures WHERE state IN (?, ?)", OPEN)
    under_way = {(row["cause"], row["item"], row["material"]) for row in rows}
    fresh = []
    for one in found:
        decision = journal.get("suggestion", one.key)
        if (one.cause, one.item, one.material) in under_way or (decision and _still_quiet(decision, today)):
            continue
        fresh.append(one)
    return fresh[:AT_MOST]


def _still_quiet(decision: dict[str, Any], today: date) -> bool:
    return date.fromisoformat(decision["on"]) + timedelta(days=QUIET_DAYS) >= today
