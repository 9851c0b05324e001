"""Deciding about a suggestion: accepted (also in other words) it becomes a measure; declined it is left alone."""

from __future__ import annotations

from datetime import date, timedelta
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
) -> str:
    """Makes the measure and gives its id. `action` replaces the proposed words; the usual time limit is a week.

    Raises `UserError` without an owner or with a due date in the past; nothing is written then.
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
    (id,) = ledger.add(space, "measures", [measure], origin="review")
    _keep(space, suggestion, today, {"state": "accepted", "measure": id})
    return id


def decline(space: Workspace, suggestion: Suggestion, today: date, why: str = "") -> None:
    """Leaves it alone for four weeks."""
    _keep(space, suggestion, today, {"state": "declined", "why": why.strip()})


def _keep(space: Workspace, suggestion: Suggestion, today: date, decision: dict[str, Any]) -> None:
    with open_journal(space) as journal:
        payload = {"on": today.isoformat(), "reason": suggestion.reason, **decision}
        journal.record([Entry("suggestion", suggestion.key, payload, "edit", "review")])
