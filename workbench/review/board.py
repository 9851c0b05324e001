"""The measures on their way round: 计划 执行 检查 处理, and the rule changes, each with what it brought."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from workbench.ledger.check import Words
from workbench.ledger.journal import Journal
from workbench.ledger.records import HAND_ADDED
from workbench.review import effect
from workbench.review.effect import SPAN_DAYS, Effect
from workbench.review.periods import Period
from workbench.rules.library import Library

STAGES = {"待实施": "计划", "实施中": "执行", "已完成": "检查", "已评估": "处理", "已取消": "取消"}
OPEN = ("待实施", "实施中")
NEW_DAYS = 7  # what is decided in the week after a period belongs to its review
SHOWN_DAYS = SPAN_DAYS + 7  # so that the first review after its four weeks shows the whole effect

_MEASURES = """
SELECT current.payload FROM measures JOIN current ON current.kind = 'measures' AND current.id = measures.id
WHERE day <= :new AND (state IN ('待实施', '实施中') OR coalesce(done, due, day) >= :since OR day >= :start)
ORDER BY day, current.first
"""


@dataclass(frozen=True)
class Item:
    """A measure as the review shows it. `new`: decided in this review. `overdue`: open past its due date."""

    record: dict[str, Any]
    item_name: str
    material_name: str
    stage: str
    new: bool
    overdue: bool
    effect: Effect | None

    @property
    def effect_words(self) -> str:
        """The effect in full, or why there is none."""
        if self.effect:
            return self.effect.full
        return "没有写完成日期,比不出效果" if self.stage in ("检查", "处理") and not self.record.get("done") else "—"

    def as_dict(self) -> dict[str, Any]:
        return {
            **self.record,
            "item_name": self.item_name,
            "material_name": self.material_name,
            "stage": self.stage,
            "new": self.new,
            "overdue": self.overdue,
            "measured": self.effect.as_dict() if self.effect else None,
        }


def measures(journal: Journal, period: Period, words: Words, today: date) -> list[Item]:
    """Every measure that is open, was closed in the five weeks before the period or since, or was decided in it."""
    import json

    span = {
        "new": (period.end + timedelta(days=NEW_DAYS)).isoformat(),
        "start": period.start.isoformat(),
        "since": (period.start - timedelta(days=SHOWN_DAYS)).isoformat(),
    }
    last = min(today, period.end)
    return [_item(journal, json.loads(row[0]), period, words, today, last) for row in journal.query(_MEASURES, span)]


def _item(journal: Journal, record: dict[str, Any], period: Period, words: Words, today: date, last: date) -> Item:
    item, material, state = record.get("item") or "", record.get("material") or "", record["state"]
    done = date.fromisoformat(record["done"]) if record.get("done") else None
    finished = state in ("已完成", "已评估") and done is not None and done <= last
    return Item(
        record,
        words.item_name(item) if item else "",
        words.material_name(item, material).removeprefix(HAND_ADDED) if material else "",
        STAGES[state],
        new=record["date"] > period.end.isoformat(),
        overdue=state in OPEN and bool(record.get("due")) and record["due"] < today.isoformat(),
        effect=effect.of_measure(journal, record, done, last) if finished and done else None,
    )


@dataclass(frozen=True)
class RuleChange:
    """One line of an item's change list. `now`: made in the period itself, not in the five weeks before it."""

    item: str
    item_name: str
    version: str
    on: date
    by: str
    what: str
    now: bool
    effect: Effect

    def as_dict(self) -> dict[str, Any]:
        return {
            "item": self.item,
            "item_name": self.item_name,
            "version": self.version,
            "on": self.on.isoformat(),
            "by": self.by,
            "what": self.what,
            "in_period": self.now,
            "effect": self.effect.as_dict(),
        }


def rule_changes(journal: Journal, period: Period, library: Library, today: date) -> list[RuleChange]:
    """The changes of the period and of the five weeks before it, newest first, without each item's first entry."""
    last, since = min(today, period.end), period.start - timedelta(days=SHOWN_DAYS)
    found: dict[tuple[str, date, str], RuleChange] = {}
    for entry in library.current(today):
        for change in entry.item.changes[1:]:  # the first line tells of the first version
            if since <= change.on <= last:
                found[entry.item.id, change.on, change.what] = RuleChange(
                    entry.item.id,
                    entry.item.name,
                    change.version,
                    change.on,
                    change.by,
                    change.what,
                    change.on >= period.start,
                    effect.of_rule_change(journal, entry.item.id, change.on, last),
                )
    return sorted(found.values(), key=lambda change: (change.on, change.item), reverse=True)
