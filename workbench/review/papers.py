"""Which papers sent people home: most missed, added by hand (gaps in the rules), and left off our lists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from workbench.ledger.check import Words
from workbench.ledger.journal import Journal
from workbench.ledger.records import HAND_ADDED
from workbench.review.comparison import Figure

# CROSS JOIN keeps SQLite to this order: from the few rows of the span to their payloads, not through all payloads.
# One row a paper; `first` counts the first visits that it sent home.
_PAPERS = """
SELECT rework.item, rework.material, count(*) AS n, sum(notice_omission) AS omissions,
    count(DISTINCT CASE WHEN cases.visit = 1 AND cases.day BETWEEN :start AND :end THEN case_id END) AS first,
    group_concat(DISTINCT nullif(json_extract(current.payload, '$.version'), '')) AS versions
FROM rework CROSS JOIN current ON current.kind = 'rework' AND current.id = rework.id
LEFT JOIN cases ON cases.id = rework.case_id
WHERE rework.day BETWEEN :start AND :end AND rework.material <> ''
GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2
"""
_DETAILS = """
SELECT item, material, cause, detail, count(*) AS n FROM rework
WHERE day BETWEEN :start AND :end AND material <> '' GROUP BY 1, 2, 3, 4 ORDER BY 5 DESC, 3, 4
"""
_HAND_TICKS = """
SELECT cases.item, tick.key AS material, count(*) AS n
FROM cases CROSS JOIN current ON current.kind = 'cases' AND current.id = cases.id
CROSS JOIN json_each(current.payload, '$.ticks') AS tick
WHERE cases.day BETWEEN :start AND :end AND instr(current.payload, :mark) AND tick.key LIKE :mark || '%'
GROUP BY 1, 2
"""


@dataclass(frozen=True)
class Paper:
    """A paper of an item and its rework rows in a span. `first`: first visits it sent home over first visits."""

    item: str
    item_name: str
    material: str
    name: str
    n: int
    omissions: int
    first: Figure
    versions: tuple[str, ...]
    cause: str
    detail: str

    @property
    def by_hand(self) -> bool:
        return self.material.startswith(HAND_ADDED)

    def as_dict(self) -> dict[str, Any]:
        return {
            "item": self.item,
            "item_name": self.item_name,
            "material": self.material,
            "material_name": self.name,
            "n": self.n,
            "first_visits": self.first.as_dict(),
            "versions": list(self.versions),
            "cause": self.cause,
            "detail": self.detail,
        }


def missed(journal: Journal, start: date, end: date, words: Words, first_visits: dict[str, int]) -> list[Paper]:
    """Every paper that rework rows of the span name, most rows first; `first_visits` are those of each item."""
    span = {"start": start.isoformat(), "end": end.isoformat()}
    usual: dict[tuple[str, str], tuple[str, str]] = {}
    for row in journal.query(_DETAILS, span):
        usual.setdefault((row["item"], row["material"]), (row["cause"], row["detail"]))
    found = []
    for row in journal.query(_PAPERS, span):
        item, material = row["item"], row["material"]
        cause, detail = usual[item, material]
        found.append(
            Paper(
                item=item,
                item_name=words.item_name(item),
                material=material,
                name=words.material_name(item, material).removeprefix(HAND_ADDED),
                n=row["n"],
                omissions=row["omissions"],
                first=Figure(row["first"], first_visits.get(item, 0)),
                versions=tuple(sorted((row["versions"] or "").split(","))) if row["versions"] else (),
                cause=cause,
                detail=detail,
            )
        )
    return found


@dataclass(frozen=True)
class Gap:
    """A paper that clerks had to add by hand: `rework` rows and `ticks` at the counter."""

    item: str
    item_name: str
    name: str
    rework: int
    ticks: int

    def as_dict(self) -> dict[str, Any]:
        return {
            "item": self.item,
            "item_name": self.item_name,
            "material": HAND_ADDED + self.name,
            "material_name": self.name,
            "n": self.rework,
            "ticks": self.ticks,
        }


def gaps(journal: Journal, start: date, end: date, words: Words, papers: list[Paper]) -> list[Gap]:
    """What the rules lack, as far as clerks wrote it down, most often first."""
    span = {"start": start.isoformat(), "end": end.isoformat(), "mark": HAND_ADDED}
    ticks = {(row["item"], row["material"]): row["n"] for row in journal.query(_HAND_TICKS, span)}
    rework = {(paper.item, paper.material): paper.n for paper in papers if paper.by_hand}
    keys = sorted(ticks.keys() | rework.keys(), key=lambda key: (-rework.get(key, 0) - ticks.get(key, 0), key))
    return [
        Gap(
            item,
            words.item_name(item),
            material.removeprefix(HAND_ADDED),
            rework.get((item, material), 0),
            ticks.get((item, material), 0),
        )
        for item, material in keys
    ]
