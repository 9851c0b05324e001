"""What a citizen was told, by the short code of the sheet: for the second visit, in the same journal as the ledger."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from workbench.cases.visit import Visit, papers
from workbench.ledger import ledger
from workbench.ledger.journal import Entry, Journal
from workbench.rules.checklist import Checklist
from workbench.workspace import Workspace

KIND = "said"
_BETWEEN = re.compile(r"[-—–〔〕()\[\]]+")
_LAST = re.compile(r"(?=.*\d)[A-Z0-9_.]{5,63}|[A-Z]{10}")  # the last part of a case's id; ours has ten signs
_ALIKE = str.maketrans("OIL", "011")  # an id of ours has none of these letters


@dataclass(frozen=True)
class Said:
    """One sheet: the item and answers it was for, the papers it named, how each stood, and how the visit ended."""

    code: str
    item: str
    day: date
    at: str
    matter: str
    visit: int
    answers: dict[str, Any] = field(default_factory=dict)
    papers: dict[str, str] = field(default_factory=dict)
    ticks: dict[str, str] = field(default_factory=dict)
    outcome: str = ""


def entry(visit: Visit, checklist: Checklist, now: datetime, outcome: str = "") -> Entry:
    """The journal entry of what is being told now."""
    payload = {
        "item": visit.item,
        "at": now.isoformat(timespec="minutes"),
        "matter": visit.matter,
        "visit": visit.visit,
        "answers": visit.answers,
        "papers": papers(visit, checklist),
        "ticks": visit.ticks,
        "outcome": outcome,
    }
    return Entry(KIND, visit.code, payload, "edit", "desk")


def keep(space: Workspace, visit: Visit, checklist: Checklist, now: datetime) -> None:
    """Keeps what the printed sheet says. Raises `CannotWrite`."""
    with ledger.open_journal(space) as journal:
        journal.record([entry(visit, checklist, now)])


def find(space: Workspace, code: str) -> Said | None:
    """What was told under a short code."""
    with ledger.open_journal(space) as journal:
        payload = journal.get(KIND, code)
    return _said(code, payload) if payload else None


def of_case(space: Workspace, case: str) -> Said | None:
    """What was told at a registered visit, by the case's id: its matter, answers and ticks, and its code if it has one.

    Every paper of the sheet counts as told; without a sheet, those that were ticked.
    """
    with ledger.open_journal(space) as journal:
        payload = journal.get("cases", case)
        if payload is None:
            return None
        code, papers = _sheet(journal, payload)
    day = datetime.fromisoformat(payload["started"])
    ticks = payload["ticks"]
    known = {name: payload[name] for name in ("item", "matter", "visit", "answers", "outcome")}
    papers = papers or dict.fromkeys(ticks, "")
    return Said(code, day=day.date(), at=f"{day:%H:%M}", papers=papers, ticks=ticks, **known)


def code_of(space: Workspace, case: dict[str, Any]) -> str:
    """The code under which a registered visit (JSON shape) was kept; empty when it was not registered at the desk."""
    with ledger.open_journal(space) as journal:
        return _sheet(journal, case)[0]


def _sheet(journal: Journal, case: dict[str, Any]) -> tuple[str, dict[str, str]]:
    """The code and the papers that were told at this visit of the matter, newest first."""
    found = journal.query(
        "SELECT id, payload FROM current WHERE kind = ? AND NOT removed"
        " AND json_extract(payload, '$.matter') = ? AND json_extract(payload, '$.visit') = ? ORDER BY n DESC LIMIT 1",
        (KIND, case["matter"], case["visit"]),
    )
    return (found[0]["id"], json.loads(found[0]["payload"])["papers"]) if found else ("", {})


def number_in(text: str) -> str:
    """The part of a notice's number by which its case is found, as somebody typed it; empty when it is none.

    The whole number, its last part or the case's id will do: `A01补〔2026〕1122-RVM1FW6JNE号`, `rvm1fw6jne`.
    """
    plain = "".join(unicodedata.normalize("NFKC", text).upper().split())
    last = _BETWEEN.split(plain.removesuffix("号").rstrip("-"))[-1]
    return last if _LAST.fullmatch(last) else ""


def find_number(space: Workspace, number: str) -> Said | None:
    """What was told at the visit whose case has an id that ends so (as `number_in` gives it)."""
    wanted = {number, number.translate(_ALIKE) if len(number) == 10 else number}
    marks = ",".join("?" * len(wanted))
    with ledger.open_journal(space) as journal:
        found = journal.query(
            "SELECT id FROM current WHERE kind = 'cases' AND NOT removed"
            f" AND upper(substr(id, length(rtrim(id, replace(id, '-', ''))) + 1)) IN ({marks}) ORDER BY n DESC LIMIT 1",
            wanted,
        )
    return of_case(space, found[0]["id"]) if found else None


def recent(space: Workspace, day: date, limit: int = 60) -> list[Said]:
    """What was told on a day, newest first."""
    if not space.journal.exists():
        return []
    rows = ledger.query(
        space,
        "SELECT id, payload FROM current WHERE kind = ? AND NOT removed ORDER BY n DESC LIMIT ?",
        (KIND, limit * 4),
    )
    found = [_said(row["id"], json.loads(row["payload"])) for row in rows]
    return [one for one in found if one.day == day][:limit]


def usual(space: Workspace, today: date, limit: int = 6) -> list[str]:
    """The items that this window handled most in the last four weeks, most first."""
    if not space.journal.exists():
        return []
    since = (today - timedelta(days=28)).isoformat()
    sql = "SELECT item FROM cases WHERE day >= ? GROUP BY item ORDER BY count(*) DESC, item LIMIT ?"
    return [row["item"] for row in ledger.query(space, sql, (since, limit))]


def _said(code: str, payload: dict[str, Any]) -> Said:
    at = datetime.fromisoformat(payload["at"])
    known = {name: payload[name] for name in ("item", "matter", "visit", "answers", "papers", "ticks", "outcome")}
    return Said(code=code, day=at.date(), at=f"{at:%H:%M}", **known)


def again(said: Said, now: datetime, code: str) -> Visit:
    """The next visit for the same matter: the answers stand, nothing is ticked, and what was told is at hand."""
    return Visit.begin(said.item, now, code, said.matter).but(
        visit=min(said.visit + 1, 99),
        answers=said.answers,
        told=tuple(said.papers),
        told_on=said.day,
        brought=said.ticks,
        added=tuple(name.removeprefix("手工:") for name in said.papers if name.startswith("手工:")),
    )
