"""Small changes of the rules that follow from the ledger, one click each."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from workbench.problems import NotFound, UserError, did_you_mean
from workbench.rules import library
from workbench.rules.item import Material
from workbench.rules.publish import Published, change
from workbench.workspace import Workspace


def mark_easily_missed(
    space: Workspace, item_id: str, material_id: str, *, who: str, why: str, now: datetime, missed: bool = True
) -> Published | None:
    """Marks a paper as 易漏 (or takes the mark off); None when it is marked so already.

    A paper of a shared pack is marked for this item alone. Raises `NotFound` for an unknown paper.
    """
    item = library.load(space).get(item_id, now.date())
    material = item.material_by_id.get(material_id)
    if material is None:
        raise NotFound(f"“{item.name}”没有材料“{material_id}”{did_you_mean(material_id, item.material_by_id)}")

    def edit(data: dict[str, Any]) -> None:
        own = next((one for one in data.get("materials", ()) if one["id"] == material_id), None)
        if own is None:  # a paper of a pack: the item's own copy of it wins over the pack's
            own = _as_written(material)
            data.setdefault("materials", []).append(own)
        if missed:
            own["easily_missed"] = True
        else:
            own.pop("easily_missed", None)

    if material.easily_missed == missed:
        return None
    return change(space, item_id, edit, who=who, why=why, now=now)


def _as_written(material: Material) -> dict[str, Any]:
    """A paper as a rules file writes it."""
    return _plain(material.model_dump(exclude_unset=True))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value


def move_reminder_up(
    space: Workspace, item_id: str, text: str, *, who: str, why: str, now: datetime
) -> Published | None:
    """Puts a reminder first; None when it is first already. Raises `NotFound`, and `UserError` for a shared one."""
    item = library.load(space).get(item_id, now.date())
    if text not in [reminder.text for reminder in item.reminders]:
        known = [reminder.text for reminder in item.reminders]
        raise NotFound(f"“{item.name}”没有提示“{text}”{did_you_mean(text, known)}")

    def edit(data: dict[str, Any]) -> None:
        reminders = data.get("reminders", [])
        own = [one for one in reminders if one["text"] == text]
        if not own:
            raise UserError(f"提示“{text}”来自共享题库,不能单独提前。请在“规则/common.toml”里改。")
        data["reminders"] = own + [one for one in reminders if one["text"] != text]

    return change(space, item_id, edit, who=who, why=why, now=now)
