"""容缺 and 承诺 that are still open: papers to follow, promises to check, and the day they are due."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta

from workbench.ledger import ledger
from workbench.ledger.records import HAND_ADDED
from workbench.rules.item import Duration, Material
from workbench.rules.library import Library
from workbench.settings import Settings
from workbench.workdays import Calendar
from workbench.workspace import Workspace

LOOK_BACK = 120  # days; longer deferrals are the rules' affair
WARN = 2  # days before the end

_OPEN = """
SELECT c.id, c.payload FROM cases t JOIN current c ON c.kind = 'cases' AND c.id = t.id
WHERE t.outcome IN ('容缺', '承诺') AND t.day BETWEEN ? AND ?
AND NOT EXISTS (SELECT 1 FROM cases later WHERE later.matter = t.matter AND later.visit > t.visit)
ORDER BY t.day
"""


@dataclass(frozen=True)
class Owed:
    """One case with papers to follow, or promises to check: the earliest day by which one is due."""

    case: str
    item: str
    papers: tuple[str, ...]
    due: date

    def overdue(self, today: date) -> bool:
        return self.due < today


def owed(space: Workspace, library: Library, calendar: Calendar, today: date, warn: int = WARN) -> list[Owed]:
    """The cases whose papers or promises are due within `warn` days or overdue, the earliest first."""
    if not space.journal.exists():
        return []
    settings = space.settings()
    since = (today - timedelta(days=LOOK_BACK)).isoformat()
    found = []
    for row in ledger.query(space, _OPEN, (since, today.isoformat())):
        case = json.loads(row["payload"])
        materials = _materials(library, case["item"])
        papers = [paper for paper, tick in case["ticks"].items() if tick in ("deferred", "promised")]
        start = date.fromisoformat(case["started"][:10])
        dues = [calendar.end(start, term(materials.get(paper), settings)) for paper in papers]
        if dues and min(dues) <= today + timedelta(days=warn):
            names = [materials[one].name if one in materials else one.removeprefix(HAND_ADDED) for one in papers]
            found.append(Owed(case["id"], case["item"], tuple(names), min(dues)))
    return sorted(found, key=lambda one: one.due)


def term(paper: Material | None, settings: Settings) -> Duration:
    """How long a paper may take to follow: as its rules say, else the office's time for corrections."""
    if paper and paper.deferrable:
        return Duration(days=paper.deferrable.within_days, unit=paper.deferrable.unit)
    return Duration(days=settings.correction_days, unit="工作日")


def _materials(library: Library, item: str) -> dict[str, Material]:
    versions = library.versions(item)
    return versions[0].item.material_by_id if versions else {}
