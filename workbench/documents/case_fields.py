"""What the notices of one case may use: the case as the ledger holds it, with its checklist and its dates."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from workbench import workdays
from workbench.cases import deferred, said
from workbench.documents.checklist_fields import checklist_fields, days_of
from workbench.ledger import ledger
from workbench.ledger.records import HAND_ADDED
from workbench.problems import NotFound
from workbench.rules import library
from workbench.rules.answers import read_answers
from workbench.rules.checklist import Checklist, Needed
from workbench.rules.item import Duration
from workbench.settings import Settings
from workbench.workspace import Workspace

STATES = {"missing": "没有带", "unfit": "不合要求", "deferred": "容缺后补", "promised": "以承诺代替"}


@dataclass(frozen=True)
class CaseFile:
    """A case of the ledger with the checklist of its answers, on the day of the visit.

    `details` are the words of its rework rows by paper; `notices` tell when the rules have changed since; `code` is
    the 再来码 under which the visit was kept.
    """

    case: dict[str, Any]
    checklist: Checklist
    details: dict[str, str]
    notices: tuple[str, ...] = ()
    code: str = ""

    @property
    def day(self) -> date:
        return datetime.fromisoformat(self.case["started"]).date()

    def papers(self, *states: str) -> list[tuple[Needed | None, str, str]]:
        """The papers ticked so: the paper of the rules (None when added by hand), its name and its tick."""
        listed = {needed.material.id: needed for needed in (*self.checklist.base, *self.checklist.personal)}
        known = self.checklist.item.material_by_id
        found = []
        for paper, tick in self.case["ticks"].items():
            if tick in states:
                name = known[paper].name if paper in known else paper.removeprefix(HAND_ADDED)
                found.append((listed.get(paper), name, tick))
        return found


def open_case(space: Workspace, case_id: str, rules: library.Library | None = None) -> CaseFile:
    """The case file of an id, by the rules version that was used then. Raises `NotFound`."""
    kind, case = ledger.get(space, case_id)
    if kind != "cases":
        raise NotFound(f"“{case_id}”不是办件编号。办件编号以 C 开头,用 workbench ledger list --table cases 查看。")
    day = datetime.fromisoformat(case["started"]).date()
    found = rules or library.load(space)
    same = [entry for entry in found.versions(case["item"]) if entry.item.version == case["version"]]
    entry = same[0] if same else found.entry(case["item"], day)
    notices = []
    if case["version"] and not same:
        notices.append(
            f"办件用的是规则版本 {case['version']},现在只有 {entry.item.version},文书按现在的规则写,请核对。"
        )
    answers, _ = read_answers(entry.item, case["answers"], day)
    rows = ledger.query(space, "SELECT material, detail FROM rework WHERE case_id = ?", (case_id,))
    details = {row["material"]: row["detail"] for row in rows if row["material"]}
    return CaseFile(case, entry.book.checklist(answers, day), details, tuple(notices), said.code_of(space, case))


def case_fields(file: CaseFile, settings: Settings, today: date, dated: Collection[str]) -> dict[str, Any]:
    """Everything a notice may name. Time limits count from the day of the visit, the notice is dated `today`.

    `dated` are the fields whose days stand on the notice: only these need the holidays of their year.
    """
    calendar = workdays.calendar(settings.extra_workdays, settings.extra_holidays)
    item, case = file.checklist.item, file.case
    settings = settings.model_copy(update={"window": case["window"], "clerk": case["clerk"] or settings.clerk})
    correction = Duration(days=settings.correction_days, unit="工作日")
    correction_end = calendar.end(today, correction)
    days = {
        **days_of(file.checklist, calendar),
        "补正期限": [correction_end],
        "承诺办结": [calendar.end(file.day, span) for span in (item.limits.promised, item.limits.statutory) if span],
        "容缺材料": [_deferred_until(needed, file.day, settings, calendar) for needed, _, _ in file.papers("deferred")],
    }
    return {
        **checklist_fields(file.checklist, settings, code=file.code),
        "日期": f"{today.year}年{workdays.spoken(today, today)}",
        "办件编号": case["id"],
        "办理日期": f"{file.day.year}年{workdays.spoken(file.day, file.day)}",
        "到窗次数": case["visit"],
        "结果": case["outcome"],
        "备注": case["note"],
        "补正时限": str(correction),
        "补正期限": workdays.latest(correction_end, today),
        "缺的材料": [_short(file, number, *one) for number, one in enumerate(file.papers("missing", "unfit"), 1)],
        "收到材料": [_received(needed, name) for needed, name, _ in file.papers("present")],
        "容缺材料": [
            _deferred(needed, name, file.day, settings, calendar) for needed, name, _ in file.papers("deferred")
        ],
        "承诺材料": [_promised(needed, name) for needed, name, _ in file.papers("promised")],
        "承诺办结": _limit(item.limits.promised or item.limits.statutory, file.day, calendar),
        "法定办结": _limit(item.limits.statutory, file.day, calendar),
        "日期提示": calendar.warning(day for name in dated for day in days[name]),
    }


def _short(file: CaseFile, number: int, needed: Needed | None, name: str, tick: str) -> dict[str, Any]:
    """A paper that is missing or not in order: what is wrong with it and how it is put right."""
    material = needed.material if needed else None
    key = material.id if material else HAND_ADDED + name
    points = ";".join(material.check_points) if material else ""
    remedy = "补交" if tick == "missing" else "改好或换一份再交"
    return {
        "序号": number,
        "名称": name,
        "份数": str(material.copies) if material else "",
        "情形": STATES[tick],
        "怎么不合格": file.details.get(key, "") if tick == "unfit" else "",
        "怎么补": f"{remedy}{f',要求:{points}' if points else ''}",
        "为什么": needed.because if needed else "",
        "哪里拿": material.where if material else "",
    }


def _received(needed: Needed | None, name: str) -> dict[str, Any]:
    return {"名称": name, "份数": str(needed.material.copies) if needed else ""}


def _deferred(
    needed: Needed | None, name: str, day: date, settings: Settings, calendar: workdays.Calendar
) -> dict[str, Any]:
    """A paper that follows: its form, and until when."""
    span = deferred.term(needed.material if needed else None, settings)
    return {
        "名称": name,
        "形式": str(needed.material.copies) if needed else "",
        "时限": f"{span}内",
        "最晚": workdays.latest(_deferred_until(needed, day, settings, calendar), day),
    }


def _deferred_until(needed: Needed | None, day: date, settings: Settings, calendar: workdays.Calendar) -> date:
    return calendar.end(day, deferred.term(needed.material if needed else None, settings))


def _promised(needed: Needed | None, name: str) -> dict[str, Any]:
    material = needed.material if needed else None
    content = (material.commitment if material else "") or f"符合“{name}”要证明的条件,情况属实"
    return {"名称": name, "内容": content, "依据": material.basis if material else ""}


def _limit(span: Duration | None, day: date, calendar: workdays.Calendar) -> str:
    if span is None:
        return ""
    return "当场办结" if span.days == 0 else f"{workdays.latest(calendar.end(day, span), day)}({span})"
