"""The end of a visit: which outcome fits the ticks, the rework rows that follow, and one durable write for both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from workbench.cases import said
from workbench.cases.visit import Visit, papers
from workbench.ledger import ledger
from workbench.ledger.check import Words
from workbench.ledger.records import HAND_ADDED, RETURNED
from workbench.problems import UserError
from workbench.rules.checklist import Checklist
from workbench.rules.item import Material
from workbench.workspace import Workspace

MEANING = {
    "办结": "当场办完",
    "受理": "材料收下,按时限办理",
    "补正": "缺材料,补齐再来",
    "退回": "不符合条件,不能办",
    "容缺": "先受理,缺的限期补交",
    "承诺": "先受理,写承诺书代替",
    "咨询": "只是来问,没有办",
    "转出": "转到别的窗口或部门",
}


@dataclass(frozen=True)
class Short:
    """A paper that is not in order, and the row it will become."""

    paper: str
    name: str
    mark: str
    cause: str
    detail: str
    side: str
    omission: bool
    tick: str = ""


def suggest(visit: Visit, checklist: Checklist) -> str:
    """The outcome that fits what was ticked."""
    if checklist.not_eligible:
        return "退回"
    listed = papers(visit, checklist)
    ticked = {paper: visit.ticks[paper] for paper in listed if paper in visit.ticks}
    if not ticked:
        return "咨询"
    short = [paper for paper, mark in ticked.items() if mark != "present"]
    if short:
        by_id = checklist.item.material_by_id
        deferrable = all(paper in by_id and by_id[paper].deferrable for paper in short)
        return "容缺" if deferrable and len(short) < len(listed) else "补正"
    return "办结" if checklist.item.case_type == "即办件" else "受理"


def shortages(visit: Visit, checklist: Checklist) -> list[Short]:
    """The papers that are missing or not in order, each with its likely cause."""
    by_id = checklist.item.material_by_id
    return [
        _short(visit, paper, name, visit.ticks[paper], by_id.get(paper))
        for paper, name in papers(visit, checklist).items()
        if visit.ticks.get(paper) in ("missing", "unfit")
    ]


def _short(visit: Visit, paper: str, name: str, mark: str, material: Material | None) -> Short:
    cause, detail = ("材料缺失", "缺件") if mark == "missing" else _unfit(visit, paper, material)
    if mark == "missing" and any(word in name for word in ("授权", "委托")):
        detail = "缺授权委托"
    by_hand = paper.startswith(HAND_ADDED)
    not_told = bool(visit.told) and paper not in visit.told
    side = "规则" if by_hand else "窗口" if not_told else "群众"
    return Short(paper, name, mark, cause, detail, side, omission=by_hand or not_told)


# Words of the check points that failed → cause and detail; the clerk confirms or changes them.
_SIGNS = (
    (("有效期", "过期", "日期", "天以内", "合同期"), ("材料缺失", "材料过期")),
    (("盖章", "公章", "签字", "签名"), ("材料缺失", "缺签字盖章")),
    (("姓名", "证号", "身份"), ("信息错误", "姓名证号不一致")),
    (("账户", "账号"), ("信息错误", "银行账户错")),
    (("名称", "印章", "一致"), ("信息错误", "单位名称或印章不一致")),
    (("附页", "附表", "正文", "封面"), ("材料缺失", "缺附页或附表")),
    (("原件",), ("材料缺失", "缺原件")),
    (("复印件",), ("材料缺失", "缺复印件")),
    (("版", "旧表"), ("信息错误", "旧版表格")),
    (("金额", "数字"), ("信息错误", "金额或数字错")),
)


def _unfit(visit: Visit, paper: str, material: Material | None) -> tuple[str, str]:
    """The likely cause of a paper that is not in order: from the check point not passed, else from usual mistakes."""
    if material is None:
        return "信息错误", "填错栏"
    seen = visit.points.get(paper, ())
    failed = [point for number, point in enumerate(material.check_points) if number not in seen]
    for words in (*(failed[:1] if seen else ()), *material.common_mistakes):
        if found := _sign_in(words):
            return found
    if material.max_age_days:
        return "材料缺失", "材料过期"
    return ("信息错误", "填错栏") if material.kind == "表单" else ("材料缺失", "缺签字盖章")


def _sign_in(text: str) -> tuple[str, str] | None:
    """The cause that the words of a check point or of a usual mistake speak of."""
    return next((found for words, found in _SIGNS if any(word in text for word in words)), None)


@dataclass(frozen=True)
class Ending:
    """What is to be registered."""

    outcome: str
    shortages: tuple[Short, ...] = ()
    note: str = ""
    override: str = ""

    def with_short(self, number: int, **changes: Any) -> Ending:
        """With other words for one shortage."""
        found = list(self.shortages)
        found[number] = replace(found[number], **changes)
        return replace(self, shortages=tuple(found))


def refusal(visit: Visit, checklist: Checklist, outcome: str) -> str:
    """Why an outcome cannot be registered, and what to do; empty when it can. No reason passes it over.

    It is about papers that are not in order, so without one there is nothing to tell, to defer or to promise.
    """
    if outcome not in ("补正", "容缺", "承诺"):
        return ""
    if any(visit.ticks.get(paper) in ("missing", "unfit") for paper in papers(visit, checklist)):
        return ""
    return (
        f"没有哪份材料标为缺或不合格,不能登记为“{outcome}”。"
        "请先标出缺的或不合格的材料(清单上没有的按 Insert 加上),或者换一个结果。"
    )


def warning(visit: Visit, checklist: Checklist, outcome: str) -> str:
    """What speaks against an outcome; empty when nothing does. It can be passed over with a reason."""
    listed = papers(visit, checklist)
    short = [name for paper, name in listed.items() if visit.ticks.get(paper) in ("missing", "unfit")]
    unseen = [name for paper, name in listed.items() if paper not in visit.ticks]
    if refused := refusal(visit, checklist, outcome):
        return refused
    if checklist.not_eligible and outcome in ("办结", "受理", "补正", "容缺", "承诺"):  # papers would not help
        return f"清单提示不能办:{checklist.not_eligible[0].reason}"
    if outcome in ("办结", "受理"):
        if short:
            return f"还有 {len(short)} 份材料没有齐:{'、'.join(short[:3])}"
        doubts = []
        if open_now := checklist.unsettled:
            waiting = f",{len(checklist.undecided)} 份材料还没定" if checklist.undecided else ""
            doubts.append(f"还有 {len(open_now)} 问没有答{waiting}:“{open_now[0].text}”")
        if unseen:
            doubts.append(f"还有 {len(unseen)} 份材料没有看:{'、'.join(unseen[:3])}")
        return ";".join(doubts)
    return _not_foreseen(visit, checklist, outcome)


def _not_foreseen(visit: Visit, checklist: Checklist, outcome: str) -> str:
    """Missing papers that the rules neither let follow nor let be promised, for 容缺 and 承诺."""
    field = {"容缺": "deferrable", "承诺": "commitment"}.get(outcome)
    if field is None:
        return ""
    by_id = checklist.item.material_by_id
    found = [s.name for s in shortages(visit, checklist) if not getattr(by_id.get(s.paper), field, None)]
    return f"规则没有写明可以{outcome}:{'、'.join(found[:3])}" if found else ""


def ticks_for(visit: Visit, checklist: Checklist, outcome: str) -> dict[str, str]:
    """The ticks of the record: under 容缺 and 承诺 what is missing is deferred or promised."""
    listed = papers(visit, checklist)
    instead = {"容缺": "deferred", "承诺": "promised"}.get(outcome)
    return {
        paper: instead if instead and visit.ticks[paper] != "present" else visit.ticks[paper]
        for paper in listed
        if paper in visit.ticks
    }


def records(visit: Visit, checklist: Checklist, ending: Ending, now: datetime) -> tuple[dict, list[dict]]:
    """The case and its rework rows in the shape of the ledger."""
    case = {
        "id": visit.id,
        "matter": visit.matter,
        "started": visit.started.isoformat(timespec="minutes"),
        "minutes": round(min(visit.worked(now) / 60, 1440), 1),
        "item": visit.item,
        "version": checklist.item.version,
        "answers": visit.answers,
        "visit": visit.visit,
        "ticks": ticks_for(visit, checklist, ending.outcome),
        "outcome": ending.outcome,
        "override": ";".join([*visit.overrides, *([ending.override] if ending.override else [])]),
        "note": ending.note,
    }
    if ending.outcome not in RETURNED:
        return case, []
    common = {"date": now.date().isoformat(), "item": visit.item, "version": checklist.item.version}
    handling = "出具补正通知书" if ending.outcome == "补正" else "当场告知不能办理的原因"
    rows = [
        {
            **common,
            "cause": short.cause,
            "detail": short.detail,
            "material": short.paper,
            "side": short.side,
            "notice_omission": short.omission,
            "visits": visit.visit,
            "handling": handling,
        }
        for short in ending.shortages
    ]
    if not rows and ending.outcome == "退回":
        why = checklist.not_eligible[0].reason if checklist.not_eligible else ""
        rows = [
            {
                **common,
                "cause": "流程误解",
                "detail": "不符合条件",
                "visits": visit.visit,
                "handling": handling,
                "note": why,
            }
        ]
    return case, rows


def finish(
    space: Workspace, visit: Visit, checklist: Checklist, ending: Ending, now: datetime, words: Words | None = None
) -> tuple[str, list[str]]:
    """Registers the visit, its rework rows and what was told in one transaction; gives the ids.

    Raises `UserError` when the outcome cannot be (see `refusal`), `InputProblems` and `CannotWrite`; the visit is then
    still open.
    """
    if why := refusal(visit, checklist, ending.outcome):
        raise UserError(why)
    case, rows = records(visit, checklist, ending, now)
    extra = [said.entry(visit, checklist, now, ending.outcome)] if visit.code else []
    return ledger.finish(space, case, rows, words=words, extra=extra)


def sides(causes: Mapping[str, Any], cause: str) -> tuple[str, ...]:
    """Who usually could have prevented a cause, most likely first."""
    found = causes[cause].usual_sides if cause in causes else ()
    return (*found, *(side for side in ("群众", "窗口", "规则", "系统") if side not in found))
