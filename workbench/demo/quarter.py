"""Thirteen weeks at two windows: 1,260 seeded visits for eight items, with the causes and the trend offices tell of.

The return rate falls from about 19 % to about 14 %; two thirds of the rework rows are missing papers. Nothing here
is a real person, and the same seed and day give the same rows.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from workbench import workdays
from workbench.demo.citizens import Citizen, citizens
from workbench.ledger.causes import Causes
from workbench.rules.library import Entry

WEEKS = 13
VISITS = 1260
CONSULTATIONS = 65
FIRST_RATE, LAST_RATE = 0.19, 0.14
HARD = {0: 2.6, 5: 5.0}  # the first item is cured by its measure; the sixth still waits for one
CURED_WEEK = 7  # in that week a measure against the most missed paper is done, and it helps
CLERKS = {"A01": ("王敏", "李伟"), "A02": ("赵静",)}
BUSY = {0: 1.3, 1: 1.1, 2: 1.0, 3: 1.0, 4: 0.8, 5: 0.5, 6: 0.5}
HOURS = {9: 5, 10: 5, 11: 3, 12: 1, 13: 1, 14: 4, 15: 3, 16: 2}
CAUSES = {"材料缺失": 67, "信息错误": 19, "流程误解": 14}
SIDES = {
    "材料缺失": {"群众": 11, "窗口": 4, "规则": 3, "系统": 2},
    "信息错误": {"群众": 15, "窗口": 4, "系统": 1},
    "流程误解": {"群众": 9, "窗口": 8, "规则": 3},
}
HAND_ADDED = "手工:社区开的居住情况证明"
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass
class Quarter:
    """The rows of the quarter, in the JSON shape of the contract, and its days."""

    start: date
    end: date
    cured: tuple[str, str, date] = ("", "", date.min)  # item, paper, and the day on which its measure was done
    cases: list[dict[str, Any]] = field(default_factory=list)
    rework: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class _Matter:
    id: str
    entry: Entry
    citizen: Citizen
    window: str
    visits: int = 0


def quarter(entries: list[Entry], causes: Causes, today: date, seed: int) -> Quarter:
    """Thirteen whole weeks up to the last Sunday before this week."""
    end = today - timedelta(days=today.weekday() + 1)
    return _Maker(entries, causes, end, random.Random(f"{seed}|{end}")).make()


class _Maker:
    """Goes through the days in order: who has to come back comes first, new people fill the rest."""

    def __init__(self, entries: list[Entry], causes: Causes, end: date, chance: random.Random) -> None:
        self.chance, self.causes = chance, causes
        self.out = Quarter(end - timedelta(days=WEEKS * 7 - 1), end)
        self.people = [(entry, citizens(entry.book, chance, end)) for entry in entries]
        self.weights = [8 - number * 0.7 for number in range(len(entries))]
        self.hard = {entry.item.id: HARD.get(number, 0.7) for number, entry in enumerate(entries)}
        self.favourites = {entry.item.id: _favourites(entry, people) for entry, people in self.people}
        self.cured = max(self.favourites[entries[0].item.id].items(), key=lambda pair: pair[1])[0]
        self.cured_on = self.out.start + timedelta(weeks=CURED_WEEK, days=4)
        self.waiting: list[tuple[date, _Matter]] = []
        self.days = [day for day in self._span() if workdays.calendar().is_workday(day)]

    def _span(self) -> list[date]:
        return [self.out.start + timedelta(days=number) for number in range(WEEKS * 7)]

    def make(self) -> Quarter:
        visits, asked = self._spread(VISITS), self._spread(CONSULTATIONS)
        returned = self._returned(visits)
        for day in self.days:
            self._day(day, visits[day], returned[day])
            for _ in range(asked[day]):
                self._visit(self._new(day), day, "咨询")
        self.out.cured = (self.people[0][0].item.id, self.cured, self.cured_on)
        self.out.cases.sort(key=lambda case: case["started"])
        return self.out

    def _spread(self, total: int) -> dict[date, int]:
        """`total` over the working days, Mondays busiest."""
        weights = [BUSY[day.weekday()] for day in self.days]
        found, given, heavy = {}, 0, 0.0
        for day, weight in zip(self.days, weights, strict=True):
            heavy += weight
            upto = round(total * heavy / sum(weights))
            found[day], given = upto - given, upto
        return found

    def _returned(self, visits: dict[date, int]) -> dict[date, int]:
        """How many visits of each day are sent home: each week's share on the falling line, with a little noise."""
        found = {}
        for number in range(WEEKS):
            monday = self.out.start + timedelta(weeks=number)
            days = [day for day in self.days if monday <= day < monday + timedelta(days=7)]
            rate = FIRST_RATE + (LAST_RATE - FIRST_RATE) * number / (WEEKS - 1) + self.chance.uniform(-0.006, 0.006)
            slots = [day for day in days for _ in range(visits[day])]
            chosen = self.chance.sample(slots, round(len(slots) * rate))
            found |= {day: chosen.count(day) for day in days}
        return found

    def _day(self, day: date, visits: int, returned: int) -> None:
        due = [matter for when, matter in self.waiting if when <= day][:visits]
        for matter in due:
            self.waiting.remove(next(one for one in self.waiting if one[1] is matter))
        matters = due + [self._new(day) for _ in range(visits - len(due))]
        # Some items are harder than others, and whom we told everything once seldom has to come a third time.
        order = sorted(matters, key=lambda one: -(self.chance.random() ** (1 / self._weight(one, day))))
        for number, matter in enumerate(order):
            if number < returned:
                self._return(matter, day)
            else:
                self._serve(matter, day)

    def _serve(self, matter: _Matter, day: date) -> None:
        """A visit that is not sent home; who owes a paper brings it within days, as good as always."""
        outcome = self._outcome(matter)
        self._visit(matter, day, outcome)
        if outcome in ("容缺", "承诺") and self.chance.random() < 0.95:
            self.waiting.append((day + timedelta(days=self.chance.randrange(2, 8)), matter))

    def _weight(self, matter: _Matter, day: date) -> float:
        """How likely a visit is sent home, against the others of its day; after its measure the item is an easy one."""
        item = matter.entry.item.id
        cured = item == self.people[0][0].item.id and day > self.cured_on
        return (0.6 if cured else self.hard[item]) * (0.25 if matter.visits else 1)

    def _new(self, day: date) -> _Matter:
        entry, people = self.chance.choices(self.people, weights=self.weights)[0]
        willing = [one for one in people if one.eligible] or people
        window = self.chance.choices(list(CLERKS), weights=[3, 2])[0]
        return _Matter(self._id("S", day), entry, self.chance.choice(willing), window)

    def _outcome(self, matter: _Matter) -> str:
        if matter.visits == 0 and self.chance.random() < 0.05:
            return self.chance.choice(("容缺", "容缺", "承诺"))
        done = 0.85 if matter.entry.item.case_type == "即办件" else 0.55
        return self.chance.choices(("办结", "受理", "转出"), weights=(done, 1 - done, 0.01))[0]

    def _visit(self, matter: _Matter, day: date, outcome: str, ticks: dict[str, str] | None = None) -> dict[str, Any]:
        chance, item = self.chance, matter.entry.item
        matter.visits += outcome != "咨询"
        if ticks is None:
            ticks = dict.fromkeys(matter.citizen.papers, "present") if outcome != "咨询" else {}
            if outcome in ("容缺", "承诺") and ticks:
                ticks[chance.choice(list(ticks))] = "deferred" if outcome == "容缺" else "promised"
        hour = chance.choices(list(HOURS), weights=list(HOURS.values()))[0]
        case = {
            "id": self._id("C", day),
            "matter": matter.id,
            "started": datetime(day.year, day.month, day.day, hour, chance.randrange(60)).isoformat(timespec="minutes"),
            "minutes": round(chance.lognormvariate(2.0 if outcome != "咨询" else 1.2, 0.35) * 2) / 2,
            "window": matter.window,
            "clerk": chance.choice(CLERKS[matter.window]),
            "item": item.id,
            "version": item.version,
            "answers": matter.citizen.answers,
            "visit": max(1, matter.visits),
            "ticks": ticks,
            "outcome": outcome,
        }
        self.out.cases.append(case)
        return case

    def _return(self, matter: _Matter, day: date) -> None:
        chance = self.chance
        causes = chance.choices(list(CAUSES), weights=list(CAUSES.values()), k=2 if chance.random() < 0.06 else 1)
        ticks = dict.fromkeys(matter.citizen.papers, "present")
        rows = [self._row(matter, cause, ticks, day) for cause in dict.fromkeys(causes)]
        case = self._visit(matter, day, "补正" if chance.random() < 0.75 else "退回", ticks)
        for row in rows:
            self.out.rework.append({**row, "clerk": case["clerk"], "visits": case["visit"], "case": case["id"]})
        if chance.random() < 0.93:
            self.waiting.append((day + timedelta(days=chance.randrange(1, 8)), matter))

    def _row(self, matter: _Matter, cause: str, ticks: dict[str, str], day: date) -> dict[str, Any]:
        chance, item = self.chance, matter.entry.item
        paper, omission = "", False
        if cause == "材料缺失":
            if chance.random() < 0.04:
                paper, omission = HAND_ADDED, True
            else:
                papers, weights = matter.citizen.papers, self.favourites[item.id]
                cured = self.cured if day > self.cured_on else ""  # the measure of week eight helped
                paper = chance.choices(papers, weights=[0.3 if one == cured else weights[one] for one in papers])[0]
                ticks[paper] = "missing" if chance.random() < 0.8 else "unfit"
                omission = chance.random() < 0.07
        details = self.causes.by_name()[cause].details
        detail = chance.choices(details, weights=[1 / (number + 1) for number in range(len(details))])[0]
        if cause == "材料缺失":
            detail = (
                "缺授权委托"
                if "authorization" in paper
                else "缺件"
                if ticks.get(paper) == "missing" or omission
                else detail
            )
        sides = SIDES[cause]
        return {
            "id": self._id("R", day),
            "date": day.isoformat(),
            "window": matter.window,
            "item": item.id,
            "version": item.version,
            "cause": cause,
            "detail": detail,
            "material": paper,
            "side": "规则" if omission else chance.choices(list(sides), weights=list(sides.values()))[0],
            "notice_omission": omission,
            "handling": "出具补正通知书,一次说清全部要补的内容",
            "state": "已整改" if day < self.out.end - timedelta(days=10) else "待整改",
        }

    def _id(self, letter: str, day: date) -> str:
        return f"{letter}{day:%Y%m%d}-" + "".join(self.chance.choices(ALPHABET, k=10))


def _favourites(entry: Entry, people: list[Citizen]) -> dict[str, float]:
    """How easily each paper is forgotten: one personal paper most of all, then what the file marks."""
    found = {}
    for paper in entry.item.materials:
        found[paper.id] = 4.0 if paper.easily_missed else 2.0 if paper.layer == "personal" else 0.7
    often = Counter(paper for one in people for paper in one.papers if found[paper] >= 2.0)
    if often:
        found[often.most_common(1)[0][0]] = 40.0
    return found
