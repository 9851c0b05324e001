"""Deciding about a suggestion: accepted (also in other words) it becomes a measure; declined it is left alone."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from workbench.ledger import ledger
from workbench.ledger.journal import Entry, open_journal
from workbench.problems import UserError
from workbench.review.suggestions import Suggestion
from workbench.workspace import Workspace

USUAL_DAYS = 7


def accept(
    space: Workspace,
    suggestion: Suggestion,
    today: date,
    *,
    owner: str,
    due: date | None = None,
    action: str = "",
    write_rules: bool = False,
) -> str:
    """Makes the measure and gives its id. `action` replaces the proposed words; the usual time limit is a week.

    `write_rules` also writes the change into the office's rules file, with a new version and a line in its change
    list; the measure is then done today. Raises `UserError` without an owner, with a due date in the past, or when
    the rules cannot be written; there is no measure then.
    """
    if not owner.strip():
        raise UserError("请写责任人:没有责任人的措施没人做。")
    if due is not None and due < today:
        raise UserError(f"完成期限 {due} 已经过去,请写今天或以后的日期。")
    measure: dict[str, Any] = {
        "date": today.isoformat(),
        "cause": suggestion.cause,
        "detail": suggestion.detail,
        "item": suggestion.item,
        "material": suggestion.material,
        "action": action.strip() or suggestion.action,
        "owner": owner.strip(),
        "due": (due or today + timedelta(days=USUAL_DAYS)).isoformat(),
    }
    if write_rules and suggestion.writes_rules:
        write_into_rules(space, suggestion, owner.strip(), datetime.combine(today, datetime.now().time()))
        measure |= {"state": "已完成", "done": today.isoformat()}
    (id,) = ledger.add(space, "measures", [measure], origin="review")
    _keep(space, suggestion, today, {"state": "accepted", "measure": id})
    return id


def write_into_rules(space: Workspace, suggestion: Suggestion, who: str, now: datetime) -> None:
    """Marks the paper as 易漏, or puts a reminder of it first. Raises `UserError` when that cannot be done."""
    from workbench.rules import changes, library, publish

    item, why = suggestion.item, f"{suggestion.action}。{suggestion.reason}"
    if suggestion.kind == "mark_missed":
        changes.mark_easily_missed(space, item, suggestion.material, who=who, why=why, now=now)
        return
    rules = library.load(space).get(item, now.date())
    known = next((one.text for one in rules.reminders if suggestion.material_name in one.text), None)
    if known is not None:
        changes.move_reminder_up(space, item, known, who=who, why=why, now=now)
        return
    paper = rules.material_by_id[suggestion.material]
    whens = [need.when for need in paper.needs]
    reminder: dict[str, Any] = {"text": f"请先看看“{paper.name}”带齐了没有"}
    if whens:
        reminder["when"] = whens[0] if len(whens) == 1 else {"any": whens}

    def put_first(data: dict[str, Any]) -> None:
        data["reminders"] = [reminder, *data.get("reminders", ())]

    publish.change(space, item, put_first, who=who, why=why, now=now)


def decline(space: Workspace, suggestion: Suggestion, today: date, why: str = "") -> None:
    """Leaves it alone for four weeks."""
    _keep(space, suggestion, today, {"state": "declined", "why": why.strip()})


def reconsider(space: Workspace, suggestion: Suggestion) -> None:
    """Takes a decision back: the suggestion is proposed again. A measure made of it stays."""
    with open_journal(space) as journal:
        if (decision := journal.get("suggestion", suggestion.key)) is not None:
            journal.record([Entry("suggestion", suggestion.key, decision, "remove", "review")])


def _keep(space: Workspace, suggestion: Suggestion, today: date, decision: dict[str, Any]) -> None:
    with open_journal(space) as journal:
        payload = {"on": today.isoformat(), "reason": suggestion.reason, **decision}
        journal.record([Entry("suggestion", suggestion.key, payload, "edit", "review")])
