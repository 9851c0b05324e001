"""The examples inside a rules file, run as tests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from workbench.problems import did_you_mean
from workbench.rules.answers import read_answers
from workbench.rules.checklist import RuleBook
from workbench.rules.item import Example, Item


@dataclass(frozen=True)
class Result:
    """What came of one example; no faults means that it holds."""

    item: str
    name: str
    faults: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        return {"item": self.item, "name": self.name, "faults": list(self.faults)}


def run_examples(book: RuleBook, today: date) -> list[Result]:
    """Every example of an item. One without `as_of` is run for today, or the nearest day on which the file is valid."""
    return [Result(book.item.id, example.name, tuple(_faults(book, example, today))) for example in book.item.examples]


def day_of(example: Example, item: Item, today: date) -> date:
    """The day that an example is meant for."""
    return example.as_of or min(max(today, item.valid_from), item.valid_to or date.max)


def _faults(book: RuleBook, example: Example, today: date) -> list[str]:
    item = book.item
    day = day_of(example, item, today)
    answers, problems = read_answers(item, example.answers, day)
    faults = [problem.message for problem in problems]
    names = {*example.need, *example.not_need}
    faults += [
        f"没有材料“{name}”{did_you_mean(name, [one for m in item.materials for one in (m.id, m.name)])}"
        for name in sorted(names - item.material_by_id.keys())
    ]
    if faults:
        return faults
    checklist = book.checklist(answers, day)
    called = {one.id: f"{one.name}({one.id})" for one in item.materials}
    needed = set(checklist.needed_ids)
    undecided = {one.material.id for one in checklist.undecided}
    for name in example.need:
        if name not in needed:
            faults.append(f"应当要“{called[name]}”,{'还没定' if name in undecided else '却没要'}")
    for name in example.not_need:
        if name in needed | undecided:
            faults.append(f"不该要“{called[name]}”,{'还没定' if name in undecided else '却要了'}")
    outcome = "not_eligible" if checklist.not_eligible else "eligible"
    if outcome != example.outcome:
        wanted = "不能办" if example.outcome == "not_eligible" else "能办"
        faults.append(f"应当是“{wanted}”,结果不是")
    return faults
