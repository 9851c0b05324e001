"""Answers that stand for all answers: every option of a choice, both sides of every bound of a number or a date."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from datetime import date, timedelta

from workbench.rules.conditions import Literal
from workbench.rules.decisions import DecisionTable
from workbench.rules.item import Answer, Question

MOST_OPTIONS_IN_SUBSETS = 5


def values_of(question: Question, table: DecisionTable, today: date) -> list[Answer]:
    """Answers of which one behaves like any other answer, in every condition of the table.

    Numbers and dates: one answer for each way in which the bounds of the conditions divide them. Several options
    at once: every subset of up to five options, above that each option alone and all together.
    """
    if question.kind in ("single", "yes_no"):
        return [option.id for option in question.choices]
    if question.kind == "multiple":
        return _subsets([option.id for option in question.choices])
    literals = literals_of(question, table)
    near = _numbers(question, literals) if question.kind == "number" else _days(question, literals, today)
    kept: dict[tuple[bool, ...], Answer] = {}
    for value in near:
        kept.setdefault(signature(value, literals, today), value)
    return list(kept.values())


def literals_of(question: Question, table: DecisionTable, among: int | None = None) -> list[Literal]:
    """What the conditions ask about a question; `among` limits it to the terms of a mask."""
    terms = table.terms if among is None else [term for _, term in table.terms_of(among)]
    return list(dict.fromkeys(one for term in terms for one in term if one.question == question.id))


def signature(value: Answer, literals: Iterable[Literal], today: date) -> tuple[bool, ...]:
    """What an answer decides; two answers with one signature give the same sheet."""
    return tuple(literal.holds(value, today) for literal in literals)


def _subsets(names: list[str]) -> list[Answer]:
    if len(names) > MOST_OPTIONS_IN_SUBSETS:
        return [*((name,) for name in names), tuple(names)]
    sizes = range(1, len(names) + 1)
    return [subset for size in sizes for subset in itertools.combinations(names, size)]


def _numbers(question: Question, literals: list[Literal]) -> list[Answer]:
    points = (point for one in literals if one.test for point in one.test.points(date.min))
    bounds = sorted({point for point in points if isinstance(point, float)})
    low = question.min if question.min is not None else min(bounds, default=1.0) - 1
    high = question.max if question.max is not None else max(bounds, default=0.0) + 1
    between = [(a + b) / 2 for a, b in itertools.pairwise(bounds)]
    near = {low, high, *bounds, *between, *(point - 1 for point in bounds), *(point + 1 for point in bounds)}
    whole = sorted(near, key=lambda number: (not float(number).is_integer(), number))
    return [float(number) for number in whole if low <= number <= high]


def _days(question: Question, literals: list[Literal], today: date) -> list[Answer]:
    points = {point for one in literals if one.test for point in one.test.points(today)} | {today}
    days = {point for point in points if isinstance(point, date)}
    last = today if question.latest else date.max
    return sorted(day for day in {_moved(day, step) for day in days for step in (-1, 0, 1)} if day <= last)


def _moved(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return day
