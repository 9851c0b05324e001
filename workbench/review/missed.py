"""What this window's citizens forget most, for the next checklist."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from workbench.ledger.journal import open_journal
from workbench.workspace import Workspace

DAYS = 28
AT_LEAST = 5  # returns of the item; with fewer the file's own 易漏 marks stand alone
MARKED = 3

_RETURNS = """
SELECT material, count(DISTINCT coalesce(case_id, id)) AS n FROM rework
WHERE item = :item AND window = :window AND day > :after AND day <= :today {only}
GROUP BY {by} ORDER BY n DESC, material
"""


def at_window(space: Workspace, item: str, today: date, window: str = "") -> dict[str, dict[str, int]]:
    """The three papers most missed at this window in the last 28 days: `{material: {"n", "d"}}`, most first.

    `d` is how many visits for the item were sent home, `n` how many of them by this paper. Empty with fewer than
    five returns. `window` is the settings' own unless given. Papers added by hand are not in it: no list has them.
    """
    if not space.journal.exists():
        return {}
    values = {
        "item": item,
        "window": window or space.settings().window,
        "after": (today - timedelta(days=DAYS)).isoformat(),
        "today": today.isoformat(),
    }
    with open_journal(space) as journal:
        whole = journal.query(_RETURNS.format(only="", by="NULL"), values)
        d = whole[0]["n"] if whole else 0
        if d < AT_LEAST:
            return {}
        only = "AND material <> '' AND material NOT LIKE '手工:%'"
        rows = journal.query(_RETURNS.format(only=only, by="material"), values)
    return {row["material"]: {"n": row["n"], "d": d} for row in rows[:MARKED]}


def marked(document: dict[str, Any], found: Mapping[str, Mapping[str, int]]) -> dict[str, Any]:
    """The document of `checklist --json` with `missed_here` on those papers."""
    for paper in (*document["base"], *document["personal"]):
        if paper["id"] in found:
            paper["missed_here"] = dict(found[paper["id"]])
    return document


def sentence(found: Mapping[str, int]) -> str:
    """What the clerk reads: `近 28 天退回 9 次,5 次因它`."""
    return f"近 {DAYS} 天退回 {found['d']} 次,{found['n']} 次因它"
