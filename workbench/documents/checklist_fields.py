"""What the templates of 材料清单 may use, worked out from a checklist. The names are those of 字段表."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from workbench import workdays
from workbench.documents import english
from workbench.review import missed
from workbench.rules.checklist import Checklist, Needed, Undecided
from workbench.rules.item import Answer, FollowUp, Item, Material, NotEligible, Period, Question, Step
from workbench.settings import Settings
from workbench.workdays import Calendar
from workbench.workspace import Workspace

CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
ASKING = "?\uff1f"  # both question marks


def checklist_fields(checklist: Checklist, settings: Settings, *, code: str = "") -> dict[str, Any]:
    """The fields of 材料清单 but for the QR codes."""
    item, today = checklist.item, checklist.as_of
    calendar = workdays.calendar(settings.extra_workdays, settings.extra_holidays)
    first = len(checklist.base) + 1
    base = [paper(needed, number) for number, needed in enumerate(checklist.base, 1)]
    personal = [paper(needed, number) for number, needed in enumerate(checklist.personal, first)]
    return {
        **office_fields(settings, today),
        **item_fields(item, calendar, today),
        "再来码": f"{code[:3]} {code[3:]}".strip(),
        "情况": [{"问题": q.text, "回答": said(q, checklist.answers[q.id])} for q in checklist.asked],
        "不能办": [refusal(one) for one in checklist.not_eligible],
        "基础材料": base,
        "个性材料": personal,
        "还没定": [_undecided(item, one) for one in checklist.undecided],
        "不用带": [
            {"名称": one.name, "原因": one.why, "英文名": one.name_en, "英文原因": one.why_en}
            for one in checklist.not_needed
        ],
        "提醒": [reminder.text for reminder in checklist.reminders],
        "英文提醒": [reminder.text_en for reminder in checklist.reminders],
        "办理期间": periods(checklist, calendar),
        "环节": steps(checklist.steps, calendar, today),
        "收费": [{"名称": fee.name, "金额": fee.amount, "依据": fee.basis} for fee in checklist.fees],
        "以后": [follow_up(one, calendar, today) for one in checklist.follow_ups],
        "可容缺": not checklist.not_eligible and any(one["容缺"] for one in base + personal),
        "日期提示": calendar.warning(
            day
            for name, days in days_of(checklist, calendar).items()
            if name == "办理期间" or not checklist.not_eligible  # whoever cannot apply is told only when it can be
            for day in days
        ),
    }


def days_of(checklist: Checklist, calendar: Calendar) -> dict[str, list[date]]:
    """The days to come that are worked out for the sheet, by the field that prints them."""
    today, limits = checklist.as_of, checklist.item.limits
    limit = limits.promised or limits.statutory
    periods = (day for _, first, last in _windows(checklist, calendar) for day in (first, last))
    return {
        "最晚": [calendar.end(today, limit)] if limit else [],
        "办理期间": [day for day in periods if day and day >= today],
        "以后": [calendar.end(today, one.due) for one in checklist.follow_ups if one.due and not one.due.note],
    }


def refusal(one: NotEligible) -> dict[str, str]:
    """A ground on which it cannot be done, and what to do instead."""
    return {
        "原因": one.reason,
        "怎么办": one.instead,
        "依据": one.basis,
        "英文原因": one.reason_en,
        "英文怎么办": one.instead_en,
    }


def said(question: Question, answer: Answer) -> str:
    """An answer that can stand alone: a bare 是 or 否, a number or a date is told with its question."""
    label = workdays.plain(answer) if isinstance(answer, date) else question.label(answer)
    alone = question.kind in ("single", "multiple") or bool(question.options)
    return label if alone else f"{question.text.rstrip(ASKING)}:{label}"


def mark_missed_here(fields: dict[str, Any], checklist: Checklist, space: Workspace) -> None:
    """易漏 as this window's ledger tells (five returns in 28 days at least); else the file's own marks stay."""
    if often := missed.at_window(space, checklist.item.id, checklist.as_of):
        papers = [*fields["基础材料"], *fields["个性材料"]]
        for paper, needed in zip(papers, [*checklist.base, *checklist.personal], strict=True):
            paper["易漏"] = needed.material.id in often


def office_fields(settings: Settings, today: date) -> dict[str, Any]:
    """Who issues the document, and when."""
    return {
        "单位": settings.office,
        "窗口": settings.window,
        "电话": settings.phone,
        "经办人": settings.clerk,
        "日期": f"{today.year}年{workdays.spoken(today, today)}",
    }


def item_fields(item: Item, calendar: Calendar, today: date) -> dict[str, Any]:
    """What holds for everybody: name, version, time limits with their dates when accepted today."""
    promised, statutory = item.limits.promised, item.limits.statutory
    last = promised or statutory
    end = calendar.end(today, last) if last else None
    limits = [("法定", statutory), ("承诺", promised)]
    return {
        "事项名称": item.name,
        "事项简称": item.short,
        "规则版本": item.version,
        "主管部门": item.authority,
        "依据": [str(basis) for basis in item.basis],
        "条件": list(item.accept_conditions),
        "时限": ";".join(f"{word} {span}" for word, span in limits if span),
        "时限说明": item.limits.note,
        "最晚": workdays.latest(end, today) if end and last and last.days else "",
        "英文事项名称": item.name_en,
        "英文时限": "; ".join(f"{english.duration(span)} ({english.phrase(word)})" for word, span in limits if span),
        "英文最晚": english.day(end) if end and last and last.days else "",
    }


def paper(needed: Needed, number: int) -> dict[str, Any]:
    """One paper as the citizen reads it."""
    material = needed.material
    where = [material.where, material.lead_time]
    return {
        "序号": number,
        "名称": material.name,
        "份数": str(material.copies),
        "原件": material.copies.original,
        "复印件": material.copies.photocopy,
        "形式": material.kind,
        "易漏": material.easily_missed,
        "为什么": needed.because,
        "说明": material.plain,
        "哪里拿": ",".join(part for part in where if part),
        "注意": ";".join(cautions(material)),
        "要点": list(material.check_points),
        "容缺": f"可以后补,{material.deferrable}内交来" if material.deferrable else "",
        "承诺": material.commitment,
        "依据": material.basis,
        "英文名": material.name_en,
        "英文份数": english.copies(material.copies),
        "英文为什么": needed.because_en,
        "英文哪里拿": material.where_en,
    }


def cautions(material: Material) -> list[str]:
    """What makes this paper good or spares it, shortest form."""
    found = list(material.check_points)
    if material.max_age_days:
        found.append(f"{material.max_age_days} 天以内开的")
    found += material.alternatives
    if material.deferrable:
        found.append(f"一时拿不到可以后补({material.deferrable}内)")
    return found


def steps(found: Iterable[Step], calendar: Calendar, today: date) -> list[dict[str, Any]]:
    """The stages; `最晚` adds up the limits when everything starts today and no stage is open-ended."""
    given, day, known = [], today, True
    for number, step in enumerate(found):
        known = known and (step.duration is not None)
        if known and step.duration:
            day = calendar.end(day, step.duration)
        given.append(
            {
                "序号": CIRCLED[number] if number < len(CIRCLED) else f"({number + 1})",
                "名称": step.name,
                "谁办": step.actor,
                "时限": "" if step.duration is None else str(step.duration),
                "您要做": step.citizen,
                "特别程序": step.special,
                "按情况": bool(step.when),
                "最晚": workdays.latest(day, today) if known and step.days else "",
                "英文名": step.name_en,
                "英文时限": english.duration(step.duration),
                "英文您要做": step.citizen_en,
            }
        )
    return given


def periods(checklist: Checklist, calendar: Calendar) -> list[dict[str, Any]]:
    """When it can be done, where that hangs on a date the citizen gave."""
    found, today = [], checklist.as_of
    for period, first, last in _windows(checklist, calendar):
        late = last is not None and last < today
        found.append(
            {
                "名称": period.name,
                "最早": f"最早 {workdays.spoken(first, today)}" if first else "",
                "最晚": "" if last is None else workdays.latest(last, today),
                "过期": late,
                "提示": (period.late or "请到窗口问一问") if late else "",
            }
        )
    return found


def _windows(checklist: Checklist, calendar: Calendar) -> Iterator[tuple[Period, date | None, date | None]]:
    """Each period that holds with its first day (None when it has begun) and its last."""
    for period, line in checklist.book.periods:
        anchor = checklist.answers.get(period.anchor)
        if checklist.holds(line) and isinstance(anchor, date):
            first, last = calendar.window(anchor, period.opens, period.closes, period.side == "before")
            yield period, first if first and first > checklist.as_of else None, last


def follow_up(one: FollowUp, calendar: Calendar, today: date) -> dict[str, Any]:
    """What comes next; the date counts from today, as far as the rules give a length of time."""
    note = f"({one.due.note})" if one.due and one.due.note else ""
    return {
        "名称": one.name or one.item or "",
        "事项": one.item or "",
        "原因": one.why,
        "期限": one.due_text or (f"{one.due}内{note}" if one.due else ""),
        "最晚": workdays.latest(calendar.end(today, one.due), today) if one.due and not note else "",
        "英文名": one.name_en,
        "英文原因": one.why_en,
    }


def _undecided(item: Item, one: Undecided) -> dict[str, Any]:
    questions = [item.question_by_id[name] for name in one.waits_for]
    return {
        "名称": one.material.name,
        "要看": "、".join(question.text for question in questions),
        "为什么": ";".join(dict.fromkeys(need.because for need in one.material.needs if need.because)),
        "英文名": one.material.name_en,
    }
