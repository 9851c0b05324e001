"""Random but possible ledgers: matters of one to four visits over some weeks, with their rework rows."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta

import pytest

from tests.ledger.conftest import office_words
from workbench.ledger import check, ledger
from workbench.ledger.records import RETURNED
from workbench.workspace import Workspace

MONDAY = date(2026, 3, 2)
PAPERS = ("id_card", "payment_certificate", "form", "手工:居住证明")
CAUSES = {"材料缺失": "缺件", "信息错误": "填错栏", "流程误解": "走错窗口"}


@pytest.fixture
def space(tmp_path, monkeypatch) -> Workspace:
    monkeypatch.setattr(check, "words", lambda space, rules=None: office_words())
    return Workspace(tmp_path / "工作")


def random_rows(seed: int, *, matters: int = 60, first: date = date(2026, 1, 26), weeks: int = 8) -> tuple[list, list]:
    """`(cases, rework rows)`; some matters stay open, some visits only ask, some rows belong to no visit."""
    chance = random.Random(seed)
    cases, rework = [], []
    for number in range(matters):
        day = first + timedelta(days=chance.randrange(weeks * 7))
        visits = chance.choice((1, 1, 1, 2, 2, 3, 4))
        for visit in range(1, visits + 1):
            last = visit == visits
            outcome = (
                chance.choice(("办结", "办结", "受理", "容缺", "承诺", "咨询", "转出"))
                if last
                else chance.choice(RETURNED)
            )
            ticks = {p: chance.choice(("present", "present", "missing", "unfit")) for p in PAPERS[:3]}
            if last:
                ticks = dict.fromkeys(PAPERS[:3], "deferred" if outcome in ("容缺", "承诺") else "present")
            case = {
                "id": f"C{seed}-{number:04}-{visit}",
                "matter": f"M{seed}-{number:04}",
                "started": datetime(
                    day.year, day.month, day.day, chance.randrange(9, 17), chance.randrange(60)
                ).isoformat(),
                "minutes": chance.choice((None, 3, 4.5, 8.25, 12)),
                "window": chance.choice(("A01", "A02")),
                "clerk": chance.choice(("王", "李")),
                "item": chance.choice(("yanglao", "shiye")),
                "visit": visit,
                "outcome": outcome,
            }
            if case["item"] == "shiye":
                ticks = {"id_card": ticks["id_card"]}
            cases.append({**case, "ticks": ticks if chance.random() < 0.8 else {}})
            for _ in range(chance.choice((1, 1, 2, 3)) if outcome in RETURNED else 0):
                rework.append(random_rework(chance, case, day))
            day += timedelta(days=chance.randrange(1, 12))
    for _ in range(3):  # typed in by hand from paper
        rework.append(
            random_rework(chance, {**cases[0], "id": None}, first + timedelta(days=chance.randrange(weeks * 7)))
        )
    return cases, rework


def random_rework(chance: random.Random, case: dict, day: date) -> dict:
    cause = chance.choice(list(CAUSES))
    paper = chance.choice(PAPERS if case["item"] == "yanglao" else ("id_card", PAPERS[3]))
    return {
        "date": day.isoformat(),
        "window": case["window"],
        "clerk": case["clerk"],
        "item": case["item"],
        "cause": cause,
        "detail": chance.choice((CAUSES[cause], "")),
        "material": paper if cause == "材料缺失" else "",
        "side": chance.choice(("群众", "窗口", "规则", "系统")),
        "notice_omission": chance.random() < 0.2,
        "visits": case["visit"],
        "case": case["id"],
    }


def filled(space: Workspace, seed: int, **how) -> Workspace:
    cases, rework = random_rows(seed, **how)
    ledger.add(space, "cases", cases)
    ledger.add(space, "rework", rework)
    return space
