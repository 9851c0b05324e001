"""Past returns against today's rules: which of them our list would now have prevented.

A row counts as prevented when today's list, for the answers given then, names the paper that was missing (or says
that the matter cannot be done that way), and the list of that day did not.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from workbench.ledger import check
from workbench.ledger.check import Words
from workbench.ledger.journal import open_journal
from workbench.ledger.records import HAND_ADDED
from workbench.problems import NotFound
from workbench.rules import library as rules_library
from workbench.rules.answers import read_answers
from workbench.rules.checklist import Checklist
from workbench.rules.library import Entry, Library
from workbench.workspace import Workspace

Verdict = Literal["prevented", "named_then", "still_missing", "not_a_paper"]
WORDS: dict[Verdict, str] = {
    "prevented": "现在的清单能避免",
    "named_then": "当时的清单已经写了",
    "still_missing": "现在的清单仍没写到",
    "not_a_paper": "与清单无关",
}
_NOT_POSSIBLE = ("不符合条件", "已超期或时间未到")

_ROWS = """
SELECT row.payload AS row, visit.payload AS visit FROM rework
JOIN current AS row ON row.kind = 'rework' AND row.id = rework.id
LEFT JOIN current AS visit ON visit.kind = 'cases' AND visit.id = rework.case_id AND NOT visit.removed
WHERE rework.day BETWEEN ? AND ? ORDER BY rework.day, row.first
"""


@dataclass(frozen=True)
class Replayed:
    """One rework row, and what today's rules would have made of it. `why` is a sentence for the clerk."""

    row: dict[str, Any]
    item_name: str
    material_name: str
    verdict: Verdict
    why: str
    marked: bool  # today's file marks the paper as 易漏

    def as_dict(self) -> dict[str, Any]:
        keys = ("id", "date", "window", "item", "version", "cause", "detail", "material", "case", "notice_omission")
        return {
            **{key: self.row.get(key) for key in keys},
            "item_name": self.item_name,
            "material_name": self.material_name,
            "verdict": self.verdict,
            "why": self.why,
            "easily_missed_now": self.marked,
        }


@dataclass(frozen=True)
class Replay:
    """All rows of a span; a return is prevented when every one of its rows is."""

    start: date
    end: date
    rows: list[Replayed]

    @property
    def counts(self) -> dict[str, int]:
        found = Counter(row.verdict for row in self.rows)
        return {name: found[name] for name in WORDS}

    @property
    def returns(self) -> tuple[int, int]:
        """`(prevented, all)` returns: the visits behind the rows, or the rows themselves where no visit was kept."""
        by_visit: dict[str, list[bool]] = {}
        for row in self.rows:
            by_visit.setdefault(row.row.get("case") or row.row["id"], []).append(row.verdict == "prevented")
        return sum(all(rows) for rows in by_visit.values()), len(by_visit)

    def as_dict(self) -> dict[str, Any]:
        prevented, returns = self.returns
        return {
            "from": self.start.isoformat(),
            "to": self.end.isoformat(),
            "returns": {"n": prevented, "d": returns},
            "rows": {"n": self.counts["prevented"], "d": len(self.rows)},
            "verdicts": self.counts,
            "prevented": [row.as_dict() for row in self.rows if row.verdict == "prevented"],
            "not_prevented": [row.as_dict() for row in self.rows if row.verdict != "prevented"],
        }


def replay(
    space: Workspace, start: date, end: date, today: date, *, library: Library | None = None, words: Words | None = None
) -> Replay:
    """The rework rows of the span, both days included, against the rules of `today`."""
    library = library or rules_library.load(space)
    words = words or check.words(space, library)
    with open_journal(space) as journal:
        found = journal.query(_ROWS, (start.isoformat(), end.isoformat()))
    rows = [(json.loads(row["row"]), json.loads(row["visit"]) if row["visit"] else None) for row in found]
    return Replay(start, end, [_replayed(row, visit, library, words, today) for row, visit in rows])


def _replayed(
    row: dict[str, Any], visit: dict[str, Any] | None, library: Library, words: Words, today: date
) -> Replayed:
    item, material = row["item"], row["material"]
    name = words.material_name(item, material).removeprefix(HAND_ADDED) if material else ""

    def said(verdict: Verdict, why: str, marked: bool = False) -> Replayed:
        return Replayed(row, words.item_name(item), name, verdict, why, marked)

    entry = _entry(library, item, today)
    if entry is None:
        return said("still_missing", "今天没有这个事项的规则")
    answers = read_answers(entry.item, (visit or {}).get("answers") or {}, today)[0]
    now = entry.book.checklist(answers, today)
    if not material:
        if row["detail"] in _NOT_POSSIBLE and now.not_eligible and not _told_then(row, visit, library):
            return said("prevented", f"现在的规则会先提醒:{now.not_eligible[0].reason}")
        return said("not_a_paper", "这一行没有说缺哪份材料")
    wanted = _id_of(entry, material, name)
    marked = bool(wanted and entry.item.material_by_id[wanted].easily_missed)
    if wanted is None or wanted not in now.needed_ids:
        asked = "、".join(q for one in now.undecided if one.material.id == wanted for q in one.waits_for)
        why = "现在的规则里没有这一份" if wanted is None else "按当时的回答,现在的清单不列这一份"
        return said("still_missing", f"{why}(还要问:{_texts(entry, asked)})" if asked else why, marked)
    if _named_then(row, visit, wanted, library):
        return said(
            "named_then", "当时的清单已经写了,群众没带或不合要求" + (";现在已标为易漏" if marked else ""), marked
        )
    return said("prevented", f"现在的清单会列出“{name}”", marked)


def _texts(entry: Entry, asked: str) -> str:
    return "、".join(entry.item.question_by_id[id].text for id in asked.split("、"))


def _entry(library: Library, item: str, day: date, version: str = "") -> Entry | None:
    """The rules that hold on `day`; with `version`, only when that version is still at hand."""
    if version:
        return next((one for one in library.versions(item) if one.item.version == version), None)
    try:
        return library.entry(item, day)
    except NotFound:
        return None


def _id_of(entry: Entry, material: str, name: str) -> str | None:
    """The paper's id in these rules: the same id, or for a paper added by hand the same name."""
    papers = entry.item.material_by_id
    if material in papers:
        return material
    return next((id for id, paper in papers.items() if paper.name.strip() == name.strip()), None)


def _then(row: dict[str, Any], visit: dict[str, Any] | None, library: Library) -> Checklist | None:
    """The checklist of that day, where its version of the rules is still at hand and the answers are known."""
    if visit is None:
        return None
    day = date.fromisoformat(row["date"])
    version = row.get("version") or visit.get("version") or ""
    entry = _entry(library, row["item"], day, version)
    if entry is None:
        return None
    return entry.book.checklist(read_answers(entry.item, visit.get("answers") or {}, day)[0], day)


def _named_then(row: dict[str, Any], visit: dict[str, Any] | None, wanted: str, library: Library) -> bool:
    """Whether our list of that day said so: the row tells of an omission, or the rules of that day tell."""
    if row["notice_omission"] or row["material"].startswith(HAND_ADDED):
        return False
    if visit and row["material"] in (visit.get("ticks") or {}):
        return True  # it stood on the list, for it was ticked there
    then = _then(row, visit, library)
    return then is None or wanted in then.needed_ids


def _told_then(row: dict[str, Any], visit: dict[str, Any] | None, library: Library) -> bool:
    then = _then(row, visit, library)
    return then is None or bool(then.not_eligible)
