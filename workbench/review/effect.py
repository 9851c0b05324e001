"""Whether something helped: four weeks before it against four weeks after it, with counts, interval and verdict."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from workbench.ledger.journal import Journal
from workbench.review import comparison
from workbench.review.comparison import Figure

SPAN_DAYS = 28

# A return that was not taken as a visit (typed in from paper) counts once for each row.
_RETURNS = """
SELECT count(DISTINCT coalesce(case_id, id)) AS n FROM rework WHERE day BETWEEN :start AND :end
AND (:cause = '' OR cause = :cause) AND (:detail = '' OR detail = :detail)
AND (:item = '' OR item = :item) AND (:material = '' OR material = :material)
"""
_VISITS = """
SELECT count(*) AS d, total(outcome IN ('补正', '退回')) AS returned FROM cases
WHERE day BETWEEN :start AND :end AND outcome <> '咨询' AND (:item = '' OR item = :item)
"""


@dataclass(frozen=True)
class Effect:
    """Two shares around a day. `days` of the 28 after it are over; with fewer the verdict is for the time being."""

    before: Figure
    after: Figure
    days: int

    @property
    def verdict(self) -> comparison.Verdict:
        return comparison.verdict(self.before, self.after)

    @property
    def interval(self) -> tuple[float, float] | None:
        return comparison.interval(self.before, self.after)

    @property
    def short(self) -> str:
        """For a table cell: `19.5%(8/41)→5.1%(2/39) 明显下降`."""
        if self.days <= 0:
            return "刚完成,还没有后续数据"
        running = f"(才 {self.days} 天)" if self.days < SPAN_DAYS else ""
        return f"{self.before} → {self.after} {self.verdict}{running}"

    @property
    def full(self) -> str:
        """The same with the interval: `…,相差 -28.6 到 -1.2 个百分点`."""
        if self.days <= 0 or (found := self.interval) is None:
            return self.short
        return f"{self.short},相差 {found[0] * 100:+.1f} 到 {found[1] * 100:+.1f} 个百分点"

    def as_dict(self) -> dict[str, Any]:
        return {
            "before": self.before.as_dict(),
            "after": self.after.as_dict(),
            "days_after": self.days,
            "interval": None if self.interval is None else [round(edge, 6) for edge in self.interval],
            "verdict": self.verdict,
        }


def _spans(day: date, last: date) -> tuple[dict[str, str], dict[str, str], int]:
    """The 28 days before `day`, those after it up to `last`, and how many of the latter are over."""
    end = min(day + timedelta(days=SPAN_DAYS), last)
    before = {"start": (day - timedelta(days=SPAN_DAYS)).isoformat(), "end": (day - timedelta(days=1)).isoformat()}
    after = {"start": (day + timedelta(days=1)).isoformat(), "end": end.isoformat()}
    return before, after, max(0, (end - day).days)


def of_measure(journal: Journal, measure: dict[str, Any], done: date, last: date) -> Effect:
    """Visits sent home by the measure's cause (and item, and paper) over the visits of that item, around `done`.

    `last` is the last day that may be looked at.
    """
    words = {key: measure.get(key) or "" for key in ("cause", "detail", "item", "material")}
    if words["material"]:
        words["cause"] = words["detail"] = ""  # the paper says it more exactly, however its lack was classed
    before, after, days = _spans(done, last)
    figures = [
        Figure(journal.query(_RETURNS, {**words, **span})[0]["n"], journal.query(_VISITS, {**words, **span})[0]["d"])
        for span in (before, after)
    ]
    return Effect(figures[0], figures[1], days)


def of_rule_change(journal: Journal, item: str, on: date, last: date) -> Effect:
    """The item's return rate around the day on which its rules changed."""
    before, after, days = _spans(on, last)
    rows = [journal.query(_VISITS, {"item": item, **span})[0] for span in (before, after)]
    figures = [Figure(int(row["returned"]), row["d"]) for row in rows]
    return Effect(figures[0], figures[1], days)
