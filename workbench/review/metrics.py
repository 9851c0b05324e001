"""Every figure of the reviews, computed here and nowhere else, from the journal's narrow tables.

`tally` counts what a span of days holds, per group, in three SQL aggregates; `METRICS` says how those counts make
the named figures. Consultations (咨询) are counted apart and are in no other figure. A matter is all visits that
share a matter number; it is finished in the span that has its 办结, and its visits count up to the span's end.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Literal

from workbench.ledger.journal import Journal
from workbench.review.comparison import Figure, number

Group = Literal["all", "week", "item", "window", "clerk", "hour", "weekday"]

_KEYS: dict[Group, str] = {
    "all": "''",
    "week": "week",
    "item": "item",
    "window": "window",
    "clerk": "clerk",
    "hour": "hour",
    "weekday": "(strftime('%w', day) + 6) % 7",  # 0 is Monday
}

_VISITS = """
SELECT {key} AS "key",
    sum(outcome <> '咨询') AS cases,
    sum(outcome = '咨询') AS consultations,
    sum(outcome IN ('补正', '退回')) AS returned,
    sum(visit = 1 AND outcome <> '咨询') AS first_visits,
    sum(visit = 1 AND outcome <> '咨询' AND complete) AS first_complete,
    sum(visit = 1 AND outcome <> '咨询' AND NOT complete AND outcome NOT IN ('补正', '退回')) AS first_deferred,
    total(minutes) FILTER (WHERE outcome <> '咨询') AS minutes,
    count(minutes) FILTER (WHERE outcome <> '咨询') AS timed,
    sum(outcome <> '咨询' AND EXISTS (
        SELECT 1 FROM rework WHERE rework.case_id = cases.id AND rework.side = '窗口')) AS clerk_errors
FROM cases WHERE day BETWEEN :start AND :end GROUP BY 1
"""
_MATTERS = """
SELECT "key", count(*) AS finished, sum(first = 1) AS finished_first, sum(visits) AS finished_visits
FROM (SELECT {key} AS "key", min(visit) AS first, (
        SELECT count(*) FROM cases AS all_visits
        WHERE all_visits.matter = cases.matter AND outcome <> '咨询' AND day <= :end) AS visits
    FROM cases WHERE day BETWEEN :start AND :end AND outcome = '办结' GROUP BY 1, matter)
GROUP BY 1
"""
_REWORK = """
SELECT {key} AS "key", count(*) AS rework_rows, sum(notice_omission) AS omissions
FROM rework WHERE day BETWEEN :start AND :end GROUP BY 1
"""


@dataclass
class Counts:
    """What a span of days holds. Minutes are handling time of the `timed` visits."""

    cases: int = 0
    consultations: int = 0
    returned: int = 0
    first_visits: int = 0
    first_complete: int = 0
    first_deferred: int = 0
    minutes: float = 0.0
    timed: int = 0
    clerk_errors: int = 0
    finished: int = 0
    finished_first: int = 0
    finished_visits: int = 0
    rework_rows: int = 0
    omissions: int = 0

    def figures(self) -> dict[str, Figure]:
        """Every metric by its identifier."""
        return {name: metric.of(self) for name, metric in METRICS.items()}


@dataclass(frozen=True)
class Metric:
    """`kind`: a plain count, a share (compared by the test of two proportions) or a mean."""

    name: str
    kind: Literal["count", "share", "mean"]
    of: Callable[[Counts], Figure]
    better: Literal["down", "up", ""] = ""
    explained: str = ""
    unit: str = ""
    each: str = ""

    def text(self, figure: Figure) -> str:
        """The figure as every screen and paper shows it: `14.5%(61/420)`, `1.16 次(488/420)`, `412`.

        Below ten a mean says what was counted: `8 件共 11 次`; without anything to count there is a dash.
        """
        if self.kind != "mean" or figure.d == 0:
            return str(figure)
        if figure.value is None:
            return f"{figure.d} {self.each}共 {number(figure.n)} {self.unit}"
        return f"{figure.value:.2f} {self.unit}({figure.counts})"


METRICS: dict[str, Metric] = {
    "cases": Metric("业务总量", "count", lambda c: Figure(c.cases, None), "", "到窗办理次数;咨询另计,不进任何分母"),
    "rework_rate": Metric(
        "返工率", "share", lambda c: Figure(c.returned, c.cases), "down", "结果为补正或退回的到窗次数÷业务总量"
    ),
    "first_submission_complete_rate": Metric(
        "材料一次性齐全率",
        "share",
        lambda c: Figure(c.first_complete, c.first_visits),
        "up",
        "首次到窗且材料全部齐全÷首次到窗;容缺、承诺不算齐全",
    ),
    "first_time_completion_rate": Metric(
        "一次办成率", "share", lambda c: Figure(c.finished_first, c.finished), "up", "第一次到窗就办结的事÷办结的事"
    ),
    "average_visits": Metric(
        "平均办事次数",
        "mean",
        lambda c: Figure(c.finished_visits, c.finished),
        "down",
        "办结的事到窗总次数÷办结的事",
        "次",
        "件",
    ),
    "average_handling_minutes": Metric(
        "平均办理时长",
        "mean",
        lambda c: Figure(round(c.minutes, 4), c.timed),
        "",
        "办理分钟合计÷记了用时的到窗次数",
        "分钟",
        "次",
    ),
    "clerk_error_rate": Metric(
        "差错率", "share", lambda c: Figure(c.clerk_errors, c.cases), "down", "责任环节有“窗口”的到窗次数÷业务总量"
    ),
    "notice_omission_share": Metric(
        "告知遗漏占比",
        "share",
        lambda c: Figure(c.omissions, c.rework_rows),
        "down",
        "我们的清单没写到的返工行÷全部返工行",
    ),
}


def tally(journal: Journal, start: date, end: date, group: Group = "all") -> dict[Any, Counts]:
    """The counts of the days from `start` to `end`, by group; groups without any row are absent.

    Rework rows have no hour of their own, so the groups by hour hold visits alone.
    """
    key = _KEYS[group]
    questions = [_VISITS, _MATTERS] if group == "hour" else [_VISITS, _MATTERS, _REWORK]
    found: dict[Any, Counts] = {}
    for question in questions:
        span = {"start": start.isoformat(), "end": end.isoformat()}
        for row in journal.query(question.format(key=key), span):
            counts = found.setdefault(row["key"], Counts())
            for name in row.keys()[1:]:
                setattr(counts, name, row[name] or 0)
    return found


def total(journal: Journal, start: date, end: date) -> Counts:
    """The counts of the days from `start` to `end`, all together."""
    return tally(journal, start, end).get("", Counts())


def added(many: list[Counts]) -> Counts:
    """The sum, for the pooled figures of several weeks."""
    return Counts(**{field.name: sum(getattr(one, field.name) for one in many) for field in fields(Counts)})


@dataclass(frozen=True)
class CauseCount:
    """Rework rows of a class of causes (`detail` empty) or of one of its second-level causes; d is all rework rows."""

    cause: str
    detail: str
    share: Figure


def cause_shares(journal: Journal, start: date, end: date, shown: list[str]) -> list[CauseCount]:
    """`cause_share` of every class, most rows first; the classes of `shown` also at 0, others when they have rows."""
    rows = journal.query(
        "SELECT cause, count(*) AS n FROM rework WHERE day BETWEEN ? AND ? GROUP BY 1",
        (start.isoformat(), end.isoformat()),
    )
    counts = dict.fromkeys(shown, 0) | {row["cause"]: row["n"] for row in rows}
    d = sum(counts.values())
    order = sorted(counts, key=lambda name: -counts[name])
    return [CauseCount(name, "", Figure(counts[name], d)) for name in order]


def detail_shares(journal: Journal, start: date, end: date) -> list[CauseCount]:
    """Second-level causes, most rows first; d is all rework rows of the span, also those without a second level."""
    rows = journal.query(
        "SELECT cause, detail, count(*) AS n FROM rework WHERE day BETWEEN ? AND ? GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2",
        (start.isoformat(), end.isoformat()),
    )
    d = sum(row["n"] for row in rows)
    return [CauseCount(row["cause"], row["detail"], Figure(row["n"], d)) for row in rows if row["detail"]]
