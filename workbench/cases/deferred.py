"""容缺 that is still open: papers that were to follow, and the day they are due."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta

from workbench.ledger import ledger
from workbench.rules.item import Duration, Material
from workbench.rules.library import Library
from workbench.workdays import Calendar
from workbench.workspace import Workspace

LOOK_BACK = 120  # days; longer deferrals are the rules' affair
WARN = 2  # days before the end

_OPEN = """
SELECT c.id, c.payload FROM cases t JOIN current c ON c.kind = 'cases' AND c.id = t.id
WHERE t.outcome = '容缺' AND t.day BETWEEN ? AND ?
AND NOT EXISTS (SELECT 1 FROM cases later WHERE later.matter = t.matter AND later.visit > t.visit)
ORDER BY t.day
"""


@dataclass(frozen=True)
class Owed:
    """One case with papers to follow: the earliest day by which one is due."""

    case: str
    item: str
    papers: tuple[str, ...]
    due: date

    def overdue(self, today: date) -> bool:
        return self.due < today


def owed(space: Workspace, library: Library, calendar: Calendar, today: date) -> list[Owed]:
    """The cases whose papers are due within two days or overdue, the earliest first."""
    if not space.journal.exists():
        return []
    since = (today - timedelta(days=LOOK_BACK)).isoformat()
    found = []
    for row in ledger.query(space, _OPEN, (since, today.isoformat())):
        case = json.loads(row["payload"])
        materials = _materials(library, case["item"])
        papers = [materials[one] for one, tick in case["ticks"].items() if tick == "deferred" and one in materials]
        start = date.fromisoformat(case["started"][:10])
        dues = [calendar.end(start, _span(paper)) for paper in papers if paper.deferrable]
        if dues and min(dues) <= today + timedelta(days=WARN):
            found.append(Owed(case["id"], case["item"], tuple(paper.name for paper in papers), min(dues)))
    return sorted(found, key=lambda one: one.due)


def _materials(library: Library, item: str) -> dict[str, Material]:
    versions = library.versions(item)
    return versions[0].item.material_by_id if versions else {}


def _span(paper: Material) -> Duration:
    assert paper.deferrable
    return Duration(days=paper.deferrable.within_days, unit=paper.deferrable.unit)
