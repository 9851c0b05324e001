"""Made-up citizens: for each item a handful of situations, each with the papers that the rules then need."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from workbench.rules.answers import as_json, read_answers
from workbench.rules.checklist import RuleBook
from workbench.rules.item import Item, Question

SITUATIONS = 24  # of each item
TRIES = 400


@dataclass(frozen=True)
class Citizen:
    """One situation: answers in JSON shape, the papers needed, and whether the matter can be done at all."""

    answers: dict[str, Any]
    papers: tuple[str, ...]
    eligible: bool


def citizens(book: RuleBook, chance: random.Random, today: date) -> list[Citizen]:
    """Situations of an item, most of them eligible; the questions are asked in the checklist's own order."""
    found: list[Citizen] = []
    refused = 0
    for _ in range(TRIES):
        one = _citizen(book, chance, today)
        if not one.eligible and refused >= SITUATIONS // 8:
            continue
        refused += not one.eligible
        found.append(one)
        if len(found) == SITUATIONS:
            break
    return found


def _citizen(book: RuleBook, chance: random.Random, today: date) -> Citizen:
    answers: dict[str, Any] = {}
    checklist = book.checklist(answers, today)
    while (question := checklist.next_question) is not None:
        given = {question.id: _answer(question, book.item, chance, today)}
        read, problems = read_answers(book.item, given, today)
        if problems:
            break
        answers |= read
        checklist = book.checklist(answers, today)
    return Citizen(as_json(answers), tuple(checklist.needed_ids), not checklist.not_eligible)


def _answer(question: Question, item: Item, chance: random.Random, today: date) -> Any:
    """An answer as people give it: the first option most often, ages and sums in the middle, dates of this year."""
    match question.kind:
        case "number":
            low = question.min if question.min is not None else 1
            high = question.max if question.max is not None else max(low + 40, 60)
            return round(chance.triangular(low, high, (low + high) / 2))
        case "date":
            return (today - timedelta(days=chance.randrange(10, 200))).isoformat()
        case "multiple":
            return [chance.choice(question.choices).id]
    choices = question.choices
    return chance.choices([one.id for one in choices], weights=[3] + [1] * (len(choices) - 1))[0]
